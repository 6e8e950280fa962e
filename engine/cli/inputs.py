"""From the files and options of a command to a situation that can be run."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.cli.options import need_both

if TYPE_CHECKING:
    from engine.model.rulebook import Rulebook
    from engine.model.scenario import Scenario
    from engine.wording import Message


@dataclass(frozen=True)
class Situation:
    """A validated scenario and its rulebooks by purpose."""

    scenario: Scenario
    books: Mapping[str, Rulebook]


def read_situation(
    path: Path,
    settings: Sequence[str] | None = None,
    people: Path | None = None,
    ties: Path | None = None,
    encoding: str | None = None,
    lang: str = "en",
) -> Situation:
    """The scenario of a file, with values changed by `--set` and people taken from tables where asked for.

    encoding: of the tables, as the user says; by evidence when absent. What was read of them, guessed and left aside is
    told on stderr in `lang`. Raises InputError naming everything wrong with the scenario, its rulebooks or the tables.
    """
    from engine.experiment import load_books
    from engine.situation import read_scenario

    need_both(people, ties)
    said: list[Message] = []
    scenario = read_scenario(path, settings or (), said=said)
    tell(said, lang)
    if people is not None:
        from engine.committee import read_committee

        committee = read_committee(people, ties, scenario.accounts[0].buying_centre, encoding)
        scenario = read_scenario(path, settings or (), committee.centre)
        tell(committee.said, lang)
    return Situation(scenario, load_books(scenario, path.parent))


def tell(said: Iterable[Message], lang: str) -> None:
    """What there is to say about files that were read, on stderr, where it disturbs no table and no JSON."""
    for message in said:
        print(message.in_language(lang), file=sys.stderr)
