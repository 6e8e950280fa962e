"""`kam advise`: advice on real accounts from their dossiers, without simulation."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from engine.cli.options import AsJson, Lang
from engine.cli.showing import print_json
from engine.cli.streams import language
from engine.errors import InputError, suggest

Dossiers = Annotated[list[Path], typer.Argument(metavar="DOSSIER...", help="Dossiers of accounts in YAML or CSV.")]
Books = Annotated[
    list[str] | None,
    typer.Option(
        "--book",
        metavar="BOOK",
        help="A rulebook of your own in place of the shipped one with its id; may be given several times.",
    ),
]


def advise_account(dossiers: Dossiers, book: Books = None, as_json: AsJson = False, lang: Lang = None) -> int:
    """Advise on a real account from its dossier, by rulebooks and without simulation: tier, rating, potential, trigger,
    strategy, whom to see next, what to find out, and why.
    """
    from engine.rules import load_book
    from engine.rules.advice import ADVICE_BOOKS, abc_analysis, abc_text, advise, read_dossiers

    speech = language(lang)
    own = {}
    for name in book or ():
        found = load_book(name)
        if found.id not in ADVICE_BOOKS:
            what = f"`{name}` has the id `{found.id}`, and no advice is asked of a book with it"
            raise InputError.at("--book", what, suggest(found.id, ADVICE_BOOKS))
        own[found.id] = found
    accounts = [one for path in dossiers for one in read_dossiers(path)]
    advices = [advise(account, own) for account in accounts]
    analysis = abc_analysis(accounts) if len(accounts) > 1 else None
    if as_json:
        print_json(
            {
                "accounts": [advice.as_data() for advice in advices],
                "abc": None
                if analysis is None
                else {
                    "lines": [vars(line) for line in analysis.lines],
                    "share_of_top": analysis.share_of_top,
                    "unknown": list(analysis.unknown),
                },
            }
        )
        return 0
    print("\n\n".join(advice.in_words(speech) for advice in advices))
    if analysis is not None:
        print(f"\n{abc_text(analysis, speech)}")
    return 0
