"""Compare strategies on the same luck, run one strategy, or tell the story of one deal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from engine.engagement import BASELINE, STRATEGIES, Strategy, strategy_named
from engine.errors import InputError, Problem
from engine.execution.job import Job, MakeSimulator
from engine.execution.workers import Executor
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.results.deal_trace import Trace
from engine.simulation import Simulator
from engine.situation import known_strategies, load_books
from engine.statistics.looks import MOST_REPLICATIONS, planned_looks
from engine.studies.comparison import Comparison
from engine.studies.execution import execute
from engine.studies.gather import ProgressCallback
from engine.wording import say

DEFAULT_SEED = 1
DEALS_TO_TRACE = 20


def compare(
    scenario: Scenario,
    strategies: Sequence[str | Strategy] | None = None,
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

    strategies:   names, a user's own as `mine.py:CLIMB`, or strategies, in the order of tables; all when absent.
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
    chosen = known_strategies(STRATEGIES if strategies is None else strategies)
    names = [strategy.name for strategy in chosen]
    if precision is not None and names == [BASELINE]:
        what = say("there is no difference to be known")
        hint = say("compare a strategy that does something")
        raise InputError(Problem("precision", what, hint, "precision-alone"))
    if BASELINE not in names:
        chosen = (*chosen, strategy_named(BASELINE))
    job = Job(scenario, chosen, load_books(scenario) if books is None else books, valid_seed(seed), simulator)
    planned = planned_looks(replications, precision, most_replications)
    return execute(job, planned, precision, workers, executor, _folder(out), progress, trace_first, command)


def run(
    scenario: Scenario,
    strategy: str | Strategy,
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
    chosen = known_strategies([strategy])
    job = Job(scenario, chosen, load_books(scenario) if books is None else books, valid_seed(seed), simulator)
    planned = planned_looks(replications, None)
    return execute(job, planned, None, workers, executor, _folder(out), progress, trace_first, command)


def trace(
    scenario: Scenario,
    strategy: str | Strategy,
    replication: int = 0,
    deal: int = 0,
    *,
    seed: int = DEFAULT_SEED,
    books: Mapping[str, Rulebook] | None = None,
    simulator: MakeSimulator = Simulator,
) -> Trace:
    """The story of one deal, the same as in a run of this seed: every trigger, decision, touch, sign-off and gate.

    It has no events where nothing triggered a project in time. Raises InputError for a deal that cannot exist.
    """
    (followed,) = known_strategies([strategy])
    if replication < 0:
        what = say("there is no replication {number}", number=replication)
        raise InputError(Problem("replication", what, say("they are counted from 0"), "replication-unknown"))
    deals = sum(account.copies * account.max_projects for account in scenario.accounts)
    if not 0 <= deal < deals:
        what, hint = (
            say("there is no deal {number}", number=deal),
            say("they are counted from 0 to {last}", last=deals - 1),
        )
        raise InputError(Problem("deal", what, hint, "deal-unknown"))
    used = load_books(scenario) if books is None else books
    return simulator(scenario, followed, used, valid_seed(seed)).trace(replication, deal)


def valid_seed(seed: int) -> int:
    """This seed. Raises InputError for a number that cannot be one."""
    if not 0 <= seed < 2**63:
        hint = say("a whole number from 0 to {most}", most=2**63 - 1)
        raise InputError(Problem("seed", say("{number} cannot be a seed", number=seed), hint, "seed-unusable"))
    return seed


def _folder(out: str | Path | None) -> Path | None:
    return None if out is None else Path(out)
