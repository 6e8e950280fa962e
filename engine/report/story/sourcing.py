"""Who was asked for an offer, and why we were or were not."""

from __future__ import annotations

from engine.report.deal import Deal
from engine.report.story.voting import option_words
from engine.results.deal_trace import Event
from engine.wording import Message, Said, listed, numbers as formats, say

US = 0


def on_list(event: Event, option: int) -> bool:
    """Is the supplier on the short list of this event?"""
    return bool(event.code >> option & 1)


def short_list(deal: Deal, event: Event) -> Message:
    """Who is on the list, and what spoke for us."""
    options = range(len(deal.account.rivals) + 1)
    names = listed(option_words(deal, option) for option in options if on_list(event, option))
    if deal.account.project.path.asked == "one":
        return say(
            "One supplier is asked for an offer: {names}; it is the one in place, or whom those who draw up the list "
            "know best.",
            names=names,
        )
    chance = formats.share(event["chance_us"], 0)
    if on_list(event, US):
        return say(
            "These suppliers are asked for an offer: {names}. We had a chance of {chance} to come to mind; {known}.",
            names=names,
            chance=chance,
            known=_known(event),
        )
    return say(
        "These suppliers are asked for an offer: {names}. We are not: {known}, and our chance to come to mind was "
        "{chance}.",
        names=names,
        chance=chance,
        known=_known(event),
    )


def _known(event: Event) -> Said:
    knew, drew = int(event["knew_us"]), int(event["drew"])
    if knew == 0:
        return say("nobody who drew up the list knew us")
    return say("{knew} of the {drew} who drew up the list knew us", knew=knew, drew=drew)


def was_left_out(deal: Deal) -> bool:
    """Were we not asked for an offer, and not let in later either?"""
    last = None
    for event in deal.of("short_list", "let_in"):
        if event.kind == "short_list":
            last = on_list(event, US)
        elif event.code == US:
            last = True
    return last is False


def why_no_offer(deal: Deal) -> Said:
    """That we had no offer in the decision, and why; empty where we had one."""
    if not was_left_out(deal):
        return ""
    if deal.account.project.path.asked == "one":
        return say("There was no offer of ours to choose: one supplier was asked, and that was not us.")
    drawn = next(deal.of("short_list"))
    return say(
        "There was no offer of ours to choose: we were not asked for one, since {known}, and nobody with power let us "
        "in later.",
        known=_known(drawn),
    )
