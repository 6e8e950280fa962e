"""Do the engine and the plain program describe the same deal? Shares and means of both, compared by z-tests.

The programs share no draw, so their samples are independent. With K figures compared, each |z| has to stay below the
two-sided normal quantile of level α/K (Bonferroni), so that two equal programs disagree with chance α at most.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.model.terms import Outcome
from tests.benchmarks.plain_helping import felt
from tests.benchmarks.plain_simpy import PlainDeal

ALPHA = 0.001
Floats = npt.NDArray[np.float64]


def _ended(outcome: Outcome) -> tuple[Callable[[PlainDeal], float], Callable[[Any], Any]]:
    if outcome == Outcome.withdrawn:
        return lambda deal: deal.outcome == outcome.name, lambda rows: rows["outcome"] == outcome
    return lambda deal: deal.outcome == outcome.name, lambda rows: rows[outcome.name]


def _same(name: str) -> tuple[Callable[[PlainDeal], float], Callable[[Any], Any]]:
    return lambda deal: getattr(deal, name), lambda rows: rows[name]


def _by_power(name: str) -> Callable[[PlainDeal], float]:
    def mean(deal: PlainDeal) -> float:
        return float(np.average([getattr(p, name) for p in deal.people], weights=[p.power for p in deal.people]))

    return mean


def _margin(rows: Any) -> Any:
    return np.where(rows["won"] > 0, rows["won"] * rows["margin_if_won"], 0.0)


def _heard_after(deal: PlainDeal) -> float:
    return deal.our_sighting if deal.seller.active else 0.0


FIGURES: dict[str, tuple[Callable[[PlainDeal], float], Callable[[Any], Any]]] = {
    "won": _ended(Outcome.won),
    "lost": _ended(Outcome.lost),
    "no decision": _ended(Outcome.no_decision),
    "withdrawn": _ended(Outcome.withdrawn),
    "cycle, days": (lambda deal: deal.env.now, lambda rows: rows["closed"] - rows["opened"]),
    "heard of after, days": (_heard_after, lambda rows: np.nan_to_num(rows["heard_after"])),
    "touches": _same("touches"),
    "requests refused": _same("refused"),
    "people met": (lambda deal: sum(p.touches > 0 for p in deal.people), lambda rows: rows["people_met"]),
    "internal meetings": _same("meetings"),
    "rivals' visits": (lambda deal: sum(r.visits for r in deal.rivals), lambda rows: rows["rival_touches"]),
    "rivals refused": (lambda deal: sum(r.refused for r in deal.rivals), lambda rows: rows["rival_refusals"]),
    "sign-offs": _same("sign_offs"),
    "rule decisions": _same("decisions"),
    "events": _same("events"),
    "hours of ours": (
        lambda deal: deal.hours + deal.seller.unbooked_hours + deal.contact.hours,
        lambda rows: rows["hours"],
    ),
    "stance at the end": (_by_power("stance"), lambda rows: rows["stance"]),
    "need at the end": (_by_power("need"), lambda rows: rows["need"]),
    "worry at the end": (_by_power("worry"), lambda rows: rows["worry"]),
    "help with their work": _same("helps"),
    "days saved": _same("days_saved"),
    "promises kept": _same("promises_kept"),
    "promises broken": _same("promises_broken"),
    "experience of us": (felt, lambda rows: np.nan_to_num(rows["experience"], nan=0.5)),
    "strongest mandate": (lambda deal: max(p.mandate_given for p in deal.people), lambda rows: rows["mandate"]),
    "margin": (lambda deal: deal.margin_won if deal.outcome == "won" else 0.0, _margin),
}
"""For each figure: its value in a plain deal, and in OUTCOME rows."""


@dataclass(frozen=True)
class Agreement:
    """One figure in both programs; z is the difference in standard errors, 0 where neither varies."""

    figure: str
    plain: float
    ours: float
    z: float


def largest_allowed(figures: int = len(FIGURES)) -> float:
    """The |z| beyond which so many figures together no longer agree."""
    return NormalDist().inv_cdf(1.0 - ALPHA / figures / 2.0)


def z_of(one: Floats, other: Floats) -> float:
    """Difference of two independent means in standard errors; infinite when constants differ."""
    difference = one.mean() - other.mean()
    error = np.sqrt(one.var(ddof=1) / len(one) + other.var(ddof=1) / len(other))
    if error == 0.0:
        return 0.0 if difference == 0.0 else float(np.copysign(np.inf, difference))
    return float(difference / error)


def agreement(deals: Sequence[PlainDeal], rows: npt.NDArray[np.void]) -> list[Agreement]:
    """Every figure of the plain deals against that of the engine's rows."""
    result = []
    for name, (of_deal, of_rows) in FIGURES.items():
        plain = np.array([float(of_deal(deal)) for deal in deals])
        ours = np.asarray(of_rows(rows), np.float64)
        result.append(Agreement(name, float(plain.mean()), float(ours.mean()), z_of(plain, ours)))
    return result
