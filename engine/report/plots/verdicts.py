"""How sure a difference is, as a mark: filled, half-filled or hollow, which can be told apart without colour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from matplotlib.lines import Line2D

from engine.report.labels.pictures import PICTURES
from engine.report.plots.style import SOFT

FILL: Mapping[str, Literal["full", "bottom", "none"]] = {"clear": "full", "likely": "bottom", "cannot_tell": "none"}


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
            label=PICTURES[verdict].in_language(lang),
        )
        for verdict, fill in FILL.items()
    ]
