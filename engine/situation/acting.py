"""Can a strategy do anything in the committees of a scenario? Who cannot says so before anything is played."""

from __future__ import annotations

from collections.abc import Sequence

from engine.dynamics.state.person_values import FAMILIAR
from engine.engagement import Phase, Strategy
from engine.errors import Problem, refuse
from engine.model.account import Account
from engine.model.buying_centre import BuyingCentre
from engine.model.chart import TOP, low_part, ranks, shielded_levels
from engine.model.quantity import canonical
from engine.model.scenario import Scenario
from engine.wording import Message, say

ENDED_AT_ONCE = ("people_met", "decider_seen", "refused_at_top")
"""What ends a phase by a number is over from the start where that number is 0."""


def idle_in(strategy: Strategy, scenario: Scenario) -> list[Account]:
    """The accounts in which the strategy has nobody to begin with, so that it would only answer the enquiry."""
    if not strategy.phases:
        return []
    most = canonical(scenario.behaviour.access.top_levels)  # type: ignore[attr-defined]
    return [account for account in scenario.accounts if not _begins(strategy, account.buying_centre, most)]


def refuse_idle(strategies: Sequence[Strategy], scenario: Scenario) -> None:
    """Raises InputError naming every strategy that can do nothing in any account of the scenario."""
    refuse(
        Problem(
            "strategies", _cannot_act(strategy), say("leave it out, or add people whom it may see"), "strategy-idle"
        )
        for strategy in strategies
        if len(idle_in(strategy, scenario)) == len(scenario.accounts)
    )


def acting_in(strategies: Sequence[Strategy], scenario: Scenario) -> tuple[tuple[Strategy, ...], list[Message]]:
    """Those that can act in some account, and what is to be said of the others and of accounts where one cannot."""
    kept, said = [], []
    for strategy in strategies:
        idle = idle_in(strategy, scenario)
        if len(idle) == len(scenario.accounts):
            said.append(_cannot_act(strategy))
            continue
        kept.append(strategy)
        said += [
            say(
                "{strategy} has nobody to begin with in {account}: there it only answers the enquiry",
                strategy=strategy.label,
                account=account.name,
            )
            for account in idle
        ]
    return tuple(kept), said


def _cannot_act(strategy: Strategy) -> Message:
    return say(
        "`{name}` cannot act in this committee: nobody it may see is known at the start, so it is not compared",
        name=strategy.name,
    )


def _begins(strategy: Strategy, centre: BuyingCentre, most_shielded: float) -> bool:
    if any(phase.enter or phase.leave for phase in strategy.phases):
        return any(_somebody(phase, centre, most_shielded) for phase in strategy.phases)
    for phase in strategy.phases:
        if _somebody(phase, centre, most_shielded):
            return True
        if phase.until not in ENDED_AT_ONCE or phase.value > 0:
            return False
    return False


def _somebody(phase: Phase, centre: BuyingCentre, most_shielded: float) -> bool:
    """Is somebody known at the start whom the phase lets us see?"""
    chart = ranks([person.level for person in centre.people], [person.outside for person in centre.people])
    depth = max(chart)
    highest, lowest = (low_part(depth), depth) if phase.levels == "low" else phase.levels
    for person, rank in zip(centre.people, chart, strict=True):
        public = rank == TOP and centre.top_is_public and not phase.roles
        shut = phase.introduced_only and rank <= shielded_levels(depth, most_shielded)
        if (
            highest <= rank <= lowest
            and (person.identified or public)
            and (not phase.roles or set(phase.roles) & set(person.roles))
            and not (shut and person.relationship < FAMILIAR)
        ):
            return True
    return False
