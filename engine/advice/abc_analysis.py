"""ABC analysis over several accounts (S02): classes and Curry bands by revenue, and the shares really held.

Classes by profit stand beside them in `profit_classes`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from engine.advice.abc_classes import larger, letters_of
from engine.advice.profit_classes import ProfitClasses, profit_classes
from engine.files.arguments import expect, listed
from engine.model.base import Text
from engine.model.dossier import Dossier
from engine.model.rulebook import Rulebook
from engine.rules.language.spoken import said
from engine.rules.loading import load_book
from engine.rules.tabulation.compiled_book import compile_book
from engine.wording import Cell, Column, Document, Paragraph, Part, Said, Shown, Table, Title, counted, say
from engine.wording.numbers import share

BANDS_BOOK = "curry_bands"
"""Asked about each account's rank among the others."""
RULE: Said = say(
    "A: the first fifth of the accounts by yearly revenue; B: down to half of them; C: the others; accounts of equal "
    "revenue share the better class"
)


@dataclass(frozen=True)
class AbcLine:
    """One account: its class, its revenue (10k CNY), the share of all revenue down to it and its band.

    band: what the book `curry_bands` says of its rank.
    """

    account: str
    name: Text
    letter: str
    revenue: float
    cumulative_share: float
    band: str


@dataclass(frozen=True)
class AbcAnalysis(Shown):
    """Accounts by falling revenue. A: the top 20 % of accounts, B: down to 50 %, C: the others.

    Accounts of equal revenue stand in one class, the better one, so that A and B may hold more accounts than their
    share. share_of_top: share of revenue that the A accounts hold; None when all revenue is zero.
    unknown:      names of accounts whose revenue nobody knows; they are left out, not counted as zero.
    profit:       classes by profit beside those by revenue.
    """

    lines: tuple[AbcLine, ...]
    share_of_top: float | None
    unknown: tuple[Text, ...]
    profit: ProfitClasses

    def document(self) -> Document:
        """The accounts in a table, and what the top fifth of them holds."""
        columns = (
            Column(say("class")),
            Column(say("Curry band")),
            Column(say("account")),
            Column(say("revenue"), say("10k CNY"), number=True),
            Column(say("share so far"), number=True),
        )
        parts: list[Part] = [Title(say("ABC analysis by yearly revenue"), 3), Table(columns, [*map(_row, self.lines)])]
        if self.share_of_top is not None:
            parts.append(Paragraph(self.held))
        parts.append(Paragraph(RULE, "note"))
        if self.unknown:
            parts.append(Paragraph(say("revenue unknown, left out: {names}", names=self.unknown)))
        return Document([*parts, *(self.profit.document().parts if self.profit.lines else [])])

    @property
    def held(self) -> Said:
        """How many accounts class A has, and what they hold."""
        inside = sum(line.letter == "A" for line in self.lines)
        held = share(self.share_of_top or 0.0, 0)
        return counted(
            "class A: {n} account of {all}, holding {share} of the revenue",
            "class A: {n} accounts of {all}, holding {share} of the revenue",
            inside,
            all=len(self.lines),
            share=held,
        )

    def letter(self, account: str) -> str | None:
        """The class of the account with this id; None where its revenue is unknown."""
        line = self.line(account)
        return None if line is None else line.letter

    def line(self, account: str) -> AbcLine | None:
        """All that is said of the account with this id; None where its revenue is unknown."""
        return next((line for line in self.lines if line.account == account), None)


def _row(line: AbcLine) -> tuple[Cell, ...]:
    revenue, so_far = f"{line.revenue:,.12g}", share(line.cumulative_share, 0)
    return (
        Cell(line.letter),
        Cell(said("band", line.band), value=line.band),
        Cell(line.name),
        Cell(revenue, value=line.revenue),
        Cell(so_far),
    )


def abc_analysis(dossiers: Sequence[Dossier], bands: Rulebook | None = None) -> AbcAnalysis:
    """The analysis of these accounts by `purchases.yearly_revenue`; those of equal revenue keep their order and share
    a class and a band, the better one. bands: your own book in place of the shipped `curry_bands`."""
    for each in listed("dossiers", dossiers, say("dossiers")):
        expect("dossiers", each, Dossier, say("a dossier"))
    known = [(d, d.purchases.yearly_revenue) for d in dossiers if d.purchases.yearly_revenue is not None]
    ranked = sorted(known, key=lambda pair: -pair[1])
    revenues = [revenue for _, revenue in ranked]
    total, letters, found = math.fsum(revenues), letters_of(revenues), _bands(revenues, bands)
    lines = tuple(
        AbcLine(account.id, account.name, letter, revenue, math.fsum(revenues[:place]) / total if total else 0.0, band)
        for place, ((account, revenue), letter, band) in enumerate(zip(ranked, letters, found, strict=True), start=1)
    )
    held = max((line.cumulative_share for line in lines if line.letter == "A"), default=0.0)
    unknown = tuple(d.name for d in dossiers if d.purchases.yearly_revenue is None)
    return AbcAnalysis(lines, held if total else None, unknown, profit_classes(dossiers))


def _bands(falling: Sequence[float], book: Rulebook | None) -> list[str]:
    """The band of each revenue by the share of accounts that have more."""
    compiled = compile_book(book or load_book(BANDS_BOOK))
    shares = [ahead / len(falling) for ahead in larger(falling, falling)]
    decided = (
        compiled.decide({"share_ahead": ahead} if "share_ahead" in compiled.book.facts else {}) for ahead in shares
    )
    return [str(next(iter(decision.outputs.values()))) for decision in decided]
