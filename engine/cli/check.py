"""`kam check`: is a scenario valid?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from engine.cli.failures import BAD_INPUT, explain
from engine.cli.options import Lang
from engine.cli.streams import language, tell
from engine.cli.words import WORDS
from engine.errors import InputError


def check(
    scenarios: Annotated[
        list[Path],
        typer.Argument(metavar="SCENARIO...", help="Scenario files in YAML, or shipped ones such as kam:keeping_up."),
    ],
    lang: Lang = None,
) -> int:
    """Check scenario files. Everything wrong is named with file, line and the nearest valid name."""
    from engine.situation import read_situation

    speech = language(lang)
    good = True
    for path in scenarios:
        try:
            situation = read_situation(path)
        except InputError as error:
            good = False
            sys.stdout.flush()
            explain(error, speech)
            continue
        tell(situation.said, speech)
        scenario = situation.scenario
        people = sum(len(account.buying_centre.people) for account in scenario.accounts)
        words = WORDS["valid"].in_language(speech)
        print(
            words.format(path=path, title=scenario.title.in_language(speech), n=len(scenario.accounts), people=people)
        )
    return 0 if good else BAD_INPUT
