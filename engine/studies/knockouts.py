"""What mechanisms are worth: the situation as it is, and with one mechanism switched off, on the same luck."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Unpack

from engine.dynamics.declarations import Mechanism
from engine.dynamics.machine.composition import MECHANISMS, REMOVABLE
from engine.engagement import Strategy
from engine.errors import InputError, Problem
from engine.execution.alternatives import Alternative
from engine.execution.effort import Effort, EffortOptions
from engine.execution.simulate import Simulated
from engine.situation import Situation, known_strategies, read_situation
from engine.statistics.estimates import Estimate
from engine.statistics.estimators import Estimator, make_estimator
from engine.statistics.verdicts import Claim, estimate, judge
from engine.studies.fixed_effort import effort_in_full, part_of, play_sides
from engine.studies.knockout_effects import ERROR, MEASURED, Declared, Knockout, Knockouts
from engine.studies.receipts import receipt_of
from engine.studies.situated import Where, situated
from engine.wording import nearest, say


def knockouts(
    where: Where,
    mechanisms: Sequence[str] | None = None,
    strategies: Sequence[str | Strategy] | None = None,
    *,
    command: str = "",
    **options: Unpack[EffortOptions],
) -> Knockouts:
    """Switch mechanisms off, one at a time, and tell what it does to the measures of every strategy.

    mechanisms: names; all that can be switched off when absent.
    strategies: as in `compare`; the situation's when absent.
    options:    as in `compare`; 2 replications or more, no precision.
    Raises InputError for wrong arguments, before anything is played.
    """
    effort, situation = effort_in_full(options), situated(where)
    chosen = known_strategies(situation.strategies if strategies is None else strategies)
    names = _removable(REMOVABLE if mechanisms is None else mechanisms)
    played = _play(situation, dict.fromkeys(chosen, names), effort)
    pairs = [(name, each) for name in names for each in chosen]
    effects = judge([claim for pair in pairs for claim in played.claims(*pair, MEASURED)], ERROR)
    size, tally = len(MEASURED), played.done.tally
    found = []
    for place, (name, strategy) in enumerate(pairs):
        as_is, off = played.places(name, strategy)
        found.append(
            Knockout(
                mechanism=name,
                strategy=strategy.name,
                changed_in=int(tally.parted[as_is, off]),
                effects={each.measure: each for each in effects[place * size : (place + 1) * size]},
            )
        )
    scenario = situation.scenario
    return Knockouts(
        scenario_id=scenario.id,
        title=scenario.title,
        currency=scenario.currency,
        seed=effort.seed,
        replications=tally.n,
        mechanisms=names,
        strategies=tuple(each.name for each in chosen),
        by_day=played.done.look.last_day,
        as_it_is={each.name: played.as_it_is(each) for each in chosen},
        found=tuple(found),
        receipt=receipt_of(
            scenario,
            tuple(each.name for each in chosen),
            situation.books,
            effort.seed,
            tally.rows(),
            replications=tally.n,
            command=command,
        ),
    )


def declared_effects(mechanisms: Sequence[str] | None = None, **options: Unpack[EffortOptions]) -> tuple[Declared, ...]:
    """What switching mechanisms off does where their files say that it is seen, of those that say so.

    mechanisms: names; all when absent.
    options:    as in `knockouts`.
    """
    effort = effort_in_full(options)
    wanted = _removable(REMOVABLE if mechanisms is None else mechanisms)
    asked = [each for each in MECHANISMS if each.name in wanted and each.shown_in is not None]
    scenarios = sorted({each.shown_in.scenario for each in asked if each.shown_in})
    claims: dict[str, Claim] = {}
    told: dict[str, tuple[_Played, Strategy]] = {}
    for place, scenario in enumerate(scenarios):
        here = [each for each in asked if each.shown_in and each.shown_in.scenario == scenario]
        played = _play(read_situation(f"kam:{scenario}"), _by_strategy(here), part_of(effort, place, len(scenarios)))
        for each in here:
            assert each.shown_in is not None
            (strategy,) = known_strategies([each.shown_in.strategy])
            (claims[each.name],) = played.claims(each.name, strategy, (each.shown_in.measure,))
            told[each.name] = played, strategy
    effects = dict(zip(claims, judge(list(claims.values()), ERROR), strict=True))
    return tuple(
        Declared(
            mechanism=each.name,
            scenario_id=each.shown_in.scenario,
            strategy=each.shown_in.strategy,
            direction=each.shown_in.direction,
            currency=told[each.name][0].situation.scenario.currency,
            effect=effects[each.name],
            as_it_is=told[each.name][0].as_it_is(told[each.name][1])[each.shown_in.measure],
        )
        for each in asked
        if each.shown_in is not None
    )


@dataclass(frozen=True)
class _Played:
    """A situation as it is, and with mechanisms switched off. names: of the alternatives, by their places."""

    situation: Situation
    names: tuple[str, ...]
    done: Simulated
    estimators: Mapping[str, Estimator]

    def places(self, mechanism: str, strategy: Strategy) -> tuple[int, int]:
        """Where the strategy stands among the alternatives as it is, and without the mechanism."""
        return self.names.index(strategy.name), self.names.index(_without(mechanism, strategy))

    def claims(self, mechanism: str, strategy: Strategy, measures: Iterable[str]) -> list[Claim]:
        """Switched off − as it is, of each measure."""
        as_is, off = self.places(mechanism, strategy)
        return [self.done.claim(self.estimators[name], MEASURED[name], off, as_is) for name in measures]

    def as_it_is(self, strategy: Strategy) -> dict[str, Estimate]:
        """The measures with every mechanism on."""
        place = self.names.index(strategy.name)
        return {name: estimate(MEASURED[name], each, place) for name, each in self.estimators.items()}


def _play(situation: Situation, wanted: Mapping[Strategy, Sequence[str]], effort: Effort) -> _Played:
    """Play each strategy as it is and without each of its mechanisms."""
    scenario, sides = situation.scenario, []
    for strategy, mechanisms in wanted.items():
        sides.append(Alternative(strategy.name, scenario, strategy, situation.books))
        for name in mechanisms:
            off = scenario.model_copy(update={"switched_off": (*scenario.switched_off, name)})
            sides.append(Alternative(_without(name, strategy), off, strategy, situation.books))
    done = play_sides(sides, MEASURED, scenario, effort)
    estimators = {name: make_estimator(measure, done.look) for name, measure in MEASURED.items()}
    return _Played(situation, tuple(each.name for each in sides), done, estimators)


def _without(mechanism: str, strategy: Strategy) -> str:
    return f"{strategy.name} without {mechanism}"


def _by_strategy(mechanisms: Sequence[Mechanism]) -> dict[Strategy, list[str]]:
    found: dict[Strategy, list[str]] = {}
    for each in mechanisms:
        assert each.shown_in is not None
        (strategy,) = known_strategies([each.shown_in.strategy])
        found.setdefault(strategy, []).append(each.name)
    return found


def _removable(names: Sequence[str]) -> tuple[str, ...]:
    for name in names:
        if name not in REMOVABLE:
            what = say("there is no mechanism `{name}` that can be switched off", name=name)
            raise InputError(Problem("mechanisms", what, nearest(name, REMOVABLE), "mechanism-unknown"))
    return tuple(names)
