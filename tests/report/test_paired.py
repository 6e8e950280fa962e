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
