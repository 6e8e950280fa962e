"""How deals end over time: cumulative incidence of every outcome, one line a strategy, with bands."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from engine.engagement import strategy_label
from engine.model.terms import Outcome
from engine.model.vocabulary import in_words
from engine.report.plots.style import Saved, colour, dashes, drawing, on_lines, save, written
from engine.statistics.incidence import ENDINGS
from engine.studies import Comparison
from engine.wording import say


def draw_incidence(comparison: Comparison, lang: str) -> Saved:
    """A panel per outcome; each starts at 0 and has its own height, so that rare outcomes are seen too."""
    with drawing(lang):
        figure = Figure(figsize=(11.2, 6.2))
        axes = figure.subplots(2, 2, sharex=True)
        figure.subplots_adjust(left=0.065, right=0.985, top=0.855, bottom=0.085, wspace=0.14, hspace=0.26)
        title = written(say("How deals end over time"), lang)
        figure.text(0.012, 0.982, title, weight="bold", size=12, va="top")
        for axis, outcome in zip(axes.flat, ENDINGS, strict=True):
            _panel(axis, comparison, outcome, lang)
        for axis in axes[1]:
            axis.set_xlabel(written(say("days since the project opened"), lang))
        for axis in axes[:, 0]:
            axis.set_ylabel(written(say("share of projects"), lang))
        handles, labels = axes[0][0].get_legend_handles_labels()
        figure.legend(
            handles,
            labels,
            loc="upper left",
            ncols=len(labels),
            fontsize=9,
            bbox_to_anchor=(0.005, 0.955),
            columnspacing=1.3,
        )
        return save(figure)


def _panel(axis: Axes, comparison: Comparison, outcome: Outcome, lang: str) -> None:
    top = 0.0
    for name in comparison.strategies:
        shown = comparison.results[name].incidence
        curve = next(curve for curve in shown.curves if curve.outcome == outcome.name)
        days, n = shown.days, len(shown.days)
        axis.plot(
            days,
            curve.value,
            color=colour(name),
            linestyle=dashes(name),
            linewidth=1.7,
            label=on_lines(strategy_label(name), lang),
        )
        first = next((at for at, value in enumerate(curve.value) if value > 0), n)
        low, high = curve.low[first:], curve.high[first:]
        if high and None not in low and None not in high:
            axis.fill_between(days[first:], low, high, color=colour(name), alpha=0.09, linewidth=0)  # type: ignore[arg-type]
            top = max(top, *(value for value in high if value is not None))
        top = max(top, *curve.value)
    axis.set_title(written(in_words(outcome), lang))
    axis.set_ylim(0, max(0.02, min(1.0, 1.06 * top)))
    axis.set_xlim(0, comparison.by_day)
    axis.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0 if top > 0.05 else 1))
    axis.grid(axis="y")
