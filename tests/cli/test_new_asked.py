"""`kam new` on a terminal: a sales office gets from its own list of people to a report without a programmer."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from kam_calls import Kam, fingerprint
from typing_user import interrupted, typed

from engine.advice.dossier_file import read_dossiers
from engine.situation import read_scenario

SHEET = """姓名,职务,科室,上级,态度,备注
尚建国,院长,院领导,,中立,一把手，不轻易见厂家
廉素芬,副院长（医疗）,院领导,尚建国,偏支持,分管临床
濮国栋,总会计师,财务科,尚建国,不清楚,管钱
花晓明,放疗科主任,放疗科,廉素芬,偏反对,和老厂家熟
车卫东,设备科科长,设备科,濮国栋,支持,老关系
柏秀英,采购办主任,采购办,濮国栋,未知,
龚志远,物理师,放疗科,花晓明,,
辛工,设备工程师,设备科,车卫东,支持,常联系
晏明,审计科科长,审计科,尚建国,,
纪红梅,护士长,放疗科,花晓明,中立,
闵宏,信息科科长,信息科,廉素芬,,
左立,院办主任,院办,尚建国,,
"""
ANSWERS = "市第二医院\n直线加速器\n1\n2\n4\n1450\n28%\n西门子、医科达、联影\n3\n"
"""Customer, purchase, public body, replacement, negotiation, amount, margin, rivals, the first of them is in place."""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with nothing but a sheet of people."""
    (tmp_path / "名单.csv").write_text(SHEET, encoding="utf-8-sig")
    return tmp_path


