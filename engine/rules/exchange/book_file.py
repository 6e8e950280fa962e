"""Rulebook files: YAML read without surprises, every value remembering its place.

Only plain YAML is taken, as everywhere; at most 512 KiB and 40 000 values, nested at most 12 deep, lines of at most
20 000 characters. So a hostile file is refused in seconds.
"""

from __future__ import annotations

import re
from pathlib import Path

from engine.errors import InputError, Problem
from engine.files import Budget, TreeSource, parse, read_yaml_text
from engine.wording import say

MAX_BYTES, MAX_NESTING, MAX_VALUES, MAX_LINE = 512 * 1024, 12, 100_000, 20_000
_COMMENT = re.compile(r"\s*#\s?(?P<said>.*)$")


class BookText(TreeSource):
    """A parsed file: its plain data, the place of every part, the comments in front and how many are inside."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.notes, self.inner_comments = notes_of(text)
        for number, line in enumerate(text.split("\n"), start=1):
            if len(line) > MAX_LINE:
                what = say("the line is longer than {most} characters", most=MAX_LINE)
                raise InputError(Problem(f"{name}:{number}", what, code="yaml-line"))
        super().__init__(parse(text, name, Budget(MAX_VALUES, MAX_NESTING)))


def notes_of(text: str) -> tuple[tuple[str, ...], int]:
    """The comment lines in front of a YAML file, and how many comment lines follow inside it."""
    lines = text.lstrip("\ufeff").splitlines()
    notes: list[str] = []
    for line in lines:
        found = _COMMENT.match(line)
        if found is None:
            break
        notes.append(found["said"].rstrip())
    return tuple(notes), sum(1 for line in lines[len(notes) :] if _COMMENT.match(line))


def read_book_text(path: Path) -> BookText:
    """The file's plain data with places. Raises InputError when it cannot be read or is not plain YAML."""
    return BookText(str(path), read_yaml_text(path, most=MAX_BYTES))
