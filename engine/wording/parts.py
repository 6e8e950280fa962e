"""The parts of what a person reads: titles, running text, tables, lists and pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from engine.wording.words import Said

Tone = Literal["", "good", "bad", "strong", "weak"]


@dataclass(frozen=True)
class Title:
    """A heading; level 1 is the highest."""

    words: Said
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """Running text. A lead is the sentence to read if only one is read; a note explains what stands above it; a quote
    is somebody else's words; code is to be typed."""

    words: Said
    kind: Literal["plain", "lead", "note", "quote", "code"] = "plain"


@dataclass(frozen=True)
class Cell:
    """One cell of a table.

    unit: stands after the words. below: a second line, such as the interval of a value. mark: stands right of the
    value, one or two signs. badge: what the mark means, shown instead of it where there is room. hint: shown when
    somebody points at the cell. value: what the words say as a number or name, for programs; None when the words are
    all there is.
    """

    words: Said
    below: Said = ""
    mark: str = ""
    tone: Tone = ""
    value: object = None
    unit: Said = ""
    badge: Said = ""
    hint: Said = ""


@dataclass(frozen=True)
class Column:
    """Head of a column. unit: stands under it; number: numbers stand right-aligned. name: its key in the data."""

    head: Said
    unit: Said = ""
    number: bool = False
    name: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of cells under columns; a cell that is only words may be given as these words. The first cell of a row names
    it, unless it is a number."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell | Said]]

    def cells(self) -> Iterator[tuple[Cell, ...]]:
        """The rows, every cell a Cell."""
        for row in self.rows:
            yield tuple(each if isinstance(each, Cell) else Cell(each) for each in row)


@dataclass(frozen=True)
class Item:
    """An entry of a list, with what belongs under it.

    head: what stands before it in a column of its own, such as its day; mark: a sign between the two. code: lines to be
    typed.
    """

    words: Said
    within: Sequence[Said] = ()
    code: Sequence[str] = ()
    head: Said = ""
    mark: str = ""
    tone: Tone = ""


@dataclass(frozen=True)
class Items:
    """A list, with bullets or numbered."""

    entries: Sequence[Item | Said]
    numbered: bool = False

    def items(self) -> Iterator[Item]:
        """The entries, every one an Item."""
        for each in self.entries:
            yield each if isinstance(each, Item) else Item(each)


@dataclass(frozen=True)
class Picture:
    """A picture and what it shows in words. place: where its file lies, seen from the page. size: across and down, in
    the pixels of a page."""

    words: Said
    png: bytes = field(repr=False)
    place: str = ""
    size: tuple[int, int] | None = None


@dataclass(frozen=True)
class Folded:
    """Details that a page shows when asked, under the words that name them."""

    words: Said
    parts: Sequence[Part]


@dataclass(frozen=True)
class Group:
    """Parts of one kind that a page may set apart by the name of the kind; their headings stand below level `under`."""

    kind: str
    parts: Sequence[Part]
    under: int = 0


Part: TypeAlias = "Title | Paragraph | Table | Items | Picture | Folded | Group"
