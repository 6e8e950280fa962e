"""People and ties from CSV: the real organisation (D3), our own columns, and every kind of bad file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from made_up_committee import made_up

from engine.committee import describe, influence_matrix, read_committee
from engine.errors import InputError
from engine.model.buying_centre import BuyingCentre
from engine.model.terms import SCORES
from engine.wording import told

TEMPLATE = made_up(8, seed=0)
PEOPLE = "id,level,department\nann,1,management\nbob,2,finance\ncid,2,engineering\ndan,3,purchasing\n"
TIES = "from,to,kind\nbob,ann,reports_to\ncid,ann,reports_to\ndan,bob,reports_to\ndan,cid,advice\n"


def _read(folder: Path, people: str | bytes, ties: str | bytes | None = TIES) -> BuyingCentre:
    paths = []
    for name, content in (("people.csv", people), ("ties.csv", ties)):
        path = folder / name
        if content is not None:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        paths.append(path)
    return read_committee(paths[0], paths[1] if ties is not None else None, TEMPLATE).centre


def test_d3_the_real_organisation(krackhardt: Path) -> None:
    centre = read_committee(krackhardt / "managers.csv", krackhardt / "ties.csv", TEMPLATE).centre
    assert len(centre.people) == 21
    assert sum(tie.kind == "advice" for tie in centre.ties) == 190
    assert sum(tie.kind == "friendship" for tie in centre.ties) == 102
    assert sum(person.reports_to is not None for person in centre.people) == 20
    levels = [person.level for person in centre.people]
    assert [levels.count(level) for level in (1, 2, 3)] == [1, 4, 16]
    found = describe(centre)
    lines = {(person.id, person.reports_to) for person in centre.people if person.reports_to is not None}
    asked = {(tie.source, tie.target) for tie in centre.ties if tie.kind == "advice"}
    assert len(lines & asked) / len(lines) == pytest.approx(0.95, abs=1e-12)
    assert found.deciders == ("7",)
    assert len(found.can_veto) == 2
    assert influence_matrix(centre).shape == (21, 21)


def test_roles_of_the_real_organisation_follow_the_rule(krackhardt: Path) -> None:
    """Departments are numbers there: the approver is the most asked head, the evaluator the most asked of the rest."""
    centre = read_committee(krackhardt / "managers.csv", krackhardt / "ties.csv", TEMPLATE).centre
    asked = Counter(tie.target for tie in centre.ties if tie.kind == "advice")
    heads = [person.id for person in centre.people if person.level == 2]
    approver = next(person.id for person in centre.people if "financial_approver" in person.roles)
    assert approver in heads and asked[approver] == max(asked[head] for head in heads)
    evaluator = next(person.id for person in centre.people if "technical_evaluator" in person.roles)
    rest = [asked[person.id] for person in centre.people if person.id not in ("7", approver)]
    assert asked[evaluator] == max(rest)
    identified = {person.id for person in centre.people if person.identified}
    by_role = {
        person.id
        for person in centre.people
        if {"decider", "buyer", "technical_evaluator", "initiator"} & set(person.roles)
    }
    assert identified == by_role
    assert all(person.unknown == SCORES for person in centre.people)


def test_a_small_table_by_hand(tmp_path: Path) -> None:
    centre = _read(tmp_path, PEOPLE)
    assert {person.id: person.roles for person in centre.people} == {
        "ann": ("decider",),
        "bob": ("financial_approver",),
        "cid": ("technical_evaluator", "initiator", "user"),
        "dan": ("buyer", "gatekeeper"),
    }
    assert centre.person("dan").reports_to == "bob"
    assert all(person.unknown == SCORES for person in centre.people), "nobody has judged them"
    assert centre.influence_weights == TEMPLATE.influence_weights


def test_our_own_columns_are_taken_as_stated(tmp_path: Path) -> None:
    people = (
        "id;name_en;name_zh;level;department;roles;reports_to;power;susceptibility;stance;need;worry;relationship;"
        "identified;price;technical;service;risk\n"
        "ann;Ann Li;李安;1;Top Management;decider;;0.9;0.2;-0.1;0.3;0.4;2;no;1;2;3;4\n"
        'bob;Bob;鲍勃;2;R&D;"technical_evaluator; user";ann;0.5;0.6;0.4;0.5;0.1;4;yes;;1;;\n'
    )
    centre = _read(tmp_path, people, "from;to;kind;weight\nbob;ann;friendship;0.25\n")
    ann, bob = centre.people
    assert (ann.name.en, ann.name.zh, ann.department, ann.identified) == ("Ann Li", "李安", "top-management", False)
    assert (ann.power, ann.susceptibility, ann.stance, ann.need, ann.worry) == (0.9, 0.2, -0.1, 0.3, 0.4)
    assert ann.criteria is not None and bob.criteria is not None
    assert ann.criteria.normalised() == pytest.approx((0.1, 0.2, 0.3, 0.4, 0, 0))
    assert (bob.roles, bob.reports_to, bob.department) == (("technical_evaluator", "user"), "ann", "r-d")
    assert (bob.relationship, bob.identified) == (4, True)
    assert bob.criteria.normalised() == (0, 1, 0, 0, 0, 0)
    assert centre.ties[0].weight == 0.25


@pytest.mark.parametrize("heads", ["price;delivery;payment", "价格;交期;账期", "价格权重;交货期;付款条件"])
def test_date_and_time_for_payment_are_columns_like_others(tmp_path: Path, heads: str) -> None:
    people = f"id;level;department;reports_to;{heads}\nann;1;board;;2;1;1\nbob;2;works;ann;;3;\n"
    ann, bob = _read(tmp_path, people, "from;to;kind\nbob;ann;advice\n").people
    assert ann.criteria.normalised() == (0.5, 0, 0, 0, 0.25, 0.25)
    assert bob.criteria.normalised() == (0, 0, 0, 0, 1, 0)


CHINESE = (
    "编号,姓名,部门,角色,上级,已识别\n"
    "p1,王磊,总经办,决策者,,否\n"
    "p2,李娜,财务部,财务审批者,p1,是\n"
    "p3,张伟,研发部,技术评估者、使用者,p1,是\n"
    "p4,赵敏,技术支持部,影响者,p3,\n"
)
CHINESE_TIES = "从,到,类型\np3,p2,咨询\np2,p3,冲突\n"


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_chinese_tables_of_any_make(tmp_path: Path, encoding: str, line_end: str, delimiter: str) -> None:
    def encoded(text: str) -> bytes:
        return text.replace("\n", line_end).replace(",", delimiter).encode(encoding)

    centre = _read(tmp_path, encoded(CHINESE), encoded(CHINESE_TIES))
    assert [person.name.zh for person in centre.people] == ["王磊", "李娜", "张伟", "赵敏"]
    assert [person.department for person in centre.people] == ["management", "finance", "engineering", "engineering-4"]
    assert centre.person("p3").roles == ("technical_evaluator", "user")
    assert [person.level for person in centre.people] == [1, 2, 2, 3]
    assert [(tie.source, tie.target, tie.kind) for tie in centre.ties] == [
        ("p3", "p2", "advice"),
        ("p2", "p3", "conflict"),
    ]


def test_without_ties_the_chart_is_enough(tmp_path: Path) -> None:
    centre = _read(tmp_path, "id,department,reports_to\nann,a,\nbob,b,ann\n", None)
    assert centre.ties == () and centre.person("bob").level == 2


def test_what_is_assumed_is_said_in_both_languages(tmp_path: Path) -> None:
    made = _read(tmp_path, "id,department,reports_to\nann,a,\nbob,b,ann\n", None)
    assert made.provenance.reason.startswith("read from tables; where they say nothing: read off the chart")
    assert "按组织图推定" in told(made.provenance.reason, "zh")


def test_blank_lines_and_quoted_line_breaks_keep_the_count(tmp_path: Path) -> None:
    people = '\nid,level,department,name\nann,1,management,"Ann\nLi"\n\nbob,two,finance,Bob\n'
    with pytest.raises(InputError, match=r"people\.csv:6: level is `two`"):
        _read(tmp_path, people, None)


def _people(extra: str) -> str:
    return PEOPLE + extra


@pytest.mark.parametrize(
    ("people", "ties", "message"),
    [
        ("id,level,dept_name\nann,1,a\n", None, r"people.csv:1: column `department` is missing"),
        ("id,level,departmnt\nann,1,a\n", None, r"people.csv:1: column `department` is missing \(is `departmnt` meant"),
        ("id,level,department,powr\nann,1,a,1\n", None, r"people.csv:1: unknown column `powr` \(did you mean power"),
        ("id,level,department,level\nann,1,a,1\n", None, r"people.csv:1: two columns mean `level`: level and level"),
        ("id,level,department,级别\nann,1,a,1\n", None, r"people.csv:1: two columns mean `level`"),
        ("id,level,,department\nann,1,2,a\n", None, r"people.csv:1: column 3 has no name"),
        ("id,department\nann,a\nbob,b\n", None, r"people.csv:1: nothing says who stands above whom"),
        (
            _people("ann,3,finance\n"),
            TIES,
            r"people.csv:6: two people have the id `ann` \(the first is .*csv:2\)",
        ),
        (_people("a/b,3,finance\n"), TIES, r"people.csv:6: `a/b` cannot be an id .*column `name`"),
        (_people("eve,3\n"), TIES, r"people.csv:6: 2 cells under 3 columns \(.*commas"),
        (_people("eve,nan,finance\n"), TIES, r"people.csv:6: level is `nan`, which is not a number \(a whole number"),
        (_people("eve,inf,finance\n"), TIES, r"people.csv:6: level is `inf`"),
        (_people("eve,2.5,finance\n"), TIES, r"people.csv:6: level is 2.5, not a whole number"),
        (_people("eve,,finance\n"), TIES, r"people.csv:6: no level"),
        (_people("eve,1,\n"), TIES, r"people.csv:6: no department"),
        ("id,level,department,power\nann,1,a,1.2\n", None, r"people.csv:2: power is 1.2, which is out of range"),
        ("id,level,department,stance\nann,1,a,-2\n", None, r"people.csv:2: stance is -2, .*\(a number from -1 to 1\)"),
        (
            "id,level,department,identified\nann,1,a,maybe\n",
            None,
            r"people.csv:2: identified is `maybe`, .*\(yes or no",
        ),
        ("id,level,department,price\nann,1,a,0\n", None, r"people.csv:2: all criteria stated weigh 0"),
        ("id,level,department,price\nann,1,a,-1\n", None, r"people.csv:2: price is -1, .*\(a number of at least 0\)"),
        (
            "id,level,department,roles\nann,1,a,decidr\n",
            None,
            r"people.csv:2: no role .*`decidr` \(did you mean dec",
        ),
        ("id,level,department,roles\nann,1,a,user\n", None, r"people.csv:1: nobody has the role `decider`"),
        ("id,level,department,reports_to\nann,1,a,an\n", None, r"people.csv:2: unknown person `an` \(did you mean ann"),
        (
            "id,level,department,reports_to\nann,1,a,bob\nbob,1,a,cid\ncid,2,a,bob\n",
            None,
            r"people.csv:3: reporting cycle bob → cid → bob",
        ),
        ("id,level,department,reports_to\nann,1,a,ann\n", None, r"people.csv:2: reporting cycle ann → ann"),
        (PEOPLE, TIES + "ann,dan,reports_to\n", r"ties.csv:6: reporting cycle ann → dan → bob → ann"),
        (PEOPLE, TIES + "dan,cid,reports_to\n", r"ties.csv:6: `dan` reports to two people \(.*ties.csv:4 says bob\)"),
        (
            "id,level,department,reports_to\nann,1,a,\nbob,2,a,ann\ncid,2,a,bob\n",
            "from,to,kind\ncid,ann,reports_to\n",
            r"people.csv:4: `cid` reports to two people",
        ),
        (PEOPLE, TIES + "dan,bobb,advice\n", r"ties.csv:6: unknown person `bobb` \(did you mean bob"),
        (PEOPLE, TIES + "dan,dan,advice\n", r"ties.csv:6: the advice tie joins `dan` with themselves"),
        (
            PEOPLE,
            "from,to,kind,weight\ndan,cid,advice,1\ndan,cid,advice,0.5\n",
            r"ties.csv:3: the advice tie dan → cid comes twice with different weights \(the first is .*:2\)",
        ),
        (PEOPLE, TIES + "dan,bob,advcie\n", r"ties.csv:6: no kind of tie is called `advcie` \(did you mean advice"),
        (PEOPLE, "from,to,kind,weight\ndan,bob,advice,2\n", r"ties.csv:2: weight is 2, which is above 1"),
        (PEOPLE, "from,to,kind,weight\ndan,bob,advice,0\n", r"ties.csv:2: a tie of weight 0 is no tie"),
        (PEOPLE, "from,to,weight\ndan,bob,1\n", r"ties.csv:1: no column says what a tie is"),
        (PEOPLE, "from,kind\ndan,advice\n", r"ties.csv:1: column `to` is missing"),
        (PEOPLE, "ego,alter,advice\ndan,bob,x\n", r"ties.csv:2: advice is `x`, which is not a number"),
        (PEOPLE, "ego,alter,reports_to\ndan,bob,0.5\n", r"ties.csv:2: reports_to is yes or no, not 0.5"),
        ("", None, r"people.csv: the file is empty"),
        ("\n\n  \n", None, r"people.csv: the file is empty"),
        ("id,level,department\n", None, r"people.csv:1: there is a header but no row"),
        ('id,level,department\nann,1,"a\n', None, r"people.csv:2: not readable as a table"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", None, r"people.csv: this is not a text file"),
        (b"id,level\x00,department\n", None, r"people.csv: this is not a text file"),
        (b"PK\x03\x04rest", None, r"people.csv: this is no .xlsx workbook"),
        (b"id,level\x81\xff\xff\n", None, r"people.csv: the file is in no encoding that is read"),
    ],
)
def test_bad_tables_get_one_clear_message(tmp_path: Path, people: str | bytes, ties: str | None, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        _read(tmp_path, people, ties)
    assert len(caught.value.problems) == 1


def test_too_many_people(tmp_path: Path) -> None:
    rows = "".join(f"p{index},2,a\n" for index in range(33))
    with pytest.raises(
        InputError,
        match=r"people.csv:34: 33 people; a buying centre has at most 32 \(keep those .*: ?p0|people.csv:34: 33 people",
    ):
        _read(tmp_path, "id,level,department\n" + rows, None)


def test_several_problems_are_told_together(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        _read(tmp_path, "id,level,department\nann,v,a\nbob,y,a\n", None)
    assert len(caught.value.problems) == 2


def test_a_quota_nobody_can_reach_becomes_the_same_share_and_that_is_said(tmp_path: Path) -> None:
    data = TEMPLATE.model_dump()
    data["ties"] = ()
    data["group_choice"]["model"] = "minimum_endorsement"
    data["group_choice"]["quota"] = {"value": 6, "unit": "count", "assumption": "made up for a test"}
    strict = BuyingCentre.model_validate(data)
    (tmp_path / "people.csv").write_text(PEOPLE)
    (tmp_path / "ties.csv").write_text(TIES)
    committee = read_committee(tmp_path / "people.csv", tmp_path / "ties.csv", strict)
    quota = committee.centre.group_choice.quota
    assert quota is not None and quota.value == 3, "six of eight are three of four"
    assert any("`group_choice.quota`" in str(said) for said in committee.said)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(PEOPLE)
    with pytest.raises(InputError, match=r"peple.csv: no such file \(did you mean people.csv\?\)"):
        read_committee(tmp_path / "peple.csv", None, TEMPLATE)
    with pytest.raises(InputError, match="this is a folder"):
        read_committee(tmp_path, None, TEMPLATE)
    with pytest.raises(InputError, match="not an ordinary file"):
        read_committee(Path("/dev/null"), None, TEMPLATE)
    (tmp_path / "huge.csv").write_bytes(b"x" * 5_000_001)
    with pytest.raises(InputError, match=r"huge.csv: 5.0 MB is too large \(at most 5 MB"):
        read_committee(tmp_path / "huge.csv", None, TEMPLATE)
