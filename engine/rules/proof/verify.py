"""Verification of a book: every check, every finding proved by an account that the compiled book is asked about."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from engine.errors import InputError, RuleMismatch
from engine.rules.language.hit_policies import EXCLUSIVE
from engine.rules.language.spoken import rules_with_ids
from engine.rules.proof.book_checks import unknown_not_handled, unused_facts, unused_values
from engine.rules.proof.book_findings import SEVERITIES, Finding
from engine.rules.proof.examined_book import ExaminedBook
from engine.rules.proof.gap_checks import gaps, kinds_without_rule
from engine.rules.proof.pair_checks import idle_rules, overlaps, ties
from engine.rules.proof.real_accounts import NotSeenThrough, Unsettled
from engine.rules.proof.regions import MOST_WAYS
from engine.rules.proof.rule_checks import always_firing, idle_conditions, unreachable
from engine.rules.proof.solver import Deadline, OutOfTime, TooManyWays, counted_outside
from engine.rules.proof.verification import Verification
from engine.rules.tabulation.compiled_book import CompiledBook
from engine.wording import Said, quoted, say

SECONDS = 60.0


@dataclass(frozen=True)
class _Check:
    find: Callable[[ExaminedBook], Iterator[Finding]]
    question: Said


_CHECKS = (
    _Check(unused_facts, say("facts without use")),
    _Check(unused_values, say("values without use")),
    _Check(unreachable, say("rules that can never fire")),
    _Check(always_firing, say("rules that always fire")),
    _Check(overlaps, say("rules that fire together")),
    _Check(ties, say("ties of priority")),
    _Check(unknown_not_handled, say("facts that must be known")),
    _Check(idle_conditions, say("conditions that change nothing")),
    _Check(idle_rules, say("rules that change nothing")),
    _Check(gaps, say("gaps")),
)


def verify(compiled: CompiledBook, seconds: float = SECONDS) -> Verification:
    """Everything that can be proved about a book within so many seconds.

    What could not be settled in time is a finding `not_proven` of its own. Raises RuleMismatch when the compiled book
    contradicts a finding, which is a defect of ours.
    """
    started, clock = time.monotonic(), Deadline(seconds)
    examined = ExaminedBook(compiled.logic, clock)
    findings: list[Finding] = []
    for check in _CHECKS:
        try:
            for finding in check.find(examined):
                if examined.reach is None or examined.reach.settled:
                    _confirm(compiled, finding)
                    findings.append(finding)
                else:
                    findings.append(replace(finding, witness=None))
        except TooManyWays as wide:
            findings = [_too_wide(wide.rule)]
            break
        except OutOfTime:
            findings.append(_not_proven(check.question, seconds))
        except NotSeenThrough:
            examined.left_open.append(())
        if examined.left_open:
            findings.append(_not_seen_through(check.question, examined))
    if examined.reach is not None and examined.reach.unsettled:
        findings.append(_not_settled(examined.reach.unsettled))
    try:
        silent, counted = kinds_without_rule(examined)
    except Unsettled:
        silent, counted = 0, False
    cells, exact_cells = _kinds(examined)
    findings.sort(key=lambda finding: SEVERITIES.index(finding.severity))
    return Verification(
        book=compiled.book,
        findings=tuple(findings),
        cells=cells,
        silent=silent,
        counted=counted,
        questions=clock.questions,
        steps=clock.steps,
        seconds=time.monotonic() - started,
        exact_cells=exact_cells,
    )


def _kinds(examined: ExaminedBook) -> tuple[int, bool]:
    """How many kinds of account there are, and whether that is exact: else there are at most so many."""
    if examined.space.real is None:
        return examined.space.size, True
    try:
        found, all_ = counted_outside(examined.space, (), examined.clock, 1)
    except OutOfTime:
        return examined.space.size, False
    return (found, True) if all_ else (examined.space.size, False)


def _too_wide(rule: str) -> Finding:
    message = say(
        "nothing was proved, for rule {rule} can come true in more than {most} ways; write what `or` joins in it as "
        "rules of their own",
        rule=f"`{rule}`",
        most=f"{MOST_WAYS:,}",
    )
    return Finding("not_proven", "warning", (rule,), message)


def _not_settled(facts: Sequence[str]) -> Finding:
    message = say(
        "what other books can say of {facts} was not settled; every declared value is taken as possible, alone and "
        "with every other",
        facts=quoted(facts),
    )
    return Finding("not_proven", "warning", (), message)


def _not_proven(question: Said, seconds: float) -> Finding:
    message = say(
        "{question}: not proven within {seconds} s; more may be found with more time",
        question=question,
        seconds=f"{seconds:g}",
    )
    return Finding("not_proven", "warning", (), message)


def _not_seen_through(question: Said, examined: ExaminedBook) -> Finding:
    """A question that a formula leaves open; those noted so far are settled by it."""
    rules = tuple(dict.fromkeys(rule for rules in examined.left_open for rule in rules))
    examined.left_open.clear()
    if not rules:
        message = say("{question}: not proven; a formula that is not linear is not seen through", question=question)
    else:
        message = say(
            "{question}: not proven for {rules}; a formula that is not linear is not seen through",
            question=question,
            rules=rules_with_ids(rules, examined.logic.book),
        )
    return Finding("not_proven", "warning", rules, message)


def _confirm(compiled: CompiledBook, finding: Finding) -> None:
    """Asks the compiled book about the account that shows the finding."""
    if finding.witness is None:
        return
    try:
        refused, fired = False, {compiled.logic.rules[index].id for index in compiled.decide(finding.witness).fired}
    except InputError:
        refused, fired = True, set(compiled.ask_engine(finding.witness))
    if finding.kind in ("gap", "more_gaps", "unknown_not_handled"):
        confirmed = not fired
    elif finding.kind == "unreachable":
        confirmed = fired.isdisjoint(finding.rules)
    elif finding.kind == "shadowed":
        confirmed = finding.rules[-1] in fired and compiled.decide(finding.witness).rule != finding.rules[-1]
    else:
        not_allowed = finding.kind in ("overlap", "conflict") and compiled.book.hit in EXCLUSIVE
        confirmed = fired.issuperset(finding.rules) and (refused or not not_allowed)
    if not confirmed:
        raise RuleMismatch(
            say(
                "rulebook {book}: {finding}; but the compiled book fires {rules}",
                book=compiled.book.id,
                finding=finding.words,
                rules=quoted(sorted(fired)) if fired else say("no rule"),
            )
        )
