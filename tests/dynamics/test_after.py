"""After the decision: delivery, acceptance, satisfaction, payment (MODEL §8)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from laboratory import assert_mean_is, degenerate, office, run, step, written

from engine.dynamics.mechanisms.after_sale import (
    lifetime_value_if_won,
    margin_if_won,
    revenue_if_won,
    satisfaction_if_won,
    settle_win,
)
from engine.model.terms import Origin, Outcome


def won(count: int = 2500, **constants: float) -> Any:
    """Deals that are all won."""
    edits: dict[str, Any] = {f"behaviour.after.{name}": value for name, value in constants.items()}
    edits |= {"accounts.0.project.amount": 100, "accounts.0.project.margin": 0.5}
    return run(degenerate([step("purchase", 1)], edits=edits), count=count).outcomes


def sold() -> Any:
    """The records of a deal that we have just won."""
    bench = office()
    bench.outcome, bench.won = int(Outcome.won), 1.0
    return bench


def test_a_failed_delivery_costs_margin_and_satisfaction() -> None:
    deals = won(
        delivery_failure=0.25, failure_loss=0.6, satisfaction_good=0.8, satisfaction_failed=0.3, retention_satisfied=0.9
    )
    failed = deals["satisfaction_if_won"] == 0.3
    assert set(np.unique(deals["satisfaction_if_won"])) == {0.3, 0.8}
    assert np.all(deals["revenue_if_won"] == 1_000_000)
    np.testing.assert_allclose(deals["margin_if_won"], np.where(failed, 200_000, 500_000))
    assert np.all(deals["lifetime_value_if_won"][failed] < deals["lifetime_value_if_won"][~failed].min())


def test_risk_is_higher_when_others_defined_the_need() -> None:
    """The share of failures is the base chance times the factor of the project's origin."""
    deals = won(delivery_failure=0.25)
    assert np.all(deals["origin"] == Origin.reactive)
    failed = deals["satisfaction_if_won"] == deals["satisfaction_if_won"].min()
    assert failed.mean() > 0.25 * 1.05
    bench = sold()
    risks = []
    for factor in (0.5, 1.0, 2.0):
        count = 0
        for key in range(500):
            bench.key, bench.delivery_risk, bench.after_delivery_failure = key, factor, 0.2
            settle_win(*bench.records, 10.0)
            count += bench.delivery_failed
        risks.append(count / 500)
    np.testing.assert_allclose(risks, [0.1, 0.2, 0.4], atol=0.08)
    assert risks == sorted(risks)


def test_payment_follows_acceptance() -> None:
    deals = won(delivery=100, payment=50)
    assert_mean_is(deals["paid_after_days_if_won"], 150.0, widest=11.0)
    assert_mean_is((deals["paid_after_days_if_won"] - 150.0) ** 2, 100.0**2 + 50.0**2, widest=2600.0)
    bench = sold()
    settle_win(*bench.records, 10.0)
    delivered, paid = written(bench, "delivered", "paid")
    assert 10.0 < delivered.day < paid.day
    assert paid.day == pytest.approx(10.0 + bench.paid_after_if_won)


def test_only_the_part_we_sold_counts() -> None:
    bench = sold()
    bench.scope, bench.after_delivery_failure = 0.4, 0.0
    settle_win(*bench.records, 10.0)
    assert revenue_if_won(*bench.records, 10.0) == pytest.approx(0.4 * bench.amount)
    assert margin_if_won(*bench.records, 10.0) == pytest.approx(0.4 * bench.amount * bench.margin)


def test_a_happier_customer_is_worth_more() -> None:
    values = []
    for satisfaction in (0.2, 0.5, 0.9):
        bench = sold()
        bench.after_delivery_failure, bench.after_satisfaction_good = 0.0, satisfaction
        settle_win(*bench.records, 10.0)
        values.append(lifetime_value_if_won(*bench.records, 10.0))
    assert values == sorted(values)


def test_the_account_remembers_how_it_was_served() -> None:
    bench = sold()
    assert np.isnan(bench.account.satisfaction)
    settle_win(*bench.records, 10.0)
    assert bench.account.satisfaction == satisfaction_if_won(*bench.records, 10.0) == bench.after_satisfaction_good


def figures(bench: Any) -> list[float]:
    """What a win brings: revenue, margin, lifetime value, satisfaction, days until payment."""
    columns = (revenue_if_won, margin_if_won, lifetime_value_if_won, satisfaction_if_won)
    return [*(column(*bench.records, 10.0) for column in columns), bench.paid_after_if_won]


@pytest.mark.parametrize("outcome", [Outcome.lost, Outcome.no_decision])
def test_what_a_win_would_have_been_is_known_however_the_vote_fell(outcome: Outcome) -> None:
    """By the same luck, but nothing is delivered, and the account has nothing to remember."""
    bench, won = sold(), sold()
    bench.outcome, bench.won, bench.lost = int(outcome), 0.3, 0.7
    for each in (bench, won):
        settle_win(*each.records, 10.0)
    assert not written(bench)
    assert np.isnan(bench.account.satisfaction)
    assert figures(bench) == figures(won)
    assert np.all(np.isfinite(figures(bench)))


@pytest.mark.parametrize("outcome", [Outcome.no_decision, Outcome.withdrawn])
def test_without_a_vote_there_is_no_win_to_speak_of(outcome: Outcome) -> None:
    bench = office()
    bench.outcome, bench.no_decision = int(outcome), float(outcome == Outcome.no_decision)
    settle_win(*bench.records, 10.0)
    assert not written(bench)
    assert np.all(np.isnan([bench.account.satisfaction, *figures(bench)]))
