"""How sure a difference is, as a mark: filled, half-filled or hollow, which can be told apart without colour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from matplotlib.lines import Line2D

from engine.report.plots.style import SOFT, written
from engine.statistics.estimates import VERDICT_WORDS
from engine.studies import Verdict
from engine.wording import say

FILL: Mapping[Verdict, Literal["full", "bottom", "none"]] = {"clear": "full", "likely": "bottom", "cannot_tell": "none"}


def verdict_key(lang: str, size: float) -> list[Line2D]:
    """The entries of a legend that explain the marks, drawn in this size (points)."""
    return [
        Line2D(
            [],
            [],
            marker="o",
            markersize=size,
            linestyle="",
            color=SOFT,
            markerfacecoloralt="white",
            fillstyle=fill,
            label=written(VERDICT_WORDS[verdict], lang),
        )
        for verdict, fill in FILL.items()
    ]


def directions(better: str, lang: str) -> tuple[str, str]:
    """What stands at the left and at the right end of an axis: where it is worse, and where it is better."""
    worse, good = written(say("worse"), lang), written(say("better"), lang)
    left, right = (worse, good) if better == "up" else (good, worse)
    return f"← {left}", f"{right} →"
