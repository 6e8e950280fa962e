"""Rulebooks and strategies packed into the flat array that compiled code reads (layout: `dynamics.machine.tables`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.dynamics.machine.composition import MECHANISMS
from engine.engagement import STRATEGIES, Strategy, strategy_words
from engine.errors import InputError, Problem
from engine.model.decisions import BOOK_OUTPUTS, BOOKS
from engine.model.facts import FACT_INDEX
from engine.model.rule_table import FactCells, RuleCells, RuleTable
from engine.model.terms import Engagement
from engine.wording import nearest, say


class _Words:
    """A growing list of 8-byte words, integers and floats side by side."""

    def __init__(self) -> None:
        self.words: list[int | float] = []

    def append(self, values: Sequence[int | float]) -> int:
        place = len(self.words)
        self.words += values
        return place

    def append_bits(self, bits: npt.NDArray[np.bool_]) -> int:
        """Append one byte a bit; returns the place of the first, in bytes."""
        padded = np.zeros(-(-max(1, bits.size) // 8) * 8, np.uint8)
        padded[: bits.size] = bits
        return 8 * self.append([int(word) for word in padded.view(np.int64)])

    def array(self) -> npt.NDArray[np.int64]:
        packed = np.zeros(len(self.words), np.int64)
        floats = packed.view(np.float64)
        for place, word in enumerate(self.words):
            if isinstance(word, float):
                floats[place] = word
            else:
                packed[place] = word
        return packed


def _fact_number(table: RuleTable, fact: int) -> int:
    name = table.fact_names[fact]
    if name not in FACT_INDEX:
        what = say("the simulation does not supply the fact `{name}`", name=name)
        raise InputError(Problem(table.book, what, nearest(name, FACT_INDEX), "fact-not-supplied"))
    return FACT_INDEX[name]


def _outputs(role: str, table: RuleTable) -> list[int | float]:
    wanted = BOOK_OUTPUTS[role]
    for name in wanted:
        if name not in table.output_names:
            what = say("used as {purpose}, it must declare the output `{name}`", purpose=role, name=name)
            raise InputError(Problem(table.book, what, nearest(name, table.output_names), "output-missing"))
    columns = [table.output_names.index(name) for name in wanted]
    return [float(value) for value in table.outputs[:, columns].ravel()]


def _offsets(cuts: npt.NDArray[np.float64], own: FactCells, possible: npt.NDArray[np.bool_], stride: int) -> list[int]:
    """For each cell between the book's cuts of a fact: the rule's own cell × stride, −1 where the rule cannot fire."""
    cells = [0]
    for number in range(2 * len(cuts) + 1):
        cut = cuts[number // 2] if number < 2 * len(cuts) else np.inf
        below = int(np.searchsorted(own.cuts, cut))
        on_cut = number % 2 == 1 and below < len(own.cuts) and own.cuts[below] == cut
        cells.append(2 + 2 * below if on_cut else 1 + 2 * below)
    return [cell * stride if possible[cell] else -1 for cell in cells]


def _pack_rule(out: _Words, rule: RuleCells, cuts: Mapping[int, npt.NDArray[np.float64]]) -> int:
    """Append one rule and return its place. `cuts`: of each fact of the book, by its place in the fact list."""
    fires = rule.fires.reshape([fact.count for fact in rule.facts])
    axes = range(fires.ndim)
    strides = [int(np.prod(fires.shape[axis + 1 :])) for axis in axes]
    possible = [np.asarray(fires.any(axis=tuple(other for other in axes if other != axis))) for axis in axes]
    entries: list[int | float] = [len(rule.facts), out.append_bits(fires.ravel())]
    for axis in sorted(axes, key=lambda axis: float(possible[axis].mean())):  # what rules out most comes first
        fact = rule.facts[axis]
        offsets = out.append(_offsets(cuts[fact.fact], fact, possible[axis], strides[axis]))
        entries += [list(cuts).index(fact.fact), offsets]
    return out.append(entries)


def _pack_book(out: _Words, role: str, table: RuleTable, counts_at: int) -> int:
    """Append one book, whose counters begin at `counts_at`, and return where it starts."""
    rules = len(table.rules)
    used = sorted({fact.fact for rule in table.rules for fact in rule.facts})
    cuts = {
        place: np.unique(
            [cut for rule in table.rules for fact in rule.facts if fact.fact == place for cut in fact.cuts]
        )
        for place in used
    }
    head = out.append([rules, len(BOOK_OUTPUTS[role]), 0, counts_at, len(used), 0, *([0] * rules)])
    out.words[head + 2] = out.append(_outputs(role, table))
    facts: list[int | float] = []
    for place in used:
        facts += [_fact_number(table, place), len(cuts[place]), out.append([float(cut) for cut in cuts[place]])]
    out.words[head + 5] = out.append(facts)
    for number, rule in enumerate(table.rules):
        out.words[head + 6 + number] = _pack_rule(out, rule, cuts)
    return head


@dataclass(frozen=True)
class Packed:
    """Everything compiled code needs for deciding.

    words:               see `dynamics.machine.tables`.
    counters:            for each book, where its counters lie: one per rule in winning order, the last for "no rule".
    asks_about_account:  a book that is asked during a deal wants facts about the account.
    """

    words: npt.NDArray[np.int64]
    counters: Mapping[str, slice]
    asks_about_account: bool

    @property
    def counts(self) -> int:
        return max(int(place.stop) for place in self.counters.values())


def pack(tables: Mapping[str, RuleTable], strategies: tuple[Strategy, ...] = STRATEGIES) -> Packed:
    """`tables` has one entry per name in BOOKS."""
    out = _Words()
    out.append([len(BOOKS)] + [0] * (len(BOOKS) + 1))
    counters: dict[str, slice] = {}
    at = 0
    for number, role in enumerate(BOOKS):
        out.words[1 + number] = _pack_book(out, role, tables[role], at)
        counters[role] = slice(at, at + len(tables[role].rules) + 1)
        at = counters[role].stop
    out.words[1 + len(BOOKS)] = len(out.words)
    out.append(strategy_words(strategies, len(out.words)))
    return Packed(out.array(), counters, _asks_about_account(tables))


def _asks_about_account(tables: Mapping[str, RuleTable]) -> bool:
    of_account = {fact for mechanism in MECHANISMS for fact in mechanism.facts_of_account}
    during_deal = [table for role, table in tables.items() if role != BOOKS[0]]
    used = {table.fact_names[fact.fact] for table in during_deal for rule in table.rules for fact in rule.facts}
    return bool(used & of_account)


def strategies_with(strategy: Strategy) -> tuple[Strategy, ...]:
    """The shipped strategies, with one of the user's own in the place of the one whose number it bears."""
    if strategy.number == Engagement.do_nothing and (strategy.phases or strategy.chooser):
        what = say("it acts under the number of `do_nothing`")
        hint = say("give it the number of another strategy")
        raise InputError(Problem(strategy.name, what, hint, "strategy-number"))
    return tuple(strategy if shipped.number == strategy.number else shipped for shipped in STRATEGIES)
