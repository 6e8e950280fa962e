"""A chain of books in cells: what each book decides about a kind of account, and how far around it that stays so.

The facts given are cut by the constants of all books; a fact that one book feeds another follows from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from engine.model.rulebook import FactDeclaration, Value
from engine.rules.language.conditions import Leaf
from engine.rules.language.feeding import narrowed
from engine.rules.language.hit_policies import EXCLUSIVE
from engine.rules.language.values import code_of
from engine.rules.proof.book_cells import BookCells, Outcome, Sought, Wanted
from engine.rules.proof.real_accounts import NotSeenThrough
from engine.rules.proof.solver import Deadline, find
from engine.rules.proof.space import Point, Space
from engine.rules.tabulation.compiled_book import CompiledBook
from engine.rules.tabulation.fact_cells import Box


class ChainCells:
    """Books with all that feed them, over the cells of the facts that can be given.

    given:   fed facts that are given, and therefore not asked for.
    feeding: the books asked about feed others in turn, so that it matters whether what they say counts as unknown.
    also:    comparisons that cut facts as well.
    tops:    the places of the books asked about in `levels`, where every book stands behind those that feed it.

    Raises NotSeenThrough where one of the books computes facts, and OutOfTime for a rule that can come true in too many
    ways.
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
        if any(each.logic.derived for each in found):
            raise NotSeenThrough
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
        self,
        point: Point,
        outcomes: Sequence[Outcome],
        refused: int | None,
        by_rule: bool = False,
        room: Sequence[int] | None = None,
        sought: Sought | None = None,
    ) -> dict[int, int]:
        """A box of facts given, around a decided point, in which all books asked about decide the same.

        by_rule: and by the same rule. room: the cells of each fact that matter at all; it holds only within them.
        sought:  it is enough that the book asked about decides nothing that is sought.
        """
        room = self.space.full if room is None else room
        needed = {refused} if refused is not None else set(self.tops)
        box: dict[int, int] = {}
        for number in range(len(outcomes) - 1, -1, -1):
            wanted = [
                Wanted(output, self.space.facts[place], box.pop(place))
                for place, (source, output) in self.fed.items()
                if source == number and place in box
            ]
            sound = refused is not None or sought is not None or not self._may_refuse(number)
            if number not in needed and not wanted and sound:
                continue
            top = number in self.tops
            if top and sought is not None and refused is None:
                self._add(box, self.levels[number].misses(point, outcomes[number], room, sought), room)
                continue
            feeds = self._feeding or bool(wanted) or not top
            either = wanted if wanted and not top and number != refused else None
            stays = self.levels[number].stays(point, outcomes[number], room, feeds, either, by_rule and top)
            self._add(box, stays, room)
        return box

    def _add(self, box: dict[int, int], more: Mapping[int, int], room: Sequence[int]) -> None:
        for place, cells in more.items():
            box[place] = box.get(place, room[place]) & cells

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
