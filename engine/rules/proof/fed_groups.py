"""Works out what other books can feed to a book.

Feeding books that share no fact are looked at by themselves. Where facts are computed from what is fed, or from what a
feeding book asks about too, this is left unsettled. Of a book in which one rule decides, every rule is asked
for an account that it decides; the points of books are added up over the groups of their rules that share facts; what
else there is, is taken apart into kinds of accounts, as many as the time allows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isnan

from engine.model.rulebook import FactDeclaration, Rulebook, Value
from engine.rules.language.computed_facts import derived_of
from engine.rules.language.conditions import leaves
from engine.rules.language.feeding import askable, chain_of
from engine.rules.language.hit_policies import WINNING, aggregates
from engine.rules.language.values import BadValue, read_value
from engine.rules.proof.book_cells import BookCells
from engine.rules.proof.chain_cells import ChainCells
from engine.rules.proof.fed_points import points_fed
from engine.rules.proof.reach import FedGroup, FedKind, Reach
from engine.rules.proof.real_accounts import NotSeenThrough, Unsettled
from engine.rules.proof.regions import EVERYWHERE, Region
from engine.rules.proof.solver import Deadline, OutOfTime, find
from engine.rules.proof.space import Point, Space
from engine.rules.tabulation.compiled_book import CompiledBook, compile_book
from engine.rules.tabulation.fact_cells import Box

MOST_KINDS, SECONDS = 1500, 10.0
_KEPT = 64
Feeds = Mapping[str, tuple[CompiledBook, str]]
"""By fed fact the book that feeds it, and which of its outputs."""

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
    computed_from = derived_of(book.facts).roots
    asked = {fact for feeder in feeders.values() for fact in feeder.askable}
    shared = tuple(name for name in book.facts if name in asked and name not in book.feeders)
    if computed_from & {*names, *shared}:
        return FedGroup(tuple(names), shared, None)
    kinds: Iterable[FedKind]
    feeds = {name: (feeders[name], str(book.facts[name].fed_by).rpartition(".")[2]) for name in names}
    books = list(dict.fromkeys(feeders.values()))
    nested = any(book.feeds for book in books) or set(asked) & set(book.feeders)
    try:
        if all(aggregates(each.book) for each in books) and not nested:
            kinds = _added_up(books, feeds, shared, clock)
        elif len(books) == 1 and books[0].book.single_hit and not shared and not set(asked) & set(book.feeders):
            kinds = _by_rule(books[0], feeds, clock)
        else:
            kinds = _taken_apart(books, feeds, shared, clock)
        kept = tuple(kind for kind in kinds if _fits(book, kind))
    except Unsettled:
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


def _added_up(books: Sequence[CompiledBook], feeds: Feeds, shared: Sequence[str], clock: Deadline) -> Iterator[FedKind]:
    for values, cells, account in points_fed([book.logic for book in books], shared, clock):
        yield FedKind({name: values[books.index(book)] for name, (book, _) in feeds.items()}, cells, account)


def _taken_apart(
    books: Sequence[CompiledBook], feeds: Feeds, shared: Sequence[str], clock: Deadline
) -> Iterator[FedKind]:
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


def _by_rule(book: CompiledBook, feeds: Feeds, clock: Deadline) -> Iterator[FedKind]:
    """Of a book in which one rule decides, a kind for each different answer that some account gets."""
    derived = book.logic.derived
    if any(not isnan(derived.stand_in_code(name)) for name in derived.roots):
        raise NotSeenThrough  # what is computed may be known and still open to change
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
