"""Somebody inside who is convinced and knows us well may stand up for us, and introduce us upwards (MODEL §4; S12)."""

from __future__ import annotations

from engine.dynamics import moments
from engine.dynamics.declarations import Column, Constant, Draw, EventKind, Field, Mechanism, Number, ShownIn, assumed
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import join_keys, uniform
from engine.dynamics.machine.tape import write
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import BROUGHT, PASSES_ON, flag, introducer, present, relationship
from engine.dynamics.state.rival_values import stands_up_for_rival
from engine.dynamics.state.routes import Route
from engine.dynamics.state.shared import CONSENT
from engine.model.quantity import Count, Probability, Share, StanceValue
from engine.wording import say

SPONSOR_WON = EventKind(9, "sponsor_won", "seen", by="us", person="the sponsor", numbers=(Number("stance", "stance"),))
SPONSOR_LOST = EventKind(
    10, "sponsor_lost", "seen", by="us", person="the former sponsor", numbers=(Number("stance", "stance"),)
)
PASSED_ON = EventKind(
    38, "passes_us_on", "seen", by="person", person="who passes us on", numbers=(Number("stance", "stance"),)
)
PASS_ON = Draw(40, "does somebody we were brought to pass us on")


@kernel
def _lose(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> None:
    account.sponsor[i] = 0
    deal.sponsors_lost += 1
    moments.sponsor_lost(account, deal, desk, now, i)
    write(account, deal, desk, now, SPONSOR_LOST, i, 0, account.stance[i])


@moments.person_met.at(20)
def consider_sponsoring(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> None:
    """Somebody convinced who knows us well may stand up for us, if they are the kind of person who does."""
    if account.sponsor[i] == 0:
        level = relationship(account, desk, i, now)
        convinced = account.stance[i] >= desk.chain_sponsor_stance and level >= desk.chain_sponsor_relationship
        if (
            convinced
            and uniform(join_keys(account.key, 0), account.person_key[i], CONSENT, 0) < desk.chain_sponsor_consent
        ):
            account.sponsor[i] = 1
            deal.sponsors_won += 1
            write(account, deal, desk, now, SPONSOR_WON, i, 0, account.stance[i])
    elif account.stance[i] < desk.chain_sponsor_lost:
        _lose(account, deal, desk, now, i)


@moments.buyer_moves.at(10)
def sponsors_cool_down(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """Sponsors who have become indifferent stop."""
    for i in range(account.people):
        if account.sponsor[i] == 1 and account.stance[i] < desk.chain_sponsor_lost:
            _lose(account, deal, desk, now, i)


@moments.person_leaves.at(10)
def sponsor_leaves(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> None:
    """A sponsor who leaves is gone, and so is whoever passed us on."""
    deal.brought[i] = 0
    if account.sponsor[i] == 1:
        _lose(account, deal, desk, now, i)


@moments.way_in.at(30)
def sponsor_chance(
    account: Account, deal: Deal, desk: Desk, now: float, i: int, prepared: float, executive: bool, chance: float
) -> float:
    """A recommendation from inside."""
    if desk.access_recommended > chance and introducer(account, deal, desk, i) >= 0:
        deal.route = Route.introduced + 0
        return desk.access_recommended
    return chance


@moments.rival_way_in.at(30)
def rival_recommended(account: Account, deal: Deal, desk: Desk, now: float, j: int, i: int, chance: float) -> float:
    """Somebody inside who stands up for a rival brings them to people, as our sponsors bring us."""
    if desk.access_recommended > chance:
        for k in range(account.people):
            tied = (account.talks[k] >> i) & 1 == 1
            if tied and k != i and stands_up_for_rival(account, desk, j, k, now):
                deal.rival_route = Route.introduced + 0
                return desk.access_recommended
    return chance


@moments.request_made.at(20)
def note_introduction(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> None:
    """Somebody speaks for us to person i."""
    if deal.route == Route.introduced and deal.brought[i] == 0:
        deal.brought[i] = BROUGHT


@moments.person_met.at(25)
def consider_passing_on(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> None:
    """Whoever we were brought to and who likes what they hear may pass us on, if they are the kind who does."""
    willing = deal.brought[i] == BROUGHT and account.stance[i] >= desk.chain_pass_on_stance
    if willing and uniform(join_keys(account.key, 0), account.person_key[i], PASS_ON, 0) < desk.chain_pass_on:
        deal.brought[i] = PASSES_ON
        write(account, deal, desk, now, PASSED_ON, i, 0, account.stance[i])


@moments.facts_of_deal.at(60)
def sponsor_facts(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """We know our sponsors."""
    top = 0
    for i in range(account.people):
        if present(account, i) and account.sponsor[i] == 1 and (top == 0 or account.level[i] < top):
            top = account.level[i]
    deal.fact_has_sponsor = flag(top > 0)
    if top > 0:
        deal.fact_sponsor_level = float(top)


MECHANISM = Mechanism(
    name="sponsors",
    title=say("Sponsors"),
    sentence=say(
        "Somebody convinced who knows us well may stand up for us and introduce us within weeks to those they are tied "
        "to, and these may pass us on."
    ),
    source=say("S12 (c); MODEL §4; access .84 when recommended, OnTarget study 1995 (secondary; anchor E2)"),
    shown_in=ShownIn("staying_ahead_tender", "bottom_up_sponsored", "win_rate_all", "down"),
    constants=(
        Constant("access.recommended", Probability, "introduced by a sponsor from inside"),
        Constant(
            "access.introduced_lead",
            Share,
            "wait for an appointment to which somebody inside brings us, as a share of the usual one",
            assumed(
                0.4,
                "share",
                0.25,
                0.6,
                say("a colleague finds half an hour within weeks where a caller waits for a month"),
            ),
        ),
        Constant(
            "chain.pass_on",
            Probability,
            "share of people who pass on to others whom they were brought and like",
            assumed(
                0.6,
                "probability",
                0.3,
                0.8,
                say("to name the next one to see costs less than to stand up for somebody"),
            ),
        ),
        Constant(
            "chain.pass_on_stance",
            StanceValue,
            "from this stance on whoever we were brought to may pass us on",
            assumed(0.1, "stance", 0, 0.2, say("a friendly hearing is enough to be sent on to a colleague")),
        ),
        Constant("chain.sponsor_stance", StanceValue, "a person this much for us can be asked to sponsor"),
        Constant("chain.sponsor_relationship", Count, "… who knows us at this level at least"),
        Constant("chain.sponsor_consent", Probability, "share of people who would ever stand up for a supplier"),
        Constant("chain.sponsor_lost", StanceValue, "below this stance a sponsor stops"),
    ),
    fields=(
        Field("account.sponsor", "whole", "1 while they stand up for us", ("people",)),
        Field("deal.brought", "whole", "1: somebody spoke for us to them, 2: and they pass us on", ("people",)),
        Field("deal.sponsors_won", "whole", "people who began to"),
        Field("deal.sponsors_lost", "whole", "people who stopped"),
    ),
    reads=(
        Field("deal.route", "whole", "route of the last request"),
        Field("deal.rival_route", "whole", "route of the last request of a rival"),
    ),
    events=(SPONSOR_WON, SPONSOR_LOST, PASSED_ON),
    draws=(PASS_ON,),
    columns=(
        Column("sponsors_won", "i4", "people who began to stand up for us", "deal.sponsors_won"),
        Column("sponsors_lost", "i4", "people who stopped", "deal.sponsors_lost"),
    ),
    facts=("has_sponsor", "sponsor_level"),
)
