"""What a mechanism says about itself: constants, fields, events, draws, clocks and columns. Plain data, no compiler.

The records, the schema of the constants, the legend of the event log, the clocks and the table of outcomes are composed
from these declarations (`machine.composition`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Literal

from engine.model.quantity import Quantity
from engine.wording import Message, Said

if TYPE_CHECKING:
    from engine.dynamics.state.source import Source

Kind = Literal["number", "whole", "wide", "key", "bits"]
"""What a field holds. `whole` is a signed number of 8 bytes by itself and of 2 in an array, `wide` of 8 in arrays too;
`key` is an unsigned number of 64 bits; `bits` has a bit for each of 32 people."""

Seen = Literal["seen", "rumoured", "hidden"]
"""What the seller knows of an event: they were there or it is public, people talk about it, or nobody tells them."""
Doer = Literal["us", "person", "rival", "customer"]
"""Who does something: we, the person it is about, the rival whose place is the code, or the customer as a whole."""


@dataclass(frozen=True)
class Field:
    """One field of a record.

    path:     `account.sponsor`, `deal.scope`, `desk.tape`: the record and the name.
    kind:     see `Kind`.
    meaning:  what it says, with its unit and range.
    per:      dimensions, by name (`person`, `rival`, `asset`, `step`, `thread`, …) or as a fixed number; none for a
              single value.
    start:    value in a fresh record; `lower` of the mechanism may put in what the scenario says.
    newcomer: what holds for somebody who takes over a seat in the buying centre; `start` when absent.
    of_seat:  belongs to the seat, not to the person in it: it stays when somebody leaves.
    over:     the array lies over a row of single values that begins with this one.
    """

    path: str
    kind: Kind
    meaning: str
    per: tuple[str | int, ...] = ()
    start: float = 0
    newcomer: float | None = None
    of_seat: bool = False
    over: str = ""

    @property
    def record(self) -> str:
        return self.path.split(".")[0]

    @property
    def name(self) -> str:
        return self.path.split(".")[1]


@dataclass(frozen=True)
class Constant:
    """One number of the mechanism, set in scenarios at `behaviour.<path>` and read by kernels as `desk.<group>_<name>`.

    type:    a quantity type of `model.quantity`: dimension and legal bounds.
    meaning: what it says.
    default: what holds where a scenario says nothing; None when it has to say it.
    """

    path: str
    type: Any
    meaning: str
    default: Quantity | None = None

    @property
    def group(self) -> str:
        return self.path.split(".")[0]

    @property
    def name(self) -> str:
        return self.path.split(".")[1]

    @property
    def field(self) -> Field:
        """The field of the desk that holds it, in the canonical unit."""
        return Field(f"desk.{self.group}_{self.name}", "number", self.meaning)


def assumed(value: float, unit: str, low: float, high: float, reason: Message) -> Quantity:
    """A default that is an assumption, and the range in which it could lie."""
    return Quantity(value=value, unit=unit, range=(low, high), assumption=reason)


class Draw(int):
    """What a random number is for. Numbers are part of the published behaviour: never renumber, only add."""

    label: str

    def __new__(cls, number: int, label: str) -> Draw:
        self = super().__new__(cls, number)
        self.label = label
        return self


@dataclass(frozen=True)
class Number:
    """A number that is written with an event. meaning: what it says, with unit and range."""

    name: str
    meaning: str


class EventKind(int):
    """A kind of event: its number on tapes, its name, and the names of what is written with it.

    seen:    what the seller knows of it.
    by:      who does it.
    person:  whom it is about; empty when about nobody in particular.
    code:    what the whole number says, or the words it stands for; empty when unused.
    numbers: what else is written, in the order in which kernels write it: at most three.
    """

    name: str
    seen: Seen
    by: Doer
    person: str
    code: str
    words: tuple[str, ...]
    numbers: tuple[Number, ...]

    def __new__(
        cls,
        number: int,
        name: str,
        seen: Seen,
        *,
        by: Doer = "customer",
        person: str = "",
        code: str | type[IntEnum] | tuple[str, ...] = "",
        numbers: tuple[Number, ...] = (),
    ) -> EventKind:
        self = super().__new__(cls, number)
        self.name, self.seen, self.by, self.person, self.numbers = name, seen, by, person, numbers
        self.words = () if isinstance(code, str) else code if isinstance(code, tuple) else tuple(w.name for w in code)
        self.code = code if isinstance(code, str) else " | ".join(self.words)
        return self


@dataclass(frozen=True)
class Column:
    """One column of the table of outcomes (one row per deal).

    type:    NumPy's, `i4` or `f8`.
    meaning: what it says, with unit and range.
    value:   a field of the deal or the account by its path, or a kernel (account, deal, desk, now) → number.
    """

    name: str
    type: Literal["i4", "f8"]
    meaning: str
    value: str | Callable[..., Any]


@dataclass(frozen=True)
class PoissonClock:
    """Something that happens at a rate; caught up lazily, exactly and in order (`machine.background`).

    name:    the deal's fields `<name>_left` (exposure left until it rings) and `<name>_rate` follow from it.
    rate:    kernel (account, deal, desk, now, k) → per day.
    ring:    kernel (account, deal, desk, now, k): what happens; it raises `rung`.
    gap:     the draw of the exposure until the next time.
    rung:    the field that counts how often it rang, such as `deal.meetings`.
    each:    the dimension it stands for (`rival`), or none.
    entity:  the field with the keys of that dimension.
    at_work: it runs in office hours only, so much faster that a usual week has as much of it (`state.workdays`).
    """

    name: str
    rate: Callable[..., Any]
    ring: Callable[..., Any]
    gap: Draw
    rung: str
    each: str = ""
    entity: str = ""
    at_work: bool = False


@dataclass(frozen=True)
class DayClock:
    """Something that happens on a day known beforehand.

    due:    kernel (account, deal, desk, now, k) → the day; infinite when nothing is to come.
    ring:   kernel (account, deal, desk, now, k): what happens; afterwards `due` must lie later.
    each:   the dimension it stands for, or none.
    always: does it also run while no project is open?
    """

    name: str
    due: Callable[..., Any]
    ring: Callable[..., Any]
    each: str = ""
    always: bool = False


@dataclass(frozen=True)
class ShownIn:
    """Where it is seen that a mechanism does something: switched off there, a measure moves beyond luck.

    scenario:  a shipped one. strategy: a shipped one.
    measure:   a headline measure, or `no_project_share` (`studies.knockout_effects.MEASURED`).
    direction: which way it goes when the mechanism is switched off.
    """

    scenario: str
    strategy: str
    measure: str
    direction: Literal["up", "down"]


@dataclass(frozen=True)
class Mechanism:
    """One way in which people, time, hours and ties produce results.

    name:      as its file is called.
    title:     what people call it.
    sentence:  what it says, in one sentence.
    source:    system of the field, section of the model, literature.
    core:      the rest cannot run without it; the others can be switched off, and then do nothing.
    shown_in:  where switching it off is seen best; None where no shipped scenario shows it.
    reads:     fields of others it reads; where their owner is absent they exist with the start value said here.
    lower:     puts what a scenario says into fresh records.
    facts:     names of the facts of a deal that it supplies to rulebooks; `facts_of_account`: of those that are known
               with or without a project.
    """

    name: str
    title: Message
    sentence: Message
    source: Said
    core: bool = False
    shown_in: ShownIn | None = None
    constants: tuple[Constant, ...] = ()
    fields: tuple[Field, ...] = ()
    reads: tuple[Field, ...] = ()
    events: tuple[EventKind, ...] = ()
    draws: tuple[Draw, ...] = ()
    clocks: tuple[PoissonClock | DayClock, ...] = ()
    columns: tuple[Column, ...] = ()
    facts: tuple[str, ...] = ()
    facts_of_account: tuple[str, ...] = ()
    lower: Callable[[Source, Any, Any], None] | None = None
