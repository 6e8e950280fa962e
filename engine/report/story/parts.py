"""What a story is made of: lines with days, chapters, and an end that says why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.model.base import Text
from engine.report.labels.story import STORY
from engine.wording import numbers as formats
from engine.wording.columns import pad, width, wrap

Tone = Literal["customer", "us", "rule", "good", "bad", "background", "plain"]
MARKS = {"good": "+", "bad": "!", "rule": "§"}
_DAY_COLUMN = 14


@dataclass(frozen=True)
class Line:
    """Something that happened on a day (or until another), and the reasons given for it."""

    day: float
    text: str
    tone: Tone = "plain"
    reasons: tuple[str, ...] = ()
    until: float | None = None

    def when(self, lang: str) -> str:
        """`day 12`, or `day 12–30` for a stretch."""
        start = formats.days(round(self.day))
        if self.until is None or round(self.until) == round(self.day):
            return STORY["day"].in_language(lang).format(day=start)
        return STORY["days"].in_language(lang).format(start=start, stop=formats.days(round(self.until)))


@dataclass(frozen=True)
class Chapter:
    """A stretch of the deal under one heading."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Story:
    """One deal told: what happened, chapter by chapter, and why it ended so.

    cast: who is who. ending: paragraphs. votes: lines of the last vote. turning: heading and the turning points.
    """

    strategy: str
    title: str
    about: str
    cast: tuple[str, ...]
    outcome: str
    days: float
    chapters: tuple[Chapter, ...]
    ending: tuple[str, ...]
    votes: tuple[str, ...]
    turning: tuple[str, tuple[str, ...]]
    hedge: str

    def text(self, lang: str, columns: int = 100) -> str:
        """The story as plain text of at most so many columns."""
        lines = [self.title, "=" * width(self.title), *wrap(self.about, columns)]
        lines += [*wrap(STORY["marks"].in_language(lang), columns), ""]
        for person in self.cast:
            lines += wrap(person, columns, "    ", "  ")
        for chapter in self.chapters:
            lines += ["", chapter.title, "-" * min(width(chapter.title), columns)]
            for line in chapter.lines:
                lines += _told(line, lang, columns)
        why = STORY["why"].in_language(lang)
        lines += ["", why, "=" * width(why)]
        for paragraph in self.ending:
            lines += wrap(paragraph, columns)
        for votes in self.votes:
            lines += wrap(votes, columns, "    ", "  ")
        head, points = self.turning
        if points:
            lines += wrap(head, columns)
            for point in points:
                lines += wrap(point, columns, "    ", "  - ")
        return "\n".join([*lines, *wrap(self.hedge, columns)])


def _told(line: Line, lang: str, columns: int) -> list[str]:
    mark = MARKS.get(line.tone, " ")
    head = pad(line.when(lang), _DAY_COLUMN) + f" {mark} "
    indent = " " * width(head)
    told = wrap(line.text, columns, indent, head)
    for reason in line.reasons:
        told += wrap(reason, columns, indent + "    ", indent + "  ")
    return told


def plural(n: int) -> str:
    """The English ending of a counted noun."""
    return "" if n == 1 else "s"


def say(text: Text, lang: str, /, **values: object) -> str:
    """A phrase with its blanks filled in."""
    return text.in_language(lang).format(**values)
