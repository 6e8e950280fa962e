"""Our terms in words: what was offered, what our approver was asked, and what others did to the price."""

from __future__ import annotations

from engine.model.terms import TermsSettled
from engine.report.deal import Deal
from engine.results.deal_trace import Event
from engine.wording import Message, Said, listed, numbers as formats, say

ASKED, GRANTED, TOO_LATE = range(3)
MANY_ASKED, RIVAL_FOLLOWS = range(2)


def of_terms(deal: Deal, event: Event) -> Message:
    """An event of our terms, or of what others do to the price, in a sentence."""
    if event.kind == "terms_approval":
        return _approval(event)
    return _pressed(deal, event) if event.kind == "price_pressed" else _offered(event)


def terms_words(price: float, credit: float, sooner: float) -> Said:
    """Terms in words. price: share conceded; credit: days beyond the standard offer; sooner: days."""
    said: list[Said] = []
    if price > 0.0:
        said.append(say("{price} off the price", price=formats.share(price, 1)))
    if credit > 0.0:
        said.append(say("{days} days of credit more", days=formats.days(credit)))
    if sooner > 0.0:
        said.append(say("delivery {days} days sooner", days=formats.days(sooner)))
    return listed(said) if said else say("the standard offer")


def _offered(event: Event) -> Message:
    terms = terms_words(event["price_conceded"], event["credit_days"], event["days_sooner"])
    match event.code:
        case TermsSettled.expected:
            share = formats.share(event["price_conceded"], 1)
            return say("They remember what they paid: {share} is off the price before we begin.", share=share)
        case TermsSettled.approved:
            return say("As our approver allowed, we offer {terms}.", terms=terms)
        case TermsSettled.negotiated:
            return say("In the last round we offer {terms}.", terms=terms)
    return say("Our offer is written with {terms}.", terms=terms)


def _approval(event: Event) -> Message:
    days = formats.days(event["days"])
    if event.code == ASKED:
        return say("That is more than we may concede: our own approver is asked and answers in {days} days.", days=days)
    if event.code == GRANTED:
        return say("Our own approver agrees to the terms after {days} days.", days=days)
    return say("Our own approver's answer comes too late, after {days} days; the offer stands as it was.", days=days)


def _pressed(deal: Deal, event: Event) -> Message:
    share = formats.share(event["share"], 1)
    if event.code == RIVAL_FOLLOWS:
        rival = deal.rival(int(event["who"]))
        return say("{rival} hears of our price and gives up {share} of theirs.", rival=rival, share=share)
    return say("{n} suppliers were asked; that presses everybody's price by {share}.", n=int(event["who"]), share=share)
