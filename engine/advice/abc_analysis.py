"""ABC analysis over several accounts (S02): the top fifth by revenue, and the share of revenue it really holds."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.files.arguments import expect, listed
from engine.model.dossier import Dossier
from engine.wording import Cell, Column, Document, Paragraph, Part, Said, Shown, Table, Title, say
from engine.wording.numbers import share

TOP_SHARE, MIDDLE_SHARE = 0.2, 0.5


@dataclass(frozen=True)
class AbcLine:
    """One account: its class, its revenue (10k CNY) and the share of all revenue down to it, itself included."""

    account: str
    letter: str
    revenue: float
    cumulative_share: float


@dataclass(frozen=True)
class AbcAnalysis(Shown):
    """Accounts by falling revenue. A: the top 20 % of accounts, B: down to 50 %, C: the others.

    share_of_top: share of revenue that the A accounts hold; None when all revenue is zero.
    unknown:      accounts whose revenue nobody knows; they are left out, not counted as zero.
    names:        what people call them, by id; an id stands for itself where none is given.
    """

    lines: tuple[AbcLine, ...]
    share_of_top: float | None
    unknown: tuple[str, ...]
    names: Mapping[str, Said] = field(default_factory=dict)

    def document(self) -> Document:
        """The accounts in a table, and what the top fifth of them holds."""
        columns = (
            Column(say("class")),
            Column(say("account")),
            Column(say("revenue"), say("10k CNY"), number=True),
            Column(say("share so far"), number=True),
        )
        parts: list[Part] = [
            Title(say("ABC analysis by yearly revenue"), 3),
            Table(columns, [*map(self._row, self.lines)]),
        ]
        if self.share_of_top is not None:
            top = share(self.share_of_top, 0)
            parts.append(Paragraph(say("the top fifth of the accounts holds {share} of the revenue", share=top)))
        if self.unknown:
            parts.append(
                Paragraph(
                    say(
                        "revenue unknown, left out: {names}",
                        names=[self.names.get(each, each) for each in self.unknown],
                    )
                )
            )
        return Document(parts)

    def _row(self, line: AbcLine) -> tuple[Cell, ...]:
        revenue, so_far = f"{line.revenue:,.12g}", share(line.cumulative_share, 0)
        account = Cell(self.names.get(line.account, line.account), value=line.account)
        return Cell(line.letter), account, Cell(revenue, value=line.revenue), Cell(so_far)


def abc_analysis(dossiers: Sequence[Dossier]) -> AbcAnalysis:
    """The analysis of these accounts by `purchases.yearly_revenue`. Accounts of equal revenue keep their order."""
    for each in listed("dossiers", dossiers, say("dossiers")):
        expect("dossiers", each, Dossier, say("a dossier"))
    known = [(d.id, d.purchases.yearly_revenue) for d in dossiers if d.purchases.yearly_revenue is not None]
    ranked = sorted(known, key=lambda pair: -pair[1])
    total = math.fsum(revenue for _, revenue in ranked)
    top, middle = math.ceil(TOP_SHARE * len(ranked)), math.ceil(MIDDLE_SHARE * len(ranked))
    lines = []
    for place, (account, revenue) in enumerate(ranked, start=1):
        share = math.fsum(each for _, each in ranked[:place]) / total if total else 0.0
        lines.append(AbcLine(account, "A" if place <= top else "B" if place <= middle else "C", revenue, share))
    held = lines[top - 1].cumulative_share if total else None
    unknown = tuple(d.id for d in dossiers if d.purchases.yearly_revenue is None)
    return AbcAnalysis(tuple(lines), held, unknown, {d.id: d.name for d in dossiers if d.name is not None})
