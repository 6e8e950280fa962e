"""A rulebook: declared facts and outputs, rules that say why, what holds otherwise, cases that prove it.

This module holds the shape. What a `when` sentence or a cell of a table means, and whether a book is consistent, is the
business of the rules package, which reads these models.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, Self

from pydantic import ConfigDict, Field, PrivateAttr, model_validator

from engine.model.base import Frozen, Identifier, Text
from engine.model.book_values import (
    LARGEST_NUMBER,
    LAST_DAY,
    MAX_CASES,
    MAX_FACTS,
    MAX_FORMULA,
    MAX_OUTPUTS,
    MAX_RULES,
    MAX_TITLE,
    MAX_VALUES,
    MAX_WHEN,
    SMALLEST_NUMBER,
    ChoiceValue,
    Finite,
    Name,
    RuleTitle,
    TableCell,
    Value,
)
from engine.model.faults import Fault, Unfit, unfit_if
from engine.model.fed_output import Fed
from engine.model.formula_shape import cut_formula, formula_faults
from engine.model.otherwise import OpenReason, Otherwise
from engine.model.quantity import Provenance
from engine.wording import say

__all__ = [
    "MAX_FACTS", "MAX_FORMULA", "MAX_TITLE", "MAX_WHEN", "OTHERWISE", "SINGLE_HIT", "SMALLEST_NUMBER",
    "Aggregate", "Case", "DecisionTable", "Declaration", "FactDeclaration", "HitPolicy", "Name", "OpenReason",
    "Otherwise", "Rule", "Rulebook", "TableCell", "TableRow", "UnknownAs", "Value", "ValueType"
]  # fmt: skip
ValueType = Literal["number", "integer", "boolean", "choice", "date"]
HitPolicy = Literal["first", "unique", "priority", "any", "collect", "rule order", "output order"]
Aggregate = Literal["list", "count", "sum", "min", "max"]
SINGLE_HIT: tuple[HitPolicy, ...] = ("first", "unique", "priority", "any")
"""The policies under which one rule decides: what a simulation can follow."""
OTHERWISE = "otherwise"


class Declaration(Frozen):
    """What a fact or an output may be: its type, unit, and range or values."""

    type: ValueType
    unit: str | None = Field(default=None, min_length=1, max_length=60)
    range: tuple[Finite, Finite] | None = Field(default=None, description="least and greatest value, both allowed")
    values: tuple[ChoiceValue, ...] = Field(default=(), max_length=MAX_VALUES, description="for a choice, in order")
    meaning: Text | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Declaration:
        numeric = self.type in ("number", "integer")
        faults = []
        if self.type == "choice" and not self.values:
            faults.append(Fault("values-none", say("a choice needs `values: [ … ]`")))
        if self.type != "choice" and self.values:
            what = say("`values` belong to a choice, and this is of type `{type}`", type=self.type)
            faults.append(Fault("values-strange", what, ("values",)))
        if len(set(self.values)) != len(self.values):
            faults.append(Fault("values-twice", say("the same value is listed twice in `values`"), ("values",)))
        if self.range is not None and not numeric:
            what = say("a `range` belongs to a number, and this is of type `{type}`", type=self.type)
            faults.append(Fault("range-strange", what, ("range",)))
        if self.range is not None and self.range[0] > self.range[1]:
            what = say("the range runs backwards: {low} is above {high}", low=self.range[0], high=self.range[1])
            faults.append(Fault("range-backwards", what, ("range",)))
        if numeric and self.unit is None:
            faults.append(Fault("unit-none", say("a number needs a `unit`")))
        unfit_if(faults)
        return self

    @property
    def low(self) -> float:
        """The least value allowed."""
        if self.type == "date":
            return 1.0
        return self.range[0] if self.range else -LARGEST_NUMBER

    @property
    def high(self) -> float:
        """The greatest value allowed."""
        if self.type == "date":
            return float(LAST_DAY)
        return self.range[1] if self.range else LARGEST_NUMBER


class UnknownAs(Frozen):
    """Unknown counts as this value."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    value: Value = Field(alias="as")


