"""Do the cases of a book notice faults? Every mutant is tried; those that no case catches are proved harmless or named.

Mutants are judged by the evaluator behind explanations, not by durable_rules, which keeps some 80 KB for every
condition it was ever taught. Tests hold the two to each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.model.rulebook import OTHERWISE, Case, Rulebook, Value
from engine.rules.language.conditions import Condition, truth
from engine.rules.language.feeding import askable
from engine.rules.language.hit_policies import aggregates
from engine.rules.language.logic import BookLogic
from engine.rules.language.prose import account_said
from engine.rules.language.spoken import rule_with_id, rules_with_ids
from engine.rules.proof.case_values import values_seen
from engine.rules.proof.cases import run_cases
from engine.rules.proof.mutant import Mutant, Slip
from engine.rules.proof.mutants import mutants_of
from engine.rules.proof.real_accounts import NotSeenThrough, Unsettled
from engine.rules.proof.solver import Deadline
from engine.rules.proof.telling_account import fired_on, telling
from engine.rules.tabulation.compiled_book import CompiledBook
from engine.rules.tabulation.decision import Decision
from engine.wording import Document, Folded, Item, Items, Message, Paragraph, Part, Said, Shown, in_both, say

SECONDS = 60.0


@dataclass(frozen=True)
class Survivor:
    """A mutant that no case catches.

    rule:    id of the faulty rule; empty where the fault lies in a fact or in the hit policy.
    account: an account that would catch it, and which rules decide it in the book as it is; None when it is proved that
             there is none, so that the mutant cannot matter, or when that is not settled: the time was too short, or a
             formula that is not linear is not seen through (`seen_through` false).
    """

    kind: Slip
    rule: str
    change: Said
    account: Mapping[str, Value] | None = None
    decided_by: tuple[str, ...] = ()
    settled: bool = True
    seen_through: bool = True

    @property
    def harmless(self) -> bool:
        """Is it proved that no account is decided otherwise?"""
        return self.settled and self.account is None

    def words(self, book: Rulebook) -> Said:
        """The rule and what was changed in it, or what was changed in a fact or in the hit policy."""
        if not self.rule:
            return self.change
        return say("{rule}: {change}", rule=rule_with_id(self.rule, book), change=self.change)


@dataclass(frozen=True)
class Mutation(Shown):
    """What the cases of a book catch.

    failing: cases that the book as it is gets wrong; they were left out.
    """

    book: Rulebook = field(repr=False)
    tried: int
    caught: int
    survivors: tuple[Survivor, ...]
    failing: tuple[str, ...]

    @property
    def missed(self) -> tuple[Survivor, ...]:
        """Survivors that matter, or that could not be proved harmless."""
        return tuple(each for each in self.survivors if not each.harmless)

    @property
    def harmless(self) -> tuple[Survivor, ...]:
        """Survivors that are proved to decide every account as the book does."""
        return tuple(each for each in self.survivors if each.harmless)

    @property
    def summary(self) -> Message:
        """One line: tried, caught, harmless, missed."""
        return say(
            "{book}: mutants tried {tried}, caught {caught}, cannot matter {harmless}, missed {missed}",
            book=self.book.id,
            tried=self.tried,
            caught=self.caught,
            harmless=len(self.harmless),
            missed=len(self.missed),
        )

    def document(self) -> Document:
        """The summary, every mutant that no case catches with a case that would, and those that cannot matter."""
        failing = [say("left out, for it fails in the book as it is: case {case}", case=case) for case in self.failing]
        missed = [
            Item(say("no case catches: {change}", change=each.words(self.book)), self._catching(each))
            for each in self.missed
        ]
        harmless = [each.words(self.book) for each in self.harmless]
        parts: list[Part] = [Paragraph(self.summary)]
        parts += [Items([*failing, *missed])] if failing or missed else []
        parts += [Folded(say("Proved to change no decision:"), [Items(harmless)])] if harmless else []
        return Document(parts)

    def _catching(self, survivor: Survivor) -> list[Said]:
        if not survivor.settled:
            if not survivor.seen_through:
                return [say("whether it matters was not proved: a formula that is not linear is not seen through")]
            return [say("whether it matters was not proved in time")]
        account = account_said(survivor.account or {}, askable(self.book))
        return [
            say(
                "a case that would: {account} → {rules}",
                account=account,
                rules=rules_with_ids(survivor.decided_by, self.book),
            )
        ]

    def as_data(self) -> dict[str, object]:
        """Everything as plain data."""
        return {
            "book": self.book.id,
            "tried": self.tried,
            "caught": self.caught,
            "failing_cases": list(self.failing),
            "survivors": [
                {
                    "kind": each.kind,
                    "rule": each.rule or None,
                    "change": in_both(each.change),
                    "harmless": each.harmless,
                    "settled": each.settled,
                    "account": None if each.account is None else dict(each.account),
                    "decided_by": list(each.decided_by),
                }
                for each in self.survivors
            ],
        }


def mutate(compiled: CompiledBook, fine: bool = False, seconds: float = SECONDS) -> Mutation:
    """Tries every mutant of a book on its cases, and proves of the survivors whether they matter.

    fine: nudge thresholds to the very next number as well; only a case within that distance catches such a mutant.
    """
    results = run_cases(compiled)
    trials = [
        _Trial(compiled.logic, result.case, result.decision.given)
        for result in results
        if not result.failures and result.decision is not None
    ]
    clock, tried, survivors = Deadline(seconds), 0, []
    for mutant in mutants_of(compiled.logic, fine):
        tried += 1
        if not any(trial.catches(mutant) for trial in trials):
            survivors.append(_judged(compiled, mutant, clock))
    failing = tuple(result.case.name for result in results if result.failures)
    return Mutation(compiled.book, tried, tried - len(survivors), tuple(survivors), failing)


class _Trial:
    """One case: what the book decides, and whether a mutant's decision would fail it."""

    def __init__(self, logic: BookLogic, case: Case, given: Mapping[str, object]) -> None:
        """given: the facts of the case, and those that other books fed."""
        self._case, self._given = case, given
        self._values, self._unknown = values_seen(logic, given)
        self._fired = {condition: self._fires(condition) for condition in logic.conditions}
        self._seen = self._observed(logic)

    def _fires(self, condition: Condition) -> bool:
        return truth(condition, self._values, self._unknown) is True

    def _observed(self, logic: BookLogic) -> object:
        """What the case looks at: the rules that decide, the outputs it expects, or that the book refuses."""
        fired = tuple(
            index
            for index, condition in enumerate(logic.conditions)
            if (self._fired[condition] if condition in self._fired else self._fires(condition))
        )
        return observed(logic, fired, self._case.expect)

    def _observed_otherwise(self, logic: BookLogic) -> object:
        """The same where unknown facts count as something else, or facts are computed otherwise."""
        return observed(logic, fired_on(logic, self._given), self._case.expect)

    def catches(self, mutant: Mutant) -> bool:
        if mutant.fact is None:
            return self._observed(mutant.logic) != self._seen
        open_to_it = mutant.kind == "formula" or mutant.fact in self._unknown
        return open_to_it and self._observed_otherwise(mutant.logic) != self._seen


