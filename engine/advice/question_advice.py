"""Which kind of question to put next to each person whom we have met (S15)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.advice.account_facts import contact_facts, for_book
from engine.advice.naming import called, rule_called
from engine.advice.process_facts import talk_facts
from engine.model.dossier import Dossier
from engine.model.dossier_sections import Contact
from engine.model.rulebook import OTHERWISE
from engine.rules.language.spoken import label_of, said
from engine.rules.tabulation.compiled_book import CompiledBook
from engine.rules.tabulation.decision import Decision
from engine.wording import Items, Joined, Part, Said, Title, say

QUESTION_BOOK = "next_question"
MOST_TO_NOTE = 3


@dataclass(frozen=True)
class QuestionAdvice:
    """Which kind of question comes next with this person; `note`: what to write down first, where it cannot be told."""

    contact: Contact
    decision: Decision
    note: tuple[Said, ...] = ()

    @property
    def kind(self) -> str:
        """`situation`, `problem`, `implication`, `need_payoff`; `none`; `find_out` where it cannot be told."""
        return str(self.decision.outputs["question"])

    @property
    def words(self) -> Said:
        """The kind of question; that it cannot be told, and what would tell."""
        if self.note:
            return say("cannot tell yet; find out: {facts}", facts=Joined(self.note, "; "))
        return said("question", self.kind)

    @property
    def because(self) -> Said:
        """Why, with the rule that says so."""
        rule = self.decision.rule or OTHERWISE
        if rule == OTHERWISE:
            return self.decision.because
        return say("{rule}: {why}", rule=rule_called(self.decision.logic.book, rule), why=self.decision.because)

    def as_data(self) -> dict[str, object]:
        """The advice as plain data."""
        return {
            "contact": self.contact.id,
            "question": self.kind,
            "rule": self.decision.rule,
            "because": self.decision.because.model_dump(),
        }


def next_questions(dossier: Dossier, contacts: Sequence[Contact], book: CompiledBook) -> tuple[QuestionAdvice, ...]:
    """What to ask those whom we have met, in the order of the dossier. Where no project is live, only of people of whom
    something is noted."""
    found = []
    for contact in contacts:
        noted = any(value is not None for value in talk_facts(contact).values())
        if not contact.met or not (noted or dossier.opportunity.live):
            continue
        decision = book.decide(for_book(contact_facts(contact, dossier), book.book.facts))
        asked = [name for name in talk_facts(contact) if name in book.book.facts and decision.facts[name] is None]
        missing = [label_of(name, book.book.facts[name]) for name in asked]
        open_ = decision.outputs["question"] == "find_out"
        found.append(QuestionAdvice(contact, decision, tuple(missing[:MOST_TO_NOTE]) if open_ else ()))
    return tuple(found)


def questions_part(questions: Sequence[QuestionAdvice]) -> list[Part]:
    """The part of the advice on what to ask; nothing where nobody is to be asked. Those of whom nothing can be told
    stand in one line."""
    told = [
        say("{person}: {action}. {because}", person=called(one.contact), action=one.words, because=one.because)
        for one in questions
        if not one.note
    ]
    open_ = [one for one in questions if one.note]
    for note in dict.fromkeys(one.note for one in open_):
        people = Joined([called(one.contact) for one in open_ if one.note == note], ", ")
        told.append(
            say("{people}: cannot tell yet; note after the next talk: {facts}", people=people, facts=Joined(note, "; "))
        )
    return [Title(say("What to ask next"), 4), Items(told)] if told else []
