"""ABC analysis over several accounts (S02): the top fifth by revenue, and the share of revenue it really holds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from engine.files.arguments import expect, listed
from engine.model.base import Text
from engine.model.dossier import Dossier
from engine.wording import Cell, Column, Document, Paragraph, Part, Said, Shown, Table, Title, counted, say
from engine.wording.numbers import share

TOP_SHARE, MIDDLE_SHARE = 0.2, 0.5
RULE: Said = say(
    "A: the first fifth of the accounts by yearly revenue; B: down to half of them; C: the others; accounts of equal "
    "revenue share the better class"
)


@dataclass(frozen=True)
class AbcLine:
    """One account: its class, its revenue (10k CNY) and the share of all revenue down to it, itself included."""

    account: str
    name: Text
    letter: str
    revenue: float
    cumulative_share: float


@dataclass(frozen=True)
class AbcAnalysis(Shown):
    """Accounts by falling revenue. A: the top 20 % of accounts, B: down to 50 %, C: the others.

    Accounts of equal revenue stand in one class, the better one, so that A and B may hold more accounts than their
    share. share_of_top: share of revenue that the A accounts hold; None when all revenue is zero.
    unknown:      names of accounts whose revenue nobody knows; they are left out, not counted as zero.
    """

    lines: tuple[AbcLine, ...]
    share_of_top: float | None
    unknown: tuple[Text, ...]

    def document(self) -> Document:
        """The accounts in a table, and what the top fifth of them holds."""
        columns = (
            Column(say("class")),
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
        return Document(parts)

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
        return next((line.letter for line in self.lines if line.account == account), None)


def _row(line: AbcLine) -> tuple[Cell, ...]:
    revenue, so_far = f"{line.revenue:,.12g}", share(line.cumulative_share, 0)
    return Cell(line.letter), Cell(line.name), Cell(revenue, value=line.revenue), Cell(so_far)


def abc_analysis(dossiers: Sequence[Dossier]) -> AbcAnalysis:
    """The analysis of these accounts by `purchases.yearly_revenue`; those of equal revenue keep their order and share
    a class, the better one."""
    for each in listed("dossiers", dossiers, say("dossiers")):
        expect("dossiers", each, Dossier, say("a dossier"))
    known = [(d, d.purchases.yearly_revenue) for d in dossiers if d.purchases.yearly_revenue is not None]
    ranked = sorted(known, key=lambda pair: -pair[1])
    total = math.fsum(revenue for _, revenue in ranked)
    top, middle = math.ceil(TOP_SHARE * len(ranked)), math.ceil(MIDDLE_SHARE * len(ranked))
    lines: list[AbcLine] = []
    for place, (account, revenue) in enumerate(ranked, start=1):
        so_far = math.fsum(each for _, each in ranked[:place]) / total if total else 0.0
        letter = "A" if place <= top else "B" if place <= middle else "C"
        if lines and lines[-1].revenue == revenue:
            letter = lines[-1].letter
        lines.append(AbcLine(account.id, account.name, letter, revenue, so_far))
    held = max((line.cumulative_share for line in lines if line.letter == "A"), default=0.0)
    unknown = tuple(d.name for d in dossiers if d.purchases.yearly_revenue is None)
    return AbcAnalysis(tuple(lines), held if total else None, unknown)
