"""What becomes of replications when some rules of one book fall silent, each different course of events run once.

A silent rule never fires: the next rule that fires decides, or `otherwise`. Where a rule never decides, silencing it
changes nothing; so the course of a replication is known for every set of silent rules that would not have spoken.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.execution.job import MakeSimulator, Played, Player, Simulates, packed
from engine.model.rulebook import Rulebook
from engine.results.columns import COLUMN, Floats, replication_columns
from engine.results.deal_trace import Trace
from engine.results.records import Records
from engine.simulation import Simulator
from engine.studies.contrast import Alternative

BATCH = 16
"""Replications that share an order of removal."""

_ORDERS = 0x0DE5
_KEPT = 64
"""Simulators a worker keeps; making one takes some 30 ms."""

Rules = frozenset[int]
"""Places of rules in the order in which they win."""

_NONE: Rules = frozenset()


def silenced(book: Rulebook, silent: Collection[str]) -> Rulebook:
    """The book with these rules never firing, everything else in its place; its cases are left out."""
    fact = next(iter(book.facts))
    never = f"({fact} is known) and ({fact} is unknown)"
    rules = tuple(rule.model_copy(update={"when": never}) if rule.id in silent else rule for rule in book.rules)
    return book.model_copy(update={"rules": rules, "table": None, "cases": ()})


def removal_order(seed: int, batch: int, rules: int) -> tuple[int, ...]:
    """The order in which a batch takes rules away; a pure function of seed and batch, every order as likely."""
    words = np.random.SeedSequence(seed, spawn_key=(_ORDERS, batch)).generate_state(max(rules, 1), np.uint64)
    return tuple(np.argsort(words[:rules], kind="stable").tolist())


@dataclass(frozen=True)
class Course:
    """How one replication went with some rules silent, and which rules decided in it."""

    silent: Rules
    decided: Rules
    records: Records


@dataclass(frozen=True)
class Noted:
    """Of one replication: how often each rule decided, and the totals along two ways from all rules to none.

    decided: one count per rule, and one for `otherwise`.
    ways:    (2, rules + 1, columns): after 0, 1, … rules were taken away in the batch's order, and in its reverse.
    """

    decided: npt.NDArray[np.int64]
    ways: Floats | None


class Courses:
    """Runs replications with rules silent, and remembers how the present one went."""

    def __init__(self, whole: Alternative, purpose: str, seed: int, make: MakeSimulator = Simulator) -> None:
        self._whole, self._purpose, self._seed, self._make = whole, purpose, seed, make
        self._ids = [rule.id for rule in whole.books[purpose].winning_order()]
        self._simulators: OrderedDict[Rules, Simulates] = OrderedDict()
        self._replication = -1
        self._known: list[Course] = []
        self.runs = 0

    def course(self, replication: int, silent: Rules) -> Course:
        """The replication with these rules silent."""
        if replication != self._replication:
            self._replication, self._known = replication, []
        for known in self._known:
            if known.silent <= silent and not known.decided & silent:
                return known
        return self._run(silent)

    def simulator(self, silent: Rules) -> Simulates:
        """A simulator in which these rules are silent."""
        found = self._simulators.pop(silent, None)
        if found is None:
            whole, book = self._whole, self._whole.books[self._purpose]
            if silent:
                book = silenced(book, {self._ids[place] for place in silent})
            found = self._make(whole.scenario, whole.strategy, {**whole.books, self._purpose: book}, self._seed)
        self._simulators[silent] = found
        if len(self._simulators) > _KEPT:
            self._simulators.popitem(last=False)
        return found

    def _run(self, silent: Rules) -> Course:
        records = self.simulator(silent).run(self._replication, 1)
        self.runs += 1
        counts = records.rule_counts[self._purpose][:-1]
        found = Course(silent, frozenset(np.flatnonzero(counts).tolist()), records)
        self._known.append(found)
        return found


@dataclass(frozen=True)
class LeaveOneOut:
    """A job: all rules of a book, then without each of them in turn.

    whole:   the alternative with all rules; purpose: which of its books is meant.
    columns: what is noted along two ways of taking away all rules; none leaves those ways out.
    """

    whole: Alternative
    purpose: str
    seed: int
    columns: tuple[str, ...] = ()
    make: MakeSimulator = Simulator

    @property
    def rules(self) -> tuple[str, ...]:
        """Ids of the book's rules in winning order."""
        return tuple(rule.id for rule in self.whole.books[self.purpose].winning_order())

    @property
    def names(self) -> tuple[str, ...]:
        """The alternative with all rules first, then each by the rule it lacks."""
        return (self.whole.name, *self.rules)

    def packed(self) -> bytes:
        """The job as bytes."""
        return packed(self, [self.whole.strategy])

    def player(self) -> Player:
        """What plays it."""
        return _Player(self)


