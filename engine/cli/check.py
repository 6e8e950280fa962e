"""`kam check`: is a scenario valid?"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli import completion
from engine.cli.failures import BAD_INPUT, explain
from engine.cli.options import AsJson, Lang
from engine.cli.questions import settled
from engine.cli.showing import print_json
from engine.cli.streams import language, tell
from engine.errors import InputError
from engine.model.terms import SCORES
from engine.model.vocabulary import unknown_in_words
from engine.wording import Message, say

if TYPE_CHECKING:
    from engine.model.scenario import Scenario


def check(
    scenarios: Annotated[
        list[Path],
        typer.Argument(
            metavar="SCENARIO...",
            help=say("Scenario files in YAML, or shipped ones such as kam:keeping_up."),
            autocompletion=completion.scenarios,
        ),
    ],
    as_json: AsJson = False,
    lang: Lang = None,
) -> int:
    """Checks scenario files, all of them, and names everything wrong with each."""
    from engine.situation import read_situation

    speech = language(lang)
    good, found = True, list[dict[str, object]]()
    for path in scenarios:
        try:
            situation = settled(partial(read_situation, path), speech)
        except InputError as error:
            good = False
            found.append({"path": str(path), "valid": False})
            sys.stdout.flush()
            explain(error, speech)
            continue
        tell(situation.said, speech)
        found.append({"path": str(path), "valid": True, **_as_data(situation.scenario)})
        if not as_json:
            for said in _in_words(str(path), situation.scenario):
                print(said.in_language(speech))
    if as_json:
        print_json({"scenarios": found})
    return 0 if good else BAD_INPUT


def _in_words(path: str, scenario: Scenario) -> Iterator[Message]:
    """That it is valid, how large it is, and what of its people is unknown."""
    centres = [account.buying_centre for account in scenario.accounts]
    yield say(
        "{path}: valid: {title}; accounts: {n}, people on their committees: {people}",
        path=path,
        title=scenario.title,
        n=len(centres),
        people=sum(len(centre.people) for centre in centres),
    )
    counts = {score: sum(centre.unknown.get(score, 0) for centre in centres) for score in SCORES}
    yield from unknown_in_words(path, counts)


def _as_data(scenario: Scenario) -> dict[str, object]:
    accounts = [
        {"id": account.id, "people": len(account.buying_centre.people), "unknown": account.buying_centre.unknown}
        for account in scenario.accounts
    ]
    return {"id": scenario.id, "accounts": accounts}
