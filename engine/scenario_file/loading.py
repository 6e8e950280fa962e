"""Files that build on others: `extends: other.yaml` in any mapping."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from engine.errors import InputError
from engine.files import Budget, Node, read_yaml
from engine.wording import Message

EXTENDS = "extends"


def load_tree(path: str | Path, said: list[Message] | None = None) -> Node:
    """The tree of a YAML file with everything it extends merged in; each value keeps the file and line it came from.

    `extends: shared/behaviour.yaml` in a mapping takes over the keys of that file (path relative to the file that says
    so); keys of the mapping itself win, mappings inside are merged key by key, lists and quantities are replaced whole.
    said: gets what there is to say about reading the files, such as their encodings. Raises InputError.
    """
    return _Loader([] if said is None else said).load(Path(path), str(path))


@dataclass
class _Loader:
    said: list[Message]
    budget: Budget = field(default_factory=Budget)
    open_files: list[Path] = field(default_factory=list)

    def load(self, path: Path, label: str) -> Node:
        root = read_yaml(path, label, self.budget, self.said)
        if not isinstance(root.content, dict):
            raise InputError.at(root.where, "expected keys such as `title: …` at the top of the file")
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
        if not target.text or Path(target.text).is_absolute():
            raise InputError.at(target.where, "`extends` needs the path of a file, relative to this one")
        path = folder / target.text
        if path.resolve() in self.open_files:
            raise InputError.at(target.where, f"`extends` runs in a circle: {target.text} extends this file")
        try:
            return self.load(path, os.path.normpath(path))
        except InputError as error:
            if path.is_file():
                raise
            problem = error.problems[0]
            raise InputError.at(target.where, f"cannot extend {target.text}: {problem.what}", problem.hint) from None


def merged(base: Node, own: Node) -> Node:
    """`own` on top of `base`. A quantity (a mapping with `value`) and a list replace what was there.

    Of `source` and `assumption`, the one that `own` states ends the other: a changed number never keeps an old source.
    """
    if not isinstance(own.content, dict) or not isinstance(base.content, dict) or "value" in own.content:
        return own
    rest = dict(base.content)
    if "source" in own.content or "assumption" in own.content:
        rest.pop("source", None)
        rest.pop("assumption", None)
    for key, child in own.content.items():
        rest[key] = merged(rest[key], child) if key in rest else child
    return Node(rest, own.file, own.line, own.key_line)
