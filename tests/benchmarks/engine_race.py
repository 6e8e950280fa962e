"""What a decision costs in each rule engine, on the same rules and facts, and whether all decide alike."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import process_time
from typing import Any

import numpy as np

from engine.rules import Book, CompiledBook, compile_book
from engine.simulation import BOOKS
from tests.benchmarks.decisions import decide_all, records_with
from tests.benchmarks.engine_books import codes, material, rulebook
from tests.benchmarks.engines import NOTHING, RIVALS, Decide, plain_chain, version_of
from tests.benchmarks.reference import our_program

PLAIN, SLIM, FULL, ASKED, MANY, KERNEL = (
    "a Python if-chain by hand",
    "CompiledBook.decide_rule",
    "CompiledBook.decide, reasons on demand",
    "Book.decide",
    "Book.decide_all, rules of all accounts at once",
    "our table in compiled code, as in a run",
)
DURABLE, MOST_POSTS = "durable_rules", 400
OURS = (SLIM, FULL, ASKED, MANY, KERNEL)
STAND_IN = "stage_gates"
"""The book whose place the rules of the race take among those a run is packed with."""


@dataclass(frozen=True)
class Entry:
    """One way of deciding: seconds each, round by round, and how often it decided otherwise than the if-chain."""

    name: str
    seconds: tuple[float, ...]
    wrong: int

    @property
    def middle(self) -> float:
        """The median round."""
        return median(self.seconds)


@dataclass(frozen=True)
class Race:
    """The entries for one book.

    undecided: share of facts for which no rule holds. depth: median place of the rule that decides, where one does.
    absent:    engines without an entry, and why.
    """

    rules: int
    undecided: float
    depth: float
    entries: tuple[Entry, ...]
    absent: dict[str, str]

    def entry(self, name: str) -> Entry:
        """The entry of this name."""
        return next(each for each in self.entries if each.name == name)

    @property
    def best_rival(self) -> Entry | None:
        """The fastest of the other engines; None where no other took part."""
        others = (each for each in self.entries if each.name not in (PLAIN, *OURS))
        return min(others, key=lambda each: each.middle, default=None)


def race(rules: int, asked: int, rounds: int) -> Race:
    """All that are installed, in turns, on the same facts; in a first round that does not count answers are checked."""
    said, facts = material(rules, asked)
    book = compile_book(rulebook(said))
    chain = plain_chain(said)
    expected = [chain(each) for each in facts]
    runners: dict[str, Decide] = {PLAIN: chain, SLIM: _slim(book), FULL: _full(book), ASKED: _asked(book)}
    absent = {package: "not installed" for package in RIVALS if version_of(package) is None}
    runners |= {package: make(said) for package, make in RIVALS.items() if package not in absent}
    wrong = {name: _wrong([decide(each) for each in facts], expected) for name, decide in runners.items()}
    times: dict[str, list[float]] = {name: [] for name in (*runners, MANY, KERNEL)}
    kernel, decided = _kernel(book, [codes(each) for each in facts])
    wrong[KERNEL] = _wrong(decided, expected)
    many, decided = _many(book, facts)
    wrong[MANY] = _wrong(decided, expected)
    for _ in range(rounds):
        for name, decide in runners.items():
            start = process_time()
            for each in facts:
                decide(each)
            times[name].append((process_time() - start) / asked)
        times[MANY].append(many())
        times[KERNEL].append(kernel())
    few = min(asked, MOST_POSTS)
    own = _durable(rules, few)
    if "failed" in own:
        absent[DURABLE] = own["failed"]
    else:
        times[DURABLE], wrong[DURABLE] = [own["seconds"]], _wrong(own["decided"], expected[:few])
    entries = tuple(Entry(name, tuple(found), wrong[name]) for name, found in times.items())
    depths = [place for place in expected if place != NOTHING]
    return Race(rules, expected.count(NOTHING) / asked, median(depths), entries, absent)


def _slim(book: CompiledBook) -> Decide:
    places = {rule.id: place for place, rule in enumerate(book.logic.rules)} | {None: NOTHING}
    return lambda facts: places[book.decide_rule(facts)]


def _full(book: CompiledBook) -> Decide:
    places = {rule.id: place for place, rule in enumerate(book.logic.rules)} | {None: NOTHING}
    return lambda facts: places[book.decide(facts).rule]


def _asked(book: CompiledBook) -> Decide:
    places, asked = (
        {rule.id: place for place, rule in enumerate(book.logic.rules)} | {None: NOTHING},
        Book.of(book.book),
    )
    return lambda facts: places[asked.decide(facts).rule]


def _many(book: CompiledBook, facts: list[Any]) -> tuple[Callable[[], float], list[int]]:
    """A timed round of all accounts at once, and what it decided."""
    places, asked = (
        {rule.id: place for place, rule in enumerate(book.logic.rules)} | {None: NOTHING},
        Book.of(book.book),
    )

    def timed() -> float:
        start = process_time()
        asked.decide_all(facts).rules  # noqa: B018 - rules are worked out when they are asked for
        return (process_time() - start) / len(facts)

    return timed, [places[rule] for rule in asked.decide_all(facts).rules]


def _kernel(book: CompiledBook, facts: list[Any]) -> tuple[Callable[[], float], list[int]]:
    """A timed round of the compiled table, facts written afresh each time, and what it decided."""
    simulator = our_program()
    tables = {role: each.table for role, each in simulator.books.items()} | {STAND_IN: book.table}
    records = records_with(simulator, tables)
    vectors, found = np.array(facts), np.zeros(len(facts))
    number = np.full(len(facts), BOOKS.index(STAND_IN))
    decide_all(*records, number, vectors, found, 1)

    def timed() -> float:
        start = process_time()
        decide_all(*records, number, vectors, found, 20)
        return (process_time() - start) / 20 / len(facts)

    return timed, [int(place) for place in found]


def _durable(rules: int, asked: int) -> dict[str, Any]:
    made = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.durable_race", str(rules), str(asked)],
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(made.stdout.splitlines()[-1])
    return found


def _wrong(decided: list[int], expected: list[int]) -> int:
    return sum(one != other for one, other in zip(decided, expected, strict=True))
