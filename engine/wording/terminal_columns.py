"""Plain text for terminals: columns that line up although Chinese characters are twice as wide, and wrapped lines."""

from __future__ import annotations

import re
from unicodedata import combining, east_asian_width

CJK = "\u2e80-\u9fff\uff00-\uffef"
"""Chinese signs, their punctuation among them, as a part of a regular expression."""

_OPENING, _CLOSING = "（《「『【“", "，。；：、！？）》」』】”…"
_PIECES = re.compile(
    f"\\s+|[{_OPENING}]*[^\\s{CJK}{_OPENING}]+[{_CLOSING}]*|[{_OPENING}]*[{CJK}][{_CLOSING}]*|[{_OPENING}]+"
)


def width(text: str) -> int:
    """Columns a text takes in a terminal.

    >>> width("赢单 a")
    6
    """
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


def pad(text: str, columns: int, right: bool = False) -> str:
    """The text filled up with blanks to so many columns; unchanged when it is wider."""
    blanks = " " * max(0, columns - width(text))
    return blanks + text if right else text + blanks


def clip(text: str, columns: int) -> str:
    """The text, cut with an ellipsis when it is wider than so many columns."""
    if width(text) <= columns:
        return text
    kept = ""
    for char in text:
        if width(kept + char) > columns - 1:
            break
        kept += char
    return kept + "…"


def wrap(text: str, columns: int, indent: str = "", first: str = "") -> list[str]:
    """Lines of at most so many columns. Chinese breaks anywhere but before closing punctuation; words stay whole.

    first: what the first line begins with; indent: what the others begin with.
    """
    lines: list[str] = []
    line = ""
    for piece in _PIECES.findall(text):
        if not line and piece.isspace():
            continue
        room = columns - width(indent if lines else first)
        if line and width((line + piece).rstrip()) > room:
            lines.append(line.rstrip())
            line = "" if piece.isspace() else piece
        else:
            line += piece
    lines.append(line.rstrip())
    return [(first if at == 0 else indent) + rest for at, rest in enumerate(lines)]
