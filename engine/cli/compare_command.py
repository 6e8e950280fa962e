"""`kam compare`: strategies on the same luck, a report, and a run folder that can be replayed."""

from __future__ import annotations

import typer

from engine.cli import options
from engine.cli.failures import named_as_options
from engine.cli.option_groups import Extent, Place, effort, with_groups
from engine.cli.showing import PAGES, command_line, finish
from engine.cli.streams import language
from engine.cli.watch import Watch
from engine.execution.processes import available_processors, workers_will_be_needed


@with_groups
def compare_strategies(
    context: typer.Context,
    *,
    strategies: options.Strategies = None,
    precision: options.Precision = None,
    extent: Extent,
    place: Place,
    out: options.Out = options.DEFAULT_OUT,
    page: options.Page = None,
    as_json: options.AsJson = False,
    lang: options.Lang = None,
) -> None:
    """Compares strategies in a scenario, and stores the run, with its report where a page is wanted."""
    speech = language(lang)
    with named_as_options(), Watch(speech) as watch:
        with_page = not as_json if page is None else page
        if with_page and extent.workers is None and available_processors() > 1:
            workers_will_be_needed(PAGES)  # one helps to draw, and reading the scenario takes as long as its loading
        situation = place.read(speech, as_json, watch, options.listed(strategies))
        from engine.studies import compare

        watch.running(extent.workers, report=with_page)
        options_given = effort(extent, watch, precision=precision)
        found = compare(situation, out=out, command=command_line(context), **options_given)
        finish(found, situation, watch, with_page, as_json, speech)
