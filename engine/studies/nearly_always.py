"""Rules that decide nearly always: a book that always says the same, and what that costs or brings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from engine.engagement import BASELINE
from engine.execution.alternatives import Alternative
from engine.execution.effort import Effort
from engine.model.decisions import ASKED_OF_MOVES
from engine.results.measures import MEASURES
from engine.situation import Situation
from engine.statistics.estimates import Difference
from engine.statistics.estimators import make_estimator
from engine.statistics.verdicts import judge
from engine.studies.comparison import Comparison, RuleUse
from engine.studies.fixed_effort import play_sides
from engine.studies.silencing import silenced

NEARLY = 0.9
LEAST_DECISIONS = 100
MOST_RULES = 2
MOST_REPLICATIONS = 400
"""Enough to see a cost worth mentioning, few enough to wait for."""
OF_THE_CUSTOMER = ("purchase_triggers", "project_origin")
"""Books that say what the customer does: no choice of ours."""
MEASURE = "net_margin_per_deal"


@dataclass(frozen=True)
class NearlyAlways:
    """A rule that took nearly all decisions of its book under one strategy.

    purpose: of the book. decided, asked: decisions. adds: margin after selling cost per deal, with the rule − without
    it (the next rule that fires decides, or `otherwise`), over the first replications of the run.
    """

    strategy: str
    purpose: str
    rule: str
    decided: int
    asked: int
    adds: Difference
    replications: int


def nearly_always(comparison: Comparison, situation: Situation, strategy: str) -> tuple[NearlyAlways, ...]:
    """The rules of books of ours that decided nearly always under this strategy, those of most decisions first.

    Each is taken away once, on the same luck, in this process. Nothing where no rule is like that.
    """
    player = next((each for each in situation.strategies if each.name == strategy), None)
    uses = list(_uses(comparison, strategy))[:MOST_RULES]
    if not uses or player is None or strategy == BASELINE:
        return ()
    n = min(comparison.replications, MOST_REPLICATIONS)
    whole = Alternative("with_all_rules", situation.scenario, player, situation.books)
    sides = [whole, *(_without(whole, use) for use, _ in uses)]
    effort = Effort.of({"replications": n, "seed": comparison.seed, "workers": 1})
    done = play_sides(sides, {MEASURE: MEASURES[MEASURE]}, situation.scenario, effort)
    estimator = make_estimator(MEASURES[MEASURE], done.look)
    found = judge([done.claim(estimator, MEASURES[MEASURE], 0, place + 1) for place in range(len(uses))])
    return tuple(
        NearlyAlways(strategy, use.book, str(use.rule), use.count, asked, adds, done.tally.n)
        for (use, asked), adds in zip(uses, found, strict=True)
    )


def _uses(comparison: Comparison, strategy: str) -> Iterator[tuple[RuleUse, int]]:
    """Rules that decide nearly always, each with the decisions of its book."""
    asked: dict[str, int] = {}
    for use in comparison.results[strategy].rules:
        asked[use.book] = asked.get(use.book, 0) + use.count
    for use in sorted(comparison.results[strategy].rules, key=lambda use: -use.count):
        ours = use.rule is not None and use.book not in (*OF_THE_CUSTOMER, *ASKED_OF_MOVES)
        if ours and asked[use.book] >= LEAST_DECISIONS and use.count >= NEARLY * asked[use.book]:
            yield use, asked[use.book]


def _without(whole: Alternative, use: RuleUse) -> Alternative:
    book = silenced(whole.books[use.book], {str(use.rule)})
    return replace(whole, name=f"without {use.book} {use.rule}", books={**whole.books, use.book: book})
