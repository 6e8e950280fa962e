"""`kam whatif sweep`: strategies along one axis or over two, on the same luck."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli import completion, options
from engine.cli.failures import named_as_options
from engine.cli.option_groups import Extent, Place, effort, with_groups
from engine.cli.showing import columns, command_line, print_json
from engine.cli.streams import language
from engine.cli.watch import Watch
from engine.errors import InputError, Problem
from engine.wording import say
from engine.wording.language import Language

if TYPE_CHECKING:
    from engine.situation import Situation
    from engine.studies.whatif import Plan

Over = Annotated[
    list[str],
    typer.Option(
        "--over",
        metavar="PATH=VALUES",
        help=say("What is varied: PATH=low:high:points, or PATH=a,b,c for choices. Twice for a map."),
        autocompletion=completion.settings,
    ),
]
Measures = Annotated[
    list[str] | None,
    typer.Option(
        metavar="A,B,…",
        help=say("Measures, the one that words are about first; win rate, net margin and amount won when absent."),
        autocompletion=completion.measures,
    ),
]
Equal = Annotated[
    dict[str, float] | None,
    typer.Option(
        metavar="[MEASURE=]H",
        parser=options.half_widths("--equal"),
        help=say("What makes no practical difference; 0.01 (one point) of the win rate when absent."),
    ),
]
Budget = Annotated[
    str | None,
    typer.Option(metavar="TIME", help=say("Time to take instead of --replications, such as 60s or 2min.")),
]
SecondBlock = Annotated[
    bool | None,
    typer.Option(
        "--second-block/--no-second-block",
        help=say("Play everything again on other luck as a check; over two axes when absent."),
    ),
]
PageFile = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help=say("HTML file to write the page to, with picture, method and receipt.")),
]


@with_groups
def whatif_sweep(
    context: typer.Context,
    *,
    over: Over,
    strategies: options.Strategies = None,
    measures: Measures = None,
    equal: Equal = None,
    budget: Budget = None,
    second_block: SecondBlock = None,
    extent: Extent,
    place: Place,
    out: PageFile = None,
    as_json: options.AsJson = False,
    lang: options.Lang = None,
) -> None:
    """Plays strategies along one axis or over two, and tells who leads where."""
    speech = language(lang)
    _refuse_no_page(out)
    named = named_as_options(measures="--measures", equal="--equal", budget="--budget")
    with named, Watch(speech) as watch:
        situation = place.read(speech, as_json, watch, options.listed(strategies))
        from engine.studies.whatif import sweep

        watch.running(extent.workers, report=out is not None, kept=False)
        found = sweep(
            situation,
            over,
            _chosen(situation, strategies),
            measures=options.listed(measures),
            equal=equal,
            budget=budget,
            second_block=second_block,
            planned=lambda plan: _tell_plan(plan, situation, extent, watch, speech),
            command=command_line(context),
            **effort(extent, watch, keep=options.DEFAULT_OUT),
        )
        if out is not None:
            watch.writing_report()
            from engine.report.result_page import page

            page(found, out, speech)
    if as_json:
        print_json({"sweep": found.model_dump(mode="json"), "page": str(out) if out else None})
        return
    print(situation.scenario.title.in_language(speech))
    print()
    print(found.to_text(speech, columns()))
    if out is not None:
        print()
        print(say("Page: {path}", path=str(out)).in_language(speech))


def _chosen(situation: Situation, strategies: list[str] | None) -> list[str] | None:
    """Names of the strategies, where somebody named them."""
    return None if strategies is None else [each.name for each in situation.strategies]


def _tell_plan(plan: Plan, situation: Situation, extent: Extent, watch: Watch, lang: Language) -> None:
    from engine.studies.whatif import plan_said

    watch.running(extent.workers, report=False, kept=plan.kept)
    with watch.resting():
        words = say("to be played: {plan}", plan=plan_said(plan, situation.scenario.currency))
        print(words.in_language(lang), file=sys.stderr, flush=True)


def _refuse_no_page(out: Path | None) -> None:
    """A page is a file; a folder, or one in a folder that is not there, is told before anything is played."""
    if out is None:
        return
    if out.is_dir():
        what = say("`{path}` is a folder, not a file", path=str(out))
        raise InputError(Problem("--out", what, say("for example {name}", name="sweep.html"), "page-folder"))
    if not out.parent.is_dir():
        raise InputError(Problem("--out", say("there is no folder `{path}`", path=str(out.parent)), "", "page-folder"))
