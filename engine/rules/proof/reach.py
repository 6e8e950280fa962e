"""What other books can feed to a book: which values of its fed facts can come about, alone and together.

Feeding books that share no fact are looked at by themselves. Of a book in which one rule decides, every rule is asked
for an account that it decides; the points of a book are added up over the groups of its rules that share facts; what
else there is, is taken apart into kinds of accounts, as many as the time allows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from engine.model.rule_table import FactCells
from engine.model.rulebook import FactDeclaration, Rulebook, Value
from engine.rules.language.conditions import Leaf, leaves
from engine.rules.language.feeding import askable, chain_of
from engine.rules.language.hit_policies import WINNING, aggregates
from engine.rules.language.values import BadValue, code_of, read_value
from engine.rules.proof.chain_cells import BookCells, ChainCells
from engine.rules.proof.fed_points import points_fed
from engine.rules.proof.regions import EVERYWHERE, Region
from engine.rules.proof.solver import Deadline, OutOfTime, find, find_among
from engine.rules.proof.space import Point, Space
from engine.rules.tabulation.compiled_book import CompiledBook, compile_book
from engine.rules.tabulation.fact_cells import Box, CellValues, DeclaredCells

SECONDS, MOST_KINDS, MOST_FORBIDDEN = 10.0, 1500, 400
_KEPT = 64


@dataclass(frozen=True)
class FedKind:
    """Accounts about which the feeding books say the same.

    values: by fed fact what they say; None: nobody knows. shared: of facts that the fed book asks about too, in which
    of their cells these accounts lie. account: one of them, by the facts given.
    """

    values: Mapping[str, Value | None]
    shared: Mapping[str, tuple[FactCells, int]]
    account: Mapping[str, Value]


@dataclass(frozen=True)
class FedGroup:
    """Fed facts that hang together through the facts that their books ask about.

    kinds: all there are; None where that was not settled in time.
    """

    facts: tuple[str, ...]
    shared: tuple[str, ...]
    kinds: tuple[FedKind, ...] | None


@dataclass(frozen=True)
class NarrowedCells(DeclaredCells):
    """A fact of which only some cells can come about; the others do not exist."""

    allowed: int

    @cached_property
    def cells(self) -> tuple[CellValues | None, ...]:
        """Every cell, unknown first; None where no value lies, or none that can come about."""
        plain = DeclaredCells(self.fact, self.cuts, self.declared).cells
        return tuple(cell if self.allowed >> place & 1 else None for place, cell in enumerate(plain))


@dataclass(frozen=True)
class Reach:
    """Everything that other books can feed to a book."""

    groups: tuple[FedGroup, ...]
    leaves: tuple[Leaf, ...]
    _forbidden: dict[object, tuple[Box, ...]] = field(default_factory=dict, repr=False, compare=False)
    _loose: set[str] = field(default_factory=set, repr=False, compare=False)

    @property
    def settled(self) -> bool:
        """Is it known of every fed fact?"""
        return not self.unsettled

    @property
    def unsettled(self) -> tuple[str, ...]:
        """Fed facts of which it is not known."""
        return tuple(
            name for group in self.groups for name in group.facts if group.kinds is None or name in self._loose
        )

    def narrowed(self, facts: Sequence[DeclaredCells]) -> tuple[DeclaredCells, ...]:
        """The cells of a book's facts, of fed ones those that can come about."""
        allowed: dict[str, int] = {}
        by_name = {cells.fact: cells for cells in facts}
        for group in self.groups:
            for kind in group.kinds or ():
                for name, value in kind.values.items():
                    allowed[name] = allowed.get(name, 0) | 1 << _cell(by_name[name], value)
        return tuple(
            NarrowedCells(cells.fact, cells.cuts, cells.declared, allowed[cells.fact])
            if cells.fact in allowed
            else cells
            for cells in facts
        )

    def forbidden(self, facts: Sequence[DeclaredCells]) -> tuple[Box, ...]:
        """Boxes that hold everything that cannot come about together, though each part of it can.

        Of fed facts for which there are too many such boxes there are none, and they count as unsettled.
        """
        key = tuple((cells.cuts, cells.full) for cells in facts)
        if key not in self._forbidden:
            self._forbidden[key] = tuple(self._together(facts))
        return self._forbidden[key]

    def _together(self, facts: Sequence[DeclaredCells]) -> Iterator[Box]:
        place = {cells.fact: index for index, cells in enumerate(facts)}
        full = [cells.full for cells in facts]
        for group in self.groups:
            names = (*group.facts, *group.shared)
            if group.kinds is not None and len(names) > 1:
                boxes = [self._box(kind, facts, place) for kind in group.kinds]
                try:
                    yield from _outside(boxes, full, [place[name] for name in names], Deadline(SECONDS))
                except OutOfTime:
                    self._loose.update(group.facts)

    def account(self, facts: Sequence[DeclaredCells], point: Sequence[int]) -> dict[str, Value]:
        """An account at this point, by the facts that can be given; a fed fact itself where nothing better is known."""
        place = {cells.fact: index for index, cells in enumerate(facts)}
        samples = {
            cells.fact: cells.cell(point[index]).sample for cells, index in zip(facts, range(len(facts)), strict=True)
        }
        further: dict[str, Value] = {}
        for group in self.groups:
            for kind in group.kinds or ():
                box = self._box(kind, facts, place)
                if all(cells >> point[index] & 1 for index, cells in box.items()):
                    samples = {name: value for name, value in samples.items() if name not in group.facts}
                    further |= {name: value for name, value in kind.account.items() if name not in place}
                    break
        return {name: value for name, value in {**samples, **further}.items() if value is not None}

    def _box(self, kind: FedKind, facts: Sequence[DeclaredCells], place: Mapping[str, int]) -> dict[int, int]:
        box = {place[name]: 1 << _cell(facts[place[name]], value) for name, value in kind.values.items()}
        for name, (coarse, cells) in kind.shared.items():
            around = coarse.around(facts[place[name]])
            own = sum(1 << index for index, wide in enumerate(around) if cells >> wide & 1)
            box[place[name]] = own & facts[place[name]].full
        return box


