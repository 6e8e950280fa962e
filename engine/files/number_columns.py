"""A column of cells as numbers: which sign stands for decimals is told by the column, else by the table, or asked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from engine.files.findings import Findings, shown
from engine.files.grid import Cell, Unreadable
from engine.files.numerals import Numeral, Style, is_date, money_worth, numeral
from engine.files.said_words import is_unknown_word
from engine.wording import Message, say

Kind = Literal["number", "whole", "share", "money"]


@dataclass(frozen=True)
class Wanted:
    """What a column must hold.

    name:      what messages call the column.
    kind:      share: a percent sign divides by 100; money: in 10k CNY, and 万, 亿, 元 are understood.
    low, high: least and greatest value.
    unit:      what the header says in brackets, such as 元 or %.
    usually:   between which amounts money lies, in 10k CNY; outside its unit is asked about. 0 is never asked about.
    """

    name: str
    low: float = -math.inf
    high: float = math.inf
    kind: Kind = "number"
    unit: str = ""
    usually: tuple[float, float] = (0, math.inf)


def table_styles(columns: Sequence[Sequence[Cell]], delimiter: str) -> frozenset[Style]:
    """The styles of numbers for which a table holds proof. Programs that write commas between cells write points."""
    found: set[Style] = {"point"} if delimiter == "," else set()
    for cells in columns:
        found |= _proved([numeral(cell) for cell in cells if isinstance(cell, str)])
    return frozenset(found)


def read_numbers(
    cells: Sequence[Cell],
    places: Sequence[str],
    wanted: Wanted,
    findings: Findings,
    styles: frozenset[Style] = frozenset(),
) -> list[float | None]:
    """The numbers of a column; None where a cell is blank or says that nobody knows, and where it is wrong, which is
    noted together with everything that can be read in two ways.

    places: what to call each cell. styles: of the whole table, as `table_styles` finds them; a table of points settles
    a cell that its column leaves open, a table of commas does not, for points stand in most of them as well.
    """
    wanted = _unit_settled(cells, places, wanted, findings)
    numerals = [numeral(cell) if isinstance(cell, str) else None for cell in cells]
    own = _proved(numerals)
    settled = own or (styles if styles == {"point"} else frozenset())
    numbers: list[float | None] = []
    for cell, found, place in zip(cells, numerals, places, strict=True):
        if cell is None or (isinstance(cell, str) and is_unknown_word(cell)):
            numbers.append(None)
        elif isinstance(cell, bool | Unreadable):
            what = cell.what if isinstance(cell, Unreadable) else say("`{cell}` is no number", cell=cell)
            findings.wrong("number-none", place, what, _limits(wanted))
            numbers.append(None)
        elif not isinstance(cell, str):
            numbers.append(_checked(Numeral({"point": float(cell)}), float(cell), str(cell), place, wanted, findings))
        elif found is None:
            _no_figure(cell, place, wanted, findings)
            numbers.append(None)
        else:
            value = _decided(found, settled, cell, place, wanted, findings)
            numbers.append(None if value is None else _checked(found, value, cell, place, wanted, findings))
    return numbers


def _unit_settled(cells: Sequence[Cell], places: Sequence[str], wanted: Wanted, findings: Findings) -> Wanted:
    """What is wanted, once it is clear whether percent above cells that are all shares of one is meant."""
    if wanted.kind == "money" and wanted.unit and money_worth(wanted.unit) is None and places:
        what = say("{column}: the unit `{unit}` is not understood", column=wanted.name, unit=wanted.unit)
        findings.wrong("money-currency", places[0], what, say("convert it to 10k CNY"))
    if wanted.kind != "share" or wanted.unit != "%":
        return wanted
    found = [numeral(cell) if isinstance(cell, str) else numeral(repr(cell)) for cell in cells if cell is not None]
    values = [value for each in found if each and not each.percent for value in each.values.values()]
    if values and max(values) <= 1 and any(values):
        place, cell = next(
            (p, c) for p, c in zip(places, cells, strict=True) if not (c is None or str(c).strip() == "")
        )
        what = say("{column}: are these percentages, as `{cell}`%?", column=wanted.name, cell=shown(cell))
        readings = {say("they are shares of one"): "", say("they are percentages"): "%"}
        settle = say("put a percent sign behind each, or take it out of the header")
        return replace(wanted, unit=findings.ask("number-percent", place, what, readings, settle) or "")
    return wanted


def _proved(numerals: Sequence[Numeral | None]) -> frozenset[Style]:
    """The styles of figures that can be read in one style only."""
    return frozenset(style for each in numerals if each is not None and len(each.values) == 1 for style in each.values)


def _decided(
    found: Numeral, styles: frozenset[Style], cell: str, place: str, wanted: Wanted, findings: Findings
) -> float | None:
    if len(found.values) == 1 or found.is_plain:
        return next(iter(found.values.values()))
    if len(styles) == 1:
        (style,) = styles
        return found.values[style]
    fitting = [value for value in found.values.values() if _fits(value * (0.01 if found.percent else 1.0), wanted)]
    if len(fitting) == 1:
        return fitting[0]
    readings = {
        say("it is {value}", value=f"{value:.15g}"): value
        for value in sorted(found.values.values(), key=lambda v: -abs(v))
    }
    large, small = max(found.values.values(), key=abs), min(found.values.values(), key=abs)
    settle = say("write {large} for the first, {small}0 for the second", large=f"{large:.15g}", small=f"{small:.15g}")
    what = say("{column}: what does `{cell}` mean?", column=wanted.name, cell=shown(cell))
    return findings.ask("number-style", place, what, readings, settle)


def _checked(found: Numeral, value: float, cell: str, place: str, wanted: Wanted, findings: Findings) -> float | None:
    """The value in the column's unit, when it is within the limits."""
    said = {"column": wanted.name, "cell": shown(cell)}

    def refused(code: str, what: Message, hint: Message | None = None) -> float | None:
        findings.wrong(code, place, what, hint or _limits(wanted))
        return None

    if found.percent and wanted.kind != "share":
        return refused("number-percent", say("{column}: `{cell}` is a percentage", **said))
    if (found.unit or found.currency) and wanted.kind != "money":
        return refused("number-unit", say("{column}: `{cell}` carries a unit", **said))
    if found.percent or (wanted.kind == "share" and wanted.unit == "%"):
        value = float(f"{value / 100:.15g}")
    if wanted.kind == "money":
        money = _money(found, value, cell, place, wanted, findings)
        if money is None:
            return None
        value = money
    if not _fits(value, wanted):
        meant = wanted.kind == "share" and 1 < value <= 100 and not found.percent
        written = say("write {cell}% or {share}", cell=f"{value:.15g}", share=f"{value / 100:.15g}") if meant else None
        return refused("number-range", say("{column} is {cell}, which is out of range", **said), written)
    if wanted.kind == "whole" and value != int(value):
        return refused("number-whole", say("{column} is {cell}, not a whole number", **said))
    return value


