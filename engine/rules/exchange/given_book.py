"""Books given from Python: as YAML text, or as plain data that know their keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from engine.errors import InputError, Problem
from engine.files import Source
from engine.files.arguments import refused
from engine.model.faults import Place
from engine.rules.exchange.book_file import MAX_BYTES, MAX_NESTING, MAX_VALUES, BookText
from engine.wording import say

TEXT = "text"
"""What messages call a text that no file holds, in front of its line."""
_FILES = (".yaml", ".yml", ".xlsx", ".csv")


def text_given(text: object) -> BookText:
    """The plain data of a YAML text, with places. Raises InputError when it is no text, too large or not plain YAML."""
    if not isinstance(text, str):
        raise refused("text", text, say("the YAML text of a rulebook"))
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not lines.strip():
        raise InputError(Problem(TEXT, say("the text is empty"), code="file-empty"))
    if "\n" not in lines.strip() and lines.strip().lower().endswith(_FILES):
        what = say("this is the name of a file, not the text of a book")
        raise InputError(Problem(TEXT, what, say("`load_book` reads files"), "book-shape"))
    size = len(lines.encode(errors="replace"))
    if size > MAX_BYTES:
        what, hint = say("{size} MB is too large", size=f"{size / 1e6:.1f}"), say("at most {most} MB", most="0.5")
        raise InputError(Problem(TEXT, what, hint, "file-large"))
    return BookText(TEXT, lines)


class DataGiven(Source):
    """Plain data from Python; a place is its keys, as in `rules[2].when`."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data

    def where(self, path: Place) -> str:
        """The keys that lead to the part; `book` for the whole."""
        steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
        return steps.lstrip(".") or "book"


def data_given(data: object) -> DataGiven:
    """A copy of the data. Raises InputError for what is no plain data, nested too deep or too much."""
    if not isinstance(data, Mapping):
        raise refused("data", data, say("the data of a rulebook"))
    copied = _Copy()
    plain = copied.of(data, ())
    if copied.problems:
        raise InputError(*copied.problems)
    return DataGiven(plain)


class _Copy:
    """Copies nested data and notes what none of them may be. values: how many parts there were so far."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.values = 0

    def of(self, value: object, path: Place) -> Any:
        self.values += 1
        if self.values > MAX_VALUES or len(path) > MAX_NESTING:
            what = say("the data are nested too deep, or too many")
            raise InputError(Problem(DataGiven({}).where(path[:4]), what, code="data-large"))
        if isinstance(value, Mapping):
            return {name: self.of(part, (*path, name)) for name, part in value.items() if self._is_name(name, path)}
        if isinstance(value, list | tuple):
            return [self.of(part, (*path, place)) for place, part in enumerate(value)]
        if isinstance(value, np.generic):
            value = value.item()
        if value is not None and not isinstance(value, bool | int | float | str):
            self.problems += refused(DataGiven({}).where(path), value, say("plain data")).problems
        return value

    def _is_name(self, name: object, path: Place) -> bool:
        if not isinstance(name, str):
            what = say("the key {name} is no text", name=repr(name)[:40])
            self.problems.append(Problem(DataGiven({}).where(path), what, code="data-key"))
        return isinstance(name, str)
