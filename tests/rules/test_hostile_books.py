"""Hostile books and files are refused with a message, soon, and without reaching for the machine."""

from __future__ import annotations

import builtins
import io
import os
import re
import socket
import sys
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from small_books import book, row, rule

from engine.errors import InputError
from engine.rules import compile_book, load_book
from engine.rules.exchange.book_exchange import export_book, import_book

SECONDS = 20


def refused(make, what):
    """The message with which `make` is refused, within the processor time allowed."""
    start = time.process_time()
    with pytest.raises(InputError, match=what) as caught:
        make()
    assert time.process_time() - start < SECONDS
    return str(caught.value)


def with_rule(when):
    return book(rules=[rule(0, when, {"points": 1})])


@pytest.mark.parametrize(
    ("when", "what"),
    [
        ("(" * 500 + "blocked" + ")" * 500, "nested deeper"),
        ("not " * 500 + "blocked", "nested deeper"),
        (" or ".join(["met>1"] * 2001), "2001 comparisons are too many"),
        ("age > " + "9" * 3000, "cannot be"),
        ("age > 1e999", "cannot be"),
    ],
)
def test_a_hostile_sentence(when, what):
    refused(lambda: compile_book(with_rule(when)), what)


def test_a_hostile_table():
    many = ", ".join(["1"] * 1300)
    table = {"when": ["age"], "then": ["points"], "rows": [row(0, [many], [1])]}
    refused(lambda: compile_book(book(table=table)), "1300 alternatives are too many")


@pytest.mark.parametrize(
    "cell",
    ["[" * 19_999, "(" * 19_999, "not(" * 4_999, ".." * 9_999, "[0." + "." * 19_900, '"' * 19_999, " " * 19_990 + "x"],
)
def test_no_cell_keeps_the_reader_busy(cell):
    table = {"when": ["age", "sector"], "then": ["points"], "rows": [row(0, [cell, cell], [1])]}
    refused(lambda: compile_book(book(table=table)), "row 1")


CODE = [
    "__import__('os').system('touch x')",
    "open('/etc/passwd')",
    "age.__class__ > 1",
    "lambda: 1",
    "{{ 7 * 7 }}",
    "age > (1).real",
    "exec('x')",
    "${HOME} > 1",
    "age > `id`",
]


@pytest.mark.parametrize("code", CODE)
def test_code_is_not_a_sentence_nor_a_cell(code):
    refused(lambda: compile_book(with_rule(code)), "rule `r0`")
    table = {"when": ["age"], "then": ["points"], "rows": [row(0, [code], [1])]}
    refused(lambda: compile_book(book(table=table)), "row 1")


def test_deciding_evaluates_nothing_and_opens_no_file_or_socket(monkeypatch):
    """What is run was written by us: no name and no value of the book is in it."""
    found = load_book("stage_gates")
    words = {*found.facts, *(value for fact in found.facts.values() for value in fact.values)}
    run, ran = builtins.exec, []

    def forbidden(*_args, **_more):
        raise AssertionError("a rulebook reached for the machine")

    def only_ours(code, space):
        assert not set(re.findall(r"\w+", code)) & words
        ran.append(code)
        run(code, space)

    monkeypatch.setattr(builtins, "exec", only_ours)
    for module, name in (
        (builtins, "eval"),
        (builtins, "open"),
        (os, "system"),
        (socket, "socket"),
    ):
        monkeypatch.setattr(module, name, forbidden)
    compiled = compile_book(found.model_copy(update={"id": "fresh"}))
    assert compiled.decide({"stage": "identify"}).rule is None
    assert len(ran) == 1


def yaml_file(tmp_path, text):
    path = tmp_path / "book.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x]\nb: [*a, *a]",
        "id: !!python/object/apply:os.system ['touch x']",
        "id: !!python/name:os.system",
        "<<: {id: x}",
        "facts: " + "{a: " * 4000,
        "facts: [" * 3000,
        "rules:\n" + "  - {id: x}\n" * 2_000,
        "a: " + "1" * 15_000,
    ],
    ids=["alias", "apply", "name", "merge", "deep maps", "deep lists", "long list", "digits"],
)
def test_a_hostile_yaml_file(tmp_path, text):
    refused(lambda: load_book(yaml_file(tmp_path, text)), "book.yaml")


def packed(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "no .xlsx workbook"),
        (b"PK\x03\x04 not really", "no .xlsx workbook"),
        (b"id,when\n", "no .xlsx workbook"),
        (packed({"x": b"1"}), "cannot be read"),
        (packed({"xl/workbook.xml": b"0" * 30_000_000}), "too large once unpacked"),
        (packed({f"xl/{i}.xml": b"x" for i in range(300)}), "too large once unpacked"),
        (packed({"xl/workbook.xml": ENTITIES}), "no spreadsheet program writes"),
    ],
    ids=["empty", "cut off", "csv", "strange", "bomb", "many parts", "entities"],
)
def test_a_hostile_workbook(tmp_path, data, what):
    path = tmp_path / "book.xlsx"
    path.write_bytes(data)
    refused(lambda: import_book(path), what)


def test_a_cut_off_or_flipped_workbook_is_refused(tmp_path):
    whole = export_book(load_book("project_origin"), tmp_path / "whole.xlsx").read_bytes()
    for place in range(40, len(whole), len(whole) // 12):
        (tmp_path / "cut.xlsx").write_bytes(whole[:place])
        refused(lambda: import_book(tmp_path / "cut.xlsx"), "cut.xlsx")


def test_a_sheet_with_one_far_cell_is_refused(tmp_path):
    path = export_book(load_book("project_origin"), tmp_path / "far.xlsx")
    workbook = openpyxl.load_workbook(path)
    workbook["rules"]["A1048576"].value = "x"
    workbook.save(path)
    refused(lambda: import_book(path), "more than 6000 rows")
    path = export_book(load_book("project_origin"), tmp_path / "wide.xlsx")
    workbook = openpyxl.load_workbook(path)
    workbook["rules"]["XFD1"].value = "x"
    workbook.save(path)
    refused(lambda: import_book(path), "500 columns")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x00\x01", "not a text file"),
        (b"\xff\xfe\xff", "not in the encoding utf-16"),
        (b"", "there is no part"),
        (b'[book]\n"never closed', "book.csv"),
        (b"a,b\n", "must begin with its name"),
        (b"[book]\n[book]\n", "stands here twice"),
        (b"[book]\n" + b"id,x\n" * 20_000, "more than"),
        (b"[book]\n" + b"," * 600 + b"x\n", "columns"),
        (b'[book]\n"' + b"x" * 200_000 + b'",y\n', "book.csv"),
        (b"x" * 5_000_000, "too large"),
    ],
)
def test_a_hostile_csv_file(tmp_path, data, what):
    path = tmp_path / "book.csv"
    path.write_bytes(data)
    refused(lambda: import_book(path), what)
