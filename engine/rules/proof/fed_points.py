"""Every value that books of points can come to, alone and together, each with an account that brings it about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from engine.model.rule_table import FactCells
from engine.model.rulebook import FactDeclaration, Value
from engine.rules.language.conditions import leaves
from engine.rules.language.feeding import narrowed
from engine.rules.language.logic import BookLogic
from engine.rules.proof.book_cells import BookCells
from engine.rules.proof.real_accounts import NotSeenThrough
from engine.rules.proof.regions import inside
from engine.rules.proof.solver import Deadline, OutOfTime, find
from engine.rules.proof.space import Space
from engine.rules.tabulation.decision import Decision
from engine.rules.tabulation.fact_cells import Box

MOST_STATES, MOST_KINDS = 50_000, 4000
Shared = tuple[tuple[str, FactCells, int], ...]
Rules = Mapping[int, Sequence[int]]
"""Rules of several books, by the place of the book."""


@dataclass(frozen=True, slots=True)
class Points:
    """What books of points have come to.

    points:  by book; None where no rule has fired.
    is_open: by book, is a rule open for want of facts that nobody knows?
    shared:  cells of facts that matter elsewhere too.
    """

    points: tuple[Fraction | None, ...]
    is_open: tuple[bool, ...]
    shared: Shared = ()


def points_fed(
    books: Sequence[BookLogic], shared: Sequence[str], clock: Deadline
) -> Iterator[tuple[tuple[Value | None, ...], dict[str, tuple[FactCells, int]], dict[str, Value]]]:
    """By book what it comes to, None where nobody knows yet; in which cells of the shared facts; and an account.

    Exact. Raises OutOfTime where there are too many, NotSeenThrough where facts are computed.
    """
    if any(logic.derived for logic in books):
        raise NotSeenThrough
    nothing = Points((None,) * len(books), (False,) * len(books))
    reached: dict[Points, dict[str, Value]] = {nothing: {}}
    for rules in _sharing_facts(books):
        part = _partial(books, rules, shared, clock)
        new: dict[Points, dict[str, Value]] = {}
        for one, account in reached.items():
            for other, more in part.items():
                clock.step()
                new.setdefault(_joined(books, one, other), {**account, **more})
        if len(new) > MOST_STATES:
            raise OutOfTime
        reached = new
    seen: set[object] = set()
    for state, account in reached.items():
        values = tuple(map(_value, books, state.points, state.is_open))
        cells = {name: (cut, chosen) for name, cut, chosen in state.shared}
        key = (values, state.shared)
        if key not in seen:
            seen.add(key)
            yield values, cells, account


def _value(logic: BookLogic, points: Fraction | None, is_open: bool) -> Value | None:
    name, declared = next(iter(logic.book.outputs.items()))
    if points is None:
        return None if is_open else Decision(logic, (), {}).outputs[name]
    return int(points) if declared.type == "integer" or logic.book.aggregate == "count" else float(points)


def _sharing_facts(books: Sequence[BookLogic]) -> list[Rules]:
    """The rules in groups that share no fact."""
    groups: list[tuple[list[tuple[int, int]], set[str]]] = []
    for book, logic in enumerate(books):
        for rule, condition in enumerate(logic.conditions):
            rules, facts = [(book, rule)], {leaf.fact for leaf in leaves(condition)}
            for group in [group for group in groups if group[1] & facts]:
                groups.remove(group)
                rules, facts = [*group[0], *rules], facts | group[1]
            groups.append((rules, facts))
    return [
        {book: [rule for other, rule in rules if other == book] for book in dict.fromkeys(book for book, _ in rules)}
        for rules, _ in groups
    ]


def _partial(
    books: Sequence[BookLogic], rules: Rules, shared: Sequence[str], clock: Deadline
) -> dict[Points, dict[str, Value]]:
    """The points that these rules alone can come to."""
    conditions = [books[book].conditions[rule] for book, of in rules.items() for rule in of]
    facts: dict[str, FactDeclaration] = {}
    for name in dict.fromkeys(leaf.fact for condition in conditions for leaf in leaves(condition)):
        for book in rules:
            declared = books[book].book.facts.get(name)
            if declared is not None:
                facts[name] = narrowed(facts[name], declared) if name in facts else declared
    space = Space(facts, conditions)
    cells = {book: BookCells(_part(books[book], of), Space(_as_in(facts, books[book]), conditions))
             for book, of in rules.items()}  # fmt: skip
    found: dict[Points, dict[str, Value]] = {}
    known: list[Box] = []
    while (point := find(space, {}, known, clock)) is not None:
        if len(known) > MOST_KINDS:
            raise OutOfTime
        points: list[Fraction | None] = [None] * len(books)
        is_open = [False] * len(books)
        box: dict[int, int] = {}
        for book, of in rules.items():
            outcome = cells[book].outcome(point)
            for place, cell in cells[book].stays(point, outcome, space.full, True).items():
                box[place] = box.get(place, space.full[place]) & cell
            is_open[book] = not outcome.fired and any(
                inside(each, point) for region in cells[book].maybe for each in region
            )
            for place in outcome.fired:
                points[book] = _added(books[book], points[book], _of_rule(books[book], of[place]))
        known.append(box)
        where = tuple((name, space.facts[at], box.get(at, space.full[at])) for name, at in space.place.items()
                      if name in shared)  # fmt: skip
        found.setdefault(Points(tuple(points), tuple(is_open), where), space.account(point))
    return found


def _as_in(facts: Mapping[str, FactDeclaration], logic: BookLogic) -> dict[str, FactDeclaration]:
    own = logic.book.facts
    return {
        name: declared.model_copy(update={"unknown": own[name].unknown}) if name in own else declared
        for name, declared in facts.items()
    }


def _part(logic: BookLogic, rules: Sequence[int]) -> BookLogic:
    return BookLogic(
        logic.book,
        tuple(logic.rules[rule] for rule in rules),
        tuple(logic.conditions[rule] for rule in rules),
        tuple(logic.rows[rule] for rule in rules),
        logic.otherwise,
    )


def _of_rule(logic: BookLogic, rule: int) -> Fraction:
    if logic.book.aggregate == "count":
        return Fraction(1)
    return Fraction(float(logic.rows[rule][next(iter(logic.book.outputs))]))


def _joined(books: Sequence[BookLogic], one: Points, other: Points) -> Points:
    points = tuple(map(_added, books, one.points, other.points))
    is_open = tuple(mine or theirs for mine, theirs in zip(one.is_open, other.is_open, strict=True))
    return Points(points, is_open, (*one.shared, *other.shared))


def _added(logic: BookLogic, one: Fraction | None, other: Fraction | None) -> Fraction | None:
    how = logic.book.aggregate
    if one is None or other is None:
        return other if one is None else one
    return min(one, other) if how == "min" else max(one, other) if how == "max" else one + other
