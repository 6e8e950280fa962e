"""Rule decisions in words: what was decided, by which rule, why, on which facts, and what the others lacked."""

from __future__ import annotations

from collections.abc import Mapping

from engine.model.decisions import ASKED_OF_MOVES, BOOK_OUTPUTS
from engine.model.facts import FACT_INDEX, FACTS
from engine.model.rulebook import Rulebook
from engine.model.terms import GateVerdict, Stage
from engine.model.vocabulary import in_words
from engine.report.story.offer_words import terms_words
from engine.report.story.story_parts import RULE_MARK, entry
from engine.results.deal_trace import Event, Trace
from engine.rules import CompiledBook, Decision, SilentRule, compile_book
from engine.rules.language.conditions import leaves
from engine.rules.language.spoken import label_of, rule_called, said
from engine.rules.tabulation.reasons import lacked
from engine.wording import Item, Joined, Message, Said, listed, numbers as formats, say

MOST_FACTS, MOST_RULES = 5, 3
_MAIN_OUTPUT = {
    "purchase_triggers": "trigger",
    "project_origin": "origin",
    "competitive_strategy": "play",
    "engagement_choice": "engagement",
    "withdraw_continue": "continuation",
    "cultivation_choice": "cultivation",
    "compliance": "ruling",
}


class Judge:
    """Reads the rule decisions of one trace; `books` are rulebooks by purpose."""

    def __init__(self, trace: Trace, books: Mapping[str, Rulebook]) -> None:
        self.trace = trace
        self._books: dict[str, CompiledBook] = {name: compile_book(book) for name, book in books.items()}
        self._news: set[int] = set()
        told: dict[int, list[float]] = {}
        for event in trace.events:
            if event.kind == "decision":
                before, rule = told.setdefault(event.code, []), event["rule_place"]
                of_moves = trace.books[event.code] in ASKED_OF_MOVES
                if rule not in (before if of_moves else before[-1:]):
                    self._news.add(id(event))
                before.append(rule)

    def is_news(self, event: Event) -> bool:
        """Did another rule decide than the last time this book was asked, or, of moves, than ever before?"""
        return id(event) in self._news

    def decision(self, event: Event) -> Decision | None:
        """The decision with its reasons; None when the book is not at hand."""
        book = self._books.get(self.trace.books[event.code])
        if book is None or event.facts is None:
            return None
        return book.decision_from_codes(int(event["rule_place"]), event.facts, self.trace.own_facts)

    def rule(self, event: Event) -> Said | None:
        """The rule that decided, as people call it; None when none fired."""
        found = self.decision(event)
        return rule_called(found.rule, found.logic.book) if found and found.rule else None

    def entry(self, event: Event, day: float) -> Item | None:
        """The decision as an entry of the story."""
        found = self.decision(event)
        if found is None:
            return None
        book, decided = found.logic.book.title, decided_words(self.trace.books[event.code], found)
        words = (
            say(
                "{book}: {decided} (rule {rule})",
                book=book,
                decided=decided,
                rule=rule_called(found.rule, found.logic.book),
            )
            if found.rule
            else say("{book}: {decided} (no rule fired)", book=book, decided=decided)
        )
        return entry(day, words, "", self.reasons(event), mark=RULE_MARK)

    def reasons(self, event: Event) -> list[Said]:
        """Why it was decided so: the rule's own words, the facts, what came later or what was lacking."""
        found = self.decision(event)
        if found is None:
            return []
        reasons: list[Said] = [say("Because: {because}", because=found.because)]
        facts = key_facts(found)
        if facts:
            reasons.append(say("Facts: {facts}", facts=facts))
        if found.lost:
            rules = listed(rule_called(lost.rule, found.logic.book) for lost in found.lost[:MOST_RULES])
            reasons.append(say("Also fired, but came later: {rules}", rules=rules))
        asks = not found.fired and self.trace.books[event.code] != "withdraw_continue"
        nearest = nearest_rule(found) if asks else None
        return [*reasons, nearest] if nearest else reasons


def decided_words(purpose: str, found: Decision) -> Said:
    """What was decided, in the vocabulary of the field."""
    stage = found.facts.get("stage")
    if purpose == "stage_gates" and isinstance(stage, str) and stage in Stage.__members__:
        here = Stage[stage]
        if found.outputs["verdict"] == GateVerdict.hold.name:
            return say("stay in the stage “{stage}”", stage=in_words(here))
        after = Stage(min(here + 1, Stage.follow_up))
        return say("go on from “{stage}” to “{next}”", stage=in_words(here), next=in_words(after))
    if purpose == "offer_terms":
        return terms_words(*(float(str(found.outputs[name])) for name in BOOK_OUTPUTS[purpose]))
    name = _MAIN_OUTPUT.get(purpose)
    if name is None or name not in found.outputs:
        return found.decided
    return value_words(name, found.outputs[name])


def key_facts(found: Decision) -> Said:
    """The known facts that the deciding rule asks about; empty where none fired."""
    if not found.fired:
        return ""
    names = dict.fromkeys(leaf.fact for leaf in leaves(found.logic.conditions[found.fired[0]]))
    known = [(name, found.facts.get(name)) for name in names]
    return Joined(
        [
            say("{fact}: {value}", fact=label_of(name, found.logic.book.facts[name]), value=value_words(name, value))
            for name, value in known[:MOST_FACTS]
            if value is not None
        ],
        "; ",
    )


def nearest_rule(found: Decision) -> Message | None:
    """The silent rule that lacked least, and what it lacked."""
    silent = [rule for rule in found.not_fired if rule.unmet]
    if not silent:
        return None
    choices = {name for name, declared in found.logic.book.facts.items() if declared.type == "choice"}

    def lack(rule: SilentRule) -> tuple[int, int]:
        # a rule for another stage or step is farther away than one that lacks a number
        return sum(seen.fact in choices for unmet in rule.unmet for seen in unmet.seen), len(rule.unmet)

    nearest = min(silent, key=lack)
    what = listed(lacked(unmet, found.logic.book) for unmet in nearest.unmet)
    return say("Nearest rule {rule} lacked: {what}", rule=rule_called(nearest.rule, found.logic.book), what=what)


def value_words(name: str, value: object) -> Said:
    """A fact's or output's value as rules say it; measured numbers with as many digits as a story bears."""
    if not isinstance(value, float):
        return said(name, value)
    unit = FACTS[FACT_INDEX[name]].unit if name in FACT_INDEX else ""
    plain = f"{value:.2f}".rstrip("0").rstrip(".").replace("-", "−")
    return formats.share(value, 0) if unit.startswith("share") else "0" if plain == "−0" else plain
