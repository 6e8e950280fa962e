"""Findings about single rules: those that can never fire, and comparisons that change nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from engine.model.rulebook import FactDeclaration
from engine.rules.language.conditions import Known, Leaf, leaves, sentence
from engine.rules.language.rewriting import replaced
from engine.rules.language.values import show
from engine.rules.proof.book_findings import Finding, FindingKind
from engine.rules.proof.examined_book import ExaminedBook
from engine.rules.proof.never_fed import never_fed
from engine.rules.proof.real_accounts import NotSeenThrough
from engine.rules.proof.regions import EVERYWHERE, Region, region_of
from engine.rules.proof.solver import covered, find
from engine.rules.proof.space import Point
from engine.rules.tabulation.fact_cells import UNKNOWN
from engine.wording import Said, say


def unreachable(examined: ExaminedBook) -> Iterator[Finding]:
    """Rules whose condition holds for no account."""
    for rule, region in enumerate(examined.regions):
        if rule in examined.doubtful:
            examined.left_open.append(examined.names([rule]))
        if region:
            continue
        point, lacking = _nearly(examined, rule)
        name = examined.name(rule)
        why = None if lacking is None else never_fed(examined, lacking)
        if lacking is not None and why is not None:
            message = say(
                "{rule} waits for `{condition}`, and {why}",
                rule=examined.said([rule]),
                condition=sentence(lacking),
                why=why,
            )
        elif lacking is not None:
            message = say(
                "{rule} asks for what cannot be together; this account lacks only `{condition}`",
                rule=examined.said([rule]),
                condition=sentence(lacking),
            )
        else:
            message = say("{rule} asks for what cannot be together", rule=examined.said([rule]))
        yield Finding("unreachable", "error", (name,), message, None if point is None else examined.account(point))


def _nearly(examined: ExaminedBook, rule: int) -> tuple[Point | None, Leaf | None]:
    """An account that lacks a single comparison of a rule that can never fire, and that comparison."""
    condition = examined.logic.conditions[rule]
    for place, leaf in enumerate(leaves(condition)):
        with suppress(NotSeenThrough):
            point = examined.find(_with(examined, rule, place, True), [])
            if point is not None:
                return point, leaf
    return None, None


def always_firing(examined: ExaminedBook) -> Iterator[Finding]:
    """Rules that fire for every account, or for every account of which they know what they ask.

    A single comparison that any value passes is left to `idle_conditions`.
    """
    for rule, region in enumerate(examined.regions):
        with examined.seen_through(rule):
            found = _always(examined, rule) if region else None
            if found is not None:
                yield found


def _always(examined: ExaminedBook, rule: int) -> Finding | None:
    region, asked = examined.regions[rule], list(leaves(examined.logic.conditions[rule]))
    places = {examined.space.place[leaf.fact] for leaf in asked}
    known = {place: examined.space.facts[place].known for place in places}
    name = examined.said([rule])
    if covered(examined.space, EVERYWHERE, region, examined.clock):
        message = say("{rule} fires for every account; write it as `otherwise` if that is meant", rule=name)
        point = find(examined.space, known, (), examined.clock) or find(examined.space, {}, (), examined.clock)
    elif (
        len(asked) > 1
        and not all(isinstance(leaf, Known) for leaf in asked)
        and covered(examined.space, [known], region, examined.clock)
    ):
        message = say("{rule} fires for every account of which what it asks about is known", rule=name)
        point = find(examined.space, known, (), examined.clock)
    else:
        return None
    if point is None:  # what is computed or fed is never known
        return None
    return Finding("always_fires", "warning", (examined.name(rule),), message, examined.account(point))


def idle_conditions(examined: ExaminedBook) -> Iterator[Finding]:
    """Comparisons without which their rule fires for exactly the same accounts, and those that any value passes."""
    for rule, region in enumerate(examined.regions):
        if not region:
            continue
        for place, leaf in enumerate(leaves(examined.logic.conditions[rule])):
            with examined.seen_through(rule):
                found = _idle(examined, rule, place, leaf)
                if found is not None:
                    kind, message = found
                    point = examined.find(region, [])
                    assert point is not None
                    name = (examined.name(rule),)
                    yield Finding(kind, "warning", name, message, examined.account(point), fact=leaf.fact)


def _idle(examined: ExaminedBook, rule: int, place: int, leaf: Leaf) -> tuple[FindingKind, Said] | None:
    name, text = examined.said([rule]), sentence(leaf)
    fact = examined.space.facts[examined.space.place[leaf.fact]]
    known = examined.known_cells(examined.space.place[leaf.fact])
    true, _ = examined.space.where(leaf)
    if not isinstance(leaf, Known) and not true & known:
        if (why := never_fed(examined, leaf)) is not None:
            return "never_true", say("{rule} waits for `{condition}`, and {why}", rule=name, condition=text, why=why)
        what = say("in {rule}, no allowed value makes `{condition}` true", rule=name, condition=text)
        return "never_true", _with_range(what, fact.declared)
    if not isinstance(leaf, Known) and true & known == known:
        what = say("in {rule}, every allowed value makes `{condition}` true", rule=name, condition=text)
        passes = _with_range(what, fact.declared)
        if true & UNKNOWN:
            return "always_true", passes
        return "always_true", say("{what}; write `{fact} is known` if that is meant", what=passes, fact=leaf.fact)
    region = examined.regions[rule]
    if covered(examined.space, _with(examined, rule, place, True), region, examined.clock):
        what = say("in {rule}, `{condition}` holds whenever the rest does; it can go", rule=name, condition=text)
        return "always_true", what
    if covered(examined.space, region, _with(examined, rule, place, False), examined.clock):
        what = say(
            "in {rule}, `{condition}` never lets the rule fire where the rest does not; it can go",
            rule=name,
            condition=text,
        )
        return "never_true", what
    return None


def _with_range(what: Said, declared: FactDeclaration) -> Said:
    if not declared.range:
        return what
    return say("{what} (allowed: {low} – {high})", what=what, low=show(declared.low), high=show(declared.high))


def _with(examined: ExaminedBook, rule: int, place: int, holds: bool) -> Region:
    """Where a rule would fire if one of its comparisons always or never held."""
    changed = replaced(examined.logic.conditions[rule], place, holds)
    if isinstance(changed, bool):
        return EVERYWHERE if changed else ()
    return region_of(changed, examined.space)
