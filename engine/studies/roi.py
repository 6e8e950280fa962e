"""What each rule of a book is worth in one scenario, under one strategy: with it and without it, on the same luck."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from engine.engagement import Strategy
from engine.execution.job import MakeSimulator
from engine.execution.workers import Executor
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.results.effects import EFFECTS
from engine.results.receipt import Receipt, code_hash
from engine.simulation import Simulator
from engine.situation import known_strategies, load_books
from engine.statistics.estimators import RatioEstimator
from engine.statistics.verdicts import estimate
from engine.studies.book_choice import choose_book
from engine.studies.compare import DEFAULT_SEED, valid_seed
from engine.studies.contrast import (
    Alternative,
    Effect,
    Tally,
    confidences,
    effect_between,
    enough_replications,
    horizon_days,
    play,
    unchanged,
)
from engine.studies.gather import ProgressCallback
from engine.studies.receipts import receipt_of
from engine.studies.rule_worth import RuleRoi, RuleWorth, SharedWorth
from engine.studies.shapley import Shares, columns_of
from engine.studies.silencing import BATCH, LeaveOneOut, Noted

WHOLE = "all_rules"


def rule_roi(
    scenario: Scenario,
    book: str | Path | Rulebook,
    strategy: str | Strategy = "playbook",
    *,
    replications: int | None = None,
    shapley: bool = False,
    seed: int = DEFAULT_SEED,
    workers: int | None = None,
    progress: ProgressCallback | None = None,
    books: Mapping[str, Rulebook] | None = None,
    command: str = "",
    executor: Executor | None = None,
    simulator: MakeSimulator = Simulator,
) -> RuleRoi:
    """Take every rule of a book away in turn and tell what it adds to wins, weeks, selling cost and margin.

    book:         a purpose, the id of a book of the scenario, a YAML file, or a book; one from elsewhere takes the
                  place of the scenario's book with its purpose.
    replications: how many; 1024 when absent, 2 or more, 32 or more for Shapley shares.
    shapley:      share what the rules are worth together among them, for rules that stand in for one another.
    Other arguments as in `compare`. Raises InputError for wrong arguments, before anything is run.
    """
    created, code = datetime.now(UTC).isoformat(timespec="seconds"), code_hash()
    (played,) = known_strategies([strategy])
    usual = load_books(scenario) if books is None else books
    purpose, chosen = choose_book(usual, book)
    used = {**usual, purpose: chosen}
    number = enough_replications(replications, 2 * BATCH if shapley else 2, shares=shapley)
    columns = columns_of(EFFECTS) if shapley else ()
    whole = Alternative(WHOLE, scenario, played, used)
    job = LeaveOneOut(whole, purpose, valid_seed(seed), columns, simulator)
    tally = Tally.of(job.names, EFFECTS, horizon_days(scenario))
    decided_in = np.zeros(len(job.rules) + 1, np.int64)
    shares = Shares(len(job.rules), EFFECTS, seed) if shapley else None

    def remark(replication: int, noted: Noted) -> None:
        decided_in.__iadd__(noted.decided > 0)
        if shares is not None:
            shares.add(replication, noted)

    play(job, tally, number, workers, executor, progress, remark)
    receipt = receipt_of(
        scenario,
        (played.name,),
        used,
        seed,
        tally.rows(),
        replications=number,
        code_sha256=code,
        created=created,
        command=command,
    )
    return _conclude(job, tally, decided_in.tolist(), shares, receipt)


def _conclude(
    job: LeaveOneOut, tally: Tally, decided_in: list[int], shares: Shares | None, receipt: Receipt
) -> RuleRoi:
    whole, kept = job.whole, tally.kept
    book = whole.books[job.purpose]
    comparisons = len(job.rules) * len(EFFECTS)
    confidence, clear = confidences(comparisons)
    counts = [int(count) for count in kept.sums[job.names[0]].rule_counts[job.purpose]]
    estimators = {name: RatioEstimator(measure, kept) for name, measure in EFFECTS.items()}
    rules = tuple(
        RuleWorth(
            rule=rule.id,
            when=rule.when,
            because=rule.because,
            decided=counts[place],
            decided_in=decided_in[place],
            changed_in=tally.parted[rule.id],
            adds=_adds(tally, estimators, place + 1, comparisons, never=counts[place] == 0),
            share=None if shares is None else shares.effects(place, comparisons),
        )
        for place, rule in enumerate(book.winning_order())
    )
    together = None
    if shares is not None:
        together = SharedWorth(
            batches=shares.batches,
            replications=shares.replications,
            adds=shares.effects(None, len(EFFECTS)),
            none=shares.without_rules(),
        )
    return RuleRoi(
        scenario_id=whole.scenario.id,
        title=whole.scenario.title,
        currency=whole.scenario.currency,
        strategy=whole.strategy.name,
        purpose=job.purpose,
        book=book.id,
        book_title=book.title,
        seed=job.seed,
        replications=kept.n,
        decisions=sum(counts),
        otherwise=counts[-1],
        confidence=confidence,
        clear_confidence=clear,
        comparisons=comparisons,
        estimates={name: estimate(EFFECTS[name], each, 0, confidence) for name, each in estimators.items()},
        rules=rules,
        together=together,
        receipt=receipt,
    )


def _adds(
    tally: Tally, estimators: Mapping[str, RatioEstimator], without: int, comparisons: int, never: bool
) -> dict[str, Effect]:
    if never:
        return {name: unchanged(name, "never_decided") for name in estimators}
    changed = tally.changed[tally.kept.strategies[without]].tolist()
    return {
        name: effect_between(EFFECTS[name], estimator, 0, without, count, comparisons)
        for (name, estimator), count in zip(estimators.items(), changed, strict=True)
    }
