"""Axes become cells, and cells become alternatives; what is the same by what it reads is played once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

from engine.dynamics.machine.composition import MECHANISMS
from engine.engagement import Strategy
from engine.errors import InputError, Problem, refuse
from engine.execution.alternatives import Alternative
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.rules import book_hash, load_book
from engine.situation import Situation, refuse_idle
from engine.situation.setting_again import with_values
from engine.studies.book_choice import purpose_of
from engine.studies.run_inputs import on_which_records_turn
from engine.studies.whatif.axes import OPTION, Axis, called_by
from engine.wording import Message, say

MOST_CELLS = 400
_BOOKS = "rulebooks."
_NAME = "{strategy} {values}"


@dataclass(frozen=True)
class Cell:
    """One point of a grid. places: of its value on each axis."""

    places: tuple[int, ...]
    values: tuple[str, ...]
    scenario: Scenario
    books: Mapping[str, Rulebook]


@dataclass(frozen=True)
class Layout:
    """What is played.

    cells:        in the order of the grid, the last axis running fastest.
    alternatives: what is played, each once.
    played_as:    by strategy and cell, the place among the alternatives.
    """

    axes: tuple[Axis, ...]
    strategies: tuple[Strategy, ...]
    cells: tuple[Cell, ...]
    alternatives: tuple[Alternative, ...]
    played_as: tuple[tuple[int, ...], ...]

    @property
    def asked(self) -> int:
        """How many alternatives there would be if none were the same as another."""
        return len(self.strategies) * len(self.cells)


def lay_out(situation: Situation, axes: Sequence[Axis], strategies: Sequence[Strategy]) -> Layout:
    """Every strategy in every cell; what reads the same is an alternative once.

    Raises InputError for too many cells, for values that do not go together, and for axes on which nothing turns.
    """
    count = prod(len(axis.values) for axis in axes)
    if count > MOST_CELLS:
        what = say("{n} points are too many", n=count)
        raise InputError(Problem(OPTION, what, say("{most} at most", most=MOST_CELLS), "axis-many"))
    cells = tuple(_cells(situation, axes))
    for cell in cells:
        refuse_idle(strategies, cell.scenario)
    keys = [_what_it_reads(cell) for cell in cells]
    _refuse_vain(axes, cells, keys, situation)
    alternatives: list[Alternative] = []
    played_as = []
    for strategy in strategies:
        known: dict[bytes, int] = {}
        for cell, key in zip(cells, keys, strict=True):
            if key not in known:
                known[key] = len(alternatives)
                name = _NAME.format(strategy=strategy.name, values=_values_said(axes, cell.values))
                alternatives.append(Alternative(name, cell.scenario, strategy, cell.books))
        played_as.append(tuple(known[key] for key in keys))
    return Layout(tuple(axes), tuple(strategies), cells, tuple(alternatives), tuple(played_as))


def _cells(situation: Situation, axes: Sequence[Axis]) -> list[Cell]:
    """The cells of the grid; where there are several axes, each is tried alone before, to say what is wrong of it."""
    for axis in axes if len(axes) > 1 else ():
        _set([axis], situation)
    return _set(axes, situation)


def _set(axes: Sequence[Axis], situation: Situation) -> list[Cell]:
    found: list[Cell] = []
    problems: list[Problem] = []
    for places in product(*(range(len(axis.values)) for axis in axes)):
        values = tuple(axis.values[place] for axis, place in zip(axes, places, strict=True))
        settings = {axis.path: value for axis, value in zip(axes, values, strict=True)}
        try:
            scenario = with_values(situation.scenario, settings)
            found.append(Cell(places, values, scenario, _books(situation.books, settings)))
        except InputError as wrong:
            problems += called_by(wrong.problems, axes[-1], values[-1])
    refuse(dict.fromkeys(problems))
    return found


def _books(books: Mapping[str, Rulebook], settings: Mapping[str, str]) -> Mapping[str, Rulebook]:
    """The rulebooks with those in their places that an axis names; files are found from the working folder."""
    named = {path.removeprefix(_BOOKS): value for path, value in settings.items() if path.startswith(_BOOKS)}
    found = dict(books)
    for purpose, value in named.items():
        found[purpose] = load_book(value)
        purpose_there = purpose_of(found[purpose], books, value)
        if purpose_there != purpose:
            what = say("`{book}` decides {other}, not {purpose}", book=value, other=purpose_there, purpose=purpose)
            raise InputError(Problem(value, what, "", "book-elsewhere"))
    return found


def _values_said(axes: Sequence[Axis], values: Sequence[str]) -> str:
    return ", ".join(f"{axis.path}={value}" for axis, value in zip(axes, values, strict=True))


def _what_it_reads(cell: Cell) -> bytes:
    """A hash of all on which records can turn: no reasons, no names of what is shown, no constants of what is off."""
    plain = on_which_records_turn(cell.scenario)
    plain.pop("rulebooks", None)
    _without_switched_off(plain, cell.scenario.switched_off)
    books = {purpose: book_hash(book) for purpose, book in cell.books.items()}
    whole = json.dumps([plain, books], sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(whole.encode()).digest()


def _without_switched_off(plain: dict[str, Any], switched_off: Sequence[str]) -> None:
    """Takes out the constants that no mechanism reads which is at work."""
    if not switched_off:
        return
    read = {(each.group, each.name) for one in MECHANISMS if one.name not in switched_off for each in one.constants}
    for mechanism in MECHANISMS:
        for each in mechanism.constants if mechanism.name in switched_off else ():
            if (each.group, each.name) not in read:
                plain["behaviour"].get(each.group, {}).pop(each.name, None)


def _refuse_vain(axes: Sequence[Axis], cells: Sequence[Cell], keys: Sequence[bytes], situation: Situation) -> None:
    """Refuses axes along which nothing changes that a record could turn on."""
    problems = []
    for at, axis in enumerate(axes):
        lines: dict[tuple[int, ...], set[bytes]] = {}
        for cell, key in zip(cells, keys, strict=True):
            lines.setdefault((*cell.places[:at], *cell.places[at + 1 :]), set()).add(key)
        if all(len(found) == 1 for found in lines.values()):
            problems.append(Problem(f"{OPTION} {axis.path}", _vain(axis, situation.scenario), "", "axis-vain"))
    refuse(problems)


def _vain(axis: Axis, scenario: Scenario) -> Message:
    off = [
        one.name
        for one in MECHANISMS
        for each in one.constants
        if axis.path == f"behaviour.{each.path}" and one.name in scenario.switched_off
    ]
    if off:
        return say("touches nothing: `{mechanism}`, which reads it, is switched off here", mechanism=off[0])
    return say("touches nothing: no record can turn on it")
