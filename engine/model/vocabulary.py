"""The vocabulary of the field in English and Chinese: every member of every enumeration of `model.terms`."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

from engine.model.terms import (
    BuyerStep,
    Continuation,
    Cultivation,
    GateVerdict,
    Incumbent,
    Move,
    Origin,
    Outcome,
    Ownership,
    PathKind,
    Play,
    Role,
    Ruling,
    Score,
    Stage,
    TermsSettled,
    TouchKind,
    Trigger,
)
from engine.wording import Message, counted, say

TERMS: Mapping[type[IntEnum], Mapping[IntEnum, Message]] = {
    Trigger: {
        Trigger.none: say("no trigger"),
        Trigger.scheduled_renewal: say("scheduled renewal"),
        Trigger.unexpected_replacement: say("unexpected replacement"),
        Trigger.keeping_up: say("keeping up"),
        Trigger.staying_ahead: say("staying ahead"),
    },
    Origin: {
        Origin.unknown: say("unknown origin"),
        Origin.proactive: say("proactive"),
        Origin.reactive: say("reactive"),
    },
    Play: {
        Play.none: say("none"),
        Play.frontal: say("frontal"),
        Play.flanking: say("flanking"),
        Play.divide: say("divide and conquer"),
        Play.develop: say("develop for the future"),
        Play.fortify: say("fortify"),
    },
    Cultivation: {
        Cultivation.nobody: say("nobody is cultivated"),
        Cultivation.top: say("the top is cultivated"),
        Cultivation.bottom: say("the lower part is cultivated"),
    },
    Incumbent: {
        Incumbent.none: say("nobody"),
        Incumbent.us: say("us"),
        Incumbent.rival: say("a rival"),
    },
    Outcome: {
        Outcome.no_project: say("no project opened"),
        Outcome.won: say("won"),
        Outcome.lost: say("lost to a rival"),
        Outcome.no_decision: say("no decision"),
        Outcome.withdrawn: say("we withdrew"),
        Outcome.open: say("still open"),
    },
    TouchKind: {
        TouchKind.situation: say("situation questions"),
        TouchKind.problem: say("problem questions"),
        TouchKind.implication: say("implication questions"),
        TouchKind.payoff: say("need-payoff questions"),
        TouchKind.evidence: say("evidence against worries"),
        TouchKind.proposal: say("presenting the offer"),
        TouchKind.help: say("help with their own part of the file"),
    },
    Move: {
        Move.visit: say("a visit"),
        Move.call: say("a call"),
        Move.executive_visit: say("a visit of our executive"),
        Move.event: say("an event of ours"),
        Move.reference_visit: say("a visit to a customer of ours"),
        Move.partner: say("a partner's word"),
        Move.seminar: say("a seminar"),
        Move.help: say("help with their file"),
        Move.gift: say("a gift"),
        Move.hospitality: say("hospitality"),
        Move.commission: say("a commission to somebody there"),
        Move.disparagement: say("disparaging a rival"),
        Move.collusion: say("collusion with other bidders"),
        Move.order_splitting: say("splitting an order to escape a tender"),
    },
    Ruling: {
        Ruling.allowed: say("allowed"),
        Ruling.needs_approval: say("needs our own approval"),
        Ruling.forbidden: say("forbidden"),
    },
    TermsSettled: {
        TermsSettled.handed_in: say("with the offer"),
        TermsSettled.negotiated: say("in the last round"),
        TermsSettled.approved: say("once approved"),
        TermsSettled.expected: say("as expected again"),
    },
    Ownership: {
        Ownership.public_body: say("public body"),
        Ownership.state: say("state-owned"),
        Ownership.private: say("privately owned"),
        Ownership.foreign: say("foreign-owned"),
    },
    PathKind: {
        PathKind.free_purchase: say("free purchase"),
        PathKind.open_tender: say("open tender"),
        PathKind.invited_tender: say("invited tender"),
        PathKind.competitive_negotiation: say("competitive negotiation"),
        PathKind.enquiry: say("enquiry for prices"),
        PathKind.single_source: say("single source"),
        PathKind.frame_contract: say("call-off from a frame contract"),
        PathKind.reciprocal: say("reciprocal purchase"),
        PathKind.leasing: say("leasing"),
    },
    Stage: {
        Stage.none: say("not started"),
        Stage.identify: say("identify"),
        Stage.assess: say("assess"),
        Stage.propose: say("propose"),
        Stage.close: say("close"),
        Stage.follow_up: say("follow up"),
    },
    BuyerStep: {
        BuyerStep.need: say("need"),
        BuyerStep.research: say("research"),
        BuyerStep.analysis: say("analysis"),
        BuyerStep.approval: say("project approval"),
        BuyerStep.sourcing: say("sourcing"),
        BuyerStep.bidding: say("bidding"),
        BuyerStep.testing: say("testing"),
        BuyerStep.purchase: say("purchase"),
        BuyerStep.acceptance: say("acceptance"),
    },
    GateVerdict: {
        GateVerdict.hold: say("stay in this stage"),
        GateVerdict.advance: say("go on to the next stage"),
    },
    Continuation: {
        Continuation.carry_on: say("carry on"),
        Continuation.withdraw: say("withdraw"),
    },
}


ROLE: Mapping[Role, Message] = {
    "initiator": say("initiator"),
    "user": say("user"),
    "influencer": say("influencer"),
    "technical_evaluator": say("technical evaluator"),
    "buyer": say("buyer"),
    "decider": say("decider"),
    "gatekeeper": say("gatekeeper"),
    "financial_approver": say("financial approver"),
}


SCORE: Mapping[Score, Message] = {
    "power": say("power"),
    "susceptibility": say("susceptibility"),
    "criteria": say("criteria"),
    "stance": say("stance"),
    "need": say("explicit need"),
    "worry": say("worry"),
}


def unknown_in_words(where: str, counts: Mapping[Score, int]) -> tuple[Message, ...]:
    """One sentence that says what is drawn, by of how many people each score is unknown; none where all are known."""
    scores = [
        counted("{score} of {n} person", "{score} of {n} people", n, score=SCORE[score])
        for score, n in counts.items()
        if n
    ]
    if not scores:
        return ()
    return (
        say(
            "{path}: not known, so drawn once a replication, the same for all strategies: {scores}",
            path=where,
            scores=scores,
        ),
    )


def in_words(member: IntEnum) -> Message:
    """A member of one of these vocabularies in words."""
    return TERMS[type(member)][member]


FORMER_WORDS: Mapping[str, IntEnum] = {
    "招标报价": BuyerStep.bidding,
    "询价比价": BuyerStep.bidding,
    "确认": Stage.identify,
    "考察": Stage.assess,
    "评估": Stage.assess,
    "报价": Stage.propose,
    "提案": Stage.propose,
}
"""Words that are understood in files beside those by which these members are called today."""


KIND_OF_VALUE: Mapping[str, type[IntEnum]] = {
    "trigger": Trigger,
    "origin": Origin,
    "buyer_step": BuyerStep,
    "incumbent": Incumbent,
    "stage": Stage,
    "play": Play,
    "verdict": GateVerdict,
    "continuation": Continuation,
    "cultivation": Cultivation,
    "move": Move,
    "ruling": Ruling,
    "ownership": Ownership,
    "purchase_path": PathKind,
}
"""Facts and outputs of rulebooks whose values are words of these vocabularies."""
