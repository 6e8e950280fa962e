"""A comparison as tables: strategies by measures for the terminal, measures by strategies for the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from engine.engagement import strategy_label
from engine.report.labels import BETTER, WIN, short_words
from engine.results.measure import Measure
from engine.results.measures import HEADLINE, MEASURES
from engine.statistics.estimates import VERDICT_WORDS
from engine.studies import NOTES, Comparison, Difference, Mark, Standing
from engine.wording import Cell, Column, Joined, Paragraph, Part, Said, Table, Title, listed, numbers as formats, say
from engine.wording.parts import Tone

_BOTH = {"no_decision_share": ("no_decision_share", "no_decision_of_not_won")}
SHOWN = tuple(each for name in HEADLINE for each in _BOTH.get(name, (name,)))
"""Headline measures, the rate of no decision over both denominators."""

ENDINGS = ("win_rate_all", "lost_share", "no_decision_share", "withdrawn_share", "open_share", "no_project_share")
"""How deals end, as shares: of the projects, and of the accounts followed."""

_MARKS: Mapping[Mark, tuple[str, Said, Tone]] = {
    "leader": ("*", say("ahead"), "good"),
    "front": ("~", say("front group"), "strong"),
    "likely_behind": ("", say("likely behind"), ""),
    "behind": ("", "", ""),
    "": ("", "", ""),
}
_SIGNS: Mapping[str, str] = {"clear": "!!", "likely": "!", "cannot_tell": "?"}


@dataclass(frozen=True)
class MeasureRow:
    """One measure over all strategies: how its numbers are written, who stands where, and a cell per strategy."""

    name: str
    measure: Measure
    scale: formats.Scale
    standing: Standing | None
    cells: tuple[Cell, ...]

    @property
    def undecided(self) -> bool:
        """Can nobody be told from anybody else?"""
        return self.standing is not None and self.standing.undecided


def confidence(comparison: Comparison) -> str:
    """Confidence of the intervals shown, as in `95%` or `99.4%`."""
    return "95%"


def measure_rows(comparison: Comparison, names: Sequence[str] = tuple(MEASURES)) -> tuple[MeasureRow, ...]:
    """Measures with the value, interval and standing of every strategy."""
    return tuple(_measure_row(comparison, name) for name in names)


def measures_table(comparison: Comparison, names: Sequence[str] = tuple(MEASURES)) -> Table:
    """One row per measure, with what it means; one column per strategy."""
    columns = [Column(say("Measure")), *(Column(strategy_label(name), number=True) for name in comparison.strategies)]
    rows = []
    for row in measure_rows(comparison, names):
        meaning = Joined([row.measure.meaning, BETTER[row.measure.better]], " · ")
        badge = say("cannot tell anybody apart") if row.undecided else ""
        head = Cell(row.measure.label, meaning, unit=row.scale.heading, badge=badge)
        plain = [replace(cell, mark="") for cell in row.cells]
        shown = [replace(cell, badge="", tone="") for cell in plain] if row.undecided else plain
        rows.append([head, *shown])
    return Table(columns, rows)


def strategies_table(comparison: Comparison, names: Sequence[str] = SHOWN) -> Table:
    """One row per strategy, one column per measure."""
    found = measure_rows(comparison, names)
    heads = [Column(short_words(row.name), row.scale.heading, number=True, name=row.name) for row in found]
    rows = [
        [Cell(strategy_label(strategy), value=strategy), *(row.cells[place] for row in found)]
        for place, strategy in enumerate(comparison.strategies)
    ]
    return Table([Column(say("Strategy"), name="strategy"), *heads], rows)


def differences_table(comparison: Comparison, base: str, names: Sequence[str] = HEADLINE) -> Table:
    """Every other strategy minus the base, one column per measure."""
    columns, cells = [Column(say("Strategy"), name="strategy")], []
    for name in names:
        found = comparison.against(name, base)
        numbers = [number for each in found for number in (each.value, each.low, each.high)]
        scale = formats.scale_for(MEASURES[name].unit, numbers, comparison.currency, difference=True)
        columns.append(Column(short_words(name), scale.heading, number=True, name=name))
        cells.append([_difference_cell(each, scale, _judged(comparison, each)) for each in found])
    others = [name for name in comparison.strategies if name != base]
    return Table(
        columns,
        [[Cell(strategy_label(name), value=name), *(column[at] for column in cells)] for at, name in enumerate(others)],
    )


def pairs_table(comparison: Comparison) -> Table:
    """Win rate of each strategy minus each other."""
    names = comparison.strategies
    points = formats.scale_for("share", (), difference=True)
    rows: list[list[Cell | Said]] = []
    for name in names:
        row: list[Cell | Said] = [strategy_label(name)]
        for base in names:
            found = None if base == name else comparison.difference(WIN, name, base)
            row.append(replace(_difference_cell(found, points, True), mark="") if found else "")
        rows.append(row)
    return Table([Column(""), *(Column(strategy_label(name), number=True) for name in names)], rows)


def endings_table(comparison: Comparison) -> Table:
    """How deals end under each strategy, as shares with their intervals."""
    table = strategies_table(comparison, ENDINGS)
    return Table(table.columns, [[replace(cell, mark="", badge="", tone="") for cell in row] for row in table.cells()])


def comparison_tables(comparison: Comparison) -> tuple[Part, ...]:
    """Strategies by headline measures with intervals, and the paired differences, each with what its marks mean."""
    level, n = confidence(comparison), formats.count(comparison.replications)
    key = say(
        "* ahead of all others that act, ~ in the front group (cannot be told apart); below each value its {level} "
        "interval; {n} replications; rates and cycle by day {day} of a project",
        level=level,
        n=n,
        day=formats.count(comparison.by_day),
    )
    notes = [Paragraph(each, "note") for each in (key, *chosen_leaders(comparison))]
    found: tuple[Part, ...] = (Title(say("Strategies side by side"), 2), strategies_table(comparison), *notes)
    if len(comparison.strategies) == 1:
        return found
    base = comparison.reference
    head = say("Differences from “{reference}” on the same luck", reference=strategy_label(base))
    sure = say("!! clear, ! likely, ? cannot tell: how sure it is that the difference is not zero")
    return (*found, Title(head, 2), differences_table(comparison, base), Paragraph(sure, "note"))


def chosen_leaders(comparison: Comparison) -> list[Said]:
    """By how much leaders read too well that were picked among equals; nothing where no leader was."""
    found = []
    for name, excess in comparison.best_by_luck.items():
        if excess <= 0:  # those in front did the same
            continue
        unit = MEASURES[name].unit
        scale = formats.scale_for(unit, (excess,), comparison.currency, difference=True)
        found.append(say("{measure} by {excess}", measure=short_words(name), excess=scale.full(excess)))
    if not found:
        return []
    return [
        say(
            "Where several stand in front, the best figure among them was picked for being the best. Were they all "
            "equal, it would read too well on average: {measures}.",
            measures=listed(found),
        )
    ]


def _measure_row(comparison: Comparison, name: str) -> MeasureRow:
    estimates = [comparison.results[strategy].estimates[name] for strategy in comparison.strategies]
    numbers = [number for each in estimates for number in (each.value, each.low, each.high)]
    scale = formats.scale_for(MEASURES[name].unit, numbers, comparison.currency)
    stands = comparison.standings.get(name)
    cells = []
    for strategy, each in zip(comparison.strategies, estimates, strict=True):
        mark, badge, tone = _MARKS[stands.mark(strategy) if stands else ""]
        if not comparison.ranked(strategy, name):
            badge = say("met nobody")
        cells.append(
            Cell(
                scale.number(each.value),
                scale.span(each.low, each.high),
                mark,
                tone,
                value=each.value,
                badge=badge,
                hint=NOTES[each.note] if each.note else "",
            )
        )
    return MeasureRow(name, MEASURES[name], scale, stands, tuple(cells))


def _judged(comparison: Comparison, found: Difference) -> bool:
    """Is one of the two better or worse? Not on hours and cost where one of them never met anybody."""
    return all(comparison.ranked(name, found.measure) for name in (found.first, found.second))


def _difference_cell(found: Difference, scale: formats.Scale, judged: bool) -> Cell:
    words, span = scale.signed(found.value), scale.signed_span(found.low, found.high)
    if found.value is None or found.low is None or not judged:
        return Cell(words, span, value=found.value)
    tone: Tone = "" if found.verdict != "clear" else "good" if found.ahead == found.first else "bad"
    return Cell(words, span, _SIGNS[found.verdict], tone, value=found.value, badge=VERDICT_WORDS[found.verdict])
