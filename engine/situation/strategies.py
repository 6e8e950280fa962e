"""The strategies that can be tried in a situation."""

from __future__ import annotations

from collections.abc import Sequence

from engine.engagement import BASELINE, STRATEGIES
from engine.errors import Problem, refuse
from engine.wording import nearest, say

STRATEGY_NAMES = (*(each.name for each in STRATEGIES if each.name != BASELINE), BASELINE)
"""All shipped strategies; the baseline comes last."""


def known_strategies(names: Sequence[str]) -> tuple[str, ...]:
    """These strategies. Raises InputError for every name that is not one or comes twice, and for none at all."""
    found = []
    for name in dict.fromkeys(names):
        if name not in STRATEGY_NAMES:
            what = say("there is no strategy `{name}`", name=name)
            found.append(Problem("strategies", what, nearest(name, STRATEGY_NAMES), "strategy-unknown"))
        elif list(names).count(name) > 1:
            found.append(Problem("strategies", say("`{name}` is given twice", name=name), code="strategy-twice"))
    if not names:
        found.append(Problem("strategies", say("none is given"), nearest("", STRATEGY_NAMES), "strategy-none"))
    refuse(found)
    return tuple(names)
