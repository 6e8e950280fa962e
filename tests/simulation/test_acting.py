"""A strategy that can do nothing in a committee says so, and is not compared as if it had acted."""

from __future__ import annotations

from typing import Any

import pytest
from laboratory import NAMES, decider, degenerate, person, quantity, shipped, step

from engine.engagement import STRATEGIES, Phase, Strategy, strategy_named
from engine.errors import InputError
from engine.situation import acting_in, refuse_idle
from engine.studies import compare, trace
from engine.wording import told

STEPS = [step("need", 10), step("purchase", 10)]
ALONE = degenerate(STEPS, [decider(), person("clerk", 2, "chief", roles=["user"])], {"horizon": quantity(400, "days")})
"""An owner who is all we know: below him there is somebody of whom nobody has heard."""


def own(**phase: Any) -> Strategy:
    """A strategy of one phase."""
    return Strategy("own", "Own", "a test", (Phase(highest_first=True, **phase),))


@pytest.mark.parametrize("name", NAMES)
def test_every_shipped_strategy_can_act_everywhere(name: str) -> None:
    assert acting_in(STRATEGIES, shipped(name)) == (STRATEGIES, [])


def test_an_owner_alone_is_top_and_bottom() -> None:
    assert acting_in(STRATEGIES, degenerate(STEPS, [decider()])) == (STRATEGIES, [])


def test_where_nobody_below_is_known_nobody_begins_from_below() -> None:
    kept, said = acting_in(STRATEGIES, ALONE)
    assert [strategy.name for strategy in kept] == ["top_down", "multi_level", "playbook", "do_nothing"]
    for message, name in zip(said, ("bottom_up_field", "bottom_up_leapfrog", "bottom_up_sponsored"), strict=True):
        assert (
            name in told(message, "en") and name in told(message, "zh") and told(message, "en") != told(message, "zh")
        )


def test_it_is_said_before_anything_is_played() -> None:
    for ask in (
        lambda: compare(ALONE, ["top_down", "bottom_up_field"], replications=2, workers=1),
        lambda: trace(ALONE, "bottom_up_sponsored"),
    ):
        with pytest.raises(InputError, match="cannot act in this committee"):
            ask()


def test_of_all_strategies_those_that_can_act_are_compared() -> None:
    assert compare(ALONE, replications=2, workers=1).strategies == ("top_down", "multi_level", "playbook", "do_nothing")


def test_who_is_not_known_at_the_start_is_nobody_to_begin_with() -> None:
    below = person("engineer", 2, "chief", roles=["technical_evaluator"])
    unknown, known = (degenerate(STEPS, [decider(), {**below, "identified": yes}]) for yes in (False, True))
    field, technical = strategy_named("bottom_up_field"), own(roles=("technical_evaluator",))
    for strategy in (field, technical):
        refuse_idle([strategy], known)
        with pytest.raises(InputError):
            refuse_idle([strategy], unknown)


def test_a_door_that_nobody_can_open_is_no_beginning() -> None:
    stranger, friend = (degenerate(STEPS, [decider(relationship=level)]) for level in (1, 3))
    refuse_idle([own(introduced_only=True)], friend)
    with pytest.raises(InputError):
        refuse_idle([own(introduced_only=True)], stranger)


def test_a_phase_that_is_over_at_once_is_passed() -> None:
    first = Phase(highest_first=False, levels="low", until="people_met", value=0)
    refuse_idle([Strategy("own", "Own", "a test", (first, Phase(highest_first=True)))], ALONE)
