"""What two books decide differently when other books feed them: over the facts given to any of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from engine.model.rulebook import FactDeclaration, Rulebook, Value
from engine.rules.language.book_hash import book_hash
from engine.rules.language.conditions import leaves
from engine.rules.language.feeding import askable, chain_of, narrowed, source_of
from engine.rules.proof.chain_cells import ChainCells
from engine.rules.proof.fed_groups import facts_reached, reach_of
from engine.rules.proof.reach import Reach
from engine.rules.proof.solver import Deadline, find
from engine.rules.proof.space import Space
from engine.rules.tabulation.compiled_book import CompiledBook, compile_book
from engine.rules.tabulation.fact_cells import UNKNOWN, Box


def fed_alike(before: Rulebook, after: Rulebook) -> bool:
    """Do the same books feed the facts that both have from others?"""
    return len(_alike(before, after)) == len(before.feeders.keys() & after.feeders.keys())


def _alike(before: Rulebook, after: Rulebook) -> list[str]:
    """Facts that the same output of the same book feeds in both."""
    return [
        name
        for name in before.feeders
        if name in after.feeders
        and book_hash(before.feeders[name]) == book_hash(after.feeders[name])
        and source_of(before.facts[name])[1] == source_of(after.facts[name])[1]
    ]


def _by_themselves(before: Rulebook, after: Rulebook) -> list[str]:
    """Facts fed alike whose books ask about nothing that matters to those fed otherwise."""
    alike = _alike(before, after)
    elsewhere: set[str] = set()
    for book in (before, after):
        for name, feeder in book.feeders.items():
            if name not in alike:
                elsewhere |= {name, *askable(feeder)}
    return [name for name in alike if not elsewhere & askable(before.feeders[name]).keys()]


def fed_to_one(before: Rulebook, after: Rulebook) -> tuple[str, ...]:
    """Facts of both books that come from another one in one of them alone: compared where they are given."""
    names = before.feeders.keys() ^ after.feeders.keys()
    return tuple(name for name in before.facts if name in names and name in after.facts)


def reach_of_both(before: Rulebook, after: Rulebook) -> tuple[dict[str, FactDeclaration], Reach | None]:
    """The facts of two books that are fed alike, and what can be fed to both. A fact fed to one alone is given."""
    facts = {**after.facts, **before.facts}
    both = {name: book for name, book in before.feeders.items() if name in after.feeders}
    if not both:
        return facts, None
    joint = before.model_copy(update={"facts": facts}).with_feeders(both)
    return facts_reached(joint), reach_of(joint)


def parting_along(before: CompiledBook, after: CompiledBook, clock: Deadline) -> Iterator[dict[str, Value]]:
    """An account for every pair of rules by which it is decided differently; all of them when it ends.

    Raises OutOfTime.
    """
    alone = _by_themselves(before.book, after.book)
    given = fed_to_one(before.book, after.book)
    cut = [
        leaf
        for top in (before, after)
        for book in chain_of(top.book)
        for condition in compile_book(book).logic.conditions
        for leaf in leaves(condition)
    ]
    chains = [ChainCells([top], [*given, *alone], also=cut) for top in (before, after)]
    facts = _free_facts(chains)
    feeders = {name: before.book.feeders[name] for name in alone}
    reach = reach_of(before.book.model_copy(update={"facts": facts}).with_feeders(feeders))
    space = Space(facts, [leaf for leaf in cut if leaf.fact in facts], reach)
    found: list[Box] = []
    space.forbidden += tuple({space.place[name]: UNKNOWN} for name in given)
    seen: set[tuple[int, ...]] = set()
    while (point := find(space, {}, found, clock)) is not None:
        box = dict(enumerate(space.full))
        decided = []
        for chain in chains:
            own = [point[space.place[each.fact]] if each.fact in facts else 0 for each in chain.space.facts]
            at, outcomes, refused = chain.decided(own)
            for place, cells in chain.around(at, outcomes, refused, by_rule=True).items():
                there = space.place[chain.space.facts[place].fact]
                box[there] &= cells
            decided.append(None if refused is not None else outcomes[chain.tops[0]])
        found.append({place: cells for place, cells in box.items() if cells != space.full[place]})
        one, other = decided
        if one is None or other is None or dict(one.row) == dict(other.row):
            continue
        rules = tuple(each.fired[0] if each.fired else -1 for each in (one, other))
        if rules not in seen:
            seen.add(rules)
            yield space.account(point)


def _free_facts(chains: Iterable[ChainCells]) -> dict[str, FactDeclaration]:
    facts: dict[str, FactDeclaration] = {}
    for chain in chains:
        for place in chain.free:
            each = chain.space.facts[place]
            known: Mapping[str, FactDeclaration] = facts
            facts[each.fact] = narrowed(known[each.fact], each.declared) if each.fact in known else each.declared
    return facts
