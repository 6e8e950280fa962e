"""Why rules that fired did not decide, and what rules that did not fire still lacked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.model.base import Text
from engine.model.rulebook import OpenReason, Rule, Rulebook, Value
from engine.rules.language.conditions import All, Any, Compare, Condition, Known, leaves, sentence, truth
from engine.rules.language.logic import BookLogic
from engine.rules.language.prose import fact_said, prose
from engine.rules.language.spoken import rule_said, said
from engine.rules.language.values import BadValue, is_unknown, read_value, stand_in
from engine.wording import Joined, Said, say


@dataclass(frozen=True, slots=True)
class FactSeen:
    """What a condition saw of a fact; None is unknown, and `counts_as` is what stands in for it."""

    fact: str
    value: Value | None
    counts_as: Value | None = None

    @property
    def words(self) -> Said:
        """`3`, `0.3712`, `unknown`, `unknown, counts as no`."""
        if self.counts_as is None:
            value = self.value
            return said(self.fact, float(f"{value:.4g}") if isinstance(value, float) else value)
        return say("unknown, counts as {value}", value=said(self.fact, self.counts_as))


@dataclass(frozen=True, slots=True)
class Unmet:
    """One condition that did not hold. `state` is "false" or "unknown"; `seen` are the facts it looked at."""

    part: Condition
    state: str
    seen: tuple[FactSeen, ...]

    @property
    def condition(self) -> str:
        """The condition as books write it."""
        return sentence(self.part)

    def as_data(self) -> dict[str, object]:
        """The condition and what it saw as plain data."""
        return {
            "condition": self.condition,
            "state": self.state,
            "seen": {each.fact: each.value for each in self.seen},
            "counts_as": {each.fact: each.counts_as for each in self.seen if each.counts_as is not None},
        }


@dataclass(frozen=True, slots=True)
class LostRule:
    """A rule that fired too but did not decide, and why not."""

    rule: str
    why: Said
    because: Text


@dataclass(frozen=True, slots=True)
class SilentRule:
    """A rule that did not fire and the conditions it still lacked."""

    rule: str
    unmet: tuple[Unmet, ...]


def lost_rules(book: Rulebook, fired: Sequence[Rule]) -> tuple[LostRule, ...]:
    """The rules that fired behind the one that decided."""
    return tuple(LostRule(rule.id, _why_lost(book, rule, fired[0]), rule.because) for rule in fired[1:])


def silent_rules(logic: BookLogic, fired: Sequence[int], facts: Mapping[str, object]) -> tuple[SilentRule, ...]:
    """The rules that did not fire, each with the conditions that were false or unknown."""
    values, unknown = _readings(logic, facts)
    return tuple(
        SilentRule(rule.id, tuple(_unmet(condition, values, unknown)))
        for index, (rule, condition) in enumerate(zip(logic.rules, logic.conditions, strict=True))
        if index not in fired
    )


def left_open(condition: Condition, logic: BookLogic, facts: Mapping[str, object]) -> bool:
    """Could the condition still hold, whatever stands in for what is not known, once more is known?

    What is known of a fact counts, what only stands in for it does not. Two comparisons of one unknown fact are taken
    apart, so a condition that contradicts itself may be called open.
    """
    values, unknown = _readings(logic, facts)
    unknown |= logic.derived.open_to_change(unknown)
    known = {name: value for name, value in values.items() if name not in unknown}
    return truth(_asking(condition, unknown), known, frozenset()) is None


def open_rules(logic: BookLogic, facts: Mapping[str, object]) -> tuple[int, ...]:
    """The places of rules that could still fire, once more is known, and would not say what `otherwise` says."""
    rows = enumerate(zip(logic.rows, logic.conditions, strict=True))
    return tuple(
        place for place, (row, condition) in rows if row != logic.otherwise and left_open(condition, logic, facts)
    )


def open_reason(logic: BookLogic, facts: Mapping[str, object]) -> OpenReason | None:
    """Why it cannot be told, where no rule fired; None where that is settled, or the book has no reason for it."""
    reasons = logic.book.otherwise.open_reasons
    places = open_rules(logic, facts) if reasons else ()
    first = next(iter(logic.otherwise))
    telling = [logic.conditions[place] for place in places if logic.rows[place][first] != logic.otherwise[first]]
    asked = {leaf.fact for condition in telling for leaf in leaves(condition)}
    for reason in reasons if places else ():
        unknown = all(is_unknown(facts.get(name)) for name in reason.unknown)
        if unknown and (not reason.unknown or not asked.isdisjoint(reason.unknown)):
            return reason
    return None


def _asking(condition: Condition, unknown: frozenset[str]) -> Condition:
    """The condition with `is known` of an unknown fact as a comparison that is open: it may be known one day."""
    if isinstance(condition, All):
        return All(tuple(_asking(part, unknown) for part in condition.parts))
    if isinstance(condition, Any):
        return Any(tuple(_asking(part, unknown) for part in condition.parts))
    if isinstance(condition, Known) and condition.fact in unknown:
        return Compare(condition.fact, "==", True)
    return condition


def lacked(unmet: Unmet, book: Rulebook) -> Said:
    """What was lacking, and what was there: `“people met” is at least 3 – now 2`."""
    if len(unmet.seen) == 1:
        now = unmet.seen[0].words
    else:
        now = Joined([fact_said(each.fact, each.words, book.facts) for each in unmet.seen], "; ")
    return say("{condition} – now {seen}", condition=prose(unmet.part, book.facts), seen=now)


def _why_lost(book: Rulebook, rule: Rule, winner: Rule) -> Said:
    first = rule_said(winner.id, book)
    if book.hit == "any":
        return say("it says the same as {winner}", winner=first)
    if book.ranked_by_outputs and book.rank(rule) != book.rank(winner):
        return say("its outputs rank below those of {winner}", winner=first)
    if rule.priority != winner.priority and rule.priority is not None:
        return say(
            "priority {priority} comes after {winner} with {first}",
            priority=rule.priority,
            winner=first,
            first=winner.priority,
        )
    return say("it stands after {winner} in the book", winner=first)


def _readings(logic: BookLogic, facts: Mapping[str, object]) -> tuple[dict[str, Value], frozenset[str]]:
    """Values with stand-ins applied, and the facts nobody knows."""
    values: dict[str, Value] = {}
    unknown: set[str] = set()
    for name, declared in logic.book.facts.items():
        raw = facts.get(name)
        if is_unknown(raw):
            unknown.add(name)
            raw = stand_in(declared)
        if raw is not None:
            try:
                values[name] = read_value(name, declared, raw)
            except BadValue:
                values[name] = raw if isinstance(raw, bool | int | float | str) else str(raw)
    return values, frozenset(unknown)


def _unmet(condition: Condition, values: Mapping[str, Value], unknown: frozenset[str]) -> Iterator[Unmet]:
    for part in condition.parts if isinstance(condition, All) else (condition,):
        holds = truth(part, values, unknown)
        if holds:
            continue
        asked = dict.fromkeys(leaf.fact for leaf in leaves(part))
        seen = tuple(
            FactSeen(name, None, values.get(name)) if name in unknown else FactSeen(name, values.get(name))
            for name in asked
        )
        yield Unmet(part, "false" if holds is False else "unknown", seen)
