"""The picture of paired differences, however many strategies there are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Annotation

from engine.report.plots import paired_plot
from engine.studies import Comparison


@pytest.mark.parametrize("others", [1, 2, 5])
def test_the_words_under_a_panel_stand_clear_of_its_ticks(
    make_comparison: Callable[[dict[str, float]], Comparison], monkeypatch: pytest.MonkeyPatch, others: int
) -> None:
    names = ["top_down", "bottom_up_field", "bottom_up_leapfrog", "bottom_up_sponsored", "playbook", "do_nothing"]
    gaps: list[float] = []

    def measure(figure: Any) -> None:
        FigureCanvasAgg(figure).draw()
        for axis in figure.axes:
            ticks = [label.get_window_extent().y0 for label in axis.get_xticklabels() if label.get_text()]
            words = [text.get_window_extent().y1 for text in axis.texts if isinstance(text, Annotation)]
            assert len(words) == 3
            gaps.append(min(ticks) - max(words))

    monkeypatch.setattr(paired_plot, "save", measure)
    shown = [*names[:others], names[-1]]
    paired_plot.draw_paired(
        make_comparison({name: 0.1 * place for place, name in enumerate(shown, 1)}), "en", "top_down"
    )
    assert gaps and min(gaps) >= 0.0


def test_who_meets_nobody_has_no_point_on_cost(
    make_comparison: Callable[..., Comparison], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under any name: its panel of cost says that it met nobody; the others show it."""
    points: dict[str, list[float]] = {}
    said: dict[str, list[str]] = {}

    def read(figure: Any) -> None:
        for axis in figure.axes:
            title = axis.get_title(loc="left")
            points[title] = [line.get_ydata()[0] for line in axis.lines if line.get_marker() not in ("None", None)]
            said[title] = [text.get_text() for text in axis.texts if not isinstance(text, Annotation)]

    monkeypatch.setattr(paired_plot, "save", read)
    wins = {"top_down": 0.3, "playbook": 0.2, "do_nothing": 0.1}
    paired_plot.draw_paired(make_comparison(wins, changes={("playbook", "touches"): 0.0}), "en", "top_down")
    assert points["Cost per win"] == [1] and said["Cost per win"] == ["met nobody"]
    assert points["Win rate"] == [0, 1] and not said["Win rate"]
