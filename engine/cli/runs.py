"""`kam runs`: what runs there are, and the proof that one can be repeated."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from engine.cli import options
from engine.cli.failures import named_as_options
from engine.cli.showing import columns, print_json
from engine.cli.streams import language
from engine.cli.watch import Watch
from engine.errors import Problem
from engine.wording import Document, say

DIFFERENT = 1


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
