"""From the decisions kept with their days to what is reported of them: rule times and contradictions."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import sqrt
from statistics import median

import numpy as np

from engine.results.columns import Rows
from engine.results.contradictions import CONTRADICTIONS, Found, answers_of, contradictions, deal_keys
from engine.results.firing_file import Names
from engine.rules.language.logic import BookLogic
from engine.statistics.estimates import Estimate
from engine.statistics.intervals import proportion_interval
from engine.studies.comparison import Contradiction, DealReference, Firings, RuleTimes

STEPS = (7.0, 14.0, 28.0, 56.0, 91.0, 182.0, 364.0)
"""Days of one step of a rule's times: weeks, so that no step holds more weekends than another."""

MOST_STEPS = 60


def rule_names(logics: Mapping[str, BookLogic]) -> Names:
    """The names behind the places in FIRING rows; `logics` of books by purpose, in the order of those places."""
    return [(purpose, (*(rule.id for rule in logic.rules), None)) for purpose, logic in logics.items()]


def step_for(horizon: float) -> float:
    """Days of one step, so that a whole horizon takes at most sixty."""
    return next((step for step in STEPS if horizon <= MOST_STEPS * step), horizon / MOST_STEPS)


def summarise_firings(
    rows: Rows, replications: int, horizon: float, logics: Mapping[str, BookLogic], widening: float
) -> Firings:
    """What the FIRING rows of one strategy say.

    replications: how many were watched. horizon: days.
    logics:       of books by purpose, in the order of the rows' places.
    widening:     factor of the intervals of shares.
    """
    names, step = rule_names(logics), step_for(horizon)
    _, places = np.unique(deal_keys(rows), return_index=True)
    opened = rows[places][~np.isnan(rows["since_opening"][places])]
    each = np.bincount(opened["replication"], minlength=replications)
    pairs: dict[tuple[object, ...], list[Found]] = defaultdict(list)
    for found in contradictions(rows, names, answers_of(logics)):
        pairs[found.kind, found.undone[1:], found.by[1:]].append(found)
    kinds = [known.kind for known in CONTRADICTIONS]
    told = [_contradiction(alike, each, widening) for alike in pairs.values()]
    return Firings(
        replications=replications,
        deals=len(opened),
        step=step,
        times=tuple(_times(rows, names, step)),
        contradictions=tuple(sorted(told, key=lambda one: (kinds.index(one.kind), -one.deals))),
        sha256=hashlib.sha256(rows.tobytes()).hexdigest(),
    )


def _times(rows: Rows, names: Names, step: float) -> list[RuleTimes]:
    """One entry for every rule that decided, in the order of books and of winning."""
    found = []
    deals, all_since = deal_keys(rows), np.ascontiguousarray(rows["since_opening"])
    for book, (purpose, rules) in enumerate(names):
        of_book = np.flatnonzero(rows["book"] == book)
        fired = rows["rule"][of_book]
        for place, rule in enumerate(rules):
            mine = of_book[fired == (-1 if rule is None else place)]
            if not len(mine):
                continue
            since = all_since[mine]
            since = since[since >= 0.0]
            quartiles = [float(day) for day in np.quantile(since, (0.25, 0.5, 0.75))] if len(since) else [None] * 3
            found.append(
                RuleTimes(
                    book=purpose,
                    rule=rule,
                    decisions=len(mine),
                    deals=len(np.unique(deals[mine])),
                    before=len(mine) - len(since),
                    lower=quartiles[0],
                    median=quartiles[1],
                    upper=quartiles[2],
                    counts=tuple(np.bincount((since // step).astype(np.intp)).tolist()),
                )
            )
    return found


def _contradiction(alike: Sequence[Found], opened: np.ndarray, widening: float) -> Contradiction:
    """One pair of rules. `opened`: projects opened in each replication watched."""
    deals = sorted({(found.replication, found.deal) for found in alike})
    struck = np.bincount([replication for replication, _ in deals], minlength=len(opened))
    middle = median(found.days for found in alike)
    typical = min(alike, key=lambda found: abs(found.days - middle))
    return Contradiction(
        kind=alike[0].kind,
        undone_book=typical.undone.book,
        undone_rule=typical.undone.rule,
        by_book=typical.by.book,
        by_rule=typical.by.rule,
        times=len(alike),
        deals=len(deals),
        share=_share(alike[0].kind, struck, opened, widening),
        days=middle,
        example=DealReference(replication=typical.replication, deal=typical.deal),
    )


def _share(kind: str, struck: np.ndarray, opened: np.ndarray, widening: float) -> Estimate:
    """Deals struck ÷ deals opened; deals of a replication share a team and a market, so the replication is the unit."""
    n, cases = len(opened), float(opened.sum())
    value = float(struck.sum()) / cases
    if n < 2:
        return Estimate(measure=kind, value=value, low=None, high=None, n=n, note="one_replication")
    error = sqrt(n / (n - 1) * float(((struck - value * opened) ** 2).sum())) / cases
    independent = int((opened > 0).sum())
    low, high = proportion_interval(value, error, n - 1, widening, independent=independent)
    return Estimate(measure=kind, value=value, low=low, high=high, n=n, note="always" if value == 1 else "")
