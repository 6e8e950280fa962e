"""Every way a scenario file can be wrong: one clear message with file, line and what would be right."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from engine.errors import InputError
from engine.situation import read_scenario


def problems_of(path: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_scenario(path)
    assert caught.value.exit_code == 2
    return [str(problem) for problem in caught.value.problems]


@dataclass(frozen=True)
class Slip:
    """One mistake, as slips.yaml describes it."""

    name: str
    old: str
    new: str
    at: str
    says: list[str]
    everywhere: bool = False


SLIPS = [Slip(**entry) for entry in YAML(typ="safe").load(Path(__file__).with_name("slips.yaml"))]


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_slip_is_named_with_its_line(slip: Slip, folder: Path) -> None:
    path = folder / "keeping_up.yaml"
    text = path.read_text(encoding="utf-8")
    assert slip.old in text
    text = text.replace(slip.old, slip.new, -1 if slip.everywhere else 1)
    path.write_text(text, encoding="utf-8")
    line = text[: text.index(slip.at)].count("\n") + 1
    shown = problems_of(path)
    hits = [
        problem for problem in shown if problem.startswith(f"{path}:{line}:") and all(s in problem for s in slip.says)
    ]
    assert hits, f"expected line {line} and {slip.says}, got {shown}"
    assert len(shown) == 1, shown


def test_all_problems_are_reported_at_once_in_file_order(folder: Path) -> None:
    path = folder / "keeping_up.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in (
        ("power: 0.75", "power: 7.5"),
        ("reports_to: cio", "reports_to: ceo"),
        ("kind: group", "kind: grup"),
    ):
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    shown = problems_of(path)
    assert [problem.split(": ", 1)[0] for problem in shown] == sorted(problem.split(": ", 1)[0] for problem in shown)
    assert len(shown) == 3


def test_problem_in_an_extended_file_names_that_file(folder: Path) -> None:
    path, shared = folder / "keeping_up.yaml", folder / "shared" / "behaviour.yaml"
    of_its_own = path.read_text(encoding="utf-8").replace("kam:behaviour", "shared/behaviour.yaml")
    path.write_text(of_its_own, encoding="utf-8")
    text = shared.read_text(encoding="utf-8").replace("recommended: {value: 0.84", "recommended: {value: 8.4", 1)
    shared.write_text(text, encoding="utf-8")
    line = text[: text.index("value: 8.4")].count("\n") + 1
    (problem,) = problems_of(path)
    assert (
        problem.startswith(f"{shared}:{line}:")
        and "behaviour.access.recommended.value: `8.4 probability` is above" in problem
    )


def test_changed_number_does_not_keep_the_source_of_the_extended_file(folder: Path) -> None:
    path = folder / "keeping_up.yaml"
    with path.open("a", encoding="utf-8") as file:
        file.write("behaviour:\n  access:\n    recommended: {value: 0.5, unit: probability}\n")
    (problem,) = problems_of(path)
    assert "behaviour.access.recommended: needs exactly one of `source` and `assumption`" in problem


FILES = [
    ("empty", b"", "the file is empty"),
    ("only spaces and comments", b"\n\n  \n", "the file is empty"),
    ("only a comment", b"# nothing\n", "the file is empty"),
    ("only a word", b"hello\n", "expected keys such as `title: …`"),
    ("binary", bytes(range(256)) * 8, "this is not a text file"),
    ("neither", b"schema: 1\ntitle: \x81\xff\xff\n", "the file is in no encoding that is read (save it as UTF-8)"),
    ("alias bomb", b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n", "anchors and aliases"),
    ("brackets without end", b"a: " + b"[" * 500_000, "nested more than 32 deep"),
    ("too many entries", b"a: [" + b"1," * 120_000 + b"1]", "more than 100000 entries"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "says"), [f[1:] for f in FILES], ids=[f[0] for f in FILES])
def test_unusable_file_is_refused(content: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_bytes(content)
    (problem,) = problems_of(path)
    assert problem.startswith(f"{path}:")
    assert says in problem


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-16", "utf-8-sig"])
def test_any_encoding_of_a_scenario_is_read(encoding: str, folder: Path) -> None:
    path = folder / "keeping_up.yaml"
    before = read_scenario(path)
    path.write_bytes(path.read_text(encoding="utf-8").replace("–", "-").encode(encoding))
    assert read_scenario(path).title == before.title
    assert read_scenario(path).story == before.story


def test_huge_file_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    (problem,) = problems_of(path)
    assert problem == f"{path}: 200.0 MB is too large (at most 2 MB)"


def test_missing_file_suggests_the_nearest(folder: Path) -> None:
    path = folder / "keping_up.yaml"
    assert problems_of(path) == [f"{path}: no such file (did you mean keeping_up.yaml?)"]


def test_missing_folder_is_named(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "keeping_up.yaml"
    assert problems_of(path) == [f"{path}: no such file (there is no folder {path.parent})"]


def test_folder_lists_what_it_holds(folder: Path) -> None:
    (problem,) = problems_of(folder)
    assert problem.startswith(f"{folder}: this is a folder, not a file (it holds central_purchasing.yaml")


def test_device_is_refused() -> None:
    assert problems_of(Path("/dev/zero")) == ["/dev/zero: this is not an ordinary file"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_file_says_so(folder: Path) -> None:
    path = folder / "keeping_up.yaml"
    path.chmod(0)
    assert problems_of(path) == [f"{path}: cannot be read: permission denied"]


def test_refused_reading_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    path = folder / "keeping_up.yaml"
    assert problems_of(path) == [f"{path}: cannot be read: permission denied"]


def test_files_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("extends: b.yaml\nschema: 1\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("extends: a.yaml\nschema: 1\n", encoding="utf-8")
    (problem,) = problems_of(tmp_path / "a.yaml")
    assert problem.startswith(f"{tmp_path / 'b.yaml'}:1:10: `extends` runs in a circle")


def test_many_extensions_of_one_file_are_bounded(tmp_path: Path) -> None:
    (tmp_path / "big.yaml").write_text("".join(f"k{i}: 1\n" for i in range(4_000)), encoding="utf-8")
    lines = "".join(f"- {{extends: big.yaml, n: {i}}}\n" for i in range(100))
    (tmp_path / "bomb.yaml").write_text(f"accounts:\n{lines}", encoding="utf-8")
    (problem,) = problems_of(tmp_path / "bomb.yaml")
    assert "more than 100000 entries" in problem
