"""How much is played, and by whom: the options that every study takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from engine.errors import InputError, Problem
from engine.execution.alternatives import MakeSimulator
from engine.results.measures import HEADLINE, MEASURES
from engine.simulation import Simulator
from engine.statistics.looks import MOST_REPLICATIONS, Looks, checked_targets, planned_looks
from engine.wording import counted, nearest, say

DEFAULT_SEED = 1
MOST_WORKERS = 32


@dataclass(frozen=True)
class Progress:
    """How far a run is: replications done, at the next look and at most.

    short: by what factor the widest interval was too wide at the last look; None where no precision is asked for, or
           before there is an interval.
    found: of the replications, so many were there already, from work that was broken off.
    """

    done: int
    next_look: int
    most: int
    short: float | None = None
    found: int = 0


ProgressCallback = Callable[[Progress], None]


class EffortOptions(TypedDict, total=False):
    """Options of every study.

    replications: how many; 1024 when neither this nor `precision` is given.
    precision:    stop when the difference of win rates is known to ± this (a share) for every pair of strategies; or
                  half-widths by measure, such as `{"cycle_days_median": 5}`.
    most_replications: at which a run with a precision gives up.
    seed:         0 or more; the same seed makes the same records, whatever the workers. 1 when absent.
    workers:      processes; absent means as many as are worth it.
    cluster:      address of a Dask scheduler whose workers play, such as `tcp://10.0.0.5:8786`.
    executor:     any other `concurrent.futures.Executor` that plays.
    keep:         folder of runs in which unfinished work is kept, to be taken up by the same call; a comparison keeps
                  it where it is stored.
    progress:     called now and then with a `Progress`.
    simulator:    what plays a strategy; something else than `engine.simulation.Simulator` only in tests.
    """

    replications: int | None
    precision: float | Mapping[str, float] | None
    most_replications: int
    seed: int
    workers: int | None
    cluster: str | None
    executor: Executor | None
    keep: str | Path | None
    progress: ProgressCallback | None
    simulator: MakeSimulator


@dataclass(frozen=True)
class Effort:
    """How much is played, and by whom; see `EffortOptions`."""

    replications: int | None = None
    precision: float | Mapping[str, float] | None = None
    most_replications: int = MOST_REPLICATIONS
    seed: int = DEFAULT_SEED
    workers: int | None = None
    cluster: str | None = None
    executor: Executor | None = None
    keep: str | Path | None = None
    progress: ProgressCallback | None = None
    simulator: MakeSimulator = Simulator

    def __post_init__(self) -> None:
        for name in ("replications", "most_replications", "seed", "workers"):
            given = getattr(self, name)
            if given is not None and (not isinstance(given, int) or isinstance(given, bool)):
                what = say("`{text}` is not a whole number", text=given)
                raise InputError(Problem(name, what, say("for example 200"), "number-whole"))
        if not 0 <= self.seed < 2**63:
            hint = say("a whole number from 0 to {most}", most=2**63 - 1)
            raise InputError(Problem("seed", say("{number} cannot be a seed", number=self.seed), hint, "seed-unusable"))
        if self.workers is not None and self.workers < 1:
            what = counted("{n} worker can do nothing", "{n} workers can do nothing", self.workers)
            raise InputError(Problem("workers", what, say("give 1 or more, or leave it out"), "workers-none"))
        if self.cluster is not None and self.workers is not None:
            what = say("the cluster has workers of its own")
            raise InputError(Problem("workers", what, say("leave it out"), "workers-and-cluster"))

    @classmethod
    def of(cls, options: EffortOptions) -> Effort:
        """These options. Raises InputError for one that does not exist or makes no sense."""
        for name in options:
            if name not in cls.__dataclass_fields__:
                what = say("there is no option `{name}`", name=name)
                raise InputError(Problem(name, what, nearest(name, cls.__dataclass_fields__), "option-unknown"))
        return cls(**options)

    def looks(self, least: int = 1) -> Looks:
        """When to look and to stop. Raises InputError for numbers that make no sense, or fewer than `least`."""
        return planned_looks(self.replications, self.targets(), self.most_replications, least)

    def targets(self) -> dict[str, float]:
        """Half-widths asked for, by measure. Raises InputError for one that makes no sense."""
        if self.precision is None:
            return {}
        given = self.precision if isinstance(self.precision, Mapping) else {HEADLINE[0]: self.precision}
        return checked_targets(given, {name: each.unit == "share" for name, each in MEASURES.items()})
