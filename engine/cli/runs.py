"""`kam runs`: what runs there are, and the proof that one can be repeated."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from engine.cli import options
from engine.cli.failures import named_as_options
from engine.cli.run_list import runs_in, table_of
from engine.cli.showing import columns, print_json
from engine.cli.streams import language
from engine.cli.watch import Watch
from engine.errors import InputError, Problem
from engine.wording import Document, say

DIFFERENT = 1


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
        print(Document([table_of(found)]).text(speech, columns()))
    else:
        print(say("There are no runs in {folder}.", folder=str(folder)).in_language(speech))
    return 0


def replay_run(
    run: Annotated[Path, typer.Argument(metavar="RUN", help=say("Run folder, as compare makes it."))],
    workers: options.Workers = None,
    as_json: options.AsJson = False,
    lang: options.Lang = None,
) -> int:
    """Runs again what a run folder holds, and says whether every record is the same."""
    speech = language(lang)
    with named_as_options(), Watch(speech) as watch:
        from engine.studies import replay

        watch.running(workers, report=False)
        found = replay(run, workers=workers, progress=watch)
    if as_json:
        print_json(found.as_data())
        return 0 if found.identical else DIFFERENT
    print(Document(found.proof()).text(speech, columns()))
    sys.stdout.flush()
    for what in found.findings():
        print(Problem(str(run), what).in_language(speech), file=sys.stderr)
    return 0 if found.identical else DIFFERENT
