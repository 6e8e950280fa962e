"""Rounds of a decision: who voted for what, and what the group's rule made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import isclose

from engine.model.quantity import canonical
from engine.report.deal import Deal
from engine.results.deal_trace import Event

COUNTED = ("plurality", "weighted_vote", "minimum_endorsement")
"""Rules under which every member's own vote counts."""


@dataclass(frozen=True)
class Round:
    """One vote: `choice` is what the group made of the members' votes. number: from 1."""

    deal: Deal
    number: int
    choice: Event
    votes: tuple[Event, ...]

    @property
    def nothing(self) -> int:
        """The option of buying nothing."""
        return len(self.deal.account.rivals) + 1

    @property
    def rule(self) -> str:
        """The group rule in force."""
        return self.deal.account.buying_centre.group_choice.model

    @property
    def is_last(self) -> bool:
        """Was it the last round the customer allows?"""
        return self.number >= max(1, round(canonical(self.deal.account.buying_centre.group_choice.rounds)))

    @property
    def silent_decider(self) -> int | None:
        """The decider without whom the group does not close and who wanted to buy nothing; None where none did."""
        silent = self.decider_must_act and self._of(self._chief) == self.nothing
        return self._chief if silent else None

    @property
    def decider_must_act(self) -> bool:
        """Does the group close only with the decider?"""
        account = self.deal.account
        return account.buying_centre.group_choice.economic_buyer_must_act and account.project.path.decides == "group"

    @property
    def decider_is_away(self) -> bool:
        """Is the chair of the decider empty?"""
        return self._of(self._chief) is None

    @cached_property
    def points(self) -> Mapping[int, float]:
        """What each option got under the rule: votes, or the power behind them."""
        found: dict[int, float] = {}
        for vote in self.votes:
            weight = self.deal.power(vote.person) if self.rule == "weighted_vote" else 1.0
            found[vote.code] = found.get(vote.code, 0.0) + weight
        return dict(sorted(found.items()))

    @property
    def spokesman(self) -> int | None:
        """What the one whose voice counts is for; None where the rule hears everybody, or the chair is empty."""
        return self._of(self.choice.person)

    @property
    def in_front(self) -> list[int]:
        """The options that got most; more than one in a tie, none where too few agree."""
        most = max(self.points.values(), default=0.0)
        return [code for code, n in self.points.items() if isclose(n, most)] if most >= (self.quota or 0) else []

    @property
    def quota(self) -> int | None:
        """How many have to agree; None where the rule does not say."""
        choice = self.deal.account.buying_centre.group_choice
        if choice.model != "minimum_endorsement" or choice.quota is None:
            return None
        return round(canonical(choice.quota))

    @property
    def by_rule(self) -> int | None:
        """What the rule alone brought about; None where only the draw knows."""
        if self.rule not in COUNTED:
            return self.spokesman
        return self.nothing if not self.in_front else self.in_front[0] if len(self.in_front) == 1 else None

    def _of(self, person: int) -> int | None:
        return next((vote.code for vote in self.votes if vote.person == person), None)

    @property
    def _chief(self) -> int:
        deciders = [at for at in range(len(self.deal.trace.people)) if "decider" in self.deal.person(at).roles]
        return max(deciders, key=self.deal.power)


def rounds(deal: Deal) -> list[Round]:
    """Every vote of the deal, in order."""
    return [
        Round(deal, number, choice, tuple(vote for vote in deal.of("vote") if vote.day == choice.day))
        for number, choice in enumerate(deal.of("group_choice"), 1)
    ]
