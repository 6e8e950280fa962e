"""What may not be done does not happen (S31): one place is asked before every move, of ours and of rivals.

The rulebook `compliance` is looked up once for each situation and kind of move, towards those who judge the offers and
towards others; a move that it forbids exists for nobody.
"""

from __future__ import annotations

from math import nan
from typing import Any

from engine.dynamics import moments
from engine.dynamics.declarations import Column, Constant, EventKind, Field, Mechanism, Number, ShownIn, assumed
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.packed_tables import decide, deciding_rule, output, outputs_of
from engine.dynamics.machine.tape import write
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.moves import may_be_made
from engine.dynamics.state.person_values import TECHNICAL, has_role
from engine.dynamics.state.source import Source
from engine.dynamics.state.talks import step_at_hand, talks_closed
from engine.model.decisions import book_number, output_place
from engine.model.quantity import Duration, WorkHours
from engine.model.terms import MOVES_MADE, BuyerStep, Move, Ownership, PathKind, Ruling
from engine.wording import say

VISITS_CLOSED = EventKind(49, "visits_closed", "seen")
MOVE_REFUSED = EventKind(
    57,
    "move_refused",
    "seen",
    by="us",
    person="whom we wanted to reach",
    code=Move,
    numbers=(Number("rule_place", "place of the rule that forbids it, in the order in which rules win"),),
)
APPROVAL_SOUGHT = EventKind(
    58,
    "approval_sought",
    "seen",
    by="us",
    person="whom we want to reach",
    code=Move,
    numbers=(Number("days", "days until our own approver has answered"),),
)
BOOK, RULING = book_number("compliance"), output_place("compliance", "ruling")
VISIT, FORBIDDEN = int(Move.visit), int(Ruling.forbidden)
NOBODY = -1
KINDS = 2 * MOVES_MADE
"""Rulings on one situation: of each move that can be made, towards others and towards those who judge the offers."""
OWNERS, PATHS, STEPS = len(Ownership) + 1, len(PathKind), len(BuyerStep) + 1
SITUATIONS = OWNERS * PATHS * 2 * STEPS
"""Whose the customer is, or unknown; the path; whether it has closed the talks; the buyer's step, or no project."""


@kernel
def _set_facts(account: Account, deal: Deal, move: int, evaluates: int) -> None:
    """What is known of a move: what, where, on which path, at which step, towards whom."""
    step = step_at_hand(account, deal)
    deal.fact_move = float(move)
    deal.fact_receiver_evaluates = float(evaluates)
    deal.fact_ownership = nan if account.ownership < 0 else float(account.ownership)
    deal.fact_formal_tender = float(account.formal_tender)
    deal.fact_purchase_path = float(account.path)
    deal.fact_talks_closed = float(talks_closed(account, deal))
    deal.fact_buyer_step = nan if step < 0 else float(step)


@kernel
def _forget_facts(deal: Deal, step: float, tender: float, path: float, closed: float) -> None:
    """Leave the facts as they were for whoever is asked next."""
    deal.fact_move = nan
    deal.fact_receiver_evaluates = nan
    deal.fact_buyer_step, deal.fact_formal_tender = step, tender
    deal.fact_purchase_path, deal.fact_talks_closed = path, closed


@kernel
def _read(account: Account, deal: Deal, desk: Desk, situation: int) -> None:
    """Look all moves up in this situation, once for all deals of the job."""
    step, tender = deal.fact_buyer_step, deal.fact_formal_tender
    path, closed = deal.fact_purchase_path, deal.fact_talks_closed
    for move in range(MOVES_MADE):
        for evaluates in range(2):
            _set_facts(account, deal, move, evaluates)
            rule = deciding_rule(deal, desk, BOOK)
            place = KINDS * situation + 2 * move + evaluates
            desk.ruled_by[place] = rule
            desk.rulings[place] = int(output(desk, outputs_of(desk, BOOK, rule), RULING))
    _forget_facts(deal, step, tender, path, closed)
    desk.ruled[situation] = 1


@kernel
def _evaluates(account: Account, i: int) -> int:
    """1 where person i judges the offers."""
    return 1 if has_role(account, i, TECHNICAL) else 0


