"""ABC classes by profit beside those by revenue (S02): big customers press prices, so the two differ."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from engine.advice.abc_classes import letters_of
from engine.model.base import Text
from engine.model.dossier import Dossier
from engine.wording import Cell, Column, Document, Paragraph, Part, Said, Shown, Table, Title, say
from engine.wording.numbers import share


@dataclass(frozen=True)
class ProfitLine:
    """One account: its class by revenue and by profit, and both in 10k CNY a year."""

    account: str
    name: Text
    by_revenue: str
    by_profit: str
    revenue: float
    profit: float

    @property
    def changes(self) -> bool:
        """Does its class by profit differ from that by revenue?"""
        return self.by_revenue != self.by_profit


@dataclass(frozen=True)
class ProfitClasses(Shown):
    """The accounts whose revenue and profit are both known, by falling profit, with both classes among these accounts.

    held_by_profit, held_by_revenue: the share of all their profit that class A by profit, and class A by revenue,
    really hold; above 1 where others lose money, None where they earn nothing together. unknown: those left out.
    """

    lines: tuple[ProfitLine, ...]
    held_by_profit: float | None
    held_by_revenue: float | None
    unknown: tuple[Text, ...]

    @property
    def changing(self) -> tuple[ProfitLine, ...]:
        """Those who change class."""
        return tuple(line for line in self.lines if line.changes)

    def letter(self, account: str) -> str | None:
        """The class by profit of the account with this id; None where revenue or profit is unknown."""
        return next((line.by_profit for line in self.lines if line.account == account), None)

    def document(self) -> Document:
        """Both classes side by side, who changes class, and what the first ones hold."""
        money = say("10k CNY")
        columns = (
            Column(say("account")),
            Column(say("class by revenue")),
            Column(say("class by profit")),
            Column(say("yearly revenue"), money, number=True),
            Column(say("yearly profit"), money, number=True),
        )
        rows = [
            (
                Cell(line.name),
                Cell(line.by_revenue),
                Cell(line.by_profit, tone="" if not line.changes else "strong"),
                Cell(f"{line.revenue:,.12g}", value=line.revenue),
                Cell(f"{line.profit:,.12g}", value=line.profit),
            )
            for line in self.lines
        ]
        parts: list[Part] = [Title(say("ABC analysis by profit beside revenue"), 3), Table(columns, rows)]
        parts.append(Paragraph(self.changes_said))
        if self.held_by_profit is not None:
            parts.append(Paragraph(self.held))
        if self.unknown:
            parts.append(Paragraph(say("revenue or profit unknown, left out: {names}", names=self.unknown)))
        return Document(parts)

    @property
    def changes_said(self) -> Said:
        """Who changes class, by name."""
        moved = [
            say(
                "{account} ({old} by revenue, {new} by profit)",
                account=each.name,
                old=each.by_revenue,
                new=each.by_profit,
            )
            for each in self.changing
        ]
        return (
            say("change class by profit: {accounts}", accounts=moved)
            if moved
            else say("nobody changes class by profit")
        )

    @property
    def held(self) -> Said:
        """What the first fifth by profit, and the first fifth by revenue, hold of the profit."""
        return say(
            "class A by profit holds {held} of the profit, class A by revenue {other}",
            held=share(self.held_by_profit or 0.0, 0),
            other=share(self.held_by_revenue or 0.0, 0),
        )


def profit_classes(dossiers: Sequence[Dossier]) -> ProfitClasses:
    """Both classes among the accounts whose `purchases.yearly_revenue` and `purchases.yearly_profit` are known."""
    known = [
        (each, bought.yearly_revenue, bought.yearly_profit)
        for each in dossiers
        if (bought := each.purchases).yearly_revenue is not None and bought.yearly_profit is not None
    ]
    by_revenue, by_profit = letters_of([one[1] for one in known]), letters_of([one[2] for one in known])
    found = zip(known, by_revenue, by_profit, strict=True)
    lines = sorted(
        (
            ProfitLine(each.id, each.name, first, second, revenue, profit)
            for (each, revenue, profit), first, second in found
        ),
        key=lambda line: -line.profit,
    )
    names = tuple(
        each.name for each in dossiers if each.purchases.yearly_revenue is None or each.purchases.yearly_profit is None
    )
    return ProfitClasses(tuple(lines), _held(lines, "by_profit"), _held(lines, "by_revenue"), names)


def _held(lines: Sequence[ProfitLine], by: str) -> float | None:
    total = math.fsum(line.profit for line in lines)
    first = math.fsum(line.profit for line in lines if getattr(line, by) == "A")
    return first / total if total > 0 else None
