"""Linear bounds against brute force over whole numbers, and the sums that formulas are taken apart into."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import numba
import pytest
from hypothesis import given, settings, strategies as st

from engine.model import decimal_arithmetic
from engine.rules.proof.linear import AtLeastZero, Linear, at_least, at_most, exact, solve

NAMES = ("x", "y", "z")
WHOLE = frozenset(NAMES)


def bound(weights, constant, strict):
    named = {name: Fraction(weight) for name, weight in zip(NAMES, weights, strict=True) if weight}
    return AtLeastZero(Linear(Fraction(constant), named), strict)


bounds = st.lists(
    st.builds(bound, st.tuples(*[st.integers(-3, 3)] * 3), st.integers(-6, 6), st.booleans()), min_size=1, max_size=4
)
BOX = [each for name in NAMES for each in (
    at_least(Linear.unknown(name), Fraction(-3)), at_most(Linear.unknown(name), Fraction(3)))]  # fmt: skip


def holds(bound, values):
    found = bound.sum.at(values)
    return found > 0 if bound.strict else found >= 0


@settings(max_examples=300, deadline=None)
@given(bounds)
def test_whole_numbers_are_found_if_there_are_any(drawn):
    grid = itertools.product(range(-3, 4), repeat=3)
    there = any(
        all(holds(each, dict(zip(NAMES, map(Fraction, values), strict=True))) for each in drawn) for values in grid
    )
    found = solve([*drawn, *BOX], WHOLE, {})
    assert (found is not None) == there
    if found is not None:
        assert all(value.denominator == 1 for value in found.values())
        assert all(holds(each, found) for each in [*drawn, *BOX])


@settings(max_examples=300, deadline=None)
@given(bounds)
def test_numbers_are_found_wherever_a_grid_of_quarters_finds_some(drawn):
    found = solve([*drawn, *BOX], frozenset(), {})
    if found is not None:
        assert all(holds(each, found) for each in [*drawn, *BOX])
        return
    for values in itertools.product([Fraction(n, 4) for n in range(-12, 13, 3)], repeat=3):
        assert not all(holds(each, dict(zip(NAMES, values, strict=True))) for each in drawn)


def test_the_value_chosen_first_comes_closest():
    x, y = Linear.unknown("x"), Linear.unknown("y")
    found = solve([at_least(x.plus(y), exact(1.5))], frozenset(), {"x": Fraction(1), "y": Fraction(0)}, ("y",))
    assert found == {"y": 0, "x": Fraction(3, 2)}


def test_whole_numbers_that_no_number_of_steps_reaches_are_refused_at_once():
    odd = Linear.unknown("x").times(Fraction(2)).minus(Linear.unknown("y").times(Fraction(2)))
    wide = [each for name in "xy" for each in (
        at_least(Linear.unknown(name), Fraction(0)), at_most(Linear.unknown(name), Fraction(10**9)))]  # fmt: skip
    assert solve([at_least(odd, Fraction(1)), at_most(odd, Fraction(1)), *wide], frozenset("xy"), {}) is None


def test_doubles_are_the_decimals_they_are_written_as():
    assert exact(0.1) == Fraction(1, 10) and exact(-2.5e-7) == Fraction(-25, 10**8)


@pytest.mark.parametrize("step", range(decimal_arithmetic.ADD, decimal_arithmetic.UNEQUAL + 1))
def test_the_arithmetic_compiles_and_gives_the_same(step):
    """As a simulation runs it: the same doubles, bit by bit."""
    compiled = numba.njit(decimal_arithmetic.worked)
    numbers = (0.0, 0.1, 0.2, -0.3, 1 / 3, 2.5, 1e-13, 123456.789, -999999999999.96, 1e15, 7e14, 2e15, math.nan)
    for one, other in itertools.product(numbers, repeat=2):
        assert repr(float(compiled(step, one, other))) == repr(float(decimal_arithmetic.worked(step, one, other)))
