"""The facts of an account as the comparisons of a book see them."""

from __future__ import annotations

from collections.abc import Mapping

from engine.model.rulebook import FactDeclaration, Value
from engine.rules.language.values import is_unknown, read_value, stand_in_value


def values_seen(
    declared: Mapping[str, FactDeclaration], given: Mapping[str, object]
) -> tuple[dict[str, Value], frozenset[str]]:
    """Values with what stands in for unknown ones, and the facts nobody knows. Raises BadValue."""
    unknown = frozenset(name for name in declared if is_unknown(given.get(name)))
    values: dict[str, Value] = {}
    for name, declaration in declared.items():
        value = stand_in_value(name, declaration) if name in unknown else read_value(name, declaration, given[name])
        if value is not None:
            values[name] = value
    return values, unknown
