"""Conditions with one comparison put in another's place: what verification asks about and mutation tries."""

from __future__ import annotations

from collections.abc import Sequence

from engine.rules.language.conditions import All, Any as AnyOf, Condition


def replaced(condition: Condition, place: int, by: Condition | bool) -> Condition | bool:
    """The condition with the comparison at this place, counted from the left and from 0, replaced.

    True and False stand for a comparison that always or never holds: they vanish from `and` and `or`, or decide them.
    """
    return _replaced(condition, place, by)[0]


def dropped(condition: Condition, place: int) -> Condition | None:
    """The condition without the comparison at this place; None when nothing is left."""
    return _dropped(condition, place)[0]


def _replaced(condition: Condition, place: int, by: Condition | bool) -> tuple[Condition | bool, int]:
    """The new condition and how many comparisons the old one holds."""
    if not isinstance(condition, All | AnyOf):
        return (by if place == 0 else condition), 1
    parts, count = [], 0
    for part in condition.parts:
        new, inner = _replaced(part, place - count, by)
        parts.append(new)
        count += inner
    decisive = isinstance(condition, AnyOf)
    if any(part is decisive for part in parts):
        return decisive, count
    left = [part for part in parts if not isinstance(part, bool)]
    return _joined(type(condition), left) or (not decisive), count


def _dropped(condition: Condition, place: int) -> tuple[Condition | None, int]:
    if not isinstance(condition, All | AnyOf):
        return (None if place == 0 else condition), 1
    parts, count = [], 0
    for part in condition.parts:
        new, inner = _dropped(part, place - count)
        count += inner
        if new is not None:
            parts.append(new)
    return _joined(type(condition), parts), count


def _joined(kind: type[All] | type[AnyOf], parts: Sequence[Condition]) -> Condition | None:
    return None if not parts else parts[0] if len(parts) == 1 else kind(tuple(parts))
