"""How many replications: a number given beforehand, or until the difference is known well enough.

Looking again and again and stopping when an interval pleases would make it miss too often. So the looks are planned
before the run: after 256 replications and then after each doubling. Each look uses intervals of confidence
1 − 0.05 ÷ (looks planned). By the union bound the chance that any of them misses is at most 5 %, so the one at which
the run stops holds with 95 %, whatever made it stop there. Narrower intervals would do if width and value of an
interval did not hang together; for shares near 0 or 1 they do.
"""

from __future__ import annotations

from engine.errors import InputError, Problem
from engine.model.base import Text
from engine.statistics.estimates import Precision
from engine.statistics.sums import BLOCK
from engine.statistics.verdicts import clear_confidence, confidence_of
from engine.wording import Said, counted, say, sentences

DEFAULT_REPLICATIONS = 1024
MOST_REPLICATIONS = 65_536
"""A run with a precision gives up after so many."""


def planned_looks(replications: int | None, precision: float | None, most: int = MOST_REPLICATIONS) -> tuple[int, ...]:
    """Replications at each planned look; a single one when their number is given.

    Raises InputError for numbers that make no sense, or for both at once.
    """
    if replications is not None and precision is not None:
        what = say("give either a precision or a number of replications, not both")
        raise InputError(Problem("precision", what, code="precision-twice"))
    if precision is None:
        number = DEFAULT_REPLICATIONS if replications is None else replications
        if number < 1:
            what = counted("{n} replication shows nothing", "{n} replications show nothing", number)
            raise InputError(Problem("replications", what, say("give {least} or more", least=1), "replications-few"))
        return (number,)
    if not 0 < precision < 1:
        what = say("{number} is not between 0 and 1", number=precision)
        hint = say("half-width of the difference of win rates, as a share: 0.02 is two points")
        raise InputError(Problem("precision", what, hint, "precision-range"))
    looks, at = [], BLOCK
    while at < most:
        looks.append(at)
        at *= 2
    return (*looks, most)


def describe(
    planned: tuple[int, ...], taken: tuple[int, ...], target: float | None, reached: float | None, strategies: int
) -> Precision:
    """What is to be told about the number of replications and the confidence of intervals."""
    met = target is None or (reached is not None and reached <= target)
    return Precision(
        confidence=confidence_of(len(planned)),
        clear_confidence=clear_confidence(strategies, len(planned), headline=True),
        target=target,
        reached=reached,
        looks=taken,
        planned=planned,
        met=met,
        method=Text.of(_method(planned, taken, target, reached, met)),
    )


def _method(
    planned: tuple[int, ...], taken: tuple[int, ...], target: float | None, reached: float | None, met: bool
) -> Said:
    if target is None:
        return say(
            "The number of replications, {n}, was fixed beforehand; each interval holds with 95%.", n=planned[-1]
        )
    looked = say(
        "Looked {taken} of at most {planned} times, as planned beforehand (after {first} replications and each "
        "doubling); each look used {level} intervals so that together they hold with 95%.",
        taken=len(taken),
        planned=len(planned),
        first=BLOCK,
        level=f"{100 * confidence_of(len(planned)):.1f}%",
    )
    if met:
        return looked
    missed = say(
        "The precision asked for, ±{target}, was not reached: {width} after {n} replications.",
        target=target,
        width=say("unknown") if reached is None else f"±{reached:.4f}",
        n=taken[-1],
    )
    return sentences([looked, missed])
