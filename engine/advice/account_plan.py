"""Books that list all that applies, and the account plan (S18): what we do, earn and do not promise, with the rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.advice.naming import rule_called
from engine.model.base import Text
from engine.rules.language.spoken import label_of, said
from engine.rules.tabulation.decision import Decision
from engine.wording import Item, Joined, Said, say

ELEMENTS = ("insight", "competitiveness", "relationship", "management")
_SAYS = ("line", "element", "earns", "not_promised")


@dataclass(frozen=True)
class PlanLine:
    """What is done under one element. rule: the id of the rule that asks for it."""

    element: str
    line: str
    earns: str
    not_promised: str
    rule: str
    title: Said
    because: Text

    @property
    def words(self) -> Said:
        """The line with its reason, what it earns, what is not promised, and the rule that asks for it."""
        return say(
            "{line}. {why} We earn: {earns}; we do not promise: {not_promised} (rule: {rule})",
            line=said("line", self.line),
            why=self.because,
            earns=said("earns", self.earns),
            not_promised=said("not_promised", self.not_promised),
            rule=self.title,
        )


def plan_lines(decision: Decision) -> tuple[PlanLine, ...]:
    """The lines that fired, element by element; none where no rule did, or where a book of the user's own says less."""
    book, says = decision.logic.book, decision.collected
    if not decision.fired or not set(_SAYS) <= set(says):
        return ()
    rules = [decision.logic.rules[place] for place in decision.fired][: len(decision.rules)]
    lines = [
        PlanLine(
            str(element), str(line), str(earns), str(not_promised), rule.id, rule_called(book, rule.id), rule.because
        )
        for line, element, earns, not_promised, rule in zip(*(says[name] for name in _SAYS), rules, strict=True)
    ]
    order = (*ELEMENTS, *(line.element for line in lines))
    return tuple(sorted(lines, key=lambda line: order.index(line.element)))


def plan_said(lines: tuple[PlanLine, ...]) -> list[Item]:
    """The plan as a list: an element, and its lines below."""
    elements = dict.fromkeys(line.element for line in lines)
    return [
        Item(said("element", element), [line.words for line in lines if line.element == element])
        for element in elements
    ]


def hits_said(decision: Decision, reasons: Sequence[Said]) -> list[Said]:
    """Of a book that lists all that applies: each value with the other outputs, and its reason."""
    if not decision.fired:
        return list(reasons)
    hits, declared = decision.collected, decision.logic.book.outputs
    first, *others = hits
    shown: list[Said] = []
    for place, why in enumerate(reasons):
        what = said(first, hits[first][place])
        if others:
            more = [
                say("{fact}: {value}", fact=label_of(n, declared[n]), value=said(n, hits[n][place])) for n in others
            ]
            what = say("{outcome} ({details})", outcome=what, details=Joined(more, "; "))
        shown.append(say("{outcome}. {why}", outcome=what, why=why))
    return shown
