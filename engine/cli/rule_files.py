"""`kam rules export` and `kam rules import`: rulebooks to spreadsheets, to Markdown, and back."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from engine.cli.options import Encoding, Lang
from engine.cli.questions import settled
from engine.cli.rules import Book
from engine.cli.streams import language, tell
from engine.errors import InputError, Problem
from engine.wording import Message, counted, say

Force = Annotated[bool, typer.Option("--force", help=say("Write over a file that is there already."))]


def export_rulebook(
    book: Book,
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help=say("Where to write: .xlsx, .csv, .md or .yaml."))],
    force: Force = False,
    lang: Lang = None,
) -> int:
    """Writes a rulebook into a file of another kind."""
    from engine.rules import load_book

    speech = language(lang)
    _refuse_existing(to, force)
    found = settled(partial(load_book, book), speech)
    path = found.export(to, speech)
    if found.inner_comments:
        behind = counted(
            "{n} comment line inside the book stays behind; those in front of it come along",
            "{n} comment lines inside the book stay behind; those in front of it come along",
            found.inner_comments,
        )
        tell([behind], speech)
    print(_written(path).in_language(speech))
    return 0


def import_rulebook(
    source: Annotated[Path, typer.Argument(metavar="FILE", help=say("Workbook (.xlsx) or CSV file of a rulebook."))],
    to: Annotated[Path, typer.Option("--to", metavar="BOOK", help=say("YAML file to write."))],
    encoding: Encoding = None,
    force: Force = False,
    lang: Lang = None,
) -> int:
    """Makes a rulebook of a spreadsheet."""
    from engine.files import write_named
    from engine.rules.exchange.book_exchange import import_book

    speech = language(lang)
    if to.suffix.lower() not in (".yaml", ".yml"):
        what = say("`{name}` does not end in .yaml", name=to.name)
        raise InputError(Problem("--to", what, say("a rulebook is a YAML file"), "file-kind"))
    _refuse_existing(to, force)
    imported = settled(partial(import_book, source, encoding), speech)
    tell(imported.said, speech)
    write_named(to, imported.yaml().encode())
    print(_written(to).in_language(speech))
    return 0


def _written(path: Path) -> Message:
    return say("Written: {path}", path=str(path))


def _refuse_existing(path: Path, force: bool) -> None:
    if path.is_dir():
        what = say("`{path}` is a folder", path=str(path))
        raise InputError(Problem("--to", what, say("name a file"), "file-folder"))
    if path.exists() and not force:
        what = say("`{path}` is there already", path=str(path))
        raise InputError(Problem("--to", what, say("add --force to write over it"), "file-exists"))
