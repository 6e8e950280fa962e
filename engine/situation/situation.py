"""From files and options to one checked value that can be simulated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.engagement import STRATEGIES, Strategy
from engine.errors import InputError, Problem, refuse
from engine.files import Findings, located
from engine.model.base import Text
from engine.model.rulebook import Rulebook
from engine.model.scenario import Rulebooks, Scenario
from engine.rules import load_book
from engine.situation.acting import acting_in, refuse_idle
from engine.situation.dividing import dividing_in_vain
from engine.situation.forbidden_moves import asked_for_by
from engine.situation.overrides import Overrides, as_assignments
from engine.situation.own_facts import own_facts
from engine.situation.reader import only_account, read_tree, scenario_of
from engine.situation.simulated_books import as_simulated
from engine.situation.strategies import known_strategies
from engine.wording import Message, say


@dataclass(frozen=True)
class Situation:
    """A scenario with its rulebooks by purpose, and the strategies to try in it; everything is checked.

    said:       what was read, guessed and left aside, in sentences.
    settings:   the values that were set, as `path.to.value=X`.
    as_written: the situation without them; None where none was set.
    """

    scenario: Scenario
    books: Mapping[str, Rulebook]
    strategies: tuple[Strategy, ...] = STRATEGIES
    said: tuple[Message, ...] = ()
    settings: tuple[str, ...] = ()
    as_written: Situation | None = None


def read_situation(
    path: str | Path,
    settings: Overrides = (),
    people: str | Path | None = None,
    ties: str | Path | None = None,
    *,
    encoding: str | None = None,
    strategies: Sequence[str | Strategy] | None = None,
) -> Situation:
    """The situation that a scenario file and changes to it describe.

    path:         a YAML file, or a shipped scenario by its name, such as `kam:keeping_up`.
    settings:     values to change, as `path.to.value=X` strings or as a mapping from path to value.
    people, ties: tables (CSV or XLSX) whose committee takes the place of the one in the file; both or neither, and the
                  scenario must have a single account.
    encoding:     of the tables; by evidence when absent.
    strategies:   names, a user's own as `mine.py:CLIMB`, or strategies; all shipped ones when absent.
    Raises InputError naming everything wrong with the scenario, its rulebooks, the tables or the strategies, and
    OpenQuestion where all that is found can be read in several ways.

    >>> sorted(read_situation("kam:keeping_up", ["horizon=400"]).books)[:2]
    ['competitive_strategy', 'engagement_choice']
    """
    _need_both(people, ties)
    known = known_strategies(STRATEGIES if strategies is None else strategies)
    findings = Findings()
    root = read_tree(path, settings, findings)
    scenario = scenario_of(root, findings)
    if people is not None:
        from engine.committee import read_committee

        template = only_account(scenario.accounts, str(path)).buying_centre
        committee = read_committee(Path(people), Path(ties) if ties is not None else None, template, encoding)
        scenario = scenario_of(root, findings, committee.centre)
        scenario = scenario.model_copy(update={"story": _other_people(str(people))})
        findings.said += committee.said
    if strategies is not None:
        refuse_idle(known, scenario)
    chosen, idle = acting_in(known, scenario)
    books = load_books(scenario, located(path).parent)
    own_facts(scenario, books)
    return Situation(
        scenario,
        books,
        chosen,
        (*findings.said, *idle, *dividing_in_vain(books["competitive_strategy"], scenario)),
        as_assignments(settings),
        read_situation(path, (), people, ties, encoding=encoding, strategies=chosen) if settings else None,
    )


def _other_people(file: str) -> Text:
    """What stands in place of a scenario's story, which is about the people that were replaced."""
    said = say(
        "The people are those of {file}; what the scenario file tells of its own people is not theirs and is left out.",
        file=Path(file).name,
    )
    return Text(en=str(said), zh=said.in_language("zh"))


def load_books(scenario: Scenario, beside: str | Path | None = None) -> dict[str, Rulebook]:
    """The rulebooks a scenario names, by purpose. Paths are taken from the folder `beside`, the scenario file's.

    Raises InputError with everything wrong in all of them.
    """
    found: dict[str, Rulebook] = {}
    problems: list[Problem] = []
    told = {name for account in scenario.accounts for name in account.facts}
    for purpose in Rulebooks.model_fields:
        named = getattr(scenario.rulebooks, purpose)
        is_file = named.lower().endswith((".yaml", ".yml"))
        try:
            found[purpose] = as_simulated(
                load_book(Path(beside) / named if is_file and beside is not None else named), told
            )
            problems += asked_for_by(found[purpose])
        except InputError as wrong:
            problems += wrong.problems
    refuse(problems)
    return found


def _need_both(people: object, ties: object) -> None:
    if people is not None and ties is None:
        what = say("needs the ties between these people as well")
        raise InputError(Problem("people", what, say("add --ties TIES.csv"), "people-alone"))
    if ties is not None and people is None:
        what = say("needs the people whom it ties as well")
        raise InputError(Problem("ties", what, say("add --people PEOPLE.csv"), "ties-alone"))
