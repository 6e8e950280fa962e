"""Facts of a user's own in scenarios: declared by books, constant for an account, named at load if they do not fit."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "simulation"))

from laboratory import SCENARIOS, books, shipped

from engine.advice import advise
from engine.errors import InputError
from engine.model.dossier import Dossier
from engine.model.facts import FACT_INDEX, OWN_FACTS
from engine.model.rulebook import FactDeclaration, Rule, Rulebook
from engine.model.scenario import Scenario
from engine.rules import Book, load_book
from engine.simulation.run import Simulator
from engine.situation import read_situation
from engine.situation.own_facts import own_facts

YES_NO = FactDeclaration(type="boolean", unknown="no_match")
BRANCHES = FactDeclaration(type="integer", unit="count", range=(0, 100), unknown="no_match")
KIND = FactDeclaration(type="choice", values=("old", "new"), unknown="no_match")
DECLARED = {"pays_on_time": YES_NO, "branches": BRANCHES, "kind_of_house": KIND}


def asking(when: str, then: dict[str, Any], of: str = "engagement_choice", **facts: FactDeclaration) -> Rulebook:
    """A shipped book with a rule that comes first and asks for facts of one's own."""
    book = load_book(of)
    why = book.title
    first = Rule(id="mine", priority=1, when=when, then=then, because=why, assumption="a test")
    more = {"facts": {**book.facts, **(facts or DECLARED)}, "rules": (first, *book.rules)}
    return Rulebook.model_validate(Rulebook.model_copy(book, update=more))


def telling(**facts: Any) -> Scenario:
    scenario = shipped("keeping_up")
    account = type(scenario.accounts[0]).model_validate(scenario.accounts[0].model_copy(update={"facts": facts}))
    return scenario.model_copy(update={"accounts": (account, *scenario.accounts[1:])})


def with_book(book: Rulebook, role: str = "engagement_choice") -> dict[str, Rulebook]:
    return {**books(), role: book}


def codes(scenario: Scenario, used: dict[str, Rulebook]) -> list[str]:
    with pytest.raises(InputError) as caught:
        own_facts(scenario, used)
    return [problem.code for problem in caught.value.problems]


LEAP = asking("pays_on_time and branches >= 10 and kind_of_house is new", {"engagement": "bottom_up_leapfrog"})


@pytest.mark.parametrize(
    ("told", "leaps"),
    [
        ({"pays_on_time": True, "branches": 12, "kind_of_house": "new"}, True),
        ({"pays_on_time": "yes", "branches": 10, "kind_of_house": "new"}, True),
        ({"pays_on_time": True, "branches": 9, "kind_of_house": "new"}, False),
        ({"pays_on_time": False, "branches": 12, "kind_of_house": "new"}, False),
        ({"branches": 12, "kind_of_house": "new"}, None),
    ],
)
def test_rules_decide_by_what_the_account_tells(told: dict[str, Any], leaps: bool | None) -> None:
    if leaps is None:
        assert codes(telling(**told), with_book(LEAP)) == ["fact-not-supplied"]
        return
    simulator = Simulator(telling(**told), "playbook", with_book(LEAP), 1)
    records = simulator.run(0, 8)
    decided = records.rule_counts["engagement_choice"]
    place = [rule.id for rule in LEAP.winning_order()].index("mine")
    assert decided.sum() > 0
    assert (decided[place] == decided.sum()) if leaps else decided[place] == 0
    trace = simulator.trace(0)
    assert trace.own_facts == tuple(told)
    judged = [event for event in trace.events if event.kind == "decision" and trace.books[event.code] == LEAP.id]
    found = simulator.books["engagement_choice"].decision_from_codes(
        int(judged[0]["rule_place"]), judged[0].facts, trace.own_facts
    )
    assert (found.rule == "mine") == leaps and found.facts["branches"] == told["branches"]


def test_what_only_some_accounts_tell_is_unknown_of_the_others() -> None:
    scenario = shipped("team_portfolio")
    first = scenario.accounts[0].model_copy(update={"facts": {"branches": 12}})
    book = asking("branches >= 1", {"engagement": "bottom_up_leapfrog"}, branches=BRANCHES)
    found = own_facts(scenario.model_copy(update={"accounts": (first, *scenario.accounts[1:])}), with_book(book))
    assert found.names == ("branches",) and found.codes is not None
    assert found.codes[first.id] == (12.0,) and str(found.codes[scenario.accounts[1].id]) == "(nan,)"


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"pays_on_time": True, "branches": 3, "kind_of_house": "old", "branchs": 3}, ["own-fact-unasked"]),
        ({"pays_on_time": True, "branches": 300, "kind_of_house": "old"}, ["value-range"]),
        ({"pays_on_time": True, "branches": 3, "kind_of_house": "odd"}, ["value-unknown"]),
        ({"pays_on_time": True, "branches": 3, "kind_of_house": "old", "has_sponsor": True}, ["own-fact-taken"]),
        ({"pays_on_time": True, "kind_of_house": "old"}, ["fact-not-supplied"]),
    ],
)
def test_what_does_not_fit_is_named(told: dict[str, Any], expected: list[str]) -> None:
    found = codes(telling(**told), with_book(LEAP))
    assert len(found) == len(expected)
    if not expected[0].startswith("value"):
        assert found == expected


def test_two_books_declare_a_fact_alike() -> None:
    other = asking("branches is known", {"continuation": "continue"}, "withdraw_continue", branches=KIND)
    used = with_book(LEAP) | {"withdraw_continue": other}
    assert codes(telling(pays_on_time=True, branches=3, kind_of_house="old"), used) == ["own-fact-twice"]


def test_there_is_room_for_so_many() -> None:
    names = {f"own_{number}": YES_NO for number in range(OWN_FACTS)}
    book = asking(" or ".join(names), {"engagement": "top_down"}, **names)
    found = own_facts(telling(**dict.fromkeys(names, True)), with_book(book))
    assert len(found.names) == OWN_FACTS and not set(found.names) & set(FACT_INDEX)


def test_a_file_tells_facts_and_names_a_book_that_asks(tmp_path: Path) -> None:
    text = (SCENARIOS / "keeping_up.yaml").read_text(encoding="utf-8")
    Book.of(LEAP.model_copy(update={"cases": ()})).export(tmp_path / "mine.yaml")
    told = text.replace("accounts:\n  - id:", "accounts:\n  - facts: {FACTS}\n    id:", 1)
    told = told.replace("\naccounts:\n", "\nrulebooks: {engagement_choice: mine.yaml}\naccounts:\n", 1)
    path = tmp_path / "mine_scenario.yaml"
    path.write_text(told.replace("FACTS", "pays_on_time: yes, branches: 12, kind_of_house: new"), encoding="utf-8")
    situation = read_situation(path)
    records = Simulator(situation.scenario, "playbook", situation.books, 1).run(0, 4)
    assert records.rule_counts["engagement_choice"][0] > 0
    path.write_text(told.replace("FACTS", "pays_on_time: yes, branchs: 12, kind_of_house: new"), encoding="utf-8")
    with pytest.raises(InputError, match="branchs"):
        read_situation(path)


def test_one_book_serves_scenario_and_dossier() -> None:
    told = {"pays_on_time": True, "branches": 12, "kind_of_house": "new"}
    dossier = Dossier.model_validate({"id": "x", "name": {"en": "X", "zh": "某"}, "facts": told})
    assert advise(dossier, {"engagement_choice": LEAP}).line("engagement_choice").decision.rule == "mine"
