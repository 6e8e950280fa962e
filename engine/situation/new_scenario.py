"""A short scenario file to begin with: it builds on another one and holds what is usually changed first."""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from engine.files import SHIPPED
from engine.model.account import Account
from engine.model.buying_centre import Stakeholder
from engine.model.quantity import Quantity
from engine.model.scenario import Scenario
from engine.model.terms import InfluenceModel
from engine.situation.reader import read_scenario
from engine.wording import Message, either, listed, say, unit_said
from engine.wording.terminal_columns import wrap

WIDTH = 100
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
        f"extends: {_quoted(named)}",
        f"id: {_identifier(path.stem)}",
        f"title: {{{lang}: {_quoted(path.stem)}}}",
        "",
        *_quantity("horizon", scenario.horizon, watch, lang),
        "",
        "accounts:",
        *_account(scenario.accounts[0], lang),
    ]
    others = [account.id for account in scenario.accounts[1:]]
    if others:
        lines += _comment(
            say("The other accounts can be changed in the same way: {names}.", names=listed(others)), lang, 2
        )
    return "\n".join(lines) + "\n"


def _introduction(scenario: Scenario, base: str, path: Path, lang: str) -> Iterator[str]:
    title = scenario.title.in_language(lang)
    yield from _comment(say("What stands behind # explains. What stands behind a colon can be changed."), lang)
    yield from _comment(say("Whatever is not said here is as in “{title}” ({base}).", title=title, base=base), lang)
    yield from _comment(say("To check it: {command}", command=shlex.join(["kam", "check", path.name])), lang)
    yield from _comment(
        say("To compare strategies in it: {command}", command=shlex.join(["kam", "compare", path.name])), lang
    )


def _account(account: Account, lang: str) -> Iterator[str]:
    project, centre = account.project, account.buying_centre
    yield f"  {account.id}:"
    yield f"    name: {{{lang}: {_quoted(account.name.in_language(lang))}}}"
    yield "    project:"
    meanings = {
        "amount": say("Contract amount, when all is bought from one supplier."),
        "margin": say("Margin, as a share of the amount."),
        "our_sighting": say("After how long we notice a project by ourselves, on average."),
        "rival_sighting": say("After how long a rival notices it, on average."),
        "budget": say("Budget that can be freed, as a share of the amount."),
    }
    for name, meaning in meanings.items():
        yield from _quantity(name, getattr(project, name), meaning, lang, 6)
    yield "    buying_centre:"
    yield from _comment(
        say("How views spread: {rules}.", rules=either(f"`{name}`" for name in get_args(InfluenceModel))), lang, 6
    )
    yield f"      influence: {centre.influence}"
    scores = say(
        "One line a person: power 0 to 1; stance towards us, −1 against to 1 for us; need and worry 0 to 1; "
        "relationship with us 1 to 5; identified: do we know that this person has a say?"
    )
    yield from _comment(scores, lang, 6)
    if any(person.unknown for person in centre.people):
        unknown = say("What is left out is not known, and drawn anew in each replication.")
        yield from _comment(unknown, lang, 6)
    yield "      people:"
    yield from (_person(person, lang) for person in centre.people)


def _person(person: Stakeholder, lang: str) -> str:
    stated = [name for name in JUDGED if name not in person.unknown]
    scores = ", ".join(f"{name}: {json.dumps(getattr(person, name))}" for name in stated)
    return f"        {person.id}: {{{scores}}}  # {' '.join(person.name.in_language(lang).split())}"


def _quantity(name: str, quantity: Quantity, meaning: Message, lang: str, indent: int = 0) -> Iterator[str]:
    """A number with what it means, its unit and where it usually lies."""
    yield from _comment(meaning, lang, indent)
    if quantity.range is not None:
        low, high = map(_number, quantity.range)
        usual = say("In {unit}; {low} to {high} is plausible.", unit=unit_said(quantity.unit), low=low, high=high)
        yield from _comment(usual, lang, indent)
    reason = _quoted(say("our own estimate; say here what it rests on").in_language(lang))
    value = f"value: {_number(quantity.value)}, unit: {quantity.unit}, assumption: {reason}"
    yield f"{' ' * indent}{name}: {{{value}}}"


def _comment(words: Message, lang: str, indent: int = 0) -> Iterator[str]:
    start = f"{' ' * indent}# "
    yield from wrap(words.in_language(lang), WIDTH, start, start)


def _number(value: float) -> str:
    return f"{value:.12g}"


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def _identifier(stem: str) -> str:
    """A file's name as an id, which has no Chinese and no blanks."""
    return re.sub(r"[^A-Za-z0-9_-]+", "_", stem).strip("_-")[:40] or "my_scenario"
