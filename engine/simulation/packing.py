"""Rulebooks and strategies packed into the flat array that compiled code reads (`dynamics.machine.packed_tables`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.dynamics.machine import packed_tables as layout
from engine.dynamics.state.shared import BOOK_FACTS_MOST, STACK
from engine.engagement import STRATEGIES, Strategy
from engine.errors import InputError, Problem
from engine.model.decimal_arithmetic import FACT, NUMBER, STAND_IN
from engine.model.decisions import ASKED_OF_MOVES, BOOK_OUTPUTS, BOOKS
from engine.model.facts import FACT_INDEX
from engine.model.rule_table import AllOf, CellTest, FactCells, RuleTable, RuleTest
from engine.model.terms import Ruling
from engine.simulation.packed_phases import asked_facts, phase_words, sentences_of
from engine.situation.forbidden_moves import CODE, never_made, why_never
from engine.situation.own_facts import OwnFacts
from engine.wording import nearest, say

STRATEGY_OUTPUT = "engagement"
"""The output whose words are names of strategies."""
RULING_OUTPUT = "ruling"
"""The output whose words are those of `model.terms.Ruling`."""

NONE_OWN = OwnFacts()


class _Words:
    """A growing list of 8-byte words, integers and floats side by side."""

    def __init__(self) -> None:
        self.words: list[int | float] = []
        self._bytes: dict[bytes, int] = {}

    def append(self, values: Sequence[int | float]) -> int:
        place = len(self.words)
        self.words += values
        return place

    def append_named(self, values: Mapping[int, int | float]) -> int:
        """Append words that the layout names; the names are their places, from 0 without a gap."""
        return self.append([values[place] for place in range(len(values))])

    def append_bytes(self, values: Sequence[int]) -> int:
        """Append bytes, equal ones once; returns the place of the first, in bytes."""
        text = bytes(values)
        if text not in self._bytes:
            padded = text.ljust(-(-max(1, len(text)) // 8) * 8, b"\0")
            self._bytes[text] = 8 * self.append([int(word) for word in np.frombuffer(padded, np.int64)])
        return self._bytes[text]

    def array(self) -> npt.NDArray[np.int64]:
        packed = np.zeros(len(self.words), np.int64)
        floats = packed.view(np.float64)
        for place, word in enumerate(self.words):
            if isinstance(word, float):
                floats[place] = word
            else:
                packed[place] = word
        return packed


def _fact_number(role: str, table: RuleTable, fact: str, own: OwnFacts) -> int:
    at_hand = ASKED_OF_MOVES.get(role)
    if at_hand is not None and fact not in at_hand:
        what = say(
            "used as {purpose}, it asks about `{fact}`, which is not looked at for a move", purpose=role, fact=fact
        )
        raise InputError(Problem(table.book, what, nearest(fact, at_hand), "fact-not-of-moves"))
    if fact in own.names:
        return len(FACT_INDEX) + own.names.index(fact)
    if fact not in FACT_INDEX:
        what = say("the simulation does not supply the fact `{fact}`", fact=fact)
        raise InputError(Problem(table.book, what, nearest(fact, FACT_INDEX), "fact-not-supplied"))
    return FACT_INDEX[fact]


def _outputs(role: str, table: RuleTable, cast: tuple[Strategy, ...]) -> list[int | float]:
    columns = []
    for name in BOOK_OUTPUTS.get(role, ()):
        if name not in table.outputs:
            what = say("used as {purpose}, it must declare the output `{output}`", purpose=role, output=name)
            raise InputError(Problem(table.book, what, nearest(name, table.outputs), "output-missing"))
        column = table.outputs[name]
        if name == STRATEGY_OUTPUT:
            column = np.array([_number_of(table.choices[name][int(code)], table, cast) for code in column], np.float64)
        if name == RULING_OUTPUT:
            column = np.array([_ruling_of(table.choices[name][int(code)], table) for code in column], np.float64)
        columns.append(column)
    return [float(value) for value in np.stack(columns, axis=1).ravel()] if columns else []


def _number_of(name: str, table: RuleTable, cast: tuple[Strategy, ...]) -> int:
    """The number of a strategy that a rulebook chooses. Raises InputError for one that it cannot choose."""
    never = never_made(name)
    if never is not None:
        raise InputError(Problem(table.book, why_never(never), code=CODE))
    can = [strategy.name for strategy in cast if not strategy.rules_choose and strategy.counsellor is None]
    if name not in can:
        what = say("it chooses the strategy `{strategy}`, which rules cannot choose here", strategy=name)
        raise InputError(Problem(table.book, what, nearest(name, can), "strategy-not-to-choose"))
    return [strategy.name for strategy in cast].index(name)


def _ruling_of(name: str, table: RuleTable) -> int:
    """What a compliance book says, as a number, in whatever order it lists its words."""
    if name not in Ruling.__members__:
        what = say("a ruling is none of {rulings}: `{name}`", rulings=list(Ruling.__members__), name=name)
        raise InputError(Problem(table.book, what, nearest(name, Ruling.__members__), "ruling-unknown"))
    return int(Ruling[name])


def _pack_test(out: _Words, test: RuleTest, facts: Mapping[str, FactCells], yes: int, no: int) -> int:
    """Append the tests of a rule and return where they begin; yes, no: where to go on after them.

    facts: as the book cuts those it asks about. Of tests that must all hold, what rules out most comes first.
    """
    if isinstance(test, CellTest):
        held = [test.cells >> cell & 1 for cell in range(facts[test.fact].count)]
        cells = out.append_bytes(held)
        said = {layout.TEST_FACT: list(facts).index(test.fact), layout.TEST_CELLS_AT: cells}
        return out.append_named({**said, layout.TEST_YES: yes, layout.TEST_NO: no})
    every = isinstance(test, AllOf)
    first = yes if every else no
    for part in sorted(test.parts, key=lambda part: _share(part, facts), reverse=every):
        first = _pack_test(out, part, facts, first, no) if every else _pack_test(out, part, facts, yes, first)
    return first


def _share(test: RuleTest, facts: Mapping[str, FactCells]) -> float:
    """Of how many cells of its fact a test holds, as a share; brackets come after single tests where all must hold."""
    return test.cells.bit_count() / facts[test.fact].count if isinstance(test, CellTest) else 1.0


def _pack_steps(out: _Words, role: str, table: RuleTable, name: str, own: OwnFacts) -> int:
    """Append what computes a fact and return its place."""
    words: list[int | float] = []
    deep = deepest = 0
    for step, argument in table.computed[name]:
        deep += 1 if step in (NUMBER, FACT) else 0 if step == STAND_IN else -1
        deepest = max(deepest, deep)
        words += [step, _fact_number(role, table, str(argument), own) if step == FACT else float(argument)]
    if deepest > STACK:
        what = say("the formula of `{fact}` is nested too deep to be simulated", fact=name)
        raise InputError(Problem(table.book, what, say("write it in another order"), "formula-large"))
    return out.append(words)


def _pack_book(
    out: _Words, role: str, table: RuleTable, cast: tuple[Strategy, ...], counts_at: int, own: OwnFacts
) -> int:
    """Append one book, whose counters begin at `counts_at`, and return where it starts."""
    rules = len(table.rules)
    facts = {name: table.facts[name] for name in table.asked()}
    head = out.append([0] * (layout.BOOK_HEAD + rules))
    outputs = out.append(_outputs(role, table, cast))
    if len(facts) > BOOK_FACTS_MOST:
        what = say("its rules ask about {n} facts, at most {most} can be simulated", n=len(facts), most=BOOK_FACTS_MOST)
        raise InputError(Problem(table.book, what, code="book-large"))
    cuts = {name: out.append(cells.cuts) for name, cells in facts.items()}
    steps = {name: _pack_steps(out, role, table, name, own) for name in facts if name in table.computed}
    said = {
        layout.BOOK_RULES: rules,
        layout.BOOK_OUTPUTS: len(BOOK_OUTPUTS.get(role, ())),
        layout.BOOK_OUTPUTS_AT: outputs,
        layout.BOOK_COUNTS_AT: counts_at,
        layout.BOOK_FACTS: len(facts),
        layout.BOOK_FACTS_AT: len(out.words),
    }
    for name, cells in facts.items():
        computed = name in steps
        out.append_named(
            {
                layout.FACT_NUMBER: 0 if computed else _fact_number(role, table, name, own),
                layout.FACT_CUTS: len(cells.cuts),
                layout.FACT_CUTS_AT: cuts[name],
                layout.FACT_STEPS: len(table.computed[name]) if computed else 0,
                layout.FACT_STEPS_AT: steps.get(name, 0),
            }
        )
    for place, word in said.items():
        out.words[head + place] = word
    for number, rule in enumerate(table.rules):
        out.words[head + layout.BOOK_HEAD + number] = _pack_test(out, rule.when, facts, layout.FIRES, layout.SILENT)
    return head


@dataclass(frozen=True)
class Packed:
    """Everything compiled code needs for deciding.

    words:               see `dynamics.machine.packed_tables`.
    counters:            for each book, where its counters lie: one per rule in winning order, the last for "no rule".
    strategies:          the shipped ones, and one of the user's own after them; a place is a number in records.
    strategy:            the one that is followed.
    asks_about_account:  what is asked during a deal wants facts that only the account's own snapshot supplies.
    asks_about_memory:   a book or a phase wants to know what is remembered of the account.
    own:                 facts of the user's own that accounts tell.
    """

    words: npt.NDArray[np.int64]
    counters: Mapping[str, slice]
    strategies: tuple[Strategy, ...]
    strategy: Strategy
    asks_about_account: bool
    asks_about_memory: bool
    own: OwnFacts

    @property
    def counts(self) -> int:
        """How many counters the books need."""
        return max(int(place.stop) for place in self.counters.values())


def pack(tables: Mapping[str, RuleTable], strategy: Strategy, own: OwnFacts = NONE_OWN) -> Packed:
    """Everything for deciding. tables: one per name in BOOKS; strategy: the one to follow; own: facts of accounts."""
    cast = _strategies_with(strategy)
    sentences = sentences_of(cast)
    books = len(BOOKS) + len(sentences)
    out = _Words()
    out.append([books] + [0] * (books + 1))
    counters: dict[str, slice] = {}
    at = 0
    for number, role in enumerate(BOOKS):
        out.words[1 + number] = _pack_book(out, role, tables[role], cast, at, own)
        counters[role] = slice(at, at + len(tables[role].rules) + 1)
        at = counters[role].stop
    for number, (sentence, table) in enumerate(sentences.items(), len(BOOKS)):
        out.words[1 + number] = _pack_book(out, sentence, table, cast, at, own)
    numbers = {sentence: len(BOOKS) + place for place, sentence in enumerate(sentences)}
    out.words[1 + books] = len(out.words)
    out.append(_strategy_words(cast, len(out.words), numbers))
    asked = asked_facts(tables, sentences)
    return Packed(out.array(), counters, cast, strategy, asked.of_account, asked.of_memory, own)


def _strategies_with(strategy: Strategy) -> tuple[Strategy, ...]:
    """The strategies of a run. Raises InputError for one that takes the name of a shipped strategy."""
    if strategy in STRATEGIES:
        return STRATEGIES
    if strategy.name in [shipped.name for shipped in STRATEGIES]:
        what = say("a shipped strategy is called `{name}` already", name=strategy.name)
        raise InputError(Problem("strategy", what, say("give yours another name"), "strategy-taken"))
    return (*STRATEGIES, strategy)


def _strategy_words(strategies: tuple[Strategy, ...], base: int, sentences: Mapping[str, int]) -> list[int | float]:
    """Words to be placed at `base`: a place for each strategy, then each strategy's count (int) and phases (floats)."""
    places: list[int | float] = []
    body: list[int | float] = []
    for strategy in strategies:
        places.append(base + len(strategies) + len(body))
        body.append(len(strategy.phases))
        body += phase_words(strategy.phases, sentences)
    return places + body
