"""What needs our own approval at an account and what nobody does there: moves and acts, ruled on by books (S31)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.advice.account_facts import contact_facts, for_book
from engine.advice.naming import rule_called
from engine.model.dossier import Dossier
from engine.model.dossier_sections import Contact
from engine.model.rulebook import OTHERWISE, Value
from engine.model.terms import Ruling
from engine.rules.language.spoken import said
from engine.rules.tabulation.compiled_book import CompiledBook
from engine.rules.tabulation.decision import Decision
from engine.wording import Item, Joined, Said, say

MOVE, ACT = "move", "act"
"""What the books `compliance` and `conduct` are asked about."""


@dataclass(frozen=True)
class ActRuling:
    """One move or act at this account. everywhere: is it ruled so wherever nothing is known of the customer?"""

    fact: str
    act: str
    decision: Decision
    everywhere: bool

    @property
    def ruling(self) -> str:
        """`allowed`, `needs_approval` or `forbidden`."""
        return str(self.decision.outputs["ruling"])

    @property
    def words(self) -> Said:
        """What would be done."""
        return said(self.fact, self.act)


def ruled(book: CompiledBook, fact: str, dossier: Dossier) -> tuple[ActRuling, ...]:
    """What a book rules on everything that it knows of, towards anybody there who does not judge the offers.

    What is allowed is left out. None where a book of the user's own does not ask about `fact` or gives no ruling.
    """
    declared = book.book.facts.get(fact)
    if declared is None or "ruling" not in book.book.outputs:
        return ()
    facts = for_book(contact_facts(Contact(id="anybody"), dossier), book.book.facts)
    return tuple(
        ActRuling(fact, act, decision, book.decide({fact: act}).rule == decision.rule)
        for act in declared.values
        if (decision := book.decide({**facts, fact: act})).outputs["ruling"] != Ruling.allowed.name
    )


def rulings_said(rulings: Sequence[ActRuling]) -> Iterator[Item | Said]:
    """What this account asks for, with the rule and its reason; then in a line what holds everywhere."""
    for group in _by_rule([each for each in rulings if not each.everywhere]):
        decision = group[0].decision
        acts = Joined([each.words for each in group], ", ")
        why = say(
            "{rule}: {why}",
            rule=rule_called(decision.logic.book, decision.rule or OTHERWISE),
            why=decision.because,
        )
        yield Item(say("{topic}: {outcome}", topic=acts, outcome=said("ruling", group[0].ruling)), (why,))
    for value in (Ruling.needs_approval.name, Ruling.forbidden.name):
        acts_everywhere = [
            each.words for each in rulings if each.everywhere and each.ruling == value and each.fact == ACT
        ]
        if acts_everywhere:
            named = Joined(dict.fromkeys(acts_everywhere), ", ")
            yield say("at every customer: {acts}: {ruling}", acts=named, ruling=said("ruling", value))


def _by_rule(rulings: Sequence[ActRuling]) -> list[list[ActRuling]]:
    groups: dict[tuple[Value, str | None], list[ActRuling]] = {}
    for each in rulings:
        groups.setdefault((each.decision.book, each.decision.rule), []).append(each)
    return list(groups.values())
