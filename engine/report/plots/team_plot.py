"""How busy our team was and how long meetings waited for it."""

from __future__ import annotations

from collections.abc import Callable

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import PercentFormatter

from engine.engagement import strategy_label
from engine.model.terms import TEAM_ROLES, TeamRole
from engine.report.labels import TEAM_ROLE
from engine.report.plots.style import INK, LEGEND_ROW, SOFT, Saved, colour, drawing, legend_across, save, written
from engine.statistics.estimates import Estimate
from engine.studies import Comparison
from engine.studies.comparison import TeamLoad
from engine.wording import say


def draw_team(comparison: Comparison, lang: str) -> Saved:
    """Load and waiting side by side: a group of bars per role, a bar per strategy that acts, whiskers the intervals."""
    names = comparison.acting
    roles = [
        role
        for role in TEAM_ROLES
        if any(role == load.role for name in names for load in comparison.results[name].team)
    ]
    with drawing(lang):
        high = 1.35 + len(roles) * (0.24 + 0.17 * len(names))
        figure = Figure(figsize=(11.2, high))
        figure.text(0.012, 1 - 0.12 / high, written(say("Our team"), lang), weight="bold", size=12, va="top")
        keys = [Rectangle((0, 0), 1, 1, color=colour(name)) for name in names]
        rows = legend_across(figure, keys, [written(strategy_label(name), lang) for name in names], 0.1, 0.4)
        axes = figure.subplots(1, 2, sharey=True)
        top = 1 - (0.72 + LEGEND_ROW * rows) / high
        figure.subplots_adjust(left=0.135, right=0.985, top=top, bottom=0.3 / high, wspace=0.1)
        _bars(axes[0], comparison, roles, names, lambda load: load.load, lang)
        _bars(axes[1], comparison, roles, names, lambda load: load.wait, lang)
        axes[0].set_title(written(say("hours booked ÷ hours there are"), lang), fontsize=9.5)
        axes[1].set_title(written(say("days a request waits"), lang), fontsize=9.5)
        axes[0].xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
        axes[0].axvline(1.0, color=SOFT, linewidth=1, linestyle=(0, (2, 2)))
        axes[0].set_yticks(range(len(roles)), [written(TEAM_ROLE[role], lang) for role in roles])
        axes[0].set_ylim(len(roles) - 0.5, -0.5)
        axes[0].set_xlim(0, max(1.02, axes[0].get_xlim()[1]))
        return save(figure)


def _bars(
    axis: Axes,
    comparison: Comparison,
    roles: list[TeamRole],
    names: tuple[str, ...],
    part: Callable[[TeamLoad], Estimate],
    lang: str,
) -> None:
    thick = 0.8 / len(names)
    for place, name in enumerate(names):
        found = {load.role: part(load) for load in comparison.results[name].team}
        ys = [row - 0.4 + thick * (place + 0.5) for row, role in enumerate(roles) if role in found]
        values = [found[role].value or 0.0 for role in roles if role in found]
        axis.barh(ys, values, height=0.86 * thick, color=colour(name))
        for y, estimate in zip(ys, (found[role] for role in roles if role in found), strict=True):
            if estimate.low is not None and estimate.high is not None:
                axis.plot([estimate.low, estimate.high], [y, y], color=INK, linewidth=1.1)
    axis.grid(axis="x")
    axis.tick_params(axis="y", length=0, labelcolor=INK)
    axis.set_xlim(left=0)
