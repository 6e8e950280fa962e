"""What switching mechanisms off does, as a value and as people read it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from pydantic import Field

from engine.dynamics.machine.composition import MECHANISMS
from engine.engagement import strategy_label
from engine.model.base import Frozen, Text
from engine.results.measures import HEADLINE, MEASURES
from engine.results.receipt import Receipt
from engine.situation.mechanism_table import where_seen
from engine.statistics.estimates import CONFIDENCE, Difference, Estimate
from engine.studies.effect_parts import MARKS, effect_cell, effect_scale, reasons
from engine.wording import Cell, Column, Document, Message, Paragraph, Part, Shown, Table, Title, listed, say
from engine.wording.numbers import Scale, count, level, part

MEASURED = {name: MEASURES[name] for name in (*HEADLINE, "no_project_share")}
"""What is told: the headline measures, and whether a project opens at all."""
ERROR = 0.001
"""Chance that any of the effects called clear is luck."""
LEAST_SHARE, LEAST_PART = 0.01, 0.03
"""What an effect has to reach to be worth telling: a point of a rate, three per cent of money or time."""


def threshold(as_it_is: Estimate) -> float:
    """What an effect on this measure has to reach; infinite where the measure has no value."""
    if as_it_is.value is None:
        return float("inf")
    return LEAST_SHARE if MEASURES[as_it_is.measure].unit == "share" else LEAST_PART * abs(as_it_is.value)


def shows(effect: Difference, as_it_is: Estimate) -> bool:
    """Is it beyond luck, and large enough to be worth telling? A share that goes from none to all leaves no doubt."""
    from_none_to_all = MEASURES[effect.measure].unit == "share" and effect.value in (-1.0, 1.0)
    sure = effect.verdict == "clear" or (from_none_to_all and effect.changed == effect.n)
    return sure and effect.value is not None and abs(effect.value) >= threshold(as_it_is)


class Knockout(Frozen):
    """One mechanism switched off under one strategy.

    changed_in: replications with any record that is different.
    effects:    switched off − as it is, by measure (`MEASURED`).
    """

    mechanism: str
    strategy: str
    changed_in: int
    effects: dict[str, Difference]


class Declared(Frozen):
    """What switching a mechanism off does where its file says that it is seen.

    direction: in which the measure is said to go.
    effect:    switched off − as it is. as_it_is: the measure with the mechanism on.
    """

    mechanism: str
    scenario_id: str
    strategy: str
    direction: Literal["up", "down"]
    currency: str
    effect: Difference
    as_it_is: Estimate

    @property
    def holds(self) -> bool:
        """Is it seen, in the direction that is declared?"""
        value = self.effect.value
        return shows(self.effect, self.as_it_is) and value is not None and (value > 0) == (self.direction == "up")

    def cell(self) -> Cell:
        """The effect, and where it was measured."""
        measure = MEASURES[self.effect.measure]
        scale = effect_scale([self.effect], measure, self.currency)
        words = say(
            "{measure}: {effect} {mark}",
            measure=measure.label,
            effect=scale.full_signed(self.effect.value),
            mark=MARKS["clear" if self.holds else self.effect.verdict],
        )
        return Cell(words, where_seen(self.scenario_id, self.strategy), value=self.effect.value)


class Knockouts(Shown, Frozen):
    """What mechanisms do in one scenario: each switched off under each strategy, against the scenario as it is.

    by_day:   day of a project by which rates and the median cycle are read.
    as_it_is: the same measures with every mechanism on, by strategy.
    found:    by mechanism, then strategy.
    """

    scenario_id: str
    title: Text
    currency: str
    seed: int
    replications: int
    mechanisms: tuple[str, ...]
    strategies: tuple[str, ...]
    by_day: int
    as_it_is: dict[str, dict[str, Estimate]]
    found: tuple[Knockout, ...]
    receipt: Receipt = Field(repr=False)

    def knockout(self, mechanism: str, strategy: str) -> Knockout:
        """What is found of this pair. Raises KeyError where there is none."""
        return {(each.mechanism, each.strategy): each for each in self.found}[mechanism, strategy]

    def document(self) -> Document:
        """A table for each mechanism, and how to read them."""
        titles = {each.name: each.title for each in MECHANISMS}
        parts: list[Part] = []
        for name in self.mechanisms:
            parts += [Title(say("{title} switched off", title=titles[name]), 4), *self.table(name)]
        return Document([*parts, *self.remarks()])

    def table(self, mechanism: str) -> list[Part]:
        """What switching this one off does, a row for each strategy."""
        rows = [each for each in self.found if each.mechanism == mechanism]
        told = [*HEADLINE, *(name for name in MEASURED if any(each.effects[name].value for each in rows))]
        scales = {name: self._scale(rows, name) for name in dict.fromkeys(told)}
        heads = [Column(MEASURES[name].label, scale.heading, number=True, name=name) for name, scale in scales.items()]
        changed = Column(say("changed", context="mechanism"), number=True, name="changed_in")
        cells = [
            [
                Cell(strategy_label(each.strategy), value=each.strategy),
                Cell(part(each.changed_in, self.replications), value=each.changed_in),
                *(effect_cell(each.effects[name], scale) for name, scale in scales.items()),
            ]
            for each in rows
        ]
        return [Table([Column(say("Strategy"), name="strategy"), changed, *heads], cells)]

    def remarks(self) -> list[Part]:
        """How to read the tables, and what has no interval or verdict."""
        found = [(strategy_label(each.strategy), effect) for each in self.found for effect in each.effects.values()]
        where = say(
            "Switched off − as it is, in this scenario ({scenario}), {n} replications on the same luck (seed {seed}); "
            "rates and cycle by day {day} of a project. It says nothing about other situations.",
            scenario=self.title,
            n=count(self.replications),
            seed=self.seed,
            day=self.by_day,
        )
        return [Paragraph(where), Paragraph(how_to_read(len(found)), "note"), *map(Paragraph, reasons(found, MEASURES))]

    def _scale(self, rows: list[Knockout], measure: str) -> Scale:
        return effect_scale([each.effects[measure] for each in rows], MEASURES[measure], self.currency)


def how_to_read(comparisons: int) -> Message:
    """What the marks beside effects mean."""
    return say(
        "!! clear at {sure} for all {k} comparisons together, ! likely, ? cannot tell; below each value its {level} "
        "interval; changed: share of replications with any record that differs",
        sure=level(1 - ERROR),
        k=comparisons,
        level=level(CONFIDENCE),
    )


def how_declared_effects_read(found: Collection[Declared]) -> list[Message]:
    """How to read what was measured where mechanisms say that they are seen, and which are not seen there."""
    told = [
        say(
            "Switched off − as it is, where the mechanism is seen best, on the same luck; !! clear at {sure} for all "
            "{k} comparisons together, ! likely, ? cannot tell.",
            sure=level(1 - ERROR),
            k=len(found),
        )
    ]
    titles = {each.name: each.title for each in MECHANISMS}
    missing = [titles[each.mechanism] for each in found if not each.holds]
    if missing:
        told.append(say("Not seen this time as their files say: {names}", names=listed(missing)))
    return told
