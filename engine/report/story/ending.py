"""Why a deal ended as it did: how the group chose, the chances it had, who stood where, and who was never met."""

from __future__ import annotations

from engine.model.terms import Outcome
from engine.report.deal import Deal
from engine.report.labels import GROUP_CHOICE
from engine.report.story.rounds import COUNTED, Round, rounds
from engine.report.story.sourcing import why_no_offer
from engine.report.story.voting import TENDER, chances_of, option_words, tells_chances, voted
from engine.results.deal_trace import Event
from engine.wording import Items, Joined, Message, Paragraph, Part, Said, listed, numbers as formats, say, sentences


def met_people(deal: Deal) -> set[int]:
    """Everybody we ever met in this deal, or knew before."""
    touched = {event.person for event in deal.of("touch")}
    return touched | {event.person for event in deal.of("met")}


def ending(deal: Deal) -> list[Part]:
    """How it ended, and what the vote says about it."""
    held = rounds(deal)
    if not held or deal.outcome not in (Outcome.won, Outcome.lost, Outcome.no_decision):
        return [Paragraph(sentences([_outcome(deal, held), why_no_offer(deal)]))]
    last = held[-1]
    if not any(event.day == last.choice.day for event in deal.of("outcome")):
        return [Paragraph(sentences([_outcome(deal, held), why_no_offer(deal), _unmet_power(deal)]))]
    how = sentences([voted(last), _before_the_draw(last), _as_measured(last)])
    ended = sentences([_outcome(deal, held), why_no_offer(deal), _unmet_power(deal)])
    if last.rule == TENDER:
        return [Paragraph(ended), Paragraph(how)]
    return [Paragraph(ended), Paragraph(how), *_votes(last)]


def _votes(last: Round) -> list[Part]:
    """Where everybody stood at the last vote: by what they voted where votes are counted, else by whether we met."""
    deal = last.deal
    met = met_people(deal)
    groups: dict[int, list[Said]] = {}
    counted = last.rule in COUNTED
    for vote in sorted(last.votes, key=lambda vote: -deal.power(vote.person)):
        known = vote.person in met
        groups.setdefault(vote.code if counted else int(not known), []).append(_voter(deal, vote, known or not counted))
    if counted:
        head = say("How they voted, with the power of each and the chance with which they would have chosen us:")
        heads = {code: option_words(deal, code) for code in groups}
    else:
        head = say("Where they stood, with the power of each and the chance with which they would have chosen us:")
        heads = {0: say("met"), 1: say("not met")}
    entries = [
        say("{option}: {names}", option=heads[code], names=Joined(names, "; "))
        for code, names in sorted(groups.items())
    ]
    return [Paragraph(head), Items(entries)]


def _voter(deal: Deal, vote: Event, known: bool) -> Message:
    power, chance = f"{deal.power(vote.person):.2f}", formats.share(vote["chance_us"], 0)
    name = deal.name(vote.person)
    if known:
        return say("{name} (power {power}, chance for us {chance})", name=name, power=power, chance=chance)
    return say("{name} (power {power}, chance for us {chance}, not met)", name=name, power=power, chance=chance)


def _outcome(deal: Deal, held: list[Round]) -> Message:
    days = formats.days(deal.days)
    match deal.outcome:
        case Outcome.won:
            return say("After {days} days the committee chose us.", days=days)
        case Outcome.lost if any(deal.of("signed_early")):
            rival = deal.rival(deal.winner)
            return say("After {days} days {rival} signed, before the committee had chosen.", days=days, rival=rival)
        case Outcome.lost:
            return say("After {days} days the committee chose {winner}.", days=days, winner=deal.rival(deal.winner))
        case Outcome.withdrawn:
            return say("After {days} days we withdrew.", days=days)
        case Outcome.no_decision if held and any(event.day == held[-1].choice.day for event in deal.of("outcome")):
            return say(
                "After {days} days, in round {rounds} of the decision, the committee shelved the project.",
                days=days,
                rounds=len(held),
            )
        case Outcome.no_decision:
            steps = list(deal.of("step"))
            return say(
                "After {days} days the customer dropped the project in the step “{step}”, before any decision.",
                days=days,
                step=deal.step(steps[-1].code) if steps else "–",
            )
        case _:
            return say(
                "At the horizon, {days} days after it opened, the deal was still open: it counts as neither won nor "
                "lost.",
                days=days,
            )


def _before_the_draw(last: Round) -> Said:
    if tells_chances(last):
        return ""
    if last.rule == TENDER:
        return say(
            "Before the draw the chances of this award were {chances}, with a challenge and the decider's right to "
            "cancel counted in.",
            chances=chances_of(last.choice),
        )
    return say(
        "Before the draw the chances of this vote under the rule, {rule}, were {chances}, with vetoes and the "
        "decider's silence counted in.",
        rule=GROUP_CHOICE[last.deal.account.buying_centre.group_choice.model],
        chances=chances_of(last.choice),
    )


def _as_measured(last: Round) -> Message:
    """Measures count the deal by its chances; in a round that brought a choice, by those of a choice."""
    won, lost, nothing = (last.choice[f"chance_{name}"] for name in ("us", "rivals", "nothing"))
    if last.is_last or last.deal.outcome is Outcome.no_decision:
        return say(
            "The draw decided this story; the measures count the deal as {won} won, {lost} lost and {nothing} without "
            "a decision.",
            won=formats.share(won, 0),
            lost=formats.share(lost, 0),
            nothing=formats.share(nothing, 0),
        )
    closing = won + lost
    return say(
        "The draw decided this story; the measures count the deal as {won} won and {lost} lost, since this round "
        "brought a choice.",
        won=formats.share(won / closing, 0),
        lost=formats.share(lost / closing, 0),
    )


def _unmet_power(deal: Deal) -> Said:
    met = met_people(deal)
    powers = [deal.power(place) for place in range(len(deal.trace.people))]
    unmet = [place for place in range(len(powers)) if place not in met]
    share = sum(powers[place] for place in unmet) / sum(powers)
    if not unmet or not 0.1 <= share < 1:
        return ""
    return say(
        "{share} of the power was held by people whom we did not meet in this deal: {names}.",
        share=formats.share(share, 0),
        names=listed(deal.name(place) for place in unmet),
    )
