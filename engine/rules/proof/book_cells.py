"""One book over cells: what it decides about a kind of account, and how far around it that stays so."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from engine.model.rulebook import Value
from engine.rules.language.hit_policies import EXCLUSIVE, WINNING
from engine.rules.language.logic import BookLogic
from engine.rules.language.values import code_of
from engine.rules.proof.around import Around, PointSum, within
from engine.rules.proof.regions import Region, maybe_region, regions_of
from engine.rules.proof.space import Space
from engine.rules.tabulation.decision import Decision
from engine.rules.tabulation.fact_cells import UNKNOWN, DeclaredCells


@dataclass(frozen=True)
class Outcome:
    """What one book of a chain decides at a point.

    refused: its hit policy forbids the rules that fire together, or what it says is beyond the range of the fact that
             it feeds. unknown: it hangs on facts that nobody knows, and counts as unknown for the next book.
    """

    fired: tuple[int, ...]
    row: Mapping[str, Value]
    refused: bool
    unknown: bool


Sought = Callable[[Mapping[str, Value]], bool]
"""Is this a row that is looked for?"""


@dataclass(frozen=True)
class Wanted:
    """The cells of a fed fact in which an output of a book must stay."""

    output: str
    fact: DeclaredCells
    cells: int

    def takes(self, value: Value) -> bool:
        """Does this value lie there?"""
        return bool(self.cells >> self.fact.cell_of(code_of(self.fact.declared, value)) & 1)


class BookCells:
    """One book of a chain over the facts of all."""

    def __init__(self, logic: BookLogic, space: Space) -> None:
        self.logic, self.space = logic, space
        self.regions: tuple[Region, ...] = regions_of(logic.conditions, space, logic.rules)
        self.maybe: tuple[Region, ...] = tuple(
            maybe_region(condition, space) if row != logic.otherwise else ()
            for row, condition in zip(logic.rows, logic.conditions, strict=True)
        )
        added_up = logic.book.hit == "collect" and logic.book.aggregate in ("sum", "count")
        self.points = PointSum(logic, self.regions) if added_up else None
        self._rows: dict[tuple[int, ...], Mapping[str, Value]] = {}

    def outcome(self, point: Sequence[int]) -> Outcome:
        fired = tuple(place for place, region in enumerate(self.regions) if within(region, point) is not None)
        row = self._rows.get(fired)
        if row is None:
            row = self._rows[fired] = Decision(self.logic, fired, {}).outputs
        rows, hit = self.logic.rows, self.logic.book.hit
        against = hit == "unique" or (hit == "any" and any(rows[each] != rows[fired[0]] for each in fired))
        unknown = not fired and any(within(region, point) is not None for region in self.maybe)
        return Outcome(fired, row, len(fired) > 1 and against, unknown)

    def stays(
        self,
        point: Sequence[int],
        outcome: Outcome,
        room: Sequence[int],
        feeds: bool,
        wanted: Sequence[Wanted] | None = None,
        by_rule: bool = False,
    ) -> dict[int, int]:
        """A box around the point in which the book decides the same.

        room:   the cells of each fact that matter at all.
        feeds:  and is unknown to the next book as before. by_rule: and by the same rule.
        wanted: what it may say instead to the next book; None where it must say the same.
        """
        box = Around(room, point)
        rows, hit, fired = self.logic.rows, self.logic.book.hit, outcome.fired
        if outcome.refused and len(fired) > 1:
            other = next(each for each in fired[1:] if hit == "unique" or rows[each] != rows[fired[0]])
            box.stay(self.regions[fired[0]])
            box.stay(self.regions[other])
        elif wanted is not None and self.points is not None and self._held(box, point, outcome, wanted):
            pass
        elif not fired:
            self._stay_silent(box, point, outcome, feeds, by_rule)
        elif self.logic.book.single_hit:
            first = fired[0]
            box.stay(self.regions[first])
            others = range(first) if hit in WINNING else range(len(rows))
            strict = hit == "unique" or (by_rule and hit in WINNING)
            box.avoid(
                self.regions[each]
                for each in others
                if each != first and (strict or not self._as_good(rows[each], rows[first], wanted))
            )
        else:
            for place in fired:
                box.stay(self.regions[place])
            box.avoid(region for place, region in enumerate(self.regions) if place not in fired)
        return box.cells

    def misses(self, point: Sequence[int], outcome: Outcome, room: Sequence[int], sought: Sought) -> dict[int, int]:
        """A box around the point in which the book decides nothing that is sought, as it does not at the point."""
        fired, rows = outcome.fired, self.logic.rows
        if not self.logic.book.single_hit:
            return self.stays(point, outcome, room, False)
        box = Around(room, point)
        fitting = [rule for rule, row in enumerate(rows) if sought(row)]
        if not sought(self.logic.otherwise) and not set(fitting) & set(fired):
            box.avoid(self.regions[rule] for rule in fitting)
        elif self.logic.book.hit in WINNING and fired:
            box.stay(self.regions[fired[0]])
            box.avoid(self.regions[rule] for rule in fitting if rule < fired[0])
        else:
            return self.stays(point, outcome, room, False)
        return box.cells

    def _as_good(self, row: Mapping[str, Value], now: Mapping[str, Value], wanted: Sequence[Wanted] | None) -> bool:
        """Would another row do as well? Under `any` only the same one."""
        if wanted is None or self.logic.book.hit in EXCLUSIVE:
            return row == now
        return all(each.takes(row[each.output]) for each in wanted)

    def _held(self, box: Around, point: Sequence[int], outcome: Outcome, wanted: Sequence[Wanted]) -> bool:
        """Keep the points of the book in what is wanted; False, and the box as it was, where that is not enough."""
        assert self.points is not None
        either = all(each.cells & UNKNOWN and each.takes(self.logic.otherwise[each.output]) for each in wanted)
        if not either and not outcome.fired:
            return False
        if not either:
            box.stay(self.regions[outcome.fired[0]])
        done = [self.points.hold(box, point, each.fact, each.cells) for each in wanted]
        if not all(done):
            box.cells.clear()
        return all(done)

    def _stay_silent(self, box: Around, point: Sequence[int], outcome: Outcome, feeds: bool, by_rule: bool) -> None:
        """No rule fires, and for the next book it is unknown as before."""
        rows = self.logic.rows
        alike = () if feeds or by_rule else [place for place, row in enumerate(rows) if row == self.logic.otherwise]
        box.avoid(region for place, region in enumerate(self.regions) if place not in alike)
        if feeds and outcome.unknown:
            box.stay(next(region for region in self.maybe if within(region, point) is not None))
        elif feeds:
            box.avoid(self.maybe)
