"""What a check over several values finds: said in sentences, each with the part that it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.wording import Message

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """One thing wrong.

    code:  a short name of this kind of fault.
    at:    the part it is about, as keys and places from the value that was checked.
    hint:  what would be right; may be empty.
    first: another part it is about, such as the first of two that have the same name.
    """

    code: str
    what: Message
    at: Place = ()
    hint: Message | str = ""
    first: Place | None = None

    def inside(self, *steps: str | int) -> Fault:
        """The same fault, told from further out."""
        first = None if self.first is None else (*steps, *self.first)
        return replace(self, at=(*steps, *self.at), first=first)


class Unfit(ValueError):
    """Values that do not fit together, with everything that is wrong with them."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(fault.what for fault in faults))
        self.faults = faults


def unfit_if(faults: Sequence[Fault]) -> None:
    """Raises Unfit with these faults; nothing when there are none."""
    if faults:
        raise Unfit(*faults)
