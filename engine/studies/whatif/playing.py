"""How much a what-if study plays: a pilot says what it will take and how much will be known, then it is fixed.

The pilot's replications are the first of the study, so that nothing is played twice. For a million cells of a thousand
deals each, the same holds with the cells cut into jobs of some hundred alternatives: a job sends its scenarios out
(20 kB each) and gets back per alternative 256 sums of each column, 150 kB, from which every covariance within and
between jobs follows; rows of deals never move.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from pydantic import Field

from engine.errors import InputError, Problem
from engine.execution.alternatives import MakeSimulator, Played, SideBySide, SideBySidePlayer, simulators_of
from engine.execution.effort import Effort
from engine.execution.packed_work import Chunk
from engine.execution.processes import available_processors
from engine.execution.session import POOL_PAYS_AFTER, Session
from engine.execution.simulate import Simulated, simulate
from engine.model.base import Frozen
from engine.model.scenario import Scenario
from engine.results.measure import Measure
from engine.statistics.looks import Looks
from engine.statistics.sums import GROUPS
from engine.studies.studying import studying
from engine.wording import say

PILOT = 64
WARM_UP = 2
"""The first replications of a pilot; they load compiled code and are not timed."""
LEAST_IN_BUDGET = 32
WORTH_KEEPING = 20.0
"""Seconds of work from which what was played is kept against a kill, where a folder for that is given."""
SECONDS = {
    "s": 1.0,
    "sec": 1.0,
    "min": 60.0,
    "m": 60.0,
    "h": 3600.0,
    "秒": 1.0,
    "分钟": 60.0,
    "分": 60.0,
    "小时": 3600.0,
}
_BUDGET = re.compile(r"(\d+(?:\.\d+)?) *([a-z秒分钟小时]*)")


class Plan(Frozen):
    """What is going to be played, told before it starts.

    alternatives: played. shared: asked for as well, and the same as one of these by all that they read.
    """

    alternatives: int
    shared: int
    replications: int = Field(description="of each alternative, in each block of luck")
    blocks: int = Field(description="of luck: 2 where a second one checks what the first one shows")
    seconds: float = Field(description="expected, as the pilot's replications took")
    half_width: float | None = Field(description="expected of the band of the first measure; None while unknown")
    measure: str
    budget: float | None = Field(description="seconds that were given; the replications followed from them")
    pilot: int = Field(description="replications from which this was told; they count")
    kept: bool = Field(default=False, description="is what was played kept, to be taken up when it is broken off?")


@dataclass(frozen=True)
class Cells(SideBySide):
    """Alternatives of which nobody asks which rule decided when: decisions of many cells would fill the memory."""

    def player(self, make: MakeSimulator) -> SideBySidePlayer:
        """A simulator for each alternative."""
        return _CellsPlayer(simulators_of(self, make))


class _CellsPlayer(SideBySidePlayer):
    """Drops what each decision of the first replications was."""

    def run(self, first: int, count: int) -> Played:
        played = super().run(first, count)
        return Played(tuple(replace(each, firings=None) for each in played.records))


PlanCallback = Callable[[Plan], None]


def budget_seconds(budget: str | float | None) -> float | None:
    """Seconds of a budget: a number, or `60s`, `2min`, `1h`. Raises InputError for anything else."""
    if budget is None:
        return None
    if isinstance(budget, int | float) and not isinstance(budget, bool) and 0 < budget < float("inf"):
        return float(budget)
    found = _BUDGET.fullmatch(str(budget).strip().lower())
    if not found or (found[2] or "s") not in SECONDS or not float(found[1]) > 0:
        what = say("`{text}` is no length of time", text=budget)
        raise InputError(Problem("budget", what, say("for example 60s or 2min"), "budget-none"))
    return float(found[1]) * SECONDS[found[2] or "s"]


@dataclass(frozen=True)
class Piloted:
    """Work with its pilot played. effort: with the number of replications that holds from here on."""

    work: SideBySide
    effort: Effort
    looks: Looks
    chunks: tuple[Chunk, ...]
    seconds: float

    def seen(self, measures: Mapping[str, Measure]) -> Simulated:
        """What the pilot shows by itself."""
        looks = Looks((self.chunks[-1].first + self.chunks[-1].count,))
        with Session(self.work, replace(self.effort, workers=1, cluster=None, executor=None, progress=None)) as session:
            return simulate(session, measures, looks, known=self.chunks)


def piloted(work: SideBySide, effort: Effort, budget: float | None, blocks: int) -> Piloted:
    """Play the pilot and settle the number of replications. Raises InputError where a budget is too small."""
    if budget is not None and effort.replications is not None:
        what = say("give either a budget or a number of replications, not both")
        raise InputError(Problem("budget", what, code="budget-twice"))
    looks = replace(effort, replications=PILOT if budget else effort.replications).looks(least=2)
    most = min(PILOT, looks.planned[-1])
    with Session(work, replace(effort, workers=1, cluster=None, executor=None)) as session:
        chunks = [*session.chunks(0, [min(WARM_UP, most)])]
        chunks += session.chunks(chunks[-1].first + chunks[-1].count, [most]) if most > WARM_UP else []
    timed = chunks[1:] or chunks
    each = max(sum(chunk.seconds for chunk in timed), 1e-9) / sum(chunk.count for chunk in timed)
    number = looks.planned[-1] if budget is None else _within(budget, each * blocks, effort)
    settled = replace(effort, replications=number)
    if number < most:
        chunks = [chunk for chunk in chunks if chunk.first + chunk.count <= number]
    seconds = each * number * blocks
    if budget is not None or seconds < WORTH_KEEPING:  # another attempt would get another number from its pilot
        settled = replace(settled, keep=None)
    return Piloted(work, settled, settled.looks(least=2), tuple(chunks), seconds / _at_once(seconds, effort))


def _within(budget: float, each: float, effort: Effort) -> int:
    """So many replications that the budget is kept, as whole groups where there are enough.

    each: seconds of one replication of everything.
    """
    alone = budget / each
    number = int(alone * _at_once(budget, effort))
    if number < LEAST_IN_BUDGET:
        what = say(
            "too small: {n} replications of everything take {seconds} s",
            n=LEAST_IN_BUDGET,
            seconds=f"{LEAST_IN_BUDGET * each / _at_once(budget, effort):.1f}",
        )
        raise InputError(Problem("budget", what, say("give more, or vary fewer values"), "budget-small"))
    return number // GROUPS * GROUPS if number >= GROUPS else number // LEAST_IN_BUDGET * LEAST_IN_BUDGET


def _at_once(seconds: float, effort: Effort) -> int:
    """How many processes will share work of so many seconds."""
    if effort.workers is not None:
        return effort.workers
    return available_processors() if seconds > POOL_PAYS_AFTER else 1


def play(begun: Piloted, measures: Mapping[str, Measure], scenario: Scenario, command: str) -> Simulated:
    """Play the rest, and tell of all. scenario: after which unfinished work is named."""
    effort = _without_pilot(begun.effort, sum(chunk.count for chunk in begun.chunks))
    with studying(begun.work, effort, begun.looks, scenario, command) as (session, unfinished):
        return simulate(session, measures, begun.looks, known=begun.chunks, unfinished=unfinished)


def _without_pilot(effort: Effort, pilot: int) -> Effort:
    """The effort, of whose progress the pilot is not told as work that was broken off."""
    told = effort.progress
    if told is None:
        return effort
    return replace(effort, progress=lambda now: told(now if now.found > pilot else replace(now, found=0)))
