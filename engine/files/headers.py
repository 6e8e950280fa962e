"""The header of a table: which row it is, what its columns mean, and what to do about those that are unknown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from engine.errors import InputError, Problem
from engine.files.findings import Findings, shown
from engine.files.grid import Cell, Grid, is_blank, text_of
from engine.files.hanzi import simplified
from engine.files.numerals import money_unit
from engine.wording import nearest, say

HEADER_ROWS = 8
"""Within so many rows that hold anything the header is looked for."""
_UNIT = re.compile(r"[(（\[【](?P<unit>[^()（）\[\]【】]*)[)）\]】]\s*$")


@dataclass(frozen=True)
class Vocabulary:
    """The columns that a kind of table may have.

    names: ours, in the order in which messages list them. needed: those without which nothing can be read.
    words: what else they are called, in Chinese and in English; case, width, spaces and `_` do not matter.
    family: for names that are built, such as `contacts.1.level`: our name for a header, or None.
    instead: for a needed name, others that do as well. days: columns in which a cell may be a date.
    """

    names: tuple[str, ...]
    needed: tuple[str, ...]
    words: Mapping[str, str]
    family: Callable[[str], str | None] = lambda header: None
    instead: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    days: frozenset[str] = frozenset()
    known: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        known = {fold_header(word): name for word, name in self.words.items()}
        object.__setattr__(self, "known", known | {fold_header(name): name for name in self.names})

    def meant(self, header: str) -> str | None:
        """Our name of the column with this header; None when it is unknown."""
        return self.known.get(fold_header(header)) or self.family(header.strip())

    def count(self, cells: Sequence[Cell]) -> int:
        """How many of these cells are known headers."""
        return sum(isinstance(cell, str) and bool(cell.strip()) and self.meant(cell) is not None for cell in cells)


def fold_header(header: str) -> str:
    """A header without what does not matter: case, width, spaces, `_`, `-`, `*`, `:` and a unit in brackets."""
    plain = _UNIT.sub("", unicodedata.normalize("NFKC", header).strip())
    return simplified(re.sub(r"[\s_\-*:/]", "", plain).lower())


def unit_of(header: str) -> str:
    """What stands in brackets behind a header, units of money in their short form, such as 万 or 元."""
    found = _UNIT.search(unicodedata.normalize("NFKC", header))
    unit = found["unit"].strip() if found else ""
    return money_unit(unit)


def header_row(grid: Grid, words: Vocabulary, label: str) -> int:
    """The row that holds most known headers; of equals the first."""
    filled = [n for n, row in enumerate(grid.rows) if any(not is_blank(cell) for cell in row)][:HEADER_ROWS]
    if not filled:
        hint = say("a header line and one row each below it")
        raise InputError(Problem(label, say("the file is empty"), hint, "file-empty"))
    counts = {number: words.count(grid.rows[number]) for number in filled}
    best = max(counts.values())
    return next(number for number in filled if counts[number] == best) if best else filled[0]


def named_cells(grid: Grid, head: int, body: Sequence[int], findings: Findings) -> dict[int, str]:
    """The headers by their place; columns without a name are dropped when they are empty."""
    row = grid.rows[head]
    headers = {place: text_of(cell).strip() for place, cell in enumerate(row) if not is_blank(cell)}
    if len(headers) == 1 and re.search("[，；、]", next(iter(headers.values()))):
        what = say("the columns are parted by full-width punctuation")
        raise InputError(Problem(grid.where(head, 0), what, say("replace `，` by `,`"), "table-full-width"))
    width = max((len(grid.rows[number]) for number in body), default=0)
    for place in range(max(width, len(row))):
        if place in headers:
            continue
        filled = [
            number for number in body if place < len(grid.rows[number]) and not is_blank(grid.rows[number][place])
        ]
        if filled and place < len(row):
            what = say("column {number} has no name", number=place + 1)
            findings.wrong("column-nameless", grid.where(head, place), what, say("give every column a name"))
    if width > max(headers, default=0) + 1 or len(row) > max(headers, default=0) + 1:
        findings.say(say("empty columns behind the last were left out"))
    return headers


def judge_unknown(
    aside: list[tuple[str, int]],
    grid: Grid,
    head: int,
    columns: dict[str, int],
    words: Vocabulary,
    findings: Findings,
) -> None:
    """Unknown headers that are near a column that is missing are refused or asked about; the others are left aside.

    One that is said to be a column is put into `columns`.
    """
    for name in words.needed:
        if name in columns:
            continue
        others = set(words.instead.get(name, ())) & set(columns)
        near = get_close_matches(name, [fold_header(header) for header, _ in aside], n=1, cutoff=0.6)
        had = [header for header, _ in aside if near and fold_header(header) == near[0]]
        if others and not had:
            continue
        all_headers = [shown(text_of(cell).strip()) for cell in grid.rows[head] if not is_blank(cell)][:12]
        hint = (
            say("is `{header}` meant for it?", header=shown(had[0]))
            if had
            else say("the header has: {names}", names=all_headers)
        )
        findings.wrong("column-missing", grid.where(head, 0), say("column `{name}` is missing", name=name), hint)
        if had:
            aside[:] = [pair for pair in aside if pair[0] != had[0]]
    missing = {folded: name for folded, name in words.known.items() if name not in columns}
    for header, place in list(aside):
        folded = fold_header(header)
        where = grid.where(head, place)
        near = get_close_matches(folded, missing, n=1, cutoff=0.8)
        inside = [word for word in missing if _stands_in(word, header)]
        if near:
            what = say("unknown column `{header}`", header=shown(header))
            findings.wrong("column-unknown", where, what, nearest(missing[near[0]], [missing[near[0]]]))
            aside.remove((header, place))
        elif inside:
            name = missing[max(inside, key=len)]
            readings = {
                say("it is the column `{name}`", name=name): True,
                say("it is something else, to be left aside"): False,
            }
            settle = say("call it `{name}`, or delete it", name=name)
            what = say("what does the column `{header}` hold?", header=shown(header))
            if findings.ask("column-open", where, what, readings, settle):
                columns[name] = place
                aside.remove((header, place))
                missing = {word: other for word, other in missing.items() if other != name}


def _stands_in(word: str, header: str) -> bool:
    """Does a header hold this word: an English one between others, a Chinese one of two characters or more anywhere?"""
    if word.isascii():
        return len(word) > 2 and word in re.split(r"[\s_\-/.()]+", header.lower())
    return len(word) > 1 and word in fold_header(header)
