"""A sweep over two axes as people read it: who wins where, where that changes, and what other luck says of it."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_uppercase

from engine.engagement import strategy_label
from engine.results.measures import MEASURES
from engine.statistics.bands import crossings
from engine.studies.whatif.map_rule import MapRule
from engine.studies.whatif.sweep_result import PairCurve, SecondBlock, SweepValues
from engine.studies.whatif.sweep_terms import axis_column, axis_said, gap_scale, known_to, named, nothing_touched
from engine.wording import (
    Cell,
    Column,
    Folded,
    Item,
    Items,
    Joined,
    Message,
    Paragraph,
    Part,
    Said,
    Table,
    Title,
    counted,
    numbers as formats,
    say,
    sentences,
)


def map_result(found: SweepValues) -> Iterator[Part]:
    """The sentence to read first, what other luck says of it, and the other measures."""
    yield Paragraph(map_headline(found), "lead")
    said: list[Item | Said] = []
    told = found.touched and len(found.strategies) > 1
    if found.second_block is not None and told:
        said.append(second_block_said(found.second_block))
    said += [_counts(found, measure, MEASURES[measure].label) for measure in found.measures[1:] if told]
    said += rule_said(found) if told else ()
    if said:
        yield Items(said)


def map_values(found: SweepValues) -> Iterator[Part]:
    """The map of each measure as a table, and of the first one its boundary."""
    for measure in found.measures:
        parts: list[Part] = [_map(found, measure), Paragraph(_key(found, measure), "note")]
        if measure != found.measure:
            yield Folded(MEASURES[measure].label, parts)
            continue
        yield Title(MEASURES[measure].label, 4)
        yield from parts
        boundary = list(boundary_said(found))
        if boundary:
            yield Items(boundary)


def map_headline(found: SweepValues) -> Said:
    """How much of the map belongs to whom on the first measure."""
    if not found.touched:
        return nothing_touched(found)
    first, second = map(axis_said, found.axes)
    label = MEASURES[found.measure].label
    if len(found.strategies) == 1:
        return say("{measure}, over {first} and {second}", measure=label, first=first, second=second)
    return _counts(
        found, found.measure, say("{measure}, over {first} and {second}", measure=label, first=first, second=second)
    )


def _counts(found: SweepValues, measure: str, what: Said) -> Said:
    leads = found.leads[measure]
    told: list[Said] = []
    for name in found.strategies:
        times = sum(lead.leader == name for lead in leads)
        if times:
            told.append(counted("{who} leads at {n} point", "{who} leads at {n} points", times, who=named(name)))
    equal, unknown = (sum(lead.kind == kind for lead in leads) for kind in ("equal", "unknown"))
    if equal:
        told.append(counted("practically equal at {n} point", "practically equal at {n} points", equal))
    if unknown:
        told.append(counted("not known at {n} point", "not known at {n} points", unknown))
    return say(
        "{what}, of {n} points: {told}; differences are known to {width}.",
        what=what,
        n=len(leads),
        told=Joined(told, "; "),
        width=known_to(found, measure),
    )


def second_block_said(block: SecondBlock) -> Message:
    """What other luck says of the map."""
    if not block.told:
        return say(
            "A second block of luck (seed {seed}, {n} replications) has nothing to check: no leader is claimed.",
            seed=block.seed,
            n=formats.count(block.replications),
        )
    return say(
        "A second block of luck (seed {seed}, {n} replications): of {told} points with a leader it says the same of "
        "{agree}, leaves {open} open and contradicts {against}.",
        seed=block.seed,
        n=formats.count(block.replications),
        told=block.told,
        agree=block.agree,
        open=block.open_there,
        against=block.against,
    )


def rule_said(found: SweepValues) -> Iterator[Item | Said]:
    """What of the map a seller can act on: a rule about facts, or that nobody sees it at the time."""
    unseen = [f"`{axis.path}`" for axis, fact in zip(found.axes, found.facts, strict=True) if fact is None]
    if unseen:
        yield counted(
            "The seller cannot see {paths} when deciding: no rule can turn on it.",
            "The seller cannot see {paths} when deciding: no rule can turn on them.",
            len(unseen),
            paths=Joined(unseen, ", ", " and "),
        )
        return
    rule = found.rule
    if rule is None or not rule.lines:
        return
    otherwise = named(rule.otherwise)
    lines = [say("{who} where {when}", who=named(line.strategy), when=f"`{line.when}`") for line in rule.lines]
    told = say(
        "As a rule: {lines}, otherwise {otherwise}. It decides {fits} of {points} points with a leader as the map "
        "does, and {kept} when each is left out in turn; always {otherwise} would be right at {plain}.",
        lines=Joined(lines, ", "),
        otherwise=otherwise,
        fits=rule.fits,
        points=rule.points,
        kept=rule.kept,
        plain=rule.plain,
    )
    if rule.kept <= rule.plain:
        yield sentences([told, say("That is no better: it is not worth a rule.")])
        return
    yield Item(told, code=list(rule_lines(rule)))
    yield say(
        "Put into a copy of `engagement_choice`, in front of its rules, `kam rules challenge` tells what it is worth."
    )


def rule_lines(rule: MapRule) -> Iterator[str]:
    """The rule as lines of a rulebook of `engagement_choice`."""
    because = say("read off a map of who leads where")
    for place, line in enumerate(rule.lines, 1):
        yield f"- id: from_a_map_{place}"
        yield "  priority: 1"
        yield f"  when: {line.when}"
        yield f"  then: {{engagement: {line.strategy}}}"
        yield f"  because: {{en: {because.in_language('en')}, zh: {because.in_language('zh')}}}"
        yield f"  assumption: {because.in_language('en')}"


def _map(found: SweepValues, measure: str) -> Table:
    """Rows are the first axis, columns the second; below each letter by how much it is ahead of the next."""
    rows_axis, columns_axis = found.axes
    gaps = gap_scale(found, measure)
    wide = len(columns_axis.values)
    columns = [axis_column(rows_axis)]
    columns += [
        Column(columns_axis.shown(place), number=True, name=columns_axis.values[place]) for place in range(wide)
    ]
    rows = []
    for row in range(len(rows_axis.values)):
        cells: list[Cell | Said] = [Cell(rows_axis.shown(row), value=rows_axis.values[row])]
        cells += [_map_cell(found, measure, row * wide + column, gaps) for column in range(wide)]
        rows.append(cells)
    return Table(columns, rows)


def _map_cell(found: SweepValues, measure: str, place: int, gaps: formats.Scale) -> Cell:
    lead = found.leads[measure][place]
    sign = {"leads": letter(found, lead.strategies[0]), "equal": "=", "unknown": "?"}[lead.kind]
    if len(found.strategies) == 1:
        return Cell(gaps.number(found.estimates[measure][found.strategies[0]][place].value))
    below: Said = gaps.signed(ahead_by(found, measure, place))
    return Cell(sign, below, value=lead.leader or lead.kind)


def letter(found: SweepValues, strategy: str) -> str:
    """What stands for a strategy on a map."""
    return ascii_uppercase[found.strategies.index(strategy) % len(ascii_uppercase)]


def ahead_by(found: SweepValues, measure: str, place: int) -> float | None:
    """First listed − second of two strategies; of more, the best − the next best."""
    if len(found.strategies) == 2:
        return found.pair(measure, *found.strategies).value[place]
    sign = -1.0 if MEASURES[measure].better == "down" else 1.0
    values = [found.estimates[measure][name][place].value for name in found.strategies]
    known = sorted((sign * value for value in values if value is not None), reverse=True)
    return sign * (known[0] - known[1]) if len(known) > 1 else None


def _key(found: SweepValues, measure: str) -> Message:
    letters = [
        say("{letter} {strategy}", letter=letter(found, name), strategy=strategy_label(name))
        for name in found.strategies
    ]
    columns = axis_said(found.axes[1])
    if len(found.strategies) == 2:
        return say(
            "Columns: {columns}. {letters}; = practically equal; ? not known; below, A − B in {unit}.",
            columns=columns,
            letters=Joined(letters, ", "),
            unit=gap_scale(found, measure).heading,
        )
    return say(
        "Columns: {columns}. {letters}; = practically equal; ? not known; below, the best before the next in {unit}.",
        columns=columns,
        letters=Joined(letters, ", "),
        unit=gap_scale(found, measure).heading,
    )


def boundary_said(found: SweepValues) -> Iterator[Said]:
    """Along every row of the map, where one overtakes another beyond the band on both sides."""
    rows_axis, columns_axis = found.axes
    if columns_axis.numbers is None:
        return
    wide = len(columns_axis.numbers)
    for pair in found.pairs:
        for row in range(len(rows_axis.values) if pair.measure == found.measure else 0):
            line = slice(row * wide, (row + 1) * wide)
            low, high = (_told(ends, pair)[line] for ends in (pair.low, pair.high))
            for each in crossings(columns_axis.numbers, pair.value[line], low, high):
                up = each.rising == (MEASURES[pair.measure].better != "down")
                yield say(
                    "At {row} = {value}, {after} overtakes {before} at {column} of about {at} ({low} to {high}).",
                    row=f"`{rows_axis.path}`",
                    value=rows_axis.shown(row),
                    after=named(pair.first if up else pair.second),
                    before=named(pair.second if up else pair.first),
                    column=f"`{columns_axis.path}`",
                    at=f"{each.at:.4g}",
                    low=f"{each.low:.4g}",
                    high=f"{each.high:.4g}",
                )


def _told(ends: tuple[float | None, ...], pair: PairCurve) -> list[float | None]:
    return [None if weak else end for end, weak in zip(ends, pair.weak, strict=True)]
