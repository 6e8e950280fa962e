"""Text whose cells are parted by commas, semicolons or tabs, as rows that know their line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine.errors import InputError, Problem
from engine.wording import Message, say

DELIMITERS = (",", ";", "\t", "|")
_SEP_LINE = re.compile(r"sep=(.)\n", re.IGNORECASE)
_TEXT_FORMULA = re.compile(r'="(?P<text>[^"]*)"$')


@dataclass(frozen=True)
class TextRows:
    """Cells by row, the line on which each row begins, and the sign that parts the cells."""

    rows: list[list[str]]
    lines: list[int]
    delimiter: str
    said: tuple[Message, ...] = ()


def text_rows(text: str, label: str, known: Callable[[Sequence[str]], int], most: int = 20_000) -> TextRows:
    """The rows of a text; blank rows are left out, cells keep their spaces.

    known: how many of a row's cells are known words, by which the delimiter is found; of equals, the most frequent.
    most:  greatest number of rows. Raises InputError for text that is no table.
    """
    said: tuple[Message, ...] = ()
    skipped = 0
    given = _SEP_LINE.match(text)
    if given:
        delimiter = given[1]
        text, skipped = text[given.end() :], 1
        said = (say("the line `sep={delimiter}` names the delimiter", delimiter=delimiter),)
    else:
        delimiter = _delimiter(text, known)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    begins = 1 + skipped
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append([_plain(cell) for cell in cells])
                lines.append(begins)
            if len(rows) > most:
                what = say("more than {most} rows", most=most)
                raise InputError(Problem(f"{label}:{begins}", what, say("split the file"), "table-large"))
            begins = reader.line_num + 1 + skipped
    except csv.Error as error:
        what = say("not readable as a table: {problem}", problem=str(error))
        raise InputError(Problem(f"{label}:{begins}", what, say("check the quotation marks"), "table-quotes")) from None
    return TextRows(rows, lines, delimiter, said)


def _plain(cell: str) -> str:
    """A cell without the `="…"` by which Excel keeps a text from turning into a number."""
    found = _TEXT_FORMULA.match(cell.strip())
    return found["text"] if found else cell


def _delimiter(text: str, known: Callable[[Sequence[str]], int]) -> str:
    """The sign under which most known words stand in one of the first rows; of equals, the most frequent there."""
    first = [line for line in text.split("\n")[:20] if line.strip()][:8]

    def worth(delimiter: str) -> tuple[int, int, int]:
        split = [line.split(delimiter) for line in first]
        words = max((known([cell.strip().strip('"') for cell in cells]) for cells in split), default=0)
        widths = [len(cells) for cells in split if len(cells) > 1]
        return words, len(widths), max(widths, default=0)

    return max(DELIMITERS, key=worth) if first else ","
