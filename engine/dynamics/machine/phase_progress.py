"""From phase to phase of a strategy: what ends one and lets another begin (`state.phases`).

A phase ends by what its strategy says in one of a few words, or by a sentence in the language of rules; a sentence may
also say when a phase may be entered. Sentences are tabulated like rules, each as a book of one rule.
"""

from __future__ import annotations

from typing import Any

from engine.dynamics.kernels import kernel
from engine.dynamics.machine.fact_vector import deal_facts
from engine.dynamics.machine.packed_tables import deciding_rule
from engine.dynamics.state import phases
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk


@kernel
def _holds(deal: Deal, desk: Desk, sentence: int) -> bool:
    """Does the sentence of a phase hold on the deal's facts? Each is a book of one rule."""
    return deciding_rule(deal, desk, sentence) == 0


@kernel
def _phase_over(deal: Deal, desk: Desk, words: Any, at: int, refused: int) -> bool:
    leave = int(words[at + phases.LEAVE])
    if leave != phases.NO_SENTENCE:
        return _holds(deal, desk, leave)
    until, value = int(words[at + phases.UNTIL]), words[at + phases.UNTIL_VALUE]
    if until == phases.PEOPLE_MET:
        return bool(deal.fact_people_met >= value)
    if until == phases.DECIDER_SEEN:
        return bool(deal.fact_decider_met == 1.0 or refused >= value)
    if until == phases.SPONSOR_WON:
        return bool(deal.fact_has_sponsor == 1.0)
    if until == phases.REFUSED_AT_TOP:
        return bool(refused >= value)
    return until == phases.WHENEVER


@kernel
def _next_phase(deal: Deal, desk: Desk, words: Any, first: int, count: int, refused: int) -> int:
    """The first later phase that may be entered, once the present one is over; the present one meanwhile."""
    if _phase_over(deal, desk, words, first + deal.phase * phases.PHASE_WORDS, refused):
        for later in range(deal.phase + 1, count):
            enter = int(words[first + later * phases.PHASE_WORDS + phases.ENTER])
            if enter == phases.NO_SENTENCE or _holds(deal, desk, enter):
                return later
    return deal.phase


@kernel
def go_through_phases(
    account: Account, deal: Deal, desk: Desk, now: float, words: Any, first: int, count: int, refused: int
) -> None:
    """Leave the phases that are over, for good. Sentences see the facts of this moment.

    words: the desk's tables as numbers; first: where the strategy's phases begin; count: how many there are;
    refused: how often the top has refused us.
    """
    if words[first + phases.BY_SENTENCES] == 1.0:
        deal_facts(account, deal, desk, now)
    while deal.phase < count - 1:
        following = _next_phase(deal, desk, words, first, count, refused)
        if following == deal.phase:
            return
        deal.phase = following
        deal.phase_since = now
        deal.fact_days_in_phase = 0.0
