"""How many replications: planned looks, the error spent by each, and what stops a run."""

from statistics import NormalDist

import pytest

from engine.errors import InputError
from engine.statistics.looks import (
    FIRST_LOOK,
    Looks,
    Widths,
    checked_targets,
    describe,
    look_by_look,
    planned_looks,
)

SHARES = {"win_rate_all": True, "cycle_days_median": False}


def test_looks_are_planned_beforehand() -> None:
    assert planned_looks(200) == Looks((200,))
    fine = planned_looks(None, {"win_rate_all": 0.01}, most=65_536)
    assert fine.planned[:3] == (128, 144, 162) and fine.planned[-1] == 65_536
    assert max(b / a for a, b in zip(fine.planned, fine.planned[1:], strict=False)) < 1.14


def test_all_error_is_spent_at_once_by_a_number_fixed_beforehand() -> None:
    assert planned_looks(50).widening(50) == 1


def test_half_the_error_is_spent_by_the_first_look_and_nearly_all_in_the_end() -> None:
    looks = planned_looks(None, {"win_rate_all": 0.01})
    z = NormalDist().inv_cdf
    assert looks.widening(FIRST_LOOK) == pytest.approx(z(1 - 0.0125) / z(0.975))
    factors = [looks.widening(n) for n in looks.planned]
    assert factors == sorted(factors, reverse=True)
    assert factors[-1] < 1.001


def test_results_shown_before_share_the_error() -> None:
    z = NormalDist().inv_cdf
    assert Looks((100, 200), shown=2).widening(200) == pytest.approx(z(1 - 0.0125) / z(0.975))


def test_a_run_stops_at_the_first_look_that_is_narrow_enough_whatever_it_shows() -> None:
    looks, played = planned_looks(None, {"win_rate_all": 0.1}, most=1000), list[int]()

    def widths(widening: float) -> Widths:
        return {"win_rate_all": None if played[-1] < 200 else widening * 0.1 * (300 / played[-1])}

    taken, reached = look_by_look(looks, played.append, widths)
    assert taken == tuple(played) and taken[-1] == next(n for n in looks.planned if n > 300 * looks.widening(n))
    precision = describe(looks, taken, reached)
    assert precision.met and precision.widening == looks.widening(taken[-1])


def test_every_target_must_be_met() -> None:
    looks = planned_looks(None, {"win_rate_all": 0.1, "cycle_days_median": 5}, most=200)
    taken, reached = look_by_look(looks, lambda _: None, lambda _: {"win_rate_all": 0.01, "cycle_days_median": 5.1})
    assert taken == looks.planned
    assert not describe(looks, taken, reached).met


@pytest.mark.parametrize(
    "targets", [{"win_rate": 0.1}, {"win_rate_all": 1.0}, {"win_rate_all": 0}, {"cycle_days_median": -1}]
)
def test_targets_that_make_no_sense(targets: dict[str, float]) -> None:
    with pytest.raises(InputError):
        checked_targets(targets, SHARES)
    assert checked_targets({"cycle_days_median": 5}, SHARES) == {"cycle_days_median": 5}
