"""Runs the cases a book carries."""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import InputError
from engine.model.base import Text
from engine.model.rulebook import OTHERWISE, Case
from engine.rules.compiled_book import CompiledBook
from engine.rules.decision import Decision
from engine.rules.hit_policies import aggregated_declaration
from engine.rules.values import read_value, show


@dataclass(frozen=True)
class CaseResult:
    """One case and how it went: `faults` is empty when the book got it right."""

    case: Case
    decision: Decision | None
    faults: tuple[Text, ...]

    @property
    def failures(self) -> tuple[str, ...]:
        """The faults in English."""
        return tuple(fault.en for fault in self.faults)


def run_cases(compiled: CompiledBook) -> tuple[CaseResult, ...]:
    """Every case of the book, decided and compared with what it expects."""
    return tuple(_run(compiled, case) for case in compiled.book.cases)


def _run(compiled: CompiledBook, case: Case) -> CaseResult:
    try:
        decision = compiled.decide(case.facts)
    except InputError as wrong:
        return CaseResult(case, None, (Text(en=str(wrong), zh=str(wrong)),))
    faults = []
    expected = case.rule if isinstance(case.rule, tuple) else (case.rule,)
    actual = decision.rules or (OTHERWISE,)
    if expected != actual:
        rules, instead = ", ".join(expected), ", ".join(actual)
        en, zh = f"expected {rules} to decide, but it was {instead}", f"应由 {rules} 决定，实际为 {instead}"
        faults.append(Text(en=en, zh=zh))
    for name, raw in case.expect.items():
        several = isinstance(raw, tuple)
        declared = compiled.book.outputs[name] if several else aggregated_declaration(compiled.book, name)
        wanted = tuple(read_value(name, declared, value) for value in (raw if isinstance(raw, tuple) else (raw,)))
        found = decision.collected[name] if several else (decision.outputs[name],)
        if wanted != found:
            right, got = " + ".join(map(show, wanted)), " + ".join(map(show, found))
            faults.append(Text(en=f"{name}: expected {right}, got {got}", zh=f"{name}：应为 {right}，实为 {got}"))
    return CaseResult(case, decision, tuple(faults))