def _cell(cells: DeclaredCells, value: Value | None) -> int:
    return 0 if value is None else cells.cell_of(code_of(cells.declared, value))


def _outside(boxes: Sequence[Box], full: Sequence[int], places: Sequence[int], clock: Deadline) -> list[Box]:
    """Boxes over these places that together hold every point in none of the boxes given. Raises OutOfTime."""
    found: list[Box] = []
    domain = [cells if place in places else cells & -cells for place, cells in enumerate(full)]
    while (point := find_among(domain, [*boxes, *found], clock)) is not None:
        if len(found) == MOST_FORBIDDEN:
            raise OutOfTime
        box = {place: 1 << point[place] for place in places}
        for place in places:
            allowed = full[place]
            for other in boxes:
                clock.step()
                if all(box.get(p, full[p]) & cells for p, cells in other.items() if p != place):
                    allowed &= ~other.get(place, full[place])
            box[place] = allowed
        found.append(box)
    return found


_REACHED: dict[object, tuple[Rulebook, Reach]] = {}


def facts_reached(book: Rulebook) -> dict[str, FactDeclaration]:
    """The facts of a book, their numbers as every book of its chain allows them."""
    allowed = askable(book)
    return {name: allowed[name] for name in book.facts}


def reach_of(book: Rulebook) -> Reach | None:
    """What others can feed to this book; None for a book that none feeds. Worked out once for equal questions."""
    if not book.feeders:
        return None
    declared = tuple((name, fact.model_copy(update={"unknown": "no_match"})) for name, fact in book.facts.items())
    key = (tuple((name, id(feeder)) for name, feeder in book.feeders.items()), declared)
    found = _REACHED.get(key)
    if found is None:
        while len(_REACHED) >= _KEPT:
            _REACHED.pop(next(iter(_REACHED)))
        found = _REACHED[key] = (book, _reach(book))
    return found[1]


def _reach(book: Rulebook) -> Reach:
    clock = Deadline(SECONDS)
    groups = tuple(_group(book, names, clock) for names in _hanging_together(book))
    shared = {name for group in groups if group.kinds is not None for name in group.shared}
    asked = (
        leaf
        for other in chain_of(book)[:-1]
        for condition in compile_book(other).logic.conditions
        for leaf in leaves(condition)
    )
    return Reach(groups, tuple(dict.fromkeys(leaf for leaf in asked if leaf.fact in shared)))