@kernel
def _rulings_from(account: Account, deal: Deal, desk: Desk) -> int:
    """Where the rulings on the situation at hand begin."""
    situation = ((account.ownership + 1) * PATHS + account.path) * 2 + talks_closed(account, deal)
    situation = situation * STEPS + step_at_hand(account, deal) + 1
    if desk.ruled[situation] == 0:
        _read(account, deal, desk, situation)
    return KINDS * situation


@kernel
def _place(account: Account, deal: Deal, desk: Desk, move: int, i: int) -> int:
    """Where the ruling on a move towards person i is kept."""
    return _rulings_from(account, deal, desk) + 2 * move + _evaluates(account, i)


@moments.move_wanted.at(10)
def ruled(account: Account, deal: Deal, desk: Desk, now: float, move: int, i: int, ruling: int) -> int:
    """What the rulebook says of it."""
    return int(desk.rulings[_place(account, deal, desk, move, i)])


@moments.rule_against.at(10)
def which_rule(account: Account, deal: Deal, desk: Desk, now: float, move: int, i: int, rule: int) -> int:
    """The rule that forbids it, so that whoever asks is told."""
    place = _place(account, deal, desk, move, i)
    return int(desk.ruled_by[place]) if desk.rulings[place] == FORBIDDEN else rule


@kernel
def _put_on_record(account: Account, deal: Deal, desk: Desk, now: float, move: int, i: int) -> None:
    """The decision with its facts, unless the same rule was put on record last."""
    rule = int(desk.ruled_by[_place(account, deal, desk, move, i)])
    if deal.told_rule == rule:
        return
    deal.told_rule = rule
    step, tender = deal.fact_buyer_step, deal.fact_formal_tender
    path, closed = deal.fact_purchase_path, deal.fact_talks_closed
    _set_facts(account, deal, move, _evaluates(account, i))
    decide(account, deal, desk, now, BOOK)
    _forget_facts(deal, step, tender, path, closed)


@moments.move_refused.at(10)
def refuse(account: Account, deal: Deal, desk: Desk, now: float, move: int, i: int) -> None:
    """It is not made; whom we wanted to reach is left alone until that is allowed again."""
    if move == VISIT:
        deal.kept_from[i] = 1
    deal.moves_refused += 1
    _put_on_record(account, deal, desk, now, move, i)
    place = _place(account, deal, desk, move, i)
    write(account, deal, desk, now, MOVE_REFUSED, i, move, float(desk.ruled_by[place]))


@moments.approval_days.at(10)
def seek_approval(account: Account, deal: Deal, desk: Desk, now: float, move: int, i: int, days: float) -> float:
    """Where our own approver is to be asked, the account manager writes it up, and everybody waits for the answer."""
    if desk.rulings[_place(account, deal, desk, move, i)] != Ruling.needs_approval:
        return days
    deal.approvals += 1
    deal.unbooked_hours += desk.compliance_approval_hours
    _put_on_record(account, deal, desk, now, move, i)
    write(account, deal, desk, now, APPROVAL_SOUGHT, i, move, desk.compliance_approval_days)
    return days + desk.compliance_approval_days


