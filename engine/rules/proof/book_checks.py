"""Findings about a book as a whole: facts, values and outputs nobody uses, facts that must be known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from engine.model.rulebook import Value
from engine.rules.language.conditions import Among, Compare, leaves
from engine.rules.language.fact_formulas import facts_read
from engine.rules.language.values import show
from engine.rules.proof.book_findings import Finding
from engine.rules.proof.examined_book import ExaminedBook
from engine.rules.proof.regions import inside
from engine.rules.proof.solver import find
from engine.rules.tabulation.fact_cells import UNKNOWN
from engine.wording import Said, listed, say

MOST_VALUES = 12
"""Values of one fact or output that are listed."""


def unused_facts(examined: ExaminedBook) -> Iterator[Finding]:
    """Facts that no rule asks about, and that no fact is computed from that one asks about."""
    derived = examined.logic.derived
    asked = set(examined.logic.asked)
    for name in reversed(list(derived.formulas)):
        asked |= set(facts_read(derived.formulas[name])) if name in asked else set()
    for name in examined.logic.book.facts:
        if name not in asked:
            message = say("no rule asks about `{fact}`", fact=name)
            yield Finding("unused_fact", "warning", (), message, fact=name)


def unused_values(examined: ExaminedBook) -> Iterator[Finding]:
    """Values of choices without use: of an output those that no rule gives, of a fact those that no rule names.

    What an unknown fact counts as has its use. An output has none where one rule decides and all say the same.
    """
    rows = zip(examined.logic.rows, examined.regions, strict=True)
    single = examined.logic.book.single_hit
    alive = [*(row for row, region in rows if region), examined.logic.otherwise]
    for name, declared in examined.logic.book.outputs.items():
        missing = [value for value in declared.values if all(row[name] != value for row in alive)]
        if missing:
            message = say("no rule gives `{output}` the value {values}", output=name, values=_values(missing))
            yield Finding("unused_value", "info", (), message)
        if single and len(alive) > 1 and all(row[name] == alive[0][name] for row in alive):
            always = show(alive[0][name])
            message = say("`{output}` is {value} whatever rule decides; it tells nothing", output=name, value=always)
            yield Finding("unused_output", "info", (), message)
    named: dict[str, set[object]] = {}
    for leaf in (leaf for condition in examined.logic.conditions for leaf in leaves(condition)):
        if isinstance(leaf, Among | Compare):
            named.setdefault(leaf.fact, set()).update(leaf.values if isinstance(leaf, Among) else [leaf.value])
    for fact in examined.space.facts:
        values = [value for value in fact.declared.values if value not in named.get(fact.fact, ())]
        strange = [value for value in values if value != fact.stand_in]
        if fact.fact in named and strange:
            message = say("no rule names {values} of `{fact}`", values=_values(strange), fact=fact.fact)
            yield Finding("unused_value", "info", (), message, fact=fact.fact)


def _values(values: Sequence[str]) -> Said:
    shown = listed(f"`{value}`" for value in values[:MOST_VALUES])
    more = len(values) - MOST_VALUES
    return say("{values} and {n} more", values=shown, n=more) if more > 0 else shown


def unknown_not_handled(examined: ExaminedBook) -> Iterator[Finding]:
    """Facts whose comparisons fail when they are unknown, and without which no rule at all can fire. One that has a
    reason of its own while it cannot be told is handled."""
    reasons = examined.logic.book.otherwise.open_reasons
    handled = {name for reason in reasons if len(reason.unknown) == 1 for name in reason.unknown}
    for place, fact in enumerate(examined.space.facts):
        regions = [region for region in examined.regions if region]
        asked = any(place in box for region in regions for box in region)
        fires = any(box.get(place, UNKNOWN) & UNKNOWN for region in regions for box in region)
        if fires or not asked or fact.stand_in is not None or fact.fact in handled or not fact.full & UNKNOWN:
            continue
        with examined.seen_through():
            found = _without(examined, place)
            if found is None:
                continue
            value, rule, account = found
            message = say(
                "no rule can fire while `{fact}` is unknown; with {fact} {value} this account fires {rule}; "
                "say what unknown means: `unknown: {{as: …}}`, or add a rule for `{fact} is unknown`",
                fact=fact.fact,
                value=value,
                rule=examined.said([rule]),
            )
            yield Finding("unknown_not_handled", "warning", (), message, account, fact=fact.fact)


def _without(examined: ExaminedBook, place: int) -> tuple[str, int, Mapping[str, Value]] | None:
    """A value of the fact, a rule that an account with it fires, and that account without it. None where a computed
    fact is never unknown."""
    space, fact = examined.space, examined.space.facts[place]
    rule = next(index for index, region in enumerate(examined.regions) if region)
    point = find(space, examined.regions[rule][0], (), examined.clock)
    assert point is not None
    value = show(fact.cell(point[place]).sample)
    if space.real is None or examined.reach is not None:
        near, nobody = {index: 1 << cell for index, cell in enumerate(point) if index != place}, {place: UNKNOWN}
        without = find(space, {**near, **nobody}, (), examined.clock) or find(space, nobody, (), examined.clock)
        return None if without is None else (value, rule, examined.account(without))
    account = examined.account(point)
    left_out = space.derived.rests_on(fact.fact) if fact.declared.formula is not None else {fact.fact}
    account = {name: known for name, known in account.items() if name not in left_out}
    nobody_knows = space.point(account)
    if nobody_knows[place] != 0 or any(inside(box, nobody_knows) for region in examined.regions for box in region):
        return None
    return value, rule, account
