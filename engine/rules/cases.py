"""Runs the cases a book carries."""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import InputError
from engine.model.rulebook import OTHERWISE, Case
from engine.rules.compiled_book import CompiledBook
from engine.rules.decision import Decision
from engine.rules.hit_policies import aggregated_declaration
from engine.rules.values import read_value, show


@dataclass(frozen=True)
class CaseResult:
    """One case and how it went: `failures` is empty when the book got it right."""

    case: Case
    decision: Decision | None
    failures: tuple[str, ...]


def run_cases(compiled: CompiledBook) -> tuple[CaseResult, ...]:
    """Every case of the book, decided and compared with what it expects."""
    return tuple(_run(compiled, case) for case in compiled.book.cases)


def _run(compiled: CompiledBook, case: Case) -> CaseResult:
    try:
        decision = compiled.decide(case.facts)
    except InputError as wrong:
        return CaseResult(case, None, (str(wrong),))
    failures = []
    expected = case.rule if isinstance(case.rule, tuple) else (case.rule,)
    actual = decision.rules or (OTHERWISE,)
    if expected != actual:
        failures.append(f"expected {', '.join(expected)} to decide, but it was {', '.join(actual)}")
    for name, raw in case.expect.items():
        several = isinstance(raw, tuple)
        declared = compiled.book.outputs[name] if several else aggregated_declaration(compiled.book, name)
        wanted = tuple(read_value(name, declared, value) for value in (raw if isinstance(raw, tuple) else (raw,)))
        found = decision.collected[name] if several else (decision.outputs[name],)
        if wanted != found:
            failures.append(f"{name}: expected {' + '.join(map(show, wanted))}, got {' + '.join(map(show, found))}")
    return CaseResult(case, decision, tuple(failures))
