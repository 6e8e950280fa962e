"""A sweep as people read it: who leads where, where that changes, and what nothing is claimed of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from engine.engagement import strategy_label
from engine.results.measures import MEASURES
from engine.studies.whatif.axes import Axis
from engine.studies.whatif.leading import Lead
from engine.studies.whatif.map_words import map_headline, map_result, map_values
from engine.studies.whatif.sweep_result import LeadChange, SweepValues
from engine.studies.whatif.sweep_terms import (
    axis_column,
    axis_said,
    basis,
    equal_said,
    gap_scale,
    known_to,
    named,
    notes,
    nothing_touched,
)
from engine.wording import (
    Cell,
    Column,
    Folded,
    Items,
    Joined,
    Message,
    Paragraph,
    Part,
    Said,
    Table,
    Title,
    numbers as formats,
    say,
    sentences,
)


def sweep_parts(found: SweepValues) -> Iterator[Part]:
    """The sentence to read first, what it is made of, and what it rests on."""
    yield Title(title(found), 3)
    yield from result_parts(found)
    yield from value_parts(found)
    yield from notes(found)
    yield Paragraph(basis(found), "note")


def title(found: SweepValues, marked: bool = True) -> Message:
    """What was asked. marked: paths are marked as what is typed."""
    names = [f"`{axis.path}`" if marked else axis.path for axis in found.axes]
    if len(names) > 1:
        return say("What if {first} and {second} were others", first=names[0], second=names[1])
    return say("What if {axis} were another", axis=names[0])


def result_parts(found: SweepValues) -> Iterator[Part]:
    """The sentence to read first, and what else is found."""
    if len(found.axes) > 1:
        yield from map_result(found)
        return
    yield Paragraph(headline(found), "lead")
    more = [*_changes(found), *_shifts(found), *_elsewhere(found), *flat_stretches(found)]
    if more:
        yield Items(more)


def value_parts(found: SweepValues) -> Iterator[Part]:
    """The numbers, a table for each measure."""
    if len(found.axes) > 1:
        yield from map_values(found)
        return
    for measure in found.measures:
        if measure != found.measure:
            yield Folded(MEASURES[measure].label, [_table(found, measure)])
            continue
        yield Title(MEASURES[measure].label, 4)
        yield _table(found, measure)


def headline(found: SweepValues) -> Said:
    """Who leads where on the first measure, and nothing beyond the band."""
    if len(found.axes) > 1:
        return map_headline(found)
    if not found.touched:
        return nothing_touched(found)
    if len(found.strategies) == 1:
        return _alone(found, found.measure)
    label, axis = MEASURES[found.measure].label, axis_said(found.axes[0])
    if _nowhere(found, found.measure):
        return say(
            "{measure}: over {axis} it can nowhere be told who leads; differences are known to {width}.",
            measure=label,
            axis=axis,
            width=known_to(found, found.measure),
        )
    told = _who_leads(found, found.measure)
    return say("{measure}, over {axis}: {told}.", measure=label, axis=axis, told=told)


def _nowhere(found: SweepValues, measure: str) -> bool:
    """Can nothing be said of the order anywhere, not even who is out of it?"""
    return all(
        lead.kind == "unknown" and len(lead.strategies) == len(found.strategies) for lead in found.leads[measure]
    )


def _who_leads(found: SweepValues, measure: str) -> Joined:
    """Each stretch of the axis with who leads on it."""
    return Joined([_stretch(found, measure, lead, places) for lead, places in _stretches(found, measure)], "; ")


def _alone(found: SweepValues, measure: str) -> Said:
    estimates = found.estimates[measure][found.strategies[0]]
    numbers = [each.value for each in estimates if each.value is not None]
    if not numbers:
        return say("{measure}: there is nothing to measure.", measure=MEASURES[measure].label)
    scale = formats.scale_for(MEASURES[measure].unit, numbers, found.currency)
    return say(
        "{measure} of {strategy}, over {axis}: between {low} and {high}.",
        measure=MEASURES[measure].label,
        strategy=named(found.strategies[0]),
        axis=axis_said(found.axes[0]),
        low=scale.full(min(numbers)),
        high=scale.full(max(numbers)),
    )


def _stretches(found: SweepValues, measure: str) -> Iterator[tuple[Lead, list[int]]]:
    """Neighbours at which the same can be said."""
    leads = found.leads[measure]

    def what(place: int) -> tuple[str, frozenset[str]]:
        return leads[place].kind, frozenset(leads[place].strategies)

    for _, run in groupby(range(len(leads)), what):
        places = list(run)
        yield leads[places[0]], places


def _stretch(found: SweepValues, measure: str, lead: Lead, places: Sequence[int]) -> Said:
    where = _where(found.axes[0], places)
    if lead.kind == "leads":
        if len(places) == len(found.cells):
            return say("{who} leads everywhere", who=named(lead.strategies[0]))
        return say("{who} leads {where}", who=named(lead.strategies[0]), where=where)
    if lead.kind == "equal":
        who = Joined([named(name) for name in lead.strategies], ", ", " and ")
        return say("{who} are practically equal {where}", who=who, where=where)
    if len(lead.strategies) < len(found.strategies):
        who = Joined([named(name) for name in lead.strategies], ", ", " or ")
        if len(places) == len(found.cells):
            return say("{who} leads everywhere, it cannot be told which", who=who)
        return say("{where} {who} leads, it cannot be told which", where=where, who=who)
    return say("{where} it cannot be told", where=where)


def _where(axis: Axis, places: Sequence[int]) -> Said:
    if axis.numbers is None:
        return say("at {values}", values=Joined([f"`{axis.values[place]}`" for place in places], ", "))
    if len(places) == 1:
        return say("at {value}", value=axis.shown(places[0]))
    return say("from {low} to {high}", low=axis.shown(places[0]), high=axis.shown(places[-1]))


def _changes(found: SweepValues) -> Iterator[Said]:
    for change in found.changes:
        if change.measure == found.measure:
            yield change_said(change, found)


def _shifts(found: SweepValues) -> Iterator[Said]:
    """What each strategy gains or loses from one end of the axis to the other, where that can be told from luck."""
    here = [each for each in found.shifts if each.measure == found.measure and not each.identical]
    scale = formats.scale_for(
        MEASURES[found.measure].unit,
        [number for each in here for number in (each.value, each.low, each.high)],
        found.currency,
        difference=True,
    )
    axis = found.axes[0]
    ends = {"first": axis.shown(0), "last": axis.shown(len(axis.values) - 1)}
    label, quiet = MEASURES[found.measure].label, []
    for each in here:
        if each.low is None or each.high is None or each.low <= 0 <= each.high:
            quiet.append(named(each.strategy))
            continue
        yield say(
            "{who}: {measure} from {first} to {last} {change} ({span}).",
            who=named(each.strategy),
            measure=label,
            change=scale.full_signed(each.value),
            span=scale.signed_span(each.low, each.high),
            **ends,
        )
    if quiet:
        yield say(
            "{measure} from {first} to {last}, no change that can be told from luck: {who}.",
            measure=label,
            who=Joined(quiet, ", "),
            **ends,
        )


def change_said(change: LeadChange, found: SweepValues) -> Message:
    """Where one overtakes another, and how surely."""
    return say(
        "{after} overtakes {before} at about {at}: between {low} and {high} for all the band says.",
        after=named(change.after),
        before=named(change.before),
        at=f"{change.at:.4g}",
        low=f"{change.low:.4g}",
        high=f"{change.high:.4g}",
    )


def _elsewhere(found: SweepValues) -> Iterator[Said]:
    """The other measures, a sentence each."""
    for measure in found.measures[1:] if found.touched else ():
        label = MEASURES[measure].label
        if len(found.strategies) == 1:
            yield _alone(found, measure)
        elif _nowhere(found, measure):
            width = known_to(found, measure)
            yield say(
                "{measure}: it can nowhere be told who leads; differences are known to {width}.",
                measure=label,
                width=width,
            )
        else:
            others = [change_said(each, found) for each in found.changes if each.measure == measure]
            yield sentences([say("{measure}: {told}.", measure=label, told=_who_leads(found, measure)), *others])


def flat_stretches(found: SweepValues) -> Iterator[Said]:
    """Where a strategy's records do not change by a byte."""
    for name, same in found.same_as.items() if found.touched else ():
        runs = [list(run) for _, run in groupby(range(len(same)), same.__getitem__)]
        flat = [run for run in runs if len(run) > 1]
        if flat and len(found.axes) == 1:
            where = Joined([_where(found.axes[0], run) for run in flat], ", ")
            yield say("{who}: identical records {where}.", who=named(name), where=where)


