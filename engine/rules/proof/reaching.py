"""Values of one unknown fact that bring what is computed from it from one kind of value to another."""

from __future__ import annotations

from collections.abc import Mapping

from engine.model.rulebook import Value
from engine.rules.language.values import code_of, is_unknown
from engine.rules.proof.linear import exact
from engine.rules.proof.real_accounts import NotSeenThrough
from engine.rules.proof.space import Space
from engine.rules.tabulation.compiled_book import CompiledBook
from engine.rules.tabulation.fact_cells import members


def values_reaching(compiled: CompiledBook, facts: Mapping[str, object], name: str) -> tuple[Value, ...]:
    """For each kind of value that the book tells apart of a fact computed from this one, a value that leads there, all
    else being as it is. None where no formula needs the fact; those that are not linear are not seen through.

    Raises InputError as `CompiledBook.values_of` does.
    """
    derived = compiled.logic.derived
    touched = [computed for computed in derived.formulas if name in derived.rests_on(computed)]
    if not touched:
        return ()
    own = compiled.values_of(compiled.completed(compiled.values_of(facts))[0])
    given = {each: value for each, value in own.items() if not is_unknown(value)}
    space = Space(compiled.book.facts, compiled.logic.conditions)
    assert space.real is not None
    here = space.point(given)
    start = {
        fact.fact: fact.known if fact.fact == name else fact.full if fact.declared.formula is not None else 1 << cell
        for fact, cell in zip(space.facts, here, strict=True)
    }
    (tied,) = (group for group in space.real.tied if name in group.given)
    held = {
        each: exact(code_of(compiled.book.facts[each], value))
        for each, value in given.items()
        if value is not None and each in tied.given and each != name
    }
    found: dict[Value, None] = {}
    for computed in touched:
        for cell in members(space.facts[space.place[computed]].known):
            try:
                reached = space.real.nearest(tied, {**start, computed: 1 << cell}, held, {}, lambda: None)
            except NotSeenThrough:
                continue
            value = None if reached is None else reached[1][name]
            if value is not None:
                found[value] = None
    return tuple(found)
