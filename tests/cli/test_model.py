"""`kam model`: the table of mechanisms, one of them in full, and what switching it off does."""

import json

import pytest
from kam_calls import Kam

from engine.dynamics.machine.composition import MECHANISMS, REMOVABLE


def test_the_table_names_every_mechanism_with_its_sentence(kam: Kam) -> None:
    answer = kam("model", "--json")
    assert answer.code == 0
    rows = {row["name"]: row for row in json.loads(answer.out)["mechanisms"]}
    assert list(rows) == [mechanism.name for mechanism in MECHANISMS]
    for mechanism in MECHANISMS:
        row = rows[mechanism.name]
        assert row["sentence"] == mechanism.sentence and row["source"] == mechanism.source
        assert row["constants"] == [constant.path for constant in mechanism.constants]
        assert row["core"] == (mechanism.name not in REMOVABLE)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_table_is_readable_in_both_languages(kam: Kam, lang: str) -> None:
    answer = kam("model", "--lang", lang)
    assert answer.code == 0
    for mechanism in MECHANISMS:
        assert mechanism.name in answer.out
        assert mechanism.sentence.in_language(lang)[:6] in answer.out


def test_one_mechanism_is_told_and_switched_off(kam: Kam) -> None:
    words = ("--scenario", "kam:keeping_up", "--strategies", "top_down", "--replications", 16, "--workers", 1)
    answer = kam("model", "mandates", *words)
    assert answer.code == 0
    assert "chain.mandate_transmission" in answer.out and "ordered_about" in answer.out
    assert "Top-down" in answer.out and "16 replications" in answer.out
    data = json.loads(kam("model", "mandates", *words, "--json").out)
    (found,) = data["knockouts"]
    assert (found["scenario_id"], found["mechanisms"], found["replications"]) == ("keeping_up", ["mandates"], 16)
    (effect,) = found["found"]
    assert (effect["mechanism"], effect["strategy"]) == ("mandates", "top_down")
    constant = data["mechanisms"][0]["constants"]["access.mandate"]
    assert constant["unit"] == "share" and constant["reason"]


def test_a_system_of_the_field_stands_for_all_its_mechanisms(kam: Kam) -> None:
    words = ("--scenario", "kam:keeping_up", "--strategies", "top_down", "--replications", 4, "--workers", 1)
    data = json.loads(kam("model", "S12", *words, "--json").out)
    named = [each["name"] for each in data["mechanisms"]]
    assert named == [mechanism.name for mechanism in MECHANISMS if "S12" in mechanism.source]
    assert {"sponsors", "mandates", "leaps"} <= set(named)
    assert data["knockouts"][0]["mechanisms"] == [name for name in named if name in REMOVABLE]


def test_what_cannot_be_switched_off_is_told_without_playing(kam: Kam) -> None:
    answer = kam("model", "people")
    assert answer.code == 0
    assert "cannot be switched off" in answer.out and "replications" not in answer.out


def test_a_name_that_is_not_there_is_met_with_the_nearest(kam: Kam) -> None:
    answer = kam("model", "mandate")
    assert answer.code == 2
    assert "mandates" in answer.err


def test_the_whole_table_takes_no_strategies(kam: Kam) -> None:
    answer = kam("model", "--strategies", "top_down")
    assert answer.code == 2
    assert "--strategies" in answer.err and "NAME" in answer.err


def test_a_scenario_alone_is_asked_who_leads_there_and_what_room_there_is(kam: Kam) -> None:
    words = ("--strategies", "top_down,bottom_up_field", "--replications", 2, "--workers", 1)
    data = json.loads(kam("model", "--scenario", "kam:unexpected_replacement", *words, "--json").out)
    assert {each["value"] for each in data["leaders"]["rules"]} >= {"weighted", "unanimity", "plurality"}
    ends = [each["path"] for each in data["leaders"]["ends"]]
    assert ends.count("behaviour.access.cold_level_1") == 2
    assert {"haphazard", "top_down", "best_found", "do_nothing"} <= set(data["room_for_skill"]["told"])


def test_a_scenario_with_something_switched_off_says_so(kam: Kam) -> None:
    words = ("--strategies", "top_down", "--replications", 2, "--no-page", "--workers", 1)
    answer = kam("compare", "kam:keeping_up", *words, "--set", "switched_off=[mandates]")
    assert answer.code == 0
    assert "switched off" in answer.err and "mandates" in answer.err
