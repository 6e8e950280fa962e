"""Why a project opens (MODEL §1): a cause comes up, and the trigger rulebook looks at the account."""

from __future__ import annotations

import math
from typing import Any

from engine.dynamics import moments
from engine.dynamics.declarations import Column, Constant, Draw, EventKind, Field, Mechanism, Number, assumed
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.background import between_projects, wind_clocks
from engine.dynamics.machine.chance import exponential, join_keys, uniform
from engine.dynamics.machine.fact_vector import account_facts
from engine.dynamics.machine.packed_tables import decide, output
from engine.dynamics.machine.tape import write
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import flag
from engine.dynamics.state.source import Source
from engine.model.decisions import OPENS_DEALS, book_number, output_place
from engine.model.quantity import PositiveDuration, canonical
from engine.model.terms import Outcome, Trigger
from engine.wording import say

TRIGGER = EventKind(
    1,
    "trigger",
    "rumoured",
    code=Trigger,
    numbers=(
        Number("urgency", "urgency, 0–1"),
        Number("deadline_days", "days to the deadline, unknown without one"),
        Number("budget", "budget, as a multiple of the usual"),
    ),
)
OUR_SIGHTING = Draw(4, "our sighting of the need")
NAN, INF = math.nan, math.inf
BOOK = book_number(OPENS_DEALS)
OPENS, URGENCY = output_place(OPENS_DEALS, "trigger"), output_place(OPENS_DEALS, "urgency")
HAS_DEADLINE, LATITUDE = output_place(OPENS_DEALS, "has_deadline"), output_place(OPENS_DEALS, "price_latitude")
BUDGET, ENTHUSIASM = output_place(OPENS_DEALS, "budget_factor"), output_place(OPENS_DEALS, "enthusiasm")
SKIPS = output_place(OPENS_DEALS, "steps_skipped")


@kernel
def begin_deal(account: Account, deal: Deal, desk: Desk, project: int) -> None:
    """Make a fresh deal ready for the first or a later project of the account."""
    deal.project = project
    deal.key = join_keys(account.key, project)
    deal.strategy = desk.strategy if desk.rules_choose == 0 else -1


@kernel
def plan_next_trigger(account: Account, deal: Deal, desk: Desk, after: float) -> float:
    """Find the next day on which something could open a project; set what it is. Infinite when nothing ever will.

    A cause that was looked at and found wanting rests for a while; the others come up in their own time.
    """
    account.next_trigger_kind = Trigger.none + 0
    account.trigger_asset = -1
    return moments.next_cause(account, deal, desk, after, after, INF)


@kernel
def try_trigger(account: Account, deal: Deal, desk: Desk, now: float) -> int:
    """Put the account's snapshot before the trigger rulebook. Returns 1 when a project opens."""
    between_projects(account, deal, desk, now)
    account_facts(account, deal, desk, now)
    row = decide(account, deal, desk, now, BOOK)
    deal.trigger = int(output(desk, row, OPENS))
    if deal.trigger == Trigger.none:
        moments.cause_rests(account, deal, desk, now)
        return 0
    deal.urgency = output(desk, row, URGENCY)
    deal.price_latitude = output(desk, row, LATITUDE)
    deal.budget_factor = output(desk, row, BUDGET)
    deal.enthusiasm = output(desk, row, ENTHUSIASM)
    deal.skips_steps = int(output(desk, row, SKIPS))
    deal.opened = now
    deal.now = now
    if output(desk, row, HAS_DEADLINE) == 1.0 and not math.isnan(deal.fact_days_to_end_of_life):
        deal.deadline = now + max(0.0, deal.fact_days_to_end_of_life)
    deal.our_sighting = now + account.mean_our_sighting * exponential(uniform(deal.key, 0, OUR_SIGHTING, 0))
    moments.project_opens(account, deal, desk, now)
    wind_clocks(account, deal, desk, now)
    write(account, deal, desk, now, TRIGGER, -1, deal.trigger, deal.urgency, deal.deadline - now, deal.budget_factor)
    return 1


