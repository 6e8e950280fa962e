"""Questions that are answered: the reading that is meant is taken; what only the file can bring about stays open."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from made_up_committee import made_up

from engine.committee import read_committee
from engine.errors import OpenQuestion, Question, answering
from engine.files import Findings, Vocabulary, Wanted, decoded, read_numbers, read_table

TEMPLATE = made_up(8, seed=0)
PEOPLE = "id,level,department,reports_to\nann,1,board,\nbob,2,finance,ann\ncid,2,engineering,ann\n"
WORDS = Vocabulary(("id", "power"), ("id",), {})


def number(cell: str, wanted: Wanted) -> float | None:
    findings = Findings()
    (found,) = read_numbers([cell], ["t:2"], wanted, findings)
    findings.raise_if_any()
    return found


def chart(folder: Path, people: str) -> dict[str, Any]:
    path = folder / "people.csv"
    path.write_text(people, encoding="utf-8")
    centre = read_committee(path, None, TEMPLATE).centre
    return {person.id: (person.level, person.reports_to) for person in centre.people}


def identified(folder: Path, people: str) -> bool:
    path = folder / "people.csv"
    path.write_text(people, encoding="utf-8")
    return read_committee(path, None, TEMPLATE).centre.people[-1].identified


def table(folder: Path, text: str) -> Any:
    path, findings = folder / "t.csv", Findings()
    path.write_text(text, encoding="utf-8")
    found = read_table(path, WORDS, findings)
    findings.raise_if_any()
    return list(found.columns)


def sheets(folder: Path) -> Any:
    book = openpyxl.Workbook()
    for name, who in (("one", "ann"), ("two", "bob")):
        page = book.create_sheet(name)
        page.append(["id", "power"])
        page.append([who, 1])
    book.remove(book["Sheet"])
    held = io.BytesIO()
    book.save(held)
    path = folder / "t.xlsx"
    path.write_bytes(held.getvalue())
    return [row.get("id") for row in read_table(path, WORDS, Findings()).rows]


GBK = "id,name\na,芈\n".encode("gbk")
REVERSED = "id,level,department,reports_to\nann,9,board,\nbob,2,finance,ann\ncid,2,engineering,ann\n"
BLANK = "id,level,department,reports_to\nann,1,board,\nbob,3,finance,\ncid,3,engineering,bob\n"
TOPS = "id,department,reports_to\nann,board,\nbob,finance,\ncid,engineering,bob\n"
NO_LINES = "id,level,department\nann,1,board\nbob,2,finance\n"
MARKED = "id,department,reports_to,identified\nann,board,,yes\n"
CASE = "id,level,department,reports_to\nann,1,board,\nbob,2,finance,Ann\n"
TWINS = "id,level,department,reports_to\nann,1,board,\nbob,2,finance,ann\nBob,2,engineering,ann\n"
NAMESAKES = "id,name,level,department,reports_to\na,Li,1,board,\nb,Li,1,board,\nc,Wu,2,finance,Li\n"

CASES: list[tuple[str, Callable[[Path], Any], list[Any]]] = [
    ("encoding-open", lambda folder: decoded(GBK, "t.csv").encoding, ["gb18030", "big5"]),
    ("sheet-open", sheets, [["ann"], ["bob"]]),
    ("column-open", lambda folder: table(folder, "id,power score\na,1\n"), [["id", "power"], ["id"]]),
    ("number-style", lambda folder: number("1,234", Wanted("x")), [1234.0, 1.234]),
    ("number-percent", lambda folder: number("0.9", Wanted("x", 0, 1, "share", "%")), [0.9, 0.009]),
    (
        "money-unit",
        lambda folder: number("1500000", Wanted("x", 0, 1e9, "money", usually=(0.1, 1e5))),
        [150.0, 1500000.0],
    ),
    (
        "level-reversed",
        lambda folder: chart(folder, REVERSED),
        [{"ann": (1, None), "bob": (2, "ann"), "cid": (2, "ann")}, None],
    ),
    (
        "boss-blank",
        lambda folder: chart(folder, BLANK),
        [None, {"ann": (1, None), "bob": (1, None), "cid": (2, "bob")}],
    ),
    ("boss-blank", lambda folder: chart(folder, TOPS), [None, {"ann": (1, None), "bob": (1, None), "cid": (2, "bob")}]),
    ("chart-no-lines", lambda folder: chart(folder, NO_LINES), [None, {"ann": (1, None), "bob": (2, None)}]),
    ("person-same", lambda folder: chart(folder, CASE), [{"ann": (1, None), "bob": (2, "ann")}, None]),
    (
        "person-same",
        lambda folder: chart(folder, TWINS),
        [None, {"ann": (1, None), "bob": (2, "ann"), "Bob": (2, "ann")}],
    ),
    (
        "boss-person",
        lambda folder: chart(folder, NAMESAKES),
        [{"a": (1, None), "b": (1, None), "c": (2, "a")}, {"a": (1, None), "b": (1, None), "c": (2, "b")}],
    ),
    ("answer-open", lambda folder: identified(folder, f"{MARKED}bob,finance,ann,x\n"), [True, False]),
]


@pytest.mark.parametrize(("code", "read", "meant"), CASES, ids=[case[0] for case in CASES])
def test_the_reading_that_is_meant_is_taken(
    tmp_path: Path, code: str, read: Callable[[Path], Any], meant: list[Any]
) -> None:
    with pytest.raises(OpenQuestion) as caught:
        read(tmp_path)
    (question,) = caught.value.problems
    assert isinstance(question, Question) and question.code == code and len(question.readings) >= 2
    for number, expected in enumerate(meant):
        with answering({question: number}.get):
            if expected is None:  # only another file can bring it about
                with pytest.raises(OpenQuestion) as again:
                    read(tmp_path)
                assert again.value.problems == (question,)
            else:
                assert read(tmp_path) == expected
    with pytest.raises(OpenQuestion):
        read(tmp_path)
