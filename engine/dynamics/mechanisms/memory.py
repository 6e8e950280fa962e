"""What is remembered of an account, whatever becomes of its projects: contacts, refusals, sponsors, rivals (S05).

Of contacts, refusals and meetings at the top the last days are kept on rings, so that counts in windows are exact: as
many are kept as a count can say (`model.facts.MOST_COUNTED`). A window includes both its ends.
"""

from __future__ import annotations

from math import inf, nan
from typing import Any

from engine.dynamics import moments
from engine.dynamics.declarations import Field, Mechanism
from engine.dynamics.kernels import kernel
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import (
    BUYER,
    DECIDER,
    FINANCIAL,
    GATEKEEPER,
    TECHNICAL,
    USER,
    has_role,
    known_to_have_a_say,
    knows_us,
    present,
)
from engine.model.chart import TOP
from engine.model.facts import MOST_COUNTED, WINDOWS
from engine.wording import say

MONTH, QUARTER, YEAR = map(float, WINDOWS)


@kernel
def _keep(days: Any, kept: int, now: float) -> int:
    """Put a day on the ring; returns how many were ever put there."""
    days[kept % MOST_COUNTED] = now
    return kept + 1


@kernel
def _within(days: Any, kept: int, now: float, window: float) -> float:
    """How many days on the ring lie no further back than the window: they rise, so the first too old is sought."""
    low, high = 0, min(kept, MOST_COUNTED)
    while low < high:
        middle = (low + high) // 2
        if now - days[(kept - 1 - middle) % MOST_COUNTED] <= window:
            low = middle + 1
        else:
            high = middle
    return float(low)


@kernel
def _last(days: Any, kept: int) -> float:
    """The last day on the ring; −∞ where nothing was ever put there."""
    return days[(kept - 1) % MOST_COUNTED] if kept > 0 else -inf


@kernel
def _days_since(day: float, now: float) -> float:
    """Days since then; unknown where it never was."""
    return now - day if day > -inf else nan


