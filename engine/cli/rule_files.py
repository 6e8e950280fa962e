"""`kam rules export` and `kam rules import`: rulebooks to spreadsheets, to Markdown, and back."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from engine.cli.new_files import Force, need_yaml, refuse_existing, written
from engine.cli.options import Encoding, Lang
from engine.cli.questions import settled
from engine.cli.rules import Book
from engine.cli.streams import language, tell
from engine.wording import counted, say


def export_rulebook(
    book: Book,
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help=say("Where to write: .xlsx, .csv, .md or .yaml."))],
    force: Force = False,
    lang: Lang = None,
) -> int:
    """Writes a rulebook into a file of another kind."""
    from engine.rules import load_book

    speech = language(lang)
    refuse_existing(to, "--to", force)
    found = settled(partial(load_book, book), speech)
    path = found.export(to, speech)
    if found.inner_comments:
        behind = counted(
            "{n} comment line inside the book stays behind; those in front of it come along",
            "{n} comment lines inside the book stay behind; those in front of it come along",
            found.inner_comments,
        )
        tell([behind], speech)
    print(written(path).in_language(speech))
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
    need_yaml(to, "--to", say("a rulebook is a YAML file"))
    refuse_existing(to, "--to", force)
    imported = settled(partial(import_book, source, encoding), speech)
    tell(imported.said, speech)
    write_named(to, imported.yaml().encode())
    print(written(to).in_language(speech))
    return 0
