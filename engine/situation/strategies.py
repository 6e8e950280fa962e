"""The strategies that can be tried in a situation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from engine.errors import Problem, refuse
from engine.model.scenario import StrategyName
from engine.wording import nearest, say

BASELINE = "do_nothing"
STRATEGIES: tuple[str, ...] = (*(name for name in get_args(StrategyName) if name != BASELINE), BASELINE)
"""All strategies; the baseline comes last."""


def known_strategies(names: Sequence[str]) -> tuple[str, ...]:
    """These strategies. Raises InputError for every name that is not one or comes twice, and for none at all."""
    found = []
    for name in dict.fromkeys(names):
        if name not in STRATEGIES:
            what = say("there is no strategy `{name}`", name=name)
            found.append(Problem("strategies", what, nearest(name, STRATEGIES), "strategy-unknown"))
        elif list(names).count(name) > 1:
            found.append(Problem("strategies", say("`{name}` is given twice", name=name), code="strategy-twice"))
    if not names:
        found.append(Problem("strategies", say("none is given"), nearest("", STRATEGIES), "strategy-none"))
    refuse(found)
    return tuple(names)
