"""`kam advise`: advice on real accounts from their dossiers, without simulation."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli import completion
from engine.cli.failures import named_as_options
from engine.cli.file_kinds import need_kind
from engine.cli.new_files import Force, refuse_existing, written
from engine.cli.options import AsJson, Encoding, Lang, listed
from engine.cli.questions import settled
from engine.cli.showing import columns, print_json
from engine.cli.streams import language, tell
from engine.wording import say, told
from engine.wording.language import Language

if TYPE_CHECKING:
    from engine.advice import AccountsAdvice

KINDS = (".xlsx", ".html")
Dossiers = Annotated[
    list[Path],
    typer.Argument(
        metavar="DOSSIER...",
        help=say("Dossiers of accounts: YAML, CSV or XLSX."),
        autocompletion=completion.dossiers,
    ),
]
Books = Annotated[
    list[str] | None,
    typer.Option(
        metavar="A,B,…",
        help=say("Rulebooks of your own, each in place of the shipped one with its id. Repeatable."),
        autocompletion=completion.books,
    ),
]


Details = Annotated[bool, typer.Option("--details", help=say("Show everything on each account, not one line each."))]
Out = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help=say("Write the advice into a workbook (.xlsx) or a page (.html) instead.")),
]


def advise_account(
    dossiers: Dossiers,
    books: Books = None,
    details: Details = False,
    out: Out = None,
    encoding: Encoding = None,
    force: Force = False,
    as_json: AsJson = False,
    lang: Lang = None,
) -> int:
    """Advises on real accounts from their dossiers."""
    from engine.advice import advise_all
    from engine.files import write_named

    speech = language(lang)
    if out is not None:
        need_kind(out, "--out", KINDS)
        refuse_existing(out, "--out", force)
    with named_as_options():
        found = settled(partial(advise_all, dossiers, listed(books) or (), encoding), speech, as_json)
    tell(found.said, speech)
    if out is not None:
        write_named(out, _file(found, out, speech))
    if as_json:
        print_json(found.as_data())
    elif out is not None:
        print(written(out).in_language(speech))
    elif details:
        print(found.details().text(speech, columns()))
    else:
        print(found.to_text(speech, columns()))
        if len(found.accounts) > 1:
            more = say(
                "Everything on each account: --details; as a workbook or a page: --out FILE.xlsx, --out FILE.html"
            )
            print(f"\n{told(more, speech)}")
    return 0


def _file(found: AccountsAdvice, out: Path, lang: Language) -> bytes:
    if out.suffix.lower() == ".xlsx":
        from engine.advice.accounts_workbook import accounts_workbook

        return accounts_workbook(found, lang)
    from engine.cli.advice_page import advice_page

    return advice_page(found, lang, datetime.now()).encode()
