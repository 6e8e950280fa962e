"""How a committee chose in one round: who spoke for it, or how votes and weights fell under the rule in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import isclose

from engine.model.quantity import canonical
from engine.report.deal import Deal
from engine.results.deal_trace import Event
from engine.wording import Message, Said, listed, numbers as formats, say

NONE = 1e-9
"""A chance below this is none: what is left for a rival is known as 1 less the others."""

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
        if not self.deal.account.buying_centre.group_choice.economic_buyer_must_act:
            return None
        return next(
            (vote.person for vote in self.votes if vote.person == self._chief and vote.code == self.nothing), None
        )

    @cached_property
    def points(self) -> Mapping[int, float]:
        """What each option got under the rule: votes, or the power behind them."""
        found: dict[int, float] = {}
        for vote in self.votes:
            weight = self.deal.person(vote.person).power if self.rule == "weighted_vote" else 1.0
            found[vote.code] = found.get(vote.code, 0.0) + weight
        return dict(sorted(found.items()))

    @property
    def spokesman(self) -> int | None:
        """What the one whose voice counts is for; None where the rule hears everybody, or the chair is empty."""
        return next((vote.code for vote in self.votes if vote.person == self.choice.person), None)

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

    @property
    def _chief(self) -> int:
        deciders = [at for at in range(len(self.deal.trace.people)) if "decider" in self.deal.person(at).roles]
        return max(deciders, key=lambda at: self.deal.person(at).power)


def rounds(deal: Deal) -> list[Round]:
    """Every vote of the deal, in order."""
    return [
        Round(deal, number, choice, tuple(vote for vote in deal.of("vote") if vote.day == choice.day))
        for number, choice in enumerate(deal.of("group_choice"), 1)
    ]


def voted(found: Round) -> Message:
    """How the group came to its choice, in the words of its rule."""
    how = _spoken(found) or _counted(found) or _weighed(found)
    silent = found.silent_decider
    if silent is None or found.by_rule == found.nothing or found.choice.code != found.nothing:
        return how
    return say(
        "{how} {name}, who decides, wants to buy nothing, and without that voice the group does not close.",
        how=how,
        name=found.deal.name(silent),
    )


def option_words(deal: Deal, code: int) -> Said:
    """An option of the vote: us, a rival by name, or buying nothing."""
    if code == 0:
        return say("us")
    if code <= len(deal.account.rivals):
        return deal.rival(code - 1)
    return say("buying nothing")


def _spoken(found: Round) -> Message | None:
    """One person's voice counts; None where the rule hears everybody, or where the chair is empty."""
    if found.spokesman is None:
        return None
    name, option = found.deal.name(found.choice.person), option_words(found.deal, found.spokesman)
    match found.rule:
        case "weighted":
            return say(
                "The committee votes: {name} speaks for all, drawn by power, and is for {option}.",
                name=name,
                option=option,
            )
        case "equiprobability":
            return say(
                "The committee votes: {name} speaks for all, drawn with the same chance as everybody, and is for "
                "{option}.",
                name=name,
                option=option,
            )
        case "autocracy":
            return say("{name} decides alone, and is for {option}.", name=name, option=option)
    return None


def _counted(found: Round) -> Message | None:
    """The votes, as the rule counts them; None under a rule that does not count votes."""
    if found.rule not in COUNTED or not found.votes:
        return None
    tally = listed(_tallied(found, code, n) for code, n in found.points.items())
    if not found.in_front:
        return say(
            "The committee votes: {tally}. {quota} have to agree, and no option reaches that.",
            tally=tally,
            quota=found.quota,
        )
    if found.by_rule is None and found.choice.code not in found.in_front:
        return say("The committee votes: {tally}. Nobody is alone in front.", tally=tally)
    chosen = option_words(found.deal, found.choice.code if found.by_rule is None else found.by_rule)
    if found.by_rule is None:
        return say(
            "The committee votes: {tally}. Of those level in front, the lot falls on {option}.",
            tally=tally,
            option=chosen,
        )
    if found.quota is not None:
        return say(
            "The committee votes: {tally}. {quota} have to agree: {option}.",
            tally=tally,
            quota=found.quota,
            option=chosen,
        )
    if found.rule == "weighted_vote":
        return say("The committee votes, by power: {tally}. Most power: {option}.", tally=tally, option=chosen)
    return say("The committee votes: {tally}. Most votes: {option}.", tally=tally, option=chosen)


def _tallied(found: Round, code: int, n: float) -> Message:
    option = option_words(found.deal, code)
    if found.rule == "weighted_vote":
        return say("{option} {power}", option=option, power=f"{n:.2f}")
    return say("{option} {n}", option=option, n=f"{n:.0f}")


def _weighed(found: Round) -> Message:
    """A rule that looks at everybody's chances and not at single votes, or one whose only voice is absent."""
    chances = chances_of(found.choice)
    option = option_words(found.deal, found.choice.code)
    match found.rule:
        case "unanimity":
            return say(
                "The committee has to be of one mind: the product of all members' chances stands at {chances}. The "
                "draw falls on {option}.",
                chances=chances,
                option=option,
            )
        case "preference_perturbation":
            needed = _changes(found)
            if not needed:
                return say(
                    "The committee looks for the option to which it is persuaded most easily: {chances}. The draw "
                    "falls on {option}.",
                    chances=chances,
                    option=option,
                )
            return say(
                "The committee looks for the option that takes the fewest changes of members' orders: {changes}. The "
                "draw falls on {option}.",
                changes=listed(
                    say("{option} {changes}", option=option_words(found.deal, code), changes=n)
                    for code, n in needed.items()
                ),
                option=option,
            )
    return say("The committee meets, but nobody is there who could speak for it.")


def _changes(found: Round) -> Mapping[int, int]:
    """Changes of order until everybody puts an option first; empty where votes do not tell rivals apart."""
    if len(found.deal.account.rivals) > 1:
        return {}
    orders = []
    for vote in found.votes:
        us, nothing = vote["chance_us"], vote["chance_nothing"]
        rest = [1.0 - us - nothing] if found.nothing > 1 else []
        orders.append([us, *rest, nothing])
    in_play = [code for code in range(found.nothing + 1) if any(order[code] > NONE for order in orders)]
    return {code: sum(other > order[code] for order in orders for other in order) for code in in_play}


def chances_of(choice: Event) -> Said:
    """The chances of this vote before the draw."""
    us, rivals, nothing = (formats.share(choice[f"chance_{name}"], 0) for name in ("us", "rivals", "nothing"))
    return say("{us} for us, {rivals} for a rival, {nothing} for buying nothing", us=us, rivals=rivals, nothing=nothing)