def _money(found: Numeral, value: float, cell: str, place: str, wanted: Wanted, findings: Findings) -> float | None:
    """The amount in 10k CNY; None when it is in another currency, or when its size or sign makes its unit doubtful."""
    what = say("{column}: in which unit is `{cell}`?", column=wanted.name, cell=shown(cell))
    if found.currency in ("$", "€", "£"):
        findings.wrong(
            "money-currency",
            place,
            say("{column}: `{cell}` is not in CNY", column=wanted.name, cell=shown(cell)),
            say("convert it to 10k CNY"),
        )
        return None
    unit = found.unit or wanted.unit
    factor = money_worth(unit)
    worth = float(f"{value * (1 if factor is None else factor):.15g}")
    if found.unit:
        said = say(
            "{column}: `{cell}` was read as {worth} 10k CNY",
            column=wanted.name, cell=shown(cell), worth=f"{worth:.15g}",
        )  # fmt: skip
        findings.say(said)
        return worth
    low, high = wanted.usually
    usual = value == 0 or low <= abs(worth) <= high
    if usual and (unit or not found.currency):
        return worth
    plain = factor == 1e-4
    if not usual and plain == (abs(worth) > high) and not found.currency:  # in this unit nobody mistakes it
        amount = say("{number} CNY", number=cell) if plain else say("{number} times 10k CNY", number=cell)
        findings.say(say("{path}: {amount} is unusual and was taken as written", path=wanted.name, amount=amount))
        return worth
    number = f"{abs(value):.15g}"
    readings = {
        say("{number} CNY", number=number): float(f"{value * 1e-4:.15g}"),
        say("{number} times 10k CNY", number=number): value,
    }
    settle = say("write `{number}元` or `{number}万元`", number=number)
    return findings.ask("money-unit", place, what, readings, settle)


def _fits(value: float, wanted: Wanted) -> bool:
    return math.isfinite(value) and wanted.low <= value <= wanted.high


def _limits(wanted: Wanted) -> Message:
    low, high = f"{wanted.low:g}", f"{wanted.high:g}"
    if wanted.kind == "whole":
        return say("a whole number from {low} to {high}", low=low, high=high)
    if wanted.high < 1e8:
        return say("a number from {low} to {high}", low=low, high=high)
    return say("a number of at least {low}", low=low) if math.isfinite(wanted.low) else say("a number")


def _no_figure(cell: str, place: str, wanted: Wanted, findings: Findings) -> None:
    if is_date(cell):
        what = say("{column}: `{cell}` looks like a date", column=wanted.name, cell=shown(cell))
        hint = say("a spreadsheet may have made it one; write the number")
        findings.wrong("number-date", place, what, hint)
        return
    what = say("{column} is `{cell}`, which is not a number", column=wanted.name, cell=shown(cell))
    findings.wrong("number-none", place, what, _limits(wanted))
