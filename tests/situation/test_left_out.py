"""A score that is left out of a scenario is unknown: in a file of its own, above another, and in the receipt."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import InputError
from engine.model.terms import SCORES
from engine.results.receipt import account_rules
from engine.situation import read_scenario, read_situation

BUILT_ON = """
extends: kam:keeping_up
accounts:
  parts_group:
    buying_centre:
      people:
        president: {SCORES}
"""


def above_keeping_up(folder: Path, scores: str) -> Path:
    """A scenario that builds on keeping_up and says this of its president."""
    path = folder / "mine.yaml"
    path.write_text(BUILT_ON.replace("SCORES", scores), encoding="utf-8")
    return path


def test_what_another_file_states_can_be_called_unknown_again(tmp_path: Path) -> None:
    path = above_keeping_up(tmp_path, ", ".join(f"{score}: null" for score in SCORES))
    (account,) = read_scenario(path).accounts
    assert account.buying_centre.person("president").unknown == SCORES
    assert account.buying_centre.person("cfo").unknown == ("stance",)


def test_what_is_unknown_can_be_stated_above_and_by_set(tmp_path: Path) -> None:
    path = above_keeping_up(tmp_path, "stance: 0")
    for scenario in (
        read_scenario(path),
        read_scenario("kam:keeping_up", ["accounts.parts_group.buying_centre.people.president.stance=0"]),
    ):
        president = scenario.accounts[0].buying_centre.person("president")
        assert (president.stance, president.unknown) == (0.0, ())


def test_a_block_of_criteria_stays_whole(tmp_path: Path) -> None:
    (account,) = read_scenario(above_keeping_up(tmp_path, "criteria: {price: 9}")).accounts
    criteria = account.buying_centre.person("president").criteria
    assert criteria is not None and (criteria.price, criteria.risk) == (9, 3)


@pytest.mark.parametrize("scores", ["power: 1.5", "need: -0.1", "stance: 2", "worry: few"])
def test_a_score_that_is_stated_is_checked_as_before(tmp_path: Path, scores: str) -> None:
    with pytest.raises(InputError):
        read_scenario(above_keeping_up(tmp_path, scores))


def test_the_receipt_counts_by_account_and_score() -> None:
    rules = account_rules(read_scenario("kam:team_portfolio"))
    assert {each.account: each.unknown for each in rules} == {
        "vehicle_maker": {"stance": 7},
        "pharma_distributor": {"stance": 5},
        "logistics_park": {"stance": 6},
        "component_maker": {"stance": 5},
    }


def test_a_table_says_what_stays_unknown(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(
        "id,reports_to,department,power,stance\nann,,management,0.9,\nbob,ann,finance,,0.1\ncid,ann,it,未知,\n",
        encoding="utf-8",
    )
    (tmp_path / "ties.csv").write_text("from,to,kind\ncid,bob,advice\n", encoding="utf-8")
    situation = read_situation("kam:keeping_up", people=tmp_path / "people.csv", ties=tmp_path / "ties.csv")
    people = situation.scenario.accounts[0].buying_centre.people
    assert [(person.power, person.stance) for person in people] == [(0.9, None), (None, 0.1), (None, None)]
    (said,) = [each for each in situation.said if "once a replication" in str(each)]
    assert "power of 2 people" in str(said) and "stance of 2 people" in str(said) and "worry of 3 people" in str(said)
