"""What rules are worth: a row per rule, a panel per measure, left out one at a time beside the Shapley shares."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from engine.engagement import strategy_label
from engine.report.plots.style import AGAINST, FOR_US, GROUND, INK, SOFT, Saved, drawing, inches_of, save, written
from engine.report.plots.verdict_key import FILL, directions, verdict_key
from engine.results.effects import EFFECTS
from engine.statistics.estimates import CONFIDENCE, Difference
from engine.studies import RuleRoi
from engine.studies.effect_parts import effect_scale
from engine.wording import say
from engine.wording.numbers import Writing, count, level, part
from engine.wording.terminal_columns import clip

_KINDS = {
    "adds": ("o", FOR_US, say("with it − without it")),
    "share": ("D", AGAINST, say("Shapley share")),
}
"""How what a rule adds alone and its share are marked: by shape, and by colours that everybody can tell apart."""

_ROW, _HEAD, _FOOT = 0.5, 1.15, 0.62
_WIDE, _LEFT, _SIZE = 12.8, 0.315, 8.8
_BECAUSE = 66
"""Columns of a rule's reason under its name."""

Drawn = list[tuple[str, str, dict[str, list[tuple[str, Difference]]]]]


def draw_rule_worth(roi: RuleRoi, lang: str) -> Saved:
    """Rules in the order in which they win; rules that never decided are left out."""
    rows = _rows(roi, lang)
    with drawing(lang):
        high = _HEAD + _FOOT + _ROW * max(len(rows), 1)
        left = max(_LEFT, inches_of([head for head, _, _ in rows], _SIZE) / _WIDE + 0.03)
        figure = Figure(figsize=(_WIDE, high))
        axes = figure.subplots(1, len(EFFECTS), sharey=True)
        figure.subplots_adjust(left=left, right=0.99, top=1 - _HEAD / high, bottom=_FOOT / high, wspace=0.1)
        figure.text(0.012, 1 - 0.12 / high, written(roi.heading(), lang), weight="bold", size=12, va="top")
        where = say(
            "in this scenario: {scenario}; strategy: {strategy}; {n} replications on the same luck; {level} intervals",
            scenario=roi.title,
            strategy=strategy_label(roi.strategy),
            n=count(roi.replications),
            level=level(CONFIDENCE),
        )
        figure.text(0.012, 1 - 0.4 / high, written(where, lang), size=8.5, color=SOFT, va="top")
        for axis, measure in zip(axes, EFFECTS, strict=True):
            _panel(axis, roi, measure, rows, lang)
        _names(axes[0], rows)
        _key(figure, roi, lang, high)
        if not rows:
            nothing = written(say("no rule of this book decided anything here"), lang)
            figure.text(0.5, 0.4, nothing, ha="center", size=11, color=SOFT)
        return save(figure)


def _rows(roi: RuleRoi, lang: str) -> Drawn:
    found: Drawn = []
    for rule in roi.deciding:
        effects = {
            name: [("adds", rule.adds[name]), *([("share", rule.share[name])] if rule.share else [])]
            for name in EFFECTS
        }
        head = say("{rule} ({share})", rule=rule.name, share=part(rule.decided, roi.decisions))
        found.append((written(head, lang), clip(written(rule.because, lang), _BECAUSE), effects))
    if found and roi.together is not None:
        together = written(say("all rules together"), lang)
        found.append((together, "", {name: [("share", roi.together.adds[name])] for name in EFFECTS}))
    return found


def _names(axis: Axes, rows: Drawn) -> None:
    axis.set_yticks([])
    axis.set_ylim(max(len(rows), 1) - 0.45, -0.55)
    for row, (head, because, _) in enumerate(rows):
        up = 0.13 if because else 0.0
        at: dict[str, Any] = {"transform": axis.get_yaxis_transform(), "va": "center", "ha": "right"}
        axis.text(-0.05, row - up, head, size=_SIZE, color=INK, **at)
        axis.text(-0.05, row + 0.2, because, size=6.8, color=SOFT, **at)


def _panel(axis: Axes, roi: RuleRoi, measure: str, rows: Drawn, lang: str) -> None:
    shown = [effect for _, _, effects in rows for _, effect in effects[measure]]
    scale = effect_scale(shown, EFFECTS[measure], roi.currency).writing(lang)
    axis.axvline(0, color=SOFT, linewidth=1)
    axis.grid(axis="x")
    for row, (_, _, effects) in enumerate(rows):
        if row % 2:
            axis.axhspan(row - 0.5, row + 0.5, color=GROUND, zorder=0)
        _points(axis, effects[measure], row, scale)
    ends = [abs(end * scale.factor) for each in shown for end in (each.value, each.low, each.high) if end is not None]
    reach = 1.08 * max(ends, default=0.0) or 1.0
    axis.set_xlim(-reach, reach)
    axis.locator_params(axis="x", nbins=5)
    axis.tick_params(axis="y", length=0)
    axis.tick_params(axis="x", labelsize=8)
    axis.spines["left"].set_visible(False)
    head = say("{measure} ({unit})", measure=EFFECTS[measure].label, unit=scale.heading)
    axis.set_title(written(head, lang), fontsize=9.5, pad=6)
    left, right = directions(EFFECTS[measure].better, lang)
    below = axis.get_xaxis_transform()
    drop = -0.33 / (_ROW * max(len(rows), 1))
    axis.text(-reach, drop, left, transform=below, size=8, color=SOFT, va="top", ha="left")
    axis.text(reach, drop, right, transform=below, size=8, color=SOFT, va="top", ha="right")


def _points(axis: Axes, effects: list[tuple[str, Difference]], row: int, scale: Writing) -> None:
    for place, (kind, effect) in enumerate(effects):
        if effect.value is None:
            continue
        y = row + (0.32 * place - 0.16 if len(effects) > 1 else 0.0)
        marker, ink, _ = _KINDS[kind]
        if effect.low is not None and effect.high is not None:
            axis.plot([effect.low * scale.factor, effect.high * scale.factor], [y, y], color=ink, linewidth=1.6)
        axis.plot(
            [effect.value * scale.factor],
            [y],
            marker=marker,
            markersize=6.5 if kind == "adds" else 5.8,
            color=ink,
            markerfacecoloralt="white",
            fillstyle=FILL[effect.verdict],
            markeredgewidth=1.2,
        )


def _key(figure: Figure, roi: RuleRoi, lang: str, high: float) -> None:
    handles = [
        Line2D([], [], marker=marker, color=ink, markersize=6.5, linewidth=1.6, label=written(words, lang))
        for kind, (marker, ink, words) in _KINDS.items()
        if kind == "adds" or roi.together is not None
    ]
    handles += verdict_key(lang, 7)
    at = (0.005, 1 - 0.56 / high)
    figure.legend(handles=handles, loc="upper left", ncols=len(handles), fontsize=8.5, bbox_to_anchor=at)
