"""How many replications: a number given beforehand, or until differences are known well enough.

A run with a precision looks at the widths of intervals, never at what they are around, after 128 replications and then
each time there is an eighth more. Early widths are uncertain themselves and would now and then stop a run too soon, so
the error of 5 % is spent bit by bit (alpha spending): half of it by the first look, and all but a share of 64 ÷ n by a
look at n replications. The factor that follows widens every interval and every p alike; verdicts are made once, at the
stop. Results that were shown and then played on for have had their chance to mislead: the error is shared over the
times they are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import ceil
from statistics import NormalDist

from engine.errors import InputError, Problem
from engine.model.base import Text
from engine.statistics.estimates import Precision
from engine.statistics.intervals import ERROR
from engine.wording import Said, counted, nearest, say, sentences

DEFAULT_REPLICATIONS = 1024
MOST_REPLICATIONS = 65_536
"""A run with a precision gives up after so many."""

FIRST_LOOK = 128
GROWTH = 1.125


@dataclass(frozen=True)
class Looks:
    """When to look, and when to stop.

    planned: replications at each look, all of them fixed beforehand; the run ends at the last one.
    targets: half-widths at which it ends before, by measure; none never does.
    ends_at: the look at which it ends in any case, to do again what was done before.
    shown:   how often results have been shown when it ends.
    """

    planned: tuple[int, ...]
    targets: Mapping[str, float] = field(default_factory=dict)
    ends_at: int | None = None
    shown: int = 1

    def widening(self, replications: int) -> float:
        """The factor by which intervals are wider when the run ends after so many replications."""
        spent = ERROR / self.shown
        if self.targets:
            spent *= 1 - min(0.5, FIRST_LOOK / (2 * replications))
        two_sided = NormalDist().inv_cdf
        return two_sided(1 - spent / 2) / two_sided(1 - ERROR / 2)


def planned_looks(
    replications: int | None,
    targets: Mapping[str, float] | None = None,
    most: int = MOST_REPLICATIONS,
    least: int = 1,
) -> Looks:
    """A single look when the number of replications is given or nothing is; several for a precision.

    Raises InputError for numbers that make no sense, or for both at once.
    """
    if replications is not None and targets:
        what = say("give either a precision or a number of replications, not both")
        raise InputError(Problem("precision", what, code="precision-twice"))
    if not targets:
        number = DEFAULT_REPLICATIONS if replications is None else replications
        if number < least:
            raise InputError(_too_few(number, least))
        return Looks((number,))
    looks, at = [], float(FIRST_LOOK)
    while ceil(at) < most:
        looks.append(ceil(at))
        at *= GROWTH
    return Looks((*looks, most), dict(targets))


def checked_targets(given: Mapping[str, float], shares: Mapping[str, bool]) -> dict[str, float]:
    """Half-widths by measure. shares: the measures there are, and whether each is a share. Raises InputError."""
    for measure, half in given.items():
        if measure not in shares:
            what = say("there is no measure `{name}`", name=measure)
            raise InputError(Problem("precision", what, nearest(measure, shares), "precision-measure"))
        if isinstance(half, bool) or not isinstance(half, int | float):
            raise InputError(
                Problem(
                    "precision", say("`{text}` is not a number", text=half), say("0.02 is two points"), "number-none"
                )
            )
        if not half > 0 or (shares[measure] and half >= 1):
            what = say("{number} is not between 0 and 1", number=half)
            hint = say("half-width of the difference of win rates, as a share: 0.02 is two points")
            if not shares[measure]:
                what, hint = say("{number} is not above 0", number=half), say("half-width in units of the measure")
            raise InputError(Problem("precision", what, hint, "precision-range"))
    return dict(given)


def _too_few(number: int, least: int) -> Problem:
    what = counted("{n} replication shows nothing", "{n} replications show nothing", number)
    if number > 0:
        what = counted("{n} replication gives no interval", "{n} replications give no interval", number)
    return Problem("replications", what, say("give {least} or more", least=least), "replications-few")


Widths = dict[str, float | None]


def look_by_look(
    looks: Looks, play_until: Callable[[int], None], widths: Callable[[float], Widths]
) -> tuple[tuple[int, ...], Widths]:
    """Play up to each look in turn, and stop where the targets are met; the looks taken, and the widths reached.

    widths: half-widths by measure, given the factor by which intervals are wider; None while there is none.
    """
    reached: Widths = {}
    for number, look in enumerate(looks.planned, 1):
        play_until(look)
        if looks.ends_at is not None and look != looks.ends_at:
            continue
        reached = widths(looks.widening(look))
        if look == looks.ends_at or met(looks, reached):
            return looks.planned[:number], reached
    return looks.planned, reached


def met(looks: Looks, reached: Widths) -> bool:
    """Is every target reached? Never where there is none."""
    known = [(reached[measure], target) for measure, target in looks.targets.items()]
    return bool(known) and all(width is not None and width <= target for width, target in known)


def describe(looks: Looks, taken: tuple[int, ...], reached: Widths) -> Precision:
    """What is to be told about the number of replications and the intervals."""
    widening = looks.widening(taken[-1])
    return Precision(
        widening=widening,
        targets=dict(looks.targets),
        reached=reached,
        looks=taken,
        planned=looks.planned,
        shown=looks.shown,
        met=not looks.targets or met(looks, reached),
        method=Text.of(_method(looks, taken, reached, f"{widening:.3f}")),
    )


def _method(looks: Looks, taken: tuple[int, ...], reached: Widths, factor: str) -> Said:
    said: list[Said] = []
    if not looks.targets:
        said.append(
            say("The number of replications, {n}, was fixed beforehand; each interval holds with 95%.", n=taken[-1])
            if looks.shown == 1
            else say(
                "The run was played on to {n} replications after its results had been shown; intervals are wider by a "
                "factor of {factor}, so that those shown each time hold together with 95%.",
                n=taken[-1],
                factor=factor,
            )
        )
        return sentences(said)
    said.append(
        say(
            "Widths of intervals were looked at {taken} times, the last time after {n} replications; intervals are "
            "wider by a factor of {factor}, so that they hold with 95% whenever the run stops.",
            taken=len(taken),
            n=taken[-1],
            factor=factor,
        )
    )
    if not met(looks, reached):
        said.append(
            say(
                "The precision asked for was not reached: {widths}.",
                widths=", ".join(
                    f"{name} ±{_short(reached.get(name))} > ±{target:g}" for name, target in looks.targets.items()
                ),
            )
        )
    return sentences(said)


def _short(width: float | None) -> str:
    return "?" if width is None else f"{width:.4g}"
