"""A short scenario file to begin with: it builds on another one and holds what is usually changed first."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from engine.files import SHIPPED
from engine.model.account import Account
from engine.model.buying_centre import Stakeholder
from engine.model.scenario import Scenario
from engine.model.terms import InfluenceModel
from engine.situation.file_lines import comment, identifier, in_words, quantity_lines, quoted
from engine.situation.reader import read_scenario
from engine.wording import either, listed, say

JUDGED = ("power", "stance", "need", "worry", "relationship", "identified")
"""What is said of each person: the scores on which two observers of a committee differ most."""


def new_scenario_text(path: Path, base: str, lang: str) -> str:
    """The text of a scenario file at `path` that extends `base` (`kam:keeping_up`, or a file) and changes nothing yet.

    Its comments, in the language `lang`, say what each number is and where it usually lies. Raises InputError for a
    base that cannot be read.
    """
    scenario = read_scenario(base)
    named = base if base.startswith(SHIPPED) else os.path.relpath(base, path.parent)
    watch = say("How long to watch; what is still open then is not counted.")
    lines = [
        *_introduction(scenario, named, path, lang),
        f"extends: {quoted(named)}",
        f"id: {identifier(path.stem)}",
        f"title: {in_words(path.stem, lang)}",
        "",
        *quantity_lines("horizon", scenario.horizon, watch, lang),
        "",
        "accounts:",
        *_account(scenario.accounts[0], lang),
    ]
    others = [account.id for account in scenario.accounts[1:]]
    if others:
        lines += comment(
            say("The other accounts can be changed in the same way: {names}.", names=listed(others)), lang, 2
        )
    return "\n".join(lines) + "\n"


def _introduction(scenario: Scenario, base: str, path: Path, lang: str) -> Iterator[str]:
    title = scenario.title.in_language(lang)
    yield from comment(say("What stands behind # explains. What stands behind a colon can be changed."), lang)
    yield from comment(say("Whatever is not said here is as in “{title}” ({base}).", title=title, base=base), lang)
    yield from comment(say("To check it: {command}", command=shlex.join(["kam", "check", path.name])), lang)
    yield from comment(
        say("To compare strategies in it: {command}", command=shlex.join(["kam", "compare", path.name])), lang
    )


def _account(account: Account, lang: str) -> Iterator[str]:
    project, centre = account.project, account.buying_centre
    yield f"  {account.id}:"
    yield f"    name: {in_words(account.name, lang)}"
    yield "    project:"
    meanings = {
        "amount": say("Contract amount, when all is bought from one supplier."),
        "margin": say("Margin, as a share of the amount."),
        "our_sighting": say("After how long we notice a project by ourselves, on average."),
        "rival_sighting": say("After how long a rival notices it, on average."),
        "budget": say("Budget that can be freed, as a share of the amount."),
    }
    for name, meaning in meanings.items():
        yield from quantity_lines(name, getattr(project, name), meaning, lang, 6)
    yield "    buying_centre:"
    rules = either(f"`{name}`" for name in get_args(InfluenceModel))
    yield from comment(say("How views spread: {rules}.", rules=rules), lang, 6)
    yield f"      influence: {centre.influence}"
    scores = say(
        "One line a person: power 0 to 1; stance towards us, −1 against to 1 for us; need and worry 0 to 1; "
        "relationship with us 1 to 5; identified: do we know that this person has a say?"
    )
    yield from comment(scores, lang, 6)
    if any(person.unknown for person in centre.people):
        unknown = say("What is left out is not known, and drawn anew in each replication.")
        yield from comment(unknown, lang, 6)
    yield "      people:"
    yield from (_person(person, lang) for person in centre.people)


def _person(person: Stakeholder, lang: str) -> str:
    stated = [name for name in JUDGED if name not in person.unknown]
    scores = ", ".join(f"{name}: {json.dumps(getattr(person, name))}" for name in stated)
    return f"        {person.id}: {{{scores}}}  # {' '.join(person.name.in_language(lang).split())}"
