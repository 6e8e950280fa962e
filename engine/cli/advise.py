"""`kam advise`: advice on real accounts from their dossiers, without simulation."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from engine.cli import completion
from engine.cli.failures import named_as_options
from engine.cli.options import AsJson, Encoding, Lang, listed
from engine.cli.questions import settled
from engine.cli.showing import columns, print_json
from engine.cli.streams import language, tell
from engine.wording import say

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


def advise_account(
    dossiers: Dossiers, books: Books = None, encoding: Encoding = None, as_json: AsJson = False, lang: Lang = None
) -> int:
    """Advises on real accounts from their dossiers."""
    from engine.advice import advise_all

    speech = language(lang)
    with named_as_options():
        found = settled(partial(advise_all, dossiers, listed(books) or (), encoding), speech, as_json)
    tell(found.said, speech)
    if as_json:
        print_json(found.as_data())
    else:
        print(found.to_text(speech, columns()))
    return 0
