"""Advice on an account: what is decided and why, whom to see next, and what to find out."""

from __future__ import annotations

from dataclasses import dataclass

from engine.advice.gaps import Gap
from engine.errors import InputError, Problem
from engine.model.base import Text
from engine.model.dossier import Contact, Dossier
from engine.rules.language.spoken import label_of, said
from engine.rules.tabulation.decision import Decision
from engine.wording import Document, Item, Items, Joined, Paragraph, Part, Said, Shown, Title, nearest, quoted, say

MOST_GAPS, MOST_REASONS, MOST_VALUES = 12, 12, 3


@dataclass(frozen=True)
class AdviceLine:
    """One decision about the account. `reasons`: the deciding rules with their texts."""

    topic: str
    title: Said
    decision: Decision
    reasons: tuple[tuple[str, Text], ...]


@dataclass(frozen=True)
class ContactAdvice:
    """What to do next about one person. `rank` counts from 1; the most pressing comes first."""

    rank: int
    contact: Contact
    decision: Decision

    @property
    def action(self) -> str:
        """`repair`, `be_introduced`, `meet`, `win_over`, `keep_warm`, …"""
        return str(self.decision.outputs["action"])


@dataclass(frozen=True)
class ForbiddenContact:
    """Somebody who may not be visited now. decision: of the compliance book, with the rule that forbids it."""

    contact: Contact
    decision: Decision


@dataclass(frozen=True)
class Advice(Shown):
    """Everything the rulebooks say of one dossier. Facts not known to us are left unknown, never guessed.

    contacts:  whom to see next; nobody of those who may not be visited.
    forbidden: whom compliance forbids to visit now.
    """

    dossier: Dossier
    lines: tuple[AdviceLine, ...]
    contacts: tuple[ContactAdvice, ...]
    gaps: tuple[Gap, ...]
    forbidden: tuple[ForbiddenContact, ...] = ()

    def line(self, topic: str) -> AdviceLine:
        """The line of a topic, such as `tier_letters`. Raises InputError for a topic that has none."""
        lines = {line.topic: line for line in self.lines}
        name = str(topic)
        if name not in lines:
            what = say("no advice is given on `{topic}`", topic=name)
            raise InputError(Problem("topic", what, nearest(name, lines), "topic-unknown"))
        return lines[name]

    def document(self) -> Document:
        """The account's name, every decision with its reasons below it, people, and what to find out."""
        return Document(
            [
                Title(self.dossier.name, 3),
                Items([_decided(line) for line in self.lines]),
                Title(say("Whom to see next"), 4),
                Items([_person(one) for one in self.contacts], numbered=True)
                if self.contacts
                else Paragraph(say("nobody presses, or no contacts are listed")),
                Title(say("Whom not to call on now"), 4),
                Items([_not_now(one) for one in self.forbidden])
                if self.forbidden
                else Paragraph(say("no rule forbids a visit, as far as is known")),
                Title(say("Find out first"), 4),
                *_to_find_out(self.gaps),
            ]
        )

    def as_data(self) -> dict[str, object]:
        """The advice as plain data, for JSON."""
        return {
            "account": self.dossier.id,
            "name": self.dossier.name.model_dump(),
            "advice": [
                {
                    "topic": line.topic,
                    "outputs": dict(line.decision.outputs),
                    "rules": list(line.decision.rules),
                    "because": {rule: why.model_dump() for rule, why in line.reasons},
                    "facts": {name: value for name, value in line.decision.facts.items() if value is not None},
                }
                for line in self.lines
            ],
            "contacts": [
                {
                    "contact": one.contact.id,
                    "action": one.action,
                    "rule": one.decision.rule,
                    "because": one.decision.because.model_dump(),
                }
                for one in self.contacts
            ],
            "forbidden": [
                {
                    "contact": one.contact.id,
                    "rule": one.decision.rule,
                    "because": one.decision.because.model_dump(),
                }
                for one in self.forbidden
            ],
            "gaps": [
                {"book": gap.book, "fact": gap.fact, "fields": gap.fields, "would": [list(pair) for pair in gap.would]}
                for gap in self.gaps
            ],
        }


def _decided(line: AdviceLine) -> Item:
    declared = line.decision.logic.book.outputs
    (name, first), *others = line.decision.outputs.items()
    outcome = said(name, first)
    if others:
        more = [say("{fact}: {value}", fact=label_of(n, declared[n]), value=said(n, value)) for n, value in others]
        outcome = say("{outcome} ({details})", outcome=outcome, details=Joined(more, "; "))
    reasons = [say("{why} (`{rule}`)", why=why, rule=rule) for rule, why in line.reasons[:MOST_REASONS]]
    return Item(say("{topic}: {outcome}", topic=line.title, outcome=outcome), reasons)


def _person(one: ContactAdvice) -> Said:
    name = one.contact.name or one.contact.id
    action, because = said("action", one.action), one.decision.because
    return say("{person}: {action}. {because}", person=name, action=action, because=because)


def _not_now(one: ForbiddenContact) -> Said:
    name, rule = one.contact.name or one.contact.id, one.decision.rule or ""
    return say("{person}: {because} (`{rule}`)", person=name, because=one.decision.because, rule=rule)


def _to_find_out(gaps: tuple[Gap, ...]) -> list[Part]:
    if not gaps:
        return [Paragraph(say("no single unknown fact would change the advice"))]
    more = [Paragraph(say("… and {n} more", n=len(gaps) - MOST_GAPS), "note")] if len(gaps) > MOST_GAPS else []
    return [Items([_gap(gap) for gap in gaps[:MOST_GAPS]]), *more]


def _gap(gap: Gap) -> Said:
    would = [say("if {value}, then {outcome}", value=v, outcome=outcome) for v, outcome in gap.told[:MOST_VALUES]]
    then = Joined(would, "; ")
    if not gap.fields:
        return say("{fact}: {would}", fact=gap.meaning, would=then)
    return say("{fact} ({fields}): {would}", fact=gap.meaning, fields=quoted(gap.fields.split(", ")), would=then)
