"""Questions one after the other on a terminal: why each is asked, what Enter takes, and asked again when refused."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from engine.files import folded
from engine.wording import Message, Said, say, told
from engine.wording.language import Language
from engine.wording.terminal_columns import wrap

_T = TypeVar("_T")
COLUMNS = 96
BACK = ("?", "？")


class Refused(Exception):
    """An answer that cannot be taken; carries the reason."""

    def __init__(self, why: Said) -> None:
        self.why = why
        super().__init__(why)


class Stopped(Exception):
    """The user has ended the questions: Ctrl-C, or the end of input."""


@dataclass
class Interview:
    """Asks in one language. of: how many questions there are, to say how far one has come; asked: how many so far."""

    lang: Language
    of: int
    asked: int = 0

    def ask(self, question: Message, why: Message, offered: Said, read: Callable[[str], _T], default: _T) -> _T:
        """The answer that `read` makes of what is typed; `default`, shown as `offered`, for Enter.

        `read` raises Refused for what it cannot take; the same question is then put again with the reason.
        """
        self._put(question, why)
        prompt = told(say("Enter takes: {offered} >", offered=offered), self.lang)
        return self.typed(prompt, read, default)

    def choose(
        self,
        question: Message,
        why: Message,
        choices: Mapping[_T, Said],
        default: _T,
        words: Callable[[str], _T | None],
    ) -> _T:
        """One of several, by number or by its words. words: what else may be typed for one; None for other words."""
        self._put(question, why)
        values = list(choices)
        for number, value in enumerate(values, start=1):
            self._show(f"{number}. {told(choices[value], self.lang)}", "      ")
        place = values.index(default) + 1
        prompt = told(say("1 to {last}; Enter takes {n} >", last=len(values), n=place), self.lang)
        return self.typed(prompt, lambda text: chosen(text, values, choices, words), default)

    def typed(self, prompt: str, read: Callable[[str], _T], default: _T) -> _T:
        """What is typed behind a prompt, read; asked again while it is refused. Raises Stopped."""
        while True:
            print(f"      {prompt}", end=" ", file=sys.stderr, flush=True)
            text = self._line()
            try:
                return read(text) if text else default
            except Refused as refused:
                self._show(told(refused.why, self.lang), "      ! ")

    def say(self, words: Said) -> None:
        """Something to know, between two questions."""
        self._show(told(words, self.lang), "      ")

    def _put(self, question: Message, why: Message) -> None:
        self.asked += 1
        head = say("{n} of {all}", n=self.asked, all=self.of)
        print(file=sys.stderr)
        self._show(f"[{told(head, self.lang)}] {told(question, self.lang)}")
        self._show(told(why, self.lang), "      ")

    def _line(self) -> str:
        try:
            line = sys.stdin.readline()
        except KeyboardInterrupt:
            print(file=sys.stderr)
            raise Stopped from None
        except UnicodeDecodeError:
            return "\ufffd"
        if not line:
            print(file=sys.stderr)
            raise Stopped
        return line.encode("utf-8", "replace").decode("utf-8").strip().strip("\u3000")

    def _show(self, words: str, indent: str = "") -> None:
        rest = " " * len(indent)
        for line in wrap(words, COLUMNS, rest, indent):
            print(line, file=sys.stderr)


def chosen(
    text: str, values: Sequence[_T], choices: Mapping[_T, Said], words: Callable[[str], _T | None] = lambda text: None
) -> _T:
    """The choice that a text means, by number or by the beginning of its words. Raises Refused."""
    plain = folded(text).rstrip(".、)）")
    if plain.isdecimal() and 1 <= int(plain) <= len(values):
        return values[int(plain) - 1]
    meant = words(text)
    if meant is not None:
        return meant
    fitting = [
        value
        for value in values
        if any(folded(told(choices[value], lang)).startswith(plain) for lang in ("zh", "en")) and plain
    ]
    if len(fitting) == 1:
        return fitting[0]
    raise Refused(say("`{text}` is none of these; type a number from 1 to {last}", text=text[:40], last=len(values)))


def plain_text(text: str, most: int = 80) -> str:
    """A text that can be a name. Raises Refused for signs that do not show, as arrow keys leave, and for long ones."""
    if not text.isprintable() or "\ufffd" in text:
        raise Refused(say("this holds signs that cannot be shown; type it again"))
    if len(text) > most:
        raise Refused(say("this is longer than {most} signs; shorten it", most=most))
    return text