@moments.step_begins.at(40)
def shut_or_open(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """The process has gone on: what was forbidden may be allowed now, and the other way round."""
    for i in range(account.people):
        if deal.kept_from[i] == 1 and desk.rulings[_place(account, deal, desk, VISIT, i)] != FORBIDDEN:
            deal.kept_from[i] = 0
    at = _rulings_from(account, deal, desk) + 2 * VISIT
    others, evaluators = desk.rulings[at], desk.rulings[at + 1]
    shut = others == FORBIDDEN and evaluators == FORBIDDEN
    if shut and deal.no_visits == 0:
        write(account, deal, desk, now, VISITS_CLOSED)
    deal.no_visits = 1 if shut else 0


@moments.stays_away.at(10)
def wait_for_the_award(account: Account, deal: Deal, desk: Desk, now: float, yes: int) -> int:
    """We wait while nobody at all may be called on."""
    return 1 if deal.no_visits == 1 else yes


@moments.may_be_asked.at(30)
def unless_forbidden(account: Account, deal: Deal, desk: Desk, now: float, i: int, yes: int) -> int:
    """Whoever chooses for themselves is not offered whom they may not see."""
    return yes if may_be_made(account, deal, desk, now, VISIT, i) else 0


@moments.meeting_comes.at(5)
def call_off(account: Account, deal: Deal, desk: Desk, now: float, thread: int) -> None:
    """A meeting that was arranged before does not take place."""
    i = deal.thread_person[thread]
    if i == NOBODY or may_be_made(account, deal, desk, now, VISIT, i):
        return
    deal.in_flight[i] = 0
    deal.thread_person[thread] = NOBODY
    if deal.kept_from[i] == 0:
        moments.move_refused(account, deal, desk, now, VISIT, i)


@moments.facts_of_deal.at(145)
def tender_facts(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Everybody knows whether people may be called on."""
    deal.fact_visits_allowed = 1.0 - deal.no_visits


@moments.snapshot.at(60)
@moments.facts_of_deal.at(146)
def ownership_facts(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Whose a customer is can be looked up."""
    deal.fact_ownership = nan if account.ownership < 0 else float(account.ownership)


def lower(source: Source, account: Any, deal: Any) -> None:
    """Whose the customer is."""
    owned = source.account.ownership
    account.ownership = -1 if owned is None else Ownership[owned]


MECHANISM = Mechanism(
    name="compliance",
    title=say("Compliance"),
    sentence=say(
        "A rulebook says which moves are allowed, need our own approval or are forbidden, by whose the customer is, by "
        "path, step and receiver; a forbidden move exists for nobody, rivals included."
    ),
    source=say("S08, S31; MODEL §3, §4; tender and bidding law of China, articles 43 and 44"),
    shown_in=ShownIn("reactive_tender", "bottom_up_field", "cost_per_win", "up"),
    constants=(
        Constant(
            "compliance.approval_hours",
            WorkHours,
            "hours of the account manager to have a move approved by our own people",
            assumed(2, "hours", 0.5, 6, say("a form, a reason, a call back")),
        ),
        Constant(
            "compliance.approval_days",
            Duration,
            "days until our own approver has answered",
            assumed(3, "days", 1, 10, say("somebody else's inbox, and a question in return")),
        ),
    ),
    fields=(
        Field("account.ownership", "whole", "model.terms.Ownership; −1 unknown", start=-1),
        Field("deal.no_visits", "whole", "1 while nobody may be called on"),
        Field("desk.ruled", "whole", "1 for each situation that was looked up", (SITUATIONS,)),
        Field(
            "desk.rulings",
            "whole",
            "of each situation and move, towards others and those who judge: model.terms.Ruling",
            (SITUATIONS * KINDS,),
        ),
        Field("desk.ruled_by", "whole", "place of the deciding rule in winning order", (SITUATIONS * KINDS,)),
        Field("deal.told_rule", "whole", "rule put on record last; −1: none", start=-1),
        Field("deal.kept_from", "whole", "1: a visit was refused by the rules and still would be", ("people",)),
        Field("deal.moves_refused", "whole", "moves we wanted and that are forbidden"),
        Field("deal.approvals", "whole", "moves for which our own approver was asked"),
    ),
    reads=(
        Field("account.path", "whole", "model.terms.PathKind"),
        Field("account.formal_tender", "whole", "1 when the purchase runs by formal tender"),
        Field("deal.in_flight", "whole", "1 while a meeting with this person is arranged", ("people",)),
        Field("deal.unbooked_hours", "number", "small efforts, hours"),
    ),
    events=(VISITS_CLOSED, MOVE_REFUSED, APPROVAL_SOUGHT),
    columns=(
        Column("moves_refused", "i4", "moves we wanted and that compliance forbids", "deal.moves_refused"),
        Column("approvals", "i4", "moves for which our own approver was asked", "deal.approvals"),
    ),
    facts=("visits_allowed", "ownership", "move", "receiver_evaluates"),
    facts_of_account=("ownership",),
    lower=lower,
)
