"""What the reader accepts, and how words become values (core schema of YAML 1.2)."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from engine.scenario_file import load_tree, read_scenario, scenario_hash
from engine.scenario_file.tree import Scalar, core_value, parse


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("1", 1), ("-3", -3), ("007", 7), ("0o17", 15), ("0x1F", 31), ("1.5", 1.5), (".5", 0.5), ("1e3", 1000.0),
        ("no", "no"), ("yes", "yes"), ("off", "off"), ("1:30", "1:30"), ("1_000", "1_000"), ("2024-01", "2024-01"),
        ("~", None), ("null", None), ("", None), ("true", True), ("False", False), ("tRUE", "tRUE"), ("0b1", "0b1"),
        ("+2.", 2.0), ("12345678901234567890", 12345678901234567890.0),
    ],
)  # fmt: skip
def test_plain_words(word: str, value: Scalar) -> None:
    found = core_value(word)
    assert found == value
    assert type(found) is type(value)


def test_not_finite_words() -> None:
    assert core_value("-.inf") == -math.inf
    assert math.isnan(float(core_value(".NaN") or 0))


def test_quoted_words_stay_text() -> None:
    assert parse('a: "007"\nb: \'true\'\nc: "~"\n', "x").plain() == {"a": "007", "b": "true", "c": "~"}


def test_lines_of_keys_and_values() -> None:
    root = parse("a:\n\n  - x\n  -\n    y: 1\n", "x")
    assert root.mapping["a"].key_line == 1
    assert [item.line for item in root.mapping["a"].items] == [3, 5]


@pytest.mark.parametrize("layout", ["crlf", "cr", "bom"])
def test_line_ends_and_byte_order_mark_do_not_matter(layout: str, folder: Path) -> None:
    path = folder / "keeping_up.yaml"
    before = read_scenario(path)
    data = path.read_bytes()
    layouts = {"bom": b"\xef\xbb\xbf" + data, "crlf": data.replace(b"\n", b"\r\n"), "cr": data.replace(b"\n", b"\r")}
    path.write_bytes(layouts[layout])
    assert read_scenario(path) == before
    assert load_tree(path).mapping["currency"].line == load_tree(path).mapping["horizon"].line - 1


def test_extending_file_wins_key_by_key_and_lists_are_replaced(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "base.yaml").write_text(
        "m: {a: 1, b: 2, source: book}\nl: [1, 2]\nq: {value: 1, unit: days, source: book}\ns: {extends: far.yaml}\n",
        encoding="utf-8",
    )
    (tmp_path / "shared" / "far.yaml").write_text("far: 9\n", encoding="utf-8")
    (tmp_path / "top.yaml").write_text(
        "extends: shared/base.yaml\nm: {b: 3, assumption: me}\nl: [5]\nq: {value: 2, unit: weeks, assumption: me}\n",
        encoding="utf-8",
    )
    root = load_tree(tmp_path / "top.yaml")
    assert root.plain() == {
        "m": {"a": 1, "b": 3, "assumption": "me"},
        "l": (5,),
        "q": {"value": 2, "unit": "weeks", "assumption": "me"},
        "s": {"far": 9},
    }
    assert root.mapping["m"].mapping["a"].where == f"{tmp_path / 'shared' / 'base.yaml'}:1"
    assert root.mapping["s"].mapping["far"].where == f"{tmp_path / 'shared' / 'far.yaml'}:1"
    assert root.mapping["l"].where == f"{tmp_path / 'top.yaml'}:3"


def test_hash_follows_the_content_and_not_the_layout(folder: Path) -> None:
    path = folder / "keeping_up.yaml"
    first = scenario_hash(read_scenario(path))
    path.write_text("# a remark\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert scenario_hash(read_scenario(path)) == first
    assert scenario_hash(read_scenario(path, ["horizon=700"])) != first
