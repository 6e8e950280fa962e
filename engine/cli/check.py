"""`kam check`: is a scenario valid?"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from engine.cli import completion
from engine.cli.failures import BAD_INPUT, explain
from engine.cli.options import Lang
from engine.cli.questions import settled
from engine.cli.streams import language, tell
from engine.errors import InputError
from engine.wording import say


def check(
    scenarios: Annotated[
        list[Path],
        typer.Argument(
            metavar="SCENARIO...",
            help=say("Scenario files in YAML, or shipped ones such as kam:keeping_up."),
            autocompletion=completion.scenarios,
        ),
    ],
    lang: Lang = None,
) -> int:
    """Checks scenario files, all of them, and names everything wrong with each."""
    from engine.situation import read_situation

    speech = language(lang)
    good = True
    for path in scenarios:
        try:
            situation = settled(partial(read_situation, path), speech)
        except InputError as error:
            good = False
            sys.stdout.flush()
            explain(error, speech)
            continue
        tell(situation.said, speech)
        scenario = situation.scenario
        valid = say(
            "{path}: valid: {title}; accounts: {n}, people on their committees: {people}",
            path=str(path),
            title=scenario.title,
            n=len(scenario.accounts),
            people=sum(len(account.buying_centre.people) for account in scenario.accounts),
        )
        print(valid.in_language(speech))
    return 0 if good else BAD_INPUT
