"""`kam replay`: run again what a run folder holds, and prove that the records are the same."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from engine.cli import options
from engine.cli.failures import named_as_options
from engine.cli.showing import print_json
from engine.cli.streams import language, tell
from engine.cli.watch import Watch
from engine.errors import Problem
from engine.wording import say

DIFFERENT = 1


def replay_run(
    run: Annotated[Path, typer.Argument(metavar="RUN", help=say("Run folder, as compare and run make it."))],
    workers: options.Workers = None,
    as_json: options.AsJson = False,
    lang: options.Lang = None,
) -> int:
    """Runs again what a run folder holds, and says whether every record is the same."""
    speech = language(lang)
    with named_as_options(), Watch(speech) as watch:
        from engine.experiment import replay

        watch.running(workers, report=False)
        found = replay(run, workers=workers, progress=watch)
    if as_json:
        print_json({**found.model_dump(mode="json"), "identical": found.identical})
        return 0 if found.identical else DIFFERENT
    for name, rows in found.rows.items():
        print(say("{strategy}: records {rows}", strategy=name, rows=rows).in_language(speech))
    count = f"{found.replications:,}"
    verdict = say("Identical: all {n} replications came out as they were, bit for bit.", n=count)
    if not found.identical:
        verdict = say("NOT identical: this is not the run that the folder describes ({n} replications).", n=count)
    print(verdict.in_language(speech))
    sys.stdout.flush()
    differing = [say("came out differently: {what}", what=what) for what in found.differing]
    for what in (*found.damaged, *differing):
        print(Problem(str(run), what).in_language(speech), file=sys.stderr)
    tell([say("not as it was: {change}", change=change) for change in found.environment], speech)
    return 0 if found.identical else DIFFERENT