def test_from_a_sheet_of_people_to_a_report(office: Path, kam: Kam, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three commands and nine questions."""
    code, out, shown = typed(ANSWERS, "new", "二院", "--from", "名单.csv", folder=office)
    assert code == 0 and "[9 of 9]" in shown and "[10 of" not in shown, shown
    assert "kam:hospital_negotiation): the same trigger, the same path and a customer of the same sort" in shown
    assert out.splitlines()[1] == "Next: kam check '二院.yaml'"
    monkeypatch.chdir(office)
    checked = kam("check", "二院.yaml")
    assert (checked.code, checked.err) == (0, "") and "people on their committees: 12" in checked.out
    played = kam("compare", "二院.yaml", "--replications", 4, "--workers", 1)
    assert played.code == 0, played.err
    (page,) = office.glob("runs/*/report.html")
    text = page.read_text(encoding="utf-8")
    assert "廉素芬，副院长（医疗）" in text and "西门子" in text and ">p2<" not in text
    account = read_scenario(office / "二院.yaml").accounts[0]
    assert account.name.zh == account.name.en == "市第二医院" and account.ownership == "public_body"
    assert (account.project.amount.value, account.project.margin.value) == (1450, 0.28)
    assert [rival.name.zh for rival in account.rivals] == ["西门子", "医科达", "联影"]
    assert account.incumbent == "rival_1"
    stances = {person.name.zh: person.stance for person in account.buying_centre.people}
    assert stances["车卫东（设备科科长）"] == 0.6 and stances["濮国栋（总会计师）"] is None
    assert all(person.identified for person in account.buying_centre.people)
    assert "# 尚建国（院长）: 一把手，不轻易见厂家" in (office / "二院.yaml").read_text(encoding="utf-8")


def test_a_chinese_reader_meets_no_english_sentence(office: Path) -> None:
    words = ("new", "二院", "--from", "名单.csv")
    code, out, shown = typed(ANSWERS, *words, folder=office, KAM_LANG="zh")
    assert code == 0 and "第 9 题，共 9 题" in shown, shown
    comments = [line.partition("#")[2] for line in (office / "二院.yaml").read_text(encoding="utf-8").splitlines()]
    for text in (shown, out, *comments):
        assert not re.findall(r"(?:[A-Za-z]+[ ,.]+){2,}[A-Za-z]+", text), text
    typed("\n" * 9, "new", "档案", "--dossier", folder=office, KAM_LANG="zh")
    for line in (office / "档案.yaml").read_text(encoding="utf-8").splitlines():
        assert not re.findall(r"(?:[A-Za-z]+[ ,.]+){2,}[A-Za-z]+", line.partition("#")[2]), line


def test_enter_all_along_gives_a_scenario(tmp_path: Path) -> None:
    code, _, shown = typed("\n" * 10, "new", "my_account", folder=tmp_path)
    assert code == 0 and "[10 of 10]" in shown, shown
    scenario = read_scenario(tmp_path / "my_account.yaml")
    assert scenario.title.en == "my_account: their next purchase" and len(scenario.accounts[0].rivals) == 2


def test_what_cannot_be_taken_is_asked_again_with_the_reason(tmp_path: Path) -> None:
    people = "Ann, director, board, , friendly\nBob\nhead of IT\nIT\nZoe\n1\nso-so\n?\nboss\nuser\n\n"
    answers = f"Acme\nPumps\nx\n3\n7\n3\n1\nabc\n5,000,00\n6000000\n900万\n30\n30%\nA,B,C,D\nA,B\n9\n2\n{people}"
    code, _, shown = typed(answers, "new", "acme", folder=tmp_path)
    assert code == 0, shown
    for reason in (
        "`x` is none of these; type a number from 1 to 5",
        "`7` is none of these; type a number from 1 to 4",
        "`abc` is no sum of money",
        "is `6000000` in yuan or in 10k CNY?",
        "is `30` meant in percent? Write 30%",
        "at most 3 rivals; name those that matter",
        "nobody of that name was typed yet; superiors come first: 1 Ann",
        "`so-so` says no stance",
        "no role is called `boss`",
    ):
        assert reason in shown, reason
    account = read_scenario(tmp_path / "acme.yaml").accounts[0]
    ann, bob = account.buying_centre.people
    assert (ann.name.en, ann.stance, ann.roles[0]) == ("Ann, director", 0.4, "decider")
    assert (bob.name.en, bob.reports_to, bob.stance, bob.roles) == ("Bob, head of IT", ann.id, None, ("user",))
    assert account.project.amount.value == 900 and account.incumbent == "us"


@pytest.mark.parametrize("answer", ["", "Acme\n", "Acme\nPumps\n1\n1\n1\n5\n30%\nA\n1\nAnn\nboss\n"])
def test_the_end_of_input_leaves_nothing(tmp_path: Path, answer: str) -> None:
    code, out, shown = typed(f"{answer}\x04", "new", "acme", folder=tmp_path)
    assert code == 130 and out == "" and shown.endswith("Stopped: nothing was written."), shown
    assert fingerprint(tmp_path) == {}


def test_ctrl_c_leaves_nothing(tmp_path: Path) -> None:
    code, shown = interrupted("Acme\n", "[2 of 10]", "new", "acme", folder=tmp_path)
    assert code == 130 and shown.endswith("Stopped: nothing was written."), shown
    assert fingerprint(tmp_path) == {}


def test_nothing_is_asked_where_it_is_said_or_nobody_is_there(office: Path, kam: Kam) -> None:
    code, _, shown = typed("", "new", "a", "--yes", folder=office)
    assert code == 0 and "Nothing was asked; taken as example: kam:keeping_up" in shown and "[1 of" not in shown
    answer = kam("new", "b", "--from", office / "名单.csv", "--from", "kam:hospital_negotiation")
    assert answer.code == 0 and "Nothing was asked. As in “A public hospital" in answer.err, answer.err
    assert len(read_scenario("b.yaml").accounts[0].buying_centre.people) == 12


def test_nothing_is_written_over(office: Path) -> None:
    (office / "a.yaml").write_text("x", encoding="utf-8")
    code, _, shown = typed(ANSWERS, "new", "a", "--from", "名单.csv", folder=office)
    assert code == 2 and "a.yaml` is there already (add --force" in shown and "[1 of" not in shown


def test_a_dossier_is_asked_for_likewise(office: Path) -> None:
    answers = "市第二医院\n医疗\n1\n2\n300\n1\n4\n2\n名单.csv\n"
    code, out, shown = typed(answers, "new", "档案", "--dossier", folder=office)
    assert code == 0 and "[9 of 9]" in shown and "kam advise" in out, shown
    (dossier,) = read_dossiers(office / "档案.yaml")
    assert dossier.name.zh == "市第二医院" and dossier.basics.kind == "important"
    assert dossier.purchases.yearly_revenue == 300 and dossier.opportunity.incumbent == "us"
    assert dossier.contacts is not None and len(dossier.contacts) == 12 and dossier.contacts[0].roles is None
    first = dossier.contacts[0]
    assert first.name is not None and first.title is not None
    assert (first.name.zh, first.title.zh) == ("尚建国", "院长")
    assert dossier.contacts[4].stance == 0.6 and dossier.contacts[2].stance is None


def test_a_dossier_of_which_nothing_is_known(kam: Kam, folder: Path) -> None:
    assert kam("new", "leer", "--dossier", "--lang", "en").code == 0
    (dossier,) = read_dossiers(folder / "leer.yaml")
    assert dossier.contacts is None and dossier.basics.kind is None
    assert kam("advise", "leer.yaml").code == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [1, 12, 21, 32])
def test_a_sheet_of_any_size_becomes_a_file_that_is_sound(kam: Kam, folder: Path, size: int, lang: str) -> None:
    from large_committee import large_sheet

    with (folder / "people.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(large_sheet(size))
    made = kam("new", "mine", "--from", "people.csv", "--lang", lang)
    assert made.code == 0, made.err
    checked = kam("check", "mine.yaml", "--lang", lang)
    assert (checked.code, checked.err) == (0, "")
    assert len(read_scenario(folder / "mine.yaml").accounts[0].buying_centre.people) == size


def test_the_real_organisation(kam: Kam, folder: Path, shared_data: Path) -> None:
    files = shared_data / "krackhardt"
    made = kam("new", "real", "--from", files / "managers.csv", "--ties", files / "ties.csv")
    assert made.code == 0, made.err
    centre = read_scenario(folder / "real.yaml").accounts[0].buying_centre
    assert len(centre.people) == 21 and len(centre.ties) == 292


SHEETS = (
    "04_gbk",
    "06b_traditional_utf8",
    "15_names_emoji",
    "18b_boss_by_name",
    "23_formula",
    "34_one_person",
    "37_role_words",
)


@pytest.mark.parametrize("name", SHEETS)
def test_sheets_of_every_kind_become_sound_files_or_are_refused(
    kam: Kam, folder: Path, shared_data: Path, name: str
) -> None:
    sheet = shared_data.parent / "cases" / "committee" / f"{name}.csv"
    if not sheet.exists():
        pytest.skip(f"{sheet} is not there")
    made = kam("new", "mine", "--from", sheet)
    if made.code == 2:
        assert made.err and not (folder / "mine.yaml").exists()
        return
    checked = kam("check", "mine.yaml")
    assert made.code == 0 and (checked.code, checked.err) == (0, "")
