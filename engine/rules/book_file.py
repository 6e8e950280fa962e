"""Rulebook files: YAML read without surprises, every value remembering its line.

Only plain YAML is taken: no anchors, aliases, tags or second documents, no duplicate keys; at most 512 KiB of UTF-8 and
40 000 values, nested at most 12 deep, lines of at most 20 000 characters. So a hostile file is refused in seconds.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from engine.errors import InputError
from engine.rules.text_file import notes_of

MAX_BYTES, MAX_NESTING, MAX_VALUES, MAX_LINE = 512 * 1024, 12, 40_000, 20_000
Place = tuple[str | int, ...]

_INTEGER = re.compile(r"[-+]?[0-9]{1,300}$")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")
_WORDS: dict[str, object] = {"": None, "~": None, "null": None, "true": True, "false": False}


class BookText:
    """A parsed file: its plain data, the line of every part, the comments in front and how many are inside."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.notes, self.inner_comments = notes_of(text)
        self._lines: dict[Place, int] = {(): 1}
        self.data: Any = self._read(text)

    def where(self, path: Place) -> str:
        """`file:line` of the part at `path`, or of the nearest part around it."""
        while path and path not in self._lines:
            path = path[:-1]
        return f"{self.name}:{self._lines[path]}"

    def _read(self, text: str) -> Any:
        """Builds the data from the parser's events one by one, so that a trick is met before it can cost anything."""
        for number, line in enumerate(text.splitlines(), start=1):
            if len(line) > MAX_LINE:
                raise InputError.at(f"{self.name}:{number}", f"the line is longer than {MAX_LINE} characters")
        events = YAML(typ="safe", pure=True).parse(text)
        try:
            next(events)
            if isinstance(next(events), StreamEndEvent):
                raise InputError.at(f"{self.name}:1", "the file is empty", "a rulebook starts with `id:` and `title:`")
            data = self._plain(next(events), events, ())
            next(events)
            further = next(events)
        except MarkedYAMLError as wrong:
            mark = wrong.problem_mark or wrong.context_mark
            at = mark.line + 1 if mark else 1
            raise InputError.at(f"{self.name}:{at}", f"this is not plain YAML: {wrong.problem}") from None
        except YAMLError as wrong:
            raise InputError.at(f"{self.name}:1", f"this is not plain YAML: {str(wrong).splitlines()[0]}") from None
        if not isinstance(further, StreamEndEvent):
            raise InputError.at(self._at(further), "a second document starts here", "one book a file")
        return data

    def _at(self, event: Event) -> str:
        return f"{self.name}:{event.start_mark.line + 1}"

    def _plain(self, event: Event, events: Iterator[Event], path: Place) -> Any:
        self._lines.setdefault(path, event.start_mark.line + 1)
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None) is not None:
            raise InputError.at(self._at(event), "anchors and aliases (& and *) are not taken", "repeat the text")
        if (tag := getattr(event, "tag", None)) is not None:
            raise InputError.at(self._at(event), f"the tag `{tag}` is not taken", "remove it")
        if len(path) > MAX_NESTING:
            raise InputError.at(self._at(event), f"nested deeper than {MAX_NESTING}")
        if len(self._lines) > MAX_VALUES:
            raise InputError.at(self._at(event), f"the file holds more than {MAX_VALUES} values", "split the book")
        if isinstance(event, SequenceStartEvent):
            items = iter(lambda: next(events), None)
            until_end = itertools.takewhile(lambda item: not isinstance(item, SequenceEndEvent), items)
            return [self._plain(item, events, (*path, index)) for index, item in enumerate(until_end)]
        if isinstance(event, MappingStartEvent):
            return dict(self._pairs(events, path))
        assert isinstance(event, ScalarEvent)
        text = str(event.value)
        return text if event.style else plain_scalar(text)

    def _pairs(self, events: Iterator[Event], path: Place) -> Iterator[tuple[str, Any]]:
        seen: set[str] = set()
        while not isinstance(key := next(events), MappingEndEvent):
            if not isinstance(key, ScalarEvent):
                raise InputError.at(self._at(key), "a key must be a plain word")
            name = str(key.value)
            if name in seen:
                raise InputError.at(self._at(key), f"`{name}` is given twice", "keep one")
            seen.add(name)
            self._lines[(*path, name)] = key.start_mark.line + 1
            yield name, self._plain(next(events), events, (*path, name))


def plain_scalar(text: str) -> object:
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
