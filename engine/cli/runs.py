"""`kam runs`: what runs there are, two of them side by side, and the proof that one can be repeated."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from engine.cli import options
from engine.cli.failures import named_as_options
from engine.cli.option_groups import Players, effort, with_groups
from engine.cli.run_list import run_named, runs_in, told
from engine.cli.showing import columns, command_line, finish, print_json
from engine.cli.streams import language
from engine.cli.watch import Watch
from engine.errors import InputError, Problem
from engine.wording import Document, say

DIFFERENT = 1
RunFolder = Annotated[Path, typer.Argument(metavar="RUN", help=say("Run folder, as compare makes it."))]
RunNamed = say("Run folder, or the name of a run as `kam runs list` shows it.")


def list_runs(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=say("Folder of runs."))] = options.DEFAULT_OUT,
    as_json: options.AsJson = False,
    lang: options.Lang = None,
) -> int:
    """Lists the runs in a folder, finished or not."""
    speech = language(lang)
    if not folder.is_dir() and folder != options.DEFAULT_OUT:
        what = say("there is no folder `{path}`", path=options.shortened(str(folder)))
        raise InputError(Problem("DIR", what, say("the folder that --out named"), "folder-none"))
    found = runs_in(folder) if folder.is_dir() else []
    if as_json:
        print_json({"folder": str(folder), "runs": [run.as_data() for run in found]})
    elif found:
        print(told(found).text(speech, columns()))
    else:
        print(say("There are no runs in {folder}.", folder=str(folder)).in_language(speech))
    return 0


@with_groups
def replay_run(
    run: RunFolder,
    players: Players,
    as_json: options.AsJson = False,
    lang: options.Lang = None,
) -> int:
    """Runs again what a run folder holds, and says whether every record is the same."""
    speech = language(lang)
    with named_as_options(), Watch(speech) as watch:
        from engine.studies import replay

        watch.running(players.workers, report=False, kept=False)
        found = replay(run, **effort(players, watch))
    if as_json:
        print_json(found.as_data())
        return 0 if found.identical else DIFFERENT
    print(Document(found.proof()).text(speech, columns()))
    sys.stdout.flush()
    for what in found.findings():
        print(Problem(str(run), what).in_language(speech), file=sys.stderr)
    return 0 if found.identical else DIFFERENT


@with_groups
def extend_run(
    context: typer.Context,
    run: RunFolder,
    players: Players,
    replications: options.Replications = None,
    page: options.Page = None,
    as_json: options.AsJson = False,
    lang: options.Lang = None,
) -> None:
    """Plays a run on, and stores the longer one beside it."""
    speech = language(lang)
    with named_as_options(), Watch(speech) as watch:
        from engine.results import read_run
        from engine.studies import extend, load_comparison, stored_situation

        with_page = not as_json if page is None else page
        watch.running(players.workers, report=with_page, extends=True)
        found = extend(run, command=command_line(context), **effort(players, watch, replications=replications))
        stored = read_run(run)
        situation = stored_situation(stored, load_comparison(stored))
        finish(found, situation, watch, with_page, as_json, speech)


def compare_two_runs(
    first: Annotated[Path, typer.Argument(metavar="A", help=RunNamed)],
    second: Annotated[Path, typer.Argument(metavar="B", help=RunNamed)],
    as_json: options.AsJson = False,
    lang: options.Lang = None,
) -> int:
    """Puts two stored runs side by side: what went in differently, and what came out."""
    speech = language(lang)
    with named_as_options():
        from engine.studies import compare_runs

        found = compare_runs(*(run_named(each) for each in (first, second)))
    if as_json:
        print_json({**found.model_dump(mode="json"), "same_records": found.same_records, "identical": found.identical})
    else:
        print(found.document().text(speech, columns()))
    return 0
