"""Arithmetic as people do it on paper: 0.1 + 0.2 is 0.3, and 0.1 + 0.2 − 0.3 is nothing.

Every operation is done in doubles; of its result, twelve significant digits are kept, counted from the largest number
that takes part. So two numbers that agree in twelve digits are equal, in a difference and in a comparison alike.
Plain numbers in, a plain number out; compiled code runs `worked` as it stands. NaN is unknown, what follows from the
unknown is unknown, and so is a quotient by 0 and what lies beyond ±10¹⁵, where the numbers of a rulebook end.
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

(
    NUMBER, FACT, STAND_IN,
    ADD, SUBTRACT, MULTIPLY, DIVIDE, LEAST, GREATEST, DAYS,
    BELOW, AT_MOST, ABOVE, AT_LEAST, EQUAL, UNEQUAL,
) = range(16)  # fmt: skip
"""Steps of a formula in postfix order: a number or a fact is put on the stack, a stand-in takes the place of what is
unknown on top of it, all others take two and put one. `DAYS` counts from the first to the second, comparisons put 1 or
0."""


def worked(step: int, left: float, right: float) -> float:
    """What a step makes of two numbers.

    The result is a whole multiple of a power of ten, divided by that power, both exact: the double nearest to the
    decimal number. The digits of a sum and of a difference are counted from the larger number, so a difference is 0
    where both agree in twelve of them.
    """
    if isnan(left) or isnan(right) or (step == DIVIDE and right == 0.0):
        return UNKNOWN
    if step == LEAST:
        return min(left, right)
    if step == GREATEST:
        return max(left, right)
    size = 0.0
    if step == MULTIPLY:
        found = left * right
    elif step == DIVIDE:
        found = left / right
    else:
        found = left + right if step == ADD else right - left if step == DAYS else left - right
        size = max(abs(left), abs(right))
    size = max(abs(found), size)
    if size > LARGEST:
        return UNKNOWN
    if found != 0.0:
        places = DIGITS - 1 - floor(log10(size))
        if places < 0:
            found = round(found / _POWERS[-places]) * _POWERS[-places] + 0.0
        else:
            power = _POWERS[min(places, _FINEST)]
            found = round(found * power) / power + 0.0
    if step < BELOW:
        return found + 0.0
    if step == BELOW:
        return 1.0 if found < 0.0 else 0.0
    if step == AT_MOST:
        return 1.0 if found <= 0.0 else 0.0
    if step == ABOVE:
        return 1.0 if found > 0.0 else 0.0
    if step == AT_LEAST:
        return 1.0 if found >= 0.0 else 0.0
    return 1.0 if (found == 0.0) == (step == EQUAL) else 0.0
