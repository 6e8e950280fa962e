"""Anything that is said in both languages: what is common to sentences, numbers and enumerations."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Protocol, TypeAlias

from engine.wording.terminal_columns import CJK

SEAM = "\0"
"""Stands where a field begins or ends while a Chinese sentence is put together."""

_BLANK_AT_SEAM = re.compile(f"(?<=[{CJK}“”])(?: {SEAM}|{SEAM} )(?=[{CJK}“”])")

_JOINTS = {
    ", ": "、",
    "; ": "；",
    ": ": "：",
    " and ": "、",
    " or ": " 或 ",
    ", and ": "，且 ",
    ", or ": "，或 ",
    " ": "",
    " · ": " · ",
    " / ": " / ",
    " + ": " + ",
    " → ": " → ",
    " ≠ ": " ≠ ",
    "\n": "\n",
    "": "",
}
"""What stands between the parts of a whole, in English and in Chinese."""


class InBoth(Protocol):
    """What knows its words in "zh" and in "en"."""

    def in_language(self, lang: str) -> str:
        """The words in one language."""
        ...


Said: TypeAlias = str | InBoth
"""Words for people: in both languages, or a plain text that is the same in both, such as an id."""


def told(said: Said, lang: str) -> str:
    """Words in one language; a plain text stays as it is.

    >>> told("top_down", "zh"), told(Both("clear", "明确"), "zh")
    ('top_down', '明确')
    """
    return said.in_language(lang) if hasattr(said, "in_language") else said


def in_both(said: Said) -> dict[str, str]:
    """Words for programs: `{"en": …, "zh": …}`."""
    return {lang: told(said, lang) for lang in ("en", "zh")}


def fitted(text: str) -> str:
    """Chinese with the seams taken out: a blank keeps Chinese from Latin and never stands between Chinese signs, nor
    beside the quotes of a title.

    >>> fitted(f"为 {SEAM}招标{SEAM}"), fitted(f"为 {SEAM}A{SEAM}")
    ('为招标', '为 A')
    """
    return _BLANK_AT_SEAM.sub("", text).replace(SEAM, "")


class Words(str, ABC):
    """Words in both languages. As a text they are the English ones."""

    __slots__ = ()

    @abstractmethod
    def in_language(self, lang: str) -> str:
        """The words in "zh" or "en"."""


class Both(Words):
    """Words that are made rather than looked up, such as a sum of money: in English and in Chinese."""

    __slots__ = ("zh",)
    zh: str

    def __new__(cls, en: str, zh: str) -> Both:
        made = super().__new__(cls, en)
        made.zh = zh
        return made

    def in_language(self, lang: str) -> str:
        return self.zh if lang == "zh" else str.__str__(self)

    def __reduce__(self) -> tuple[object, ...]:
        return (Both, (str.__str__(self), self.zh))


class Joined(Words):
    """Several words as one, with `between` between them and `last` before the last; both are English.

    >>> Joined(["a", "b", "c"], ", ", " and ")
    'a, b and c'
    """

    __slots__ = ("between", "last", "parts")
    parts: tuple[Said, ...]
    between: str
    last: str

    def __new__(cls, parts: Iterable[Said], between: str, last: str | None = None) -> Joined:
        kept = tuple(parts)
        ending = between if last is None else last
        made = super().__new__(cls, _joined([told(part, "en") for part in kept], between, ending))
        made.parts, made.between, made.last = kept, between, ending
        return made

    def in_language(self, lang: str) -> str:
        if lang != "zh":
            return str.__str__(self)
        between, last = (f"{SEAM}{_JOINTS[joint]}{SEAM}" for joint in (self.between, self.last))
        return fitted(_joined([told(part, "zh") for part in self.parts], between, last))

    def __reduce__(self) -> tuple[object, ...]:
        return (Joined, (self.parts, self.between, self.last))


def listed(parts: Iterable[Said]) -> Joined:
    """An enumeration: `a, b and c`, `a、b、c`."""
    return Joined(parts, ", ", " and ")


def either(parts: Iterable[Said]) -> Joined:
    """Things of which one is meant: `a, b or c`, `a、b 或 c`."""
    return Joined(parts, ", ", " or ")


def sentences(parts: Iterable[Said]) -> Joined:
    """Whole sentences one after the other; empty ones are left out."""
    return Joined([part for part in parts if part], " ")


def quoted(names: Iterable[str]) -> Joined:
    """Names as they are written in files: `a`, `b` and `c`, each in backticks."""
    return listed(f"`{name}`" for name in names)


def _joined(parts: list[str], between: str, last: str) -> str:
    return last.join([between.join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)
