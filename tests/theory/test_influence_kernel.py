"""I1–I4 through the kernel that holds internal meetings, on a record of a deal."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from exact_fixation import fixation_probabilities
from exact_influence import degroot_consensus, friedkin_johnsen_fixed_point, friedkin_johnsen_step
from laboratory import Bench, bench_of, decider, degenerate, person, step

from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import join_keys
from engine.dynamics.mechanisms.influence import hold_meeting, in_blocks
from engine.model.terms import INFLUENCE_MODELS

FRIEDKIN_W = np.array(
    [[0.220, 0.120, 0.360, 0.300], [0.147, 0.215, 0.344, 0.294], [0, 0, 1, 0], [0.090, 0.178, 0.446, 0.286]]
)
STAR = np.zeros((5, 5))
STAR[0, 1:], STAR[1:, 0] = 1 / 4, 1
PATH = np.array([[0, 1, 0], [1 / 2, 0, 1 / 2], [0, 1, 0]])
DIRECTED = np.array([[0, 0.1, 0.9], [0.9, 0, 0.1], [0.5, 0.5, 0]])
STUBBORN = np.array([[0.8, 0.1, 0.1], [0.5, 0.0, 0.5], [0.5, 0.5, 0.0]])
DRAWS = 10_000


def committee(model: str, influence: Any, susceptibility: Any = 0.0, opinions: Any = 0.0, anchors: Any = 0.0) -> Bench:
    """The records of a deal whose committee listens to one another as W says."""
    n = len(influence)
    scenario = degenerate([step("purchase", 1)], [decider(), *(person(f"p{i}") for i in range(1, n))])
    bench = bench_of(scenario)
    bench.influence_model = INFLUENCE_MODELS.index(model)
    bench.heard = in_blocks(influence)
    bench.susceptibility[:n] = susceptibility
    bench.stance[:n] = opinions
    bench.anchor[:n] = anchors
    return bench


def settle(bench: Bench, meetings: int) -> np.ndarray:
    """The stances after so many internal meetings."""
    meet(*bench.records, meetings)
    return np.array(bench.stance[: bench.people])


@kernel
def meet(account: Any, bench: Any, desk: Any, meetings: int) -> None:
    """So many meetings in a row."""
    for _ in range(meetings):
        hold_meeting(account, bench, desk, 0.0, 0)


@pytest.mark.parametrize(
    ("anchors", "settled", "first"),
    [
        ((25, 25, 75, 85), (60.0208, 59.9840, 75, 74.9862), (53.0800, 52.3494, 75, 70.3344)),
        ((25, 15, -50, 5), (-19.2896, -21.4829, -50, -23.1995), None),
    ],
)
def test_friedkin_johnsen_settles_at_the_published_opinions(anchors: Any, settled: Any, first: Any) -> None:
    bench = committee("friedkin_johnsen", FRIEDKIN_W, 1 - np.diag(FRIEDKIN_W), anchors, anchors)
    after_one = settle(bench, 1)
    if first is not None:
        np.testing.assert_allclose(after_one, first, rtol=0, atol=5e-5)
    np.testing.assert_allclose(settle(bench, 400), settled, rtol=0, atol=5e-5)


def test_every_meeting_is_the_step_of_the_exact_solver() -> None:
    luck = np.random.default_rng(7)
    for _ in range(20):
        n = int(luck.integers(2, 9))
        influence = luck.normal(size=(n, n))
        influence /= np.abs(influence).sum(axis=1, keepdims=True)
        openness, opinions, anchors = luck.random(n) * 0.95, luck.uniform(-1, 1, n), luck.uniform(-1, 1, n)
        bench = committee("friedkin_johnsen", influence, openness, opinions, anchors)
        expected = friedkin_johnsen_step(influence, openness, anchors, opinions)
        np.testing.assert_allclose(settle(bench, 1), expected, rtol=0, atol=1e-12)
        fixed = friedkin_johnsen_fixed_point(influence, openness, anchors)
        np.testing.assert_allclose(settle(bench, 1500), fixed, rtol=0, atol=1e-9)


@pytest.mark.parametrize(
    ("influence", "power"),
    [
        ([[1 / 2, 1 / 2, 0], [1 / 3, 1 / 3, 1 / 3], [0, 1 / 2, 1 / 2]], (2 / 7, 3 / 7, 2 / 7)),
        ([[1 / 3, 1 / 3, 1 / 3], [1 / 2, 1 / 2, 0], [0, 1 / 4, 3 / 4]], (3 / 11, 4 / 11, 4 / 11)),
        ([[0, 1 / 2, 1 / 2], [1, 0, 0], [0, 1, 0]], (2 / 5, 2 / 5, 1 / 5)),
    ],
)
def test_degroot_gives_everybody_their_social_power(influence: Any, power: Any) -> None:
    for starter, share in enumerate(power):
        bench = committee("degroot", influence, 0.3, np.eye(3)[starter])
        np.testing.assert_allclose(settle(bench, 300), share, rtol=0, atol=1e-12)


def test_periodic_influence_never_settles() -> None:
    influence = [[0, 1 / 2, 1 / 2], [1, 0, 0], [1, 0, 0]]
    bench = committee("degroot", influence, 1.0, (1.0, 0.0, 0.0))
    assert not degroot_consensus(influence).converges
    seen = [settle(bench, 1).tolist() for _ in range(6)]
    assert seen[0] == seen[2] == seen[4] != seen[1] == seen[3] == seen[5]


@kernel
def takeovers(account: Any, deal: Any, desk: Any, start: Any, root: int, draws: int) -> int:
    """How often the opinion of person 0 at the end, shared by everybody by then, is a supporter's."""
    wins = 0
    for draw in range(draws):
        deal.key, deal.meetings = join_keys(root, draw), 0
        for i in range(account.people):
            account.stance[i] = start[i]
        agreed = False
        while not agreed:
            hold_meeting(account, deal, desk, 0.0, 0)
            agreed = True
            for i in range(account.people):
                agreed = agreed and account.stance[i] == account.stance[0]
        wins += 1 if account.stance[0] > 0.0 else 0
    return wins


