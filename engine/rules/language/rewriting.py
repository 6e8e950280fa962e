"""Conditions with one comparison put in another's place: what verification asks about and mutation tries."""

from __future__ import annotations

from engine.rules.language.conditions import All, Any as AnyOf, Condition


def replaced(condition: Condition, place: int, by: Condition | bool | None) -> Condition | bool:
    """The condition with the comparison at this place, counted from the left and from 0, replaced.

    True and False stand for a comparison that always or never holds: they vanish from `and` and `or`, or decide them.
    None takes the comparison out, so that a condition of nothing else always holds.
    """
    return _replaced(condition, place, by)[0]


def _replaced(condition: Condition, place: int, by: Condition | bool | None) -> tuple[Condition | bool, int]:
    """The new condition and how many comparisons the old one holds."""
    if not isinstance(condition, All | AnyOf):
        return (condition if place else True if by is None else by), 1
    parts, count, decisive = [], 0, isinstance(condition, AnyOf)
    for part in condition.parts:
        alone = by is None and place == count and not isinstance(part, All | AnyOf)
        new, inner = (not decisive, 1) if alone else _replaced(part, place - count, by)
        parts.append(new)
        count += inner
    if any(part is decisive for part in parts):
        return decisive, count
    left = [part for part in parts if not isinstance(part, bool)]
    return (left[0] if len(left) == 1 else type(condition)(tuple(left)) if left else not decisive), count
