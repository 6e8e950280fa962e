"""`kam check` says what of a scenario's people is unknown, in words and as data."""

from __future__ import annotations

import json
from pathlib import Path

from kam_calls import Kam

SCENARIO = "scenarios/keeping_up.yaml"


def test_it_says_which_scores_of_how_many_people_are_drawn(kam: Kam) -> None:
    said = kam("check", SCENARIO).out
    assert "the same for all strategies: stance of 6 people\n" in said
    assert "对各策略都相同：6 人的立场\n" in kam("check", SCENARIO, "--lang", "zh").out


def test_where_everything_is_stated_it_says_nothing_of_it(kam: Kam, folder: Path) -> None:
    lines = (folder / SCENARIO).read_text(encoding="utf-8").splitlines()
    stated = [
        line.replace("need: ", "stance: 0, need: ") if " need: " in line and " stance: " not in line else line
        for line in lines
    ]
    (folder / "scenarios" / "known.yaml").write_text("\n".join(stated), encoding="utf-8")
    assert kam("check", "scenarios/known.yaml").out.count("\n") == 1


def test_as_data_it_counts_by_account_and_score(kam: Kam) -> None:
    told = json.loads(kam("check", SCENARIO, "scenarios/staying_ahead_tender.yaml", "--json").out)
    unknown = [account["unknown"] for scenario in told["scenarios"] for account in scenario["accounts"]]
    assert unknown == [{"stance": 6}, {"stance": 12}]
    assert all(scenario["valid"] for scenario in told["scenarios"])


def test_as_data_what_is_wrong_is_said_apart(kam: Kam) -> None:
    answer = kam("check", "scenarios/none.yaml", SCENARIO, "--json")
    told = json.loads(answer.out)
    assert answer.code == 2 and "none.yaml" in answer.err
    assert [scenario["valid"] for scenario in told["scenarios"]] == [False, True]
