"""What a what-if study varies: `PATH=low:high:points` for numbers, `PATH=a,b,c` for choices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from pydantic import Field

from engine.errors import InputError, Problem, Question, refuse
from engine.files import Node
from engine.model.base import Frozen
from engine.model.quantity import ALL_UNITS, quantities_in
from engine.model.scenario import Scenario
from engine.situation.setting_again import node_at, tree_of
from engine.studies.run_inputs import TEXTS
from engine.wording import Message, amount_said, say, unit_said

Over = str | Sequence[str] | Mapping[str, object]
"""`PATH=low:high:points` or `PATH=a,b,c`, one or several; or by path `"low:high:points"` or a list of values."""

OPTION = "--over"
MOST_POINTS, _IN_FULL = 200, 1e5
_SPAN = re.compile(r"([^:\s]+):([^:\s]+):([^:\s]+)(?: +(.+))?")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?|[+-]?\.\d+")


def figure(number: float) -> str:
    """A number with six digits, a large one in full."""
    return f"{number:,.0f}" if abs(number) >= _IN_FULL else f"{number:.6g}"


class Axis(Frozen):
    """One thing that is varied, with all values that it takes.

    values:  as they are set, each with the unit where the axis has one of its own.
    numbers: the same as numbers, rising; None for choices.
    now:     what stands there as the situation is; None where nothing does.
    range:   where the number could lie, as the scenario states it in the same unit.
    """

    path: str
    values: tuple[str, ...]
    numbers: tuple[float, ...] | None = None
    unit: str = Field(default="", description="of the numbers; empty for plain numbers and choices")
    now: str | None = None
    range: tuple[float, float] | None = None

    @property
    def outside(self) -> tuple[float, ...]:
        """The numbers that lie outside the stated range."""
        if self.range is None or self.numbers is None:
            return ()
        low, high = self.range
        return tuple(number for number in self.numbers if not low <= number <= high)

    @property
    def now_number(self) -> float | None:
        """Where the situation stands, in the unit of the axis; None where that is no such number."""
        number, _, unit = (self.now or "").partition(" ")
        if not _NUMBER.fullmatch(number) or (unit or "") not in ("", *ALL_UNITS):
            return None
        return float(number) * (ALL_UNITS[unit] / ALL_UNITS[self.unit] if unit and self.unit else 1.0)

    @property
    def said(self) -> tuple[Message, ...]:
        """What there is to say about it before anything is played."""
        if not self.outside or self.range is None:
            return ()
        low, high = self.range
        return (
            say(
                "{path}: {n} of {all} values lie outside the range in which the scenario puts it, {low} to {high}",
                path=self.path,
                n=len(self.outside),
                all=len(self.values),
                low=figure(low),
                high=amount_said(figure(high), self.unit) if self.unit else figure(high),
            ),
        )

    def shown(self, place: int) -> str:
        """A value for people, without the unit."""
        return self.values[place] if self.numbers is None else figure(self.numbers[place])


@dataclass(frozen=True)
class _Asked:
    """An axis as it was typed. unit: given behind the numbers; empty where the scenario's holds."""

    path: str
    values: tuple[str, ...]
    numbers: tuple[float, ...] | None = None
    unit: str = ""


def axes_of(over: Over, scenario: Scenario) -> tuple[Axis, ...]:
    """The axes that are asked for, in their order; whether values fit is seen when they are set.

    Raises InputError with everything wrong in all of them.
    """
    pairs, problems, found = list(_pairs(over)), [], []
    if not pairs:
        problems.append(Problem(OPTION, say("nothing is varied"), _form(), "axis-none"))
    for place, (path, _) in enumerate(pairs):
        if path in [other for other, _ in pairs[:place]]:
            problems.append(Problem(f"{OPTION} {path}", say("is given twice"), code="axis-twice"))
    root = tree_of(scenario)
    for path, given in pairs:
        try:
            found.append(_axis(_asked(path, given), root, scenario))
        except InputError as wrong:
            problems += wrong.problems
    refuse(dict.fromkeys(problems))
    return tuple(found)


def _pairs(over: Over) -> Iterator[tuple[str, object]]:
    if isinstance(over, Mapping):
        yield from over.items()
        return
    for text in [over] if isinstance(over, str) else over:
        path, equals, words = str(text).partition("=")
        if not equals or not path.strip() or not words.strip():
            raise InputError(Problem(f"{OPTION} {text}", say("expected PATH=VALUES"), _form(), "axis-shape"))
        yield path.strip(), words.strip()


def _form() -> Message:
    return say("for example {numbers}, or {choices}", numbers="behaviour.decision.fit=1:3:9", choices="PATH=a,b,c")


def _asked(path: str, given: object) -> _Asked:
    label = f"{OPTION} {path}"
    if isinstance(given, str):
        words = given.translate(str.maketrans("：，", ":,"))
        span = _SPAN.fullmatch(words) if "," not in words else None
        if span:
            return _span(path, *span.groups())
        if ":" in words and "," not in words:
            what = say("`{text}` is no range of points", text=given)
            raise InputError(Problem(label, what, say("low:high:points, such as 0.1:0.9:9"), "axis-shape"))
        listed, unit = _listed_with_unit(words)
    elif isinstance(given, Sequence):
        listed, unit = [_plain(each) for each in given], ""
    else:
        raise InputError(Problem(label, say("expected PATH=VALUES"), _form(), "axis-shape"))
    problems = [
        Problem(label, say("`{value}` is given twice", value=value), code="axis-value-twice")
        for place, value in enumerate(listed)
        if value in listed[:place]
    ]
    if len(listed) < 2 and not problems:
        what, hint = say("a single value is nothing to compare"), say("give two or more, or set it with --set")
        problems.append(Problem(label, what, hint, "axis-single"))
    if any(not value for value in listed):
        problems.append(Problem(label, say("expected PATH=VALUES"), _form(), "axis-shape"))
    refuse(problems)
    numeric = all(_NUMBER.fullmatch(value) for value in listed)
    numbers = sorted(listed, key=float) if numeric else listed
    return _Asked(path, tuple(numbers), tuple(map(float, numbers)) if numeric else None, unit)


