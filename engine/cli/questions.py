"""Files read, and what is open about them asked on a terminal: every reading with a number, the answer applied."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import nullcontext
from typing import TypeVar

from engine.cli.streams import tell
from engine.cli.watch import Watch
from engine.errors import OpenQuestion, Question, answering
from engine.wording import say, told
from engine.wording.language import Language

_T = TypeVar("_T")


def settled(read: Callable[[], _T], lang: Language, as_json: bool = False, watch: Watch | None = None) -> _T:
    """What `read` gives, once the user has answered what can be read in several ways.

    Raises OpenQuestion where nobody can be asked, where the user stops, and for a reading that only a change of the
    file brings about.
    """
    answers: dict[Question, int] = {}
    while True:
        try:
            with answering(answers.get):
                found = read()
        except OpenQuestion as error:
            left = [problem for problem in error.problems if isinstance(problem, Question)]
            if as_json or not somebody_is_there() or answers.keys() & set(left):
                raise
            with watch.resting() if watch is not None else nullcontext():
                for question in left:
                    answers[question] = _number(question, lang)
        else:
            tell([say("{place}: settled for good by: {hint}", place=q.where, hint=q.hint) for q in answers], lang)
            return found


def somebody_is_there() -> bool:
    """Can a user be asked: are input and messages on a terminal?"""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def _number(question: Question, lang: Language) -> int:
    """The number of the reading that the user means, from 0. Raises OpenQuestion when the user stops."""
    tell([say("{place}: {question}", place=question.where, question=question.what)], lang)
    for number, reading in enumerate(question.readings, start=1):
        print(f"  {number}. {told(reading, lang)}", file=sys.stderr)
    last = len(question.readings)
    prompt = say("Which is meant? 1 to {last}, or Enter to stop:", last=last).in_language(lang)
    while True:
        print(prompt, end=" ", file=sys.stderr, flush=True)
        typed = sys.stdin.readline().strip()
        if typed.isdecimal() and 1 <= int(typed) <= last:
            return int(typed) - 1
        if typed in ("", "q"):
            raise OpenQuestion(question)