def _table(found: SweepValues, measure: str) -> Table:
    axis, unit = found.axes[0], MEASURES[measure].unit
    by_strategy = found.estimates[measure]
    values = [number for line in by_strategy.values() for each in line for number in (each.value, each.low, each.high)]
    scale = formats.scale_for(unit, values, found.currency)
    columns = [axis_column(axis)]
    columns += [Column(strategy_label(name), scale.heading, number=True, name=name) for name in found.strategies]
    if len(found.strategies) > 1:
        gaps = gap_scale(found, measure)
        columns += [
            Column(say("who leads"), name="lead"),
            Column(say("ahead by"), gaps.heading, number=True, name="ahead_by"),
        ]
    rows = []
    for place in range(len(found.cells)):
        cells: list[Cell | Said] = [Cell(axis.shown(place), value=found.axes[0].values[place])]
        for name in found.strategies:
            each = by_strategy[name][place]
            flat = say("identical records") if place and found.same_as[name][place] < place else ""
            cells.append(Cell(scale.number(each.value), flat or scale.span(each.low, each.high), value=each.value))
        if len(found.strategies) > 1:
            cells += _lead_cells(found, measure, place, gaps)
        rows.append(cells)
    return Table(columns, rows)


def _lead_cells(found: SweepValues, measure: str, place: int, gaps: formats.Scale) -> Iterator[Cell]:
    lead = found.leads[measure][place]
    words = {
        "leads": strategy_label(lead.strategies[0]),
        "equal": equal_said(lead),
        "unknown": say("cannot be told"),
    }[lead.kind]
    yield Cell(words, value=lead.kind if lead.kind != "leads" else lead.strategies[0])
    best = max(found.strategies, key=lambda name: _worth(found, measure, name, place))
    others = [name for name in found.strategies if name != best]
    second = max(others, key=lambda name: _worth(found, measure, name, place))
    pair = found.pair(measure, best, second)
    if pair.identical[place]:
        yield Cell("0", say("identical records"), value=0)
        return
    low, high = pair.low[place], pair.high[place]
    span: Said = gaps.signed_span(low, high) if low is not None and high is not None else ""
    yield Cell(
        gaps.signed(pair.value[place]), say("too few differ") if pair.weak[place] else span, value=pair.value[place]
    )


def _worth(found: SweepValues, measure: str, name: str, place: int) -> float:
    value = found.estimates[measure][name][place].value
    if value is None:
        return float("-inf")
    return -value if MEASURES[measure].better == "down" else value
