"""Values set in a scenario that was read already: nothing else that is played changes, and `--set` refuses the same."""

from __future__ import annotations

import pytest

from engine.errors import InputError, OpenQuestion, answering
from engine.files.shipped import shipped_scenarios
from engine.situation import read_scenario
from engine.situation.setting_again import node_at, tree_of, with_values
from engine.studies.run_inputs import on_which_records_turn


@pytest.mark.parametrize("name", shipped_scenarios())
def test_a_scenario_says_the_same_when_nothing_is_set(name: str) -> None:
    scenario = read_scenario(name)
    assert with_values(scenario, {}) == scenario


def test_setting_again_is_setting_at_once() -> None:
    settings = ["horizon=20 months", "behaviour.access.cold_level_1=0.3", "accounts.parts_group.project.amount=900"]
    again = with_values(read_scenario("kam:keeping_up"), settings)
    assert on_which_records_turn(again) == on_which_records_turn(read_scenario("kam:keeping_up", settings))
    node = node_at(tree_of(again), "accounts.parts_group.project.amount.value")
    assert node is not None and node.raw == "900"
    assert node_at(tree_of(again), "accounts.nobody.project") is None


@pytest.mark.parametrize(("reading", "unit"), [(0, "CNY"), (1, "10k CNY")])
def test_an_amount_that_was_settled_is_not_asked_about_again(reading: int, unit: str) -> None:
    amount = "accounts.parts_group.project.amount"
    with answering(lambda question: reading):
        settled = read_scenario("kam:keeping_up", [f"{amount}=900 CNY"])
    assert settled.accounts[0].project.amount.unit == unit
    assert with_values(settled, ["horizon=400"]).accounts[0].project.amount == settled.accounts[0].project.amount
    with pytest.raises(OpenQuestion):
        with_values(settled, [f"{amount}=800 CNY"])


def test_what_does_not_fit_is_refused() -> None:
    for setting in ("behaviour.access.cold_level_1=1.5", "behaviour.access.cold_levl_1=0.3", "horizon=soon"):
        with pytest.raises(InputError):
            with_values(read_scenario("kam:keeping_up"), [setting])
