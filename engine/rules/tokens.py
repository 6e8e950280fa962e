"""Cuts a `when` sentence into words, numbers, texts and signs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.wording import say

_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<number>-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w.]))
      | (?P<word>[^\W\d]\w*)
      | (?P<text>"[^"]*"|'[^']*')
      | (?P<compare><=|>=|==|!=|<>|[<>=≤≥≠])
      | (?P<mark>[()\[\],])""",
    re.VERBOSE,
)
_DECIMAL_COMMA = re.compile(r"-?\d+,\d+")
ARITHMETIC = "a sentence does no arithmetic; compute it into a fact"
_STRANGE = {
    **dict.fromkeys("+-*/^", ARITHMETIC),
    **dict.fromkeys("&|!~", "write `and`, `or`, `not`"),
    **dict.fromkeys("“”‘’「」", 'use straight quotes "…"'),
    **dict.fromkeys("（），【】", "use ( ) [ ] , from the English keyboard"),
    **dict.fromkeys("{}", "lists stand in [ ]"),
    "%": "write a share, such as 0.8",
    '"': "the quote is never closed",
    "'": "the quote is never closed",
}


class ConditionError(ValueError):
    """A sentence that cannot be read. `position` counts characters from 1."""

    def __init__(self, position: int, what: str, hint: str = "") -> None:
        self.position, self.what, self.hint = position, what, hint
        super().__init__(f"character {position}: {what}" + (f" ({hint})" if hint else ""))


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a sentence; `kind` is number, word, text, compare, mark or end."""

    kind: str
    text: str
    position: int

    def __str__(self) -> str:
        return f"`{self.text[:60]}`" if self.text else "the end of the sentence"


def with_point(text: str) -> str:
    """`1,000` as 1000 and `0,5` as 0.5: what is most likely meant."""
    whole, part = text.split(",")
    return f"{whole}{part}" if len(part) == 3 and whole.strip("-") != "0" else f"{whole}.{part}"


def tokens_of(text: str) -> list[Token]:
    """The pieces of a sentence, closed by an `end`. Raises ConditionError at a character that belongs to none."""
    found: list[Token] = []
    at = depth = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            run = re.match(r"[\w.]+", text[at:])
            shown = run.group()[:30] if run else text[at]
            hint = "write it as a plain number, such as 1200 or 0.5" if run else _STRANGE.get(text[at], "")
            raise ConditionError(at + 1, f"`{shown}` does not belong here", hint)
        kind = str(match.lastgroup)
        part = _DECIMAL_COMMA.match(text, at) if kind == "number" and not depth else None
        if part:
            what = say("`{text}` is written with a comma", text=part.group())
            raise ConditionError(at + 1, what, say("write `{number}`", number=with_point(part.group())))
        depth += {"[": 1, "]": -1}.get(match.group(), 0)
        if kind != "space":
            found.append(Token(kind, match.group(), at + 1))
        at = match.end()
    return [*found, Token("end", "", len(text) + 1)]
