"""Keyed chance: every draw is a pure function of its key, so that strategies share their luck.

A key is mixed from seed, replication, account, copy and project; a draw adds who it concerns (`entity`), what it is for
(`purpose`, a `declarations.Draw`) and how often that has happened (`occurrence`). One uniform per variate, turned by
the inverse CDF. Mixing is the finaliser of splitmix64 (Steele, Lea & Flood 2014).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from engine.dynamics.kernels import kernel

# Coefficients of AS 241, highest power first.
_CENTRE_ABOVE = (
    2509.0809287301226727,
    33430.575583588128105,
    67265.770927008700853,
    45921.953931549871457,
    13731.693765509461125,
    1971.5909503065514427,
    133.14166789178437745,
    3.387132872796366608,
)
_CENTRE_BELOW = (
    5226.495278852545925,
    28729.085735721942674,
    39307.89580009271061,
    21213.794301586595867,
    5394.1960214247511077,
    687.1870074920579083,
    42.313330701600911252,
    1.0,
)
_FLANK_ABOVE = (
    7.7454501427834140764e-4,
    0.0227238449892691845833,
    0.24178072517745061177,
    1.27045825245236838258,
    3.64784832476320460504,
    5.7694972214606914055,
    4.6303378461565452959,
    1.42343711074968357734,
)
_FLANK_BELOW = (
    1.05075007164441684324e-9,
    5.475938084995344946e-4,
    0.0151986665636164571966,
    0.14810397642748007459,
    0.68976733498510000455,
    1.6763848301838038494,
    2.05319162663775882187,
    1.0,
)
_TAIL_ABOVE = (
    2.01033439929228813265e-7,
    2.71155556874348757815e-5,
    0.0012426609473880784386,
    0.026532189526576123093,
    0.29656057182850489123,
    1.7848265399172913358,
    5.4637849111641143699,
    6.6579046435011037772,
)
_TAIL_BELOW = (
    2.04426310338993978564e-15,
    1.4215117583164458887e-7,
    1.8463183175100546818e-5,
    7.868691311456132591e-4,
    0.0148753612908506148525,
    0.13692988092273580531,
    0.59983220655588793769,
    1.0,
)


@kernel
def mix(z: Any) -> Any:
    """Scramble 64 bits."""
    z = np.uint64(z)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@kernel
def join_keys(key: Any, part: int) -> Any:
    """A key for something within `key`."""
    return mix(np.uint64(key) + np.uint64(0x9E3779B97F4A7C15) * (np.uint64(part) + np.uint64(1)))


@kernel
def draw_key(key: Any, entity: int, purpose: int, occurrence: int) -> Any:
    """The key of one draw."""
    return join_keys(join_keys(join_keys(key, entity), purpose), occurrence)


@kernel
def _between_0_and_1(bits: Any) -> float:
    return (float(np.uint64(bits) >> np.uint64(11)) + 0.5) * 1.1102230246251565e-16


@kernel
def uniform(key: Any, entity: int, purpose: int, occurrence: int) -> float:
    """A number in (0, 1), never 0 or 1."""
    return _between_0_and_1(draw_key(key, entity, purpose, occurrence))


@kernel
def exponential(u: float) -> float:
    """Quantile of the exponential distribution with mean 1."""
    return -math.log1p(-u)


@kernel
def pick_by_key(draw: Any, keys: Any, weights: Any, count: int) -> int:
    """Whom a draw falls on, with chances in proportion to weights; the place, −1 when nobody has weight.

    Everybody waits an exponential time at the rate of their weight, by their own key, and the first is picked
    (Gumbel-max): whoever joins, leaves or is listed elsewhere changes nothing among the others.
    draw: see `draw_key`. keys, weights: of at least `count` candidates.
    """
    first, soonest = -1, math.inf
    for place in range(count):
        weight = weights[place]
        if weight > 0.0:
            u = _between_0_and_1(join_keys(draw, keys[place]))
            if u < soonest * weight:  # spares most logarithms: exponential(u) ≥ u
                days = exponential(u) / weight
                if days < soonest:
                    first, soonest = place, days
    return first


@kernel
def weibull_residual(u: float, shape: float, scale: float, age: float) -> float:
    """Quantile of the remaining life of something that has lived `age`; S(t) = exp(−(t/scale)^shape)."""
    return scale * ((age / scale) ** shape + exponential(u)) ** (1.0 / shape) - age


@kernel
def _ratio(r: float, above: tuple[float, ...], below: tuple[float, ...]) -> float:
    """Quotient of two polynomials, coefficients from the highest power down."""
    numerator, denominator = 0.0, 0.0
    for k in range(len(above)):
        numerator = numerator * r + above[k]
        denominator = denominator * r + below[k]
    return numerator / denominator


@kernel
def normal(u: float) -> float:
    """Quantile of the standard normal distribution (Wichura 1988, AS 241; absolute error below 1e-15)."""
    q = u - 0.5
    if abs(q) <= 0.425:
        return q * _ratio(0.180625 - q * q, _CENTRE_ABOVE, _CENTRE_BELOW)
    r = math.sqrt(-math.log(u if q < 0 else 1.0 - u))
    size = _ratio(r - 1.6, _FLANK_ABOVE, _FLANK_BELOW) if r <= 5.0 else _ratio(r - 5.0, _TAIL_ABOVE, _TAIL_BELOW)
    return -size if q < 0 else size


@kernel
def cut_normal(u: float, centre: float, spread: float, low: float, high: float) -> float:
    """Quantile of the normal distribution cut off at `low` and `high`, between which its centre lies.

    spread: standard deviation before that; 0 gives the centre.
    """
    if spread <= 0.0:
        return centre
    below = 0.5 * math.erfc((centre - low) / spread / math.sqrt(2.0))
    above = 0.5 * math.erfc((high - centre) / spread / math.sqrt(2.0))
    return min(high, max(low, centre + spread * normal(below + u * (1.0 - below - above))))


@kernel
def _density(z: float) -> float:
    return math.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)


@kernel
def mean_of_cut_normal(centre: float, spread: float, low: float, high: float) -> float:
    """The mean of that distribution."""
    if spread <= 0.0:
        return centre
    below, above = (low - centre) / spread, (high - centre) / spread
    inside = 0.5 * (math.erf(above / math.sqrt(2.0)) - math.erf(below / math.sqrt(2.0)))
    return centre + spread * (_density(below) - _density(above)) / inside


@kernel
def lognormal(u: float, sigma: float) -> float:
    """Quantile of the lognormal distribution with mean 1."""
    return math.exp(sigma * normal(u) - 0.5 * sigma * sigma)


@kernel
def _gamma_cdf(shape: float, x: float, front: float) -> float:
    """Regularised lower incomplete gamma function: series below shape + 1, continued fraction above.

    `front` is x^shape · e^−x / Γ(shape).
    """
    if x < shape + 1.0:
        term = 1.0 / shape
        total = term
        k = shape
        while term > total * 1e-15:
            k += 1.0
            term *= x / k
            total += term
        return total * front
    b = x + 1.0 - shape
    c = 1e300
    d = 1.0 / b
    h = d
    for i in range(1, 500):
        a = -i * (i - shape)
        b += 2.0
        d = a * d + b
        d = 1e-300 if abs(d) < 1e-300 else d
        c = b + a / c
        c = 1e-300 if abs(c) < 1e-300 else c
        d = 1.0 / d
        step = d * c
        h *= step
        if abs(step - 1.0) < 1e-15:
            break
    return 1.0 - front * h


@kernel
def gamma(u: float, shape: float) -> float:
    """Quantile of the gamma distribution with the given shape and mean 1; shape 1 is exponential, exactly.

    Starts from Wilson & Hilferty's approximation and polishes with Halley steps guarded by bisection.
    """
    if shape == 1.0:
        return exponential(u)
    low, high = 0.0, math.inf
    log_gamma = math.lgamma(shape)
    guess = 1.0 - 1.0 / (9.0 * shape) + normal(u) / (3.0 * math.sqrt(shape))
    x = shape * guess * guess * guess
    if guess <= 0.0 or x < 0.05 * shape:
        x = math.exp((math.log(u) + log_gamma + math.log(shape)) / shape)
    for _ in range(60):
        front = math.exp(shape * math.log(x) - x - log_gamma)
        error = _gamma_cdf(shape, x, front) - u
        if error > 0.0:
            high = x
        else:
            low = x
        slope = front / x
        step = error / slope if slope > 0.0 else 0.0
        bend = 0.5 * step * ((shape - 1.0) / x - 1.0)
        step /= max(0.5, min(1.5, 1.0 - bend))
        new = x - step
        if not (low < new < high):
            new = 0.5 * (low + high) if high < math.inf else 2.0 * x
        close = abs(new - x) <= 1e-4 * x  # the error shrinks with the cube of the step
        x = new
        if close:
            break
    return x / shape