class FactDeclaration(Declaration):
    """A fact that rules may ask about, and what it means when nobody knows it.

    fed_by:  under `from`, as in `from: account_rating.points`: where the fact is not given, the output of another book
             that is asked about the same account; a shipped one by its id, or a file beside this one by its name.
    unknown: `no_match` makes every comparison with the unknown fact fail, and its negation too: neither `x > 3` nor
             `not x > 3` holds. `{as: VALUE}` puts VALUE in its place. `x is known` always tells the truth.
    formula: the fact is computed, as in `our_price - rival_price`, and cannot be given. It is unknown where a fact that
             it is computed from is unknown and nothing stands in for it, and where it divides by 0.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    unknown: Literal["no_match"] | UnknownAs
    formula: str | None = Field(
        default=None, min_length=1, max_length=MAX_FORMULA, description="how it follows from other facts of the book"
    )
    fed_by: Fed | None = Field(
        default=None, alias="from", description="BOOK.OUTPUT: the output of another book, where the fact is not given"
    )

    @model_validator(mode="before")
    @classmethod
    def _whole(cls, data: object) -> object:
        unfit_if([*cut_formula(data)])
        return data

    @model_validator(mode="after")
    def _computable(self) -> FactDeclaration:
        fed, ranged = self.fed_by is not None, self.range is not None
        unfit_if([*formula_faults(self.type, self.formula, ranged, fed)])
        return self


class Rule(Provenance):
    """One rule: when the sentence holds, then these outputs, because of this. Its source covers its numbers."""

    id: Identifier
    title: RuleTitle | None = None
    when: str = Field(min_length=1, max_length=MAX_WHEN)
    then: dict[Name, Value]
    because: Text
    priority: int | None = Field(default=None, ge=-1_000_000, le=1_000_000, description="the lower number goes first")


class TableRow(Provenance):
    """One rule as a row: a cell for each fact of the table, then a cell for each output. Its source covers its numbers.

    when: `5`, `a, b`, `< 5`, `[0.3..0.7)`, `not(a, b)`, `known`, `unknown`; `-` or nothing is for any value.
    """

    id: Identifier
    title: RuleTitle | None = None
    when: tuple[TableCell, ...] = Field(max_length=MAX_FACTS)
    then: tuple[Value, ...] = Field(max_length=MAX_OUTPUTS)
    because: Text
    priority: int | None = Field(default=None, ge=-1_000_000, le=1_000_000, description="the lower number goes first")


class DecisionTable(Frozen):
    """Rules in rows, as in a spreadsheet: the columns under `when` are facts, those under `then` are outputs."""

    when: tuple[Name, ...] = Field(min_length=1, max_length=MAX_FACTS)
    then: tuple[Name, ...] = Field(min_length=1, max_length=MAX_OUTPUTS)
    rows: tuple[TableRow, ...] = Field(min_length=1, max_length=MAX_RULES)


class Case(Frozen):
    """An example the book must get right. Facts not named are unknown; outputs not named are not checked.

    rule: the rule that must decide, or `otherwise`; for policies that give all hits, the list of rules that must fire.
    """

    name: str = Field(min_length=1, max_length=200)
    facts: dict[Name, Value | None] = Field(default_factory=dict)
    expect: dict[Name, Value | tuple[Value, ...]] = Field(default_factory=dict)
    rule: Identifier | tuple[Identifier, ...]


class Rulebook(Frozen):
    """A complete book, its rules written as sentences (`rules`) or as rows (`table`).

    hit:       which rules decide when several fire, with the meaning the DMN standard gives the words.
               `first`: the one written first. `unique`: at most one may fire, two are an error. `any`: several may fire
               if they say the same, else it is an error. `priority`: the most important one, by the rules' `priority`
               (the lowest number first, then the one written first) or, where no rule has one, by the order in which
               the outputs list their `values`. `collect`, `rule order`: all of them as written; `output order`: all of
               them, the most important values first. When none fires, `otherwise` holds.
    aggregate: what `collect` makes of the hits: the `list` of them (when absent), their `count`, or the `sum`, `min` or
               `max` of the single output.
    rules:     in a book with a table, its rows as sentences; the rules package fills them in.
    """

    id: Identifier
    title: Text
    purpose: Text | None = None
    hit: HitPolicy
    aggregate: Aggregate | None = None
    facts: dict[Name, FactDeclaration] = Field(min_length=1, max_length=MAX_FACTS)
    outputs: dict[Name, Declaration] = Field(min_length=1, max_length=MAX_OUTPUTS)
    rules: tuple[Rule, ...] = Field(default=(), max_length=MAX_RULES)
    table: DecisionTable | None = None
    otherwise: Otherwise
    cases: tuple[Case, ...] = Field(default=(), max_length=MAX_CASES)
    _feeders: Mapping[str, Rulebook] = PrivateAttr(default_factory=dict)

    @property
    def feeders(self) -> Mapping[str, Rulebook]:
        """By fact that comes `from` another book that book; only the loading of a book finds them."""
        return MappingProxyType(self._feeders)

    def with_feeders(self, feeders: Mapping[str, Rulebook]) -> Self:
        """The same book with the books that feed its facts, which must have been checked against it."""
        found = self.model_copy()
        found._feeders = dict(feeders)
        return found

    @model_validator(mode="after")
    def _has_rules(self) -> Rulebook:
        if not self.rules and self.table is None:
            raise Unfit(Fault("rules-none", say("a book needs `rules` or a `table`")))
        return self

    @property
    def given_facts(self) -> Mapping[str, FactDeclaration]:
        """The facts that can be given: all that are not computed."""
        return {name: declared for name, declared in self.facts.items() if declared.formula is None}

    @property
    def titles(self) -> Mapping[str, Text | None]:
        """The title that the book gives each rule and `otherwise`; None where it gives none."""
        rows = self.rules if self.table is None else self.table.rows
        return {**{each.id: each.title for each in rows}, OTHERWISE: self.otherwise.title}

    def title_of(self, rule: str | None) -> Text:
        """What people call this rule: its title, or its id with blanks; None and `otherwise` are for no rule fired.

        >>> from engine.rules import load_book
        >>> load_book("engagement_choice").title_of("sponsor_opens_the_way").en
        'A sponsor opens the door'
        """
        given = self.titles.get(rule or OTHERWISE)
        if given is not None:
            return given
        if rule is None or rule == OTHERWISE:
            return Text.of(say("no rule fired"))
        plain = rule.replace("_", " ")
        return Text(en=plain, zh=plain)

    @property
    def single_hit(self) -> bool:
        """Does one rule decide, however many fire?"""
        return self.hit in SINGLE_HIT

    @property
    def ranked_by_outputs(self) -> bool:
        """Are rules ranked by the order in which the outputs list their values?"""
        return self.hit == "output order" or (
            self.hit == "priority" and all(rule.priority is None for rule in self.rules)
        )

    def rank(self, rule: Rule) -> tuple[int, ...]:
        """Where a rule's outputs stand in the lists of values, output by output; lower is more important."""
        ranked = ((name, declared.values) for name, declared in self.outputs.items() if declared.values)
        return tuple(
            values.index(value) if (value := str(rule.then.get(name))) in values else len(values)
            for name, values in ranked
        )

    def winning_order(self) -> tuple[Rule, ...]:
        """The rules in the order in which they win when several fire."""
        if self.ranked_by_outputs:
            return tuple(sorted(self.rules, key=self.rank))
        if self.hit == "priority":
            return tuple(sorted(self.rules, key=lambda rule: rule.priority or 0))
        return self.rules
