"""Changing single values of a scenario: `path.to.value=X`, as `--set` takes it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_origin

from engine.dynamics.complete import CompleteScenario
from engine.errors import InputError, Problem, refuse
from engine.files import SHIPPED, Node, parse, plain_value
from engine.files.model_types import bare, fields_of, model_of, type_at
from engine.model.quantity import ALL_UNITS, Quantity
from engine.situation.extending import EXTENDS, extended
from engine.situation.forbidden_moves import CODE, never_made, why_never
from engine.situation.walk import child_of, children, paths_in
from engine.wording import Message, amount_said, ground_said, nearest, say

Overrides = Mapping[str, object] | Sequence[str]
_WITH_UNIT = re.compile(r"(\S+) +(.+)")


def apply_overrides(root: Node, overrides: Overrides) -> None:
    """Set values in a tree, in order.

    A path names keys, and list items by `id`, by step name or by place: `accounts.bank.project.amount=900`. A shipped
    part takes the place of a whole one: `accounts.bank.project.path=kam:single_source`. At a quantity it sets the
    number and keeps the unit (`=900`), or sets both (`=14 weeks`). What was a source becomes an assumption that names
    the old value, and the stated range goes with it: it was drawn around the old number, and a what-if may leave it.
    Judged scores note the change in the provenance of the group they stand in.
    Raises InputError for a path that does not exist, naming the nearest one.
    """
    for path, words in _pairs(overrides):
        refuse(
            Problem(f"--set {path}", why_never(move), code=CODE)
            for part in (*path.split("."), words)
            if (move := never_made(part)) is not None
        )
        _set(root, path, words)


def as_assignments(overrides: Overrides) -> tuple[str, ...]:
    """The values that are set, as `path.to.value=X`."""
    return tuple(f"{path}={words}" for path, words in _pairs(overrides))


def _pairs(overrides: Overrides) -> list[tuple[str, str]]:
    if isinstance(overrides, Mapping):
        return [(path, x if isinstance(x, str) else json.dumps(x, default=float)) for path, x in overrides.items()]
    pairs = []
    for text in [overrides] if isinstance(overrides, str) else overrides:
        path, equals, words = text.partition("=")
        if not equals or not path.strip():
            what, hint = say("expected path.to.value=X"), say("for example horizon=400")
            raise InputError(Problem(f"--set {text}", what, hint, "set-shape"))
        pairs.append((path.strip(), words.strip()))
    return pairs


@dataclass
class _Place:
    """Where a path leads: the nodes above, outermost first, and the type that belongs there."""

    above: list[Node]
    name: str
    node: Node | None
    annotation: Any


def _set(root: Node, path: str, words: str) -> None:
    label = f"--set {path}"
    place = _find(root, path, label)
    before = place.node
    if model_of(place.annotation) is Quantity and not words.startswith("{"):
        after = _quantity(before, words, label)
    elif bare(place.annotation) is str:
        after = Node(words, label, 0, 0, words)
        _note_change(place, path, before, after)
    else:
        whole = f'{{{EXTENDS}: "{words}"}}' if words.startswith(SHIPPED) and model_of(place.annotation) else words
        after = extended(parse(whole or "null", label, numbered=False), Path())
        _note_change(place, path, before, after)
    _put(place, after)


def _find(root: Node, path: str, label: str) -> _Place:
    place = _Place([], "", root, CompleteScenario)
    names = path.split(".")
    for number, name in enumerate(names):
        parent = _opened(place, label)
        child = child_of(parent, name)
        annotation = type_at(place.annotation, 0 if parent.items else name)
        if annotation is None or (child is None and get_origin(bare(place.annotation)) is tuple):
            raise _no_such_path(root, parent, names[:number], path, label, fields_of(place.annotation))
        place = _Place([*place.above, parent], name, child, annotation)
    return place


def _opened(place: _Place, label: str) -> Node:
    """The node at a place; an empty mapping is put there when the file says nothing."""
    if place.node is None or place.node.content is None:
        empty = Node({}, label, 0, 0)
        _put(place, empty)
        return empty
    return place.node


def _put(place: _Place, after: Node) -> None:
    parent = place.above[-1]
    if isinstance(parent.content, list):
        for index, item in enumerate(parent.content):
            if item is place.node:
                parent.content[index] = after
    else:
        parent.mapping[place.name] = after


def _no_such_path(
    root: Node, parent: Node, reached: list[str], path: str, label: str, fields: Mapping[str, object]
) -> InputError:
    every = list(paths_in(root))
    near = [known for known in every if known.endswith("." + path)] or get_close_matches(path, every, n=2, cutoff=0.75)
    here = [*fields, *(name for name, _ in children(parent) if name not in fields)]
    hint = nearest(near[0], near[:2]) if near else nearest(path.split(".")[len(reached)], here)
    if reached and here and not near:
        hint = say("in `{place}`: {hint}", place=".".join(reached), hint=hint)
    return InputError(Problem(label, say("there is no `{path}` in this scenario", path=path), hint, "set-path"))


def _quantity(before: Node | None, words: str, label: str) -> Node:
    """A quantity with a new number and, when a unit follows the number, a new unit."""
    old = before.mapping if before is not None else {}
    number, unit = words, old.get("unit")
    split = _WITH_UNIT.fullmatch(words)
    if split and split[2] in ALL_UNITS:
        number, unit = split[1], Node(split[2], label, 0, 0, split[2])
    if unit is None:
        what = say("this number is not in the file yet, so its unit is unknown")
        raise InputError(Problem(label, what, say("add one: `=30 days`"), "set-unit"))
    entries = {
        "value": Node(plain_value(number), label, 0, 0, number),
        "unit": unit,
        "assumption": _text(_changed_quantity(old), label),
    }
    return Node(entries, label, 0, 0)


def _text(words: str, label: str) -> Node:
    return Node(words, label, 0, 0, words)


def _reason(entries: Mapping[str, Node]) -> str:
    return next((entries[key].text or "" for key in ("source", "assumption") if key in entries), "")


def _changed_quantity(old: Mapping[str, Node]) -> Message:
    if "value" not in old or "unit" not in old:
        return say("set by the user")
    was = amount_said(old["value"].raw, old["unit"].raw)
    return say("set by the user: was {was}, {reason}", was=was, reason=ground_said(_reason(old)))


def _note_change(place: _Place, path: str, before: Node | None, after: Node) -> None:
    """Say in the nearest provenance above that a value is the user's own."""
    if place.name in ("source", "assumption", "provenance"):
        return
    for name, parent in zip(reversed(path.split(".")), reversed(place.above), strict=True):
        holder = parent.mapping.get("provenance", parent).mapping
        if "source" not in holder and "assumption" not in holder:
            continue
        if "value" in holder and "unit" in holder and name != "range":
            words = _changed_quantity(holder)
            holder.pop("range", None)
        else:
            old = _as_written(before) if before is not None else ""
            now = f"{path} = {_as_written(after) or '…'}"
            reason = ground_said(_reason(holder))
            words = say("{reason}; set by the user: {now}", reason=reason, now=now)
            if old:
                words = say("{reason}; set by the user: {now}, was {old}", reason=reason, now=now, old=old)
        holder.pop("source", None)
        holder["assumption"] = _text(words, after.file)
        return


def _as_written(node: Node) -> str:
    """A single value or a list of them, such as a range; empty for anything larger."""
    parts = [part.raw for part in node.items]
    return f"[{', '.join(parts)}]" if parts and all(parts) else node.raw
