"""Playing champion and challenger side by side, and following their decisions to where they part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from engine.engagement import Strategy
from engine.errors import InputError, Problem
from engine.execution.job import MakeSimulator, Played, Player, SideBySide
from engine.execution.workers import Executor
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.results.deal_trace import Trace
from engine.results.measure import Ratio
from engine.results.measures import HEADLINE, MEASURES
from engine.results.receipt import Receipt, code_hash
from engine.rules import book_hash
from engine.simulation import Simulator
from engine.situation import known_strategies, load_books
from engine.statistics.estimators import make_estimator
from engine.statistics.verdicts import estimate
from engine.studies.book_choice import choose_book
from engine.studies.challenge import Challenge, Contestant
from engine.studies.compare import DEFAULT_SEED, valid_seed
from engine.studies.contrast import (
    Alternative,
    Alternatives,
    Tally,
    confidences,
    effect_between,
    enough_replications,
    horizon_days,
    play,
)
from engine.studies.gather import ProgressCallback
from engine.studies.parting import Comparer, Parting, Seen
from engine.studies.receipts import receipt_of
from engine.wording import say

CHAMPION, CHALLENGER = "champion", "challenger"
DEALS_FOLLOWED = 128
"""Replications whose decisions are followed one by one, when nobody says how many; a story takes some 10 ms."""


@dataclass(frozen=True)
class Match(Alternatives):
    """A job: champion and challenger side by side; the deals of the first `followed` replications are compared."""

    purpose: str = ""
    followed: int = 0

    def player(self) -> Player:
        """What plays it."""
        return _MatchPlayer(self)


class _MatchPlayer:
    """Plays a `Match`; a remark is the number of deals and the partings, or None where nobody looked."""

    def __init__(self, job: Match) -> None:
        self._job = job
        self._simulators = job.simulators()
        first, second = (each.books[job.purpose] for each in job.alternatives)
        self._comparer = Comparer(job.purpose, first, second)

    def run(self, first: int, count: int) -> Played:
        """Records of both, and remarks."""
        records = SideBySide(self._simulators).run(first, count).records
        return Played(records, tuple(self._followed(number) for number in range(first, first + count)))

    def trace(self, alternative: str, replication: int, deal: int) -> Trace:
        """The story of a deal under one of the books."""
        return self._simulators[alternative].trace(replication, deal)

    def _followed(self, replication: int) -> tuple[int, tuple[Parting, ...]] | None:
        if replication >= self._job.followed:
            return None
        pairs = list(zip(*(each.stories(replication) for each in self._simulators.values()), strict=True))
        opened = sum(any(event.kind == "trigger" for story in pair for event in story.events) for pair in pairs)
        found = (self._comparer.part(*pair) for pair in pairs)
        return opened, tuple(parting for parting in found if parting is not None)


def challenge(
    scenario: Scenario,
    challenger: str | Path | Rulebook,
    champion: str | Path | Rulebook | None = None,
    strategy: str | Strategy = "playbook",
    *,
    replications: int | None = None,
    followed: int = DEALS_FOLLOWED,
    seed: int = DEFAULT_SEED,
    workers: int | None = None,
    progress: ProgressCallback | None = None,
    books: Mapping[str, Rulebook] | None = None,
    command: str = "",
    executor: Executor | None = None,
    simulator: MakeSimulator = Simulator,
) -> Challenge:
    """Let a rulebook challenge another on the same luck: measures, decisions that differ, deals at which they part.

    challenger:   a YAML file or a book; also a purpose or the id of a book of the scenario.
    champion:     the same; the scenario's book with the challenger's purpose when absent.
    replications: how many; 1024 when absent, 2 or more.
    followed:     of these, the first so many have every decision of every deal followed.
    Other arguments as in `compare`. Raises InputError for wrong arguments, before anything is run.
    """
    created, code = datetime.now(UTC).isoformat(timespec="seconds"), code_hash()
    (followed_one,) = known_strategies([strategy])
    usual = load_books(scenario) if books is None else books
    purpose, pair = contestants(usual, challenger, champion)
    number = enough_replications(replications)
    sides = tuple(Alternative(name, scenario, followed_one, {**usual, purpose: book}) for name, book in pair.items())
    job = Match(sides, valid_seed(seed), simulator, purpose, min(followed, number))
    ratios = {name: measure for name in HEADLINE if isinstance(measure := MEASURES[name], Ratio)}
    tally, seen = Tally.of(job.names, ratios, horizon_days(scenario)), Seen()

    def remark(_: int, noted: tuple[int, tuple[Parting, ...]] | None) -> None:
        if noted is not None:
            seen.add(*noted)

    play(job, tally, number, workers, executor, progress, remark)
    receipt = receipt_of(
        scenario,
        (followed_one.name,),
        {**{name: book for name, book in usual.items() if name != purpose}, **pair},
        seed,
        tally.rows(),
        replications=number,
        code_sha256=code,
        created=created,
        command=command,
    )
    return _conclude(job, pair, tally, seen, receipt)


def contestants(
    books: Mapping[str, Rulebook], challenger: str | Path | Rulebook, champion: str | Path | Rulebook | None
) -> tuple[str, dict[str, Rulebook]]:
    """The purpose and both books. Raises InputError when they are the same, or not for the same purpose."""
    purpose, second = choose_book(books, challenger)
    first = books[purpose]
    if champion is not None:
        other, first = choose_book(books, champion, where="champion")
        if other != purpose:
            what = say(
                "`{champion}` is about {other}, the challenger `{challenger}` about {purpose}",
                champion=first.id,
                other=other,
                challenger=second.id,
                purpose=purpose,
            )
            hint = say("two books of one purpose can be compared")
            raise InputError(Problem("champion", what, hint, "challenge-purposes"))
    if book_hash(first) == book_hash(second):
        what = say("`{book}` is the champion itself", book=second.id)
        raise InputError(Problem("book", what, say("name another book, such as a YAML file"), "challenge-same"))
    return purpose, {CHAMPION: first, CHALLENGER: second}


def _conclude(job: Match, pair: Mapping[str, Rulebook], tally: Tally, seen: Seen, receipt: Receipt) -> Challenge:
    kept, first = tally.kept, job.alternatives[0]
    confidence, clear = confidences(len(HEADLINE))
    estimators = {name: make_estimator(MEASURES[name], kept) for name in HEADLINE}
    changed = dict(zip(kept.ratios, tally.changed[CHALLENGER].tolist(), strict=True))
    differences = {
        name: effect_between(MEASURES[name], each, 1, 0, changed.get(name, tally.parted[CHALLENGER]), len(HEADLINE))
        for name, each in estimators.items()
    }
    sides = {}
    for at, (name, book) in enumerate(pair.items()):
        counts = kept.sums[name].rule_counts[job.purpose].tolist()
        sides[name] = Contestant(
            book=book.id,
            title=book.title,
            sha256=book_hash(book),
            decisions=sum(counts),
            otherwise=counts[-1],
            estimates={key: estimate(MEASURES[key], each, at, confidence) for key, each in estimators.items()},
        )
    return Challenge(
        scenario_id=first.scenario.id,
        title=first.scenario.title,
        currency=first.scenario.currency,
        strategy=first.strategy.name,
        purpose=job.purpose,
        seed=job.seed,
        replications=kept.n,
        confidence=confidence,
        clear_confidence=clear,
        champion=sides[CHAMPION],
        challenger=sides[CHALLENGER],
        differences=differences,
        parted_in=tally.parted[CHALLENGER],
        partings=seen.conclude(),
        receipt=receipt,
    )
