"""What a decision rests on: the sentence of each rule that decided, the branch that held, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.model.quantity import Provenance
from engine.model.rulebook import OTHERWISE, Rulebook, Value
from engine.rules.language.conditions import All, Any, Condition, Known, leaves, sentence, truth
from engine.rules.language.prose import fact_said, prose
from engine.rules.language.spoken import rule_said, said
from engine.rules.proof.case_values import values_seen
from engine.rules.tabulation.decision import Decision
from engine.wording import Item, ground_said, listed, say


@dataclass(frozen=True)
class DecidingRule:
    """A rule that decided, or `otherwise`.

    condition: its sentence; None for `otherwise`.
    held:      of each `or` in it, the branches that held, in the order of the sentence; empty where it has none.
    taken:     unknown facts for which something stands in that made a comparison hold, and what.
    ground:    the source, or the assumption, behind it.
    """

    rule: str
    condition: Condition | None
    held: tuple[tuple[Condition, ...], ...]
    taken: Mapping[str, Value]
    ground: Provenance

    def item(self, book: Rulebook) -> Item:
        """The sentence in words, with what held of it and its ground below."""
        held = (branch for branches in self.held for branch in branches)
        within = [say("held: {branch}", branch=prose(branch, book.facts)) for branch in held]
        if self.taken:
            facts = listed(fact_said(name, said(name, value), book.facts) for name, value in self.taken.items())
            within.append(say("unknown, and counted as the book says: {facts}", facts=facts))
        reason = ground_said(self.ground.reason)
        if self.ground.is_cited:
            within.append(say("source: {reason}", reason=reason))
        else:
            within.append(say("assumption: {reason}", reason=reason))
        name = rule_said(self.rule, book)
        if self.condition is None:
            return Item(say("{rule} holds where no rule fires", rule=name), within)
        return Item(say("{rule} fires when {when}", rule=name, when=prose(self.condition, book.facts)), within)

    def as_data(self) -> dict[str, object]:
        """The same as plain data, conditions as books write them."""
        return {
            "rule": self.rule,
            "when": None if self.condition is None else sentence(self.condition),
            "held": [[sentence(branch) for branch in branches] for branches in self.held],
            "counted_as": dict(self.taken),
            "source": self.ground.source,
            "assumption": self.ground.assumption,
        }


def deciding_rules(decision: Decision) -> tuple[DecidingRule, ...]:
    """The rules behind a decision, in winning order; `otherwise` alone where none fired."""
    logic = decision.logic
    if not decision.fired:
        return (DecidingRule(OTHERWISE, None, (), {}, logic.book.otherwise),)
    values, unknown = values_seen(logic, decision.facts)

    def holds(condition: Condition) -> bool:
        return truth(condition, values, unknown) is True

    def held(condition: Condition) -> Iterator[tuple[Condition, ...]]:
        if isinstance(condition, Any):
            branches = tuple(part for part in condition.parts if holds(part))
            yield branches
            for branch in branches:
                yield from held(branch)
        elif isinstance(condition, All):
            for part in condition.parts:
                yield from held(part)

    def taken(condition: Condition) -> dict[str, Value]:
        open_facts = (leaf for leaf in leaves(condition) if not isinstance(leaf, Known) and leaf.fact in unknown)
        return {leaf.fact: values[leaf.fact] for leaf in open_facts if holds(leaf)}

    return tuple(
        DecidingRule(rule.id, condition, tuple(held(condition)), taken(condition), rule)
        for place in decision.fired[: len(decision.rules)]
        for rule, condition in [(logic.rules[place], logic.conditions[place])]
    )
