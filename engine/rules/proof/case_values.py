"""The facts of an account as the comparisons of a book see them."""

from __future__ import annotations

from collections.abc import Mapping

from engine.model.rulebook import Value
from engine.rules.language.logic import BookLogic
from engine.rules.language.values import is_unknown, read_value, stand_in_value


def values_seen(logic: BookLogic, given: Mapping[str, object]) -> tuple[dict[str, Value], frozenset[str]]:
    """Values with what stands in for unknown ones, and the facts nobody knows; computed facts that are not given are
    computed. Raises BadValue."""
    declared = logic.book.facts
    known = {
        name: read_value(name, declaration, given[name])
        for name, declaration in declared.items()
        if not is_unknown(given.get(name))
    }
    if logic.derived:
        computed, _ = logic.derived.completed(known)
        known |= {name: value for name, value in computed.items() if value is not None and name not in given}
    values: dict[str, Value] = {}
    for name, declaration in declared.items():
        value = known[name] if name in known else stand_in_value(name, declaration)
        if value is not None:
            values[name] = value
    return values, frozenset(declared) - known.keys()
