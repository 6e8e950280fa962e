"""What values that were set change: every strategy with them and without them, on the same luck."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pydantic import Field

from engine.dynamics.state.routes import Route
from engine.engagement import BASELINE
from engine.execution.alternatives import Alternative, SideBySide, SideBySidePlayer
from engine.execution.packed_work import TraceDeal
from engine.execution.session import Session
from engine.execution.simulate import Simulated
from engine.execution.tally import Tally
from engine.model.base import Frozen
from engine.model.terms import Outcome
from engine.results.measures import HEADLINE, MEASURES
from engine.results.receipt import RowsHash
from engine.situation import Situation
from engine.statistics.estimates import Difference
from engine.statistics.estimators import make_estimator
from engine.statistics.verdicts import judge, unchanged

AS_WRITTEN = "as_written/"
"""Before the name of a strategy: the same in the situation as its file has it."""


DEALS_LOOKED_AT = 20
"""Deals per strategy in which the ways in are counted."""


class Changes(Frozen):
    """What setting values changes, strategy by strategy."""

    settings: tuple[str, ...] = Field(description="the values set, as they were given")
    parted: dict[str, int] = Field(description="by strategy, replications in which any record differs")
    effects: dict[str, dict[str, Difference]] = Field(
        description="by strategy and headline measure: with the values set − as the file has it"
    )
    routes: dict[str, dict[str, int]] = Field(
        description="by acting strategy that nothing changed for, how often meetings were granted by each way in, in "
        "its first deals (names of `dynamics.state.routes.Route`)"
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


def changes(
    situation: Situation, names: tuple[str, ...], done: Simulated, session: Session[SideBySidePlayer]
) -> Changes | None:
    """What the values that were set change; None where none was. session: tells stories of deals."""
    if situation.as_written is None:
        return None
    tally, twin = done.tally, AS_WRITTEN if _differ(situation, situation.as_written) else ""
    places = {name: (tally.names.index(name), tally.names.index(twin + name)) for name in names}
    parted = {name: int(tally.parted[pair]) for name, pair in places.items()}
    estimators = {name: make_estimator(MEASURES[name], done.look) for name in HEADLINE}
    rows = tally.rows()
    claims = [
        done.claim(each, MEASURES[key], *places[name])
        if parted[name]
        else unchanged(MEASURES[key], name, twin + name, tally.n, "same_records")
        for name in names
        for key, each in estimators.items()
    ]
    effects: dict[str, dict[str, Difference]] = {name: {} for name in names}
    for found in judge(claims):
        effects[found.first][found.measure] = found
    return Changes(
        settings=situation.settings,
        parted=parted,
        effects=effects,
        routes=_routes([name for name in names if name != BASELINE and not parted[name]], done, session),
        rows={name: rows[twin + name] for name in names},
    )


def _routes(names: list[str], done: Simulated, session: Session[SideBySidePlayer]) -> dict[str, dict[str, int]]:
    deals = first_deals(done.tally, names, DEALS_LOOKED_AT)
    found: dict[str, Counter[str]] = {name: Counter() for name in names}
    for (name, _, _), story in zip(deals, session.ask([TraceDeal(*deal) for deal in deals]), strict=True):
        found[name].update(Route(event.code).name for event in story.events if event.kind == "request_granted")
    return {name: dict(sorted(counted.items())) for name, counted in found.items()}


def first_deals(tally: Tally, names: Sequence[str], count: int) -> list[tuple[str, int, int]]:
    """The first projects of each strategy: strategy, replication and deal."""
    found = []
    for name in names:
        outcomes = tally.beginning[name]
        projects = outcomes[outcomes["outcome"] != Outcome.no_project][:count]
        found += [(name, int(row["replication"]), int(row["deal"])) for row in projects]
    return found
