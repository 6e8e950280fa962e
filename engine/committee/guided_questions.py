"""What to ask about a person instead of a bare number: a question for each score, with what answers look like.

The questions stand in `guided_questions.yaml`, in both languages. They are judgements put to whoever knows the person;
the scales are those of `engine.model.buying_centre.Stakeholder`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from engine.files import word_list
from engine.model.base import Text
from engine.wording import Joined, Said, say


@dataclass(frozen=True)
class Anchor:
    """What an answer looks like. value: the number to write, or yes or no."""

    value: float | bool
    words: Text

    @property
    def written(self) -> Said:
        """The value as it is typed, such as 0.5 or yes."""
        if isinstance(self.value, bool):
            return say("yes") if self.value else say("no")
        return f"{self.value:g}"


@dataclass(frozen=True)
class GuidedQuestion:
    """The question of one score.

    score:   the field of a person, or the criterion, that the answer belongs to, such as `power` or `price`.
    label:   what the score is called; readers of tables of people know it as the head of a column.
    anchors: from low to high; values between them may be given as well.
    unknown: what leaving the answer out means.
    """

    score: str
    label: Text
    question: Text
    anchors: tuple[Anchor, ...]
    unknown: Text

    @property
    def answers(self) -> Said:
        """What answers look like, in a line: `0.1: nobody asks them; 0.5: …`."""
        return Joined([Joined([anchor.written, anchor.words], ": ") for anchor in self.anchors], "; ")


@cache
def guided_questions() -> Mapping[str, GuidedQuestion]:
    """The questions by score: power, susceptibility, stance, need, worry, relationship, identified, six criteria.

    >>> print(guided_questions()["power"].answers)
    0.1: nobody asks them; 0.5: heard in their own field; 0.9: nothing is decided against them
    """
    read = word_list("engine.committee", "guided_questions.yaml")
    shared = {name: read["criteria"][name] for name in ("anchors", "unknown")}
    criteria = {name: {**asked, **shared} for name, asked in read["criteria"]["questions"].items()}
    return {score: _question(score, asked) for score, asked in {**read["scores"], **criteria}.items()}


def _question(score: str, asked: Mapping[str, Any]) -> GuidedQuestion:
    anchors = tuple(Anchor(_value(value), Text.model_validate(words)) for value, words in asked["anchors"].items())
    label, question, unknown = (Text.model_validate(asked[name]) for name in ("label", "question", "unknown"))
    return GuidedQuestion(score, label, question, anchors, unknown)


def _value(written: str) -> float | bool:
    return written == "yes" if written in ("yes", "no") else float(written)
