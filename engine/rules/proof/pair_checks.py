"""Findings about rules beside each other: overlaps, conflicts, duplicates, and rules that others make idle."""

from __future__ import annotations

from collections.abc import Iterator

from engine.rules.language.values import show
from engine.rules.proof.book_findings import Finding, Severity
from engine.rules.proof.examined_book import EXCLUSIVE, WINNING, ExaminedBook
from engine.rules.proof.solver import find
from engine.rules.proof.space import Point
from engine.wording import Joined, Said, quoted, say

MOST_OF_A_KIND = 100


def overlaps(study: ExaminedBook) -> Iterator[Finding]:
    """Rules that fire together where they must not: any two of a `unique` book, two of an `any` book that disagree."""
    if study.hit not in EXCLUSIVE:
        return
    found = 0
    for one in range(study.count):
        for other in range(one + 1, study.count):
            same = study.same_outputs(one, other)
            if same and study.hit == "any":
                continue
            point = _together(study, one, other)
            if point is None:
                continue
            yield _overlap(study, one, other, point, same)
            found += 1
            if found == MOST_OF_A_KIND:
                yield _cut_short()
                return


def _cut_short() -> Finding:
    message = say("{n} pairs that fire together were found; further pairs were not looked for", n=MOST_OF_A_KIND)
    return Finding("not_proven", "info", (), message)


def _overlap(study: ExaminedBook, one: int, other: int, point: Point, same: bool) -> Finding:
    names = study.names((one, other))
    what = say("say the same") if same else _difference(study, one, other)
    message = say(
        "{rules} fire together: {what}; hit policy `{policy}` does not allow it",
        rules=quoted(names),
        what=what,
        policy=study.hit,
    )
    return Finding("overlap" if same else "conflict", "error", names, message, study.account(point))


def _difference(study: ExaminedBook, one: int, other: int) -> Said:
    """`play: divide ≠ develop` for each output that differs."""
    a, b = study.logic.rows[one], study.logic.rows[other]
    return Joined((f"{name}: {show(a[name])} ≠ {show(b[name])}" for name in a if a[name] != b[name]), ", ")


def _together(study: ExaminedBook, one: int, other: int) -> Point | None:
    """An account for which both fire."""
    if (point := study.pooled(study.fires[one] & study.fires[other])) is not None:
        return point
    return next((find(study.space, box, (), study.clock) for box in study.together(one, other)), None)


def ties(study: ExaminedBook) -> Iterator[Finding]:
    """Rules of equal rank that decide differently for the same account, so that only their place in the file counts."""
    if study.hit != "priority":
        return
    ranks = [_rank(study, rule) for rule in range(study.count)]
    for one in range(study.count):
        for other in range(one + 1, study.count):
            if ranks[one] != ranks[other] or study.same_outputs(one, other):
                continue
            boxes = tuple(study.together(one, other))
            point = study.find(boxes, range(one))
            if point is None:
                continue
            names = study.names((one, other))
            message = say(
                "{rules} have the same priority, fire together and say {difference}; "
                "only their place in the file decides",
                rules=quoted(names),
                difference=_difference(study, one, other),
            )
            yield Finding("conflict", "warning", names, message, study.account(point))


def _rank(study: ExaminedBook, rule: int) -> object:
    book, which = study.logic.book, study.logic.rules[rule]
    return book.rank(which) if book.ranked_by_outputs else which.priority


def idle_rules(study: ExaminedBook) -> Iterator[Finding]:
    """Duplicates, rules that never decide because earlier ones always do, and rules that could go without a change."""
    alive = [rule for rule in range(study.count) if study.regions[rule]]
    originals = {rule: found for rule in alive if (found := _original(study, rule)) is not None}
    for rule in alive:
        if rule in originals:
            yield _duplicate(study, originals[rule], rule)
        elif study.hit not in WINNING:
            yield from _contained(study, rule)
        else:
            shadowed = _shadowed(study, rule)
            idle = shadowed or (None if rule in originals.values() else _removable(study, rule))
            if idle is not None:
                yield idle


