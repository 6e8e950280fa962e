"""Compare strategies on the same luck, or tell the story of one deal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Unpack

from engine.engagement import BASELINE, STRATEGIES, Strategy, strategy_named
from engine.engagement.own import plain_strategy
from engine.errors import InputError, Problem
from engine.execution.alternatives import SideBySide
from engine.execution.blocks import Block
from engine.execution.effort import DEFAULT_SEED, Effort, EffortOptions
from engine.execution.packed_work import Chunk, TraceDeal
from engine.execution.simulate import Listeners, Simulated, simulate
from engine.results.columns import Rows
from engine.results.deal_trace import Trace
from engine.results.event_log import write_events
from engine.results.firing_file import Names
from engine.results.run_folder import AS_WRITTEN, RunWriter, run_name
from engine.results.trace_file import TRACES, write_traces
from engine.simulation import Simulator
from engine.situation import Situation, known_strategies, refuse_idle
from engine.statistics.looks import Looks
from engine.studies.account_outcomes import AccountOutcomes
from engine.studies.changes import first_deals, with_as_written
from engine.studies.comparison import Comparison, raced
from engine.studies.conclude import ALL_MEASURES, conclude, logics_of, ordinary_deals
from engine.studies.firings import rule_names
from engine.studies.receipts import now
from engine.studies.situated import Where, situated
from engine.studies.studying import studying
from engine.wording import say

DEALS_TO_TRACE = 20


def compare(
    where: Where,
    strategies: Sequence[str | Strategy] | None = None,
    *,
    out: str | Path | None = None,
    trace_first: int = DEALS_TO_TRACE,
    command: str = "",
    **options: Unpack[EffortOptions],
) -> Comparison:
    """Play strategies on the same luck and say how they differ; `do_nothing` is always among them.

    where:       a scenario or a situation. Of one with values set, what they change is told as well.
    strategies:  names, a user's own as `mine.py:CLIMB`, or strategies, in the order of tables; the situation's when
                 absent.
    out:         folder of runs in which to store this one, and to keep it while it is unfinished; nothing is written
                 when absent.
    trace_first: deals per strategy whose story is stored with the run.
    options:     how much is played, and by whom: see `engine.execution.effort.EffortOptions`.
    Raises InputError for wrong arguments, before anything is played; RunFailed when the run cannot be finished or
    stored.

    >>> from engine import read_situation
    >>> compare(read_situation("kam:keeping_up"), ["top_down"], replications=2, workers=1).strategies
    ('top_down', 'do_nothing')
    """
    effort, situation = Effort.of(options), situated(where)
    chosen = known_strategies(situation.strategies if strategies is None else strategies)
    refuse_idle(chosen, situation.scenario)
    if effort.precision is not None and [each.name for each in chosen] == [BASELINE]:
        what = say("there is no difference to be known")
        raise InputError(Problem("precision", what, say("compare a strategy that does something"), "precision-alone"))
    if BASELINE not in [strategy.name for strategy in chosen]:
        chosen = (*chosen, strategy_named(BASELINE))
    folder = None if out is None else Path(out)
    return play(situation, chosen, effort, effort.looks(), folder, trace_first, command)


def play(
    situation: Situation,
    strategies: Sequence[Strategy],
    effort: Effort,
    looks: Looks,
    out: Path | None,
    trace_first: int,
    command: str,
    known: Sequence[Chunk] = (),
) -> Comparison:
    """Play checked strategies, draw the conclusions, and store the run. known: chunks that are there already."""
    created = now()
    scenario, names = situation.scenario, [each.name for each in strategies]
    own = [] if out is None else [plain_strategy(each) for each in strategies if each not in STRATEGIES]
    work = with_as_written(SideBySide.of(situation, strategies, effort.seed), situation)
    name = run_name(scenario.id, created)
    with (
        studying(work, replace(effort, keep=out), looks, scenario, command) as (session, kept),
        nullcontext() if out is None else RunWriter(out, name, scenario) as writer,
    ):
        kept_of_accounts = AccountOutcomes(scenario, names)

        def store(block: Block) -> None:
            kept_of_accounts.take(block)
            if writer is not None:
                for each in names:
                    writer.add(each, block.outcomes[each], block.team[each])

        done = simulate(
            session,
            ALL_MEASURES,
            looks,
            raced=raced(names),
            listeners=Listeners(block=store),
            known=known,
            unfinished=kept,
        )
        comparison = conclude(situation, strategies, session, done, kept_of_accounts, created, command)
        if writer is None:
            return comparison
        logged = first_deals(done.tally, names, trace_first)
        told = [deal for deal in ordinary_deals(comparison) if deal not in logged]
        stories = list(session.ask([TraceDeal(*deal) for deal in (*logged, *told)]))
        firings, rules = _firings(situation, names, done)
        writer.add_firings(firings, rules)
        with writer.text("events.csv") as file:
            write_events(file, stories[: len(logged)], scenario, rules)
        writer.inputs(scenario, situation.books, own)
        if situation.as_written is not None:
            writer.inputs(situation.as_written.scenario, situation.as_written.books, under=AS_WRITTEN)
        return _store(writer, comparison, stories)


def _firings(situation: Situation, names: Sequence[str], done: Simulated) -> tuple[Mapping[str, Rows], Names]:
    found = done.tally.firings()
    return {name: found[name] for name in names if name in found}, rule_names(logics_of(situation, done))


def _store(writer: RunWriter, comparison: Comparison, traces: list[Trace]) -> Comparison:
    with writer.text(TRACES) as file:
        write_traces(file, traces)
    with writer.text("comparison.json") as file:
        file.write(comparison.to_json())
    files = writer.close_records()
    receipt = comparison.receipt.model_copy(update={"files": files})
    with writer.text("receipt.json") as file:
        file.write(receipt.model_dump_json(indent=1) + "\n")
    return comparison.model_copy(update={"receipt": receipt, "folder": writer.commit()})


def trace(
    where: Where, strategy: str | Strategy, replication: int = 0, deal: int = 0, *, seed: int = DEFAULT_SEED
) -> Trace:
    """The story of one deal, the same as in a run of this seed: every trigger, decision, touch, sign-off and gate.

    It has no events where nothing triggered a project in time. Raises InputError for a deal that cannot exist.
    """
    situation, (followed,) = situated(where), known_strategies([strategy])
    refuse_idle([followed], situation.scenario)
    if replication < 0:
        what = say("there is no replication {number}", number=replication)
        raise InputError(Problem("replication", what, say("they are counted from 0"), "replication-unknown"))
    deals = sum(account.copies * account.max_projects for account in situation.scenario.accounts)
    if not 0 <= deal < deals:
        what = say("there is no deal {number}", number=deal)
        raise InputError(
            Problem("deal", what, say("they are counted from 0 to {last}", last=deals - 1), "deal-unknown")
        )
    used = Effort(seed=seed).seed
    return Simulator(situation.scenario, followed, situation.books, used).trace(replication, deal)
