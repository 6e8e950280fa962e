"""What happens in a formal tender: doors close, bids are opened and scored, and some tenders start again."""

from __future__ import annotations

import math

from engine.results.deal_trace import Event
from engine.wording import Message, Said, numbers as formats, say

TOO_FEW, CHALLENGED, NONE_MEETS = 0, 1, 3
UNDISCOVERED, STRUCK_OUT = 1, 2


def of_tender(event: Event, rival: Said = "") -> Message:
    """An event of a tender in a sentence. rival: who broke the law, where somebody did."""
    if event.kind == "misconduct":
        return _misconduct(rival, event.code)
    if event.kind == "visits_closed":
        return say("The tender closes the doors: from now on nobody may be called on, neither by us nor by rivals.")
    return _scored(event) if event.kind == "bids_scored" else _stopped(event)


def _misconduct(rival: Said, offence: int) -> Message:
    if offence == UNDISCOVERED:
        return say("{rival} breaks the law to win this tender, and nobody finds out.", rival=rival)
    if offence == STRUCK_OUT:
        return say("It comes out that {rival} broke the law; on a challenge their bid is struck out.", rival=rival)
    return say("It comes out that {rival} broke the law; on a challenge the tender starts again.", rival=rival)


def _scored(event: Event) -> Message:
    ours = event["ours"]
    mine: Said = say("ours is rejected for a fault of form")
    if not math.isnan(ours):
        mine = say("ours has {points} points", points=f"{100 * ours:.1f}")
    best = event["best_other"]
    other: Said = (
        say("there is no other") if math.isnan(best) else say("the best other {points}", points=f"{100 * best:.1f}")
    )
    return say(
        "Bids are opened: {n} valid, strangers among the bidders: {strangers}; {ours}, {other}, before the evaluators "
        "differ.",
        n=event.code,
        strangers=int(event["strangers"]),
        ours=mine,
        other=other,
    )


def _stopped(event: Event) -> Message:
    chance = formats.share(event["chance"], 0)
    if event.code == NONE_MEETS:
        return say("No bid is found to meet the requirement (chance {chance}); it starts again.", chance=chance)
    if event.code == CHALLENGED:
        return say(
            "A bidder challenges papers that fit one supplier too well (chance {chance}); it starts again with papers "
            "for all.",
            chance=chance,
        )
    return say("The decider cancels instead of confirming (chance {chance}); the tender starts again.", chance=chance)
