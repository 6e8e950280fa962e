"""Rulebook files: YAML read without surprises, every value remembering its line.

Only plain YAML is taken: no anchors, aliases, tags or second documents, no duplicate keys, at most 512 KiB of UTF-8
nested at most 12 deep. So a hostile file is refused before it can grow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from engine.errors import InputError

MAX_BYTES, MAX_NESTING = 512 * 1024, 12
Place = tuple[str | int, ...]

_CORE = "tag:yaml.org,2002:"
_KINDS = frozenset(["str", "int", "float", "bool", "null", "map", "seq", "timestamp", "merge", "value"])
_INTEGER = re.compile(r"[-+]?[0-9]{1,300}$")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")
_WORDS: dict[str, object] = {"": None, "~": None, "null": None, "true": True, "false": False}


class BookText:
    """A parsed file: its plain data and the line of every part."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self._lines: dict[Place, int] = {(): 1}
        self.data: Any = self._read(text)

    def where(self, path: Place) -> str:
        """`file:line` of the part at `path`, or of the nearest part around it."""
        while path and path not in self._lines:
            path = path[:-1]
        return f"{self.name}:{self._lines[path]}"

    def _read(self, text: str) -> Any:
        try:
            node = YAML(typ="safe", pure=True).compose(text)
        except MarkedYAMLError as wrong:
            mark = wrong.problem_mark or wrong.context_mark
            line = mark.line + 1 if mark else 1
            raise InputError.at(f"{self.name}:{line}", f"this is not plain YAML: {wrong.problem}") from None
        except YAMLError as wrong:
            raise InputError.at(self.name, f"this is not plain YAML: {str(wrong).splitlines()[0]}") from None
        except RecursionError:
            raise InputError.at(self.name, f"nested deeper than {MAX_NESTING}") from None
        if node is None:
            raise InputError.at(self.name, "the file is empty", "a rulebook starts with `id:` and `title:`")
        return self._plain(node, ())

    def _plain(self, node: Node, path: Place) -> Any:
        line = node.start_mark.line + 1
        self._lines.setdefault(path, line)
        if node.anchor is not None:
            raise InputError.at(f"{self.name}:{line}", "anchors and aliases (& and *) are not taken", "repeat the text")
        if str(node.tag).removeprefix(_CORE) not in _KINDS:
            raise InputError.at(f"{self.name}:{line}", f"the tag `{node.tag}` is not taken", "remove it")
        if len(path) > MAX_NESTING:
            raise InputError.at(f"{self.name}:{line}", f"nested deeper than {MAX_NESTING}")
        if isinstance(node, SequenceNode):
            return [self._plain(item, (*path, index)) for index, item in enumerate(node.value)]
        if isinstance(node, MappingNode):
            return dict(self._pairs(node, path))
        text = str(node.value)
        return text if isinstance(node, ScalarNode) and node.style else _scalar(text)

    def _pairs(self, node: MappingNode, path: Place) -> Iterator[tuple[str, Any]]:
        seen: set[str] = set()
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, ScalarNode):
                raise InputError.at(f"{self.name}:{line}", "a key must be a plain word")
            key = str(key_node.value)
            if key in seen:
                raise InputError.at(f"{self.name}:{line}", f"`{key}` is given twice", "keep one")
            seen.add(key)
            self._lines[(*path, key)] = line
            yield key, self._plain(value_node, (*path, key))


def _scalar(text: str) -> object:
    """YAML 1.2 without the octal, date and infinity readings: null, true/false, numbers, text."""
    if text.lower() in _WORDS and text in (text.lower(), text.upper(), text.capitalize()):
        return _WORDS[text.lower()]
    if _INTEGER.match(text):
        return int(text)
    return float(text) if _NUMBER.match(text) else text


def read_book_text(path: Path) -> BookText:
    """The file's plain data with line numbers. Raises InputError when it cannot be read or is not plain YAML."""
    name = str(path)
    try:
        if path.is_dir():
            raise InputError.at(name, "this is a folder, not a rulebook file")
        if path.stat().st_size > MAX_BYTES:
            raise InputError.at(name, f"the file is larger than {MAX_BYTES // 1024} KiB", "split the book")
        raw = path.read_bytes()
    except FileNotFoundError:
        raise InputError.at(name, "there is no such file") from None
    except OSError as wrong:
        raise InputError.at(name, f"the file cannot be read: {wrong.strerror}") from None
    if b"\x00" in raw:
        raise InputError.at(name, "this is a binary file, not a rulebook")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = raw[: wrong.start].count(b"\n") + 1
        raise InputError.at(f"{name}:{line}", "the file is not UTF-8", "save it with the encoding UTF-8") from None
    return BookText(name, text)
