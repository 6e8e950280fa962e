"""Shapley shares: against exact enumeration, and by the axioms that define them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, permutations
from math import factorial

import numpy as np
import pytest

from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.results.columns import COLUMN, replication_columns
from engine.results.effects import EFFECTS
from engine.simulation import Simulator
from engine.situation import Situation
from engine.studies import RuleRoi, rule_roi
from engine.studies.shapley import shares_along
from engine.studies.silencing import BATCH, silenced

PURPOSE = "engagement_choice"
THREE = ("decider_is_with_us", "door_stays_shut", "a_friend_to_build_on")
N = 12 * BATCH
Value = Callable[[frozenset[int]], float]


def exact(rules: int, value: Value) -> list[float]:
    """Shapley's formula over all coalitions; `value` takes the rules that speak."""
    shares = []
    for rule in range(rules):
        others = [other for other in range(rules) if other != rule]
        total = 0.0
        for size in range(rules):
            weight = factorial(size) * factorial(rules - size - 1) / factorial(rules)
            total += weight * sum(
                value(frozenset({*some, rule})) - value(frozenset(some)) for some in combinations(others, size)
            )
        shares.append(total)
    return shares


def along(order: tuple[int, ...], value: Value) -> np.ndarray:
    """Values along an order of removal and its reverse, as a batch notes them."""
    rules = frozenset(order)
    ways = [[[value(rules - set(way[:gone]))] for gone in range(len(order) + 1)] for way in (order, order[::-1])]
    return np.array(ways)


@pytest.mark.parametrize("rules", [1, 2, 3, 4])
def test_over_all_orders_the_shares_are_shapley_s(rules: int) -> None:
    rng = np.random.default_rng(rules)
    worth = {frozenset(some): rng.normal() for size in range(rules + 1) for some in combinations(range(rules), size)}
    orders = list(permutations(range(rules)))
    shares = [shares_along(along(order, worth.__getitem__), order)[:, 0] for order in orders]
    np.testing.assert_allclose(np.mean(shares, axis=0), exact(rules, worth.__getitem__), atol=1e-12)
    together = worth[frozenset(range(rules))] - worth[frozenset()]
    for order in shares:
        assert order.sum() == pytest.approx(together, abs=1e-12), "efficient in every single batch"


def test_a_dummy_gets_nothing_and_twins_the_same() -> None:
    """Rules 0 and 1 do the same, one of them is enough; rule 2 does nothing; rule 3 does something of its own."""

    def value(speaking: frozenset[int]) -> float:
        return 5.0 * bool(speaking & {0, 1}) + 2.0 * (3 in speaking)

    found = np.array([shares_along(along(order, value), order)[:, 0] for order in permutations(range(4))])
    assert (found[:, 2] == 0).all() and (found[:, 3] == 2).all()
    np.testing.assert_array_equal(found[:, 0], found[:, 1])
    np.testing.assert_array_equal(found[:, 0], 2.5)


def with_rules(book: Rulebook, names: tuple[str, ...]) -> Rulebook:
    return book.model_copy(update={"rules": tuple(r for r in book.rules if r.id in names), "cases": ()})


@pytest.fixture(scope="module")
def three(books: dict[str, Rulebook]) -> Rulebook:
    return with_rules(books[PURPOSE], THREE)


@pytest.fixture(scope="module")
def found(scenario: Scenario, books: dict[str, Rulebook], three: Rulebook) -> RuleRoi:
    return rule_roi(Situation(scenario, books), three, replications=N, shapley=True, seed=9, workers=1)


