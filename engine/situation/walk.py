"""Finding one's way by dotted paths, through a tree and through the models it must fit."""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from engine.files import Node

_NAMING_KEYS = ("id", "step")


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


def follow(root: Node, steps: tuple[str | int, ...]) -> tuple[Node, str, int]:
    """The deepest existing node along keys and list places, its readable path, and how many steps led to it."""
    node, names = root, []
    for taken, step in enumerate(steps):
        if isinstance(step, int) and step < len(node.items):
            names.append(item_name(node.items[step], step))
            node = node.items[step]
        elif isinstance(step, str) and step in node.mapping:
            names.append(step)
            node = node.mapping[step]
        else:
            return node, ".".join(names), taken
    return node, ".".join(names), len(steps)


def bare(annotation: Any) -> Any:
    """A type without `Annotated` and without `| None`."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
        elif get_origin(annotation) in (Union, types.UnionType):
            choices = [choice for choice in get_args(annotation) if choice is not type(None)]
            if len(choices) != 1:
                return annotation
            annotation = choices[0]
        else:
            return annotation


def model_of(annotation: Any) -> type[BaseModel] | None:
    """The model class behind a type, if there is one."""
    found = bare(annotation)
    return found if isinstance(found, type) and issubclass(found, BaseModel) else None


def fields_of(annotation: Any) -> dict[str, FieldInfo]:
    """The fields of a model type by the names they have in files; empty for other types."""
    model = model_of(annotation)
    return {info.alias or name: info for name, info in model.model_fields.items()} if model else {}


def type_at(annotation: Any, name: str | int) -> Any:
    """The type of a part: a field of a model, an item of a tuple, a value of a dict; None if there is no such part."""
    found = bare(annotation)
    if isinstance(name, str) and name in fields_of(found):
        return fields_of(found)[name].annotation
    arguments = get_args(found)
    if get_origin(found) is tuple and arguments:
        return arguments[0]
    if get_origin(found) is dict:
        return arguments[1]
    return None
