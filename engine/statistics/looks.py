"""How many replications: a number given beforehand, or until the difference is known well enough.

Looking again and again and stopping when an interval pleases would make it miss too often. So the looks are planned
before the run: after 256 replications and then after each doubling. Each look uses intervals of confidence
1 − 0.05 ÷ (looks planned). By the union bound the chance that any of them misses is at most 5 %, so the one at which
the run stops holds with 95 %, whatever made it stop there. Narrower intervals would do if width and value of an
interval did not hang together; for shares near 0 or 1 they do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.errors import InputError, Problem
from engine.model.base import Text
from engine.statistics.estimates import Precision
from engine.statistics.sums import BLOCK
from engine.statistics.verdicts import Confidences, confidences
from engine.wording import Said, counted, say, sentences

DEFAULT_REPLICATIONS = 1024
MOST_REPLICATIONS = 65_536
"""A run with a precision gives up after so many."""


@dataclass(frozen=True)
class Looks:
    """When to look, and when to stop.

    planned: replications at each look, all of them fixed beforehand; the run ends at the last one.
    target:  half-width at which it ends before; None never does.
    ends_at: the look at which it ends in any case, to do again what was done before.
    """

    planned: tuple[int, ...]
    target: float | None = None
    ends_at: int | None = None

    def confidences(self, comparisons: int) -> Confidences:
        """Of intervals, with so many comparisons stated at once."""
        return confidences(comparisons, len(self.planned))


def planned_looks(
    replications: int | None, precision: float | None = None, most: int = MOST_REPLICATIONS, least: int = 1
) -> Looks:
    """A single look when the number of replications is given or nothing is; several for a precision.

    Raises InputError for numbers that make no sense, or for both at once.
    """
    if replications is not None and precision is not None:
        what = say("give either a precision or a number of replications, not both")
        raise InputError(Problem("precision", what, code="precision-twice"))
    if precision is None:
        number = DEFAULT_REPLICATIONS if replications is None else replications
        if number < least:
            raise InputError(_too_few(number, least))
        return Looks((number,))
    if not 0 < precision < 1:
        what = say("{number} is not between 0 and 1", number=precision)
        hint = say("half-width of the difference of win rates, as a share: 0.02 is two points")
        raise InputError(Problem("precision", what, hint, "precision-range"))
    looks, at = [], BLOCK
    while at < most:
        looks.append(at)
        at *= 2
    return Looks((*looks, most), precision)


def _too_few(number: int, least: int) -> Problem:
    what = counted("{n} replication shows nothing", "{n} replications show nothing", number)
    if number > 0:
        what = counted("{n} replication gives no interval", "{n} replications give no interval", number)
    return Problem("replications", what, say("give {least} or more", least=least), "replications-few")


def look_by_look(
    looks: Looks, play_until: Callable[[int], None], width: Callable[[float], float | None]
) -> tuple[tuple[int, ...], float | None]:
    """Play up to each look in turn, and stop where the target is met; the looks taken, and the width reached.

    width: the half-width at a confidence, None while there is none.
    """
    shown, reached = looks.confidences(1).shown, None
    for number, look in enumerate(looks.planned, 1):
        play_until(look)
        reached = width(shown)
        met = looks.ends_at is None and looks.target is not None and reached is not None and reached <= looks.target
        if met or look == looks.ends_at:
            return looks.planned[:number], reached
    return looks.planned, reached


def describe(looks: Looks, taken: tuple[int, ...], reached: float | None, at: Confidences) -> Precision:
    """What is to be told about the number of replications and the confidence of intervals."""
    met = looks.target is None or (reached is not None and reached <= looks.target)
    return Precision(
        confidence=at.shown,
        clear_confidence=at.clear,
        target=looks.target,
        reached=reached,
        looks=taken,
        planned=looks.planned,
        met=met,
        method=Text.of(_method(looks, taken, reached, at.shown, met)),
    )


def _method(looks: Looks, taken: tuple[int, ...], reached: float | None, confidence: float, met: bool) -> Said:
    planned = looks.planned
    level = f"{100 * confidence:.1f}%"
    if len(planned) == 1:
        return say(
            "The number of replications, {n}, was fixed beforehand; each interval holds with 95%.", n=planned[-1]
        )
    if looks.target is None:
        return say(
            "The run was extended after looking at it ({looks} replications); each look used {level} intervals so that "
            "together they hold with 95%.",
            looks=list(planned),
            level=level,
        )
    looked = say(
        "Looked {taken} of at most {planned} times, as planned beforehand (after {first} replications and each "
        "doubling); each look used {level} intervals so that together they hold with 95%.",
        taken=len(taken),
        planned=len(planned),
        first=BLOCK,
        level=level,
    )
    if met:
        return looked
    missed = say(
        "The precision asked for, ±{target}, was not reached: {width} after {n} replications.",
        target=looks.target,
        width=say("unknown") if reached is None else f"±{reached:.4f}",
        n=taken[-1],
    )
    return sentences([looked, missed])
