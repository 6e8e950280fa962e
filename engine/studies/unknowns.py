"""What nobody knows of people: how far it spreads what becomes of an account, and what to find out first.

The interval of a mean says how well the mean is known; more replications narrow it. The spread says how far a given
account, whose people have scores that are what they are, lies from that mean; only finding out narrows it.
People come first, for one visit tells several things; what of them counts is looked at where the person counts.
"""

from __future__ import annotations

from pydantic import Field

from engine.model.base import Frozen
from engine.model.terms import Score


class Moves(Frozen):
    """How far something unknown moves a measure: standard deviation of the measure's mean given it."""

    measure: str
    value: float = Field(description="bias taken off; 0 where luck alone would show as much")
    low: float
    high: float
    share: float | None = Field(
        description="of the variance that all unknowns move, each by itself; negative where luck alone would show "
        "more; None where the whole cannot be told from 0"
    )
    told: bool = Field(description="of all that is told, one in twenty is luck at most")


class Choice(Frozen):
    """The strategy to take while a score lies between two values; None where there is no end."""

    strategy: str
    above: float | None
    below: float | None


class Worth(Frozen):
    """What knowing is worth before a strategy is chosen, in net margin per project; lies low rather than high."""

    value: float
    low: float
    high: float
    told: bool = Field(description="of all that is told, one in twenty is luck at most")
    otherwise: float = Field(description="share of accounts for which another strategy would be chosen")
    choices: tuple[Choice, ...] = Field(description="of a single score that is worth something; else empty")


class Unknown(Frozen):
    """One score of a person, or all that are unknown of them."""

    score: Score | None = Field(description="None for all of them")
    moves: tuple[Moves, ...] = Field(description="win rate and net margin per project")
    worth: Worth

    def moved(self, measure: str) -> Moves:
        """How far it moves this measure."""
        return next(each for each in self.moves if each.measure == measure)

    @property
    def matters(self) -> bool:
        """Can it be told that knowing it matters: that it moves something, or is worth something?"""
        return self.worth.told or any(each.told for each in self.moves)


class UnknownPerson(Frozen):
    """What is unknown of one person."""

    person: str
    whole: Unknown
    scores: tuple[Unknown, ...]


class Spread(Frozen):
    """How far what nobody knows spreads a measure of one strategy over accounts of this kind."""

    measure: str
    strategy: str
    mean: float
    value: float = Field(description="standard deviation, as far as the parts add up, so at least this; bias taken off")
    low: float
    high: float
    told: bool = Field(description="the interval excludes 0")
    all_in_all: float = Field(description="standard deviation over accounts, luck included")


class AccountUnknowns(Frozen):
    """One account of whose people something is unknown."""

    account: str
    cases: int = Field(description="replications × copies of the account")
    usual: str = Field(description="the strategy that leaves most here when nothing is found out")
    spreads: tuple[Spread, ...] = Field(description="by measure and strategy")
    people: tuple[UnknownPerson, ...] = Field(description="in the order in which to find out")
    needed: int = Field(
        description="replications from which a score would probably be told that makes half of the win rate's spread, "
        "or that moves it by 5 points where no spread can be told"
    )

    def spread(self, measure: str, strategy: str = "") -> Spread:
        """The spread of this measure under this strategy, or under the usual one. Raises KeyError for another."""
        for each in self.spreads:
            if (each.measure, each.strategy) == (measure, strategy or self.usual):
                return each
        raise KeyError((measure, strategy))

    @property
    def to_find_out(self) -> tuple[UnknownPerson, ...]:
        """The people of whom it can be told that knowing them matters, in the order in which to find out."""
        return tuple(each for each in self.people if each.whole.matters)


class Unknowns(Frozen):
    """What nobody knows, account by account; none where there are too few replications to say anything."""

    replications: int = Field(description="of these, the first of the run")
    accounts: tuple[AccountUnknowns, ...]
