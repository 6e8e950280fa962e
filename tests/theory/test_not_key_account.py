"""Where it is not key-account selling: one buyer, a small sum, no process. The strategies coincide, cost apart."""

from __future__ import annotations

from functools import cache
from itertools import combinations

import pytest

from engine.engagement import BASELINE
from engine.results.measures import HEADLINE, MEASURES
from engine.situation import read_situation
from engine.studies import compare
from engine.studies.comparison import Comparison

POINT = PER_CENT = 0.01
OF_FEW = 0.03
"""Of how he finds us: he is met in one deal in fifty, and that tells little."""
MONEY_SPENT = {"net_margin_per_deal", "cost_per_win"}
"""What they cost is theirs."""
ACTING = tuple(each.name for each in read_situation("kam:one_buyer").strategies if each.name != BASELINE)


@cache
def played() -> Comparison:
    return compare(read_situation("kam:one_buyer"), [*ACTING, BASELINE], replications=320, seed=20, workers=1)


def test_all_of_them_act() -> None:
    assert len(ACTING) == 6


@pytest.mark.parametrize("measure", [name for name in HEADLINE if name not in MONEY_SPENT])
@pytest.mark.parametrize(("first", "second"), combinations(ACTING, 2))
def test_no_headline_measure_tells_two_of_them_apart(first: str, second: str, measure: str) -> None:
    found = played().difference(measure, first, second)
    if measure == "experience":
        assert abs(found.value or 0.0) <= OF_FEW
        return
    if found.low is None or found.high is None:
        assert found.value == 0, found.note
        return
    value = played().results[first].estimates[measure].value
    assert value is not None
    most = POINT if MEASURES[measure].unit == "share" else PER_CENT * abs(value)
    assert found.low <= most and found.high >= -most, f"{found.low:.3g} … {found.high:.3g}, at most ±{most:.3g}"
    assert found.value is not None and abs(found.value) <= most


def test_a_campaign_costs_money_here_too() -> None:
    found = played().difference("net_margin_per_deal", "top_down", BASELINE)
    assert found.high is not None and found.high < 0
