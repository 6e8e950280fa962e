"""The engine and the plain SimPy program describe the same deal."""

from collections.abc import Callable
from functools import cache
from types import SimpleNamespace

import numpy as np
import numpy.typing as npt
import pytest

from engine.results import OUTCOME
from tests.benchmarks.agreement import Agreement, agreement, largest_allowed, z_of
from tests.benchmarks.reference import STRATEGY, our_program, plain_program

PLAIN_DEALS = 150
OUR_DEALS = 3000

Rows = npt.NDArray[np.void]


@cache
def our_rows(strategy: str = STRATEGY) -> Rows:
    return our_program(strategy).run(0, OUR_DEALS).outcomes


def disagreeing(results: list[Agreement]) -> list[Agreement]:
    return [result for result in results if abs(result.z) > largest_allowed()]


@pytest.mark.parametrize("strategy", ["top_down", "bottom_up_sponsored"])
def test_both_programs_agree(strategy: str) -> None:
    deals = plain_program(strategy).run(PLAIN_DEALS)
    assert not disagreeing(agreement(deals, our_rows(strategy)))


@pytest.mark.parametrize(
    ("changed", "seen_in"),
    [
        (lambda c: setattr(c.touch, "stance_gain", 2 * c.touch.stance_gain), "stance at the end"),
        (lambda c: setattr(c.influence, "meetings", 1.5 * c.influence.meetings), "internal meetings"),
        (lambda c: setattr(c.access, "acquainted", 0.3), "requests refused"),
        (lambda c: setattr(c.hearing, "contact", 100.0), "heard of after, days"),
        (lambda c: setattr(c.cultivation, "hours", 0.0), "hours of ours"),
        (lambda c: setattr(c.decision, "nothing", c.decision.nothing + 2.0), "no decision"),
        (lambda c: setattr(c.rivals, "hours", 0.5), "rivals' visits"),
        (lambda c: setattr(c.help, "enough", 0.0), "help with their work"),
        (lambda c: setattr(c.promise, "chance", 0.0), "promises kept"),
        (lambda c: setattr(c.experience, "relevant", 0.0), "experience of us"),
    ],
)
def test_another_deal_would_be_noticed(changed: Callable[[SimpleNamespace], None], seen_in: str) -> None:
    program = plain_program()
    changed(program.c)
    results = agreement(program.run(PLAIN_DEALS), our_rows())
    assert seen_in in [result.figure for result in disagreeing(results)]


def test_reference_deal_is_what_it_says() -> None:
    """About 140 events and half a year; practically every deal ends."""
    rows = our_rows()
    assert rows.dtype == OUTCOME and len(rows) == OUR_DEALS
    assert 125 < rows["events"].mean() < 160
    assert 170 < (rows["closed"] - rows["opened"]).mean() < 260
    assert (rows["people"] == 10).all()


def test_z_by_hand() -> None:
    assert z_of(np.array([1.0, 3.0]), np.array([0.0, 0.0, 0.0])) == pytest.approx(2.0)
    assert z_of(np.zeros(5), np.zeros(5)) == 0.0
    assert z_of(np.ones(5), np.zeros(5)) == np.inf
    assert largest_allowed(1) == pytest.approx(3.2905, abs=1e-4)
