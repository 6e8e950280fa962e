"""The chances of a vote against a million plain draws, with vetoes, a silent decider and ties; and against fewer."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from exact_group_choice import ranks_of
from hypothesis import given, settings, strategies as st
from laboratory import Bench, decider, degenerate, office, person, plain, role_bits, step
from voting_room import held, room

from engine.dynamics.state.project_end import close, close_by_vote, count_shares
from engine.model.counted_votes import tallies_fit
from engine.model.terms import VOTING_MODELS, Outcome

DRAWS = 1_000_000
QUOTA = 2
PREFERENCES = np.array(
    [
        [0.35, 0.20, 0.15, 0.30],
        [0.30, 0.30, 0.001, 0.399],  # the second rival is vetoed here
        [0.25, 0.25, 0.40, 0.10],
        [0.10, 0.60, 0.10, 0.20],
    ]
)
WEIGHTS = np.array([0.5, 0.3, 0.2, 0.1])
"""The first against the next two together is a tie."""
VETOED = 2
NOTHING = 3


def with_veto(model: str, must_act: bool = True, weights: np.ndarray = WEIGHTS) -> Bench:
    """This committee; its second member may veto and does, its first decides."""
    bench = room(PREFERENCES, weights, model, QUOTA)
    bench.economic_buyer_must_act, bench.veto_stance = must_act, -0.2
    bench.roles[:4] = [role_bits(role) for role in ("decider", "technical_evaluator", "user", "user")]
    return bench


def after_the_veto(preferences: np.ndarray) -> np.ndarray:
    """What members choose once an option is struck out."""
    left = preferences.copy()
    left[:, VETOED] = 0.0
    return left / left.sum(axis=1, keepdims=True)


def _talked(model: str, chances: np.ndarray, luck: np.random.Generator) -> np.ndarray:
    """What members agree on: everybody votes until all vote alike; or an option as likely as its swaps are few."""
    if model == "preference_perturbation":
        wanted = np.flatnonzero(chances.any(axis=0))
        needed = (ranks_of(chances[:, wanted]) - 1).sum(axis=0)
        return luck.choice(wanted, DRAWS, p=(1 / needed) / (1 / needed).sum())
    agreed: list[np.ndarray] = []
    while sum(map(len, agreed)) < DRAWS:
        votes = _votes(chances, luck)
        agreed.append(votes[(votes == votes[:, :1]).all(axis=1), 0])
    return np.concatenate(agreed)[:DRAWS]


def _votes(chances: np.ndarray, luck: np.random.Generator) -> np.ndarray:
    """DRAWS × members: the option each chooses."""
    return (luck.random((DRAWS, len(chances), 1)) > chances.cumsum(axis=1)[None, :, :-1]).sum(axis=2)


@cache
def drawn(model: str, must_act: bool) -> np.ndarray:
    """How often a million plain draws come to each option; drawn as the rule is told, not as the kernel counts."""
    luck = np.random.default_rng(1980 + VOTING_MODELS.index(model))  # type: ignore[arg-type]
    chances = after_the_veto(PREFERENCES)
    votes, everybody = _votes(chances, luck), np.arange(DRAWS)
    if model in ("weighted", "equiprobability", "autocracy"):
        words = {"weighted": WEIGHTS, "equiprobability": np.ones(4), "autocracy": np.eye(4)[0]}[model]
        choice = votes[everybody, luck.choice(4, DRAWS, p=words / words.sum())]
    elif model in ("unanimity", "preference_perturbation"):
        choice = _talked(model, chances, luck)
    else:
        worth = np.rint(10 * WEIGHTS) if model == "weighted_vote" else np.ones(4)
        tally = np.stack([(worth * (votes == option)).sum(axis=1) for option in range(4)], axis=1)
        choice = (tally + luck.random(tally.shape) / 2).argmax(axis=1)
        if model == "minimum_endorsement":
            choice[tally.max(axis=1) < QUOTA] = NOTHING
    if must_act:
        choice[votes[:, 0] == NOTHING] = NOTHING
    return np.bincount(choice, minlength=4) / DRAWS


def of_draws(frequencies: np.ndarray) -> np.ndarray:
    """Us, rivals, nothing."""
    return np.array([frequencies[0], frequencies[1:NOTHING].sum(), frequencies[NOTHING]])


def near(found: np.ndarray, expected: np.ndarray, draws: int) -> None:
    """Within four and a half binomial standard errors."""
    half = 4.5 * np.sqrt(np.maximum(expected * (1 - expected), 1e-6) / draws)
    assert np.all(np.abs(found - expected) <= half), (found, expected, half)


@pytest.mark.parametrize("must_act", [False, True])
@pytest.mark.parametrize("model", VOTING_MODELS)
def test_chances_are_those_of_a_million_draws(model: str, must_act: bool) -> None:
    _, odds = held(with_veto(model, must_act), 20)
    assert np.all(odds == odds[0]), "chances do not depend on luck"
    near(of_draws(drawn(model, must_act)), odds[0], DRAWS)


@pytest.mark.parametrize("must_act", [False, True])
@pytest.mark.parametrize("model", VOTING_MODELS)
def test_what_is_drawn_comes_as_often_as_its_chance_says(model: str, must_act: bool) -> None:
    times = 100_000
    found, odds = held(with_veto(model, must_act), times)
    assert not np.any(found == VETOED)
    near(np.array([np.mean(found == 0), np.mean(found > 0), np.mean(found < 0)]), odds[0], times)


@pytest.mark.parametrize("model", VOTING_MODELS)
def test_an_empty_chair_of_the_decider_has_no_chance_to_close(model: str) -> None:
    bench = with_veto(model)
    bench.present[0] = 0
    found, odds = held(bench, 50)
    assert np.all(found == -1) and np.all(odds == [0.0, 0.0, 1.0])


def test_where_nobody_has_to_act_the_most_powerful_stands_in_for_an_absent_autocrat() -> None:
    bench = with_veto("autocracy", False, np.array([0.5, 0.2, 0.3, 0.1]))
    bench.present[0] = 0
    _, odds = held(bench, 1)
    np.testing.assert_allclose(odds[0], of_draws(after_the_veto(PREFERENCES)[2]), atol=1e-12)


@pytest.mark.parametrize("model", ["plurality", "weighted_vote", "minimum_endorsement"])
def test_a_mean_of_draws_agrees_with_counting_all_tallies(model: str) -> None:
    """The same is drawn either way; the chances scatter by no more than 64 draws do, around the exact ones."""
    bench = with_veto(model)
    found, exact = held(bench, 20_000)
    bench.tallies_fit = 0
    again, odds = held(bench, 20_000)
    np.testing.assert_array_equal(found, again)
    assert 0 < odds[:, 0].var() <= 1.05 * exact[0, 0] * (1 - exact[0, 0]) / 64
    _mean_is(odds, exact[0])
    closes = found >= 0
    given_closing = odds[:, :2] / np.maximum(odds[:, :2].sum(axis=1, keepdims=True), 1e-300)
    _mean_is(closes[:, None] * given_closing, exact[0, :2])


def _mean_is(sample: np.ndarray, expected: np.ndarray) -> None:
    """Within four and a half standard errors of the mean, column by column."""
    half = 4.5 * sample.std(axis=0) / np.sqrt(len(sample))
    assert np.all(np.abs(sample.mean(axis=0) - expected) <= half), (sample.mean(axis=0), expected, half)


def test_a_large_committee_of_unequal_members_is_drawn() -> None:
    """Twelve weights, four options: more tallies than are counted. Neither place nor number of a draw shows."""
    luck = np.random.default_rng(5)
    weights = np.round(0.05 + 0.9 * luck.random(12), 3)
    preferences = luck.dirichlet(4 * np.ones(4), 12)
    bench = room(preferences, weights, "weighted_vote")
    found, odds = held(bench, 4_000)
    votes = (luck.random((200_000, 12, 1)) > preferences.cumsum(axis=1)[None, :, :-1]).sum(axis=2)
    tally = np.stack([(weights * (votes == option)).sum(axis=1) for option in range(4)], axis=1)
    truth = of_draws(np.bincount(tally.argmax(axis=1), minlength=4) / len(votes))
    assert odds[:, 0].std() > 0.01, "not counted but drawn, although the account was thought to be countable"
    np.testing.assert_allclose(odds.mean(axis=0), truth, atol=0.007)
    near(np.array([np.mean(found == 0), np.mean(found > 0), np.mean(found < 0)]), truth, 4_000)


def test_which_votes_can_be_counted() -> None:
    def fits(model: str, powers: list[float]) -> bool:
        people = [decider(), *(person(f"p{i}") for i in range(1, len(powers)))]
        edits: dict[str, Any] = {f"accounts.0.buying_centre.people.{i}.power": p for i, p in enumerate(powers)}
        edits["accounts.0.buying_centre.group_choice.model"] = model
        rivals = [{**plain("keeping_up")["accounts"][0]["rivals"][0], "id": f"rival{j}"} for j in range(2)]
        return tallies_fit(degenerate([step("purchase", 1)], people, edits, rivals=rivals).accounts[0])

    unequal = [round(0.1 + 0.0731 * i, 4) for i in range(12)]
    assert fits("plurality", unequal) and fits("weighted", unequal) and fits("unanimity", unequal)
    assert not fits("weighted_vote", unequal)
    assert fits("weighted_vote", [0.5] * 12)
    assert fits("weighted_vote", unequal[:5])
    assert fits("plurality", [1.0] * 26) and not fits("plurality", [1.0] * 27), "C(29, 3) = 3 654, C(30, 3) = 4 060"


# --- a deal counts once -----------------------------------------------------------------------------------------------

parts = st.lists(st.floats(0, 1), min_size=3, max_size=3).filter(lambda three: sum(three) > 1e-6)


@given(parts)
@settings(max_examples=300, deadline=None)
def test_shares_are_whole_units_that_sum_to_one(three: list[float]) -> None:
    bench = office()
    count_shares(bench.deal, *three)
    shares = np.array([bench.won, bench.lost, bench.no_decision])
    assert np.all((shares >= 0) & (shares <= 1)) and shares.sum() == 1.0
    assert np.all(np.ldexp(shares, 32) % 1 == 0)
    np.testing.assert_allclose(shares, np.array(three) / sum(three), rtol=0, atol=2.0**-31)


def test_a_round_that_closes_counts_given_that_it_closes_and_the_last_with_all_it_could_be() -> None:
    for choice, last, expected in (
        (0, False, (0.25, 0.75, 0.0)),
        (1, False, (0.25, 0.75, 0.0)),
        (0, True, (0.125, 0.375, 0.5)),
        (-1, True, (0.125, 0.375, 0.5)),
    ):
        bench = office()
        bench.won, bench.lost, bench.no_decision = 0.125, 0.375, 0.5
        close_by_vote(*bench.records, 10.0, choice, last)
        assert (bench.won, bench.lost, bench.no_decision) == expected
        assert bench.outcome == (Outcome.won, Outcome.lost, Outcome.no_decision)[choice]


def test_what_ends_without_a_vote_counts_for_what_it_is() -> None:
    for outcome, share in ((Outcome.no_decision, 1.0), (Outcome.withdrawn, 0.0)):
        bench = office()
        close(*bench.records, 10.0, int(outcome))
        assert (bench.won, bench.lost, bench.no_decision) == (0.0, 0.0, share)
