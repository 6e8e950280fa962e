"""Advice on an account: what is decided and why, whom to see next, and what to find out."""

from __future__ import annotations

from dataclasses import dataclass

from engine.advice.account_plan import PlanLine, plan_lines, plan_said
from engine.advice.advice_line import AdviceLine, decided_said, rests_on
from engine.advice.conduct import ActRuling, rulings_said
from engine.advice.gaps import Gap, answer_of
from engine.advice.naming import called, fields_called, rule_called
from engine.advice.question_advice import QuestionAdvice, questions_part
from engine.errors import InputError, Problem
from engine.model.dossier import Dossier
from engine.model.dossier_sections import Contact
from engine.model.rulebook import OTHERWISE
from engine.rules.language.spoken import said
from engine.rules.tabulation.decision import Decision
from engine.wording import Document, Items, Joined, Paragraph, Part, Said, Shown, Title, nearest, say, told

MOST_GAPS, MOST_VALUES = 12, 3
HOLD_BACK = "hold_back"
PLAN = "plan_lines"
MOST_IMPORTANT_FIRST = (
    *("admission", "purchase_triggers", "engagement_choice", "competitive_strategy", "account_standing"),
    "tier_letters",
)
"""Whose missing facts are worth finding out before those of others."""


def how_important(topic: str) -> int:
    """The place of a topic among those whose missing facts are worth finding out first; the smaller, the sooner."""
    return MOST_IMPORTANT_FIRST.index(topic) if topic in MOST_IMPORTANT_FIRST else len(MOST_IMPORTANT_FIRST)


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
    rulings:   moves and acts that need our own approval or are forbidden at this account.
    """

    dossier: Dossier
    lines: tuple[AdviceLine, ...]
    contacts: tuple[ContactAdvice, ...]
    gaps: tuple[Gap, ...]
    forbidden: tuple[ForbiddenContact, ...] = ()
    questions: tuple[QuestionAdvice, ...] = ()
    rulings: tuple[ActRuling, ...] = ()

    @property
    def plan(self) -> tuple[PlanLine, ...]:
        """The account plan under its four elements."""
        return plan_lines(self.line(PLAN).decision)

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
                Items(
                    [
                        decided_said(line)
                        for line in self.lines
                        if line.is_shown and not (line.topic == PLAN and self.plan)
                    ]
                ),
                *self._planned(),
                Title(say("Whom to see next"), 4),
                Items([_person(one) for one in self.contacts], numbered=True)
                if self.contacts
                else Paragraph(say("nobody presses, or no contacts are listed")),
                Title(say("Whom not to call on now"), 4),
                Items([_not_now(one) for one in self.forbidden])
                if self.forbidden
                else Paragraph(say("no rule forbids a visit, as far as is known")),
                *questions_part(self.questions),
                Title(say("What needs our approval, and what is never done"), 4),
                Items(list(rulings_said(self.rulings))),
                Title(say("Find out first"), 4),
                *_to_find_out(self.gaps),
            ]
        )

    def _planned(self) -> list[Part]:
        line = self.line(PLAN)
        more = [Paragraph(each, "note") for each in rests_on(line)]
        return [Title(line.title, 4), Items(plan_said(self.plan)), *more] if self.plan else []

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
                    "outputs": dict(answer_of(line.decision)),
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
            "plan": [
                {name: getattr(line, name) for name in ("element", "line", "earns", "not_promised", "rule")}
                for line in self.plan
            ],
            "rulings": [{one.fact: one.act, "ruling": one.ruling, "rule": one.decision.rule} for one in self.rulings],
            "gaps": [
                {"book": gap.book, "fact": gap.fact, "fields": gap.fields, "would": [list(pair) for pair in gap.would]}
                for gap in self.gaps
            ],
        }


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
