"""Columns of numbers in a sheet whose heads are facts of a book: in the book's unit, or asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from engine.files import Findings, Table, Wanted, folded
from engine.files.headers import unit_of
from engine.model.rulebook import Declaration
from engine.rules.language.spoken import label_of
from engine.wording import say, told, unit_said

USUAL_MONEY = (0.1, 1e5)
"""Between which amounts money usually lies, in 10k CNY; outside, its unit is asked about."""


def labels_of(name: str, declared: Declaration) -> tuple[str, ...]:
    """What people call a fact or output, in English and Chinese."""
    return tuple(told(label_of(name, declared), lang) for lang in ("en", "zh"))


def read_numbers_of(
    table: Table, column: str, name: str, declared: Declaration, findings: Findings
) -> Sequence[int | float | None]:
    """The numbers of a column by row; None where nobody knows, and where a cell is wrong, which is noted.

    column: as the table names it. name: of the fact or output.
    """
    _unit_agreed(table, column, name, declared, findings)
    numbers = table.numbers(_wanted(table.headers[column], declared), findings, column)
    return [None if each is None else int(each) if declared.type == "integer" else each for each in numbers]


def _wanted(header: str, declared: Declaration) -> Wanted:
    wanted = Wanted(header, declared.low, declared.high)
    unit = declared.unit or ""
    if declared.type == "integer":
        return replace(wanted, kind="whole")
    if unit.startswith("10k"):
        return replace(wanted, kind="money", usually=USUAL_MONEY)
    return replace(wanted, kind="share") if unit.startswith("share") or declared.range == (0, 1) else wanted


def _unit_agreed(table: Table, column: str, name: str, declared: Declaration, findings: Findings) -> None:
    """Asks what is meant where brackets behind the header hold something other than the unit of the book."""
    unit, own = table.units.get(column, ""), declared.unit or ""
    wanted = _wanted("", declared)
    if not unit or wanted.kind == "money" or (wanted.kind == "share" and unit == "%"):
        return
    expected = {own, told(unit_said(own), "zh"), told(unit_said(own), "en"), *map(unit_of, labels_of(name, declared))}
    if folded(unit) in map(folded, expected):
        return
    what = say(
        "column `{header}`: the book takes {fact} in {unit}",
        header=table.headers[column],
        fact=label_of(name, declared),
        unit=unit_said(own),
    )
    readings = {
        say("the numbers are in {unit}", unit=unit_said(own)): True,
        say("they are in something else"): None,
    }
    settle = say("write the numbers in {unit}, and nothing in brackets behind the header", unit=unit_said(own))
    findings.ask("unit-open", table.where, what, readings, settle)
