"""Files that build on others: `extends: kam:behaviour` or `extends: other.yaml` in any mapping."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from engine.errors import InputError, Problem
from engine.files import SHIPPED, Budget, Node, located, read_yaml, shipped_names
from engine.situation.walk import is_named, item_name
from engine.wording import Message, nearest, say

EXTENDS = "extends"
_NO_FILE = ("file-missing", "file-folder", "file-special", "shipped-unknown")


def load_tree(path: str | Path, said: list[Message] | None = None) -> Node:
    """The tree of a YAML file with everything it extends merged in; each value keeps the file and line it came from.

    `extends` in a mapping takes over the keys of that file: of a shipped one, as in `kam:behaviour`, or of one by its
    path, relative to the file that says so. Keys of the mapping itself win, mappings inside are merged key by key,
    lists and quantities are replaced whole. A mapping over a list changes those of its items that it names, as paths
    of `--set` do: `accounts: {bank: {priority: 2}}`.

    said: gets what there is to say about reading the files, such as their encodings. Raises InputError.
    """
    return _Loader([] if said is None else said).load(path)


def extended(node: Node, folder: Path) -> Node:
    """The same node with everything it extends merged in; paths are taken from the folder. Raises InputError."""
    _Loader([]).expand(node, folder)
    return node


@dataclass
class _Loader:
    said: list[Message]
    budget: Budget = field(default_factory=Budget)
    open_files: list[Path] = field(default_factory=list)

    def load(self, named: str | Path) -> Node:
        root = read_yaml(named, budget=self.budget, said=self.said)
        if not isinstance(root.content, dict):
            what = say("expected keys such as `title: …` at the top of the file")
            raise InputError(Problem(root.where, what, code="scenario-shape"))
        path = located(named)
        self.open_files.append(path.resolve())
        self.expand(root, path.parent)
        self.open_files.pop()
        return root

    def expand(self, node: Node, folder: Path) -> None:
        for child in [*node.mapping.values(), *node.items]:
            self.expand(child, folder)
        target = node.mapping.pop(EXTENDS, None)
        if target is not None:
            node.content = merged(self.base(target, folder), node).content

    def base(self, target: Node, folder: Path) -> Node:
        name = target.text
        if not name or Path(name).is_absolute():
            what = say("`extends` needs the name of a shipped file or a path relative to this file")
            raise InputError(Problem(target.where, what, say("as in `extends: kam:behaviour`"), "extends-path"))
        named = name if name.startswith(SHIPPED) else os.path.normpath(folder / name)
        try:
            if located(named).resolve() in self.open_files:
                what = say("`extends` runs in a circle: {name} extends this file", name=name)
                raise InputError(Problem(target.where, what, code="extends-circle"))
            return self.load(named)
        except InputError as error:
            problem = error.problems[0]
            if problem.code not in _NO_FILE or problem.where != named:
                raise
            shipped = f"{SHIPPED}{Path(name).stem}"
            hint = say("write `extends: {name}`", name=shipped) if shipped in shipped_names() else problem.hint
            what = say("cannot extend {name}: {reason}", name=name, reason=problem.what)
            raise InputError(Problem(target.where, what, hint, "extends-missing")) from None


def merged(base: Node, own: Node) -> Node:
    """`own` on top of `base`. A quantity (a mapping with `value`) and a list replace what was there.

    Of `source` and `assumption`, the one that `own` states ends the other: a changed number never keeps an old source.
    """
    if isinstance(own.content, dict) and base.items and all(is_named(item) for item in base.items):
        return _with_items(base, own)
    if not isinstance(own.content, dict) or not isinstance(base.content, dict) or "value" in own.content:
        return own
    rest = dict(base.content)
    if "source" in own.content or "assumption" in own.content:
        rest.pop("source", None)
        rest.pop("assumption", None)
    for key, child in own.content.items():
        rest[key] = merged(rest[key], child) if key in rest else child
    return Node(rest, own.file, own.line, own.key_line)


def _with_items(base: Node, own: Node) -> Node:
    """The list with these of its items changed."""
    items = {item_name(item, place): item for place, item in enumerate(base.items)}
    for name, child in own.mapping.items():
        if name not in items:
            what = say("nothing in this list is called `{name}`", name=name)
            raise InputError(Problem(child.key_where, what, nearest(name, items), "extends-item"))
        items[name] = merged(items[name], child)
    return Node(list(items.values()), own.file, own.line, own.key_line)
