"""Rule decisions in words: what was decided, by which rule, why, on which facts, and what the others lacked."""

from __future__ import annotations

from collections.abc import Mapping

from engine.model.facts import FACT_INDEX, FACTS
from engine.model.rulebook import Rulebook, Value
from engine.model.terms import Stage
from engine.report.labels import KIND_OF_VALUE, listed, term
from engine.report.labels.story import EVENTS, STORY
from engine.report.story.parts import Line, say
from engine.results.trace import Event, Trace
from engine.rules import CompiledBook, Decision, SilentRule, compile_book
from engine.rules.conditions import leaves
from engine.wording import numbers as formats

MOST_FACTS, MOST_RULES = 5, 3
_MAIN_OUTPUT = {
    "purchase_triggers": "trigger",
    "project_origin": "origin",
    "competitive_strategy": "play",
    "engagement_choice": "engagement",
    "stage_gates": "verdict",
    "withdraw_continue": "continuation",
}


class Judge:
    """Reads the rule decisions of one trace; `books` are rulebooks by purpose."""

    def __init__(self, trace: Trace, books: Mapping[str, Rulebook], lang: str) -> None:
        self.trace, self.lang = trace, lang
        self._books: dict[str, CompiledBook] = {name: compile_book(book) for name, book in books.items()}
        self._news: set[int] = set()
        last: dict[int, float] = {}
        for event in trace.events:
            if event.kind == "decision":
                if last.get(event.code) != event.a:
                    self._news.add(id(event))
                last[event.code] = event.a

    def is_news(self, event: Event) -> bool:
        """Did another rule decide than the last time this book was asked?"""
        return id(event) in self._news

    def decision(self, event: Event) -> Decision | None:
        """The decision with its reasons; None when the book is not at hand."""
        book = self._books.get(self.trace.books[event.code])
        if book is None or event.facts is None:
            return None
        return book.decision_from_codes(int(event.a), event.facts)

    def rule_words(self, event: Event) -> str:
        """`rule keeping_up`, or that none fired."""
        found = self.decision(event)
        if found is None or found.rule is None:
            return STORY["no_rule"].in_language(self.lang)
        return say(STORY["rule_named"], self.lang, rule=found.rule)

    def line(self, event: Event, day: float) -> Line | None:
        """The decision as a line of the story."""
        found, lang = self.decision(event), self.lang
        if found is None:
            return None
        purpose = self.trace.books[event.code]
        decided = decided_words(purpose, found, lang)
        said = say(STORY["by_rule"], lang, decided=decided, rule=self.rule_words(event))
        text = say(EVENTS["decision"], lang, book=found.logic.book.title.in_language(lang), decided=said)
        return Line(day, text, "rule", tuple(self.reasons(event)))

    def reasons(self, event: Event) -> list[str]:
        """Why it was decided so: the rule's own words, the facts, what came later or what was lacking."""
        found = self.decision(event)
        if found is None:
            return []
        lang = self.lang
        reasons = [say(STORY["because"], lang, because=found.because.in_language(lang))]
        if found.fired:
            facts = key_facts(found, lang)
            reasons += [say(STORY["facts"], lang, facts=facts)] if facts else []
            if found.lost:
                reasons.append(
                    say(STORY["lost"], lang, rules=listed([lost.rule for lost in found.lost[:MOST_RULES]], lang))
                )
        asks = not found.fired and self.trace.books[event.code] != "withdraw_continue"
        nearest = nearest_rule(found, lang) if asks else None
        return reasons + ([nearest] if nearest else [])


def decided_words(purpose: str, found: Decision, lang: str) -> str:
    """What was decided, in the vocabulary of the field."""
    name = _MAIN_OUTPUT.get(purpose)
    stage = found.facts.get("stage")
    if purpose == "stage_gates" and isinstance(stage, str) and stage in Stage.__members__:
        here, verdict = Stage[stage], str(found.outputs["verdict"])
        after = Stage(min(here + 1, Stage.follow_up))
        return say(STORY[f"gate_{verdict}"], lang, stage=term(here, lang), next=term(after, lang))
    if name is None or name not in found.outputs:
        return ", ".join(f"{key} {value}" for key, value in found.outputs.items())
    return value_words(name, found.outputs[name], lang)


def key_facts(found: Decision, lang: str) -> str:
    """The known facts that the deciding rule asks about."""
    condition = found.logic.conditions[found.fired[0]]
    names = list(dict.fromkeys(leaf.fact for leaf in leaves(condition)))
    known = [(name, found.facts.get(name)) for name in names]
    joint = "：" if lang == "zh" else ": "
    said = [
        f"{fact_label(found, name, lang)}{joint}{value_words(name, value, lang)}"  # type: ignore[arg-type]
        for name, value in known[:MOST_FACTS]
        if value is not None
    ]
    return ("；" if lang == "zh" else "; ").join(said)


def nearest_rule(found: Decision, lang: str) -> str | None:
    """The silent rule that lacked least, and what it lacked."""
    silent = [rule for rule in found.not_fired if rule.unmet]
    if not silent:
        return None
    choices = {name for name, declared in found.logic.book.facts.items() if declared.type == "choice"}

    def lack(rule: SilentRule) -> tuple[int, int]:
        # a rule for another stage or step is farther away than one that lacks a number
        return sum(name in choices for unmet in rule.unmet for name, _ in unmet.seen), len(rule.unmet)

    nearest = min(silent, key=lack)
    lacked = [
        _readable(unmet.condition_zh if lang == "zh" else unmet.condition)
        + ("（{}）" if lang == "zh" else " [{}]").format(
            listed([_seen(name, value, lang) for name, value in unmet.seen], lang)
        )
        for unmet in nearest.unmet
    ]
    return say(STORY["lacked"], lang, rule=nearest.rule, what=listed(lacked, lang))


def _readable(condition: str) -> str:
    return condition.replace(">=", "≥").replace("<=", "≤").replace("!=", "≠").replace("==", "=")


def _seen(name: str, value: str, lang: str) -> str:
    if lang == "zh":
        value = value.replace("unknown, counts as", "未知，视作").replace("unknown", "未知")
        value = {"yes": "是", "no": "否"}.get(value, value)
        return f"现为 {_short_number(value)}"
    return f"is {_short_number(value)}"


def _short_number(text: str) -> str:
    try:
        number = float(text)
    except ValueError:
        return text
    return text if number.is_integer() else f"{number:.2f}"


def fact_label(found: Decision, name: str, lang: str) -> str:
    """What a fact means: the book's own words, or the catalogue's."""
    declared = found.logic.book.facts[name]
    if declared.meaning is not None:
        return declared.meaning.in_language(lang)
    return FACTS[FACT_INDEX[name]].meaning.in_language(lang) if name in FACT_INDEX else name


def value_words(name: str, value: Value, lang: str) -> str:
    """A fact's or output's value as people write it."""
    if isinstance(value, bool):
        return STORY["yes" if value else "no"].in_language(lang)
    kind = KIND_OF_VALUE.get(name)
    if kind is not None and isinstance(value, str) and value in kind.__members__:
        return term(kind[value], lang)
    if isinstance(value, float):
        unit = FACTS[FACT_INDEX[name]].unit if name in FACT_INDEX else ""
        plain = f"{value:.2f}".rstrip("0").rstrip(".").replace("-", "−")
        return formats.share(value, 0) if unit.startswith("share") else "0" if plain == "−0" else plain
    return str(value)
