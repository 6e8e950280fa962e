"""Advice on several real accounts, and where they stand among one another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from engine.advice.abc_analysis import AbcAnalysis, abc_analysis
from engine.advice.advice import Advice
from engine.advice.asking import BookSource, advise, own_books
from engine.advice.dossier_file import read_accounts
from engine.files.arguments import listed
from engine.wording import Document, Message, Shown, say


@dataclass(frozen=True)
class AccountsAdvice(Shown):
    """The advice on each account in turn. abc: the accounts by yearly revenue; None for a single account.

    said: what was read of the files, guessed and left aside, in sentences.
    """

    accounts: tuple[Advice, ...]
    abc: AbcAnalysis | None
    said: tuple[Message, ...] = ()

    def document(self) -> Document:
        """One account after the other, then where they stand among one another."""
        found: list[Shown] = [*self.accounts, *([] if self.abc is None else [self.abc])]
        return Document([part for each in found for part in each.document().parts])

    def as_data(self) -> dict[str, object]:
        """All of it as plain data."""
        return {
            "accounts": [advice.as_data() for advice in self.accounts],
            "abc": None
            if self.abc is None
            else {
                "lines": [vars(line) for line in self.abc.lines],
                "share_of_top": self.abc.share_of_top,
                "unknown": list(self.abc.unknown),
            },
        }


def advise_all(
    dossiers: Iterable[str | Path] | str | Path, books: Iterable[BookSource] = (), encoding: str | None = None
) -> AccountsAdvice:
    """What the rulebooks say of all accounts in these dossiers (YAML, or a table with an account a row).

    books: as in `advise`. encoding: of CSV files; by evidence when absent.
    Raises InputError for everything that is wrong, before any account is advised on.
    """
    paths = (
        [dossiers] if isinstance(dossiers, str | Path) else list(listed("dossiers", dossiers, say("files of dossiers")))
    )
    own = own_books(books)
    read = [read_accounts(path, encoding) for path in paths]
    accounts = [account for each in read for account in each.dossiers]
    advices = tuple(advise(account, own) for account in accounts)
    said = tuple(message for each in read for message in each.said)
    return AccountsAdvice(advices, abc_analysis(accounts) if len(accounts) > 1 else None, said)
