"""What stands under a person of the decision chain: name with title, and roles, on lines that fit their place."""

from __future__ import annotations

from engine.model.buying_centre import Stakeholder
from engine.model.vocabulary import ROLE
from engine.report.plots.style import written
from engine.wording import Joined
from engine.wording.terminal_columns import width


def label_lines(person: Stakeholder, lang: str) -> tuple[list[str], list[str]]:
    """The lines under a person: name with title, and roles."""
    roles = Joined([ROLE[role] for role in person.roles], ", ")
    return _broken(written(person.name, lang)), _broken(written(roles, lang), 20)


def _broken(text: str, most: int = 18) -> list[str]:
    """A label on at most three lines: a name, and a title on one or two."""
    if width(text) > len(text):
        return _broken_hanzi(text, most // 2)
    if len(text) <= most:
        return [text]
    head, comma, tail = text.partition(", ")
    if comma and len(tail) <= 1.5 * most:
        return [head + ",", *_two(tail, most)][:3]
    return _two(text, most)


def _broken_hanzi(text: str, most: int) -> list[str]:
    """Chinese: the title in its brackets apart, on two lines where it is long; lists part at their commas."""
    head, bracket, tail = text.partition("（")
    if bracket and head:
        return [head, *_halves("（" + tail, most + 2)]
    return _halves(text, most)


def _halves(text: str, most: int) -> list[str]:
    """A Chinese text on two lines where it is longer than this: at a bracket or comma near the middle, else there."""
    if width(text) <= 2 * most:
        return [text]
    cuts = [at for at in range(2, len(text) - 2) if text[at - 1] in "、，；）" or text[at] == "（"]
    middle = -(-len(text) // 2)
    cut = min(cuts, key=lambda at: abs(at - middle), default=middle)
    return [text[:cut], text[cut:]] if abs(cut - middle) <= len(text) // 4 else [text[:middle], text[middle:]]


def _two(text: str, most: int) -> list[str]:
    if len(text) <= most:
        return [text]
    cuts = [at for at, letter in enumerate(text) if letter == " "]
    if not cuts:
        return [text]
    cut = min(cuts, key=lambda at: abs(at - len(text) / 2))
    return [text[:cut], text[cut + 1 :]]