@moments.contact_made.at(10)
def note_contact(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> None:
    """We were in touch with person i."""
    account.contact_on[i] = now
    account.contacts_kept = _keep(account.contact_days, account.contacts_kept, now)
    if account.level[i] == TOP:
        account.tops_kept = _keep(account.top_days, account.tops_kept, now)


@moments.meeting_held.at(5)
def note_meeting(account: Account, deal: Deal, desk: Desk, now: float, i: int, kind: int, role: int) -> None:
    """So we were in a meeting: whatever rules are asked on that day know of it."""
    note_contact(account, deal, desk, now, i)


@moments.visit_paid.at(5)
def note_visit(account: Account, deal: Deal, desk: Desk, now: float, i: int, role: int, message: float) -> float:
    """And on a visit without a project."""
    note_contact(account, deal, desk, now, i)
    return message


@moments.seen_with_us.at(20)
def note_guest(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> None:
    """Guests have met us; the occasion itself counts once."""
    account.contact_on[i] = now


@moments.turned_away.at(10)
def note_refusal(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> None:
    """Person i did not receive us."""
    account.refusals_kept = _keep(account.refusal_days, account.refusals_kept, now)
    if account.level[i] == TOP:
        account.top_refused_on = now


@moments.sponsor_lost.at(10)
def note_loss(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> None:
    """Nobody forgets a sponsor who stopped or left."""
    account.sponsor_lost_on = now


@moments.rival_received.at(40)
def note_rival(account: Account, deal: Deal, desk: Desk, now: float, j: int, i: int, relevance: float) -> None:
    """Person i has seen a rival, of which we hear if they know us."""
    account.rival_called_on[i] = now


@kernel
def _contact_with(account: Account, roles: int) -> float:
    """The day of our last contact with somebody who holds one of these roles now, as far as we know roles."""
    last = -inf
    for i in range(account.people):
        if present(account, i) and known_to_have_a_say(account, i) and has_role(account, i, roles):
            last = max(last, account.contact_on[i])
    return last


@moments.snapshot.at(110)
def contact_facts(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """When we were last in touch with whom; looked up only where a book or a phase wants to know."""
    if desk.asks_about_memory == 0:
        return
    anybody, top = _last(account.contact_days, account.contacts_kept), _last(account.top_days, account.tops_kept)
    deal.fact_days_since_contact_with_anybody = _days_since(anybody, now)
    deal.fact_days_since_contact_with_decider = _days_since(_contact_with(account, DECIDER), now)
    deal.fact_days_since_contact_with_user = _days_since(_contact_with(account, USER), now)
    deal.fact_days_since_contact_with_technical_evaluator = _days_since(_contact_with(account, TECHNICAL), now)
    deal.fact_days_since_contact_with_buyer = _days_since(_contact_with(account, BUYER), now)
    deal.fact_days_since_contact_with_gatekeeper = _days_since(_contact_with(account, GATEKEEPER), now)
    deal.fact_days_since_contact_with_financial_approver = _days_since(_contact_with(account, FINANCIAL), now)
    deal.fact_days_since_meeting_at_top = _days_since(top, now)


@moments.snapshot.at(111)
def setback_facts(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """When we were last refused, lost a sponsor, or heard of a rival's visit."""
    if desk.asks_about_memory == 0:
        return
    rival = -inf
    for i in range(account.people):
        if knows_us(account, desk, i, now):
            rival = max(rival, account.rival_called_on[i])
    deal.fact_days_since_refusal = _days_since(_last(account.refusal_days, account.refusals_kept), now)
    deal.fact_days_since_refusal_at_top = _days_since(account.top_refused_on, now)
    deal.fact_days_since_sponsor_lost = _days_since(account.sponsor_lost_on, now)
    deal.fact_days_since_rival_seen = _days_since(rival, now)


@moments.snapshot.at(112)
def count_facts(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """How often of late."""
    if desk.asks_about_memory == 0:
        return
    days, kept = account.contact_days, account.contacts_kept
    deal.fact_contacts_in_30_days = _within(days, kept, now, MONTH)
    deal.fact_contacts_in_90_days = _within(days, kept, now, QUARTER)
    deal.fact_contacts_in_365_days = _within(days, kept, now, YEAR)
    days, kept = account.refusal_days, account.refusals_kept
    deal.fact_refusals_in_30_days = _within(days, kept, now, MONTH)
    deal.fact_refusals_in_90_days = _within(days, kept, now, QUARTER)
    deal.fact_refusals_in_365_days = _within(days, kept, now, YEAR)
    days, kept = account.top_days, account.tops_kept
    deal.fact_meetings_at_top_in_30_days = _within(days, kept, now, MONTH)
    deal.fact_meetings_at_top_in_90_days = _within(days, kept, now, QUARTER)
    deal.fact_meetings_at_top_in_365_days = _within(days, kept, now, YEAR)


RING = (MOST_COUNTED,)
MECHANISM = Mechanism(
    name="memory",
    title=say("What we remember"),
    sentence=say(
        "An account's file says when we were last in touch and with whom, when we were refused, lost a sponsor or "
        "heard of a rival, and how often of late; rules may ask for it, in this project and in the next."
    ),
    source="S05, S12, S20",
    fields=(
        Field("account.contact_on", "number", "day of our last contact with them; −∞ before", ("people",), start=-inf),
        Field("account.contact_days", "number", "days of our last contacts, a ring", RING),
        Field("account.contacts_kept", "whole", "contacts ever put on the ring"),
        Field("account.top_days", "number", "the same of contacts with the top level", RING),
        Field("account.tops_kept", "whole", "… ever put on that ring"),
        Field("account.refusal_days", "number", "the same of refusals to see us", RING),
        Field("account.refusals_kept", "whole", "… ever put on that ring"),
        Field("account.top_refused_on", "number", "day on which the top last refused us; −∞ before", start=-inf),
        Field("account.sponsor_lost_on", "number", "day on which we last lost a sponsor; −∞ before", start=-inf),
        Field(
            "account.rival_called_on",
            "number",
            "day on which a rival last met them; −∞ before",
            ("people",),
            start=-inf,
        ),
    ),
    facts_of_account=(
        "days_since_contact_with_anybody",
        "days_since_contact_with_decider",
        "days_since_contact_with_user",
        "days_since_contact_with_technical_evaluator",
        "days_since_contact_with_buyer",
        "days_since_contact_with_gatekeeper",
        "days_since_contact_with_financial_approver",
        "days_since_meeting_at_top",
        "days_since_refusal",
        "days_since_refusal_at_top",
        "days_since_sponsor_lost",
        "days_since_rival_seen",
        "contacts_in_30_days",
        "contacts_in_90_days",
        "contacts_in_365_days",
        "refusals_in_30_days",
        "refusals_in_90_days",
        "refusals_in_365_days",
        "meetings_at_top_in_30_days",
        "meetings_at_top_in_90_days",
        "meetings_at_top_in_365_days",
    ),
)
