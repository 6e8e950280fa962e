"""Who leads in a scenario, under which rules of the group, and over the range of which assumptions that holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Unpack

from engine.engagement import Strategy
from engine.execution.alternatives import Alternative
from engine.execution.effort import Effort, EffortOptions
from engine.execution.simulate import Simulated
from engine.model.buying_centre import BuyingCentre
from engine.model.quantity import Quantity, quantities_in
from engine.model.scenario import Scenario
from engine.model.terms import GROUP_MODELS, GroupModel
from engine.results.measures import MEASURES
from engine.results.receipt import RowsHash
from engine.situation import Situation, known_strategies
from engine.statistics.estimates import Difference
from engine.statistics.estimators import Estimator, make_estimator
from engine.statistics.intervals import ERROR
from engine.statistics.verdicts import Claim, judge
from engine.studies.fixed_effort import effort_in_full, part_of, play_sides
from engine.studies.leader_table import LEADS, Leaders, Variation
from engine.studies.receipts import receipt_of
from engine.studies.situated import Where, situated
from engine.wording import say

AT_ONCE = 16
"""Variations played side by side, so that memory stays small."""
AS_IT_IS = ""


@dataclass(frozen=True)
class _Varied:
    """A variation to be played.

    end:   0 the lower end of the range of an assumption, 1 the upper; None for a rule.
    after: is the other end of the same range played just before, so that the two can be compared?
    """

    path: str
    value: str
    scenario: Scenario
    end: int | None = None
    after: bool = False

    @property
    def name(self) -> str:
        return f"{self.path}={self.value}"


def leaders(
    where: Where,
    strategies: Sequence[str | Strategy] | None = None,
    *,
    paths: Sequence[str] | None = None,
    command: str = "",
    **options: Unpack[EffortOptions],
) -> Leaders:
    """Play strategies as the scenario is, under every rule of the group, and at both ends of every range.

    strategies: as in `compare`; the situation's when absent.
    paths:      assumptions to vary, by path; all that state a range when absent.
    options:    as in `compare`; 2 replications or more, no precision.
    Raises InputError for wrong arguments, before anything is played.
    """
    effort, situation = effort_in_full(options), situated(where)
    chosen = known_strategies(situation.strategies if strategies is None else strategies)
    batches = _batches([*_rules(situation.scenario), *_ends(situation.scenario, paths)])
    played = [
        _judged(situation, chosen, batch, part_of(effort, place, len(batches)), len(batches))
        for place, batch in enumerate(batches)
    ]
    scenario, names = situation.scenario, tuple(each.name for each in chosen)
    rows = {name: played[0].rows[name] for name in names}
    return Leaders(
        scenario_id=scenario.id,
        title=scenario.title,
        currency=scenario.currency,
        seed=effort.seed,
        replications=played[0].n,
        strategies=names,
        as_it_is=played[0].found[AS_IT_IS],
        rules=tuple(each.found[one.name] for each in played for one in each.batch if one.end is None),
        ends=tuple(each.found[one.name] for each in played for one in each.batch if one.end is not None),
        receipt=receipt_of(
            scenario, names, situation.books, effort.seed, rows, replications=played[0].n, command=command
        ),
    )


def _batches(varied: Sequence[_Varied]) -> list[list[_Varied]]:
    """Some AT_ONCE variations each; both ends of a range in the same."""
    batches: list[list[_Varied]] = [[]]
    for each in varied:
        if len(batches[-1]) >= AT_ONCE and not each.after:
            batches.append([])
        batches[-1].append(each)
    return batches


def _rules(scenario: Scenario) -> Iterator[_Varied]:
    """Every other rule by which the groups of all accounts could decide."""
    for model in GROUP_MODELS:
        accounts = tuple(
            account.model_copy(update={"buying_centre": _deciding_by(account.buying_centre, model)})
            if model != "tender" or account.project.formal_tender
            else account
            for account in scenario.accounts
        )
        if accounts != scenario.accounts:
            yield _Varied("group_choice", model, scenario.model_copy(update={"accounts": accounts}))


def _deciding_by(centre: BuyingCentre, model: GroupModel) -> BuyingCentre:
    """The committee under another rule; where so many must agree, half of them unless the scenario says how many."""
    choice = centre.group_choice
    if choice.model == model:
        return centre
    quota = choice.quota or Quantity(
        value=max(1, len(centre.people) // 2), unit="count", assumption=say("half of them")
    )
    return centre.model_copy(update={"group_choice": choice.model_copy(update={"model": model, "quota": quota})})


def _ends(scenario: Scenario, paths: Sequence[str] | None) -> Iterator[_Varied]:
    """The scenario with one assumption at one end of its range, where it is not at that end as it is."""
    for path, quantity in quantities_in(scenario):
        if quantity.range is None or (paths is not None and path not in paths):
            continue
        after = False
        for end, value in enumerate(quantity.range):
            if value == quantity.value:
                continue
            moved = quantity.model_copy(update={"value": value})
            yield _Varied(path, f"{value:g} {quantity.unit}", _with(scenario, path.split("."), moved), end, after)
            after = True


def _with(value: Any, path: Sequence[str], leaf: Quantity) -> Any:
    """The same with another quantity at this path (see `quantities_in`)."""
    if not path:
        return leaf
    name, *rest = path
    if isinstance(value, tuple):
        at = next(i for i, item in enumerate(value) if name == str(getattr(item, "id", getattr(item, "step", i))))
        return (*value[:at], _with(value[at], rest, leaf), *value[at + 1 :])
    if isinstance(value, Mapping):
        return {**value, name: _with(value[name], rest, leaf)}
    return value.model_copy(update={name: _with(getattr(value, name), rest, leaf)})


@dataclass(frozen=True)
class _Judged:
    """A batch of variations, what was found of each by its name, and of the scenario as it is by AS_IT_IS."""

    batch: Sequence[_Varied]
    found: Mapping[str, Variation]
    n: int
    rows: Mapping[str, RowsHash]


def _judged(
    situation: Situation, strategies: Sequence[Strategy], batch: Sequence[_Varied], effort: Effort, batches: int
) -> _Judged:
    sides = [
        Alternative(_side(name, strategy), scenario, strategy, situation.books)
        for name, scenario in ((AS_IT_IS, situation.scenario), *((each.name, each.scenario) for each in batch))
        for strategy in strategies
    ]
    done = play_sides(sides, MEASURES, situation.scenario, effort)
    table = _Table(done, {name: make_estimator(each, done.look) for name, each in MEASURES.items()}, strategies)
    names = (AS_IT_IS, *(each.name for each in batch))
    leads = _verdicts([table.leads(place) for place in range(len(names))], ERROR / batches / 2.0)
    effects = _verdicts(
        [[], *(table.effects(place, place - 1 if each.after else 0) for place, each in enumerate(batch, 1))],
        ERROR / batches / 2.0,
    )
    found = {
        name: _variation(each, *told)
        for name, each, told in zip(names, (None, *batch), zip(leads, effects, strict=True), strict=True)
    }
    return _Judged(batch, found, done.tally.n, done.tally.rows())


def _verdicts(claims: Sequence[Sequence[Claim]], error: float) -> list[list[Difference]]:
    """All judged together, and told apart again."""
    judged = iter(judge([claim for listed in claims for claim in listed], error))
    return [[next(judged) for _ in listed] for listed in claims]


def _side(variation: str, strategy: Strategy) -> str:
    return f"{strategy.name} {variation}".strip()


@dataclass(frozen=True)
class _Table:
    """What was played: strategies as the scenario is, then under each variation."""

    done: Simulated
    estimators: Mapping[str, Estimator]
    strategies: Sequence[Strategy]

    def leads(self, place: int) -> list[Claim]:
        """The lead of the best of a variation over the next, on each measure of LEADS."""
        here = self._sides(place)
        acting = [at for at, strategy in zip(here, self.strategies, strict=True) if strategy.acts]
        return [self._lead(name, acting) for name in LEADS]

    def effects(self, place: int, against: int) -> list[Claim]:
        """What a variation changes on every measure of every strategy.

        against: place of what it is compared with: the scenario as it is, or the other end of the same range.
        """
        back = (place - against) * len(self.strategies)
        return [self._claim(name, at, at - back) for name in self.estimators for at in self._sides(place)]

    def _sides(self, place: int) -> range:
        size = len(self.strategies)
        return range(place * size, (place + 1) * size)

    def _lead(self, measure: str, acting: Sequence[int]) -> Claim:
        def worth(at: int) -> float:
            value = self.estimators[measure].value(at)
            return float("-inf") if value is None else value

        best, *others = sorted(acting, key=worth, reverse=True)
        return self._claim(measure, best, others[0] if others else best)

    def _claim(self, measure: str, first: int, second: int) -> Claim:
        return self.done.claim(self.estimators[measure], MEASURES[measure], first, second)


def _variation(varied: _Varied | None, leads: Sequence[Difference], effects: Sequence[Difference]) -> Variation:
    moved = {each.measure for each in effects if each.verdict != "cannot_tell"}
    return Variation(
        path=varied.path if varied else "",
        value=varied.value if varied else "",
        leads=dict(zip(LEADS, leads, strict=True)),
        moved=tuple(name for name in MEASURES if name in moved),
    )
