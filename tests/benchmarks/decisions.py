"""What a rule decision costs: by truth table in compiled code, by `decide`, by the live engine; and whether they agree.

The decisions are those of the reference deal, in the mix in which they come up there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import process_time
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.dynamics.kernels import kernel
from engine.dynamics.machine.packed_tables import decide, output
from engine.dynamics.state.flat_records import Record
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.errors import RuleMismatch
from engine.model.rule_table import RuleTable
from engine.rules import CompiledBook, compile_book, load_book, shipped_books
from engine.simulation import BOOK_OUTPUTS, BOOKS, Simulator
from engine.simulation.desk import SharedDesk
from engine.simulation.lowering import blank
from engine.simulation.packing import pack

Facts = dict[str, object]


@dataclass(frozen=True)
class Sample:
    """Decisions of some deals: the rulebook's place in BOOKS, the facts as numbers, and as a rulebook reads them."""

    books: npt.NDArray[np.int64]
    codes: npt.NDArray[np.float64]
    facts: list[tuple[CompiledBook, Facts]]


def sample(simulator: Simulator, deals: int) -> Sample:
    """Every decision of the first deals."""
    books, codes, facts = [], [], []
    for replication in range(deals):
        for event in simulator.trace(replication).events:
            if event.kind == "decision" and event.facts is not None:
                book = simulator.books[BOOKS[event.code]]
                books.append(event.code)
                codes.append(event.facts)
                facts.append((book, Facts(book.facts_from_codes(event.facts))))
    return Sample(np.array(books), np.array(codes), facts)


def records_with(simulator: Simulator, tables: Mapping[str, RuleTable]) -> tuple[Record, Record, Record]:
    """Fresh records of the simulator's first account, a deal with it, and a desk with these tables."""
    scenario = simulator.scenario
    fresh = blank(scenario, scenario.accounts[0])
    desk = SharedDesk(scenario, pack(tables, simulator.strategy))
    return fresh.account(), fresh.deal(), desk.record


@kernel
def decide_all(
    account: Account, deal: Deal, desk: Desk, books: Any, codes: Any, first_outputs: Any, times: int
) -> None:
    """Every decision of a sample, so many times; the first output of each is left in `first_outputs`."""
    for _ in range(times):
        for k in range(len(books)):
            for fact in range(codes.shape[1]):
                deal.facts[fact] = codes[k, fact]
            first_outputs[k] = output(desk, decide(account, deal, desk, 0.0, books[k]), 0)


def kernel_seconds(simulator: Simulator, sampled: Sample, times: int) -> float:
    """Seconds for one decision by truth table inside compiled code, facts written afresh each time.

    Raises RuleMismatch when one comes out otherwise than by `decide`.
    """
    records = records_with(simulator, {role: book.table for role, book in simulator.books.items()})
    found = np.zeros(len(sampled.books))
    decide_all(*records, sampled.books, sampled.codes, found, 1)
    start = process_time()
    decide_all(*records, sampled.books, sampled.codes, found, times)
    seconds = (process_time() - start) / times / len(found)
    for place, (book, facts) in enumerate(sampled.facts):
        fired = book.decide(facts).fired
        first, *_ = BOOK_OUTPUTS[BOOKS[sampled.books[place]]]
        if found[place] != book.table.outputs[first][fired[0] if fired else -1]:
            raise RuleMismatch(f"rulebook {book.book.id}: compiled code and `decide` differ for {facts}")
    return seconds


def seconds_each(ask: Callable[[CompiledBook, Facts], object], sampled: Sample, times: int) -> float:
    """Seconds for one decision, asked one by one."""
    for book, facts in sampled.facts:
        ask(book, facts)
    start = process_time()
    for _ in range(times):
        for book, facts in sampled.facts:
            ask(book, facts)
    return (process_time() - start) / times / len(sampled.facts)


def mismatches(count: int, seed: int) -> int:
    """Random facts put before every shipped rulebook in turn: how often the live engine decides otherwise."""
    rng = np.random.default_rng(seed)
    books = [compile_book(load_book(name)) for name in shipped_books()]
    wrong = 0
    for number in range(count):
        book = books[number % len(books)]
        try:
            book.check_against_engine(random_facts(book, rng))
        except RuleMismatch:
            wrong += 1
    return wrong


def random_facts(book: CompiledBook, rng: np.random.Generator) -> Facts:
    """Facts of all kinds: unknown, anywhere in range, exactly on a constant of a rule, and next to one."""
    facts: Facts = {}
    for name, declared in book.book.facts.items():
        if rng.random() < 0.15:
            facts[name] = None
        elif declared.type == "boolean":
            facts[name] = bool(rng.integers(2))
        elif declared.type == "choice":
            facts[name] = declared.values[rng.integers(len(declared.values))]
        else:
            facts[name] = _number(list(book.table.facts[name].cuts), declared.low, declared.high, declared.type, rng)
    return facts


def _number(cuts: list[float], low: float, high: float, kind: str, rng: np.random.Generator) -> float | int:
    value = float(rng.uniform(low, high))
    if cuts and rng.random() < 0.8:
        value = cuts[rng.integers(len(cuts))]
        if kind == "integer":
            value += rng.integers(-1, 2)
        else:
            value = float(rng.choice([value, np.nextafter(value, -np.inf), np.nextafter(value, np.inf)]))
    value = min(high, max(low, value))
    return round(value) if kind == "integer" else value
