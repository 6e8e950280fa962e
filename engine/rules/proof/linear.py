"""Numbers that satisfy linear bounds, or a proof that there are none: Fourier–Motzkin elimination over exact fractions.

A bound says that a weighted sum plus a constant is at least 0, or above 0. One unknown after the other is eliminated:
each of its lower bounds must lie below each of its upper bounds. Going back, each is given a readable value between
its bounds. Unknowns that count are branched on until they are whole.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

MOST_BOUNDS, MOST_BRANCHES = 600, 200
_DIGITS, _READABLE = 12, 6
"""Digits behind the point that values may have, and that people read with ease."""
Values = dict[str, Fraction]


class TooLarge(Exception):
    """So many bounds, or so many branches, that the question is left open."""


@dataclass(frozen=True)
class Linear:
    """A weighted sum of unknowns plus a constant; unknowns of weight 0 are left out."""

    constant: Fraction
    weights: Mapping[str, Fraction] = field(default_factory=dict)

    @classmethod
    def of(cls, number: float) -> Linear:
        """A number as the decimal number that people read."""
        return cls(exact(number))

    @classmethod
    def unknown(cls, name: str) -> Linear:
        """A single unknown."""
        return cls(Fraction(0), {name: Fraction(1)})

    def plus(self, other: Linear, times: Fraction = Fraction(1)) -> Linear:
        """This and so many times the other."""
        weights = dict(self.weights)
        for name, weight in other.weights.items():
            weights[name] = weights.get(name, Fraction(0)) + times * weight
        kept = {name: weight for name, weight in weights.items() if weight}
        return Linear(self.constant + times * other.constant, kept)

    def minus(self, other: Linear) -> Linear:
        """This less the other."""
        return self.plus(other, Fraction(-1))

    def times(self, factor: Fraction) -> Linear:
        """So many times this."""
        return Linear(Fraction(0)).plus(self, factor)

    def at(self, values: Mapping[str, Fraction]) -> Fraction:
        """Its value."""
        return self.constant + sum((weight * values[name] for name, weight in self.weights.items()), Fraction(0))


@dataclass(frozen=True)
class AtLeastZero:
    """The sum is at least 0; above it where `strict`."""

    sum: Linear
    strict: bool = False


def exact(number: float) -> Fraction:
    """The decimal number that a double is written as: 0.1 is one tenth."""
    return Fraction(repr(float(number)))


def at_least(sum_: Linear, number: Fraction, strict: bool = False) -> AtLeastZero:
    """The sum is at least so much."""
    return AtLeastZero(Linear(sum_.constant - number, sum_.weights), strict)


def at_most(sum_: Linear, number: Fraction, strict: bool = False) -> AtLeastZero:
    """The sum is at most so much."""
    return AtLeastZero(Linear(number).minus(sum_), strict)


def solve(
    bounds: Sequence[AtLeastZero], whole: frozenset[str], near: Mapping[str, Fraction], first: Sequence[str] = ()
) -> Values | None:
    """Values of all unknowns within the bounds, None when there are none.

    whole: unknowns that count. near: what a value should be close to, if it can. first: unknowns whose values are
    chosen before those of others, so that they come closest. Raises TooLarge.
    """
    untried, branches = [list(bounds)], 0
    while untried:
        tried = untried.pop()
        branches += 1
        if branches > MOST_BRANCHES:
            raise TooLarge
        found = _solved([_tight(bound, whole) for bound in tried], whole, near, first)
        if found is None:
            continue
        broken = next((name for name in found if name in whole and found[name].denominator != 1), None)
        if broken is None:
            return found
        below = Fraction(math.floor(found[broken]))
        unknown = Linear.unknown(broken)
        untried += [[*tried, at_least(unknown, below + 1)], [*tried, at_most(unknown, below)]]
    return None


def _tight(bound: AtLeastZero, whole: frozenset[str]) -> AtLeastZero:
    """A bound on whole numbers alone, moved to the next that they can reach."""
    weights = bound.sum.weights
    if not weights or not whole.issuperset(weights):
        return bound
    scale = math.lcm(*(weight.denominator for weight in weights.values()))
    unit = Fraction(math.gcd(*(int(weight * scale) for weight in weights.values())), scale)
    steps = bound.sum.constant / unit
    lowered = Fraction(math.ceil(steps) - 1 if bound.strict else math.floor(steps))
    return AtLeastZero(Linear(lowered * unit, weights))


@dataclass(frozen=True)
class _Eliminated:
    """An unknown between sums of those eliminated after it."""

    name: str
    lower: tuple[AtLeastZero, ...]
    upper: tuple[AtLeastZero, ...]


def _solved(
    bounds: Sequence[AtLeastZero], whole: frozenset[str], near: Mapping[str, Fraction], first: Sequence[str]
) -> Values | None:
    left = _plain(bounds)
    if left is None:
        return None
    steps: list[_Eliminated] = []
    while left:
        step, left_or_none = _eliminate(left, first)
        if left_or_none is None:
            return None
        steps.append(step)
        left = left_or_none
    named = {name for bound in bounds for name in bound.sum.weights} - {step.name for step in steps}
    values: Values = {name: near.get(name, Fraction(0)) for name in named}
    for step in reversed(steps):
        values[step.name] = _between(step, values, step.name in whole, near.get(step.name))
    return values


def _plain(bounds: Iterable[AtLeastZero]) -> list[AtLeastZero] | None:
    """The bounds that say something, of equal sums the tightest; None when one of them cannot hold."""
    tightest: dict[tuple[tuple[str, Fraction], ...], tuple[Fraction, bool]] = {}
    for bound in bounds:
        weights = bound.sum.weights
        if not weights:
            if bound.sum.constant < 0 or (bound.strict and bound.sum.constant == 0):
                return None
            continue
        scale = abs(next(iter(sorted(weights.items())))[1])
        key = tuple(sorted((name, weight / scale) for name, weight in weights.items()))
        own = (bound.sum.constant / scale, not bound.strict)
        tightest[key] = min(own, tightest.get(key, own))
    if len(tightest) > MOST_BOUNDS:
        raise TooLarge
    return [AtLeastZero(Linear(constant, dict(key)), not loose) for key, (constant, loose) in tightest.items()]


def _eliminate(bounds: Sequence[AtLeastZero], first: Sequence[str]) -> tuple[_Eliminated, list[AtLeastZero] | None]:
    """One unknown fewer: the one that leaves fewest bounds, those to be chosen first last of all."""
    counts: dict[str, list[int]] = {}
    for bound in bounds:
        for name, weight in bound.sum.weights.items():
            counts.setdefault(name, [0, 0])[weight > 0] += 1
    name = min(counts, key=lambda each: (each in first, -_place(each, first), counts[each][0] * counts[each][1], each))
    lower = [bound for bound in bounds if bound.sum.weights.get(name, 0) > 0]
    upper = [bound for bound in bounds if bound.sum.weights.get(name, 0) < 0]
    rest = [bound for bound in bounds if name not in bound.sum.weights]
    joined = (
        AtLeastZero(
            low.sum.times(-high.sum.weights[name]).plus(high.sum, low.sum.weights[name]), low.strict or high.strict
        )
        for low in lower
        for high in upper
    )
    return _Eliminated(name, tuple(lower), tuple(upper)), _plain([*rest, *joined])


def _place(name: str, first: Sequence[str]) -> int:
    return first.index(name) if name in first else len(first)


def _between(step: _Eliminated, values: Mapping[str, Fraction], whole: bool, near: Fraction | None) -> Fraction:
    low, open_low = max(_ends(step.name, step.lower, values), default=(None, False))
    ends = [(-end, is_open) for end, is_open in _ends(step.name, step.upper, values)]
    high, open_high = max(ends, default=(None, False))
    high = None if high is None else -high
    for candidate in _candidates(low, high, near):
        if whole and candidate.denominator != 1:
            continue
        above = low is None or candidate > low or (candidate == low and not open_low)
        below = high is None or candidate < high or (candidate == high and not open_high)
        if above and below:
            return candidate
    assert low is not None and high is not None
    return (low + high) / 2


def _ends(name: str, bounds: Sequence[AtLeastZero], values: Mapping[str, Fraction]) -> Iterator[tuple[Fraction, bool]]:
    """What each bound says of one unknown, the others being known, and whether the end itself is left out."""
    for bound in bounds:
        own = bound.sum.weights[name]
        others = {other: weight for other, weight in bound.sum.weights.items() if other != name}
        yield -Linear(bound.sum.constant, others).at(values) / own, bound.strict


def _candidates(low: Fraction | None, high: Fraction | None, near: Fraction | None) -> Iterator[Fraction]:
    """Values close to what is wanted, or to the middle with as few digits as can be."""
    if near is None:
        target, coarsest = _middle(low, high), 0
    else:
        target = near if low is None else max(near, low)
        target = target if high is None else min(target, high)
        places = _decimals(target)
        coarsest = max(places if places <= _READABLE else _READABLE // 2, 2 if abs(target) < 10 else 0)
        yield target
    for digits in range(min(coarsest, _DIGITS), _DIGITS + 1):
        step = Fraction(1, 10**digits)
        rounded = round(target / step) * step
        yield from (rounded, rounded + step, rounded - step)
    yield from (Fraction(math.floor(target)), Fraction(math.ceil(target)))


def _middle(low: Fraction | None, high: Fraction | None) -> Fraction:
    if low is not None and high is not None:
        return (low + high) / 2
    return low + 1 if low is not None else high - 1 if high is not None else Fraction(0)


def _decimals(number: Fraction) -> int:
    """Digits behind the point, as far as they are kept."""
    return next((digits for digits in range(_DIGITS) if (number * 10**digits).denominator == 1), _DIGITS)
