"""What the cases of a book exercise: the rules that decide, and every comparison seen true, false and unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.model.rulebook import OTHERWISE, Rulebook
from engine.rules.cases import CaseResult, run_cases
from engine.rules.compiled_book import CompiledBook
from engine.rules.conditions import Leaf, leaves, sentence
from engine.rules.spoken import markdown_safe
from engine.rules.verification.book_checks import gaps
from engine.rules.verification.solver import Clock, OutOfTime
from engine.rules.verification.space import Space
from engine.rules.verification.study import Study
from engine.wording import told
from engine.wording.language import reader_language

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


@dataclass(frozen=True)
class RuleCoverage:
    """In how many cases a rule fired, and in how many it decided."""

    rule: str
    fired: int
    decided: int


@dataclass(frozen=True)
class Coverage:
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

    def summary(self, lang: str = "en") -> str:
        """One line: cases, rules and comparisons."""
        passed, unknown = len(self.results) - len(self.failed), sum("unknown" in c.missing for c in self.conditions)
        rules, both = len(self.rules) - len(self.idle_rules), sum(each.covered for each in self.conditions)
        return _WORDS[lang]["summary"].format(
            book=self.book.id,
            passed=passed,
            cases=len(self.results),
            rules=rules,
            all_rules=len(self.rules),
            both=both,
            conditions=len(self.conditions),
            unknown=unknown,
        )

    def in_words(self, lang: str = "en") -> str:
        """The summary, then failed cases, rules without a case and comparisons seen one way only."""
        words, lines = _WORDS[lang], [self.summary(lang)]
        for result in self.failed:
            faults = (told(fault, lang) for fault in result.faults)
            lines += [words["failed"].format(case=result.case.name, what=what) for what in faults]
        lines += [words["idle"].format(rule=rule) for rule in self.idle_rules]
        for each in self.conditions:
            if not each.covered:
                states = words["list"].join(words[state] for state in each.missing if state != "unknown")
                lines.append(words["one way"].format(rule=each.rule, condition=each.condition, states=states))
        return "\n  ".join(lines)

    def __str__(self) -> str:
        return self.in_words()

    def to_markdown(self, lang: str = "en") -> str:
        """The summary, failed cases, rules without a case, and every comparison with its counts."""
        words, lines = _WORDS[lang], [self.summary(lang), ""]
        for result in self.failed:
            what = words["faults"].join(told(fault, lang) for fault in result.faults)
            lines.append(f"- {markdown_safe(words['failed'].format(case=result.case.name, what=what))}")
        lines += [f"- {markdown_safe(words['idle'].format(rule=rule))}" for rule in self.idle_rules]
        heads = (words["rule"], words["condition"], *(words[state] for state in STATES))
        lines += ["", f"| {' | '.join(heads)} |", "|---|---|---:|---:|---:|"]
        for each in self.conditions:
            counts = (str(n) if s in each.possible else "–" for s, n in zip(STATES, each.seen, strict=True))
            cells = (each.rule, markdown_safe(each.condition), *counts)
            lines.append(f"| {' | '.join(cells)} |")
        return "\n".join(lines)

    def _repr_markdown_(self) -> str:
        return self.to_markdown(reader_language())

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
    space = Space(logic.book.facts, logic.conditions)
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
        return next(gaps(Study(compiled.logic, Clock(SECONDS))), None) is None
    except OutOfTime:
        return False


def _covered(space: Space, points: Sequence[tuple[int, ...]], rule: str, leaf: Leaf) -> ConditionCoverage:
    place, (true, false) = space.place[leaf.fact], space.where(leaf)
    sets = (true, false, space.full[place] & ~true & ~false)
    seen = tuple(sum(cells >> point[place] & 1 for point in points) for cells in sets)
    possible = tuple(state for state, cells in zip(STATES, sets, strict=True) if cells)
    return ConditionCoverage(rule, sentence(leaf), (seen[0], seen[1], seen[2]), possible)


_WORDS = {
    "en": {
        "summary": "{book}: cases passed {passed} of {cases}; rules that decide a case {rules} of {all_rules}; "
        "conditions seen true and false {both} of {conditions}, {unknown} never unknown",
        "failed": "case failed: {case}: {what}",
        "idle": "no case is decided by {rule}",
        "one way": "never seen {states}: {condition} (rule {rule})",
        "list": ", ",
        "faults": "; ",
        "rule": "rule",
        "condition": "condition",
        "true": "true",
        "false": "false",
        "unknown": "unknown",
    },
    "zh": {
        "summary": "{book}：案例通过 {passed}/{cases}；有案例的规则 {rules}/{all_rules}；"
        "真假两面都出现过的条件 {both}/{conditions}，其中 {unknown} 个从未遇到未知",
        "failed": "案例未通过：{case}：{what}",
        "idle": "没有案例由 {rule} 决定",
        "one way": "从未出现{states}：{condition}（规则 {rule}）",
        "list": "、",
        "faults": "；",
        "rule": "规则",
        "condition": "条件",
        "true": "真",
        "false": "假",
        "unknown": "未知",
    },
}
