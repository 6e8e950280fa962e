"""Errors that a user can act on.

Every error says *where* it happened, *what* is wrong and *what would be right*.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True)
class Problem:
    """One thing wrong with an input.

    where: file and line, option or path inside a scenario, as the user wrote it.
    what:  what is wrong, in one sentence.
    hint:  what would be right; may be empty.
    code:  a short name of this kind of finding, the same in every language; empty for findings without one.
    """

    where: str
    what: str
    hint: str = ""
    code: str = ""

    def __str__(self) -> str:
        return self.in_language("en")

    def in_language(self, lang: str) -> str:
        """The whole finding in "zh" or "en"; sentences that know no other language stay as they are."""
        colon, opening, closing = ("：", "（", "）") if lang == "zh" else (": ", " (", ")")
        hint = f"{opening}{_said(self.hint, lang)}{closing}" if self.hint else ""
        told = f"{self._told(lang)}{hint}"
        where = _said(self.where, lang)
        return f"{where}{colon}{told}" if where else told

    def _told(self, lang: str) -> str:
        return _said(self.what, lang)


@dataclass(frozen=True)
class Question(Problem):
    """Something that can be read in several ways, and that only the user can settle; nothing is guessed.

    readings: what it may mean, each in one clause. hint: the option or the line that settles it.
    """

    readings: tuple[str, ...] = ()

    def _told(self, lang: str) -> str:
        sign, between = ("）", "；") if lang == "zh" else (") ", "; ")
        numbered = enumerate((_said(reading, lang) for reading in self.readings), start=1)
        both = between.join(f"{number}{sign}{reading}" for number, reading in numbered)
        what = _said(self.what, lang)
        pause = " " if what.endswith(("?", "？")) else "：" if lang == "zh" else ": "
        return f"{what}{pause}{both}" if both else what


def _said(text: str, lang: str) -> str:
    translate = getattr(text, "in_language", None)
    return str(translate(lang)) if translate is not None else text


class KamError(Exception):
    """Base of all errors this package raises on purpose. `exit_code` is what the command line returns."""

    exit_code = 1


class InputError(KamError):
    """The input is wrong; nothing was computed and nothing was written."""

    exit_code = 2

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows instead of the way through our code: the message."""
        return str(self).splitlines()

    @classmethod
    def at(cls, where: str, what: str, hint: str = "") -> InputError:
        """An error with a single problem."""
        return cls(Problem(where, what, hint))


class OpenQuestion(InputError):
    """The input is not wrong but can be read in several ways: every problem is a `Question`."""


Answer = Callable[[Question], int | None]
"""Whoever answers questions: the number of the reading that is meant, from 0, or None to leave the question open."""

_answer: ContextVar[Answer] = ContextVar("answer", default=lambda question: None)


@contextmanager
def answering(answer: Answer) -> Iterator[None]:
    """Within it, what is read is taken as `answer` says, instead of raising OpenQuestion.

    Answers to questions that were raised before are given as `answering({question: 1}.get)`.
    """
    token = _answer.set(answer)
    try:
        yield
    finally:
        _answer.reset(token)


def answer_to(question: Question) -> int | None:
    """The number of the reading that is meant, from 0; None where nobody has settled it."""
    return _answer.get()(question)


def refuse(problems: Iterable[Problem]) -> None:
    """Raises InputError with these problems, or OpenQuestion where all of them are questions; nothing when empty."""
    found = tuple(problems)
    if found:
        open_only = all(isinstance(problem, Question) for problem in found)
        raise OpenQuestion(*found) if open_only else InputError(*found)


class RuleMismatch(KamError):
    """A truth table disagreed with the live rule engine: a defect of ours, never of the user."""

    exit_code = 70


class RunFailed(KamError):
    """A run could not be finished or stored; earlier runs are untouched."""

    exit_code = 74


def near_names(wrong: str, known: Iterable[str]) -> list[str]:
    """At most two known names that are close to a wrong one, the nearest first."""
    return get_close_matches(wrong, sorted(set(known)), n=2, cutoff=0.6)