@pytest.fixture(scope="module")
def worth(
    scenario: Scenario, books: dict[str, Rulebook], three: Rulebook
) -> dict[tuple[str, frozenset[int]], np.ndarray]:
    """Every measure of every coalition on the same luck, batch by batch."""
    values = {}
    order = [rule.id for rule in three.winning_order()]
    for size in range(4):
        for some in combinations(range(3), size):
            book = silenced(three, {order[place] for place in range(3) if place not in some})
            played = Simulator(scenario, "playbook", {**books, PURPOSE: book}, 9).run(0, N)
            columns = replication_columns(played.outcomes, played.team, 0, N).reshape(N // BATCH, BATCH, -1).sum(axis=1)
            for name, measure in EFFECTS.items():
                top, bottom = columns[:, COLUMN[measure.numerator]], columns[:, COLUMN[measure.denominator]]
                values[name, frozenset(some)] = top / bottom
    return values


@pytest.mark.parametrize("measure", EFFECTS)
def test_sampled_shares_agree_with_all_eight_coalitions(
    found: RuleRoi, worth: dict[tuple[str, frozenset[int]], np.ndarray], measure: str
) -> None:
    """On the same luck only the orders drawn differ; the interval covers luck too.

    A dozen intervals of 95 % are looked at side by side, so each is taken half as wide again (99.3 % at 11 degrees of
    freedom).
    """
    shares = exact(3, lambda speaking: float(worth[measure, speaking].mean()))
    for rule, share in zip(found.rules, shares, strict=True):
        assert rule.share is not None
        effect = rule.share[measure]
        assert effect.value is not None and effect.low is not None and effect.high is not None
        spare = 0.25 * (effect.high - effect.low)
        assert effect.low - spare <= share <= effect.high + spare, rule.rule
    spread = [
        effect.high - effect.low for rule in found.rules for effect in [(rule.share or {})[measure]] if effect.high
    ]
    assert max(spread) < 20 * (max(map(abs, shares)) + 1e-9), "an interval that holds everything proves nothing"


@pytest.mark.parametrize("measure", EFFECTS)
def test_shares_add_up(found: RuleRoi, worth: dict[tuple[str, frozenset[int]], np.ndarray], measure: str) -> None:
    assert found.together is not None
    assert (found.together.batches, found.together.replications) == (N // BATCH, N)
    total = sum((rule.share or {})[measure].value or 0.0 for rule in found.rules)
    together = found.together.adds[measure].value
    everything, nothing = (worth[measure, some].mean() for some in (frozenset({0, 1, 2}), frozenset()))
    assert together == pytest.approx(total, rel=1e-9, abs=1e-9)
    assert together == pytest.approx(everything - nothing, rel=1e-9, abs=1e-9)
    assert found.together.none[measure] == pytest.approx(nothing, rel=1e-9)


def test_twins_share_and_a_dummy_gets_nothing(scenario: Scenario, books: dict[str, Rulebook], three: Rulebook) -> None:
    """A copy of the first rule, a rule that can never fire: left out alone both are worth nothing."""
    first = three.rules[0]
    twin = first.model_copy(update={"id": "twin", "title": None, "priority": (first.priority or 0) + 1})
    never = "has_sponsor and not has_sponsor"
    dummy = first.model_copy(update={"id": "dummy", "title": None, "when": never, "priority": 1})
    book = three.model_copy(update={"rules": (dummy, first, twin, *three.rules[1:])})
    roi = rule_roi(Situation(scenario, books), book, replications=N, shapley=True, seed=9, workers=1)
    shares = {rule.rule: rule.share["cost"] for rule in roi.rules if rule.share is not None}
    assert all(each.value == each.low == each.high == 0 for each in (roi.rule("dummy").share or {}).values())
    assert roi.rule(first.id).adds["cost"].value == 0 and roi.rule(first.id).decided > 0
    assert roi.rule("twin").adds["cost"].note == "never_decided"
    a, b = shares[first.id], shares["twin"]
    assert a.value and b.value and a.low is not None and b.low is not None and a.high is not None and b.high is not None
    assert a.value > 0 and b.value > 0, "what each is worth shows although neither is missed alone"
    half = ((a.high - a.low) ** 2 + (b.high - b.low) ** 2) ** 0.5 / 2
    assert abs(a.value - b.value) < half
