"""From the files and options of a command to a situation that can be run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.cli.options import need_both

if TYPE_CHECKING:
    from engine.model.rulebook import Rulebook
    from engine.model.scenario import Scenario


@dataclass(frozen=True)
class Situation:
    """A validated scenario and its rulebooks by purpose."""

    scenario: Scenario
    books: Mapping[str, Rulebook]


def read_situation(
    path: Path, settings: Sequence[str] | None = None, people: Path | None = None, ties: Path | None = None
) -> Situation:
    """The scenario of a file, with values changed by `--set` and people taken from tables where asked for.

    Raises InputError naming everything wrong with the scenario, its rulebooks or the tables.
    """
    from engine.experiment import load_books
    from engine.scenario_file import read_scenario

    need_both(people, ties)
    scenario = read_scenario(path, settings or ())
    if people is not None:
        from engine.committee import read_people_and_ties

        centre = read_people_and_ties(people, ties, scenario.accounts[0].buying_centre)
        scenario = read_scenario(path, settings or (), centre)
    return Situation(scenario, load_books(scenario, path.parent))
