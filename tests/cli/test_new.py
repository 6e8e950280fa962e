"""`kam new`: a file that is sound at once, says what to change, and never takes another one's place."""

from __future__ import annotations

from pathlib import Path

import pytest
from kam_calls import Kam, fingerprint

from engine.files import shipped_folder
from engine.situation import read_scenario

SHIPPED = sorted(f"kam:{path.stem}" for path in shipped_folder().glob("*.yaml"))


def test_a_file_to_begin_with_in_chinese(kam: Kam, folder: Path) -> None:
    made = kam("new", "我的客户.yaml", "--lang", "zh")
    assert made.code == 0 and "kam:keeping_up" in made.err
    assert made.out.splitlines()[1:] == ["下一步：kam check '我的客户.yaml'", "下一步：kam compare '我的客户.yaml'"]
    text = (folder / "我的客户.yaml").read_text(encoding="utf-8")
    assert (
        text.startswith("# “#”后面是说明")
        and "# 单位：万元；合理范围 550 到 850。" in text
        and "# 周总（集团总裁）" in text
    )
    checked = kam("check", "我的客户.yaml", "--lang", "zh")
    assert (checked.code, checked.err) == (0, "") and "我的客户；客户 1 个，采购委员会共 11 人" in checked.out
    played = kam(
        "compare", "我的客户.yaml", "--strategies", "top_down", "--replications", 4, "--no-page", "--lang", "zh"
    )
    assert played.code == 0 and played.out.startswith("我的客户\n"), played.err


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("base", SHIPPED)
def test_what_is_not_changed_is_as_in_the_scenario_it_builds_on(kam: Kam, folder: Path, base: str, lang: str) -> None:
    assert kam("new", "mine", "--from", base, "--lang", lang).code == 0
    mine, theirs = read_scenario(folder / "mine.yaml"), read_scenario(base)
    assert mine.title.in_language(lang) == "mine" and mine.id == "mine"
    assert mine.horizon.value == theirs.horizon.value
    assert mine.team == theirs.team and mine.behaviour == theirs.behaviour
    for ours, other in zip(mine.accounts, theirs.accounts, strict=True):
        assert ours.buying_centre == other.buying_centre and ours.process == other.process
        assert ours.project.amount.value == other.project.amount.value


def test_changes_in_the_file_are_what_is_played(kam: Kam, folder: Path) -> None:
    kam("new", "mine.yaml")
    path = folder / "mine.yaml"
    text = path.read_text(encoding="utf-8").replace("cfo: {power: 0.7,", "cfo: {power: 0.9,").replace("680", "900")
    path.write_text(text, encoding="utf-8")
    (account,) = read_scenario(path).accounts
    assert account.buying_centre.person("cfo").power == 0.9 and account.buying_centre.person("cio").power == 0.65
    assert account.project.amount.value == 900


def test_a_name_that_the_list_does_not_have_is_told_with_its_place(kam: Kam, folder: Path) -> None:
    kam("new", "mine.yaml")
    path = folder / "mine.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("cfo: {", "cof: {"), encoding="utf-8")
    answer = kam("check", "mine.yaml")
    (message,) = answer.messages
    assert answer.code == 2 and message.startswith("mine.yaml:") and "`cof`" in message and "cfo?" in message


def test_a_scenario_of_ones_own_can_be_built_on(kam: Kam, folder: Path) -> None:
    kam("new", "first.yaml")
    (folder / "deep").mkdir()
    assert kam("new", "deep/second.yaml", "--from", "first.yaml").code == 0
    assert 'extends: "../first.yaml"' in (folder / "deep/second.yaml").read_text(encoding="utf-8")
    assert kam("check", "deep/second.yaml").code == 0


@pytest.mark.parametrize(
    ("words", "where", "what"),
    [
        (("scenarios/keeping_up.yaml",), "NAME", "--force"),
        (("scenarios",), "NAME", "is a folder"),
        ((".",), "NAME", "is a folder"),
        (("mine.xlsx",), "NAME", "a scenario is a YAML file"),
        (("nowhere/mine.yaml",), "nowhere/mine.yaml", "cannot be written"),
        (("mine.yaml", "--from", "kam:keping_up"), "kam:keping_up", "kam:keeping_up?"),
        (("mine.yaml", "--from", "kam:huadong_power"), "", "unknown key"),
    ],
)
def test_what_is_wrong_writes_nothing(kam: Kam, folder: Path, words: tuple[str, ...], where: str, what: str) -> None:
    before = fingerprint(folder)
    answer = kam("new", *words)
    assert answer.code == 2 and answer.out == ""
    assert answer.err.startswith(where) and what in answer.err
    assert fingerprint(folder) == before


def test_force_writes_over(kam: Kam, folder: Path) -> None:
    (folder / "mine.yaml").write_text("x", encoding="utf-8")
    assert kam("new", "mine.yaml", "--force").code == 0
    assert kam("check", "mine.yaml").code == 0
