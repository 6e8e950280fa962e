"""The facts that a rulebook is asked with: unknown until a mechanism that can know says otherwise, and within range."""

from __future__ import annotations

import math

import numpy as np

from engine.dynamics import moments
from engine.dynamics.kernels import kernel
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.model.facts import FACTS, OWN_FACTS

FACT_COUNT = len(FACTS)
LOWEST = np.array([-math.inf if fact.low is None else fact.low for fact in FACTS])
HIGHEST = np.array([math.inf if fact.high is None else fact.high for fact in FACTS])


@kernel
def _begin(account: Account, deal: Deal) -> None:
    """Nothing is known but what the scenario says of the account in facts of its own."""
    for k in range(FACT_COUNT):
        deal.facts[k] = math.nan
    for k in range(OWN_FACTS):
        deal.own_facts[k] = account.own_facts[k]


@kernel
def _keep_in_range(deal: Deal) -> None:
    """What lies beyond a fact's range is said as its end: twenty thousand days or more."""
    for k in range(FACT_COUNT):
        if deal.facts[k] > HIGHEST[k]:
            deal.facts[k] = HIGHEST[k]
        elif deal.facts[k] < LOWEST[k]:
            deal.facts[k] = LOWEST[k]


@kernel
def account_facts(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """All facts about an account without a project, on day `now`."""
    _begin(account, deal)
    moments.snapshot(account, deal, desk, now)
    _keep_in_range(deal)


@kernel
def deal_facts(account: Account, deal: Deal, desk: Desk, now: float) -> None:
    """All facts of a live deal as the seller sees it on day `now`.

    What is known of the account besides is looked up where a book asks for it.
    """
    _begin(account, deal)
    if desk.asks_about_account == 1:
        moments.snapshot(account, deal, desk, now)
    moments.facts_of_deal(account, deal, desk, now)
    _keep_in_range(deal)
