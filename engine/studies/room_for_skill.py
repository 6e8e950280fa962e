"""How much a seller's choice can change here: blind contacts, every strategy, and the best that a search finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Unpack

from pydantic import Field

from engine.engagement import BASELINE, Phase, Strategy, haphazard, strategy_label, strategy_named
from engine.engagement.own import own_strategy
from engine.engagement.strategy import Cultivates, Until
from engine.execution.alternatives import SideBySide
from engine.execution.effort import Effort, EffortOptions
from engine.execution.simulate import Simulated
from engine.model.base import Frozen, Text
from engine.results.measures import MEASURES
from engine.results.receipt import Receipt
from engine.situation import Situation, acting_in, known_strategies
from engine.statistics.estimates import Difference, Estimate
from engine.statistics.estimators import make_estimator
from engine.statistics.looks import DEFAULT_REPLICATIONS
from engine.statistics.verdicts import estimate, judge
from engine.studies.effect_parts import MARKS, effect_scale
from engine.studies.fixed_effort import effort_in_full, part_of, play_sides
from engine.studies.receipts import receipt_of
from engine.studies.situated import Where, situated
from engine.wording import Cell, Column, Document, Paragraph, Part, Said, Shown, Table, Title, say
from engine.wording.numbers import Scale, count, scale_for

WIN = "win_rate_all"
HAPHAZARD, BEST_FOUND = haphazard.HAPHAZARD.name, "best_found"
TOLD = (WIN, "lost_share", "no_decision_share", "net_margin_per_deal")
CANDIDATES = 60
"""Strategies that the search makes up, beside the shipped ones."""
FINALISTS = 8
SEARCH_SEED_AFTER = 1
"""The search has luck of its own: the seed that many further."""


class RoomForSkill(Shown, Frozen):
    """What a seller's choice of people, purposes and order can change in one scenario.

    told:   by strategy (`haphazard` is blind, `best_found` the search's), by measure of TOLD, on luck that the search
            has not seen.
    room:   best of all − haphazard, in win rate.
    phases: the phases of the best that was found. cultivated: which end of the chart it keeps contact with.
    """

    scenario_id: str
    title: Text
    currency: str
    seed: int
    replications: int
    searched: int
    told: dict[str, dict[str, Estimate]]
    room: Difference
    cultivated: Cultivates
    phases: tuple[str, ...]
    receipt: Receipt = Field(repr=False)

    def document(self) -> Document:
        """A row for each way of choosing, and the room there is."""
        scales = {name: self._scale(name) for name in TOLD}
        heads = [Column(MEASURES[name].label, scale.heading, number=True, name=name) for name, scale in scales.items()]
        rows = [
            [
                Cell(_label(strategy), value=strategy),
                *(Cell(scales[name].number(each.value), value=each.value) for name, each in measures.items()),
            ]
            for strategy, measures in self.told.items()
        ]
        scale = effect_scale([self.room], MEASURES[WIN], self.currency)
        best = self.told[self.room.first]
        parts: list[Part] = [
            Title(say("Room for skill"), 3),
            Paragraph(
                say(
                    "In this scenario ({scenario}) the best choice of people, purposes and order that is known wins "
                    "{room} more than blind contacts {mark}; {n} replications (seed {seed}), {searched} further "
                    "strategies searched on other luck.",
                    scenario=self.title,
                    room=scale.full_signed(self.room.value),
                    mark=MARKS[self.room.verdict],
                    n=count(self.replications),
                    seed=self.seed,
                    searched=count(self.searched),
                )
            ),
            Table([Column(say("Choice"), name="choice"), *heads], rows),
            Paragraph(
                say(
                    "What no choice among these changes: {lost} are lost to rivals and {none} end without a decision "
                    "under the best of them, too.",
                    lost=scales["lost_share"].full(best["lost_share"].value),
                    none=scales["no_decision_share"].full(best["no_decision_share"].value),
                ),
                "note",
            ),
            Paragraph(
                say(
                    "The best that was found: cultivation {cultivation}; {phases}",
                    cultivation=f"`{self.cultivated}`",
                    phases=[f"`{phase}`" for phase in self.phases],
                ),
                "note",
            ),
        ]
        return Document(parts)

    def _scale(self, name: str) -> Scale:
        values = [measures[name].value for measures in self.told.values()]
        return scale_for(MEASURES[name].unit, values, self.currency)


def room_for_skill(
    where: Where,
    strategies: Sequence[str | Strategy] | None = None,
    *,
    command: str = "",
    **options: Unpack[EffortOptions],
) -> RoomForSkill:
    """Play blind contacts, every strategy and the best that a search finds, on luck that the search has not seen.

    strategies: as in `compare`; the situation's when absent.
    options:    as in `compare`; 2 replications or more, no precision.
    Raises InputError for wrong arguments, before anything is played.
    """
    effort, situation = effort_in_full(options), situated(where)
    chosen = known_strategies(situation.strategies if strategies is None else strategies)
    made_up, _ = acting_in(_made_up(effort.seed), situation.scenario)
    searched = (*(each for each in chosen if each.phases), *made_up)
    elsewhere = replace(effort, seed=effort.seed + SEARCH_SEED_AFTER)
    few = replace(elsewhere, replications=max(2, (effort.replications or DEFAULT_REPLICATIONS) // 4))
    finalists = _best_of(situation, searched, part_of(few, 0, 3), FINALISTS)
    (found,) = _best_of(situation, finalists, part_of(elsewhere, 1, 3), 1)
    best = replace(found, name=BEST_FOUND)
    told = (blind_strategy(), *(each for each in chosen if each.name != BASELINE), best, strategy_named(BASELINE))
    done = _played(situation, told, part_of(effort, 2, 3))
    estimators = {name: make_estimator(MEASURES[name], done.look) for name in TOLD}
    wins = [estimators[WIN].value(place) or 0.0 for place in range(len(told))]
    claim = done.claim(estimators[WIN], MEASURES[WIN], wins.index(max(wins)), 0)
    scenario, names = situation.scenario, tuple(each.name for each in told)
    return RoomForSkill(
        scenario_id=scenario.id,
        title=scenario.title,
        currency=scenario.currency,
        seed=effort.seed,
        replications=done.tally.n,
        searched=len(searched),
        told={
            name: {measure: estimate(MEASURES[measure], each, place) for measure, each in estimators.items()}
            for place, name in enumerate(names)
        },
        room=judge([claim])[0],
        cultivated=best.cultivation,
        phases=tuple(_in_words(phase) for phase in best.phases),
        receipt=receipt_of(
            scenario, names, situation.books, effort.seed, done.tally.rows(), replications=done.tally.n, command=command
        ),
    )


def blind_strategy() -> Strategy:
    """Contacts and purposes picked blindly; its text travels to workers."""
    return own_strategy(f"{Path(haphazard.__file__)}:HAPHAZARD")


def _best_of(situation: Situation, strategies: Sequence[Strategy], effort: Effort, keep: int) -> tuple[Strategy, ...]:
    """Those of them that win most often."""
    estimator = make_estimator(MEASURES[WIN], _played(situation, strategies, effort).look)
    ranked = sorted(range(len(strategies)), key=lambda place: -(estimator.value(place) or 0.0))
    return tuple(strategies[place] for place in ranked[:keep])


def _played(situation: Situation, strategies: Sequence[Strategy], effort: Effort) -> Simulated:
    sides = SideBySide.of(situation, strategies, effort.seed).alternatives
    return play_sides(sides, {name: MEASURES[name] for name in TOLD}, situation.scenario, effort)


def _made_up(seed: int) -> list[Strategy]:
    """Strategies of two phases, put together at random."""
    random = Random(seed)
    return [
        Strategy(
            f"made_up_{number}",
            f"made_up_{number}",
            "search",
            (_first(random), _then(random)),
            cultivation=random.choice(CULTIVATED),
        )
        for number in range(CANDIDATES)
    ]


CULTIVATED: tuple[Cultivates, ...] = ("nobody", "top", "bottom")
ENDS: tuple[tuple[Until, float], ...] = (
    ("people_met", 2.0),
    ("people_met", 4.0),
    ("people_met", 6.0),
    ("sponsor_won", 0.0),
    ("decider_seen", 3.0),
)


def _first(random: Random) -> Phase:
    until, value = random.choice(ENDS)
    return replace(_then(random), levels=random.choice(("low", (1, 2), (2, 99), (1, 99))), until=until, value=value)


def _then(random: Random) -> Phase:
    def yes() -> bool:
        return random.random() < 0.5

    return Phase(
        highest_first=yes(),
        every_rank=random.random() < 0.3,
        introduced_only=random.random() < 0.3,
        preparation=random.choice((0.5, 1.0, 2.0, 4.0, 8.0)),
        with_executive=yes(),
        every_channel=yes(),
        keeps_balance=yes(),
    )


def _in_words(phase: Phase) -> str:
    """The phase as it would be written in a file of one's own."""
    plain = Phase(highest_first=phase.highest_first)
    said = [f"highest_first: {str(phase.highest_first).lower()}"]
    for name in Phase.__dataclass_fields__:
        if getattr(phase, name) != getattr(plain, name):
            said.append(f"{name}: {str(getattr(phase, name)).lower()}")
    return f"{{{', '.join(said)}}}"


def _label(strategy: str) -> Said:
    """The blind and the found one have names of their own."""
    return {HAPHAZARD: say("Blind contacts"), BEST_FOUND: say("Best found")}.get(strategy) or strategy_label(strategy)
