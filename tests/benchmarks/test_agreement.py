"""The engine and the plain SimPy program describe the same deal, and would not without any one mechanism."""

from collections.abc import Callable
from functools import cache
from types import SimpleNamespace

import numpy as np
import numpy.typing as npt
import pytest

from engine.dynamics.machine.composition import REMOVABLE
from engine.results import OUTCOME
from tests.benchmarks.agreement import Agreement, agreement, largest_allowed, z_of
from tests.benchmarks.knockouts import PLAYED, SHOWN, UNKNOWN
from tests.benchmarks.plain_simpy import PlainDeal
from tests.benchmarks.reference import STRATEGY, VARIANTS, our_program, plain_program

PLAIN_DEALS = 400
CHANGED_DEALS = 150
OUR_DEALS = 4000
FEW_DEALS = 500

Rows = npt.NDArray[np.void]


@cache
def our_rows(variant: str = "reference", strategy: str = STRATEGY, switched_off: str | None = None) -> Rows:
    off = () if switched_off is None else (switched_off,)
    return our_program(strategy, variant, off).run(0, OUR_DEALS).outcomes


@cache
def plain_deals(variant: str, strategy: str) -> list[PlainDeal]:
    return plain_program(strategy, variant).run(PLAIN_DEALS)


def disagreeing(results: list[Agreement]) -> list[Agreement]:
    """Those too far apart, or unknown in one program only."""
    return [result for result in results if not abs(result.z) <= largest_allowed()]


@pytest.mark.parametrize(("variant", "strategy"), PLAYED)
def test_both_programs_agree(variant: str, strategy: str) -> None:
    assert not disagreeing(agreement(plain_deals(variant, strategy), our_rows(variant, strategy)))


@pytest.mark.parametrize("mechanism", SHOWN)
def test_a_mechanism_missing_in_one_program_would_be_noticed(mechanism: str) -> None:
    shown = SHOWN[mechanism]
    without = our_rows(shown.variant, shown.strategy, mechanism)
    results = agreement(plain_deals(shown.variant, shown.strategy), without)
    assert shown.figure in [result.figure for result in disagreeing(results)]


@pytest.mark.parametrize("mechanism", UNKNOWN)
def test_what_the_plain_program_does_not_know_does_nothing(mechanism: str) -> None:
    for variant, strategy in PLAYED:
        without, rows = our_program(strategy, variant, (mechanism,)), our_program(strategy, variant)
        assert without.run(0, FEW_DEALS).outcomes.tobytes() == rows.run(0, FEW_DEALS).outcomes.tobytes()


def test_every_mechanism_is_known_or_said_to_be_unknown() -> None:
    assert sorted([*SHOWN, *UNKNOWN]) == sorted(REMOVABLE)


def test_every_variant_is_played() -> None:
    assert {variant for variant, _ in PLAYED} == set(VARIANTS)


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
    results = agreement(program.run(CHANGED_DEALS), our_rows())
    assert seen_in in [result.figure for result in disagreeing(results)]


@pytest.mark.parametrize(
    ("changed", "seen_in"),
    [
        (lambda c: setattr(c.tender, "stranger_fit", 0.9), "lost"),
        (lambda c: setattr(c.tender, "pressure", 0.1), "margin"),
        (lambda c: setattr(c.tender, "invalid", 0.9), "rounds of the decision"),
        (lambda c: setattr(c.tender, "price_weight", 0.9), "won"),
    ],
)
def test_another_tender_would_be_noticed(changed: Callable[[SimpleNamespace], None], seen_in: str) -> None:
    program = plain_program("bottom_up_sponsored", "tender")
    changed(program.c)
    results = agreement(program.run(CHANGED_DEALS), our_rows("tender", "bottom_up_sponsored"))
    assert seen_in in [result.figure for result in disagreeing(results)]


def test_reference_deal_is_what_it_says() -> None:
    """About 180 events and seven months; practically every deal ends."""
    rows = our_rows()
    assert rows.dtype == OUTCOME and len(rows) == OUR_DEALS
    assert 165 < rows["events"].mean() < 200
    assert 180 < (rows["closed"] - rows["opened"]).mean() < 250
    assert (rows["people"] == 10).all()


def test_z_by_hand() -> None:
    assert z_of(np.array([1.0, 3.0]), np.array([0.0, 2.0])) == pytest.approx(0.5**0.5)
    assert z_of(np.array([1.0, 3.0]), np.array([0.0, 0.0, 0.0])) == pytest.approx(2.0 / (1.0 + 2.0 / 3.0) ** 0.5)
    assert z_of(np.zeros(5), np.zeros(5)) == 0.0
    assert z_of(np.ones(5), np.zeros(5)) == np.inf
    assert largest_allowed(1) == pytest.approx(3.2905, abs=1e-4)
