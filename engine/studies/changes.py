"""What values that were set change: every strategy with them and without them, on the same luck."""

from __future__ import annotations

from dataclasses import replace

from pydantic import Field

from engine.execution.alternatives import Alternative, SideBySide
from engine.execution.simulate import Simulated
from engine.model.base import Frozen
from engine.results.measures import HEADLINE, MEASURES
from engine.results.receipt import RowsHash
from engine.situation import Situation
from engine.statistics.estimates import Difference
from engine.statistics.estimators import make_estimator
from engine.statistics.verdicts import difference

AS_WRITTEN = "as_written/"
"""Before the name of a strategy: the same in the situation as its file has it."""


class Changes(Frozen):
    """What setting values changes, strategy by strategy."""

    settings: tuple[str, ...] = Field(description="the values set, as they were given")
    parted: dict[str, int] = Field(description="by strategy, replications in which any record differs")
    effects: dict[str, dict[str, Difference]] = Field(
        description="by strategy and headline measure: with the values set − as the file has it"
    )
    rows: dict[str, RowsHash] = Field(description="by strategy, the records as the file has it")

    @property
    def nothing(self) -> bool:
        """Not one byte of any record came out differently."""
        return not any(self.parted.values())


def with_as_written(work: SideBySide, situation: Situation) -> SideBySide:
    """The work, with the same strategies in the situation as its file has it, where that is another one."""
    before = situation.as_written
    if before is None or not _differ(situation, before):
        return work
    twins = tuple(
        Alternative(f"{AS_WRITTEN}{each.name}", before.scenario, each.strategy, before.books)
        for each in work.alternatives
    )
    return replace(work, alternatives=(*work.alternatives, *twins))


def _differ(situation: Situation, before: Situation) -> bool:
    return situation.scenario != before.scenario or situation.books != before.books


def changes(situation: Situation, names: tuple[str, ...], done: Simulated) -> Changes | None:
    """What the values that were set change; None where none was."""
    if situation.as_written is None:
        return None
    tally = done.tally
    if not _differ(situation, situation.as_written):
        rows = tally.rows()
        return Changes(
            settings=situation.settings,
            parted=dict.fromkeys(names, 0),
            effects={name: {} for name in names},
            rows={name: rows[name] for name in names},
        )
    at = done.looks.confidences(len(names) * len(HEADLINE))
    places = {name: (tally.names.index(name), tally.names.index(AS_WRITTEN + name)) for name in names}
    estimators = {name: make_estimator(MEASURES[name], tally.sums) for name in HEADLINE}
    rows = tally.rows()
    return Changes(
        settings=situation.settings,
        parted={name: int(tally.parted[pair]) for name, pair in places.items()},
        effects={
            name: {
                key: difference(MEASURES[key], each, tally.names, *pair, tally.changed(key, *pair), at)
                for key, each in estimators.items()
            }
            for name, pair in places.items()
        },
        rows={name: rows[AS_WRITTEN + name] for name in names},
    )
