"""Every value that a book of points can come to, each with an account that brings it about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from engine.model.rulebook import Value
from engine.rules.language.conditions import leaves
from engine.rules.language.logic import BookLogic
from engine.rules.proof.chain_cells import BookCells
from engine.rules.proof.regions import inside
from engine.rules.proof.solver import Deadline, OutOfTime, find
from engine.rules.proof.space import Space
from engine.rules.tabulation.decision import Decision
from engine.rules.tabulation.fact_cells import Box

MOST_STATES, MOST_KINDS = 5000, 4000
State = tuple[Fraction | None, bool]
"""Points so far, None where no rule has fired; and whether a rule is open for want of facts that nobody knows."""


def points_fed(logic: BookLogic, clock: Deadline) -> Iterator[tuple[Value | None, dict[str, Value]]]:
    """The values, and None where nobody knows yet; exact. Raises OutOfTime where there are too many."""
    how = str(logic.book.aggregate)
    reached: dict[State, dict[str, Value]] = {(None, False): {}}
    for rules in _sharing_facts(logic):
        part = _partial(logic, rules, how, clock)
        new: dict[State, dict[str, Value]] = {}
        for (one, open_one), account in reached.items():
            for (other, open_other), more in part.items():
                clock.step()
                new.setdefault((_joined(one, other, how), open_one or open_other), {**account, **more})
        if len(new) > MOST_STATES:
            raise OutOfTime
        reached = new
    seen: set[Value | None] = set()
    name, declared = next(iter(logic.book.outputs.items()))
    for (points, is_open), account in reached.items():
        value: Value | None
        if points is None:
            value = None if is_open else Decision(logic, (), {}).outputs[name]
        else:
            value = int(points) if declared.type == "integer" or how == "count" else float(points)
        if value not in seen:
            seen.add(value)
            yield value, account


def _sharing_facts(logic: BookLogic) -> list[list[int]]:
    """The rules in groups that share no fact."""
    groups: list[tuple[list[int], set[str]]] = []
    for rule, condition in enumerate(logic.conditions):
        rules, facts = [rule], {leaf.fact for leaf in leaves(condition)}
        for group in [group for group in groups if group[1] & facts]:
            groups.remove(group)
            rules, facts = [*group[0], *rules], facts | group[1]
        groups.append((rules, facts))
    return [rules for rules, _ in groups]


def _partial(logic: BookLogic, rules: Sequence[int], how: str, clock: Deadline) -> dict[State, dict[str, Value]]:
    """The points that these rules alone can come to."""
    conditions = [logic.conditions[rule] for rule in rules]
    facts = {leaf.fact for condition in conditions for leaf in leaves(condition)}
    space = Space({name: declared for name, declared in logic.book.facts.items() if name in facts}, conditions)
    cells = BookCells(_part(logic, rules), space)
    output = next(iter(logic.book.outputs))
    found: dict[State, dict[str, Value]] = {}
    known: list[Box] = []
    while (point := find(space, {}, known, clock)) is not None:
        if len(known) > MOST_KINDS:
            raise OutOfTime
        outcome = cells.outcome(point)
        box = cells.stays(point, outcome, True)
        still_open = any(inside(each, point) for region in cells.maybe for each in region) and not outcome.fired
        points: Fraction | None = None
        for place in outcome.fired:
            own = Fraction(1) if how == "count" else Fraction(float(logic.rows[rules[place]][output]))
            points = _joined(points, own, how)
        known.append(box)
        found.setdefault((points, still_open), space.account(point))
    return found


def _part(logic: BookLogic, rules: Sequence[int]) -> BookLogic:
    return BookLogic(
        logic.book,
        tuple(logic.rules[rule] for rule in rules),
        tuple(logic.conditions[rule] for rule in rules),
        tuple(logic.rows[rule] for rule in rules),
        logic.otherwise,
    )


def _joined(one: Fraction | None, other: Fraction | None, how: str) -> Fraction | None:
    if one is None or other is None:
        return other if one is None else one
    return min(one, other) if how == "min" else max(one, other) if how == "max" else one + other
