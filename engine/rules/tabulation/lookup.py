"""Which rules fire on some facts, looked up in truth tables: one set of rules per value of a fact, all intersected.

A truth table is a union of boxes: `a or (b and c)` holds in the box of a, and in the box of b and c. Every box has a
bit, rules in winning order, so a set of boxes is an integer and its lowest bit belongs to the rule that wins. Each
value of each fact leaves some boxes standing; what all facts leave standing fires. A rule that would take more than a
few boxes keeps its table instead (it is `joint`): one bit says that it may fire, and then the table is asked.

Values as they usually come are placed without a function call; anything else (another type, out of range, not a name
of the book, an enumeration's member) is looked at more closely, by the same checks that a single fact gets elsewhere.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from math import ceil, isfinite
from operator import and_
from typing import Any, TypeVar

import numpy as np

from engine.model.rule_table import FactCells, RuleCells, RuleTable
from engine.model.rulebook import FactDeclaration
from engine.rules.language.values import code_of, is_unknown, read_value
from engine.rules.tabulation.boxes import Bools, boxes_of, hull_of
from engine.rules.tabulation.truth_table import cell_of

_REMEMBERED = 50_000
T = TypeVar("T")


class Lookup:
    """The truth tables of a book, arranged for asking from Python. `facts` as the book declares them."""

    def __init__(self, table: RuleTable, facts: Mapping[str, FactDeclaration]) -> None:
        names = list(facts)
        self._names = facts.keys()
        self._cuts = {name: _cuts_of(table, place) for place, name in enumerate(names)}
        boxes = [boxes_of(rule) for rule in table.rules]
        self._rule_of = [place for place, found in enumerate(boxes) for _ in range(len(found or [0]))]
        self._rule_of.append(-1)  # of no bit at all
        self._all = (1 << (len(self._rule_of) - 1)) - 1
        self._possible = [[self._all] * (2 * len(cuts) + 2) for cuts in self._cuts.values()]
        self._joint = 0
        self._tables: dict[int, tuple[list[tuple[int, list[int]]], bytes]] = {}
        bit = 0
        for rule, found in zip(table.rules, boxes, strict=True):
            cells = [self._own_cells(axis, names) for axis in rule.facts]
            if found is None:
                self._joint |= 1 << bit
                self._tables[bit] = _offsets(rule, cells)
            for box in found or [hull_of(rule)]:
                self._rule_out(bit, rule, cells, box)
                bit += 1
        self._places = [
            _locator(name, declared, self._cuts[name], range(2 * len(self._cuts[name]) + 2))
            for name, declared in facts.items()
        ]
        self._words: list[tuple[str, dict[object, int]]] = []
        self._flags: list[tuple[str, int, int, int]] = []
        self._numbers: list[tuple[str, type, Sequence[Any], list[int | None], int]] = []
        for (name, declared), masks in zip(facts.items(), self._possible, strict=True):
            self._prepare(name, declared, masks)
        self._positions: dict[int, tuple[int, ...]] = {}

    def _prepare(self, name: str, declared: FactDeclaration, masks: list[int]) -> None:
        """Arrange one fact's masks for values as they usually come."""
        cuts, unknown = self._cuts[name], masks[0]
        if declared.type == "choice":
            words: dict[object, int] = {word: masks[cell_of(cuts, code_of(declared, word))] for word in declared.values}
            self._words.append((name, {**words, None: unknown}))
        elif declared.type == "boolean":
            self._flags.append((name, masks[cell_of(cuts, 1.0)], masks[cell_of(cuts, 0.0)], unknown))
        else:
            edges, found = _steps(declared, cuts, masks)
            self._numbers.append((name, int if declared.type == "integer" else float, edges, found, unknown))

    def first(self, facts: Mapping[str, object]) -> int:
        """The place of the first rule that fires; −1 when none does. Raises as `fired` does."""
        mask = self._not_ruled_out(facts)
        lowest = mask & -mask
        if lowest & self._joint:
            mask = self._settled(mask, self._cells(facts))
            lowest = mask & -mask
        return self._rule_of[lowest.bit_length() - 1]

    def fired(self, facts: Mapping[str, object]) -> tuple[int, ...]:
        """The places of all rules that fire.

        Raises KeyError for a name the book does not declare, BadValue for a value outside its declaration.
        """
        mask = self._not_ruled_out(facts)
        if mask & self._joint:
            mask = self._settled(mask, self._cells(facts))
        return self._as_places(mask)

    def fired_for_codes(self, codes: Sequence[float]) -> tuple[int, ...]:
        """The same for numbers, NaN being unknown, in the order of the book's facts; no range is checked."""
        cells = [cell_of(cuts, code) for cuts, code in zip(self._cuts.values(), codes, strict=True)]
        mask = reduce(and_, (masks[cell] for masks, cell in zip(self._possible, cells, strict=True)), self._all)
        return self._as_places(self._settled(mask, cells))

    def _not_ruled_out(self, facts: Mapping[str, object]) -> int:
        """The rules that no fact by itself rules out."""
        get, mask, complete = facts.get, self._all, len(facts) == len(self._names)
        try:
            for name, words in self._words:
                word = get(name)
                mask &= words[word]
                if word is None:
                    complete = False
        except (KeyError, TypeError):
            return self._looked_at_closely(facts)
        for name, yes, no, unknown in self._flags:
            flag = get(name)
            if flag is True:
                mask &= yes
            elif flag is False:
                mask &= no
            elif flag is None:
                mask &= unknown
                complete = False
            else:
                return self._looked_at_closely(facts)
        for name, usual, edges, masks, unknown in self._numbers:
            number: Any = get(name)
            if type(number) is usual:
                found = masks[bisect_right(edges, number)]
                if found is None:
                    return self._looked_at_closely(facts)
                mask &= found
            elif number is None:
                mask &= unknown
                complete = False
            else:
                return self._looked_at_closely(facts)
        if not (complete or facts.keys() <= self._names):
            raise KeyError
        return mask

    def _looked_at_closely(self, facts: Mapping[str, object]) -> int:
        if not facts.keys() <= self._names:
            raise KeyError
        cells = self._cells(facts)
        return reduce(and_, (masks[cell] for masks, cell in zip(self._possible, cells, strict=True)), self._all)

    def _cells(self, facts: Mapping[str, object]) -> list[int]:
        values = map(facts.get, self._cuts)
        return [0 if value is None else place(value) for value, place in zip(values, self._places, strict=True)]

    def _settled(self, mask: int, cells: Sequence[int]) -> int:
        """The boxes of this set in which the whole book's cells lie."""
        doubtful = mask & self._joint
        while doubtful:
            lowest = doubtful & -doubtful
            axes, fires = self._tables[lowest.bit_length() - 1]
            cell = 0
            for place, offsets in axes:
                cell += offsets[cells[place]]
            if not fires[cell]:
                mask ^= lowest
            doubtful ^= lowest
        return mask

    def _as_places(self, mask: int) -> tuple[int, ...]:
        found = self._positions.get(mask)
        if found is None:
            rest = mask
            rules: dict[int, None] = {}
            while rest:
                lowest = rest & -rest
                rules[self._rule_of[lowest.bit_length() - 1]] = None
                rest ^= lowest
            found = tuple(rules)
            if len(self._positions) < _REMEMBERED:
                self._positions[mask] = found
        return found

    def _own_cells(self, axis: FactCells, names: Sequence[str]) -> list[int]:
        """From each cell of a fact in the whole book to the cell of one rule."""
        own = tuple(float(cut) for cut in axis.cuts)
        return [cell_of(own, code) for code in _representatives(self._cuts[names[axis.fact]])]

    def _rule_out(self, bit: int, rule: RuleCells, cells: Sequence[Sequence[int]], box: Sequence[Bools]) -> None:
        for axis, own, inside in zip(rule.facts, cells, box, strict=True):
            masks = self._possible[axis.fact]
            for cell, its in enumerate(own):
                if not inside[its]:
                    masks[cell] &= ~(1 << bit)


