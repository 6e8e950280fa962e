"""File, changes, tables, rulebooks and strategies become one checked value, from Python as from the command."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import engine
from engine.engagement import STRATEGIES
from engine.errors import InputError
from engine.files.shipped import located
from engine.situation import read_scenario, read_situation

PEOPLE = "编号,姓名,部门,级别,上级\nzhou,周总,总裁办,1,\nshen,沈总监,财务部,2,zhou\nhe,何总,技术部,2,zhou\n"
TIES = "从,到,类型\nhe,zhou,咨询\nhe,shen,冲突\n"


@pytest.fixture
def tables(tmp_path: Path) -> tuple[Path, Path]:
    people, ties = tmp_path / "people.csv", tmp_path / "ties.csv"
    people.write_text(PEOPLE, encoding="gb18030")
    ties.write_text(TIES, encoding="gb18030")
    return people, ties


def test_a_situation_holds_what_a_run_needs() -> None:
    situation = engine.read_situation("kam:keeping_up", {"horizon": "400 days"}, strategies=["top_down"])
    assert situation.scenario == read_scenario("kam:keeping_up", ["horizon=400 days"])
    assert [strategy.name for strategy in situation.strategies] == ["top_down"]
    assert {purpose: book.id for purpose, book in situation.books.items()} == {
        purpose: purpose for purpose in situation.books
    }
    assert read_situation("kam:keeping_up").strategies == STRATEGIES


def test_people_of_tables_take_the_place_of_those_in_the_file(tables: tuple[Path, Path]) -> None:
    people, ties = tables
    situation = read_situation("kam:keeping_up", (), people, ties)
    centre = situation.scenario.accounts[0].buying_centre
    assert [person.id for person in centre.people] == ["zhou", "shen", "he"] and len(centre.ties) == 2
    assert f"{people}: read as gb18030" in situation.said
    quota = centre.group_choice.quota
    assert quota is not None and quota.value == 2, "five of eleven are two of three"
    assert any("that is 2" in str(said) for said in situation.said)


@pytest.mark.parametrize(("knows", "left"), [("[cio, cfo]", [("cio",)]), ("[cfo]", [])])
def test_partners_know_those_who_are_still_there(knows: str, left: list[tuple[str, ...]], tmp_path: Path) -> None:
    """One of those whom the tables bring bears an id of the file."""
    scenario, people, ties = tmp_path / "mine.yaml", tmp_path / "people.csv", tmp_path / "ties.csv"
    text = located("kam:keeping_up").read_text(encoding="utf-8")
    scenario.write_text(text.replace("knows: [cio, cfo]", f"knows: {knows}"), encoding="utf-8")
    people.write_text(PEOPLE.replace("he,", "cio,"), encoding="utf-8")
    ties.write_text(TIES.replace("he,", "cio,"), encoding="utf-8")
    situation = read_situation(scenario, (), people, ties)
    assert [partner.knows for partner in situation.scenario.accounts[0].partners] == left
    told = [str(said) for said in situation.said if "partners who know nobody" in str(said)]
    assert len(told) == (0 if left else 1)


@pytest.mark.parametrize("wrong", ["cfo", "[]", "[1]"])
def test_partners_written_wrongly_are_told_of_beside_people_of_tables(wrong: str, tmp_path: Path) -> None:
    scenario, centre = tmp_path / "mine.yaml", read_scenario("kam:keeping_up").accounts[0].buying_centre
    text = located("kam:keeping_up").read_text(encoding="utf-8")
    scenario.write_text(text.replace("knows: [cio, cfo]", f"knows: {wrong}"), encoding="utf-8")
    with pytest.raises(InputError, match="knows"):
        read_scenario(scenario, buying_centre=centre)


@pytest.mark.parametrize(
    ("scenario", "given", "code", "where"),
    [
        ("kam:keeping_up", ("people",), "people-alone", "people"),
        ("kam:keeping_up", ("ties",), "ties-alone", "ties"),
        ("kam:team_portfolio", ("people", "ties"), "people-accounts", "kam:team_portfolio"),
    ],
)
def test_tables_that_cannot_be_used_are_refused(
    scenario: str, given: tuple[str, ...], code: str, where: str, tables: tuple[Path, Path]
) -> None:
    files = dict(zip(("people", "ties"), tables, strict=True))
    with pytest.raises(InputError) as caught:
        read_situation(scenario, (), **{name: files[name] for name in given})
    (problem,) = caught.value.problems
    assert (problem.code, problem.where) == (code, where)
    assert problem.in_language("zh") != str(problem)


def test_every_unknown_strategy_is_named() -> None:
    with pytest.raises(InputError) as caught:
        read_situation("kam:keeping_up", strategies=["top_dwn", "playbook", "playbook", "nobody"])
    assert [problem.code for problem in caught.value.problems] == [
        "strategy-unknown",
        "strategy-unknown",
        "strategy-twice",
    ]
    assert "did you mean top_down?" in str(caught.value)


def test_rulebooks_are_found_beside_the_file_and_all_faults_of_all_of_them_are_told(
    repository: Path, folder: Path
) -> None:
    shutil.copy(repository / "engine" / "rules" / "books" / "stage_gates.yaml", folder / "gates.yaml")
    path = folder / "keeping_up.yaml"
    own = ["rulebooks.stage_gates=gates.yaml"]
    assert read_situation(path, own).books == read_situation(path).books
    text = (folder / "gates.yaml").read_text(encoding="utf-8")
    (folder / "gates.yaml").write_text(text.replace("hit:", "hti:", 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_situation(path, [*own, "rulebooks.project_origin=no_such_book", "rulebooks.engagement_choice=away.yaml"])
    places = {problem.where.rpartition("/")[2].partition(":")[0] for problem in caught.value.problems}
    assert places == {"gates.yaml", "no_such_book", "away.yaml"}