def _listed_with_unit(words: str) -> tuple[list[str], str]:
    listed = [part.strip() for part in words.split(",")]
    number, _, unit = listed[-1].partition(" ")
    if unit.strip() in ALL_UNITS and _NUMBER.fullmatch(number):
        return [*listed[:-1], number], unit.strip()
    return listed, ""


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def _span(path: str, low: str, high: str, points: str, unit: str | None) -> _Asked:
    label, problems = f"{OPTION} {path}", []
    for text in (low, high):
        if not _NUMBER.fullmatch(text):
            problems.append(Problem(label, say("`{text}` is not a number", text=text), _form(), "number-none"))
    if not points.isdecimal() or not 2 <= int(points) <= MOST_POINTS:
        what = say("`{text}` is not a number of points", text=points)
        problems.append(Problem(label, what, say("from 2 to {most}", most=MOST_POINTS), "axis-points"))
    if unit and unit not in ALL_UNITS:
        problems.append(Problem(label, say("there is no unit `{unit}`", unit=unit), _form(), "unit-unfit"))
    refuse(problems)
    first, last, count = float(low), float(high), int(points)
    if not first < last:
        what = say("the range is empty: {low} to {high}", low=low, high=high)
        if first == last:
            what = say("both ends of the range are {low}", low=low)
        raise InputError(
            Problem(label, what, say("the low end comes first, and the high end is above it"), "axis-empty")
        )
    values = tuple(f"{first + (last - first) * place / (count - 1):.12g}" for place in range(count))
    return _Asked(path, values, tuple(map(float, values)), unit or "")


def _axis(asked: _Asked, root: Node, scenario: Scenario) -> Axis:
    path, node = asked.path, node_at(root, asked.path)
    if node is not None and _is_text(path, node):
        what = say("`{path}` is text: nothing that is played turns on it", path=path)
        raise InputError(Problem(f"{OPTION} {path}", what, _example(scenario), "axis-text"))
    stated = node.mapping if node is not None and "value" in node.mapping and "unit" in node.mapping else {}
    own_unit = stated["unit"].text or "" if stated else ""
    if asked.numbers is not None and node is not None and not stated and node.text:
        what = say("`{path}` is not a number here but the word `{word}`", path=path, word=node.text)
        raise InputError(
            Problem(f"{OPTION} {path}", what, say("list its choices: {line}", line=f"{path}=a,b"), "axis-word")
        )
    unit = asked.unit or own_unit
    suffix = f" {asked.unit}" if asked.unit else ""
    return Axis(
        path=path,
        values=tuple(f"{value}{suffix}" for value in asked.values),
        numbers=asked.numbers,
        unit=unit if asked.numbers is not None else "",
        now=_now(node, stated),
        range=_range(stated, own_unit, unit),
    )


def called_by(problems: Sequence[Problem], axis: Axis, value: str) -> list[Problem]:
    """Problems with setting a value, told as problems with the axis that sets it; a wrong path is told once, and so is
    that the values have no unit."""
    found: list[Problem] = []
    for each in problems:
        if isinstance(each, Question):
            found.append(_in_which_unit(axis, each) if each.code == "money-unit" else each)
        else:
            where = (
                f"{OPTION} {axis.path}" if each.code in ("set-path", "set-unit") else f"{OPTION} {axis.path}={value}"
            )
            found.append(replace(each, where=where))
    return found


def _in_which_unit(axis: Axis, asked: Question) -> Question:
    currency = str(asked.readings[0]).rpartition(" ")[2]
    given = ",".join(axis.values)
    if axis.numbers is not None and len(axis.numbers) > 2:
        given = f"{axis.values[0]}:{axis.values[-1]}:{len(axis.values)}"
    units = (currency, f"10k {currency}")
    lines = [f'{OPTION} "{axis.path}={given} {unit}"' for unit in units]
    hint = say("write `{first}` for the first, `{second}` for the second", first=lines[0], second=lines[1])
    what = say("in which unit are the values?")
    return Question(
        f"{OPTION} {axis.path}", what, hint, asked.code, tuple(cast(str, unit_said(unit)) for unit in units)
    )


def _is_text(path: str, node: Node) -> bool:
    names = set(path.split("."))
    return bool(names & TEXTS) or (bool(node.mapping) and node.mapping.keys() <= {"en", "zh"}) or path == "id"


def _example(scenario: Scenario) -> Message:
    ranged = next((path for path, quantity in quantities_in(scenario) if quantity.range is not None), "horizon")
    return say("vary a number or a choice, such as {path}", path=ranged)


def _now(node: Node | None, stated: Mapping[str, Node]) -> str | None:
    if stated:
        return f"{stated['value'].raw} {stated['unit'].text}"
    return node.raw or None if node is not None and not node.mapping and not node.items else None


def _range(stated: Mapping[str, Node], own_unit: str, unit: str) -> tuple[float, float] | None:
    ends = stated["range"].items if "range" in stated else []
    if len(ends) != 2 or unit not in ALL_UNITS:
        return None
    factor = ALL_UNITS[own_unit] / ALL_UNITS[unit]
    low, high = (float(end.raw) * factor for end in ends)
    return low, high
