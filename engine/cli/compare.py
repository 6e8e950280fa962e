"""`kam compare` and `kam run`: strategies on the same luck, a report, and a run folder that can be replayed."""

from __future__ import annotations

import typer

from engine.cli import options
from engine.cli.failures import named_as_options
from engine.cli.showing import command_line, show, show_as_json, with_report
from engine.cli.streams import language, tell
from engine.cli.watch import Watch


def compare_strategies(
    context: typer.Context,
    scenario: options.ScenarioFile,
    strategies: options.Strategies = None,
    precision: options.Precision = None,
    replications: options.Replications = None,
    settings: options.Settings = None,
    people: options.People = None,
    ties: options.Ties = None,
    encoding: options.Encoding = None,
    workers: options.Workers = None,
    seed: options.Seed = None,
    as_json: options.AsJson = False,
    lang: options.Lang = None,
    out: options.Out = options.DEFAULT_OUT,
) -> None:
    """Compare strategies in a scenario. All share the same luck, and doing nothing is always among them."""
    speech = language(lang)
    with named_as_options(), Watch(speech) as watch:
        from engine.situation import read_situation

        chosen = options.listed(strategies)
        situation = read_situation(scenario, settings or (), people, ties, encoding=encoding, strategies=chosen)
        tell(situation.said, speech)
        from engine.experiment import DEFAULT_SEED, compare

        watch.running(workers)
        comparison = compare(
            situation.scenario,
            situation.strategies,
            replications=replications,
            precision=precision,
            seed=DEFAULT_SEED if seed is None else seed,
            workers=workers,
            out=out,
            progress=watch,
            books=situation.books,
            command=command_line(context),
        )
        watch.writing_report()
        page = with_report(comparison, situation, speech)
    (show_as_json if as_json else show)(comparison, situation, page, speech)


def run_strategy(
    context: typer.Context,
    scenario: options.ScenarioFile,
    strategy: options.Strategy,
    replications: options.Replications = None,
    settings: options.Settings = None,
    people: options.People = None,
    ties: options.Ties = None,
    encoding: options.Encoding = None,
    workers: options.Workers = None,
    seed: options.Seed = None,
    as_json: options.AsJson = False,
    lang: options.Lang = None,
    out: options.Out = options.DEFAULT_OUT,
) -> None:
    """Run a single strategy in a scenario."""
    speech = language(lang)
    with named_as_options(strategies="--strategy"), Watch(speech) as watch:
        from engine.situation import read_situation

        situation = read_situation(scenario, settings or (), people, ties, encoding=encoding, strategies=[strategy])
        tell(situation.said, speech)
        from engine.experiment import DEFAULT_SEED, run

        watch.running(workers)
        comparison = run(
            situation.scenario,
            strategy,
            replications=replications,
            seed=DEFAULT_SEED if seed is None else seed,
            workers=workers,
            out=out,
            progress=watch,
            books=situation.books,
            command=command_line(context),
        )
        watch.writing_report()
        page = with_report(comparison, situation, speech)
    (show_as_json if as_json else show)(comparison, situation, page, speech)
