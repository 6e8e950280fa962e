"""The decision chain: everybody has a place of their own, the same every time, and the findings are true."""

from __future__ import annotations

import csv
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st
from large_committee import large_sheet
from made_up_committee import made_up

from engine.committee import read_committee
from engine.model.base import Text
from engine.model.scenario import Scenario
from engine.report.chain_findings import chain_findings
from engine.report.figures import chain_figure
from engine.report.plots.chain_labels import label_lines
from engine.report.plots.chain_layout import LOWER, PASSING, Layout, lay_out
from engine.situation import read_scenario

SCENARIOS = ["keeping_up", "resentful_middle", "reactive_tender", "staying_ahead_tender"]


def overlapping(layout: Layout) -> list[tuple[str, str]]:
    """Pairs of people who stand less than one place apart."""
    return [
        (one, other)
        for (one, (x, y)), (other, (other_x, other_y)) in combinations(layout.places.items(), 2)
        if abs(y - other_y) < LOWER - 1e-9 and abs(x - other_x) < 1 - 1e-9
    ]


@pytest.mark.parametrize("name", SCENARIOS)
def test_nobody_stands_on_anybody_and_levels_are_kept(repository: Path, name: str) -> None:
    centre = read_scenario(repository / "scenarios" / f"{name}.yaml").accounts[0].buying_centre
    layout = lay_out(centre)
    assert set(layout.places) == {person.id for person in centre.people}
    for person in centre.people:
        level = next(level for level in layout.levels if level.number == person.level)
        assert level.y <= layout.places[person.id][1] < level.y + level.height
    assert not overlapping(layout)


@pytest.mark.parametrize("name", SCENARIOS)
def test_lines_that_skip_a_level_pass_between_people(repository: Path, name: str) -> None:
    centre = read_scenario(repository / "scenarios" / f"{name}.yaml").accounts[0].buying_centre
    layout = lay_out(centre)
    for line in layout.lines.values():
        for x, y in line[1:-1]:
            assert all(abs(x - there) >= (1 + PASSING) / 2 - 1e-9 for there, row in layout.places.values() if row == y)


def test_the_real_organisation_fits_on_a_page(scenario: Scenario, shared_data: Path) -> None:
    """21 people, 16 of them on one level: three rows, and no wider than seven people."""
    files = shared_data / "krackhardt"
    centre = read_committee(files / "managers.csv", files / "ties.csv", scenario.accounts[0].buying_centre).centre
    layout = lay_out(centre)
    assert not overlapping(layout)
    assert layout.width < 7


def test_a_committee_of_thirty_two_fits_on_a_page(scenario: Scenario, tmp_path: Path) -> None:
    with (tmp_path / "people.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(large_sheet())
    centre = read_committee(tmp_path / "people.csv", None, scenario.accounts[0].buying_centre).centre
    layout = lay_out(centre)
    assert len(layout.places) == 32 and len(layout.levels) == 5
    assert not overlapping(layout) and layout.width < 7
    account = scenario.accounts[0].model_copy(update={"buying_centre": centre})
    assert chain_figure(account, "zh").saved.width < 2000


def test_thirty_one_below_one_stand_in_rows(scenario: Scenario, tmp_path: Path) -> None:
    lines = ["姓名,部门,上级", "头,甲部,", *(f"人{n},甲部,头" for n in range(31))]
    (tmp_path / "people.csv").write_text("\n".join(lines), encoding="utf-8")
    layout = lay_out(read_committee(tmp_path / "people.csv", None, scenario.accounts[0].buying_centre).centre)
    assert not overlapping(layout) and layout.width < 7


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("尚建国（院长）", ["尚建国", "（院长）"]),
        ("钱立，副院长（分管医疗设备与基建）", ["钱立，副院长", "（分管医疗设备与基建）"]),
        ("何卫东（医学装备与后勤保障部副主任）", ["何卫东", "（医学装备与后勤", "保障部副主任）"]),
        ("Zhou, group president", ["Zhou,", "group president"]),
    ],
)
def test_a_long_title_stands_on_lines_of_its_own(scenario: Scenario, name: str, lines: list[str]) -> None:
    person = scenario.accounts[0].buying_centre.people[0]
    renamed = person.model_copy(update={"name": Text(en=name, zh=name)})
    assert label_lines(renamed, "zh")[0] == lines


def test_every_line_leads_from_a_person_to_the_superior(scenario: Scenario) -> None:
    centre = scenario.accounts[0].buying_centre
    layout = lay_out(centre)
    bosses = {person.id: person.reports_to for person in centre.people if person.reports_to}
    assert set(layout.lines) == set(bosses)
    for name, boss in bosses.items():
        assert layout.lines[name][0] == layout.places[name]
        assert layout.lines[name][-1] == layout.places[boss]


@settings(max_examples=20)
@given(st.integers(min_value=8, max_value=16), st.integers(min_value=0, max_value=1000))
def test_any_committee_can_be_laid_out_and_always_alike(people: int, seed: int) -> None:
    centre = made_up(people, seed=seed)
    once, again = lay_out(centre), lay_out(centre)
    assert once == again
    assert not overlapping(once)


def test_the_findings_name_the_right_people(scenario: Scenario) -> None:
    said = chain_findings(scenario.accounts[0])
    assert said[0] == "11 people on 4 levels and in 6 departments have a say."
    assert said[1] == "Who decides: Zhou (group president)."
    vetoes = next(sentence for sentence in said if "say no" in sentence)
    assert "Shen" in vetoes and "Luo" in vetoes and "Tang" not in vetoes
    unknown = next(sentence for sentence in said if sentence.startswith("Not identified"))
    hidden = [person for person in scenario.accounts[0].buying_centre.people if not person.identified]
    assert all(person.name.en.split(",")[0] in unknown for person in hidden)
    whole = sum(person.power for person in scenario.accounts[0].buying_centre.people)
    assert f"{100 * sum(person.power for person in hidden) / whole:.0f}% of the power" in unknown


def test_an_unknown_decider_is_said(scenario: Scenario) -> None:
    account = scenario.accounts[0]
    people = tuple(
        person.model_copy(update={"identified": person.id == "dispatcher", "relationship": 1})
        for person in account.buying_centre.people
    )
    hidden = account.model_copy(update={"buying_centre": account.buying_centre.model_copy(update={"people": people})})
    said = " ".join(chain_findings(hidden))
    assert "Among them is the decider." in said
    assert "Nobody we know has a line to the decider yet" in said


def test_what_is_not_known_of_people_is_neither_drawn_nor_told_as_if_it_were(scenario: Scenario) -> None:
    account = scenario.accounts[0]
    people = tuple(
        person.model_copy(update={"power": None, "stance": None if person.id == "cfo" else 0.5})
        for person in account.buying_centre.people
    )
    dark = account.model_copy(update={"buying_centre": account.buying_centre.model_copy(update={"people": people})})
    said = chain_findings(dark)
    assert "How they stand towards us is not known: Shen (chief financial officer)." in said
    assert not any("of the power" in sentence for sentence in said)
    assert any(sentence.startswith("Not identified at the start: ") for sentence in said)
    figure = chain_figure(dark, "en")
    assert "Shen, chief financial officer: level 2, power not known, not known (?)" in str(figure.alt)
    assert figure.saved.png != chain_figure(account, "en").saved.png
