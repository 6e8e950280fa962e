"""Where each mechanism shows: switched off in the engine alone, it makes both programs disagree there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Shown:
    """A figure of a strategy in a variant of the reference deal (see `reference.VARIANTS`)."""

    variant: str
    strategy: str
    figure: str


TOP_DOWN = ("reference", "top_down")
SPONSORED = ("reference", "bottom_up_sponsored")
TENDER = ("tender", "bottom_up_sponsored")
PUBLIC_TENDER = ("public tender", "bottom_up_field")
PUBLIC_TENDER_FROM_ABOVE = ("public tender", "top_down")
IN_PLACE = ("in place", "top_down")
IN_PLACE_FIELD = ("in place", "bottom_up_field")
PEERS_AND_PLANS = ("peers and plans", "top_down")
SECOND_BEST = ("second best", "bottom_up_sponsored")
HOPELESS = ("hopeless", "bottom_up_leapfrog")
PLAYED = (
    TOP_DOWN,
    SPONSORED,
    TENDER,
    PUBLIC_TENDER,
    PUBLIC_TENDER_FROM_ABOVE,
    IN_PLACE,
    IN_PLACE_FIELD,
    PEERS_AND_PLANS,
    SECOND_BEST,
    HOPELESS,
)
"""Variants and strategies that both programs play."""

SHOWN: dict[str, Shown] = {
    "access": Shown(*TOP_DOWN, "touches"),
    "acquaintance": Shown(*TOP_DOWN, "requests refused"),
    "after_sale": Shown(*TOP_DOWN, "satisfaction"),
    "assets": Shown(*TOP_DOWN, "events"),
    "balance": Shown(*TOP_DOWN, "calls to keep balance"),
    "bids": Shown(*TENDER, "won"),
    "budget": Shown(*IN_PLACE, "rounds of the decision"),
    "calendar": Shown(*SECOND_BEST, "touches"),
    "channels": Shown(*IN_PLACE, "guests at events"),
    "compliance": Shown(*TENDER, "touches"),
    "counterparts": Shown(*IN_PLACE, "worry at the end"),
    "cultivation": Shown(*TOP_DOWN, "experience of us"),
    "develop": Shown(*HOPELESS, "promises kept"),
    "divide": Shown(*SECOND_BEST, "amount won"),
    "early_signature": Shown(*PEERS_AND_PLANS, "sign-offs"),
    "executives": Shown(*IN_PLACE, "strongest mandate"),
    "experience": Shown(*TOP_DOWN, "promises kept"),
    "flanking": Shown(*HOPELESS, "experience of us"),
    "fortify": Shown(*IN_PLACE_FIELD, "lost"),
    "gossip": Shown(*SPONSORED, "people met"),
    "group_decision": Shown(*TOP_DOWN, "no decision"),
    "hearing": Shown(*TOP_DOWN, "heard of after, days"),
    "helping": Shown(*SPONSORED, "help with their work"),
    "incumbency": Shown(*TOP_DOWN, "lost"),
    "influence": Shown(*TOP_DOWN, "internal meetings"),
    "keeping_up": Shown(*PEERS_AND_PLANS, "opened on, day"),
    "knowledge": Shown(*TOP_DOWN, "hours of ours"),
    "leaps": Shown(*HOPELESS, "people resentful"),
    "mandates": Shown(*TOP_DOWN, "strongest mandate"),
    "meetings": Shown(*TOP_DOWN, "stance at the end"),
    "offer_terms": Shown(*TOP_DOWN, "price conceded"),
    "offer_test": Shown(*TENDER, "stance at the end"),
    "pace": Shown(*HOPELESS, "people resentful"),
    "path_rules": Shown(*PUBLIC_TENDER, "touches"),
    "preparation": Shown(*SPONSORED, "requests refused"),
    "price_pressure": Shown(*IN_PLACE, "margin"),
    "pursuit": Shown(*TOP_DOWN, "people met"),
    "qualification": Shown(*PUBLIC_TENDER_FROM_ABOVE, "hours of ours"),
    "reorganisation": Shown(*PEERS_AND_PLANS, "no decision"),
    "resentment": Shown(*IN_PLACE, "people resentful"),
    "rivals": Shown(*TOP_DOWN, "rivals' visits"),
    "seminars": Shown(*IN_PLACE, "seminars"),
    "shaping": Shown(*TENDER, "won"),
    "short_list": Shown(*TOP_DOWN, "won"),
    "sign_offs": Shown(*TOP_DOWN, "sign-offs"),
    "spin": Shown(*TOP_DOWN, "need at the end"),
    "sponsors": Shown(*SPONSORED, "people met"),
    "staying_ahead": Shown(*PEERS_AND_PLANS, "need at the end"),
    "step_owners": Shown(*IN_PLACE_FIELD, "cycle, days"),
    "surprises": Shown(*TOP_DOWN, "worry at the end"),
    "terms_approval": Shown(*SECOND_BEST, "approvals of terms"),
    "tender": Shown(*TENDER, "lost"),
    "urgent_owners": Shown(*IN_PLACE, "promises kept"),
}
"""Mechanisms that the plain program knows."""

UNKNOWN: dict[str, str] = {
    "bodies": "no step of the reference deal ends before a body that meets on dates",
    "leasing": "nothing is leased unless the path says so: no variant does",
    "lowest_price": "no variant takes a path on which the lowest price wins",
    "memory": "no book and no phase of a variant asks what is remembered: it is kept, and changes nothing",
    "misconduct": "nobody breaks the law unless a scenario says how often: the plain program's rivals never do",
    "reciprocity": "no supplier buys from the customer in any variant",
    "single_source": "no variant asks a single supplier",
    "unknown_scores": "every score of the reference deal is written out: nothing is left to be drawn",
    "turnover": "nobody leaves unless a scenario says how often: the plain program's people stay for the whole deal",
}
"""Mechanisms that the plain program does not know, and why: they do nothing in any variant."""
