"""The outcome of a verification, to be read by people and by programs."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.model.base import Text
from engine.model.rulebook import Rulebook
from engine.rules.prose import account_said
from engine.rules.spoken import markdown_safe
from engine.rules.verification.findings import KINDS, SEVERITIES, Finding, Severity
from engine.wording.language import reader_language

_SEVERITY = {
    "error": Text(en="error", zh="错误"),
    "warning": Text(en="warning", zh="警告"),
    "info": Text(en="note", zh="提示"),
}


@dataclass(frozen=True)
class Verification:
    """What was found in a book and what the proof rests on.

    cells:     classes of accounts that the book can tell apart, unknown included.
    questions: how many times the search was asked for an account or a proof that there is none.
    steps:     steps of all searches together.
    """

    book: Rulebook = field(repr=False)
    findings: tuple[Finding, ...]
    cells: int
    questions: int
    steps: int
    seconds: float

    def of(self, severity: Severity) -> tuple[Finding, ...]:
        """The findings of one severity."""
        return tuple(finding for finding in self.findings if finding.severity == severity)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Findings that make the book wrong."""
        return self.of("error")

    @property
    def proven(self) -> bool:
        """Was every question settled in time?"""
        return all(finding.kind != "not_proven" for finding in self.findings)

    @property
    def complete(self) -> bool:
        """Was it proved that some rule fires for every account?"""
        return self.proven and all(finding.kind not in ("gap", "unreachable") for finding in self.findings)

    def proof(self, lang: str = "en") -> str:
        """What the statement rests on, in one line."""
        rules, facts = len(self.book.rules), len(self.book.facts)
        counts = [f"{len(self.of(severity))} {_SEVERITY[severity].in_language(lang)}" for severity in SEVERITIES]
        if lang == "zh":
            settled = ("已穷尽，均有规则" if self.complete else "已穷尽") if self.proven else "未全部穷尽"
            return (
                f"{self.book.id}：{'，'.join(_zh_count(c) for c in counts)}；{rules} 条规则、{facts} 个事实，"
                f"客户情形 {count_in_words(self.cells)} 类{settled}（{self.questions:,} 个问题，{self.steps:,} 步）"
            )
        settled = "all settled" if self.proven else "not all settled"
        if self.complete:
            settled = "each has a rule"
        return (
            f"{self.book.id}: {', '.join(map(_plural, counts))}; {rules} rules over {facts} facts, "
            f"{count_in_words(self.cells)} kinds of account, {settled} "
            f"({self.questions:,} questions, {self.steps:,} steps)"
        )

    def in_words(self, lang: str = "en") -> str:
        """The proof line, then every finding, the worst first."""
        lines = [self.proof(lang)]
        lines += [f"  {_SEVERITY[f.severity].in_language(lang)} · {f.in_words(lang)}" for f in self.findings]
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.in_words()

    def to_markdown(self, lang: str = "en", notes: bool = True) -> str:
        """The findings as a table; without `notes`, only errors and warnings."""
        selected = [finding for finding in self.findings if notes or finding.severity != "info"]
        heads = ("级别", "种类", "内容", "例证") if lang == "zh" else ("severity", "kind", "what", "shown by")
        lines = [self.proof(lang), "", f"| {' | '.join(heads)} |", "|---|---|---|---|"]
        for finding in selected:
            shown = "" if finding.witness is None else account_said(finding.witness, self.book.facts, lang)
            kind, what = KINDS[finding.kind].in_language(lang), finding.message.in_language(lang)
            cells = (_SEVERITY[finding.severity].in_language(lang), kind, what, shown)
            lines.append("| " + " | ".join(map(markdown_safe, cells)) + " |")
        return "\n".join(lines if selected else lines[:1])

    def _repr_markdown_(self) -> str:
        return self.to_markdown(reader_language())

    def as_data(self) -> dict[str, object]:
        """The whole outcome as plain data."""
        return {
            "book": self.book.id,
            "hit": self.book.hit,
            "rules": len(self.book.rules),
            "facts": len(self.book.facts),
            "cells": self.cells,
            "questions": self.questions,
            "steps": self.steps,
            "proven": self.proven,
            "complete": self.complete,
            "findings": [finding.as_data() for finding in self.findings],
        }


def count_in_words(number: int) -> str:
    """A count with its digits, or as a power of ten when nobody would read them."""
    if number < 10**15:
        return f"{number:,}"
    digits = str(number)
    return f"{digits[0]}.{digits[1:3]}×10^{len(digits) - 1}"


def _plural(counted: str) -> str:
    return counted if counted.startswith("1 ") else f"{counted}s"


def _zh_count(counted: str) -> str:
    number, word = counted.split(" ")
    return f"{word} {number} 项"
