"""What a person reads of any result: one document, shown as terminal text, as Markdown, as HTML or as data."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from engine.wording.language import reader_language
from engine.wording.parts import Cell, Folded, Group, Item, Items, Part, Table
from engine.wording.words import Joined, told


@dataclass(frozen=True)
class Document:
    """Parts in the order in which they are read."""

    parts: Sequence[Part]

    def text(self, lang: str, columns: int = 100) -> str:
        """Plain text no wider than `columns`; Chinese characters count as two."""
        from engine.wording.as_text import text_of  # only what is shown is loaded: help has to be quick

        return text_of(self.parts, lang, columns)

    def markdown(self, lang: str) -> str:
        """Markdown, as notebooks and repositories show it."""
        from engine.wording.as_markdown import markdown_of  # only what is shown is loaded: help has to be quick

        return markdown_of(self.parts, lang)

    def html(self, lang: str) -> str:
        """HTML that stands within a page; everything in it is escaped."""
        from engine.wording.as_html import html_of  # only what is shown is loaded: help has to be quick

        return html_of(self.parts, lang)

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
