"""YAML 1.2 into a tree that remembers the line of everything.

Read from the parser's event stream, so that anchors, aliases, tags and deep nesting are refused before anything grows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from engine.errors import InputError

Scalar = str | int | float | bool | None
MAX_DEPTH = 32
MAX_EVENTS = 100_000

_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}|0o[0-7]{1,18}|0x[0-9a-fA-F]{1,15}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


@dataclass(slots=True)
class Node:
    """A value of the file: a scalar, a mapping or a list, and where it stands.

    line:     line of the value, counted from 1; 0 when it comes from no file.
    key_line: line of the key in front of it.
    raw:      a scalar as it was written.
    """

    content: Scalar | dict[str, Node] | list[Node]
    file: str
    line: int
    key_line: int
    raw: str = ""

    @property
    def where(self) -> str:
        """Place of the value, as `file:line`."""
        return f"{self.file}:{self.line}" if self.line else self.file

    @property
    def key_where(self) -> str:
        """Place of the key in front of the value."""
        return f"{self.file}:{self.key_line}" if self.key_line else self.file

    @property
    def mapping(self) -> dict[str, Node]:
        """The entries of a mapping; empty for anything else."""
        return self.content if isinstance(self.content, dict) else {}

    @property
    def items(self) -> list[Node]:
        """The items of a list; empty for anything else."""
        return self.content if isinstance(self.content, list) else []

    @property
    def text(self) -> str | None:
        """The value when it is text."""
        return self.content if isinstance(self.content, str) else None

    def plain(self) -> Any:
        """The bare value: mappings as dict, lists as tuple."""
        if isinstance(self.content, dict):
            return {key: child.plain() for key, child in self.content.items()}
        if isinstance(self.content, list):
            return tuple(child.plain() for child in self.content)
        return self.content


@dataclass
class Budget:
    """How much may still be read, over all files of one scenario."""

    events: int = MAX_EVENTS


@dataclass
class _Builder:
    events: Iterator[Event]
    file: str
    numbered: bool
    budget: Budget
    depth: int = field(default=0)

    def next(self) -> Event:
        self.budget.events -= 1
        event = next(self.events)
        if self.budget.events < 0:
            raise InputError.at(self.place(event), f"more than {MAX_EVENTS} entries", "split or shorten the file")
        return event

    def line(self, event: Event) -> int:
        return event.start_mark.line + 1 if self.numbered else 0

    def place(self, event: Event) -> str:
        return f"{self.file}:{self.line(event)}" if self.numbered else self.file

    def refuse(self, event: Event, what: str, hint: str = "") -> InputError:
        return InputError.at(self.place(event), what, hint)

    def node(self, event: Event, key_line: int) -> Node:
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            hint = "write the value out, or use `extends`; put text that begins with `&` or `*` in quotes"
            raise self.refuse(event, "anchors and aliases (`&`, `*`) are not allowed", hint)
        if getattr(event, "tag", None):
            raise self.refuse(event, "tags (`!`) are not allowed", "put text that begins with `!` in quotes")
        line = self.line(event)
        if isinstance(event, ScalarEvent):
            raw = str(event.value)
            content = core_value(raw) if event.implicit[0] else raw
            return Node(content, self.file, line, key_line, raw)
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.refuse(event, f"nested more than {MAX_DEPTH} deep", "a scenario needs about ten")
        mapping = isinstance(event, MappingStartEvent)
        node = Node(self.entries() if mapping else self.elements(), self.file, line, key_line)
        self.depth -= 1
        return node

    def entries(self) -> dict[str, Node]:
        found: dict[str, Node] = {}
        while not isinstance(key := self.next(), MappingEndEvent):
            if not isinstance(key, ScalarEvent) or getattr(key, "anchor", None):
                raise self.refuse(key, "a key must be a single word")
            name = str(key.value)
            if not name:
                raise self.refuse(key, "a key is missing before `:`")
            if name in found:
                raise self.refuse(key, f"the key `{name}` stands here twice", f"first at line {found[name].key_line}")
            found[name] = self.node(self.next(), self.line(key))
        return found

    def elements(self) -> list[Node]:
        found: list[Node] = []
        while not isinstance(event := self.next(), SequenceEndEvent):
            found.append(self.node(event, self.line(event)))
        return found

    def document(self) -> Node:
        root: Node | None = None
        for event in iter(self.next, None):
            if isinstance(event, (AliasEvent, ScalarEvent, MappingStartEvent, SequenceStartEvent)):
                root = self.node(event, self.line(event))
            elif isinstance(event, DocumentStartEvent) and root is not None:
                raise self.refuse(event, "a second document starts here", "one file holds one scenario")
        if root is None:
            raise InputError.at(self.file, "the file is empty")
        return root


def parse(text: str, file: str, budget: Budget | None = None, numbered: bool = True) -> Node:
    """The tree of one YAML document.

    file:     what messages call it; `numbered` says whether lines mean anything to the user.
    budget:   shared by all files that belong together.
    Raises InputError with file and line for anything that is not plain YAML.
    """
    builder = _Builder(YAML(typ="safe").parse(text), file, numbered, budget or Budget())
    try:
        return builder.document()
    except YAMLError as error:
        raise _syntax_error(error, text, file, numbered) from None


def core_value(raw: str) -> Scalar:
    """The value of an unquoted word by the core schema of YAML 1.2: `no` and `1:30` are text, `.5` is a number.

    >>> core_value("no"), core_value(".5"), core_value("0x10")
    ('no', 0.5, 16)
    """
    if raw in _WORDS:
        return _WORDS[raw]
    if _INTEGER.fullmatch(raw):
        return int(raw, 8 if raw.startswith("0o") else 16 if raw.startswith("0x") else 10)
    if _FLOAT.fullmatch(raw):
        return float(raw)
    if _NOT_FINITE.fullmatch(raw):
        return float(raw.replace(".", "").lower())
    return raw


def _syntax_error(error: YAMLError, text: str, file: str, numbered: bool) -> InputError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) if isinstance(error, MarkedYAMLError) else None
    if mark is None:
        return InputError.at(file, f"not valid YAML: {problem or error}")
    where = f"{file}:{mark.line + 1}" if numbered else file
    lines = text.split("\n")
    shown = lines[mark.line] if mark.line < len(lines) else ""
    if "\t" in shown[: len(shown) - len(shown.lstrip())]:
        return InputError.at(where, "a tab is used for indentation", "YAML allows only spaces there")
    hint = ""
    if problem and "mapping values are not allowed" in problem:
        hint = "check the indentation, and put text that contains `: ` in quotes"
    elif problem and ("expected" in problem or "did not find" in problem):
        hint = "check indentation, commas, quotes and closing brackets just above"
    return InputError.at(where, f"not valid YAML: {problem or 'unreadable'}", hint)
