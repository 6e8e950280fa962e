"""The closed vocabularies of the field. The position of a word in its tuple is its code in flat records."""

from __future__ import annotations

from enum import IntEnum
from typing import Literal

LANGUAGES = ("en", "zh")


class Trigger(IntEnum):
    """Why a project opens (S06)."""

    none = 0
    scheduled_renewal = 1
    unexpected_replacement = 2
    keeping_up = 3
    staying_ahead = 4


class Origin(IntEnum):
    """Who started it (S11)."""

    unknown = 0
    proactive = 1
    reactive = 2


class Play(IntEnum):
    """Competitive strategy (S16)."""

    none = 0
    frontal = 1
    flanking = 2
    divide = 3
    develop = 4
    fortify = 5


class Cultivation(IntEnum):
    """Whom we keep contact with while there is no project (S28): nobody, the top of the chart, its lower part."""

    nobody = 0
    top = 1
    bottom = 2


CULTIVATED_BY_THE_RULES = len(Cultivation)
"""Beside whom to cultivate: whom the rulebook says."""


class Incumbent(IntEnum):
    """Who holds the account today."""

    none = 0
    us = 1
    rival = 2


class Outcome(IntEnum):
    """How a deal ended (E3). `no_project`: nothing triggered one in time. `open`: censored at the horizon."""

    no_project = 0
    won = 1
    lost = 2
    no_decision = 3
    withdrawn = 4
    open = 5


class TouchKind(IntEnum):
    """What a touch is for: SPIN questions (S15), evidence against worry, the offer, help with their own work (S12)."""

    situation = 0
    problem = 1
    implication = 2
    payoff = 3
    evidence = 4
    proposal = 5
    help = 6


class Move(IntEnum):
    """What somebody may want to do towards a customer (S12, S31).

    Up to `help` they are what sellers do, ours and rivals'; the rest nobody can do here: they have no effect at all.
    """

    visit = 0
    call = 1
    executive_visit = 2
    event = 3
    reference_visit = 4
    partner = 5
    seminar = 6
    help = 7
    gift = 8
    hospitality = 9
    commission = 10
    disparagement = 11
    collusion = 12
    order_splitting = 13


MOVES_MADE = 8
"""So many of them, from the first, can be made."""


class Ruling(IntEnum):
    """What compliance says of a move (S31)."""

    allowed = 0
    needs_approval = 1
    forbidden = 2


class Ownership(IntEnum):
    """Whose the customer is (S04): it sets the path, the meetings and what is allowed there."""

    public_body = 0
    state = 1
    private = 2
    foreign = 3


OwnershipName = Literal["public_body", "state", "private", "foreign"]


class PathKind(IntEnum):
    """The path of a purchase (S08)."""

    free_purchase = 0
    open_tender = 1
    invited_tender = 2
    competitive_negotiation = 3
    enquiry = 4
    single_source = 5
    frame_contract = 6
    reciprocal = 7
    leasing = 8


PathName = Literal[
    "free_purchase",
    "open_tender",
    "invited_tender",
    "competitive_negotiation",
    "enquiry",
    "single_source",
    "frame_contract",
    "reciprocal",
    "leasing",
]


class Stage(IntEnum):
    """The five sales stages (S14)."""

    none = 0
    identify = 1
    assess = 2
    propose = 3
    close = 4
    follow_up = 5


class BuyerStep(IntEnum):
    """The buyer's own process (S08)."""

    need = 0
    research = 1
    analysis = 2
    approval = 3
    sourcing = 4
    bidding = 5
    testing = 6
    purchase = 7
    acceptance = 8


class TermsSettled(IntEnum):
    """When and why terms of our offer were settled (S25)."""

    handed_in = 0
    negotiated = 1
    approved = 2
    expected = 3


class GateVerdict(IntEnum):
    """What the gate of a sales stage says."""

    hold = 0
    advance = 1


class Continuation(IntEnum):
    """Whether we go on."""

    carry_on = 0
    withdraw = 1


CRITERIA = ("price", "technical", "service", "risk", "delivery", "payment")
TERM_CRITERIA = ("delivery", "payment")
"""Those that an offer says in days."""
Score = Literal["power", "susceptibility", "criteria", "stance", "need", "worry"]
SCORES: tuple[Score, ...] = ("power", "susceptibility", "criteria", "stance", "need", "worry")
"""What is judged of a person, and drawn where nobody has judged it."""
ROLES = (
    "initiator",
    "user",
    "influencer",
    "technical_evaluator",
    "buyer",
    "decider",
    "gatekeeper",
    "financial_approver",
)
Role = Literal[
    "initiator",
    "user",
    "influencer",
    "technical_evaluator",
    "buyer",
    "decider",
    "gatekeeper",
    "financial_approver",
]
TieKind = Literal["advice", "friendship", "conflict"]
InfluenceModel = Literal["friedkin_johnsen", "degroot", "voter", "invasion"]
INFLUENCE_MODELS: tuple[InfluenceModel, ...] = ("friedkin_johnsen", "degroot", "voter", "invasion")
GroupModel = Literal[
    "weighted",
    "equiprobability",
    "autocracy",
    "plurality",
    "weighted_vote",
    "minimum_endorsement",
    "unanimity",
    "preference_perturbation",
    "tender",
]
GROUP_MODELS: tuple[GroupModel, ...] = (
    "weighted",
    "equiprobability",
    "autocracy",
    "plurality",
    "weighted_vote",
    "minimum_endorsement",
    "unanimity",
    "preference_perturbation",
    "tender",
)
VOTING_MODELS: tuple[GroupModel, ...] = GROUP_MODELS[:-1]
"""Those under which members of the committee vote; a tender is awarded by points."""
TeamRole = Literal["account_manager", "presales_engineer", "executive_sponsor", "service"]
TEAM_ROLES: tuple[TeamRole, ...] = ("account_manager", "presales_engineer", "executive_sponsor", "service")
MAX_PEOPLE = 32
MAX_RIVALS = 3
COUNTED_BY_VOTES: tuple[GroupModel, ...] = ("plurality", "weighted_vote", "minimum_endorsement")
MAX_TALLIES = 4_000
"""Different tallies up to which the chances of a counted vote are worked out exactly."""
VOTE_DRAWS = 64
"""Beyond that: draws of the same vote whose mean stands for its chances, the one that is played among them."""
