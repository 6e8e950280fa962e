"""How effects are written, wherever they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.engagement import strategy_label
from engine.model.base import Text
from engine.results.measure import Measure
from engine.statistics.estimates import NOTES, Difference, Note
from engine.wording import Cell, Joined, Message, Said, say
from engine.wording.numbers import Scale, count, scale_for

MARKS = {"clear": "!!", "likely": "!", "cannot_tell": "?"}
_NOTHING = ("never_decided", "same_records", "no_change")
_PLAIN = (*_NOTHING, "never", "always")
"""Notes that need no explanation beside a table."""


def effect_scale(effects: Iterable[Difference], measure: Measure, currency: str) -> Scale:
    """How to write these effects on one measure, all alike."""
    ends = [number for each in effects for number in (each.value, each.low, each.high)]
    return scale_for(measure.unit, ends, currency, difference=True)


def effect_cell(effect: Difference, scale: Scale) -> Cell:
    """An effect as its value with a mark, and its interval."""
    if effect.note in _NOTHING:
        return Cell("0", value=0)
    bounded = effect.low is not None
    span = scale.signed_span(effect.low, effect.high) if bounded and effect.low != effect.high else ""
    return Cell(scale.signed(effect.value), span, MARKS[effect.verdict] if bounded else "", value=effect.value)


def reasons(found: Iterable[tuple[Said, Difference]], measures: Mapping[str, Measure]) -> list[Message]:
    """Why some effects have no interval, or no verdict in spite of it; one sentence per reason.

    found: effects, each with what it belongs to (may be empty).
    """
    owners: dict[Note, dict[Said, None]] = {}
    for owner, effect in found:
        if effect.note and effect.note not in _PLAIN:
            label = measures[effect.measure].label
            words = say("{owner} ({measure})", owner=owner, measure=label) if owner else label
            owners.setdefault(effect.note, {})[words] = None
    return [say("{reason}: {those}", reason=NOTES[note], those=Joined(those, ", ")) for note, those in owners.items()]


def where_it_holds(title: Text, strategy: str, replications: int, seed: int) -> Message:
    """What a result holds for, and that it holds for nothing else."""
    return say(
        "In this scenario ({scenario}), under the strategy “{strategy}”, {n} replications on the same luck (seed "
        "{seed}). It says nothing about other situations.",
        scenario=title,
        strategy=strategy_label(strategy),
        n=count(replications),
        seed=seed,
    )
