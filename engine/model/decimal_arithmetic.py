"""Arithmetic as people do it on paper: 0.1 + 0.2 is 0.3, and 0.1 + 0.2 − 0.3 is nothing.

Every operation is done in doubles; of its result, twelve significant digits are kept, counted from the largest number
that takes part. So two numbers that agree in twelve digits are equal, in a difference and in a comparison alike.
Plain numbers in, a plain number out, as compiled code can run it too. NaN is unknown, what follows from the unknown is
unknown, and so is a quotient by 0 and what lies beyond ±10¹⁵, where the numbers of a rulebook end.
"""

from __future__ import annotations

from math import floor, isnan, log10, nan

UNKNOWN = nan
DIGITS = 12
LARGEST = 1e15
_POWERS = (
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
)  # fmt: skip
_FINEST = 22
"""The greatest power of ten that a double holds exactly: digits further behind the point are not kept."""


def snapped(number: float, largest: float = 0.0) -> float:
    """The number with twelve significant digits, counted from its own first digit or from that of `largest`.

    A whole multiple of a power of ten, divided by that power, both exact: the double nearest to the decimal number.
    """
    size = max(abs(number), abs(largest))
    if isnan(number) or isnan(largest) or size > LARGEST:
        return UNKNOWN
    if number == 0.0:
        return 0.0
    places = DIGITS - 1 - floor(log10(size))
    if places < 0:
        return round(number / _POWERS[-places]) * _POWERS[-places] + 0.0
    power = _POWERS[min(places, _FINEST)]
    return round(number * power) / power + 0.0


def added(one: float, other: float) -> float:
    """The sum."""
    return snapped(one + other, max(abs(one), abs(other)))


def subtracted(one: float, other: float) -> float:
    """The difference, 0 where both agree in twelve digits."""
    return snapped(one - other, max(abs(one), abs(other)))


def multiplied(one: float, other: float) -> float:
    """The product."""
    return snapped(one * other)


def divided(one: float, other: float) -> float:
    """The quotient; unknown where it is by 0."""
    return UNKNOWN if other == 0.0 or isnan(other) else snapped(one / other)


def least(one: float, other: float) -> float:
    """The smaller of two; unknown where one of them is."""
    if isnan(one) or isnan(other):
        return UNKNOWN
    return min(one, other)


def greatest(one: float, other: float) -> float:
    """The greater of two; unknown where one of them is."""
    if isnan(one) or isnan(other):
        return UNKNOWN
    return max(one, other)