class _Player:
    """Plays a `LeaveOneOut`."""

    def __init__(self, job: LeaveOneOut) -> None:
        self._job = job
        self._courses = Courses(job.whole, job.purpose, job.seed, job.make)

    def run(self, first: int, count: int) -> Played:
        """Each alternative's records; notes on every replication."""
        rules = len(self._job.rules)
        left_out: list[Rules] = [_NONE, *(frozenset({rule}) for rule in range(rules))]
        numbers = range(first, first + count)
        courses, ways = [], []
        for replication in numbers:  # everything about one replication at once: its courses are known for it only
            courses.append([self._courses.course(replication, silent) for silent in left_out])
            ways.append(self._ways(replication, rules) if self._job.columns else [])
        records = tuple(
            _joined(name, [each[place].records for each in courses], with_counts=place == 0)
            for place, name in enumerate(self._job.names)
        )
        totals = _totals(ways, self._job.columns, rules) if self._job.columns else [None] * count
        counts = [each[0].records.rule_counts[self._job.purpose] for each in courses]
        return Played(records, tuple(Noted(*each) for each in zip(counts, totals, strict=True)))

    def trace(self, alternative: str, replication: int, deal: int) -> Trace:
        """The story of a deal without one rule."""
        place = self._job.names.index(alternative)
        silent = frozenset({place - 1}) if place else _NONE
        return self._courses.simulator(silent).trace(replication, deal)

    def _ways(self, replication: int, rules: int) -> list[Course]:
        """Courses along the batch's order of removal, then along its reverse."""
        order = removal_order(self._job.seed, replication // BATCH, rules)
        return [
            self._courses.course(replication, frozenset(way[:gone]))
            for way in (order, order[::-1])
            for gone in range(rules + 1)
        ]


def _joined(name: str, parts: Sequence[Records], with_counts: bool) -> Records:
    counts = {}
    if with_counts:
        counts = {book: np.sum([part.rule_counts[book] for part in parts], axis=0) for book in parts[0].rule_counts}
    outcomes, team = (np.concatenate([getattr(part, rows) for part in parts]) for rows in ("outcomes", "team"))
    return Records(name, outcomes, team, counts)


def _totals(ways: Sequence[Sequence[Course]], columns: Sequence[str], rules: int) -> list[Floats]:
    """Columns of every replication's ways; each distinct course is added up once."""
    distinct = {id(course): course for way in ways for course in way}
    place = {key: number for number, key in enumerate(distinct)}
    rows = {}
    for kind in ("outcomes", "team"):
        parts = [getattr(course.records, kind) for course in distinct.values()]
        rows[kind] = np.concatenate(parts)
        rows[kind]["replication"] = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    table = replication_columns(rows["outcomes"], rows["team"], 0, len(distinct))[:, [COLUMN[name] for name in columns]]
    return [table[[place[id(course)] for course in way]].reshape(2, rules + 1, len(columns)) for way in ways]
