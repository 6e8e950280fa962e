"""What there is to say on a topic beside its decision: how far the buyer is ahead of us, which evidence is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.advice.process_facts import TASKS, Pace, pace_of
from engine.model.dossier import Dossier
from engine.model.rulebook import Rulebook
from engine.model.terms import Stage
from engine.model.vocabulary import in_words
from engine.rules.language.spoken import label_of
from engine.wording import Joined, Said, counted, say

GATES, STAGE_TASKS = "stage_gates", "stage_tasks"
FIRST_OF_STAGE: Mapping[str, str] = {
    "identify": "goals_told",
    "assess": "link_confirmed",
    "propose": "difference_acknowledged",
    "close": "worries_settled",
    "follow_up": "accepted_in_use",
}
"""The evidence with which each sales stage begins."""


def remarks_on(topic: str, book: Rulebook, dossier: Dossier) -> tuple[Said, ...]:
    """Sentences on this topic; none where there is nothing to say."""
    if topic == GATES:
        pace = pace_of(dossier)
        shown = _shown_said(dossier)
        return (*shown, *(() if pace is None else (_pace_said(pace),)))
    return _evidence_said(book, dossier) if topic == STAGE_TASKS else ()


def evidence_of(stage: str) -> tuple[str, ...]:
    """The evidence on the customer's side that belongs to a sales stage, in the order of its tasks."""
    starts = sorted(TASKS.index(first) for first in FIRST_OF_STAGE.values())
    if stage not in FIRST_OF_STAGE:
        return ()
    start = TASKS.index(FIRST_OF_STAGE[stage])
    return TASKS[start : next((end for end in starts if end > start), len(TASKS))]


def _pace_said(pace: Pace) -> Said:
    if pace.stages == 0:
        return say("we are in step with the buyer")
    stage = in_words(Stage(pace.called_for))
    if pace.stages > 0:
        if pace.days is None:
            return say("the buyer is ahead of us: their step calls for the stage “{stage}”", stage=stage)
        days = _days(pace.days)
        return say(
            "the buyer is ahead of us by {days} at least: their step calls for the stage “{stage}”",
            days=days,
            stage=stage,
        )
    if pace.days is None:
        return say("we are ahead of the buyer, whose step calls for the stage “{stage}” only", stage=stage)
    return say(
        "we are ahead of the buyer by {days} at least, whose step calls for the stage “{stage}” only",
        days=_days(pace.days),
        stage=stage,
    )


def _shown_said(dossier: Dossier) -> tuple[Said, ...]:
    """How many tasks of this stage show on the customer's side."""
    names = evidence_of(dossier.selling.stage or "")
    done = sum(getattr(dossier.evidence, name) is True for name in names)
    if not names:
        return ()
    return (say("of the {n} tasks of this stage, {done} show on the customer's side", n=len(names), done=done),)


def _days(days: float) -> Said:
    return counted("{n} day", "{n} days", round(days))


def _evidence_said(book: Rulebook, dossier: Dossier) -> tuple[Said, ...]:
    """What is known not to be there of this stage's evidence, and what nobody noted."""
    names = [name for name in evidence_of(dossier.selling.stage or "") if name in book.facts]
    lacking = [name for name in names if getattr(dossier.evidence, name) is False]
    unnoted = [name for name in names if getattr(dossier.evidence, name) is None]
    found: list[Said] = []
    if lacking:
        found.append(say("not there yet on their side: {evidence}", evidence=_named(lacking, book)))
    if unnoted:
        found.append(say("not noted whether: {evidence}", evidence=_named(unnoted, book)))
    return tuple(found)


def _named(names: Sequence[str], book: Rulebook) -> Said:
    return Joined([label_of(name, book.facts[name]) for name in names], "; ")