@kernel
def end_project(account: Account, deal: Deal, desk: Desk) -> int:
    """The account goes on after a project; 1 when it was shelved and may come up again."""
    shelved = deal.outcome == Outcome.no_decision
    if shelved:
        account.times_shelved += 1
    else:
        moments.cause_settled(account, deal, desk, deal.closed)
    return 1 if shelved else 0


@kernel
def _in_ten_thousands(amount: float) -> float:
    """The unit of the fact."""
    return amount / 1e4


@moments.snapshot.at(90)
def history_facts(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """How often it was put off before, what a project there is worth, and whether something is going on."""
    deal.fact_times_shelved = float(account.times_shelved)
    deal.fact_deal_amount = _in_ten_thousands(account.amount)
    deal.fact_live_opportunity = flag(deal.opened <= now)


@moments.facts_of_deal.at(10)
def project_facts(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """The cause and the sum are what everybody talks about."""
    deal.fact_live_opportunity = 1.0
    deal.fact_trigger = float(deal.trigger)
    deal.fact_deal_amount = _in_ten_thousands(account.amount)
    deal.fact_days_to_deadline = deal.deadline - now


def lessor_share(source: Source) -> float:
    """What a lessor keeps of the amount, 0–1; 0 where nobody leases."""
    lease = source.account.project.path.lease
    return 0.0 if lease is None or "leasing" in source.scenario.switched_off else canonical(lease.lessor_share)


def lower(source: Source, account: Any, deal: Any) -> None:
    """What is at stake, and how soon people outside notice."""
    project = source.account.project
    account.amount = canonical(project.amount)
    account.margin = canonical(project.margin) - lessor_share(source)
    account.mean_our_sighting = canonical(project.our_sighting)


MECHANISM = Mechanism(
    name="triggers",
    title=say("Purchase triggers"),
    sentence=say(
        "A cause comes up in the account; rules look at assets, market and plans and say whether a project opens."
    ),
    source="S06; MODEL §1",
    core=True,
    constants=(
        Constant(
            "market.look_again",
            PositiveDuration,
            "a cause that opened nothing is looked at again after this time",
            assumed(1, "months", 0.5, 3, say("what was put aside comes up again at the next monthly meeting")),
        ),
    ),
    fields=(
        Field("account.amount", "number", "contract amount when everything is bought from one supplier, currency"),
        Field("account.margin", "number", "contribution margin, share of the amount"),
        Field("account.mean_our_sighting", "number", "mean days until we notice a need by ourselves"),
        Field("account.times_shelved", "whole", "how often a project ended without a decision"),
        Field("account.next_trigger_kind", "whole", "what it is, model.terms.Trigger"),
        Field("account.trigger_asset", "whole", "the asset behind it, −1 for none", start=-1),
        Field("deal.trigger", "whole", "why the project opened, model.terms.Trigger"),
        Field("deal.opened", "number", "day; unknown before", start=NAN),
        Field("deal.urgency", "number", "the trigger's own, 0–1"),
        Field("deal.deadline", "number", "day; unknown without one", start=NAN),
        Field("deal.price_latitude", "number", "0 none … 1 price hardly counts"),
        Field("deal.budget_factor", "number", "share of the amount that the cause frees", start=1),
        Field("deal.enthusiasm", "number", "how much of the missing need the cause brings, 0–1"),
        Field("deal.skips_steps", "whole", "1 when steps may be left out"),
        Field("deal.our_sighting", "number", "day on which we see the need by ourselves"),
        Field(
            "deal.strategy",
            "whole",
            "place among the run's strategies of the one executed, −1 before rules chose",
        ),
    ),
    events=(TRIGGER,),
    draws=(OUR_SIGHTING,),
    columns=(
        Column("trigger", "i4", "model.terms.Trigger", "deal.trigger"),
        Column("opened", "f8", "day the project opened; NaN without a project", "deal.opened"),
    ),
    facts=("live_opportunity", "trigger", "deal_amount", "days_to_deadline"),
    facts_of_account=("times_shelved", "deal_amount", "live_opportunity"),
    lower=lower,
)
