"""High and low are relative to the committee's own chart; who stands at the top is public (MODEL §4)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from laboratory import CHIEF, NAMES, build, degenerate, office, person, plain, run, shipped, simulator, step

from engine.dynamics.mechanisms.knowledge import decision_chain_facts
from engine.dynamics.state.person_values import IDENTIFIED, PUBLIC
from engine.engagement import STRATEGIES, Counsel, Strategy
from engine.model.chart import by_rank, low_part, ranks, shielded_levels

ACTING = [strategy.name for strategy in STRATEGIES if strategy.acts]


def moved(name: str, by: int) -> Any:
    """A shipped scenario with all levels of every chart moved."""
    tree = plain(name)
    for account in tree["accounts"]:
        for somebody in account["buying_centre"]["people"]:
            somebody["level"] += by
    return build(tree)


def chart(*levels: int, **edits: Any) -> Any:
    """A committee of two people on each of these levels; the first decides, and all but the first are identified."""
    people = [person("chief", levels[0], roles=["decider"], power=1.0)]
    for rank, level in enumerate(levels[1:], 2):
        boss = "chief" if rank == 2 else f"a{rank - 1}"
        people += [person(f"{one}{rank}", level, boss, identified=True, roles=["initiator"]) for one in "ab"]
    steps = [step("need", 60), step("research", 60), step("purchase", 20)]
    return degenerate(steps, people, edits)


def first_meetings(scenario: Any, strategy: str, replication: int = 0) -> list[int]:
    """Ranks of the people met for the first time, in order."""
    story = simulator(scenario, strategy).trace(replication)
    return [int(event["level"]) for event in story.events if event.kind == "met"]


@pytest.mark.parametrize("name", NAMES)
def test_moving_all_levels_changes_no_record(name: str) -> None:
    """Strategies count levels within the chart, whatever their numbers."""
    for strategy in ACTING:
        plainly, higher = (run(scenario, strategy, 6) for scenario in (shipped(name), moved(name, 4)))
        assert plainly.outcomes.tobytes() == higher.outcomes.tobytes(), strategy
        assert plainly.team.tobytes() == higher.team.tobytes(), strategy
        assert name == "one_buyer" or plainly.outcomes["touches"].sum() > 0, strategy


@pytest.mark.parametrize("strategy", ACTING)
def test_two_levels_and_levels_from_three_to_six_are_charts_like_others(strategy: str) -> None:
    for levels in ((1, 2), (3, 4, 5, 6), (2, 5, 9)):
        met = [rank for replication in range(4) for rank in first_meetings(chart(*levels), strategy, replication)]
        assert met and set(met) <= set(range(1, len(levels) + 1)), levels
        if strategy == "bottom_up_field":
            assert set(met) == set(range(low_part(len(levels)), len(levels) + 1)), levels
        if strategy == "top_down":
            story = simulator(chart(*levels), strategy).trace(0)
            asked = next(event for event in story.events if event.kind.startswith("request_"))
            assert story.people[asked.person] == "chief", levels


def test_a_number_left_out_is_no_level() -> None:
    near, far = (run(chart(*levels), "top_down", 12) for levels in ((1, 2, 3), (2, 6, 9)))
    np.testing.assert_array_equal(near.outcomes["touches"], far.outcomes["touches"])


def test_ranks_count_the_levels_that_are_there() -> None:
    assert ranks([3, 6, 4, 6, 9]) == [1, 3, 2, 3, 4]
    assert [low_part(depth) for depth in range(1, 8)] == [1, 2, 2, 3, 3, 4, 4]
    assert [shielded_levels(depth, 2.0) for depth in range(1, 6)] == [1, 1, 2, 2, 2]


def test_access_of_a_short_chart_spans_from_the_top_to_the_lowest_level() -> None:
    table = (0.2, 0.35, 0.55, 0.75)
    found = [[by_rank(rank, depth, *table) for rank in range(1, depth + 1)] for depth in range(1, 7)]
    np.testing.assert_allclose(found[0], [0.2])
    np.testing.assert_allclose(found[1], [0.2, 0.75])
    np.testing.assert_allclose(found[2], [0.2, 0.45, 0.75])
    np.testing.assert_allclose(found[3], table)
    np.testing.assert_allclose(found[5], [*table, 0.75, 0.75])


def test_leapfrog_asks_the_top_where_the_chairman_was_not_identified() -> None:
    leaps = [first_meetings(chart(1, 2, 3, 4), "bottom_up_leapfrog", one) for one in range(12)]
    assert any(1 in met for met in leaps)
    assert not any(1 in first_meetings(chart(1, 2, 3, 4), "bottom_up_field", one) for one in range(12))


def test_what_is_public_is_who_stands_at_the_top_not_who_decides() -> None:
    """A strategy in Python sees the top from the first day on, without a role; where it is a secret, not before."""
    seen: list[tuple[float, dict[str, tuple[str, ...]]]] = []

    def look(contacts: Any, day: float) -> Counsel:
        seen.append((day, {contact.id: contact.roles for contact in contacts}))
        return Counsel(wait=1000.0)

    for public in (True, False):
        secret = {"accounts.0.buying_centre.top_is_public": public}
        simulator(chart(1, 2, **secret), Strategy("look", "Look", "a test", counsellor=look)).trace(0)
    (_, public_view), *_ = seen
    _, secret_view = seen[-1]
    assert public_view["chief"] == ()
    assert public_view["a2"] == ("initiator",)
    assert "chief" not in secret_view


def test_who_decides_is_found_out_by_talking() -> None:
    bench = office()
    bench.identified[:] = 0
    bench.identified[CHIEF] = PUBLIC
    told = []
    for say_more in (None, "heard of", "met"):
        bench.met[CHIEF] = say_more == "met"
        bench.identified[CHIEF] = IDENTIFIED if say_more == "heard of" else PUBLIC
        decision_chain_facts(*bench.records, 5.0)
        told.append((bench.fact_top_level_identified, bench.fact_decider_identified))
    assert told == [(1.0, 0.0), (1.0, 1.0), (1.0, 1.0)]
