"""How many replications: a number given beforehand, or until the difference is known well enough.

Looking again and again and stopping when an interval pleases would make it miss too often. So the looks are planned
before the run: after 256 replications and then after each doubling. Each look uses intervals of confidence
1 − 0.05 ÷ (looks planned). By the union bound the chance that any of them misses is at most 5 %, so the one at which
the run stops holds with 95 %, whatever made it stop there. Narrower intervals would do if width and value of an
interval did not hang together; for shares near 0 or 1 they do.
"""

from __future__ import annotations

from engine.errors import InputError
from engine.experiment.comparison import Precision
from engine.experiment.statistics import BLOCK
from engine.experiment.verdict import clear_confidence, confidence_of
from engine.model.base import Text

DEFAULT_REPLICATIONS = 1024
MOST_REPLICATIONS = 65_536
"""A run with a precision gives up after so many."""


def planned_looks(replications: int | None, precision: float | None, most: int = MOST_REPLICATIONS) -> tuple[int, ...]:
    """Replications at each planned look; a single one when their number is given.

    Raises InputError for numbers that make no sense, or for both at once.
    """
    if replications is not None and precision is not None:
        raise InputError.at("precision", "give either a precision or a number of replications, not both")
    if precision is None:
        number = DEFAULT_REPLICATIONS if replications is None else replications
        if number < 1:
            raise InputError.at("replications", f"{number} replications show nothing", "give 1 or more")
        return (number,)
    if not 0 < precision < 1:
        hint = "half-width of the difference of win rates, as a share: 0.02 is two points"
        raise InputError.at("precision", f"{precision:g} is not between 0 and 1", hint)
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
        method=_method(planned, taken, target, reached, met),
    )


def _method(
    planned: tuple[int, ...], taken: tuple[int, ...], target: float | None, reached: float | None, met: bool
) -> Text:
    if target is None:
        return Text(
            en=f"The number of replications, {planned[-1]}, was fixed beforehand; each interval holds with 95 %.",
            zh=f"重复次数 {planned[-1]} 事先给定；每个区间的置信度为 95 %。",
        )
    each = f"{100 * confidence_of(len(planned)):.1f} %"
    en = (
        f"Looked {len(taken)} of at most {len(planned)} times, as planned beforehand (after 256 replications and each "
        f"doubling); each look used {each} intervals so that together they hold with 95 %."
    )
    zh = (
        f"按事先计划（256 次重复后，每翻一倍）查看了 {len(taken)} 次，最多 {len(planned)} 次；"
        f"每次使用 {each} 的区间，合起来的置信度为 95 %。"
    )
    if not met:
        width = "unknown" if reached is None else f"±{reached:.4f}"
        en += f" The precision asked for, ±{target:g}, was not reached: {width} after {taken[-1]} replications."
        zh += f"未达到要求的精度 ±{target:g}：{taken[-1]} 次重复后为 {'未知' if reached is None else width}。"
    return Text(en=en, zh=zh)
