"""A decision and its reasons: the rule that decided, the facts, the rules that lost, what the others still lacked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from engine.model.base import Text
from engine.model.rulebook import OTHERWISE, OpenReason, Value
from engine.rules.language.conditions import leaves
from engine.rules.language.formula_prose import formula_said
from engine.rules.language.hit_policies import aggregated, aggregates
from engine.rules.language.logic import BookLogic
from engine.rules.language.spoken import label_of, outcome, row_said, rule_said, said
from engine.rules.language.values import is_unknown, read_value
from engine.rules.tabulation.reasons import (
    LostRule,
    SilentRule,
    lacked,
    lost_rules,
    open_reason,
    open_rules,
    silent_rules,
)
from engine.wording import (
    Column,
    Document,
    Item,
    Items,
    Joined,
    Paragraph,
    Part,
    Said,
    Shown,
    Table,
    Title,
    in_both,
    say,
)


@dataclass(frozen=True, slots=True)
class Decision(Shown):
    """What a book said about some facts. Reasons are worked out when they are asked for.

    fired: positions, in winning order, of all rules that fired.
    facts: the facts given, unknown ones included as None, and those that other books fed or that are computed.
    fed:   by fed fact what the book that feeds it decided; a given fact is not asked for.
    """

    logic: BookLogic = field(repr=False, compare=False)
    fired: tuple[int, ...]
    facts: Mapping[str, object]
    fed: Mapping[str, Decision] = field(default_factory=dict, compare=False)

    @property
    def given(self) -> Mapping[str, object]:
        """The facts without those that the book computes from them."""
        return {name: raw for name, raw in self.facts.items() if name not in self.logic.derived.formulas}

    @property
    def book(self) -> str:
        """The book's id."""
        return self.logic.book.id

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that decided: one, none when the book's `otherwise` holds, several under `collect` and its like."""
        deciding = self.fired[:1] if self.logic.book.single_hit else self.fired
        return tuple(self.logic.rules[index].id for index in deciding)

    @property
    def rule(self) -> str | None:
        """The rule that decided, the first of them under `collect`; None when no rule fired."""
        return self.logic.rules[self.fired[0]].id if self.fired else None

    @property
    def outputs(self) -> Mapping[str, Value]:
        """What was decided, by the rule in `rule` or by `otherwise`; of an `aggregate`, the one value of all hits."""
        row = self.logic.rows[self.fired[0]] if self.fired else self.logic.otherwise
        if aggregates(self.logic.book):
            book = self.logic.book
            row = {name: aggregated(book, values, len(self.fired)) for name, values in self.collected.items()}
        return MappingProxyType(row)

    @property
    def collected(self) -> Mapping[str, tuple[Value, ...]]:
        """Every deciding rule's outputs, in winning order."""
        rows = [self.logic.rows[index] for index in self.fired[: len(self.rules)]] or [self.logic.otherwise]
        return MappingProxyType({name: tuple(row[name] for row in rows) for name in rows[0]})

    @property
    def because(self) -> Text:
        """Why, in English and Chinese."""
        if self.fired:
            return self.logic.rules[self.fired[0]].because
        reason = self.open_reason
        return self.logic.book.otherwise.because if reason is None else reason.because

    @property
    def open_reason(self) -> OpenReason | None:
        """Why it cannot be told, with the facts that are wanting; None where a rule fired, nothing is open, or the book
        has no reason for it."""
        return None if self.fired else open_reason(self.logic, self.facts)

    @property
    def undetermined(self) -> bool:
        """Did no rule fire, while facts that nobody knows leave one open that says something else?"""
        return not self.fired and bool(open_rules(self.logic, self.facts))

    @property
    def lost(self) -> tuple[LostRule, ...]:
        """Rules that fired but did not decide."""
        book = self.logic.book
        return lost_rules(book, [self.logic.rules[index] for index in self.fired]) if book.single_hit else ()

    @property
    def not_fired(self) -> tuple[SilentRule, ...]:
        """Rules that did not fire, each with the conditions that were false or unknown."""
        return silent_rules(self.logic, self.fired, self.facts)

    @property
    def decided(self) -> Said:
        """The outputs in words: the value alone where there is one output."""
        book, hits = self.logic.book, self.collected
        if not aggregates(book):
            return outcome(hits, book.outputs)
        result = row_said(self.outputs, book.outputs)
        parts = [said(name, value) for name, values in hits.items() for value in values]
        return _made_of(str(book.aggregate), result, Joined(parts, ", ")) if self.fired else result

    def document(self) -> Document:
        """What was decided and why, what was known, and why the other rules did not decide."""
        book = self.logic.book
        known = [
            [label_of(name, book.facts[name]), self._told(name, said(name, read_value(name, book.facts[name], raw)))]
            for name, raw in self.facts.items()
            if not is_unknown(raw)
        ]
        parts: list[Part] = [
            Title(say("{book}: {outcome}", book=book.title, outcome=self.decided), 3),
            *(Paragraph(reason, "quote") for reason in self._reasons()),
            Table([Column(say("What is known")), Column(say("value"))], known)
            if known
            else Paragraph(say("Nothing is known.")),
            *self._chain(),
        ]
        others = list(self._others())
        return Document([*parts, Paragraph(say("Rules that did not decide:")), Items(others)] if others else parts)

    def _told(self, name: str, value: Said) -> Said:
        """A known value, of a computed fact with what it is computed from."""
        formula = self.logic.derived.formulas.get(name)
        if formula is None:
            return value
        words = formula_said(formula, self.logic.book.facts)
        if self.logic.book.facts[name].type == "boolean":
            return say("{fact}: {value}", fact=words, value=value)
        return say("{formula} = {value}", formula=words, value=value)

    def _chain(self) -> Iterator[Part]:
        """What the books say that feed this one, from fact to fact down to what was given."""
        if self.logic.book.feeders:
            yield Paragraph(say("Where that comes from:"))
            yield Items(list(self._links()))

    def _links(self) -> Iterator[Item]:
        book = self.logic.book
        for name, feeder in book.feeders.items():
            fact = label_of(name, book.facts[name])
            value = said(name, self.facts.get(name))
            if name not in self.fed:
                yield Item(
                    say("{fact}: {value}, as given; “{book}” was not asked", fact=fact, value=value, book=feeder.title)
                )
                continue
            below = self.fed[name]
            if below.undetermined:
                told = say("{fact}: nobody knows yet, says “{book}”", fact=fact, book=feeder.title)
            else:
                told = say("{fact}: {value}, says “{book}”", fact=fact, value=value, book=feeder.title)
            yield Item(told, [*below._reasons(), *below._known()])
            yield from below._links()

    def _known(self) -> Iterator[Said]:
        """What was given of the facts that the deciding rules ask about."""
        book = self.logic.book
        asked = {leaf.fact for at in self.fired[: len(self.rules)] for leaf in leaves(self.logic.conditions[at])}
        known = [
            say(
                "{fact}: {value}",
                fact=label_of(name, book.facts[name]),
                value=self._told(name, said(name, self.facts[name])),
            )
            for name in book.facts
            if name in asked and name not in self.fed and not is_unknown(self.facts.get(name))
        ]
        if known:
            yield say("known: {facts}", facts=Joined(known, "; "))

    def _reasons(self) -> Iterator[Said]:
        because = {rule.id: rule.because for rule in self.logic.rules}
        for name in self.rules:
            yield say("{rule}: {because}", because=because[name], rule=rule_said(name, self.logic.book))
        if not self.rules and self.logic.book.otherwise.title is not None:
            yield say("{rule}: {because}", because=self.because, rule=rule_said(OTHERWISE, self.logic.book))
        elif not self.rules:
            yield say("{because} (no rule fired)", because=self.because)

    def _others(self) -> Iterator[Item]:
        book = self.logic.book
        would = {
            rule.id: row_said(row, book.outputs) for rule, row in zip(self.logic.rules, self.logic.rows, strict=True)
        }
        why: dict[str, list[Said]] = {lost.rule: [say("fired too, but {why}", why=lost.why)] for lost in self.lost}
        why |= {
            silent.rule: [say("lacked: {what}", what=lacked(unmet, book)) for unmet in silent.unmet]
            for silent in self.not_fired
        }
        for rule, reasons in why.items():
            yield Item(say("{rule} would say {outcome}", rule=rule_said(rule, book), outcome=would[rule]), reasons)

    def outline(self) -> dict[str, object]:
        """Facts, deciding rules and outputs as plain data."""
        declared = self.logic.book.facts
        return {
            "book": self.book,
            "facts": {
                name: None if is_unknown(raw) else read_value(name, declared[name], raw)
                for name, raw in self.facts.items()
            },
            "rules": list(self.rules) or [OTHERWISE],
            "outputs": dict(self.outputs),
            **({"from": {name: one.outline() for name, one in self.fed.items()}} if self.fed else {}),
        }

    def as_data(self) -> dict[str, object]:
        """The outline and every reason as plain data."""
        return {
            **self.outline(),
            "because": self.because.model_dump(),
            "lost": [{"rule": one.rule, "why": in_both(one.why)} for one in self.lost],
            "not_fired": [
                {"rule": one.rule, "lacking": [unmet.as_data() for unmet in one.unmet]} for one in self.not_fired
            ],
        }


def _made_of(how: str, result: Said, parts: Said) -> Said:
    match how:
        case "count":
            return say("{result} (count of {parts})", result=result, parts=parts)
        case "sum":
            return say("{result} (sum of {parts})", result=result, parts=parts)
        case "min":
            return say("{result} (least of {parts})", result=result, parts=parts)
        case _:
            return say("{result} (greatest of {parts})", result=result, parts=parts)
