"""How to choose among strategies that cannot be told apart: by what they cost, what they risk and what is learnt."""

from __future__ import annotations

from collections.abc import Sequence

from engine.report.labels import WIN, quoted_strategy
from engine.results.measures import MEASURES
from engine.studies import Comparison
from engine.wording import Item, Message, Said, listed, numbers as formats, say

MARGIN = "net_margin_per_deal"
COST, RISK, LEARNT = "cost_per_deal", "resentful", "coverage"
"""What is spent, win or not; people who were gone over and will remember it; people known afterwards."""


def choosing_anyway(comparison: Comparison) -> Item | None:
    """What speaks for one of those in front on win rate and margin alike; None where one of them stands alone."""
    fronts = [_front(comparison, measure) for measure in (WIN, MARGIN)]
    group: list[str] = []
    for name in comparison.acting:
        if all(name in front for front in fronts) and not any(_same(comparison, name, other) for other in group):
            group.append(name)
    if len(group) < 2:
        return None
    text = say(
        "{names} cannot be told apart on win rate and margin. Until they can, choose among them by what they ask of "
        "you: what is spent, whom they upset, and what is learnt of the customer.",
        names=listed(quoted_strategy(name) for name in group),
    )
    return Item(text, within=[_reason(comparison, group, measure) for measure in (COST, RISK, LEARNT)])


def _front(comparison: Comparison, measure: str) -> tuple[str, ...]:
    found = comparison.standings.get(measure)
    return () if found is None else (found.leader, *found.tied)


def _same(comparison: Comparison, first: str, second: str) -> bool:
    """Did two do the same, as far as win rate and margin tell?"""
    return all(comparison.difference(measure, first, second).changed == 0 for measure in (WIN, MARGIN))


def _reason(comparison: Comparison, group: Sequence[str], measure: str) -> Said:
    """Who of the group is best on a measure, and whether that is sure against each of the others."""
    values = {name: comparison.results[name].estimates[measure].value for name in group}
    known = {name: value for name, value in values.items() if value is not None}
    label = MEASURES[measure].label
    if len(known) < len(group):
        return say("{measure}: cannot be compared.", measure=label)
    best = (max if MEASURES[measure].better == "up" else min)(known, key=known.__getitem__)
    others = [name for name in group if name != best]
    surely = [name for name in others if comparison.difference(measure, best, name).verdict != "cannot_tell"]
    scale = formats.scale_for(MEASURES[measure].unit, list(known.values()), comparison.currency)

    def named(name: str) -> Message:
        return say("{name} {number}", name=quoted_strategy(name), number=scale.full(known[name]))

    if not surely:
        return say("{measure}: no difference can be told.", measure=label)
    return say(
        "{measure}: {best}, against {others}.", measure=label, best=named(best), others=listed(map(named, surely))
    )
