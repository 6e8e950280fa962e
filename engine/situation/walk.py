"""Finding one's way by dotted paths through the tree of a scenario."""

from __future__ import annotations

from collections.abc import Iterator

from engine.files import Node

_NAMING_KEYS = ("id", "step")


def is_named(item: Node) -> bool:
    """Has a list item a name of its own?"""
    return any(key in item.mapping for key in _NAMING_KEYS)


def item_name(item: Node, index: int) -> str:
    """What a list item is called in a path: its `id`, the name of its step, or its place counted from 0."""
    for key in _NAMING_KEYS:
        name = item.mapping.get(key)
        if name is not None and name.text:
            return name.text
    return str(index)


def children(node: Node) -> Iterator[tuple[str, Node]]:
    """The parts of a mapping or list with the names they have in a path."""
    yield from node.mapping.items()
    for index, item in enumerate(node.items):
        yield item_name(item, index), item


def paths_in(node: Node, prefix: str = "") -> Iterator[str]:
    """Every path of the tree, parents before children."""
    for name, child in children(node):
        path = f"{prefix}.{name}" if prefix else name
        yield path
        yield from paths_in(child, path)


def child_of(node: Node, name: str) -> Node | None:
    """The part of that name; list items also answer to their place."""
    for found, child in children(node):
        if found == name:
            return child
    if name.isdecimal() and int(name) < len(node.items):
        return node.items[int(name)]
    return None
