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
OF_WINS = {
    "revenue": "amount_won",
    "margin": "margin_won",
    "lifetime_value": "lifetime_value",
    "satisfaction": "satisfaction",
    "paid_after_days": "paid_after",
}
"""What a win brings: the column of the engine, and what a plain deal calls it."""


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


def _of_wins(name: str) -> tuple[Callable[[PlainDeal], float], Callable[[Any], Any]]:
    def of_rows(rows: Any) -> Any:
        return np.where(rows["won"] > 0, rows["won"] * rows[f"{name}_if_won"], 0.0)

    return lambda deal: getattr(deal, OF_WINS[name]) if deal.outcome == "won" else 0.0, of_rows


def _resentful(deal: PlainDeal) -> int:
    c = deal.c.chain
    now = [person.resentment_now(deal.env.now, c.resentment_half_life) for person in deal.people]
    return sum(resentment > c.resentment_shown for resentment in now)


def _of_channels(name: str, column: str) -> tuple[Callable[[PlainDeal], float], Callable[[Any], Any]]:
    return lambda deal: getattr(deal.seller.channels, name), lambda rows: rows[column]


def _heard_after(deal: PlainDeal) -> float:
    return deal.our_sighting if deal.seller.active else 0.0


FIGURES: dict[str, tuple[Callable[[PlainDeal], float], Callable[[Any], Any]]] = {
    "won": _ended(Outcome.won),
    "lost": _ended(Outcome.lost),
    "no decision": _ended(Outcome.no_decision),
    "withdrawn": _ended(Outcome.withdrawn),
    "opened on, day": (lambda deal: deal.cause.day, lambda rows: rows["opened"]),
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
    "people resentful": (_resentful, lambda rows: rows["resentful"]),
    "guests at events": _of_channels("guests", "events_attended"),
    "reference visits": _of_channels("journeys", "reference_visits"),
    "calls to keep balance": _of_channels("calls", "calls"),
    "seminars": _of_channels("seminars", "seminars"),
    "strongest mandate": (lambda deal: max(p.mandate_given for p in deal.people), lambda rows: rows["mandate"]),
    "rounds of the decision": _same("rounds"),
    "price conceded": (lambda deal: deal.terms.given[0], lambda rows: rows["price_conceded"]),
    "days of credit conceded": (lambda deal: deal.terms.given[1], lambda rows: rows["credit_days"]),
    "approvals of terms": (lambda deal: deal.terms.approvals, lambda rows: rows["terms_approvals"]),
    "amount won": _of_wins("revenue"),
    "margin": _of_wins("margin"),
    "worth in later years": _of_wins("lifetime_value"),
    "satisfaction": _of_wins("satisfaction"),
    "paid after, days": _of_wins("paid_after_days"),
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
    """Difference of two independent means in standard errors; infinite when constants differ.

    A sample in which something rare never happened is taken to vary as the other does.
    """
    difference = one.mean() - other.mean()
    varies, other_varies = one.var(ddof=1), other.var(ddof=1)
    error = np.sqrt((varies or other_varies) / len(one) + (other_varies or varies) / len(other))
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
