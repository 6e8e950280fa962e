"""Whoever feels passed over or ordered about listens less, until it is forgotten (MODEL §4, §5)."""

from __future__ import annotations

from engine.dynamics import moments
from engine.dynamics.declarations import Column, Constant, Field, Mechanism, ShownIn, assumed
from engine.dynamics.kernels import kernel
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import ease_resentment, present, resentment_now
from engine.model.quantity import PositiveDuration, Score, Share
from engine.wording import say


@moments.relevance.at(20)
def resentment_lowers_relevance(account: Account, deal: Deal, desk: Desk, now: float, i: int, share: float) -> float:
    """Who resents us hears less of what we say."""
    return share * (1.0 - resentment_now(account, desk, i, now))


@moments.well_received.at(20)
def reconcile(account: Account, deal: Deal, desk: Desk, now: float, i: int, effect: float, message: float) -> None:
    """A meeting that was worth their time makes up for part of a slight."""
    ease_resentment(account, desk, i, now)


@moments.facts_of_deal.at(80)
def resentment_facts(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """How many let us feel it when we last met them."""
    resentful = 0
    for i in range(account.people):
        if present(account, i) and account.seen_resentment[i] > desk.chain_resentment_shown:
            resentful += 1
    deal.fact_people_resentful = float(resentful)


@moments.person_met.at(90)
def show_resentment(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> None:
    """Whoever resents us lets us feel it in the meeting."""
    account.seen_resentment[i] = resentment_now(account, desk, i, now)


@kernel
def _resentful(account: Account, deal: Deal, desk: Desk, now: float) -> int:
    people = 0
    for i in range(account.people):
        if present(account, i) and resentment_now(account, desk, i, now) > desk.chain_resentment_shown:
            people += 1
    return people


MECHANISM = Mechanism(
    name="resentment",
    title=say("Resentment"),
    sentence=say(
        "People who feel passed over or ordered about listen to us less until they forget it or a good meeting makes "
        "up for it."
    ),
    source=say("S12 (balance); MODEL §4–§6, §13"),
    shown_in=ShownIn("keeping_up", "bottom_up_leapfrog", "experience", "up"),
    constants=(
        Constant("chain.resentment_half_life", PositiveDuration, "time in which half of a slight is forgotten"),
        Constant(
            "chain.resentment_eased",
            Share,
            "share of it that a good meeting takes away, or a word from above that has become strong enough",
            assumed(0.3, "share", 0.15, 0.5, say("two good meetings make up for half of a slight")),
        ),
        Constant(
            "chain.resentment_shown",
            Score,
            "more than this is shown to others",
            assumed(0.1, "score", 0.05, 0.25, say("a slight annoyance is kept to oneself")),
        ),
    ),
    fields=(
        Field("account.resentment", "number", "0–1, when it was last stirred", ("people",)),
        Field("account.resentment_since", "number", "day on which that was", ("people",)),
        Field("account.seen_resentment", "number", "how much they let us feel when last met, 0–1", ("people",)),
    ),
    columns=(Column("resentful", "i4", "people who felt passed over or ordered about", _resentful),),
    facts=("people_resentful",),
)
