"""Runs the cases a book carries."""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import InputError
from engine.files.arguments import expect
from engine.model.rulebook import OTHERWISE, Case
from engine.rules.language.hit_policies import aggregated_declaration
from engine.rules.language.spoken import rules_with_ids
from engine.rules.language.values import read_value, show
from engine.rules.tabulation.compiled_book import CompiledBook
from engine.rules.tabulation.decision import Decision
from engine.wording import Joined, Said, say


@dataclass(frozen=True)
class CaseResult:
    """One case and how it went: `faults` is empty when the book got it right."""

    case: Case
    decision: Decision | None
    faults: tuple[Said, ...]

    @property
    def failures(self) -> tuple[str, ...]:
        """The faults in English."""
        return tuple(map(str, self.faults))


def run_cases(compiled: CompiledBook) -> tuple[CaseResult, ...]:
    """Every case of the book, decided and compared with what it expects."""
    expect("compiled", compiled, CompiledBook, say("a compiled book"))
    return tuple(_run(compiled, case) for case in compiled.book.cases)


def _run(compiled: CompiledBook, case: Case) -> CaseResult:
    try:
        decision = compiled.decide(case.facts)
    except InputError as wrong:
        return CaseResult(case, None, (Joined(wrong.problems, "\n"),))
    faults: list[Said] = []
    expected = case.rule if isinstance(case.rule, tuple) else (case.rule,)
    actual = decision.rules or (OTHERWISE,)
    if expected != actual:
        faults.append(
            say(
                "expected {rules} to decide, but it was {instead}",
                rules=rules_with_ids(expected, compiled.book),
                instead=rules_with_ids(actual, compiled.book),
            )
        )
    for name, raw in case.expect.items():
        several = isinstance(raw, tuple)
        declared = compiled.book.outputs[name] if several else aggregated_declaration(compiled.book, name)
        wanted = tuple(read_value(name, declared, value) for value in (raw if isinstance(raw, tuple) else (raw,)))
        found = decision.collected[name] if several else (decision.outputs[name],)
        if wanted != found:
            right, got = " + ".join(map(show, wanted)), " + ".join(map(show, found))
            faults.append(say("{output}: expected {right}, got {got}", output=name, right=right, got=got))
    return CaseResult(case, decision, tuple(faults))
