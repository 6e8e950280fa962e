"""Everything wrong or open in a file, collected and raised together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from engine.errors import Problem, Question, answer_to, refuse
from engine.wording import Message

_T = TypeVar("_T")


@dataclass
class Findings:
    """Faults and questions so far, and what there is to say about a file that can be read.

    said: what was read, guessed and left aside, in sentences.
    """

    found: list[Problem] = field(default_factory=list)
    said: list[Message] = field(default_factory=list)

    def wrong(self, code: str, where: str, what: Message, hint: str = "") -> None:
        """Note one more fault."""
        self.found.append(Problem(where, what, hint, code))

    def ask(
        self, code: str, where: str, what: Message, readings: Mapping[Message, _T | None], settle: str
    ) -> _T | None:
        """What the reading that is meant stands for; None where nobody has settled it, and the question is noted.

        readings: each in words, and what it stands for; None for one that only a change of the file brings about.
        settle: the option or line that settles it.
        """
        question = Question(where, what, settle, code, tuple(readings))
        number = answer_to(question)
        meant = None if number is None else list(readings.values())[number]
        if meant is None:
            self.found.append(question)
        return meant

    def say(self, message: Message) -> None:
        """Note what the reader did, once."""
        if message not in self.said:
            self.said.append(message)

    def raise_if_any(self) -> None:
        """Raises InputError with every fault and question, or OpenQuestion where there are only questions."""
        refuse(dict.fromkeys(self.found))


def shown(cell: object, most: int = 40) -> str:
    """A cell as it can stand in a message."""
    text = str(cell)
    return text if len(text) <= most else f"{text[: most - 1]}…"
