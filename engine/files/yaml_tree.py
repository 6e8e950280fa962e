"""YAML 1.2 into a tree that remembers the line and column of everything.

Read from the parser's events, so that anchors, aliases, tags and deep nesting are refused before anything grows. All
faults of a file are told together; only where the grammar breaks does reading end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
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

from engine.errors import InputError, Problem
from engine.files.yaml_faults import full_width_key, syntax_fault
from engine.files.yaml_words import Scalar, is_unclear, number_meant, plain_value
from engine.wording import Message, say

MAX_DEPTH, MAX_EVENTS = 32, 100_000
MAX_SECOND = 600_000
"""Greatest text that is read a second time by the slower parser."""


@dataclass(slots=True)
class Node:
    """A value of the file: a scalar, a mapping or a list, and where it stands.

    line, column:         place of the value, counted from 1; 0 when it comes from no file.
    key_line, key_column: place of the key in front of it.
    raw:                  a scalar as it was written.
    """

    content: Scalar | dict[str, Node] | list[Node]
    file: str
    line: int
    key_line: int
    raw: str = ""
    column: int = 0
    key_column: int = 0

    @property
    def where(self) -> str:
        """Place of the value, as `file:line:column`."""
        return place_name(self.file, self.line, self.column)

    @property
    def key_where(self) -> str:
        """Place of the key in front of the value."""
        return place_name(self.file, self.key_line, self.key_column)

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

    def plain(self, listed: Callable[[Iterator[Any]], Sequence[Any]] = tuple) -> Any:
        """The bare value: mappings as dict, lists as tuple, or as `listed` makes them."""
        if isinstance(self.content, dict):
            return {key: child.plain(listed) for key, child in self.content.items()}
        if isinstance(self.content, list):
            return listed(child.plain(listed) for child in self.content)
        return self.content


@dataclass
class Budget:
    """How much may still be read, over all files that belong together, and how deep."""

    events: int = MAX_EVENTS
    depth: int = MAX_DEPTH
    most: int = field(init=False)

    def __post_init__(self) -> None:
        self.most = self.events


def place_name(file: str, line: int, column: int = 0) -> str:
    """`file:line:column`, as far as it is known."""
    return ":".join([file, *(str(number) for number in (line, column) if number)])


def place_order(where: str) -> tuple[str, int, int]:
    """What to sort places by: file, line, column."""
    parts = where.rsplit(":", 2)
    numbers = [int(part) for part in parts[1:] if part.isdecimal()]
    file = where[: len(where) - sum(len(str(number)) + 1 for number in numbers)]
    return (file, *numbers, *[0] * (2 - len(numbers)))[:3]  # type: ignore[return-value]


@dataclass
class _Builder:
    events: Iterator[Event]
    file: str
    numbered: bool
    budget: Budget
    depth: int = 0
    faults: list[Problem] = field(default_factory=list)
    anchors: list[tuple[int, int]] = field(default_factory=list)

    def next(self) -> Event:
        self.budget.events -= 1
        event = next(self.events)
        if self.budget.events < 0:
            what = say("more than {most} entries", most=self.budget.most)
            raise InputError(Problem(self.place(event), what, say("split or shorten the file"), "yaml-large"))
        return event

    def at(self, event: Event) -> tuple[int, int]:
        return (event.start_mark.line + 1, event.start_mark.column + 1) if self.numbered else (0, 0)

    def place(self, event: Event) -> str:
        return place_name(self.file, *self.at(event))

    def fault(self, event: Event, code: str, what: Message, hint: str = "") -> None:
        self.faults.append(Problem(self.place(event), what, hint, code))

    def node(self, event: Event, key: tuple[int, int]) -> Node:
        line, column = self.at(event)
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            self.anchors.append((line, column))
        if isinstance(event, AliasEvent):
            return Node(None, self.file, line, key[0], "", column, key[1])
        if getattr(event, "tag", None):
            hint = say("put text that begins with `!` in quotes")
            self.fault(event, "yaml-tag", say("tags (`!`) are not allowed"), hint)
        if isinstance(event, ScalarEvent):
            raw = str(event.value)
            unquoted = event.implicit[0]
            if unquoted and is_unclear(raw):
                hint = say('write {number} for the number, or "{raw}" for the text', number=number_meant(raw), raw=raw)
                self.fault(
                    event, "yaml-number", say("`{raw}` means different things to different readers", raw=raw), hint
                )
            return Node(plain_value(raw) if unquoted else raw, self.file, line, key[0], raw, column, key[1])
        self.depth += 1
        if self.depth > self.budget.depth:
            what = say("nested more than {most} deep", most=self.budget.depth)
            raise InputError(*self.faults, Problem(self.place(event), what, code="yaml-deep"))
        parts = self.entries() if isinstance(event, MappingStartEvent) else self.elements()
        self.depth -= 1
        return Node(parts, self.file, line, key[0], "", column, key[1])

    def entries(self) -> dict[str, Node]:
        found: dict[str, Node] = {}
        while not isinstance(key := self.next(), MappingEndEvent):
            if not isinstance(key, ScalarEvent):
                what = say("a key must be a single word")
                raise InputError(*self.faults, Problem(self.place(key), what, code="yaml-key"))
            if getattr(key, "anchor", None):
                self.anchors.append(self.at(key))
            name = str(key.value)
            child = self.node(self.next(), self.at(key))
            wrong_key = full_width_key(name) if child.content is None and not child.raw else None
            if not name:
                self.fault(key, "yaml-key", say("a key is missing before `:`"))
            elif wrong_key:
                self.fault(key, "yaml-full-width", *wrong_key)
            elif name in found:
                first = say("first at line {line}; keep one of them", line=found[name].key_line)
                self.fault(key, "yaml-twice", say("the key `{name}` stands here twice", name=name), first)
            else:
                found[name] = child
        return found

    def elements(self) -> list[Node]:
        found: list[Node] = []
        while not isinstance(event := self.next(), SequenceEndEvent):
            found.append(self.node(event, self.at(event)))
        return found

    def document(self) -> Node | None:
        root: Node | None = None
        for event in iter(self.next, None):
            if isinstance(event, AliasEvent | ScalarEvent | MappingStartEvent | SequenceStartEvent):
                root = self.node(event, self.at(event))
            elif isinstance(event, DocumentStartEvent) and root is not None:
                hint = say("one file holds one document; delete the line `---`")
                self.fault(event, "yaml-second", say("a second document starts here"), hint)
                break
        return root


def parse(text: str, file: str, budget: Budget | None = None, numbered: bool = True) -> Node:
    """The tree of one YAML document.

    file:   what messages call it; `numbered` says whether lines mean anything to the user.
    budget: shared by all files that belong together.
    Raises InputError with file, line and column for everything that is not plain YAML.
    """
    budget = budget or Budget()
    before = budget.events
    builder, root, error = _built(text, file, numbered, budget)
    if error is not None and len(text) <= MAX_SECOND:
        # libyaml, which is quick, refuses some plain YAML 1.2, such as a `?` inside `{}`
        budget.events = before
        builder, root, still = _built(text, file, numbered, budget, pure=True)
        error = error if still else None
    if error is not None:
        builder.faults.append(syntax_fault(error, text, file, numbered))
    if builder.anchors:
        builder.faults.append(_anchors(file, builder.anchors))
    if builder.faults:
        raise InputError(*sorted(builder.faults, key=lambda fault: place_order(fault.where)))
    if root is None:
        raise InputError(Problem(file, say("the file is empty"), code="file-empty"))
    return root


def _built(
    text: str, file: str, numbered: bool, budget: Budget, pure: bool = False
) -> tuple[_Builder, Node | None, YAMLError | None]:
    builder = _Builder(YAML(typ="safe", pure=pure).parse(text), file, numbered, budget)
    try:
        return builder, builder.document(), None
    except YAMLError as error:
        return builder, None, error


def _anchors(file: str, places: list[tuple[int, int]]) -> Problem:
    what = say("anchors and aliases (`&`, `*`) are not allowed")
    hint = say("write the value out, or use `extends`; put text that begins with `&` or `*` in quotes")
    more = [str(line) for line in sorted({line for line, _ in places} - {places[0][0]})][:10]
    if more:
        what = say("anchors and aliases (`&`, `*`) are not allowed, here and on line {lines}", lines=more)
    return Problem(place_name(file, *places[0]), what, hint, "yaml-anchor")
