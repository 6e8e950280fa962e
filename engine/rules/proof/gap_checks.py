"""Gaps: accounts for which no rule fires, as few and as wide rows as can be found, and how many kinds there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter

from engine.rules.language.conditions import sentence
from engine.rules.language.hit_policies import EXCLUSIVE
from engine.rules.language.prose import prose
from engine.rules.language.spoken import row_said
from engine.rules.proof.book_findings import Finding, Severity
from engine.rules.proof.examined_book import ExaminedBook
from engine.rules.proof.real_accounts import NotSeenThrough
from engine.rules.proof.regions import condition_of, inside, runs
from engine.rules.proof.solver import counted_outside, find
from engine.rules.proof.space import Point
from engine.rules.tabulation.fact_cells import UNKNOWN, Box, DeclaredCells
from engine.wording import say

MOST_GAPS, FEWEST_GAPS = 100, 3
"""Gaps that are looked for: so many, fewer in large books, where each takes many steps."""

_STEPS_OF_LISTING, _STEPS_OF_COUNTING = 150_000, 5_000


def kinds_without_rule(examined: ExaminedBook) -> tuple[int, bool]:
    """How many kinds of account no rule fires for, and whether that is all of them or as many as were counted."""
    return counted_outside(examined.space, examined.boxes(range(examined.count)), examined.clock, _STEPS_OF_COUNTING)


def gaps(examined: ExaminedBook) -> Iterator[Finding]:
    """Accounts for which no rule fires and `otherwise` answers; everything known first, then with unknown facts.

    No gap lies in the row that closes one before it. Each is shown by an account of which as much is known as can be,
    those of which most is known first. Every book has an `otherwise`, so a gap is never without an answer: it is told
    as information, and as a warning where the hit policy (unique, any) says that the rules are meant to be a complete
    table.
    """
    blocked = examined.boxes(range(examined.count))
    if not blocked:
        return
    asked = {place for box in blocked for place in box}
    given = (place for place, fact in enumerate(examined.space.facts) if fact.declared.formula is None)
    known: Box = {place: examined.space.facts[place].known for place in given}
    found, last = 0, examined.clock.steps + _STEPS_OF_LISTING
    for box, point in _boxes(examined, known, blocked, MOST_GAPS, last):
        yield _gap(examined, _fullest(examined, box, point, asked), box, rest=False)
        found += 1
    rest = []
    for box, point in _boxes(examined, {}, blocked, MOST_GAPS - found, last):
        shown = _fullest(examined, box, point, asked)
        rest.append((sum(cell > 0 for cell in shown), shown, box))
    for _, shown, box in sorted(rest, key=itemgetter(0), reverse=True):
        yield _gap(examined, shown, box, rest=not found)
    left = find(examined.space, {}, blocked, examined.clock)
    if left is not None:
        message = say("there are more gaps than the {n} listed; close these and check again", n=found + len(rest))
        yield Finding("more_gaps", "info", (), message, examined.account(left))


def _boxes(examined: ExaminedBook, start: Box, blocked: list[Box], most: int, last: int) -> Iterator[tuple[Box, Point]]:
    """Up to so many boxes that meet the start and none of the blocked ones, each blocked when it is found.

    After the last step there are only as many as must be.
    """
    for nth in range(most):
        if nth >= FEWEST_GAPS and examined.clock.steps > last:
            return
        point = find(examined.space, start, blocked, examined.clock)
        if point is None:
            return
        box = widened(examined, point, blocked)
        blocked.append(box)
        yield box, point


def _fullest(examined: ExaminedBook, box: Box, point: Point, asked: set[int]) -> Point:
    """The account in the box of which most is known, of the facts that rules ask about."""
    if examined.space.real is not None:
        return _computed_fullest(examined, box, point, asked)
    shown = []
    for place, cell in enumerate(point):
        known = box.get(place, examined.space.full[place]) & ~UNKNOWN
        lowest = (known & -known).bit_length() - 1 if known else 0
        shown.append((cell or lowest) if place in asked else cell if not examined.space.full[place] & UNKNOWN else 0)
    fullest = tuple(shown)
    return point if any(inside(each, fullest) for each in examined.space.forbidden) else fullest


def _computed_fullest(examined: ExaminedBook, box: Box, point: Point, asked: set[int]) -> Point:
    """The same where facts are computed: with all known that is asked for, if there is such an account."""
    space = examined.space
    tied = {space.place[name] for name in space.derived.roots}
    known = {place: box.get(place, space.full[place]) & ~UNKNOWN for place in asked | tied}
    try:
        found = find(space, {**box, **known}, (), examined.clock) if all(known.values()) else None
    except NotSeenThrough:
        found = None
    return point if found is None else found


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


def _gap(examined: ExaminedBook, shown: Point, box: Box, rest: bool) -> Finding:
    """The gap of a box; `rest`: there is none but with unknown facts."""
    condition = condition_of(box, examined.space)
    assert condition is not None, "a book has a rule, and a rule fires somewhere or is reported"
    book = examined.logic.book
    when = prose(condition, book.facts)
    answer = row_said(examined.logic.otherwise, book.outputs)
    if rest:
        message = say(
            "no rule fires when {when}; `otherwise` answers {answer} (every account with all facts known has its rule)",
            when=when,
            answer=answer,
        )
    else:
        message = say("no rule fires when {when}; `otherwise` answers {answer}", when=when, answer=answer)
    severity: Severity = "warning" if examined.hit in EXCLUSIVE else "info"
    return Finding("gap", severity, (), message, examined.account(shown), sentence(condition))
