"""Findings about a book as a whole: gaps, facts and values nobody uses, facts that must be known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.rules.language.conditions import leaves, sentence
from engine.rules.language.prose import prose
from engine.rules.language.spoken import row_said
from engine.rules.language.values import show
from engine.rules.proof.book_findings import Finding, Severity
from engine.rules.proof.examined_book import EXCLUSIVE, ExaminedBook
from engine.rules.proof.regions import condition_of, runs
from engine.rules.proof.solver import find
from engine.rules.proof.space import Point
from engine.rules.tabulation.fact_cells import UNKNOWN, Box, DeclaredCells
from engine.wording import either, say

MOST_GAPS = 3


def unused_facts(examined: ExaminedBook) -> Iterator[Finding]:
    """Facts that no rule asks about."""
    asked = {leaf.fact for condition in examined.logic.conditions for leaf in leaves(condition)}
    for name in examined.logic.book.facts:
        if name not in asked:
            message = say("no rule asks about `{fact}`", fact=name)
            yield Finding("unused_fact", "warning", (), message, fact=name)


def unused_values(examined: ExaminedBook) -> Iterator[Finding]:
    """Values of an output that a choice declares and no rule that can fire gives."""
    rows = zip(examined.logic.rows, examined.regions, strict=True)
    alive = [*(row for row, region in rows if region), examined.logic.otherwise]
    for name, declared in examined.logic.book.outputs.items():
        missing = [value for value in declared.values if all(row[name] != value for row in alive)]
        if missing:
            values = either(f"`{value}`" for value in missing)
            message = say("no rule gives `{output}` the value {values}", output=name, values=values)
            yield Finding("unused_value", "info", (), message)


def unknown_not_handled(examined: ExaminedBook) -> Iterator[Finding]:
    """Facts whose comparisons fail when they are unknown, and without which no rule at all can fire."""
    for place, fact in enumerate(examined.space.facts):
        regions = [region for region in examined.regions if region]
        asked = any(place in box for region in regions for box in region)
        fires = any(box.get(place, UNKNOWN) & UNKNOWN for region in regions for box in region)
        if fires or not asked or fact.stand_in is not None:
            continue
        rule = next(index for index, region in enumerate(examined.regions) if region)
        point = find(examined.space, examined.regions[rule][0], (), examined.clock)
        assert point is not None
        without = tuple(0 if index == place else cell for index, cell in enumerate(point))
        message = say(
            "no rule can fire while `{fact}` is unknown; with {fact} {value} this account fires {rule}; "
            "say what unknown means: `unknown: {{as: …}}`, or add a rule for `{fact} is unknown`",
            fact=fact.fact,
            value=show(fact.cell(point[place]).sample),
            rule=examined.said([rule]),
        )
        yield Finding("unknown_not_handled", "warning", (), message, examined.account(without), fact=fact.fact)


def gaps(examined: ExaminedBook) -> Iterator[Finding]:
    """Accounts for which no rule fires and `otherwise` answers; everything known first, then with unknown facts.

    Every book has an `otherwise`, so a gap is never without an answer: it is told as information, and as a warning
    where the hit policy (unique, any) says that the rules are meant to be a complete table.
    """
    blocked = examined.boxes(range(examined.count))
    if not blocked:
        return
    known: Box = {place: fact.known for place, fact in enumerate(examined.space.facts)}
    found = 0
    for start, everything_known in ((known, True), ({}, False)):
        while found < MOST_GAPS:
            point = find(examined.space, start, blocked, examined.clock)
            if point is None:
                break
            box = widened(examined, point, blocked)
            yield _gap(examined, point, box, everything_known)
            blocked.append(box)
            found += 1
        if found:
            return


def widened(examined: ExaminedBook, point: Point, blocked: Sequence[Box]) -> Box:
    """The largest box around a point that stays clear of the others, as plain as can be: facts freed first."""
    full = examined.space.full
    box = {place: 1 << cell for place, cell in enumerate(point)}
    asked = [sum(place in other for other in blocked) for place in range(len(full))]
    order = sorted(box, key=lambda place: (asked[place], place))
    for wholly in (True, False):
        for place in order:
            allowed = full[place]
            for other in blocked:
                examined.clock.step()
                if all(box.get(p, full[p]) & cells for p, cells in other.items() if p != place):
                    allowed &= ~other.get(place, full[place])
            if allowed == full[place]:
                box.pop(place, None)
            elif not wholly and place in box:
                fact = examined.space.facts[place]
                box[place] = _run_around(fact, allowed, point[place]) if fact.ordered else allowed
    return box


def _run_around(fact: DeclaredCells, cells: int, at: int) -> int:
    """The neighbouring cells around one; unknown belongs to the run when it is allowed."""
    run = next(cells & ((2 << last) - (1 << first)) for first, last in runs(fact, cells) if first <= at <= last)
    return run | (cells & UNKNOWN)


def _gap(examined: ExaminedBook, point: Point, box: Box, everything_known: bool) -> Finding:
    condition = condition_of(box, examined.space)
    assert condition is not None, "a book has a rule, and a rule fires somewhere or is reported"
    book = examined.logic.book
    when = prose(condition, book.facts)
    answer = row_said(examined.logic.otherwise, book.outputs)
    if everything_known:
        message = say("no rule fires when {when}; `otherwise` answers {answer}", when=when, answer=answer)
    else:
        message = say(
            "no rule fires when {when}; `otherwise` answers {answer} (every account with all facts known has its rule)",
            when=when,
            answer=answer,
        )
    severity: Severity = "warning" if examined.hit in EXCLUSIVE else "info"
    cells = [
        (box.get(place, full), cell) for place, (full, cell) in enumerate(zip(examined.space.full, point, strict=True))
    ]
    shown = tuple(0 if allowed & UNKNOWN else cell for allowed, cell in cells)
    return Finding("gap", severity, (), message, examined.account(shown), sentence(condition))
