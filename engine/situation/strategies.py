"""The strategies that can be tried in a situation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.engagement import STRATEGIES, Strategy, cultivating, parts_of, strategy_named
from engine.engagement.own import is_own, own_strategy
from engine.errors import InputError, Problem, refuse
from engine.situation.phase_sentences import wrong_phases
from engine.situation.strategy_file import ENDINGS, strategy_in
from engine.wording import nearest, say

STRATEGY_NAMES = tuple(strategy.name for strategy in STRATEGIES)
"""The shipped strategies; the baseline comes last."""


def known_strategies(chosen: str | Strategy | Sequence[str | Strategy]) -> tuple[Strategy, ...]:
    """These strategies: shipped ones by name, a user's own as `mine.py:CLIMB` or `mine.yaml`, or as they
    are.

    Raises InputError for every one that is none or comes twice, and for none at all.
    """
    found: list[Strategy] = []
    problems: list[Problem] = []
    given = [chosen] if isinstance(chosen, str | Strategy) else chosen
    if not isinstance(given, Iterable) or not all(isinstance(each, str | Strategy) for each in given):
        what = say("names or strategies are needed, not `{given}`", given=given)
        raise InputError(Problem("strategies", what, '["top_down", "bottom_up_field"]', "strategies-none"))
    for each in given:
        try:
            found.append(each if isinstance(each, Strategy) else _named(each))
            problems += wrong_phases(found[-1])
        except InputError as wrong:
            problems += wrong.problems
    names = [strategy.name for strategy in found]
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            problems.append(Problem("strategies", say("`{name}` is given twice", name=name), code="strategy-twice"))
    if not given:
        problems.append(Problem("strategies", say("none is given"), nearest("", STRATEGY_NAMES), "strategy-none"))
    refuse(dict.fromkeys(problems))
    return tuple(found)


def _named(name: str) -> Strategy:
    base, whom = parts_of(name)
    if base != name:
        return cultivating(_named(base), whom)
    if is_own(name):
        return own_strategy(name)
    if name.lower().endswith(ENDINGS):
        return strategy_in(name)
    return strategy_named(name)
