"""A chain of books in cells: what each book decides about a kind of account, and how far around it that stays so.

The facts given are cut by the constants of all books; a fact that one book feeds another follows from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.model.rulebook import FactDeclaration, Value
from engine.rules.language.conditions import Leaf
from engine.rules.language.feeding import narrowed
from engine.rules.language.hit_policies import EXCLUSIVE, WINNING
from engine.rules.language.logic import BookLogic
from engine.rules.language.values import code_of
from engine.rules.proof.regions import Region, inside, maybe_region, region_of
from engine.rules.proof.solver import Deadline, find
from engine.rules.proof.space import Point, Space
from engine.rules.tabulation.compiled_book import CompiledBook
from engine.rules.tabulation.decision import Decision
from engine.rules.tabulation.fact_cells import Box


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


class BookCells:
    """One book of a chain over the facts of all."""

    def __init__(self, logic: BookLogic, space: Space) -> None:
        self.logic, self.space = logic, space
        self.regions: tuple[Region, ...] = tuple(region_of(each, space) for each in logic.conditions)
        self.maybe: tuple[Region, ...] = tuple(
            maybe_region(condition, space) if row != logic.otherwise else ()
            for row, condition in zip(logic.rows, logic.conditions, strict=True)
        )
        self._rows: dict[tuple[int, ...], Mapping[str, Value]] = {}

    def outcome(self, point: Sequence[int]) -> Outcome:
        fired = tuple(place for place, region in enumerate(self.regions) if _within(region, point) is not None)
        row = self._rows.get(fired)
        if row is None:
            row = self._rows[fired] = Decision(self.logic, fired, {}).outputs
        rows, hit = self.logic.rows, self.logic.book.hit
        against = hit == "unique" or (hit == "any" and any(rows[each] != rows[fired[0]] for each in fired))
        unknown = not fired and any(_within(region, point) is not None for region in self.maybe)
        return Outcome(fired, row, len(fired) > 1 and against, unknown)

    def stays(self, point: Sequence[int], outcome: Outcome, feeds: bool, by_rule: bool = False) -> dict[int, int]:
        """A box around the point in which the book decides the same.

        feeds: and is unknown to the next book alike. by_rule: and by the same rule.
        """
        box = _Around(self.space, point)
        rows, hit, fired = self.logic.rows, self.logic.book.hit, outcome.fired
        if outcome.refused and len(fired) > 1:
            other = next(each for each in fired[1:] if hit == "unique" or rows[each] != rows[fired[0]])
            box.stay(self.regions[fired[0]])
            box.stay(self.regions[other])
        elif not fired:
            alike = () if feeds or by_rule else [place for place, row in enumerate(rows) if row == self.logic.otherwise]
            box.avoid(region for place, region in enumerate(self.regions) if place not in alike)
            if feeds and outcome.unknown:
                box.stay(next(region for region in self.maybe if _within(region, point) is not None))
            elif feeds:
                box.avoid(self.maybe)
        elif self.logic.book.single_hit:
            first = fired[0]
            box.stay(self.regions[first])
            others = range(first) if hit in WINNING else range(len(rows))
            strict = hit == "unique" or (by_rule and hit in WINNING)
            box.avoid(self.regions[each] for each in others if each != first and (strict or rows[each] != rows[first]))
        else:
            for place in fired:
                box.stay(self.regions[place])
            box.avoid(region for place, region in enumerate(self.regions) if place not in fired)
        return box.cells


class _Around:
    """A box that holds a point, made smaller step by step."""

    def __init__(self, space: Space, point: Sequence[int]) -> None:
        self._full, self._point = space.full, point
        self.cells: dict[int, int] = {}

    def _allowed(self, place: int) -> int:
        return self.cells.get(place, self._full[place])

    def stay(self, region: Region) -> None:
        """Within the first box of the region that holds the point."""
        found = _within(region, self._point)
        assert found is not None
        for place, cells in found.items():
            self.cells[place] = self._allowed(place) & cells

    def avoid(self, regions: Iterable[Region]) -> None:
        """Outside every box of these regions; none of them holds the point."""
        for box in (box for region in regions for box in region):
            if any(not self._allowed(place) & cells for place, cells in box.items()):
                continue
            ways = [place for place, cells in box.items() if not cells >> self._point[place] & 1]
            place = next((each for each in ways if each in self.cells), ways[0])
            self.cells[place] = self._allowed(place) & ~box[place]


def _within(region: Region, point: Sequence[int]) -> Box | None:
    return next((box for box in region if inside(box, point)), None)


class ChainCells:
    """Books with all that feed them, over the cells of the facts that can be given.

    given:   fed facts that are given, and therefore not asked for.
    feeding: the books asked about feed others in turn, so that it matters whether what they say counts as unknown.
    also:    comparisons that cut facts as well.
    tops:    the places of the books asked about in `levels`, where every book stands behind those that feed it.
    """

    def __init__(
        self,
        books: Sequence[CompiledBook],
        given: Iterable[str] = (),
        feeding: bool = False,
        also: Iterable[Leaf] = (),
    ) -> None:
        self.given, self._feeding = frozenset(given), feeding
        found: list[CompiledBook] = []
        self._fed: dict[str, tuple[CompiledBook, str]] = {}
        for book in books:
            self._gather(book, found)
        facts: dict[str, FactDeclaration] = {}
        for each in reversed(found):
            for name, declared in each.book.facts.items():
                facts[name] = narrowed(facts[name], declared) if name in facts else declared
        conditions = [condition for each in found for condition in each.logic.conditions]
        conditions += [leaf for leaf in also if leaf.fact in facts]
        self.space = Space(facts, conditions)
        self.levels = tuple(BookCells(each.logic, Space(_as_in(facts, each), conditions)) for each in found)
        self.tops = tuple(_index(found, book) for book in books)
        place = self.space.place
        self.fed = {place[name]: (_index(found, book), output) for name, (book, output) in self._fed.items()}

    def _gather(self, book: CompiledBook, found: list[CompiledBook]) -> None:
        for name, feed in book.feeds.items():
            if name not in self.given:
                assert isinstance(feed.book, CompiledBook)
                self._gather(feed.book, found)
                self._fed[name] = (feed.book, feed.output)
        if not any(book is other for other in found):
            found.append(book)

    @property
    def free(self) -> list[int]:
        """The places of the facts that can be given."""
        return [place for place in range(len(self.space.full)) if place not in self.fed]

    def decided(self, point: Sequence[int]) -> tuple[Point, tuple[Outcome, ...], int | None]:
        """The point with the fed facts as they follow, what each book decides there, and the first that is refused."""
        full, facts = list(point), self.space.facts
        outcomes: list[Outcome] = []
        for number, level in enumerate(self.levels):
            outcome = level.outcome(full)
            refused = outcome.refused
            for place, (source, output) in self.fed.items():
                if source == number and not refused:
                    value = None if outcome.unknown else outcome.row[output]
                    cell = 0 if value is None else facts[place].cell_of(code_of(facts[place].declared, value))
                    full[place] = cell
                    refused = not self.space.full[place] >> cell & 1
            outcomes.append(outcome)
            if refused:
                return tuple(full), tuple(outcomes), number
        return tuple(full), tuple(outcomes), None

    def around(
        self, point: Point, outcomes: Sequence[Outcome], refused: int | None, by_rule: bool = False
    ) -> dict[int, int]:
        """A box of facts given, around a decided point, in which all books asked about decide the same.

        by_rule: and by the same rule.
        """
        needed = {refused} if refused is not None else set(self.tops)
        box: dict[int, int] = {}
        for number in range(len(outcomes) - 1, -1, -1):
            feeding = [place for place, (source, _) in self.fed.items() if source == number and place in box]
            for place in feeding:
                del box[place]
            if number not in needed and not feeding and (refused is not None or not self._may_refuse(number)):
                continue
            alike = self._feeding or bool(feeding) or number not in self.tops
            for place, cells in self.levels[number].stays(point, outcomes[number], alike, by_rule).items():
                box[place] = box.get(place, self.space.full[place]) & cells
        return box

    def _may_refuse(self, number: int) -> bool:
        """May the hit policy of a book, or the range of a fact that it feeds, forbid what it would say?"""
        ranged = any(
            source == number and self.space.facts[place].declared.range is not None
            for place, (source, _) in self.fed.items()
        )
        return ranged or self.levels[number].logic.book.hit in EXCLUSIVE

    def kinds(self, clock: Deadline, most: int) -> Iterator[tuple[Point, tuple[Outcome, ...], int | None, Box]]:
        """Kinds of accounts that together are all accounts: a decided point of each, and the box it stands for.

        Stops with OutOfTime after so many, or when the time is over.
        """
        found: list[Box] = []
        while (point := find(self.space, {}, found, clock)) is not None:
            if len(found) >= most:
                clock.give_up()
            at, outcomes, refused = self.decided(point)
            box = self.around(at, outcomes, refused)
            found.append(box)
            yield at, outcomes, refused, box

    def account(self, point: Sequence[int]) -> dict[str, Value]:
        """An account at this point; unknown facts, and those that follow, are left out."""
        free = set(self.free)
        account = self.space.account([cell if place in free else 0 for place, cell in enumerate(point)])
        return {name: value for name, value in account.items() if self.space.place[name] in free}


def _as_in(facts: Mapping[str, FactDeclaration], book: CompiledBook) -> dict[str, FactDeclaration]:
    """The facts of the chain, each unknown as this book takes it."""
    own = book.book.facts
    return {
        name: declared.model_copy(update={"unknown": own[name].unknown}) if name in own else declared
        for name, declared in facts.items()
    }


def _index(books: Sequence[CompiledBook], book: CompiledBook) -> int:
    return next(place for place, each in enumerate(books) if each is book)
