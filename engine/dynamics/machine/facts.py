"""The facts that a rulebook is asked with: unknown until a mechanism that can know says otherwise."""

from __future__ import annotations

import math

from engine.dynamics import moments
from engine.dynamics.kernels import kernel
from engine.dynamics.state.names import Account, Deal, Desk
from engine.model.facts import FACTS

FACT_COUNT = len(FACTS)


@kernel
def _forget(deal: Deal) -> None:
    for k in range(FACT_COUNT):
        deal.facts[k] = math.nan


@kernel
def account_facts(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """All facts about an account without a project, on day `now`."""
    _forget(deal)
    moments.snapshot(account, deal, desk, now)


@kernel
def deal_facts(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """All facts of a live deal as the seller sees it on day `now`.

    What is known of the account besides is looked up where a book asks for it.
    """
    _forget(deal)
    if desk.asks_about_account == 1:
        moments.snapshot(account, deal, desk, now)
    moments.facts_of_deal(account, deal, desk, now)
