"""Compare strategies on the same luck, run one strategy, or tell the story of one deal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

from engine.errors import InputError, Problem, suggest
from engine.experiment.comparison import Comparison
from engine.experiment.estimators import make_estimator
from engine.experiment.gather import Gatherer, ProgressCallback
from engine.experiment.job import Job, MakeSimulator
from engine.experiment.stopping import MOST_REPLICATIONS, describe, planned_looks
from engine.experiment.summary import strategy_result
from engine.experiment.verdict import BASELINE, all_differences, confidence_of, leads
from engine.experiment.workers import Workers
from engine.model.rulebook import Rulebook
from engine.model.scenario import Rulebooks, Scenario, StrategyName
from engine.results.event_log import write_events, write_traces
from engine.results.measures import MEASURES, Measure
from engine.results.receipt import Receipt, account_rules, code_hash, installed_version, versions
from engine.results.run_folder import RunWriter, run_name
from engine.results.trace import Trace
from engine.rules import book_hash, load_book
from engine.scenario_file import scenario_hash
from engine.simulation import Simulator

DEFAULT_SEED = 1
STRATEGIES: tuple[str, ...] = (*(name for name in get_args(StrategyName) if name != BASELINE), BASELINE)
"""All strategies; the baseline comes last."""

DEALS_TO_TRACE = 20


def compare(
    scenario: Scenario,
    strategies: Sequence[str] | None = None,
    *,
    replications: int | None = None,
    precision: float | None = None,
    seed: int = DEFAULT_SEED,
    workers: int | None = None,
    out: str | Path | None = None,
    progress: ProgressCallback | None = None,
    trace_first: int = DEALS_TO_TRACE,
    books: Mapping[str, Rulebook] | None = None,
    command: str = "",
    most_replications: int = MOST_REPLICATIONS,
    executor: Executor | None = None,
    simulator: MakeSimulator = Simulator,
) -> Comparison:
    """Run strategies on the same luck and say how they differ; `do_nothing` is always among them.

    strategies:   names, in the order of tables; all six when absent.
    replications: how many; 1024 when neither this nor `precision` is given.
    precision:    stop when the difference of win rates is known to ± this (a share) for every pair of strategies.
    seed:         0 or more; the same seed makes the same records, whatever the workers. 1 when absent.
    workers:      processes; absent means as many as are worth it.
    out:          folder of runs in which to store this one; nothing is written when absent.
    progress:     called now and then with a `Progress`.
    trace_first:  deals per strategy whose story is stored with the run.
    books:        rulebooks by purpose; loaded as the scenario names them when absent.
    executor:     runs the work elsewhere, for example on a cluster.
    Raises InputError for wrong arguments, before anything is run; RunFailed when the run cannot be finished or stored.
    """
    chosen = _known_strategies(STRATEGIES if strategies is None else strategies)
    if BASELINE not in chosen:
        chosen = (*chosen, BASELINE)
    job = Job(scenario, chosen, load_books(scenario) if books is None else books, _valid_seed(seed), simulator)
    planned = planned_looks(replications, precision, most_replications)
    return execute(job, planned, precision, workers, executor, _folder(out), progress, trace_first, command)


def run(
    scenario: Scenario,
    strategy: str,
    *,
    replications: int | None = None,
    seed: int = DEFAULT_SEED,
    workers: int | None = None,
    out: str | Path | None = None,
    progress: ProgressCallback | None = None,
    trace_first: int = DEALS_TO_TRACE,
    books: Mapping[str, Rulebook] | None = None,
    command: str = "",
    executor: Executor | None = None,
    simulator: MakeSimulator = Simulator,
) -> Comparison:
    """Run a single strategy; the result is a comparison of one, without differences. Arguments as for `compare`."""
    chosen = _known_strategies([strategy])
    job = Job(scenario, chosen, load_books(scenario) if books is None else books, _valid_seed(seed), simulator)
    planned = planned_looks(replications, None)
    return execute(job, planned, None, workers, executor, _folder(out), progress, trace_first, command)


def trace(
    scenario: Scenario,
    strategy: str,
    replication: int = 0,
    deal: int = 0,
    *,
    seed: int = DEFAULT_SEED,
    books: Mapping[str, Rulebook] | None = None,
    simulator: MakeSimulator = Simulator,
) -> Trace:
    """The story of one deal, the same as in a run of this seed: every trigger, decision, touch, sign-off and gate."""
    (name,) = _known_strategies([strategy])
    if replication < 0 or deal < 0:
        raise InputError.at("replication", "replications and deals are counted from 0")
    used = load_books(scenario) if books is None else books
    return simulator(scenario, name, used, _valid_seed(seed)).trace(replication, deal)


def load_books(scenario: Scenario, beside: str | Path | None = None) -> dict[str, Rulebook]:
    """The rulebooks a scenario names, by purpose. Paths are taken from the folder `beside`, the scenario file's."""

    def source(named: str) -> str | Path:
        is_file = named.lower().endswith((".yaml", ".yml"))
        return Path(beside) / named if is_file and beside is not None else named

    return {purpose: load_book(source(getattr(scenario.rulebooks, purpose))) for purpose in Rulebooks.model_fields}