def _hanging_together(book: Rulebook) -> list[list[str]]:
    """Fed facts in groups that share no fact."""
    groups: list[tuple[list[str], set[str]]] = []
    for name, feeder in book.feeders.items():
        names, asked = [name], set(askable(feeder)) | {name}
        for group in [group for group in groups if group[1] & asked]:
            groups.remove(group)
            names, asked = [*group[0], *names], asked | group[1]
        groups.append((names, asked))
    return [names for names, _ in groups]


def _group(book: Rulebook, names: Sequence[str], clock: Deadline) -> FedGroup:
    feeders = {name: compile_book(book.feeders[name]) for name in names}
    asked = {fact for feeder in feeders.values() for fact in feeder.askable}
    shared = tuple(name for name in book.facts if name in asked and name not in book.feeders)
    kinds: Iterable[FedKind]
    feeds = {name: (feeders[name], str(book.facts[name].fed_by).rpartition(".")[2]) for name in names}
    one = next(iter(feeders.values()))
    try:
        if shared or any(feeder is not one for feeder in feeders.values()) or set(asked) & set(book.feeders):
            kinds = _taken_apart(feeds, shared, clock)
        elif one.book.single_hit:
            kinds = _by_rule(one, feeds, clock)
        elif aggregates(one.book) and not one.feeds:
            found = points_fed(one.logic, clock)
            kinds = (FedKind(dict.fromkeys(names, value), {}, account) for value, account in found)
        else:
            kinds = _taken_apart(feeds, shared, clock)
        kept = tuple(kind for kind in kinds if _fits(book, kind))
    except OutOfTime:
        return FedGroup(tuple(names), shared, None)
    return FedGroup(tuple(names), shared, kept or None)


def _fits(book: Rulebook, kind: FedKind) -> bool:
    """Is every value one that the book takes? Others it refuses."""
    try:
        for name, value in kind.values.items():
            if value is not None:
                read_value(name, book.facts[name], value)
    except BadValue:
        return False
    return True


def _taken_apart(
    feeds: Mapping[str, tuple[CompiledBook, str]], shared: Sequence[str], clock: Deadline
) -> Iterator[FedKind]:
    books = list(dict.fromkeys(book for book, _ in feeds.values()))
    chain = ChainCells(books, feeding=True)
    place, full = chain.space.place, chain.space.full
    for point, outcomes, refused, box in chain.kinds(clock, MOST_KINDS):
        if refused is not None:
            continue
        said = {
            name: None if (at := outcomes[chain.tops[books.index(book)]]).unknown else at.row[output]
            for name, (book, output) in feeds.items()
        }
        cells = {name: (chain.space.facts[place[name]], box.get(place[name], full[place[name]])) for name in shared}
        yield FedKind(said, cells, chain.account(point))


def _by_rule(book: CompiledBook, feeds: Mapping[str, tuple[CompiledBook, str]], clock: Deadline) -> Iterator[FedKind]:
    """Of a book in which one rule decides, a kind for each different answer that some account gets."""
    reach = reach_of(book.book)
    if reach is not None and not reach.settled:
        raise OutOfTime
    space = Space(facts_reached(book.book), book.logic.conditions, reach)
    seen: list[dict[str, Value | None]] = []
    for row, unknown, region, outside in _answers(BookCells(book.logic, space)):
        said = {name: None if unknown else row[output] for name, (_, output) in feeds.items()}
        if said in seen:
            continue
        points = (find(space, box, outside, clock) for box in region)
        point: Point | None = next((each for each in points if each is not None), None)
        if point is not None:
            seen.append(said)
            yield FedKind(said, {}, space.account(point))


def _answers(book: BookCells) -> Iterator[tuple[Mapping[str, Value], bool, Region, list[Box]]]:
    """By answer: whether it counts as unknown, where it is given, and outside what."""
    logic, regions = book.logic, book.regions
    hit, rows = logic.book.hit, logic.rows
    for rule, row in enumerate(rows):
        others = range(rule) if hit in WINNING else (each for each in range(len(rows)) if each != rule)
        against = [each for each in others if hit != "any" or rows[each] != row]
        yield row, False, regions[rule], [box for each in against for box in regions[each]]
    everywhere = [box for region in regions for box in region]
    maybe = [box for region in book.maybe for box in region]
    yield logic.otherwise, False, EVERYWHERE, [*everywhere, *maybe]
    yield logic.otherwise, True, tuple(maybe), everywhere
