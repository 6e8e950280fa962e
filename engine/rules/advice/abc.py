"""ABC analysis over several accounts (S02): the top fifth by revenue, and the share of revenue it really holds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from engine.model.dossier import Dossier

TOP_SHARE, MIDDLE_SHARE = 0.2, 0.5


@dataclass(frozen=True)
class AbcLine:
    """One account: its class, its revenue (10k CNY) and the share of all revenue down to it, itself included."""

    account: str
    letter: str
    revenue: float
    cumulative_share: float


@dataclass(frozen=True)
class AbcAnalysis:
    """Accounts by falling revenue. A: the top 20 % of accounts, B: down to 50 %, C: the others.

    share_of_top: share of revenue that the A accounts hold; None when all revenue is zero.
    unknown:      accounts whose revenue nobody knows; they are left out, not counted as zero.
    """

    lines: tuple[AbcLine, ...]
    share_of_top: float | None
    unknown: tuple[str, ...]


def abc_analysis(dossiers: Sequence[Dossier]) -> AbcAnalysis:
    """The analysis of these accounts by `purchases.yearly_revenue`. Accounts of equal revenue keep their order."""
    known = [(d.id, d.purchases.yearly_revenue) for d in dossiers if d.purchases.yearly_revenue is not None]
    ranked = sorted(known, key=lambda pair: -pair[1])
    total = math.fsum(revenue for _, revenue in ranked)
    top, middle = math.ceil(TOP_SHARE * len(ranked)), math.ceil(MIDDLE_SHARE * len(ranked))
    lines = []
    for place, (account, revenue) in enumerate(ranked, start=1):
        share = math.fsum(each for _, each in ranked[:place]) / total if total else 0.0
        lines.append(AbcLine(account, "A" if place <= top else "B" if place <= middle else "C", revenue, share))
    held = lines[top - 1].cumulative_share if total else None
    return AbcAnalysis(tuple(lines), held, tuple(d.id for d in dossiers if d.purchases.yearly_revenue is None))
