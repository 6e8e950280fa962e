"""What the reader accepts, and how words become values (core schema of YAML 1.2)."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from engine.errors import InputError
from engine.files import parse, plain_value
from engine.files.yaml_words import Scalar
from engine.situation import load_tree, read_scenario, scenario_hash


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("1", 1), ("-3", -3), ("007", 7), ("1.5", 1.5), (".5", 0.5), ("1e3", 1000.0),
        ("no", "no"), ("yes", "yes"), ("off", "off"), ("1:30", "1:30"), ("1_000", 1000), ("2024-01", "2024-01"),
        ("~", None), ("null", None), ("", None), ("true", True), ("False", False), ("tRUE", "tRUE"), ("0b1", "0b1"),
        ("+2.", 2.0), ("12345678901234567890", 12345678901234567890),
    ],
)  # fmt: skip
def test_plain_words(word: str, value: Scalar) -> None:
    found = plain_value(word)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("word", "number"), [("010", "10"), ("0100", "100"), ("0x10", "16"), ("0o17", "15"), ("0b11", "3"), ("-007", "-7")]
)
def test_numbers_that_readers_disagree_about_are_refused_with_both_ways_to_write_them(word: str, number: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(f"a: 1\nb: {word}\n", "x")
    (problem,) = caught.value.problems
    assert (problem.where, problem.code) == ("x:2:4", "yaml-number")
    assert f'write {number} for the number, or "{word}" for the text' in str(problem)
    assert parse(f'b: "{word}"\n', "x").plain() == {"b": word}


def test_all_faults_of_a_file_are_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        parse("a: 010\na: 2\nb: &x 1\nc: *x\nd: !t 3\ne：5:\nf: {g：1}\n", "x")
    assert [(p.where, p.code) for p in caught.value.problems] == [
        ("x:1:4", "yaml-number"), ("x:2:1", "yaml-twice"), ("x:3:4", "yaml-anchor"), ("x:5:4", "yaml-tag"),
        ("x:6:1", "yaml-full-width"), ("x:7:5", "yaml-full-width"),
    ]  # fmt: skip


def test_not_finite_words() -> None:
    assert plain_value("-.inf") == -math.inf
    assert math.isnan(float(plain_value(".NaN") or 0))


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
    assert root.mapping["m"].mapping["a"].where == f"{tmp_path / 'shared' / 'base.yaml'}:1:8"
    assert root.mapping["s"].mapping["far"].where == f"{tmp_path / 'shared' / 'far.yaml'}:1:6"
    assert root.mapping["l"].where == f"{tmp_path / 'top.yaml'}:3:4"


def test_hash_follows_the_content_and_not_the_layout(folder: Path) -> None:
    path = folder / "keeping_up.yaml"
    first = scenario_hash(read_scenario(path))
    path.write_text("# a remark\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert scenario_hash(read_scenario(path)) == first
    assert scenario_hash(read_scenario(path, ["horizon=700"])) != first


@pytest.mark.parametrize(
    ("old", "new"),
    [("identified: true", "identified: 是"), ("identified: true", "identified: yes"), ("power: 0.75", "power: 75%"),
     ("power: 0.75", "power: ０．７５")],
)  # fmt: skip
def test_words_and_numbers_as_people_say_them(old: str, new: str, folder: Path) -> None:
    path = folder / "keeping_up.yaml"
    before = read_scenario(path)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert read_scenario(path) == before
