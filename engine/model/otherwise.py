"""What a book says when no rule fires, and why it cannot be told while facts are unknown."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from engine.model.base import Frozen, Text
from engine.model.book_values import MAX_FACTS, Name, RuleTitle, Value
from engine.model.quantity import Provenance


class OpenReason(Frozen):
    """Why it cannot be told while none of these facts is known.

    unknown: all of them are unknown, and one of them could let a rule fire that changes the first output. None listed:
             the reason for everything else that is open, which comes last.
    """

    unknown: tuple[Name, ...] = Field(default=(), max_length=MAX_FACTS)
    because: Text


def _plainest(reasons: Text | tuple[OpenReason, ...] | None) -> Text | tuple[OpenReason, ...] | None:
    """A single reason that goes by no facts as what it is; no reasons as none."""
    if reasons == ():
        return None
    if isinstance(reasons, tuple) and len(reasons) == 1 and not reasons[0].unknown:
        return reasons[0].because
    return reasons


class Otherwise(Provenance):
    """What the book says when no rule fires.

    undetermined: the reason in place of `because` while facts that nobody knows could still let a rule fire that says
                  something else: not that nothing holds, but that it cannot be told. A list gives gaps of different
                  kinds reasons of their own; the first that applies holds, and `because` where none does.
    """

    title: RuleTitle | None = None
    then: dict[Name, Value]
    because: Text
    undetermined: Annotated[Text | tuple[OpenReason, ...] | None, AfterValidator(_plainest)] = None

    @property
    def open_reasons(self) -> tuple[OpenReason, ...]:
        """The reasons while it cannot be told, in order."""
        reasons = self.undetermined
        return (OpenReason(because=reasons),) if isinstance(reasons, Text) else reasons or ()
