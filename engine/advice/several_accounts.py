"""Advice on several real accounts as one table, and where they stand among one another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.advice.abc_analysis import BANDS_BOOK, AbcAnalysis, abc_analysis
from engine.advice.accounts_table import PAGE, accounts_table, by_revenue, terminal_columns
from engine.advice.advice import Advice
from engine.advice.asking import BookSource, advise, own_books, unsupplied
from engine.advice.dossier_file import read_accounts
from engine.advice.potential_ranking import PotentialRanking, potential_ranking
from engine.advice.profit_classes import ProfitClasses
from engine.files.arguments import listed
from engine.wording import Document, Folded, Message, Paragraph, Part, Shown, Title, counted, say
from engine.wording.language import reader_language

OPEN = say("“open”: what is known does not tell; “for now”: a fact that is not known could change it.")


@dataclass(frozen=True)
class AccountsAdvice(Shown):
    """The advice on each account. abc: the accounts by yearly revenue; None for a single account.

    said: what was read of the files, guessed and left aside, in sentences.
    """

    accounts: tuple[Advice, ...]
    abc: AbcAnalysis | None
    said: tuple[Message, ...] = ()

    def document(self) -> Document:
        """Of one account all that is said; of several a table, a line an account, and what the first ones hold."""
        return self.accounts[0].document() if len(self.accounts) == 1 else self.overview()

    def to_text(self, lang: str | None = None, columns: int = 100) -> str:
        """As plain text, with as many columns as there is room for."""
        shown = self.document() if len(self.accounts) == 1 else self.overview(terminal_columns(columns))
        return shown.text(lang or reader_language(), columns)

    def overview(self, names: Sequence[str] = PAGE) -> Document:
        """The table with these columns, and what the first accounts hold."""
        heading = counted("Advice on {n} account", "Advice on {n} accounts", len(self.accounts))
        parts: list[Part] = [Title(heading, 3), accounts_table(self.accounts, self.abc, names), Paragraph(OPEN, "note")]
        if self.abc is not None and self.abc.share_of_top is not None:
            parts.append(Paragraph(self.abc.held))
        if self.abc is not None and self.abc.profit.lines:
            parts.append(Paragraph(self.abc.profit.changes_said))
        return Document(parts)

    @property
    def worksheet(self) -> PotentialRanking:
        """The potential worksheet with all accounts side by side, ranked."""
        return potential_ranking(self.accounts)

    def _side_by_side(self) -> list[Part]:
        """What is said of the accounts among one another."""
        if self.abc is None:
            return []
        return [*self.abc.document().parts, *self.worksheet.document().parts]

    def details(self) -> Document:
        """Everything on each account, one after the other, then where they stand among one another."""
        each = [part for advice in by_revenue(self.accounts) for part in advice.document().parts]
        return Document([*each, *self._side_by_side()])

    def folded(self) -> Document:
        """Everything on each account, to be opened one by one, then where they stand among one another."""
        each = [Folded(advice.dossier.name, advice.document().parts[1:]) for advice in by_revenue(self.accounts)]
        return Document([*each, *self._side_by_side()])

    def as_data(self) -> dict[str, object]:
        """All of it as plain data."""
        return {
            "accounts": [advice.as_data() for advice in self.accounts],
            "abc": None
            if self.abc is None
            else {
                "lines": [{**vars(line), "name": line.name.model_dump()} for line in self.abc.lines],
                "share_of_top": self.abc.share_of_top,
                "profit": _profit_data(self.abc.profit),
                "unknown": [
                    advice.dossier.id for advice in self.accounts if self.abc.letter(advice.dossier.id) is None
                ],
            },
            "worksheet": None if self.abc is None else self.worksheet.as_data(),
        }


def _profit_data(found: ProfitClasses) -> dict[str, object]:
    return {
        "lines": [{**vars(line), "name": line.name.model_dump()} for line in found.lines],
        "held_by_profit": found.held_by_profit,
        "held_by_revenue": found.held_by_revenue,
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
    said = (*(message for each in read for message in each.said), *unsupplied(own, accounts))
    return AccountsAdvice(advices, abc_analysis(accounts, own.get(BANDS_BOOK)) if len(accounts) > 1 else None, said)
