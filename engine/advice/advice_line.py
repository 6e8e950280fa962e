"""One line of the advice on an account: a decision, why, and how far it holds."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.advice.account_plan import hits_said
from engine.advice.gaps import one_answer
from engine.advice.naming import rule_called
from engine.advice.standing import PLAYS, Grounds, Standing
from engine.model.base import Text
from engine.model.rulebook import OTHERWISE
from engine.rules.language.spoken import label_of, said
from engine.rules.tabulation.decision import Decision
from engine.wording import Item, Joined, Said, say

MOST_REASONS = 12
CANNOT_TELL = say("cannot tell yet")
ONLY_WHERE_KNOWN = ("rival_misconduct",)
"""Topics of which nothing is said while nothing of the kind stands in the dossier."""


@dataclass(frozen=True)
class AdviceLine:
    """One decision about the account. `reasons`: the deciding rules with their texts. grounds: how far it holds.

    remarks: what else there is to say about it, in sentences.
    """

    topic: str
    title: Said
    decision: Decision
    reasons: tuple[tuple[str, Text], ...]
    grounds: Grounds = field(default_factory=Grounds)
    remarks: tuple[Said, ...] = ()

    @property
    def standing(self) -> Standing:
        """`settled`, `for_now`, or `open`: what is known does not tell."""
        return self.grounds.standing

    @property
    def verdict(self) -> Said:
        """What is decided, in words; that it cannot be told where what is known does not tell."""
        if self.standing == "open":
            bounds = self.grounds.bounds
            return self.grounds.note or (say("cannot tell yet, {bounds}", bounds=bounds) if bounds else CANNOT_TELL)
        name, value = next(iter(self.decision.outputs.items()))
        if not one_answer(self.decision.logic.book):
            several = Joined([said(name, each) for each in dict.fromkeys(self.decision.collected[name])], ", ")
            return say("{verdict} for now", verdict=several) if self.standing == "for_now" else several
        words = say("undecided") if self.topic == PLAYS and value == "none" else said(name, value)
        if self.grounds.most is not None and self.standing == "for_now":
            return say("{points}, up to {most} possible", points=words, most=f"{self.grounds.most:g}")
        return say("{verdict} for now", verdict=words) if self.standing == "for_now" else words

    @property
    def to_find_out(self) -> Said:
        """What would tell, by what the facts are called; empty where nothing is missing."""
        return Joined(self.grounds.find_out, "; ") if self.grounds.find_out else ""

    @property
    def of_its_kind(self) -> bool:
        """Does the book say of what kind the thing is that is not known?"""
        return self.decision.open_reason is not None and bool(self.decision.open_reason.unknown)

    @property
    def is_shown(self) -> bool:
        """Is there anything to say? A rival's misconduct is, only where something of it stands in the dossier."""
        asked = next(iter(self.decision.logic.book.facts))
        return self.topic not in ONLY_WHERE_KNOWN or self.decision.facts[asked] is not None

    def because(self) -> tuple[Said, ...]:
        """Each reason with the rule that gives it."""
        book = self.decision.logic.book
        return tuple(
            why if rule == OTHERWISE else say("{rule}: {why}", rule=rule_called(book, rule), why=why)
            for rule, why in self.reasons
        )


def decided_said(line: AdviceLine) -> Item:
    """A decision about the account with its reasons below it."""
    if line.standing == "open":
        verdict = say("{verdict}; find out: {facts}", verdict=line.verdict, facts=line.to_find_out)
        why = (*(line.because() if line.decision.fired or line.of_its_kind else ()), *line.remarks)
        return Item(say("{topic}: {outcome}", topic=line.title, outcome=verdict), why)
    declared = line.decision.logic.book.outputs
    if not one_answer(line.decision.logic.book):
        return Item(
            say("{topic}: {outcome}", topic=line.title, outcome=line.verdict),
            [*hits_said(line.decision, line.because()), *rests_on(line)],
        )
    _, *others = line.decision.outputs.items()
    outcome = line.verdict
    if others and line.decision.fired:
        more = [say("{fact}: {value}", fact=label_of(n, declared[n]), value=said(n, value)) for n, value in others]
        outcome = say("{outcome} ({details})", outcome=outcome, details=Joined(more, "; "))
    reasons = [*line.because()[:MOST_REASONS], *line.remarks]
    if line.grounds.most is None:
        reasons += rests_on(line)
    return Item(say("{topic}: {outcome}", topic=line.title, outcome=outcome), reasons)


def rests_on(line: AdviceLine) -> list[Said]:
    """What would have to be found out where a decision holds for now only."""
    if line.standing != "for_now":
        return []
    return [say("It rests on what is not known; find out: {facts}", facts=line.to_find_out)]
