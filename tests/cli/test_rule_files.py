"""Rulebooks to spreadsheets and back through the command: whole files or none, one message a mistake."""

from __future__ import annotations

from pathlib import Path

import pytest
from kam_calls import Kam, fingerprint

from engine.rules import load_book


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_there_and_back(kam: Kam, folder: Path, ending: str) -> None:
    answer = kam("rules", "export", "stage_gates", "--to", f"gates.{ending}")
    assert (answer.code, answer.out, answer.err) == (0, f"Written: gates.{ending}\n", "")
    answer = kam("rules", "import", f"gates.{ending}", "--to", "mine.yaml")
    assert (answer.code, answer.err) == (0, "")
    assert load_book(folder / "mine.yaml") == load_book("stage_gates")
    assert (
        (folder / "mine.yaml")
        .read_text(encoding="utf-8")
        .startswith("# The gates between the five sales stages (S14).")
    )


def test_markdown_in_both_languages(kam: Kam, folder: Path) -> None:
    assert kam("rules", "export", "stage_gates", "--to", "gates.md", "--lang", "zh").code == 0
    assert (folder / "gates.md").read_text(encoding="utf-8").startswith("# 销售阶段关卡\n")
    assert kam("rules", "export", "stage_gates", "--to", "gates.md", "--lang", "en", "--force").code == 0
    assert (folder / "gates.md").read_text(encoding="utf-8").startswith("# Stage gates\n")


def test_comments_inside_a_book_are_counted(kam: Kam, folder: Path) -> None:
    assert kam("rules", "export", "stage_gates", "--to", "mine.yaml").code == 0
    text = (folder / "mine.yaml").read_text(encoding="utf-8")
    (folder / "mine.yaml").write_text(text.replace("rules:\n", "# why\nrules:\n"), encoding="utf-8")
    answer = kam("rules", "export", "mine.yaml", "--to", "mine.csv")
    assert answer.code == 0
    assert answer.messages == ["1 comment line inside the book stays behind; those in front of it come along"]


def spoilt(folder: Path, kam: Kam) -> str:
    kam("rules", "export", "stage_gates", "--to", "gates.csv")
    path = folder / "gates.csv"
    path.write_text(
        path.read_text(encoding="utf-8-sig").replace("people_met >= 2", "people_mett >= 2"), encoding="utf-8"
    )
    return "gates.csv"


def test_a_wrong_sheet_writes_nothing(kam: Kam, folder: Path) -> None:
    source = spoilt(folder, kam)
    before = fingerprint(folder)
    answer = kam("rules", "import", source, "--to", "mine.yaml")
    assert answer.code == 2 and answer.out == ""
    assert answer.messages and all(message.startswith("gates.csv:") for message in answer.messages)
    assert "did you mean people_met" in answer.err
    assert fingerprint(folder) == before


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("export", "stage_gates", "--to", "x.pdf"), "x.pdf"),
        (("export", "stage_gate", "--to", "x.xlsx"), "did you mean stage_gates or stage_tasks?"),
        (("export", "stage_gates", "--to", "scenarios"), "is a folder"),
        (("export", "stage_gates", "--to", "nowhere/x.xlsx"), "cannot be written"),
        (("export", "stage_gates", "--to", "scenarios/keeping_up.yaml"), "--force"),
        (("export", "stage_gates"), "--to"),
        (("import", "missing.xlsx", "--to", "x.yaml"), "no such file"),
        (("import", "scenarios/keeping_up.yaml", "--to", "x.yaml"), "no format of ours"),
        (("import", "x.xlsx", "--to", "x.xlsx"), "does not end in .yaml"),
    ],
)
def test_a_wrong_name_is_one_message(kam: Kam, folder: Path, words: tuple[str, ...], what: str) -> None:
    before = fingerprint(folder)
    answer = kam("rules", *words)
    assert answer.code == 2 and answer.out == "" and len(answer.messages) == 1
    assert what in answer.err
    assert fingerprint(folder) == before
