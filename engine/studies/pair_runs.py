"""Putting two stored runs side by side: their records are looked at as if they had been played together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import sqrt
from pathlib import Path

import numpy as np

from engine.execution.blocks import Block
from engine.execution.tally import Tally
from engine.model.quantity import canonical
from engine.results.columns import Rows
from engine.results.measure import Measure
from engine.results.measures import HEADLINE, MEASURES
from engine.results.stored_run import StoredRun, read_run
from engine.statistics.estimates import Difference, Note
from engine.statistics.estimators import Estimator, make_estimator
from engine.statistics.intervals import Interval, difference_interval, effective_number
from engine.statistics.sums import BLOCK
from engine.statistics.verdicts import Claim, claim, estimate, judge, size_in, unchanged
from engine.studies.replay import load_comparison
from engine.studies.run_inputs import inputs_apart
from engine.studies.run_pair import RunPair, RunShown, StrategyPair

FIRST, SECOND = "A/", "B/"
"""Before the name of a strategy: it as the first run played it, and as the second did."""


_NO_INTERVAL: tuple[Note, ...] = ("undefined", "one_replication", "too_few_events")


def compare_runs(first: str | Path, second: str | Path) -> RunPair:
    """Put two stored runs side by side; nothing is played.

    With one scenario and one seed both had the same luck in each replication, and differences are paired; with two
    seeds they are not. Runs of different scenarios stand beside each other without differences, since no one change
    could have made them.
    Raises InputError when one is not a run or cannot be read.
    """
    runs = read_run(first), read_run(second)
    apart = inputs_apart(*runs)
    comparisons = [load_comparison(run) for run in runs]
    widening = max(found.precision.widening for found in comparisons)
    names = [name for name in runs[0].receipt.strategies if name in runs[1].receipt.strategies]
    paired = not apart.scenario and not apart.seed
    count = None if apart.scenario else min(run.receipt.replications for run in runs)
    if count is None:
        measured = {
            name: StrategyPair(
                first={key: comparisons[0].results[name].estimates[key] for key in HEADLINE},
                second={key: comparisons[1].results[name].estimates[key] for key in HEADLINE},
                differences={},
                parted=None,
            )
            for name in names
        }
    else:
        measured = _measured(_tally(runs, names, count), names, paired, widening)
    shown = [_shown(run) for run in runs]
    return RunPair(
        first=shown[0],
        second=shown[1],
        apart=apart,
        paired=paired,
        replications=count,
        widening=widening,
        strategies=measured,
    )


def _shown(run: StoredRun) -> RunShown:
    receipt = run.receipt
    return RunShown(
        name=run.folder.resolve().name,
        folder=run.folder,
        created=receipt.created,
        scenario_id=receipt.scenario_id,
        currency=run.scenario.currency,
        seed=receipt.seed,
        replications=receipt.replications,
        strategies=receipt.strategies,
        program=receipt.program,
    )


def _tally(runs: tuple[StoredRun, StoredRun], names: list[str], count: int) -> Tally:
    """The first replications of these strategies, as if they had been played side by side."""
    sides = {prefix + name: (run, name) for prefix, run in zip((FIRST, SECOND), runs, strict=True) for name in names}
    horizons = [canonical(run.scenario.horizon) for run, _ in sides.values()]
    tally = Tally(list(sides), {name: MEASURES[name] for name in HEADLINE}, horizons)
    outcomes = {side: run.outcomes(name) for side, (run, name) in sides.items()}
    team = {side: run.team(name) for side, (run, name) in sides.items()}
    for start in range(0, count if sides else 0, BLOCK):
        stop = min(start + BLOCK, count)
        tally.take(Block(start, stop - start, _between(outcomes, start, stop), _between(team, start, stop)))
    return tally


def _between(tables: Mapping[str, Rows], start: int, stop: int) -> dict[str, Rows]:
    cut = {}
    for side, rows in tables.items():
        low, high = np.searchsorted(rows["replication"], [start, stop])
        cut[side] = rows[low:high]
    return cut


def _measured(tally: Tally, names: list[str], paired: bool, widening: float) -> dict[str, StrategyPair]:
    if not names:
        return {}
    look = tally.sums.look()
    estimators = {key: make_estimator(MEASURES[key], look) for key in HEADLINE}
    places = {name: (at, at + len(names)) for at, name in enumerate(names)}
    claims = _claims(tally, estimators, places, paired, widening)
    differences: dict[str, dict[str, Difference]] = {name: {} for name in names}
    for found in judge(list(claims)):
        differences[found.first.removeprefix(SECOND)][found.measure] = found
    return {
        name: StrategyPair(
            first={key: estimate(MEASURES[key], each, places[name][0], widening) for key, each in estimators.items()},
            second={key: estimate(MEASURES[key], each, places[name][1], widening) for key, each in estimators.items()},
            differences=differences[name],
            parted=int(tally.parted[places[name]]) if paired else None,
        )
        for name in names
    }


def _claims(
    tally: Tally,
    estimators: Mapping[str, Estimator],
    places: Mapping[str, tuple[int, int]],
    paired: bool,
    widening: float,
) -> Iterator[Claim]:
    for first, second in places.values():
        sides = tally.names[second], tally.names[first]
        for key, estimator in estimators.items():
            measure = MEASURES[key]
            if not paired:
                yield on_separate_luck(measure, estimator, second, first, widening)
            elif not tally.parted[first, second]:
                yield unchanged(measure, *sides, tally.n, "same_records")
            else:
                changed = tally.sums.times_changed(key, second, first)
                yield claim(measure, estimator, second, first, changed, widening)


def on_separate_luck(measure: Measure, estimator: Estimator, first: int, second: int, widening: float) -> Claim:
    """first − second of one measure where the two had no luck in common: their intervals are put together.

    Reference: Zou & Donner, Statistics in Medicine 27 (2008), with no correlation.
    """
    sides = estimator.names[first], estimator.names[second]
    a, b = estimator.value(first), estimator.value(second)
    (ia, note_a), (ib, note_b) = (estimator.interval(at, widening) for at in (first, second))
    value = None if a is None or b is None else a - b
    lacking: list[Note] = [note for note in (note_a, note_b) if note in _NO_INTERVAL]
    if lacking or a is None or b is None or value is None:
        return Claim(measure, *sides, value, estimator.n, None, lacking[0] if lacking else "undefined")
    if ia is None and ib is None:
        return Claim(measure, *sides, value, estimator.n, None, "no_variation")
    interval = difference_interval(a, ia or Interval(a, a), b, ib or Interval(b, b), 0.0)
    parts = [
        np.zeros(estimator.groups) if found is None else estimator.influence(at)
        for at, found in ((first, ia), (second, ib))
    ]
    influence = np.concatenate([parts[0], -parts[1]])
    weights = np.concatenate([estimator.cases(at) / (2 * estimator.cases(at).sum()) for at in (first, second)])
    return Claim(
        measure,
        *sides,
        value,
        estimator.n,
        interval,
        changed=estimator.n,
        effective=effective_number(influence * sqrt(estimator.df / estimator.groups) + value * weights),
        influence=influence,
        size=size_in(interval, value, estimator.df),
    )
