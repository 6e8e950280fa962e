"""What each rule of a book is worth in one scenario, under one strategy: with it and without it, on the same luck."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from pydantic import Field

from engine.experiment import roi_words
from engine.experiment.book_choice import choose_book
from engine.experiment.compare import DEFAULT_SEED, known_strategies, load_books, valid_seed
from engine.experiment.comparison import Estimate
from engine.experiment.contrast import (
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
from engine.experiment.estimators import RatioEstimator
from engine.experiment.gather import ProgressCallback
from engine.experiment.job import MakeSimulator
from engine.experiment.receipts import receipt_of
from engine.experiment.shapley import Shares, columns_of
from engine.experiment.silencing import BATCH, LeaveOneOut, Noted
from engine.experiment.verdict import estimate
from engine.model.base import Frozen, Text
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.results.effects import EFFECTS
from engine.results.receipt import Receipt, code_hash
from engine.simulation import Simulator
from engine.wording.language import reader_language

WHOLE = "all rules"


class RuleWorth(Frozen):
    """One rule: how often it decided, and what it adds.

    decided:    decisions it took, of all that the book took.
    decided_in: replications in which it decided at least once.
    changed_in: replications with any record that is different without it.
    adds:       with all rules − without this one, by measure.
    share:      its Shapley share, by measure; None where shares were not asked for.
    """

    rule: str
    when: str
    because: Text
    decided: int
    decided_in: int
    changed_in: int
    adds: dict[str, Effect]
    share: dict[str, Effect] | None = None


class SharedWorth(Frozen):
    """All rules together against none of them, on the batches that the Shapley shares come from.

    adds: with all rules − with none, by measure; the rules' shares add up to it.
    none: each measure when no rule speaks and `otherwise` always holds.
    """

    batches: int
    replications: int
    adds: dict[str, Effect]
    none: dict[str, float | None]


class RuleRoi(Frozen):
    """What the rules of a book are worth, in this scenario and under this strategy; rules in the order they win.

    decisions:        how often the book was asked; otherwise: how often no rule fired.
    estimates:        each measure with all rules.
    confidence:       of every interval; clear_confidence: of those behind `clear`, adjusted for `comparisons`, the
                      number of rules × measures.
    """

    scenario_id: str
    title: Text
    currency: str
    strategy: str
    purpose: str
    book: str
    book_title: Text
    seed: int
    replications: int
    decisions: int
    otherwise: int
    confidence: float
    clear_confidence: float
    comparisons: int
    estimates: dict[str, Estimate]
    rules: tuple[RuleWorth, ...]
    together: SharedWorth | None = Field(default=None, description="None where shares were not asked for")
    receipt: Receipt

    def rule(self, name: str) -> RuleWorth:
        """The rule with this id. Raises KeyError where there is none."""
        found = {each.rule: each for each in self.rules}
        return found[name]

    def to_markdown(self, lang: str = "en") -> str:
        """The result as Markdown, in "en" or "zh"."""
        return roi_words.markdown(self, lang)

    def _repr_markdown_(self) -> str:
        return self.to_markdown(reader_language())


def rule_roi(
    scenario: Scenario,
    book: str | Path | Rulebook,
    strategy: str = "playbook",
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
    (strategy,) = known_strategies([strategy])
    usual = load_books(scenario) if books is None else books
    purpose, chosen = choose_book(usual, book)
    used = {**usual, purpose: chosen}
    least, why = (2 * BATCH, " of Shapley shares") if shapley else (2, "")
    number = enough_replications(replications, least, why)
    columns = columns_of(EFFECTS) if shapley else ()
    whole = Alternative(WHOLE, scenario, strategy, used)
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
        (strategy,),
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
        strategy=whole.strategy,
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