@pytest.mark.parametrize(
    ("graph", "model", "starter", "expected"),
    [
        (STAR, "voter", 0, 1 / 2),
        (STAR, "voter", 3, 1 / 8),
        (STAR, "invasion", 0, 1 / 17),
        (STAR, "invasion", 3, 4 / 17),
        (PATH, "voter", 0, 1 / 4),
        (PATH, "voter", 1, 1 / 2),
        (PATH, "invasion", 0, 2 / 5),
        (PATH, "invasion", 1, 1 / 5),
        (DIRECTED, "voter", 0, None),
        (DIRECTED, "invasion", 0, None),
        (STUBBORN, "voter", 0, None),
        (STUBBORN, "invasion", 0, None),
    ],
    ids=lambda value: "graph" if isinstance(value, np.ndarray) else str(value),
)
def test_copying_takes_over_as_often_as_the_exact_chain_says(
    graph: np.ndarray, model: Any, starter: int, expected: float | None
) -> None:
    exact = fixation_probabilities(graph, model)[starter]
    if expected is not None:
        assert exact == pytest.approx(expected, abs=1e-12)
    start = 2.0 * np.eye(len(graph))[starter] - 1.0
    found = takeovers(*committee(model, graph, 1.0).records, start, 20240601, DRAWS) / DRAWS
    assert abs(found - exact) < 4 * np.sqrt(exact * (1 - exact) / DRAWS)


def test_an_opponents_opinion_is_taken_over_with_the_opposite_sign() -> None:
    bench = committee("voter", [[0.0, -1.0], [-1.0, 0.0]], 1.0, (0.8, 0.1))
    settle(bench, 1)
    assert sorted(bench.stance[:2].tolist()) in ([-0.8, 0.8], [-0.1, 0.1])


@pytest.mark.parametrize("model", ["friedkin_johnsen", "degroot"])
@pytest.mark.parametrize("left_behind", [0.0, 0.9])
def test_attention_to_an_empty_chair_stays_with_one_s_own_opinion(model: str, left_behind: float) -> None:
    """Whatever was left behind on the seat."""
    influence = np.array([[0.2, 0.5, 0.3], [0.4, 0.2, 0.4], [0.1, -0.6, 0.3]])
    opinions, anchors, openness = np.array([0.4, left_behind, -0.2]), np.array([0.1, 0.0, 0.3]), np.full(3, 0.6)
    bench = committee(model, influence, openness, opinions, anchors)
    bench.need, bench.influence_need_spread = (0.4, left_behind, 0.2), 1.0
    bench.present[1], bench.empty_seats = 0, 1
    settle(bench, 1)
    there = [0, 2]
    heard = influence[np.ix_(there, there)] + np.diag(np.abs(influence[there, 1]))
    sway = 1.0 if model == "degroot" else 0.6
    expected = sway * heard @ opinions[there] + (1 - sway) * anchors[there]
    np.testing.assert_allclose(bench.stance[there], expected, rtol=0, atol=1e-12)
    needs = np.array([0.4, 0.2])
    np.testing.assert_allclose(bench.need[there], needs + 0.6 * (heard @ needs - needs), rtol=0, atol=1e-12)
    assert bench.stance[1] == bench.need[1] == left_behind, "nobody is there to change their mind"
