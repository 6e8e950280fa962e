"""What the declaration of a computed fact may look like, before anybody reads its formula."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.model.faults import Fault
from engine.wording import say

_KEYS = frozenset(["type", "unit", "range", "values", "meaning", "unknown", "formula", "from"])


def formula_faults(kind: str, formula: str | None, ranged: bool, fed: bool) -> Iterator[Fault]:
    """What does not go together with a formula. kind: the type. ranged: was a range declared? fed: does the fact come
    from another book?"""
    if formula is not None and kind in ("choice", "date"):
        what = say("a formula gives a number, or yes or no, and this is of type `{type}`", type=kind)
        yield Fault("formula-type", what, ("type",))
    if formula is not None and ranged:
        what = say("a fact with a `formula` has no `range` of its own: it follows from what it is computed from")
        yield Fault("formula-range", what, ("range",))
    if formula is not None and fed:
        what = say("a fact is computed (`formula`) or comes `from` another book, not both")
        yield Fault("formula-fed", what, ("from",))


def cut_formula(data: object) -> Iterator[Fault]:
    """A formula in a `{ … }` of YAML without quotes: at its comma another key begins there."""
    formula = data.get("formula") if isinstance(data, Mapping) else None
    if not isinstance(data, Mapping) or not isinstance(formula, str) or formula.count("(") <= formula.count(")"):
        return
    rest = [str(key) for key, value in data.items() if value is None and key not in _KEYS]
    if rest:
        what = say("a comma ends the formula here: `{rest}` is taken for another key", rest=", ".join(rest))
        line = f'formula: "{", ".join([formula, *rest])}"'
        yield Fault("formula-quotes", what, ("formula",), say("write `{line}`", line=line))
