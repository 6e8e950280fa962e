"""Cuts a `when` sentence into words, numbers, texts and signs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from engine.wording import Message, say

_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<date>\d{4}-\d{1,2}-\d{1,2}(?![\w.-]))
      | (?P<number>-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w.]))
      | (?P<word>[^\W\d]\w*)
      | (?P<text>"[^"]*"|'[^']*')
      | (?P<compare><=|>=|==|!=|<>|[<>=≤≥≠])
      | (?P<mark>[()\[\],])""",
    re.VERBOSE,
)
_DECIMAL_COMMA = re.compile(r"-?\d+,\d+")
_FULL_WIDTH = str.maketrans({
    "（": "(", "）": ")", "［": "[", "］": "]", "【": "[", "】": "]", "｛": "{", "｝": "}",
    "＜": "<", "＞": ">", "＝": "=", "！": "!", "％": "%", "－": "-", "—": "-", "＋": "+", "＊": "*", "／": "/",
    "，": ",", "、": ",", "；": ",", "“": '"', "”": '"', "「": '"', "」": '"', "‘": "'", "’": "'",
})  # fmt: skip
_PIECES = re.compile(r"(\"[^\"]*\"|'[^']*')")
_LISTED = re.compile(r'"[^"]*"|(?P<comma>,)|[^",]+|"')
_SHOWN = 60


class ConditionError(ValueError):
    """A sentence that cannot be read. `position` counts characters from 1; `code` names the kind of finding."""

    def __init__(self, position: int, what: str, hint: str = "", code: str = "condition-grammar") -> None:
        self.position, self.what, self.hint, self.code = position, what, hint, code
        super().__init__(f"character {position}: {what}" + (f" ({hint})" if hint else ""))


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a sentence; `kind` is number, date, word, text, compare, mark or end."""

    kind: str
    text: str
    position: int

    @property
    def said(self) -> str:
        """What messages call it."""
        return f"`{self.text[:_SHOWN]}`" if self.text else say("the end of the sentence")


class Cursor:
    """A place in the tokens of a sentence, for parsers."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens, self._at = tokens, 0

    @property
    def _now(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._now
        self._at += token.kind != "end"
        return token


def with_point(text: str) -> str:
    """`1,000` as 1000 and `0,5` as 0.5: what is most likely meant."""
    whole, part = text.split(",")
    return f"{whole}{part}" if len(part) == 3 and whole.strip("-") != "0" else f"{whole}.{part}"


def full_width(text: str, at: int, in_sentence: bool = False) -> tuple[Message, Message] | None:
    """What is wrong with a full-width sign, and the line to write; None for a sign that is none.

    in_sentence: a comma outside a list stands for `and`.
    """
    if ord(text[at]) not in _FULL_WIDTH:
        return None
    begins = max(0, at - _SHOWN // 2) if len(text) > _SHOWN else 0
    line = _on_an_english_keyboard(text[begins : begins + _SHOWN], in_sentence)
    return say("`{sign}` is full-width punctuation", sign=text[at]), say("write `{line}`", line=line)


def _on_an_english_keyboard(text: str, in_sentence: bool) -> str:
    """The text without full-width signs; quotations stay as they are."""
    written, depth = "", 0
    for place, piece in enumerate(_PIECES.split(text)):
        for letter in piece if place % 2 else piece.translate(_FULL_WIDTH):
            depth += {"[": 1, "]": -1}.get(letter, 0)
            written += letter if letter != "," or place % 2 else ", " if depth or not in_sentence else " and "
    return re.sub(r"\band\s+(and|or)\b", r"\1", re.sub(" +", " ", written)).strip()


def arithmetic() -> Message:
    """What to do where a sentence would have to compute."""
    return say("a sentence does no arithmetic; declare a fact with a `formula`")


def tokens_of(text: str) -> list[Token]:
    """The pieces of a sentence, closed by an `end`. Raises ConditionError at a character that belongs to none."""
    found: list[Token] = []
    at = depth = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _stranger(text, at, found)
        kind = str(match.lastgroup)
        part = _DECIMAL_COMMA.match(text, at) if kind == "number" and not depth else None
        if part:
            what = say("`{text}` is written with a comma", text=part.group())
            raise ConditionError(at + 1, what, say("write `{line}`", line=with_point(part.group())), "number-style")
        depth += {"[": 1, "]": -1}.get(match.group(), 0)
        if kind != "space":
            found.append(Token(kind, match.group(), at + 1))
        at = match.end()
    return [*found, Token("end", "", len(text) + 1)]


def between_commas(text: str) -> list[tuple[str, int]]:
    """The parts of a list and where each begins; commas within double quotes do not part."""
    found: list[tuple[str, int]] = []
    begun = 0
    for piece in _LISTED.finditer(text):
        if piece["comma"]:
            found.append((text[begun : piece.start()], begun))
            begun = piece.end()
    return [*found, (text[begun:], begun)]


def _stranger(text: str, at: int, before: Sequence[Token]) -> ConditionError:
    """A character that belongs to no piece of a sentence, and what to write in its place."""
    wrong = full_width(text, at, in_sentence=True)
    if wrong and not (text[at] == "％" and before):
        return ConditionError(at + 1, *wrong, "full-width")
    run = re.match(r"[\w.]+", text[at:])
    what = say("`{text}` does not belong here", text=run.group()[:30] if run else text[at])
    if run:
        return ConditionError(at + 1, what, say("write it as a plain number, such as 1200 or 0.5"))
    return ConditionError(at + 1, what, _instead(text[at], before))


def _instead(sign: str, before: Sequence[Token]) -> str:
    if sign in "%％" and before and before[-1].kind == "number":
        return say("write `{line}`", line=f"{float(before[-1].text) / 100:.15g}")
    if sign in "+-*/^":
        return arithmetic()
    if sign in "&|!~":
        return say("write `and`, `or`, `not`")
    if sign in "{}":
        return say("lists stand in `[ ]`")
    return say("the quote is never closed") if sign in "\"'" else ""
