"""What a book says of many accounts at once: rules and outputs in columns, counts, and each decision on demand."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import SupportsIndex, TypeVar

import numpy as np
import numpy.typing as npt

from engine.errors import InputError, Problem
from engine.model.rule_table import RuleTable
from engine.model.rulebook import OTHERWISE, Value
from engine.rules.language.conditions import leaves
from engine.rules.language.hit_policies import refuse_against_policy
from engine.rules.language.logic import BookLogic
from engine.rules.language.spoken import row_said, rule_called
from engine.rules.language.values import value_of
from engine.rules.tabulation.account_columns import Accounts, Codes
from engine.rules.tabulation.decision import Decision
from engine.rules.tabulation.fact_cells import DeclaredCells
from engine.rules.tabulation.many_lookups import cells_in, fired_sets
from engine.wording import (
    Cell,
    Column,
    Document,
    Folded,
    Joined,
    Message,
    Paragraph,
    Part,
    Said,
    Shown,
    Table,
    Title,
    counted,
    say,
)

T = TypeVar("T")
SHOWN_ACCOUNTS = 20
"""Accounts that a page lists; `table()` has all of them."""


@dataclass(frozen=True, eq=False)
class Decisions(Shown):
    """What a book said of many accounts; `decisions[3]` is the fourth account's decision with its reasons.

    names: what the accounts are called; empty where nobody says. said: what there is to say about reading them.
    given: the facts that had a column, that other books fed, or that are computed.
    fed:   by fed fact what those books decided of the accounts of which they were asked.
    asked: account by account which of these decisions that is, −1 where the fact was given.
    """

    logic: BookLogic = field(repr=False)
    names: tuple[str, ...] = field(repr=False)
    given: tuple[str, ...] = field(repr=False)
    said: tuple[Message, ...] = field(repr=False)
    _codes: Codes = field(repr=False)
    _sets: tuple[tuple[int, ...], ...] = field(repr=False)
    _which: npt.NDArray[np.int64] = field(repr=False)
    fed: Mapping[str, Decisions] = field(default_factory=dict, repr=False)
    asked: Mapping[str, npt.NDArray[np.int64]] = field(default_factory=dict, repr=False)

    def __repr__(self) -> str:
        return f"<{len(self)} decisions of rulebook {self.book}>"

    def __len__(self) -> int:
        return len(self._which)

    def __getitem__(self, place: SupportsIndex) -> Decision:
        at = range(len(self))[operator.index(place)]
        facts = facts_of(self.logic, self.given, self._codes, at)
        fed = {name: of[int(self.asked[name][at])] for name, of in self.fed.items() if self.asked[name][at] >= 0}
        return Decision(self.logic, self._sets[self._which[at]], facts, fed)

    @cached_property
    def undetermined(self) -> npt.NDArray[np.bool_]:
        """By account `Decision.undetermined`; accounts in the same cells are looked at once."""
        found = np.zeros(len(self), dtype=np.bool_)
        silent = np.flatnonzero(np.isin(self._which, [at for at, fired in enumerate(self._sets) if not fired]))
        if len(silent):
            asked = [leaf for condition in self.logic.conditions for leaf in leaves(condition)]
            cuts = [
                DeclaredCells.by(name, declared, (leaf for leaf in asked if leaf.fact == name), every=True)
                for name, declared in self.logic.book.facts.items()
            ]
            cells = np.array([cells_in(cut, row) for cut, row in zip(cuts, self._codes[:, silent], strict=True)])
            _, first, same = np.unique(cells, axis=1, return_index=True, return_inverse=True)
            open_ones = [self[int(silent[at])].undetermined for at in first]
            found[silent] = np.array(open_ones, dtype=np.bool_)[same.reshape(-1)]
        return found

    @property
    def book(self) -> str:
        """The book's id."""
        return self.logic.book.id

    @cached_property
    def rules(self) -> tuple[str | None, ...]:
        """By account the rule that decided, the first of them under `collect` and its like; None: no rule fired."""
        return self._spread([each.rule for each in self._kinds])

    @cached_property
    def all_rules(self) -> tuple[tuple[str, ...], ...]:
        """By account all rules that decided: one or none, several under `collect` and its like."""
        return self._spread([each.rules for each in self._kinds])

    @cached_property
    def outputs(self) -> Mapping[str, tuple[Value, ...]]:
        """By output what was decided for each account, as `Decision.outputs` has it."""
        rows = [each.outputs for each in self._kinds]
        names = self.logic.book.outputs
        return MappingProxyType({name: self._spread([row[name] for row in rows]) for name in names})

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many accounts each rule decided, in winning order, `otherwise` last; several rules may share one."""
        found = dict.fromkeys([*(rule.id for rule in self.logic.rules), OTHERWISE], 0)
        times = np.bincount(self._which, minlength=len(self._sets))
        for each, n in zip(self._kinds, times.tolist(), strict=True):
            for rule in each.rules or (OTHERWISE,):
                found[rule] += n
        return MappingProxyType(found)

    def table(self) -> list[dict[str, Value | None]]:
        """A line for each account: its name, or its number from 1, the rule that decided or `otherwise`, the outputs.

        Where all rules that fire count, they are joined by ` + `. An output called `account` or `rule` is `then.NAME`.
        """
        names = [self._called(place) for place in range(len(self))]
        rules = self._spread([" + ".join(each.rules) or OTHERWISE for each in self._kinds])
        heads = [f"then.{name}" if name in ("account", "rule") else name for name in self.outputs]
        return [
            {"account": name, "rule": rule, **dict(zip(heads, row, strict=True))}
            for name, rule, row in zip(names, rules, zip(*self.outputs.values(), strict=True), strict=True)
        ]

    def as_data(self) -> dict[str, object]:
        """The counts, and a line for each account, as plain data."""
        return {"book": self.book, "accounts": len(self), "counts": dict(self.counts), "decisions": self.table()}

    def document(self) -> Document:
        """How many accounts each rule decided, what was read, and the first accounts one by one."""
        book, n = self.logic.book, len(self)
        outcomes = [row_said(row, book.outputs) for row in (*self.logic.rows, self.logic.otherwise)]
        counts = [
            [Cell(rule_called(rule, book), value=rule), Cell(outcome), Cell(f"{times:,}", value=times)]
            for (rule, times), outcome in zip(self.counts.items(), outcomes, strict=True)
        ]
        columns = [Column(say("rule")), Column(say("then", context="column")), Column(say("accounts"), number=True)]
        parts: list[Part] = [
            Title(counted("{book}: {n} account", "{book}: {n} accounts", n, book=book.title), 3),
            Table(columns, counts),
            *(Paragraph(sentence, "note") for sentence in self.said),
        ]
        return Document([*parts, Folded(self._listed, [self._accounts()])] if n else parts)

    @property
    def _listed(self) -> Said:
        n = len(self)
        if n <= SHOWN_ACCOUNTS:
            return say("every account")
        return say("the first {some} of {n} accounts", some=SHOWN_ACCOUNTS, n=f"{n:,}")

    def _accounts(self) -> Table:
        lines: list[list[Cell | Said]] = []
        book = self.logic.book
        for place in range(min(len(self), SHOWN_ACCOUNTS)):
            decision = self[place]
            rules = [rule_called(rule, book) for rule in decision.rules or (OTHERWISE,)]
            lines.append([self._called(place), Cell(decision.decided, tone="strong"), Joined(rules, " + ")])
        columns = [Column(say("account")), Column(say("then", context="column")), Column(say("rule"))]
        return Table(columns, lines)

    def _called(self, place: int) -> str:
        return (self.names[place] if self.names else "") or str(place + 1)

    @cached_property
    def _kinds(self) -> tuple[Decision, ...]:
        """One decision for each set of rules that fired together: all but the facts depends on that set alone."""
        return tuple(Decision(self.logic, fired, {}) for fired in self._sets)

    def _spread(self, of_kinds: Sequence[T]) -> tuple[T, ...]:
        return tuple(map(of_kinds.__getitem__, self._which.tolist()))


def decide_accounts(
    logic: BookLogic,
    table: RuleTable,
    accounts: Accounts,
    codes: Codes,
    fed: Mapping[str, Decisions],
    asked: Mapping[str, npt.NDArray[np.int64]],
) -> Decisions:
    """What the book says of each account, by the codes of its facts; fed, asked: as in `Decisions`.

    Raises InputError with the first account of each kind on which rules fire that may not fire together under the hit
    policy.
    """
    sets, which = fired_sets(table, codes)
    given = tuple(
        name for name in logic.book.facts if name in accounts.columns or name in fed or name in logic.derived.formulas
    )
    problems: list[Problem] = []
    for kind, fired in enumerate(sets):
        if len(fired) > 1 and logic.book.hit in ("unique", "any"):
            at = int(np.argmax(which == kind))
            facts = facts_of(logic, given, codes, at)
            try:
                refuse_against_policy(
                    logic.book, [logic.rules[i] for i in fired], [logic.rows[i] for i in fired], facts
                )
            except InputError as wrong:
                where = accounts.where("", at)
                problems += [Problem(where, each.what, each.hint, each.code) for each in wrong.problems]
    if problems:
        raise InputError(*problems)
    return Decisions(logic, accounts.names, given, accounts.said, codes, sets, which, fed, asked)


def facts_of(logic: BookLogic, given: Sequence[str], codes: Codes, at: int) -> dict[str, Value | None]:
    """The facts of one account as values; None is unknown."""
    facts: dict[str, Value | None] = {}
    for (name, declared), code in zip(logic.book.facts.items(), codes[:, at].tolist(), strict=True):
        if name in given:
            facts[name] = None if code != code else value_of(declared, code)
    return facts
