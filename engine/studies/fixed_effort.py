"""Studies that play alternatives a number of times, not to a precision, once or in several parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from engine.errors import InputError, Problem
from engine.execution.alternatives import Alternative, SideBySide
from engine.execution.effort import Effort, EffortOptions, Progress
from engine.execution.simulate import Simulated, simulate
from engine.model.scenario import Scenario
from engine.results.measure import Measure
from engine.studies.studying import studying
from engine.wording import say


def effort_in_full(options: EffortOptions) -> Effort:
    """The effort of a study that plays a number of replications. Raises InputError where a precision is asked for."""
    effort = Effort.of(options)
    if effort.precision is not None:
        what = say("this is told from a number of replications, not to a precision")
        raise InputError(Problem("precision", what, say("give replications"), "precision-not-here"))
    return effort


def part_of(effort: Effort, place: int, of: int) -> Effort:
    """The effort of one of several plays, told as progress of them all."""
    told = effort.progress
    if told is None:
        return effort

    def tell(progress: Progress) -> None:
        before, each = place * progress.most, progress.most
        told(replace(progress, done=before + progress.done, next_look=of * each, most=of * each))

    return replace(effort, progress=tell)


def play_sides(
    sides: Sequence[Alternative], measures: Mapping[str, Measure], scenario: Scenario, effort: Effort
) -> Simulated:
    """Play alternatives on the same luck, as often as the effort says and twice at least.

    scenario: after which unfinished work is named.
    """
    work, looks = SideBySide(tuple(sides), effort.seed), effort.looks(least=2)
    with studying(work, effort, looks, scenario, "") as (session, unfinished):
        return simulate(session, measures, looks, unfinished=unfinished)
