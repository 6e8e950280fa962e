"""Runs a checked job, draws the conclusions, and stores the run."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

from engine.engagement import STRATEGIES
from engine.engagement.own import plain_strategy
from engine.execution.job import Job
from engine.execution.workers import Executor, Workers
from engine.model.quantity import canonical
from engine.results.deal_trace import Trace
from engine.results.event_log import write_events
from engine.results.measure import Measure
from engine.results.measures import MEASURES
from engine.results.receipt import Receipt
from engine.results.run_folder import RunWriter, run_name
from engine.results.trace_file import TRACES, write_traces
from engine.simulation import WATCHED
from engine.statistics.estimators import make_estimator
from engine.statistics.looks import describe
from engine.statistics.verdicts import all_differences, confidence_of
from engine.studies.comparison import Comparison
from engine.studies.firings import rule_names, summarise_firings
from engine.studies.gather import Gatherer, ProgressCallback
from engine.studies.receipts import receipt_of
from engine.studies.summary import strategy_result


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
    own = [] if out is None else [plain_strategy(each) for each in job.strategies if each not in STRATEGIES]
    gatherer = Gatherer(job, planned, precision, deals_to_trace)
    with (
        Workers(job, workers, executor) as pool,
        nullcontext() if out is None else RunWriter(out, run_name(job.scenario.id, created)) as writer,
    ):
        gatherer.run(pool, writer, progress)
        comparison = conclude(gatherer, created, command)
        if writer is None:
            return comparison
        writer.add_firings(gatherer.firings(), rule_names(gatherer.books))
        stories = list(pool.traces([*gatherer.to_trace, *gatherer.also_told()]))
        writer.inputs(job.scenario, job.books, own)
        return _store(writer, comparison, stories[: len(gatherer.to_trace)], stories)


def conclude(gatherer: Gatherer, created: str, command: str) -> Comparison:
    """What the gathered replications say."""
    job, kept = gatherer.job, gatherer.kept
    looks = len(gatherer.planned)
    measures: dict[str, Measure] = {**MEASURES, **kept.ratios}
    estimators = {name: make_estimator(measure, kept) for name, measure in measures.items()}
    confidence, horizon = confidence_of(looks), canonical(job.scenario.horizon)
    firings = {
        name: summarise_firings(rows, min(kept.n, WATCHED), horizon, gatherer.books, confidence)
        for name, rows in gatherer.firings().items()
    }
    results = {
        name: strategy_result(
            kept, estimators, at, confidence, job.books, gatherer.representative.get(name), firings.get(name)
        )
        for at, name in enumerate(job.names)
    }
    differences = all_differences({name: estimators[name] for name in MEASURES}, job.names, looks)
    return Comparison(
        scenario_id=job.scenario.id,
        currency=job.scenario.currency,
        seed=job.seed,
        replications=kept.n,
        strategies=job.names,
        results=results,
        differences=differences,
        precision=describe(gatherer.planned, gatherer.looks, gatherer.target, gatherer.reached, len(job.names)),
        receipt=_receipt(gatherer, created, command),
    )


def _receipt(gatherer: Gatherer, created: str, command: str) -> Receipt:
    job = gatherer.job
    return receipt_of(
        job.scenario,
        job.names,
        job.books,
        job.seed,
        gatherer.rows(),
        replications=gatherer.kept.n,
        code_sha256=gatherer.code_sha256,
        created=created,
        command=command,
    )


def _store(writer: RunWriter, comparison: Comparison, logged: list[Trace], traces: list[Trace]) -> Comparison:
    with writer.text("events.csv") as file:
        write_events(file, logged)
    with writer.text(TRACES) as file:
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
