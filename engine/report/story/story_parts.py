"""What a story is made of: entries with their days, and a document that tells them and says why it ended so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.wording import Document, Item, Paragraph, Part, Said, Shown, Title, numbers as formats, say
from engine.wording.parts import Tone

MARKS: Mapping[Tone, str] = {"good": "+", "bad": "!"}
RULE_MARK = "§"


@dataclass(frozen=True)
class Story(Shown):
    """One deal told: what it is about, what happened day by day, and why it ended so."""

    about: Said
    day_by_day: Document
    why: Document

    def document(self) -> Document:
        """The whole story."""
        marks = say("§ a rule decided; + good for us; ! bad for us")
        head: list[Part] = [Title(say("The story of one deal")), Paragraph(self.about), Paragraph(marks, "note")]
        return Document([*head, *self.day_by_day.parts, *self.why.parts])


def entry(
    day: float,
    words: Said,
    tone: Tone = "",
    reasons: Sequence[Said] = (),
    *,
    until: float | None = None,
    mark: str = "",
) -> Item:
    """Something that happened on a day, or until another, and the reasons given for it."""
    start = formats.days(round(day))
    head = say("day {day}", day=start)
    if until is not None and round(until) != round(day):
        head = say("day {start}–{stop}", start=start, stop=formats.days(round(until)))
    return Item(words, tuple(reasons), head=head, mark=mark or MARKS.get(tone, ""), tone=tone)
