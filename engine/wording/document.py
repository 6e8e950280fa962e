"""What a person reads of any result: one document, shown as terminal text, as Markdown, as HTML or as data."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from engine.wording.language import reader_language
from engine.wording.words import Joined, Said, told

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


@dataclass(frozen=True)
class Document:
    """Parts in the order in which they are read."""

    parts: Sequence[Part]

    def text(self, lang: str, columns: int = 100) -> str:
        """Plain text no wider than `columns`; Chinese characters count as two."""
        from engine.wording.as_text import text_of

        return text_of(self, lang, columns)

    def markdown(self, lang: str) -> str:
        """Markdown, as notebooks and repositories show it."""
        from engine.wording.as_markdown import markdown_of

        return markdown_of(self, lang)

    def html(self, lang: str) -> str:
        """HTML that stands within a page; everything in it is escaped."""
        from engine.wording.as_html import html_of

        return html_of(self, lang)

    def data(self, lang: str) -> list[dict[str, Any]]:
        """The parts as plain values for programs: numbers as numbers, words in one language."""
        return [_data(part, lang) for part in self.parts]


class Shown(ABC):
    """Anything that people read: it says what it is as one document, and is printed, and shown in notebooks, by it."""

    __slots__ = ()

    @abstractmethod
    def document(self) -> Document:
        """What there is to read."""

    def to_text(self, lang: str | None = None, columns: int = 100) -> str:
        """As plain text; in the reader's language unless `lang` says "zh" or "en"."""
        return self.document().text(lang or reader_language(), columns)

    def to_markdown(self, lang: str | None = None) -> str:
        """As Markdown; in the reader's language unless `lang` says "zh" or "en"."""
        return self.document().markdown(lang or reader_language())

    def __str__(self) -> str:
        return self.to_text()

    def _repr_markdown_(self) -> str:
        return self.to_markdown()


def _data(part: Part, lang: str) -> dict[str, Any]:
    match part:
        case Table():
            names = [column.name or told(column.head, lang) for column in part.columns]
            rows = [dict(zip(names, (_value(cell, lang) for cell in row), strict=True)) for row in part.cells()]
            return {"table": rows}
        case Items():
            return {"list": [_item(item, lang) for item in part.items()]}
        case Folded():
            return {"folded": told(part.words, lang), "parts": [_data(each, lang) for each in part.parts]}
        case Group():
            return {part.kind: [_data(each, lang) for each in part.parts]}
        case _:
            return {type(part).__name__.lower(): told(part.words, lang)}


def _value(cell: Cell, lang: str) -> object:
    if cell.value is not None:
        return cell.value
    below = told(cell.below, lang)
    return f"{told(cell.words, lang)} ({below})" if below else told(cell.words, lang)


def _item(item: Item, lang: str) -> object:
    words = told(Joined([item.head, item.words], ": ") if item.head else item.words, lang)
    under = [*(told(each, lang) for each in item.within), *item.code]
    return {words: under} if under else words