def execute(
    job: Job,
    planned: tuple[int, ...],
    precision: float | None,
    workers: int | None,
    executor: Executor | None,
    out: Path | None,
    progress: ProgressCallback | None,
    deals_to_trace: int,
    command: str,
) -> Comparison:
    """Run a checked job; all arguments as in `compare`."""
    created = datetime.now(UTC).isoformat(timespec="seconds")
    gatherer = Gatherer(job, planned, precision, deals_to_trace)
    with (
        Workers(job, workers, executor) as pool,
        nullcontext() if out is None else RunWriter(out, run_name(job.scenario.id, created)) as writer,
    ):
        gatherer.run(pool, writer, progress)
        comparison = conclude(gatherer, created, command)
        if writer is None:
            return comparison
        return _store(writer, comparison, job, list(pool.traces(gatherer.to_trace)))


def conclude(gatherer: Gatherer, created: str, command: str) -> Comparison:
    """What the gathered replications say."""
    job, kept = gatherer.job, gatherer.kept
    looks = len(gatherer.planned)
    every: dict[str, Measure] = {**MEASURES, **{m.name: m for m in _role_measures(kept.ratios)}}
    estimators = {name: make_estimator(measure, kept) for name, measure in every.items()}
    results = {
        name: strategy_result(kept, estimators, at, confidence_of(looks), job.books, gatherer.representative.get(name))
        for at, name in enumerate(job.strategies)
    }
    differences = all_differences({name: estimators[name] for name in MEASURES}, job.strategies, looks)
    return Comparison(
        scenario_id=job.scenario.id,
        currency=job.scenario.currency,
        seed=job.seed,
        replications=kept.n,
        strategies=job.strategies,
        results=results,
        differences=differences,
        leads=leads(results, differences),
        precision=describe(gatherer.planned, gatherer.looks, gatherer.target, gatherer.reached, len(job.strategies)),
        receipt=_receipt(gatherer, created, command),
    )


def _role_measures(ratios: Mapping[str, Measure]) -> list[Measure]:
    return [measure for name, measure in ratios.items() if name not in MEASURES]


def _receipt(gatherer: Gatherer, created: str, command: str) -> Receipt:
    job = gatherer.job
    return Receipt(
        program=f"kam-sandbox {installed_version('kam-sandbox')}",
        created=created,
        command=command,
        scenario_id=job.scenario.id,
        scenario_sha256=scenario_hash(job.scenario),
        books={purpose: book_hash(book) for purpose, book in job.books.items()},
        code_sha256=code_hash(),
        versions=versions(),
        seed=job.seed,
        strategies=job.strategies,
        replications=gatherer.kept.n,
        accounts=account_rules(job.scenario),
        rows=gatherer.rows(),
    )


def _store(writer: RunWriter, comparison: Comparison, job: Job, traces: list[Trace]) -> Comparison:
    with writer.text("scenario.json") as file:
        file.write(job.scenario.model_dump_json(by_alias=True, indent=1) + "\n")
    for purpose, book in job.books.items():
        with writer.text(f"books/{purpose}.json") as file:
            file.write(book.model_dump_json(by_alias=True, indent=1) + "\n")
    with writer.text("events.csv") as file:
        write_events(file, traces)
    with writer.text("traces.jsonl") as file:
        write_traces(file, traces)
    with writer.text("comparison.json") as file:
        file.write(comparison_json(comparison))
    files = writer.close_records()
    receipt = comparison.receipt.model_copy(update={"files": files})
    with writer.text("receipt.json") as file:
        file.write(receipt.model_dump_json(indent=1) + "\n")
    return comparison.model_copy(update={"receipt": receipt, "folder": writer.commit()})


def comparison_json(comparison: Comparison) -> str:
    """The comparison without its receipt, which a run folder keeps in a file of its own."""
    return comparison.model_dump_json(exclude={"receipt"}, indent=1) + "\n"


def _known_strategies(names: Sequence[str]) -> tuple[str, ...]:
    problems = [
        Problem("strategies", f"there is no strategy `{name}`", suggest(name, STRATEGIES))
        for name in names
        if name not in STRATEGIES
    ]
    problems += [
        Problem("strategies", f"`{name}` is given twice") for name in set(names) if list(names).count(name) > 1
    ]
    if not names:
        problems.append(Problem("strategies", "none is given", suggest("", STRATEGIES)))
    if problems:
        raise InputError(*problems)
    return tuple(names)


def _valid_seed(seed: int) -> int:
    if not 0 <= seed < 2**63:
        raise InputError.at("seed", f"{seed} cannot be a seed", "a whole number from 0 to 9223372036854775807")
    return seed


def _folder(out: str | Path | None) -> Path | None:
    return None if out is None else Path(out)
