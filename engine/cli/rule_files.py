"""`kam rules export` and `kam rules import`: rulebooks to spreadsheets, to Markdown, and back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from engine.cli.options import Encoding, Lang
from engine.cli.rules import Book
from engine.cli.streams import language, tell
from engine.cli.words import Words
from engine.errors import InputError

WORDS = {
    "written": Words("Written: {path}", "已写入：{path}"),
    "comments": Words(
        "{n} comment lines inside the book stay behind; those in front of it come along",
        "规则书中间的 {n} 行注释不会导出；开头的注释已保留",
    ),
}

Force = Annotated[bool, typer.Option("--force", help="Write over a file that is there already.")]


def export_rulebook(
    book: Book,
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="Where to write: .xlsx, .csv, .md or .yaml.")],
    force: Force = False,
    lang: Lang = None,
) -> int:
    """Write a rulebook as a workbook, CSV or Markdown. Nothing is lost; Markdown is written in --lang."""
    from engine.rules import load_book

    speech = language(lang)
    _refuse_existing(to, force)
    found = load_book(book)
    path = found.export(to, speech)
    if found.inner_comments:
        print(WORDS["comments"].in_language(speech).format(n=found.inner_comments), file=sys.stderr)
    print(WORDS["written"].in_language(speech).format(path=path))
    return 0


def import_rulebook(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="Workbook (.xlsx) or CSV file of a rulebook.")],
    to: Annotated[Path, typer.Option("--to", metavar="BOOK", help="YAML file to write.")],
    encoding: Encoding = None,
    force: Force = False,
    lang: Lang = None,
) -> int:
    """Make a rulebook of a workbook or CSV file. Everything wrong is named with sheet and cell, or line."""
    from engine.files import write_named
    from engine.rules.exchange import import_book

    speech = language(lang)
    if to.suffix.lower() not in (".yaml", ".yml"):
        raise InputError.at("--to", f"`{to.name}` does not end in .yaml", "a rulebook is a YAML file")
    _refuse_existing(to, force)
    imported = import_book(source, encoding)
    tell(imported.said, speech)
    write_named(to, imported.yaml().encode())
    print(WORDS["written"].in_language(speech).format(path=to))
    return 0


def _refuse_existing(path: Path, force: bool) -> None:
    if path.is_dir():
        raise InputError.at("--to", f"`{path}` is a folder", "name a file")
    if path.exists() and not force:
        raise InputError.at("--to", f"`{path}` is there already", "add --force to write over it")