def observed(logic: BookLogic, fired: tuple[int, ...], expect: Mapping[str, object]) -> object:
    """The rules that decide and these outputs, or the rules that the hit policy refuses to see together."""
    names = tuple(logic.rules[index].id for index in fired)
    agree = all(logic.rows[index] == logic.rows[fired[0]] for index in fired)
    if len(fired) > 1 and (logic.book.hit == "unique" or (logic.book.hit == "any" and not agree)):
        return "refused", names
    decision = Decision(logic, fired, {})
    outputs = [
        decision.collected[name] if isinstance(raw, tuple) else decision.outputs[name] for name, raw in expect.items()
    ]
    return decision.rules, outputs


def _judged(compiled: CompiledBook, mutant: Mutant, clock: Deadline) -> Survivor:
    """The survivor, with an account that would catch it if there is one."""
    try:
        account = telling(compiled.logic, mutant, clock)
    except Unsettled as unsettled:
        in_sight = not isinstance(unsettled, NotSeenThrough)
        return Survivor(mutant.kind, mutant.rule, mutant.change, settled=False, seen_through=in_sight)
    if account is None:
        return Survivor(mutant.kind, mutant.rule, mutant.change)
    decision = compiled.decide(account)
    if mutant.kind == "output" and aggregates(compiled.book):
        seen = [observed(logic, decision.fired, compiled.book.outputs) for logic in (compiled.logic, mutant.logic)]
        if seen[0] == seen[1]:
            return Survivor(mutant.kind, mutant.rule, mutant.change, settled=False)
    return Survivor(mutant.kind, mutant.rule, mutant.change, account, decision.rules or (OTHERWISE,))
