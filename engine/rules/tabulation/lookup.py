"""Which rules fire on some facts: one set of rules per value of a fact, all intersected.

The tests of a rule are a union of boxes: `a or (b and c)` holds in the box of a, and in the box of b and c. Every box
has a bit, rules in winning order, so a set of boxes is an integer and its lowest bit belongs to the rule that wins.
Each value of each fact leaves some boxes standing; what all facts leave standing fires. A rule that would take more
than a few boxes keeps its tests instead (it is `joint`): one bit says that it may fire, and then the tests are asked.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from operator import and_
from textwrap import indent
from typing import Any, cast

from engine.model.rule_table import AllOf, CellTest, RuleCells, RuleTable, RuleTest
from engine.model.rulebook import FactDeclaration, Value
from engine.rules.language.values import code_of
from engine.rules.tabulation.boxes import NamedBox, boxes_of, narrowed, possible
from engine.rules.tabulation.fact_cells import DeclaredCells, members

_REMEMBERED, _LISTED = 50_000, 300


class Unusual(Exception):
    """The facts are not as a program gives them: another name or type, out of range, NaN. They need a closer look."""


def _first_box(test: RuleTest) -> NamedBox:
    """A box in which the tests hold: of alternatives the first. Empty sets of cells where they exclude each other."""
    if isinstance(test, CellTest):
        return {test.fact: test.cells}
    parts = test.parts if isinstance(test, AllOf) else test.parts[:1]
    return narrowed(_first_box(part) for part in parts)


class Lookup:
    """The tests of a book's rules, arranged for asking from Python. `facts` as the book declares them."""

    def __init__(self, table: RuleTable, facts: Mapping[str, FactDeclaration]) -> None:
        self._declared = facts
        self._facts = {name: DeclaredCells(name, table.facts[name].cuts, facts[name]) for name in facts}
        boxes = [boxes_of(rule.when) for rule in table.rules]
        self._rule_of = [place for place, found in enumerate(boxes) for _ in ([()] if found is None else found)]
        self._all = (1 << len(self._rule_of)) - 1
        self._possible = {name: [self._all] * cells.count for name, cells in self._facts.items()}
        self._joint = 0
        self._tests: dict[int, RuleCells] = {}
        bit = 0
        for rule, found in zip(table.rules, boxes, strict=True):
            if found is None:
                self._joint |= 1 << bit
                self._tests[bit] = rule
            for box in [possible(rule.when)] if found is None else found:
                self._rule_out(1 << bit, box)
                bit += 1
        self._not_ruled_out = self._prepared()
        self._positions: dict[int, tuple[int, ...]] = {}

    def _rule_out(self, bit: int, box: NamedBox) -> None:
        """Take a box out of the cells in which it does not lie."""
        for fact, inside in box.items():
            masks = self._possible[fact]
            for cell in range(len(masks)):
                if not inside >> cell & 1:
                    masks[cell] &= ~bit

    def _prepared(self) -> Callable[[Mapping[str, object]], int]:
        """A function that gives the boxes which no fact by itself rules out, written out fact by fact for this book.

        A loop over the facts takes a third longer. Nothing that stands in the book is in the code: names and values are
        handed to it. Whatever is not as a program gives it ends in a KeyError or a
        TypeError: a word that is no value, a number below or above all edges (its mask is None).
        """
        bound: dict[str, object] = {
            "bisect": bisect_right,
            "all_boxes": self._all,
            "are_names": frozenset(self._declared).issuperset,
            "Unusual": Unusual,
            "type": type,
            "int": int,
            "float": float,
        }
        bound |= {f"name{place}": name for place, name in enumerate(self._facts)}
        facts = enumerate(self._facts.values())
        body = "\n".join(f"value = get(name{place})\n{self._asked(place, cells, bound)}" for place, cells in facts)
        written = f"""
def prepare({", ".join(bound)}):
    def asked(facts):
        get, mask = facts.get, all_boxes
        try:
            if are_names(facts):
                {indent(body, " " * 16).strip()}
                return mask
        except (KeyError, TypeError):
            pass
        raise Unusual
    return asked
"""
        space: dict[str, Any] = {}
        exec(written, space)
        return cast("Callable[[Mapping[str, object]], int]", space["prepare"](**bound))

    def _asked(self, place: int, cells: DeclaredCells, bound: dict[str, object]) -> str:
        """Code that looks up one fact's boxes; what it needs is put into `bound`."""
        declared, masks = cells.declared, self._possible[cells.fact]
        if declared.type == "choice":
            words: dict[object, int] = {None: masks[0]}
            words |= {word: masks[cells.cell_of(code_of(declared, word))] for word in declared.values}
            bound[f"words{place}"] = words
            return f"mask &= words{place}[value]"
        bound[f"unknown{place}"] = masks[0]
        if declared.type == "boolean":
            bound[f"flags{place}"] = masks[cells.cell_of(0.0)], masks[cells.cell_of(1.0)]
            return f"""
if value is True or value is False:
    mask &= flags{place}[value]
elif value is None:
    mask &= unknown{place}
else:
    raise Unusual"""
        plain, found = self._numbers(place, cells, bound)
        return f"""
if {plain}:
    mask &= {found}
elif value is None:
    mask &= unknown{place}
else:
    raise Unusual"""

    def _numbers(self, place: int, cells: DeclaredCells, bound: dict[str, object]) -> tuple[str, str]:
        """How a number is known to be plain, and how its boxes are found: counts of a short range stand in a list."""
        declared, masks = cells.declared, self._possible[cells.fact]
        if declared.type == "integer" and declared.high - declared.low <= _LISTED:
            counts = range(math.ceil(declared.low), math.floor(declared.high) + 1)
            bound[f"masks{place}"] = {count: masks[cells.cell_of(count)] for count in counts}
            return "type(value) is int", f"masks{place}[value]"
        known = list(members(cells.known))
        bound[f"edges{place}"] = [*(cells.cell(at).least for at in known), math.nextafter(declared.high, math.inf)]
        bound[f"masks{place}"] = [None, *(masks[at] for at in known), None]
        looked_up = f"masks{place}[bisect(edges{place}, value)]"
        if declared.type == "integer":
            return "type(value) is int", looked_up
        return "type(value) is float or type(value) is int", looked_up

    def fired(self, facts: Mapping[str, object]) -> tuple[int, ...]:
        """The places of all rules that fire. Raises Unusual for facts that are not as a program gives them."""
        mask = self._not_ruled_out(facts)
        if mask & self._joint:
            mask = self._settled(mask, [self._code(name, facts.get(name)) for name in self._facts])
        return self._as_places(mask)

    def account_in(self, rule: RuleCells) -> dict[str, Value] | None:
        """An account within the declared ranges for which the rule fires; None when none is near at hand."""
        chosen = dict.fromkeys(self._facts, 0)
        for name, cells in _first_box(rule.when).items():
            known = cells & self._facts[name].known
            chosen[name] = next(members(known), 0)
        if not rule.fires(chosen):
            return None
        samples = {name: self._facts[name].cell(cell).sample for name, cell in chosen.items()}
        return {name: sample for name, sample in samples.items() if sample is not None}

    def _code(self, name: str, value: Any) -> float:
        return math.nan if value is None else code_of(self._declared[name], value)

    def first(self, facts: Mapping[str, object]) -> int | None:
        """The place of the first rule that fires; None when none does. Raises as `fired` does."""
        mask = self._not_ruled_out(facts)
        lowest = mask & -mask
        if lowest & self._joint:
            return next(iter(self.fired(facts)), None)
        return self._rule_of[lowest.bit_length() - 1] if mask else None

    def fired_for_codes(self, codes: Sequence[float]) -> tuple[int, ...]:
        """The same for numbers, NaN being unknown, in the order of the book's facts; no range is checked."""
        standing = (
            self._possible[name][cells.cell_of(code)]
            for (name, cells), code in zip(self._facts.items(), codes, strict=True)
        )
        return self._as_places(self._settled(reduce(and_, standing, self._all), codes))

    def _settled(self, mask: int, codes: Sequence[float]) -> int:
        """The boxes of this set in which these facts lie together."""
        if not mask & self._joint:
            return mask
        at = {name: cells.cell_of(code) for (name, cells), code in zip(self._facts.items(), codes, strict=True)}
        for bit in members(mask & self._joint):
            if not self._tests[bit].fires(at):
                mask ^= 1 << bit
        return mask

    def _as_places(self, mask: int) -> tuple[int, ...]:
        found = self._positions.get(mask)
        if found is None:
            found = tuple(dict.fromkeys(self._rule_of[bit] for bit in members(mask)))
            if len(self._positions) < _REMEMBERED:
                self._positions[mask] = found
        return found
