"""Why a deal ended as it did: the votes, the chance they gave us, who was never met, and what weighed most."""

from __future__ import annotations

from engine.model.terms import BuyerStep, GroupModel, Outcome
from engine.model.vocabulary import in_words
from engine.report.deal import Deal
from engine.report.labels import GROUP_CHOICE
from engine.report.story.events import option_words
from engine.results.deal_trace import Event
from engine.wording import Items, Joined, Message, Paragraph, Part, Said, listed, numbers as formats, say, sentences

_LINEAR: tuple[GroupModel, ...] = ("weighted", "equiprobability", "autocracy")


def last_votes(deal: Deal) -> list[Event]:
    """The votes of the last round."""
    votes = list(deal.of("vote"))
    return [event for event in votes if event.day == votes[-1].day] if votes else []


def met_people(deal: Deal) -> set[int]:
    """Everybody we ever met in this deal, or knew before."""
    touched = {event.person for event in deal.of("touch")}
    return touched | {event.person for event in deal.of("met")}


def ending(deal: Deal) -> list[Part]:
    """How it ended, and what the vote says about it."""
    votes = last_votes(deal)
    if not votes or deal.outcome not in (Outcome.won, Outcome.lost, Outcome.no_decision):
        return [Paragraph(_outcome(deal, votes))]
    said = sentences([_outcome(deal, votes), _chance(deal, votes), _silent_chief(deal, votes), _unmet_power(deal)])
    head = say("How they voted, with the power of each and the chance with which they would have chosen us:")
    return [Paragraph(said), Paragraph(head), _votes(deal, votes)]


def _votes(deal: Deal, votes: list[Event]) -> Items:
    """The last vote, an entry per option, us first."""
    by_option: dict[int, list[Said]] = {}
    met = met_people(deal)
    for event in sorted(votes, key=lambda event: -deal.person(event.person).power):
        power, chance = f"{deal.person(event.person).power:.2f}", formats.share(event["chance_us"], 0)
        name = deal.name(event.person)
        by_option.setdefault(event.code, []).append(
            say("{name} (power {power}, chance for us {chance})", name=name, power=power, chance=chance)
            if event.person in met
            else say("{name} (power {power}, chance for us {chance}, not met)", name=name, power=power, chance=chance)
        )
    return Items(
        [
            say("{option}: {names}", option=option_words(deal, code), names=Joined(names, "; "))
            for code, names in sorted(by_option.items())
        ]
    )


def chance_of_us(deal: Deal, votes: list[Event]) -> float | None:
    """Chance that the group would choose us with the preferences of this vote; None for rules that are not linear.

    A decider who prefers to buy nothing stops the group where the economic buyer must act.
    """
    choice = deal.account.buying_centre.group_choice
    if choice.model not in _LINEAR:
        return None
    chief = _chief(deal)
    alone = choice.model == "autocracy"
    powers = {event.person: deal.person(event.person).power for event in votes}
    weights = {
        p: float(p == chief) if alone else 1.0 if choice.model == "equiprobability" else w for p, w in powers.items()
    }
    total = sum(weights.values())
    if total <= 0:
        return None
    silent = 0.0
    if choice.economic_buyer_must_act:
        silent = next((event["chance_nothing"] for event in votes if event.person == chief), 0.0)
    heard = {p: 1.0 if p == chief else 1.0 - silent for p in powers}
    return sum(weights[vote.person] * vote["chance_us"] * heard[vote.person] for vote in votes) / total


def _chief(deal: Deal) -> int:
    deciders = [place for place in range(len(deal.trace.people)) if "decider" in deal.person(place).roles]
    return max(deciders, key=lambda place: deal.person(place).power)


def _outcome(deal: Deal, votes: list[Event]) -> Message:
    days = formats.days(deal.days)
    match deal.outcome:
        case Outcome.won:
            return say("After {days} days the committee chose us.", days=days)
        case Outcome.lost:
            return say("After {days} days the committee chose {winner}.", days=days, winner=deal.rival(deal.winner))
        case Outcome.withdrawn:
            return say("After {days} days we withdrew.", days=days)
        case Outcome.no_decision if votes and any(event.day == votes[-1].day for event in deal.of("outcome")):
            return say(
                "After {days} days, in round {rounds} of the decision, the committee shelved the project.",
                days=days,
                rounds=len({event.day for event in deal.of("vote")}),
            )
        case Outcome.no_decision:
            steps = list(deal.of("step"))
            return say(
                "After {days} days the customer dropped the project in the step “{step}”, before any decision.",
                days=days,
                step=in_words(BuyerStep(steps[-1].code)) if steps else "–",
            )
        case _:
            return say(
                "At the horizon, {days} days after it opened, the deal was still open: it counts as neither won nor "
                "lost.",
                days=days,
            )


def _chance(deal: Deal, votes: list[Event]) -> Said:
    chance = chance_of_us(deal, votes)
    if chance is None:
        return ""
    return say(
        "With these preferences the group rule, {rule}, would have chosen us about {chance} of the time; one draw "
        "decided.",
        rule=GROUP_CHOICE[deal.account.buying_centre.group_choice.model],
        chance=formats.share(chance, 0),
    )


def _silent_chief(deal: Deal, votes: list[Event]) -> Said:
    nothing = len(deal.account.rivals) + 1
    chief = _chief(deal)
    wanted_nothing = any(event.person == chief and event.code == nothing for event in votes)
    must_act = deal.account.buying_centre.group_choice.economic_buyer_must_act
    if deal.outcome is not Outcome.no_decision or not (wanted_nothing and must_act):
        return ""
    return say(
        "{name}, who decides, wanted to buy nothing; without that voice the group does not close.",
        name=deal.name(chief),
    )


def _unmet_power(deal: Deal) -> Said:
    met = met_people(deal)
    powers = [deal.person(place).power for place in range(len(deal.trace.people))]
    unmet = [place for place in range(len(powers)) if place not in met]
    share = sum(powers[place] for place in unmet) / sum(powers)
    if not unmet or not 0.1 <= share < 1:
        return ""
    return say(
        "{share} of the power was held by people whom we did not meet in this deal: {names}.",
        share=formats.share(share, 0),
        names=listed(deal.name(place) for place in unmet),
    )
