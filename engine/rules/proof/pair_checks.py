"""Findings about rules beside each other: overlaps, conflicts, duplicates, and rules that others make idle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress

from engine.rules.language.hit_policies import EXCLUSIVE, WINNING
from engine.rules.language.spoken import label_of, rules_with_ids, said
from engine.rules.proof.book_findings import Finding, Severity
from engine.rules.proof.examined_book import ExaminedBook
from engine.rules.proof.real_accounts import NotSeenThrough
from engine.rules.proof.solver import find_in
from engine.rules.proof.space import Point
from engine.wording import Joined, Said, say

MOST_OF_A_KIND = 100


def overlaps(examined: ExaminedBook) -> Iterator[Finding]:
    """Rules that fire together where they must not: any two of a `unique` book, two of an `any` book that disagree."""
    if examined.hit not in EXCLUSIVE:
        return
    found = 0
    for one in range(examined.count):
        for other in range(one + 1, examined.count):
            same = examined.same_outputs(one, other)
            if same and examined.hit == "any":
                continue
            with examined.seen_through(one, other):
                point = _together(examined, one, other)
                if point is not None:
                    yield _overlap(examined, one, other, point, same)
                    found += 1
            if found == MOST_OF_A_KIND:
                yield _cut_short()
                return


def _cut_short() -> Finding:
    message = say("{n} pairs that fire together were found; further pairs were not looked for", n=MOST_OF_A_KIND)
    return Finding("not_proven", "info", (), message)


def _overlap(examined: ExaminedBook, one: int, other: int, point: Point, same: bool) -> Finding:
    names = examined.names((one, other))
    what = say("say the same") if same else _difference(examined, one, other)
    message = say(
        "{rules} fire together: {what}; hit policy `{policy}` does not allow it",
        rules=examined.said((one, other)),
        what=what,
        policy=examined.hit,
    )
    return Finding("overlap" if same else "conflict", "error", names, message, examined.account(point))


def _difference(examined: ExaminedBook, one: int, other: int) -> Said:
    """`play: divide ≠ develop` for each output that differs, in words."""
    a, b = examined.logic.rows[one], examined.logic.rows[other]
    outputs = examined.logic.book.outputs
    apart = [
        say(
            "{fact}: {value}",
            fact=label_of(name, outputs[name]),
            value=Joined([said(name, a[name]), said(name, b[name])], " ≠ "),
        )
        for name in a
        if a[name] != b[name]
    ]
    return Joined(apart, ", ")


def _together(examined: ExaminedBook, one: int, other: int) -> Point | None:
    """An account for which both fire."""
    if (point := examined.pooled(examined.fires[one] & examined.fires[other])) is not None:
        return point
    return find_in(examined.space, examined.together(one, other), (), examined.clock)


def _may_fire_together(examined: ExaminedBook, one: int, other: int) -> bool:
    try:
        return _together(examined, one, other) is not None
    except NotSeenThrough:
        return True


def ties(examined: ExaminedBook) -> Iterator[Finding]:
    """Rules of equal rank that decide differently for the same account, so that only their place in the file counts."""
    if examined.hit != "priority":
        return
    ranks = [_rank(examined, rule) for rule in range(examined.count)]
    for one in range(examined.count):
        for other in range(one + 1, examined.count):
            if ranks[one] != ranks[other] or examined.same_outputs(one, other):
                continue
            with examined.seen_through(one, other):
                point = examined.find(tuple(examined.together(one, other)), range(one))
                if point is not None:
                    yield _tie(examined, one, other, point)


def _tie(examined: ExaminedBook, one: int, other: int, point: Point) -> Finding:
    message = say(
        "{rules} have the same priority, fire together and say {difference}; only their place in the file decides",
        rules=examined.said((one, other)),
        difference=_difference(examined, one, other),
    )
    return Finding("conflict", "warning", examined.names((one, other)), message, examined.account(point))


def _rank(examined: ExaminedBook, rule: int) -> object:
    book, which = examined.logic.book, examined.logic.rules[rule]
    return book.rank(which) if book.ranked_by_outputs else which.priority


def idle_rules(examined: ExaminedBook) -> Iterator[Finding]:
    """Duplicates, rules that never decide because earlier ones always do, and rules that could go without a change."""
    alive = [rule for rule in range(examined.count) if examined.regions[rule]]
    originals: dict[int, int] = {}
    for rule in alive:
        with examined.seen_through(rule):
            original = _original(examined, rule)
            originals |= {} if original is None else {rule: original}
    for rule in alive:
        with examined.seen_through(rule):
            yield from _idle(examined, rule, originals)


def _idle(examined: ExaminedBook, rule: int, originals: Mapping[int, int]) -> Iterator[Finding]:
    if rule in originals:
        yield _duplicate(examined, originals[rule], rule)
    elif examined.hit not in WINNING:
        yield from _contained(examined, rule)
    else:
        shadowed = _shadowed(examined, rule)
        idle = shadowed or (None if rule in originals.values() else _removable(examined, rule))
        if idle is not None:
            yield idle


def _original(examined: ExaminedBook, rule: int) -> int | None:
    """The first rule that fires for exactly the same accounts and says the same, if it is another one."""
    for earlier in range(rule):
        if not examined.same_outputs(earlier, rule) or examined.fires[earlier] != examined.fires[rule]:
            continue
        if examined.within(rule, earlier) and examined.within(earlier, rule):
            return earlier
    return None


def _duplicate(examined: ExaminedBook, original: int, rule: int) -> Finding:
    names = examined.names((original, rule))
    message = say("{rules} fire for exactly the same accounts and say the same", rules=examined.said((original, rule)))
    return Finding("duplicate", "warning", names, message, _shown(examined, rule))


def _shadowed(examined: ExaminedBook, rule: int) -> Finding | None:
    if examined.decides[rule] or examined.find(examined.regions[rule], range(rule)) is not None:
        return None
    culprits = _needed(examined, rule, [one for one in range(rule) if _may_fire_together(examined, one, rule)])
    names = examined.names((*culprits, rule))
    message = say(
        "{rule} never decides: wherever it fires, it is decided before it by {others}",
        rule=examined.said([rule]),
        others=examined.said(culprits),
    )
    return Finding("shadowed", "error", names, message, _shown(examined, rule))


def _needed(examined: ExaminedBook, rule: int, candidates: list[int]) -> list[int]:
    """As few of the candidates as still cover the rule: a single one if there is, else none that could go."""
    for one in candidates:
        with suppress(NotSeenThrough):
            if examined.within(rule, one):
                return [one]
    needed = candidates
    for one in candidates:
        fewer = [other for other in needed if other != one]
        with suppress(NotSeenThrough):
            needed = fewer if examined.find(examined.regions[rule], fewer) is None else needed
    return needed


def _removable(examined: ExaminedBook, rule: int) -> Finding | None:
    """A rule that decides for some accounts, all of which would get the same outputs without it."""
    if not _pool_allows_removal(examined, rule):
        return None
    heirs = []
    for later in range(rule + 1, examined.count):
        boxes = tuple(examined.together(rule, later))
        others = [one for one in range(later) if one != rule]
        if boxes and examined.find(boxes, others) is not None:
            if not examined.same_outputs(rule, later):
                return None
            heirs.append(later)
    everybody = [one for one in range(examined.count) if one != rule]
    falls_through = examined.find(examined.regions[rule], everybody) is not None
    if falls_through and not examined.as_otherwise(rule):
        return None
    names = examined.names((rule, *heirs))
    heirs_named = (*names[1:], "otherwise") if falls_through else names[1:]
    message = say(
        "without {rule} every account would get the same outputs, from {others}; it only gives another reason",
        rule=examined.said([rule]),
        others=rules_with_ids(heirs_named, examined.logic.book),
    )
    point = examined.pooled(examined.decides[rule]) or examined.find(examined.regions[rule], range(rule))
    assert point is not None
    return Finding("subsumed", "info", names[:1], message, examined.account(point))


def _pool_allows_removal(examined: ExaminedBook, rule: int) -> bool:
    """Would all accounts of the pool for which the rule decides get the same outputs without it?"""
    left = examined.decides[rule]
    for later in range(rule + 1, examined.count):
        if left & examined.fires[later] and not examined.same_outputs(rule, later):
            return False
        left &= ~examined.fires[later]
    return not left or examined.as_otherwise(rule)


def _contained(examined: ExaminedBook, rule: int) -> Iterator[Finding]:
    """A rule that fires only where another fires too and says the same; of several such others the first."""
    if examined.hit == "unique":
        return
    for other in range(examined.count):
        if other != rule and examined.same_outputs(other, rule) and examined.within(rule, other):
            if other > rule and examined.within(other, rule):
                continue
            names = examined.names((rule, other))
            message = say(
                "{rule} fires only where {other} fires too and says the same",
                rule=examined.said([rule]),
                other=examined.said([other]),
            )
            severity: Severity = "warning" if examined.hit == "any" else "info"
            yield Finding("subsumed", severity, names, message, _shown(examined, rule))
            return


def _shown(examined: ExaminedBook, rule: int) -> dict[str, bool | int | float | str]:
    point = examined.find(examined.regions[rule], [])
    assert point is not None
    return dict(examined.account(point))