def _original(study: ExaminedBook, rule: int) -> int | None:
    """The first rule that fires for exactly the same accounts and says the same, if it is another one."""
    for earlier in range(rule):
        if not study.same_outputs(earlier, rule) or study.fires[earlier] != study.fires[rule]:
            continue
        if study.within(rule, earlier) and study.within(earlier, rule):
            return earlier
    return None


def _duplicate(study: ExaminedBook, original: int, rule: int) -> Finding:
    names = study.names((original, rule))
    message = say("{rules} fire for exactly the same accounts and say the same", rules=quoted(names))
    return Finding("duplicate", "warning", names, message, _shown(study, rule))


def _shadowed(study: ExaminedBook, rule: int) -> Finding | None:
    if study.decides[rule] or study.find(study.regions[rule], range(rule)) is not None:
        return None
    culprits = _needed(study, rule, [one for one in range(rule) if _together(study, one, rule) is not None])
    names = study.names((*culprits, rule))
    message = say(
        "`{rule}` never decides: wherever it fires, it is decided before it by {others}",
        rule=names[-1],
        others=quoted(names[:-1]),
    )
    return Finding("shadowed", "error", names, message, _shown(study, rule))


def _needed(study: ExaminedBook, rule: int, candidates: list[int]) -> list[int]:
    """As few of the candidates as still cover the rule: a single one if there is, else none that could go."""
    for one in candidates:
        if study.within(rule, one):
            return [one]
    needed = candidates
    for one in candidates:
        fewer = [other for other in needed if other != one]
        if study.find(study.regions[rule], fewer) is None:
            needed = fewer
    return needed


def _removable(study: ExaminedBook, rule: int) -> Finding | None:
    """A rule that decides for some accounts, all of which would get the same outputs without it."""
    if not _pool_allows_removal(study, rule):
        return None
    heirs = []
    for later in range(rule + 1, study.count):
        boxes = tuple(study.together(rule, later))
        others = [one for one in range(later) if one != rule]
        if boxes and study.find(boxes, others) is not None:
            if not study.same_outputs(rule, later):
                return None
            heirs.append(later)
    everybody = [one for one in range(study.count) if one != rule]
    falls_through = study.find(study.regions[rule], everybody) is not None
    if falls_through and not study.same_outputs(rule, -1):
        return None
    names = study.names((rule, *heirs))
    heirs_named = (*names[1:], "otherwise") if falls_through else names[1:]
    message = say(
        "without `{rule}` every account would get the same outputs, from {others}; it only gives another reason",
        rule=names[0],
        others=quoted(heirs_named),
    )
    point = study.pooled(study.decides[rule]) or study.find(study.regions[rule], range(rule))
    assert point is not None
    return Finding("subsumed", "info", names[:1], message, study.account(point))


def _pool_allows_removal(study: ExaminedBook, rule: int) -> bool:
    """Would all accounts of the pool for which the rule decides get the same outputs without it?"""
    left = study.decides[rule]
    for later in range(rule + 1, study.count):
        if left & study.fires[later] and not study.same_outputs(rule, later):
            return False
        left &= ~study.fires[later]
    return not left or study.same_outputs(rule, -1)


def _contained(study: ExaminedBook, rule: int) -> Iterator[Finding]:
    """A rule that fires only where another fires too and says the same; of several such others the first."""
    if study.hit == "unique":
        return
    for other in range(study.count):
        if other != rule and study.same_outputs(other, rule) and study.within(rule, other):
            if other > rule and study.within(other, rule):
                continue
            names = study.names((rule, other))
            message = say(
                "`{rule}` fires only where `{other}` fires too and says the same", rule=names[0], other=names[1]
            )
            severity: Severity = "warning" if study.hit == "any" else "info"
            yield Finding("subsumed", severity, names, message, _shown(study, rule))
            return


def _shown(study: ExaminedBook, rule: int) -> dict[str, bool | int | float | str]:
    point = study.find(study.regions[rule], [])
    assert point is not None
    return dict(study.account(point))
