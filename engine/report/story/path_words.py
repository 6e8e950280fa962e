"""The path of a purchase in the story: what it is called, who was qualified for it, how prices compared."""

from __future__ import annotations

import math

from engine.model.quantity import canonical
from engine.report.deal import Deal
from engine.report.story.voting import option_words
from engine.results.deal_trace import Event
from engine.wording import Message, Said, numbers as formats, say


def path_taken(deal: Deal) -> Message:
    """Which path it was, and what it asks of bidders."""
    path = deal.account.project.path
    needed, days = round(canonical(path.bidders_needed)), canonical(path.least_days)
    if needed > 1:
        return say(
            "It is bought by {path}: {n} valid bids are needed, and papers lie open for {days} days at least.",
            path=path.title,
            n=needed,
            days=formats.days(days),
        )
    return say("It is bought by {path}.", path=path.title)


def of_path(deal: Deal, event: Event) -> Message:
    """An event of the path in a sentence."""
    if event.kind == "prices_compared":
        return _compared(event)
    who = option_words(deal, event.code)
    if event.kind == "not_qualified":
        if math.isinf(event["days"]):
            return say("Not qualified when bids are in: {who}; no papers were handed in.", who=who)
        days = f"{event['days']:.1f}"
        return say("Not qualified when bids are in: {who}; the check needs {days} days more.", who=who, days=days)
    return say(
        "Papers to be qualified come from {who}; checking them takes {days} days.", who=who, days=f"{event['days']:.1f}"
    )


def _compared(event: Event) -> Message:
    """Our price and the lowest other, as shares of the estimate."""
    ours, lowest = event["ours"], event["lowest_other"]
    mine: Said = say("ours is not valid")
    if not math.isnan(ours):
        mine = say(
            "ours is {share} of the estimate and is found to meet the requirement with a chance of {chance}",
            share=formats.share(ours, 0),
            chance=formats.share(event["meets"], 0),
        )
    other: Said = say("there is no other")
    if not math.isnan(lowest):
        other = say("the lowest other {share}", share=formats.share(lowest, 0))
    return say("Prices are compared: {ours}; {other}.", ours=mine, other=other)


def stopped_short(deal: Deal) -> Message:
    """Why a purchase starts again for want of bids."""
    needed = round(canonical(deal.account.project.path.bidders_needed))
    return say("Too few valid bids, {n} are needed: the purchase stops and starts again.", n=needed)


def came_down(deal: Deal) -> float:
    """Share by which our last price after talks was below our first, 0–1."""
    compared = list(deal.of("prices_compared"))
    path = deal.account.project.path
    if not compared or not path.last_price or math.isnan(compared[-1]["ours"]):
        return 0.0
    spread = deal.constant("behaviour.tender.price_spread", 0.0)
    first = 1.0 + spread * (0.5 - deal.account.offer.price)
    return max(0.0, 1.0 - compared[-1]["ours"] / first)
