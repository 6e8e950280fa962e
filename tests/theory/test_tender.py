"""A scoring tender by hand arithmetic (MODEL §3, §13): points, who is first, and with which chance."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from laboratory import BUYER, CHIEF, CONTENT, ENGINEER, by_tender, office, rival, written

from engine.dynamics.mechanisms.bids import enter_bids
from engine.dynamics.mechanisms.tender import award, one_sided
from engine.dynamics.state.group_rules import TENDER
from engine.dynamics.state.scoring import MAX_BIDS, chances_to_be_first, gumbel_scale, poisson, price_points

EVERYBODY = slice(0, 6)


def tender(**more: Any) -> Any:
    """Three bids, no strangers, no faults of form, no scatter, a decider who wants to buy.

    Offers by price, technical, service, risk; everybody weighs the four alike, so that price counts .3 at least.
    """
    bench = office(rivals=[rival(id="one"), rival(id="two")], **more)
    by_tender(bench)
    bench.group_model, bench.evaluators, bench.outside = TENDER, 4.0, 0.4
    bench.tender_strangers, bench.tender_invalid, bench.tender_scatter, bench.tender_pressure = 0.0, 0.0, 0.0, 0.0
    bench.tender_challenge, bench.tender_price_spread, bench.tender_price_weight = 0.0, 0.4, 0.3
    bench.criteria[EVERYBODY, :CONTENT], bench.criteria[EVERYBODY, CONTENT:] = 0.25, 0.0
    bench.offer[:CONTENT] = [0.25, 0.9, 0.6, 0.6]
    ours = key_order(bench)
    bench.rival_offer[ours[0], :CONTENT] = [0.75, 0.6, 0.6, 0.6]
    bench.rival_offer[ours[1], :CONTENT] = [0.5, 0.75, 0.75, 0.75]
    bench.stance[EVERYBODY], bench.rival_stance[:2, EVERYBODY] = 0.0, 0.0
    bench.rival_shaped[:2], bench.rival_met[:2, EVERYBODY], bench.incumbent = 0.0, 0, -1
    bench.opened = 0.0
    return bench


def key_order(bench: Any) -> tuple[int, int]:
    """Places of the cheap rival and of the even one, whichever way their keys fall."""
    return (0, 1) if bench.rival_key[0] < bench.rival_key[1] else (1, 0)


def points(bench: Any) -> list[float]:
    """Points of ours, the cheap rival's and the even rival's bid."""
    keys, valid, totals = np.arange(MAX_BIDS, dtype=np.uint64), np.zeros(MAX_BIDS, np.bool_), np.zeros(MAX_BIDS)
    enter_bids(*bench.records, 0.0, 3, keys, valid, totals)
    cheap, even = key_order(bench)
    assert valid[:3].all()
    return [float(totals[place]) for place in (0, 1 + cheap, 1 + even)]


def test_points_by_hand() -> None:
    """Prices 1.1, .9 and 1.0 of the estimate: .3 · .9/price + .7 · the mean of the other three criteria."""
    expected = [0.3 * 0.9 / 1.1 + 0.7 * 0.7, 0.3 + 0.7 * 0.6, 0.3 * 0.9 + 0.7 * 0.75]
    assert points(tender()) == pytest.approx(expected, abs=1e-12)


def test_price_counts_as_much_as_the_committee_weighs_it_if_that_is_more() -> None:
    bench = tender()
    bench.criteria[EVERYBODY, :CONTENT] = [0.7, 0.1, 0.1, 0.1]
    assert points(bench)[0] == pytest.approx(0.7 * 0.9 / 1.1 + 0.3 * 0.7, abs=1e-12)


def test_what_was_shaped_in_time_decides() -> None:
    bench = tender()
    ours, _, even = points(bench)
    assert ours < even
    bench.spec_shaped = 0.3
    shaped = points(bench)
    assert shaped[0] == pytest.approx(0.3 * 0.9 / 1.1 + 0.7 * (0.7 + 0.3 * 0.3), abs=1e-12)
    assert shaped[0] > even


def test_a_tailored_bid_makes_up_a_share_of_what_is_left() -> None:
    bench = tender()
    bench.spec_shaped, bench.bid_tailored = 0.3, 0.2
    assert points(bench)[0] == pytest.approx(0.3 * 0.9 / 1.1 + 0.7 * (1 - 0.3 * 0.7 * 0.8), abs=1e-12)


def test_liking_is_worth_no_more_than_a_halo_of_those_of_the_house() -> None:
    """Three of five evaluators are of the house: those who test and purchasing, by power."""
    bench = tender()
    before = points(bench)[0]
    bench.stance[EVERYBODY] = 1.0
    assert points(bench)[0] - before == pytest.approx(bench.tender_halo * 0.6, abs=1e-12)
    bench.stance[EVERYBODY], bench.stance[CHIEF] = 0.0, 1.0
    assert points(bench)[0] == before
    bench.stance[ENGINEER] = bench.stance[BUYER] = 0.5
    bench.resentment[BUYER] = 0.5
    assert points(bench)[0] - before == pytest.approx(bench.tender_halo * 0.6 * 0.25, abs=1e-12)


def shares(bench: Any, choice: int) -> tuple[int, float, float, float]:
    """What is awarded, and the exact chances of it."""
    chosen = award(*bench.records, 0.0, choice)
    return int(chosen), bench.won, bench.lost, bench.no_decision


def test_without_scatter_the_most_points_win() -> None:
    bench = tender()
    chosen, won, lost, nothing = shares(bench, -1)
    assert chosen == 1 + key_order(bench)[1]
    assert (won, lost, nothing) == pytest.approx((0.0, 1.0, 0.0), abs=1e-12)
    bench.spec_shaped = 0.3
    assert shares(bench, -1)[:2] == (0, pytest.approx(1.0, abs=1e-12))


def test_with_scatter_the_chance_to_be_first_is_a_softmax() -> None:
    bench = tender()
    bench.tender_scatter = 0.2
    scale = 0.2 * math.sqrt(6) / math.pi / math.sqrt(4.0)
    odds = np.exp(np.array(points(bench)) / scale)
    _, won, lost, nothing = shares(bench, -1)
    assert won == pytest.approx(odds[0] / odds.sum(), abs=1e-12)
    assert (won + lost, nothing) == pytest.approx((1.0, 0.0), abs=1e-12)


def test_the_decider_confirms_or_cancels() -> None:
    """An even decider, to whom our bid is worth as much as nothing, cancels every second time."""
    bench = tender()
    bench.spec_shaped, bench.decision_nothing = 0.3, 0.0
    _, won, lost, nothing = shares(bench, -1)
    assert (won, lost, nothing) == pytest.approx((0.5, 0.0, 0.5), abs=1e-12)


def test_papers_that_fit_one_only_are_challenged() -> None:
    bench = tender()
    bench.spec_shaped, bench.spec_rival_shaped[:2], bench.tender_challenge = 0.4, [0.1, 0.05], 0.5
    assert one_sided(bench.account, bench.deal) == pytest.approx(0.3)
    _, won, lost, nothing = shares(bench, -1)
    assert (won, lost, nothing) == pytest.approx((0.85, 0.0, 0.15), abs=1e-12)


def test_two_bids_are_too_few_and_a_third_makes_a_tender() -> None:
    """Two of three bids are valid: an open tender needs three."""
    bench = tender()
    assert shares(bench, -1)[0] != -1
    bench.qualifies, bench.qualified_on, bench.rival_qualified_on[:2] = 1, 0.0, [0.0, 1.0]
    chosen, *chances = shares(bench, -1)
    assert (chosen, chances) == (-1, [0.0, 0.0, 1.0])
    (event,) = written(bench, "tender_stopped")
    assert event.code == 0


def test_every_bid_beyond_three_presses_the_price() -> None:
    bench = tender()
    bench.tender_pressure, bench.bidders_needed = 0.02, 1
    shares(bench, -1)
    assert bench.price_factor == pytest.approx(0.98**2)


def test_what_is_challenged_is_written_anew() -> None:
    bench = tender()
    bench.spec_shaped, bench.tender_challenge = 1.0, 1.0
    chosen, *chances = shares(bench, -1)
    assert (chosen, chances) == (-1, [0.0, 0.0, 1.0])
    (event,) = written(bench, "tender_stopped")
    assert event.code == 1
    assert one_sided(bench.account, bench.deal) == 0.0


class TestNumbers:
    def test_price_points_are_the_lowest_valid_price_over_ones_own(self) -> None:
        out = np.zeros(3)
        price_points(np.array([0.5, 0.8, 1.0]), np.array([False, True, True]), 3, out)
        np.testing.assert_allclose(out, [0.0, 1.0, 0.8])

    def test_equal_totals_share_the_chance(self) -> None:
        out = np.zeros(3)
        chances_to_be_first(np.array([0.7, 0.7, 0.2]), np.ones(3, np.bool_), 3, 0.0, out)
        np.testing.assert_allclose(out, [0.5, 0.5, 0.0])

    def test_a_gumbel_of_that_scale_has_that_deviation(self) -> None:
        luck = np.random.default_rng(1958).gumbel(0.0, gumbel_scale(0.3), 400_000)
        assert luck.std() == pytest.approx(0.3, rel=0.01)

    @pytest.mark.parametrize("mean", [0.0, 0.5, 4.0])
    def test_poisson_quantiles(self, mean: float) -> None:
        """Summed over even steps of luck the quantile has the mean that is asked for."""
        steps = (np.arange(4000) + 0.5) / 4000
        assert np.mean([poisson(u, mean, 30) for u in steps]) == pytest.approx(mean, abs=0.01)
        assert poisson(0.999999, 4.0, 8) == 8