def _offsets(rule: RuleCells, cells: Sequence[Sequence[int]]) -> tuple[list[tuple[int, list[int]]], bytes]:
    """A rule's own table, asked by the cells of the whole book: per fact its place and what each cell adds."""
    axes, stride = [], len(rule.fires)
    for axis, own in zip(rule.facts, cells, strict=True):
        stride //= axis.count
        axes.append((axis.fact, [cell * stride for cell in own]))
    return axes, rule.fires.tobytes()


def _cuts_of(table: RuleTable, place: int) -> tuple[float, ...]:
    """All constants any rule compares this fact with."""
    return tuple(
        sorted({float(c) for rule in table.rules for axis in rule.facts if axis.fact == place for c in axis.cuts})
    )


def _representatives(cuts: tuple[float, ...]) -> list[float]:
    """A number in each cell; between two cuts the lower one nudged up, which need not be a value of the fact."""
    if not cuts:
        return [float("nan"), 0.0]
    codes = [float("nan"), -np.inf]
    for low in cuts:
        codes += [low, float(np.nextafter(low, np.inf))]
    return codes


def _steps(
    declared: FactDeclaration, cuts: tuple[float, ...], masks: Sequence[int]
) -> tuple[list[float], list[int | None]]:
    """Where the mask changes along a number, and the masks between: `masks[bisect_right(edges, number)]`.

    None stands for numbers outside the declared range, and for NaN, which sorts behind everything.
    """
    whole = declared.type == "integer"

    def at(value: float) -> float:
        """The least value of the fact that is not below this one."""
        return ceil(value) if whole and isfinite(value) else value

    below = bisect_left(cuts, declared.low)
    on_cut = below < len(cuts) and cuts[below] == declared.low
    cell = 2 * below + (2 if on_cut else 1)
    edges, found = [at(declared.low)], [None, masks[cell]]
    for place in range(cell + 1, len(masks)):
        cut = cuts[(place - 2) // 2]
        edge = at(cut if place % 2 == 0 else float(np.nextafter(cut, np.inf)))
        if edge > declared.high:
            break
        if edge == edges[-1]:
            found[-1] = masks[place]  # no whole number lies in the cell before
        elif masks[place] != found[-1]:
            edges.append(edge)
            found.append(masks[place])
    return [*edges, at(float(np.nextafter(declared.high, np.inf)))], [*found, None]


def _locator(
    name: str, declared: FactDeclaration, cuts: tuple[float, ...], per_cell: Sequence[T]
) -> Callable[[object], T]:
    """A function from a value of this fact to what belongs to its cell; raises BadValue outside the declaration."""
    unknown = per_cell[0]
    if declared.type == "boolean":
        no, yes = per_cell[cell_of(cuts, 0.0)], per_cell[cell_of(cuts, 1.0)]

        def place_yes_no(raw: object) -> T:
            if raw is True:
                return yes
            if raw is False:
                return no
            return unknown if is_unknown(raw) else (no, yes)[read_value(name, declared, raw) is True]

        return place_yes_no

    if declared.type == "choice":
        found: dict[object, T] = {word: per_cell[cell_of(cuts, code_of(declared, word))] for word in declared.values}

        def place_word(raw: object) -> T:
            try:
                return found[raw]
            except (KeyError, TypeError):
                return unknown if is_unknown(raw) else found[read_value(name, declared, raw)]

        return place_word

    low, high, count, usual = declared.low, declared.high, len(cuts), int if declared.type == "integer" else float

    def place_number(raw: Any) -> T:
        if type(raw) is not usual or not low <= raw <= high:
            if is_unknown(raw):
                return unknown
            raw = read_value(name, declared, raw)
        place = bisect_left(cuts, raw)
        return per_cell[2 * place + (2 if place < count and cuts[place] == raw else 1)]

    return place_number
