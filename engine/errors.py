"""Errors that a user can act on.

Every error says *where* it happened, *what* is wrong and *what would be right*.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True)
class Problem:
    """One thing wrong with an input.

    where: file and line, option or path inside a scenario, as the user wrote it.
    what:  what is wrong, in one sentence.
    hint:  what would be right; may be empty.
    """

    where: str
    what: str
    hint: str = ""

    def __str__(self) -> str:
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.where}: {self.what}{hint}" if self.where else f"{self.what}{hint}"


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


class RuleMismatch(KamError):
    """A truth table disagreed with the live rule engine: a defect of ours, never of the user."""

    exit_code = 70


class RunFailed(KamError):
    """A run could not be finished or stored; earlier runs are untouched."""

    exit_code = 74


def suggest(wrong: str, known: Iterable[str]) -> str:
    """A hint naming the nearest known names, or the known names when nothing is near.

    >>> suggest("enginer", ["engineer", "buyer"])
    'did you mean engineer?'
    """
    names = sorted(set(known))
    near = get_close_matches(wrong, names, n=2, cutoff=0.6)
    if near:
        return f"did you mean {' or '.join(near)}?"
    if not names:
        return ""
    shown = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
    return f"known: {shown}"
