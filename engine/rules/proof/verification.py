"""The outcome of a verification, to be read by people and by programs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from engine.model.rulebook import Rulebook
from engine.rules.language.feeding import askable
from engine.rules.proof.book_findings import SEVERITIES, Finding, Severity
from engine.wording import Document, Folded, Item, Items, Message, Paragraph, Part, Said, Shown, counted, say

SHOWN_GAPS = 5
"""Gaps that a report shows; data hold all that were found."""


@dataclass(frozen=True)
class Verification(Shown):
    """What was found in a book and what the proof rests on.

    cells:     classes of accounts that the book can tell apart, unknown included; at most so many unless `exact_cells`,
               where facts are computed and not every combination was looked up.
    silent:    how many of them have no rule; at least so many unless `counted`.
    questions: how many times the search was asked for an account or a proof that there is none.
    steps:     steps of all searches together.
    """

    book: Rulebook = field(repr=False)
    findings: tuple[Finding, ...]
    cells: int
    silent: int
    counted: bool
    questions: int
    steps: int
    seconds: float
    exact_cells: bool = True

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

    @property
    def proof(self) -> Message:
        """What the statement rests on, in one line."""
        errors, warnings, notes = (len(self.of(severity)) for severity in SEVERITIES)
        return say(
            "{book}: {errors}, {warnings}, {notes}; {rules} over {facts}, {cells} kinds of account, {settled} "
            "({questions}, {steps})",
            book=self.book.id,
            errors=counted("{n} error", "{n} errors", errors),
            warnings=counted("{n} warning", "{n} warnings", warnings),
            notes=counted("{n} note", "{n} notes", notes),
            rules=counted("{n} rule", "{n} rules", len(self.book.rules)),
            facts=counted("{n} fact", "{n} facts", len(self.book.facts)),
            cells=count_in_words(self.cells) if self.exact_cells else say("at most {n}", n=count_in_words(self.cells)),
            settled=self._settled(),
            questions=counted("{n} question", "{n} questions", self.questions),
            steps=counted("{n} step", "{n} steps", self.steps),
        )

    def _settled(self) -> Said:
        if self.complete:
            return say("each has a rule")
        if self.silent and self.counted:
            told = say("{n} of them without a rule", n=count_in_words(self.silent))
        elif self.silent:
            told = say("at least {n} of them without a rule", n=count_in_words(self.silent))
        else:
            return say("all settled") if self.proven else say("not all settled")
        settled = say("{told}, all settled", told=told)
        return settled if self.proven else say("{told}, not all settled", told=told)

    def document(self) -> Document:
        """The proof line, then every finding, the worst first; notes are folded."""
        serious = self._items(finding for finding in self.findings if finding.severity != "info")
        notes = self._items(self.of("info"))
        parts: list[Part] = [Paragraph(self.proof)]
        parts += [Items(serious)] if serious else []
        parts += [Folded(say("Notes:"), [Items(notes)])] if notes else []
        return Document(parts)

    def _items(self, findings: Iterable[Finding]) -> list[Item | Said]:
        """The findings, of the gaps the first few and how many more there are."""
        told: list[Item | Said] = []
        gaps = 0
        for finding in findings:
            gaps += finding.kind == "gap"
            if finding.kind != "gap" or gaps <= SHOWN_GAPS:
                told.append(finding.item(askable(self.book)))
        if gaps > SHOWN_GAPS:
            more = gaps - SHOWN_GAPS
            told.append(counted("and {n} more gap; `--json` lists it", "and {n} more gaps; `--json` lists them", more))
        return told

    def as_data(self) -> dict[str, object]:
        """The whole outcome as plain data."""
        return {
            "book": self.book.id,
            "hit": self.book.hit,
            "rules": len(self.book.rules),
            "facts": len(self.book.facts),
            "cells": self.cells,
            "without_rule": {"kinds": self.silent, "exact": self.counted},
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
