"""`kam compare`: strategies on the same luck, a report, and a run folder that can be replayed."""

from __future__ import annotations

import typer

from engine.cli import options
from engine.cli.failures import named_as_options
from engine.cli.questions import situation_of
from engine.cli.showing import PAGES, command_line, show, show_as_json, with_report
from engine.cli.streams import language
from engine.cli.watch import Watch
from engine.execution.processes import available_processors, workers_will_be_needed


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
    out: options.Out = options.DEFAULT_OUT,
    page: options.Page = None,
    as_json: options.AsJson = False,
    lang: options.Lang = None,
) -> None:
    """Compares strategies in a scenario, and stores the run, with its report where a page is wanted."""
    speech = language(lang)
    with named_as_options(), Watch(speech) as watch:
        chosen = options.listed(strategies)
        with_page = not as_json if page is None else page
        if with_page and workers is None and available_processors() > 1:
            workers_will_be_needed(PAGES)  # one helps to draw, and reading the scenario takes as long as its loading
        situation = situation_of(scenario, settings, people, ties, encoding, speech, as_json, watch, chosen)
        from engine.studies import DEFAULT_SEED, compare

        watch.running(workers, report=with_page)
        comparison = compare(
            situation,
            replications=replications,
            precision=precision,
            seed=DEFAULT_SEED if seed is None else seed,
            workers=workers,
            out=out,
            progress=watch,
            command=command_line(context),
        )
        if with_page:
            watch.writing_report()
        written = with_report(comparison, situation, speech) if with_page else None
    (show_as_json if as_json else show)(comparison, situation, written, speech)
