"""What the cases of a book exercise: the rules that decide, and every comparison seen true, false and unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.model.rulebook import OTHERWISE, Rulebook
from engine.rules.language.conditions import Leaf, leaves, sentence
from engine.rules.language.spoken import rule_with_id
from engine.rules.proof.cases import CaseResult, run_cases
from engine.rules.proof.examined_book import ExaminedBook
from engine.rules.proof.fed_groups import facts_reached, reach_of
from engine.rules.proof.real_accounts import Unsettled
from engine.rules.proof.solver import Deadline, find
from engine.rules.proof.space import Space
from engine.rules.tabulation.compiled_book import CompiledBook
from engine.wording import Column, Document, Item, Items, Message, Paragraph, Part, Said, Shown, Table, say

SECONDS = 10.0
STATES = ("true", "false", "unknown")


@dataclass(frozen=True)
class ConditionCoverage:
    """One comparison of a rule and how often the cases found it true, false and unknown.

    possible: the states that any account can bring about; a comparison is covered when all of them were seen but
              `unknown`, which is counted and not demanded.
    """

    rule: str
    condition: str
    seen: tuple[int, int, int]
    possible: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """States that could be seen and never were."""
        return tuple(
            state for state, count in zip(STATES, self.seen, strict=True) if state in self.possible and not count
        )

    @property
    def covered(self) -> bool:
        """Was it seen both true and false, as far as it can be?"""
        return not set(self.missing) - {"unknown"}

    def row(self, book: Rulebook) -> list[Said]:
        """Rule, comparison and counts as a row of a table; a state that cannot be has none."""
        counts = (str(n) if state in self.possible else "–" for state, n in zip(STATES, self.seen, strict=True))
        return [rule_with_id(self.rule, book), f"`{self.condition}`", *counts]


@dataclass(frozen=True)
class RuleCoverage:
    """In how many cases a rule fired, and in how many it decided."""

    rule: str
    fired: int
    decided: int


@dataclass(frozen=True)
class Coverage(Shown):
    """The cases of a book, how they went, and what they exercise.

    `otherwise` is the last of `rules`, unless it is proved that every account has a rule.
    """

    book: Rulebook = field(repr=False)
    results: tuple[CaseResult, ...] = field(repr=False)
    rules: tuple[RuleCoverage, ...]
    conditions: tuple[ConditionCoverage, ...]

    @property
    def failed(self) -> tuple[CaseResult, ...]:
        """Cases the book got wrong."""
        return tuple(result for result in self.results if result.failures)

    @property
    def idle_rules(self) -> tuple[str, ...]:
        """Rules, and `otherwise`, that decide in no case."""
        return tuple(rule.rule for rule in self.rules if not rule.decided)

    @property
    def rule_share(self) -> float:
        """Share of the rules, `otherwise` among them, that decide in some case."""
        return 1 - len(self.idle_rules) / len(self.rules)

    @property
    def condition_share(self) -> float:
        """Share of the comparisons that were seen both true and false."""
        return sum(each.covered for each in self.conditions) / len(self.conditions)

    @property
    def summary(self) -> Message:
        """One line: cases, rules and comparisons."""
        return say(
            "{book}: cases passed {passed} of {cases}; rules that decide a case {rules} of {all_rules}; "
            "conditions seen true and false {both} of {conditions}, {unknown} never unknown",
            book=self.book.id,
            passed=len(self.results) - len(self.failed),
            cases=len(self.results),
            rules=len(self.rules) - len(self.idle_rules),
            all_rules=len(self.rules),
            both=sum(each.covered for each in self.conditions),
            conditions=len(self.conditions),
            unknown=sum("unknown" in each.missing for each in self.conditions),
        )

    def document(self) -> Document:
        """The summary, failed cases, rules without a case, and the comparisons that were seen one way only."""
        missing: list[Item | Said] = [
            Item(say("case failed: {case}", case=result.case.name), result.faults) for result in self.failed
        ]
        missing += [say("no case is decided by {rule}", rule=rule_with_id(rule, self.book)) for rule in self.idle_rules]
        columns = [Column(say("rule")), Column(say("seen one way only"))]
        columns += [Column(head, number=True) for head in (say("true"), say("false"), say("unknown"))]
        rows = [each.row(self.book) for each in self.conditions if not each.covered]
        parts: list[Part] = [Paragraph(self.summary)]
        parts += [Items(missing)] if missing else []
        parts += [Table(columns, rows)] if rows else []
        return Document(parts)

    def as_data(self) -> dict[str, object]:
        """Everything as plain data."""
        return {
            "book": self.book.id,
            "cases": [
                {"name": r.case.name, "passed": not r.failures, "failures": list(r.failures)} for r in self.results
            ],
            "rules": [{"rule": r.rule, "fired": r.fired, "decided": r.decided} for r in self.rules],
            "conditions": [
                {
                    "rule": each.rule,
                    "condition": each.condition,
                    **dict(zip(STATES, each.seen, strict=True)),
                    "missing": list(each.missing),
                }
                for each in self.conditions
            ],
            "rule_share": self.rule_share,
            "condition_share": self.condition_share,
        }


def cover(compiled: CompiledBook) -> Coverage:
    """Runs the cases of a book and counts what they exercise. Every comparison is looked at in every case."""
    results = run_cases(compiled)
    decisions = [result.decision for result in results if result.decision is not None]
    logic = compiled.logic
    space = Space(facts_reached(logic.book), logic.conditions, reach_of(logic.book))
    points = [space.point(decision.facts) for decision in decisions]
    rules = [
        RuleCoverage(
            rule.id,
            sum(index in decision.fired for decision in decisions),
            sum(rule.id in decision.rules for decision in decisions),
        )
        for index, rule in enumerate(logic.rules)
    ]
    silent = sum(not decision.fired for decision in decisions)
    if silent or not _complete(compiled):
        rules.append(RuleCoverage(OTHERWISE, silent, silent))
    conditions = tuple(
        _covered(space, points, rule.id, leaf)
        for rule, condition in zip(logic.rules, logic.conditions, strict=True)
        for leaf in leaves(condition)
    )
    return Coverage(logic.book, results, tuple(rules), conditions)


def _complete(compiled: CompiledBook) -> bool:
    try:
        examined = ExaminedBook(compiled.logic, Deadline(SECONDS))
        return find(examined.space, {}, examined.boxes(range(examined.count)), examined.clock) is None
    except Unsettled:
        return False


def _covered(space: Space, points: Sequence[tuple[int, ...]], rule: str, leaf: Leaf) -> ConditionCoverage:
    place, (true, false) = space.place[leaf.fact], space.where(leaf)
    sets = (true, false, space.full[place] & ~true & ~false)
    seen = tuple(sum(cells >> point[place] & 1 for point in points) for cells in sets)
    possible = tuple(
        state for state, cells in zip(STATES, sets, strict=True) if cells and _possible(space, place, cells)
    )
    return ConditionCoverage(rule, sentence(leaf), (seen[0], seen[1], seen[2]), possible)


def _possible(space: Space, place: int, cells: int) -> bool:
    """Does some account lie in these cells of a fact? Where that is not settled, it may."""
    if space.real is None:
        return True
    try:
        return find(space, {place: cells}, (), Deadline(SECONDS)) is not None
    except Unsettled:
        return True
