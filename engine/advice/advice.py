"""Advice on an account: what is decided and why, whom to see next, and what to find out."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.advice.gaps import Gap
from engine.advice.naming import called, fields_called, rule_called
from engine.advice.question_advice import QuestionAdvice, questions_part
from engine.advice.standing import PLAYS, Grounds, Standing
from engine.errors import InputError, Problem
from engine.model.base import Text
from engine.model.dossier import Contact, Dossier
from engine.model.rulebook import OTHERWISE
from engine.rules.language.spoken import label_of, said
from engine.rules.tabulation.decision import Decision
from engine.wording import Document, Item, Items, Joined, Paragraph, Part, Said, Shown, Title, nearest, say, told

MOST_GAPS, MOST_REASONS, MOST_VALUES = 12, 12, 3
HOLD_BACK = "hold_back"
CANNOT_TELL = say("cannot tell yet")
MOST_IMPORTANT_FIRST = (
    *("admission", "purchase_triggers", "engagement_choice", "competitive_strategy", "account_standing"),
    "tier_letters",
)
"""Whose missing facts are worth finding out before those of others."""


def how_important(topic: str) -> int:
    """The place of a topic among those whose missing facts are worth finding out first; the smaller, the sooner."""
    return MOST_IMPORTANT_FIRST.index(topic) if topic in MOST_IMPORTANT_FIRST else len(MOST_IMPORTANT_FIRST)


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

    def because(self) -> tuple[Said, ...]:
        """Each reason with the rule that gives it."""
        book = self.decision.logic.book
        return tuple(
            why if rule == OTHERWISE else say("{rule}: {why}", rule=rule_called(book, rule), why=why)
            for rule, why in self.reasons
        )


@dataclass(frozen=True)
class ContactAdvice:
    """What to do next about one person. `rank` counts from 1; the most pressing comes first.

    through: who can introduce us, where we want to be introduced.
    """

    rank: int
    contact: Contact
    decision: Decision
    through: Contact | None = None

    @property
    def action(self) -> str:
        """`repair`, `see_first`, `be_introduced`, `make_sponsor`, `meet`, `win_over`, `keep_warm`, `hold_back`, …"""
        return str(self.decision.outputs["action"])

    @property
    def words(self) -> Said:
        """What to do, and through whom."""
        action = said("action", self.action)
        if self.through is None:
            return action
        return say("{action}, through {person}", action=action, person=called(self.through))


@dataclass(frozen=True)
class ForbiddenContact:
    """Somebody who may not be visited now. decision: of the compliance book, with the rule that forbids it."""

    contact: Contact
    decision: Decision

    @property
    def because(self) -> Said:
        """Why, with the rule that forbids it."""
        rule, book = self.decision.rule or OTHERWISE, self.decision.logic.book
        return say("{rule}: {why}", rule=rule_called(book, rule), why=self.decision.because)


@dataclass(frozen=True)
class Advice(Shown):
    """Everything the rulebooks say of one dossier. Facts not known to us are left unknown, never guessed.

    contacts:  whom to see next; nobody of those who may not be visited.
    forbidden: whom compliance forbids to visit now.
    questions: which kind of question to put next to those whom we have met and may visit.
    """

    dossier: Dossier
    lines: tuple[AdviceLine, ...]
    contacts: tuple[ContactAdvice, ...]
    gaps: tuple[Gap, ...]
    forbidden: tuple[ForbiddenContact, ...] = ()
    questions: tuple[QuestionAdvice, ...] = ()

    def line(self, topic: str) -> AdviceLine:
        """The line of a topic, such as `tier_letters`. Raises InputError for a topic that has none."""
        lines = {line.topic: line for line in self.lines}
        name = str(topic)
        if name not in lines:
            what = say("no advice is given on `{topic}`", topic=name)
            raise InputError(Problem("topic", what, nearest(name, lines), "topic-unknown"))
        return lines[name]

    @property
    def next_contact(self) -> ContactAdvice | None:
        """Whom to see next; None where nobody presses."""
        return next((one for one in self.contacts if one.action != HOLD_BACK), None)

    @property
    def first_to_find_out(self) -> Said:
        """What to find out first: what the most important open decision lacks; empty where nothing would change it."""
        for topic in MOST_IMPORTANT_FIRST:
            line = next((line for line in self.lines if line.topic == topic and line.standing != "settled"), None)
            if line is not None and line.grounds.find_out:
                return line.grounds.find_out[0]
        return self.gaps[0].meaning if self.gaps else ""

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
                *questions_part(self.questions),
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
                    "standing": line.standing,
                    "find_out": [told(each, "en") for each in line.grounds.find_out],
                    "least": line.grounds.least,
                    "most": line.grounds.most,
                    "remarks": [told(each, "en") for each in line.remarks],
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
                    "through": None if one.through is None else one.through.id,
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
            "questions": [one.as_data() for one in self.questions],
            "gaps": [
                {"book": gap.book, "fact": gap.fact, "fields": gap.fields, "would": [list(pair) for pair in gap.would]}
                for gap in self.gaps
            ],
        }


def _decided(line: AdviceLine) -> Item:
    if line.standing == "open":
        verdict = say("{verdict}; find out: {facts}", verdict=line.verdict, facts=line.to_find_out)
        why = (*(line.because() if line.decision.fired or line.of_its_kind else ()), *line.remarks)
        return Item(say("{topic}: {outcome}", topic=line.title, outcome=verdict), why)
    declared = line.decision.logic.book.outputs
    _, *others = line.decision.outputs.items()
    outcome = line.verdict
    if others and line.decision.fired:
        more = [say("{fact}: {value}", fact=label_of(n, declared[n]), value=said(n, value)) for n, value in others]
        outcome = say("{outcome} ({details})", outcome=outcome, details=Joined(more, "; "))
    reasons = [*line.because()[:MOST_REASONS], *line.remarks]
    if line.standing == "for_now" and line.grounds.most is None:
        reasons.append(say("It rests on what is not known; find out: {facts}", facts=line.to_find_out))
    return Item(say("{topic}: {outcome}", topic=line.title, outcome=outcome), reasons)


def _person(one: ContactAdvice) -> Said:
    because = one.decision.because
    return say("{person}: {action}. {because}", person=called(one.contact), action=one.words, because=because)


def _not_now(one: ForbiddenContact) -> Said:
    return say("{person}: {because}", person=called(one.contact), because=one.because)


def _to_find_out(gaps: tuple[Gap, ...]) -> list[Part]:
    if not gaps:
        return [Paragraph(say("no single unknown fact would change the advice"))]
    more = [Paragraph(say("… and {n} more", n=len(gaps) - MOST_GAPS), "note")] if len(gaps) > MOST_GAPS else []
    return [Items([gap_said(gap) for gap in gaps[:MOST_GAPS]]), *more]


def gap_said(gap: Gap) -> Said:
    """An unknown fact, where it belongs in a sheet, and what its answers would bring."""
    then = Joined(
        [say("if {value}, then {outcome}", value=v, outcome=outcome) for v, outcome in gap.told[:MOST_VALUES]], "; "
    )
    if not gap.fields or told(fields_called(gap.fields), "zh") == told(gap.meaning, "zh"):
        return say("{fact}: {would}", fact=gap.meaning, would=then)
    return say("{fact} ({fields}): {would}", fact=gap.meaning, fields=fields_called(gap.fields), would=then)
