"""Plain data that remember where they stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from engine.files.yaml_tree import Node
from engine.model.faults import Place


class Source(Protocol):
    """Plain data and where each part of them stands, as the user wrote it: in YAML or in a spreadsheet."""

    data: Any

    def where(self, path: Place) -> str:
        """What the user should look at for the part at `path`: of an entry, its key."""
        ...

    def value_where(self, path: Place) -> str:
        """The place of the value itself."""
        return self.where(path)

    def written(self, path: Place) -> str:
        """A single value as it was written; empty when that is not known."""
        return ""


class CellSource(Source):
    """Data put together from cells, every part remembering its place. name: what to call the whole."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.data: dict[str, Any] = {}
        self.places: dict[Place, str] = {}

    def where(self, path: Place) -> str:
        """The cell or line of the part at `path`, or of the nearest part around it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, self.name)


class TreeSource(Source):
    """The data of a tree of YAML. listed: what lists become, list or tuple."""

    def __init__(self, root: Node, listed: Callable[..., Any] = list) -> None:
        self.tree, self.data = root, root.plain(listed)

    def where(self, path: Place) -> str:
        """`file:line:column` of the part at `path`, or of the nearest part around it; of an entry, its key."""
        node, key = self.placed(path)
        return node.key_where if key else node.where

    def value_where(self, path: Place) -> str:
        """`file:line:column` of the value, or of the nearest part around it; of what begins below its key, the key."""
        node, key = self.placed(path)
        return node.key_where if key and node.line > node.key_line else node.where

    def written(self, path: Place) -> str:
        """A single value as it was written."""
        return self.placed(path)[0].raw

    def placed(self, path: Place) -> tuple[Node, bool]:
        """The part at `path`, or the nearest around it, and whether it has a key of its own."""
        node, key = self.tree, False
        for step in path:
            if isinstance(step, str) and step in node.mapping:
                node, key = node.mapping[step], True
            elif isinstance(step, int) and step < len(node.items):
                node, key = node.items[step], False
            else:
                break
        return node, key
