"""Strategies over one axis or two: how they differ everywhere at once, who leads where, and where the lead changes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Unpack

from engine.engagement import Strategy
from engine.errors import InputError, Problem
from engine.execution.effort import EffortOptions
from engine.results.measure import Measure
from engine.results.measures import MEASURES
from engine.situation import Situation, known_strategies
from engine.studies.fixed_effort import effort_in_full, part_of
from engine.studies.receipts import receipt_of
from engine.studies.situated import Where, situated
from engine.studies.whatif.axes import OPTION, Over, axes_of
from engine.studies.whatif.cells import Layout, lay_out
from engine.studies.whatif.difference_curves import Gaps, expected_half_width, gaps_in
from engine.studies.whatif.map_rule import rule_of
from engine.studies.whatif.playing import Cells, Piloted, Plan, PlanCallback, budget_seconds, piloted, play
from engine.studies.whatif.seen_facts import facts_along, facts_of
from engine.studies.whatif.sweep_result import SecondBlock, SweepValues
from engine.studies.whatif.sweep_words import sweep_parts
from engine.wording import Document, Shown, nearest, say

MEASURED = ("win_rate_all", "net_margin_per_deal", "revenue_per_deal")
MOST_AXES = 2
LEAST_PILOT = 16
"""Replications of a pilot from which a half-width is foretold."""
SECOND_LUCK = "second-block-of-a-sweep"


class Sweep(Shown, SweepValues):
    """What a sweep found; see `SweepValues` for what it holds."""

    def document(self) -> Document:
        """Who leads where, where that changes, and what it rests on."""
        return Document(list(sweep_parts(self)))

    def to_json(self) -> str:
        """Everything as JSON; `Sweep.model_validate_json` reads it again without loss."""
        return self.model_dump_json(indent=1) + "\n"


def sweep(
    where: Where,
    over: Over,
    strategies: Sequence[str | Strategy] | None = None,
    *,
    measures: Sequence[str] | None = None,
    equal: Mapping[str, float] | float | None = None,
    budget: str | float | None = None,
    second_block: bool | None = None,
    planned: PlanCallback | None = None,
    command: str = "",
    **options: Unpack[EffortOptions],
) -> Sweep:
    """Play strategies along one axis or over two, on the same luck in every cell.

    over:         what is varied: `"PATH=low:high:points"` or `"PATH=a,b,c"`, one or two; or a mapping from path to
                  `"low:high:points"` or to a list of values. A path is one that `--set` takes.
    strategies:   as in `compare`; those of the situation that act when absent.
    measures:     names, the one that words are about first; win rate, net margin and amount won when absent.
    equal:        what makes no practical difference, of the first measure or by measure; a point of a share, and a
                  hundredth of the largest amount of other measures, when absent.
    budget:       seconds to take instead of a number of replications, or `"60s"`, `"2min"`.
    second_block: play everything again on other luck to check the map; over two axes when absent.
    planned:      called with the `Plan` before the rest is played.
    options:      as in `compare`; 2 replications or more, no precision. Work of less than `WORTH_KEEPING` seconds, or
                  to a budget, is not kept.
    Raises InputError for wrong arguments, before anything is played.

    >>> from engine import read_situation
    >>> found = sweep(read_situation("kam:keeping_up"), "behaviour.decision.fit=1:3:2", ["top_down"], replications=2)
    >>> len(found.cells)
    2
    """
    effort, situation = effort_in_full(options), situated(where)
    chosen = known_strategies(strategies or [each for each in situation.strategies if each.acts])
    measured, seconds = _measured(measures), budget_seconds(budget)
    margins = _margins(equal, measured)
    axes = axes_of(over, situation.scenario)
    if len(axes) > MOST_AXES:
        what = say("{n} axes are too many for one picture", n=len(axes))
        raise InputError(Problem(OPTION, what, say("one or two"), "axis-many"))
    layout = lay_out(situation, axes, chosen)
    again = len(axes) == MOST_AXES if second_block is None else second_block
    blocks = 2 if again else 1
    begun = piloted(Cells(layout.alternatives, effort.seed), effort, seconds, blocks)
    plan = _plan(layout, begun, measured, seconds, blocks)
    if planned is not None:
        planned(plan)
    done = play(replace(begun, effort=part_of(begun.effort, 0, blocks)), measured, situation.scenario, command)
    gaps = gaps_in(layout, done, measured, margins)
    facts = facts_along(layout) if len(axes) > 1 else ()
    scenario, names = situation.scenario, tuple(each.name for each in chosen)
    return Sweep(
        scenario_id=scenario.id,
        title=scenario.title,
        currency=scenario.currency,
        seed=effort.seed,
        replications=done.tally.n,
        strategies=names,
        measures=tuple(measured),
        axes=axes,
        cells=tuple(cell.values for cell in layout.cells),
        estimates=gaps.estimates,
        pairs=gaps.pairs,
        reach=gaps.reach,
        margin=gaps.margin,
        leads=gaps.leads,
        changes=gaps.changes,
        shifts=gaps.shifts,
        same_as=gaps.same_as,
        computed=len(layout.alternatives),
        shared=layout.asked - len(layout.alternatives),
        twins=gaps.twins,
        by_day=done.look.last_day,
        plan=plan,
        facts=facts,
        rule=rule_of(facts, facts_of(layout, facts), next(iter(gaps.leads.values()))) if facts else None,
        second_block=_second_block(layout, begun, measured, gaps, situation, command) if again else None,
        receipt=receipt_of(
            scenario, names, situation.books, effort.seed, done.tally.rows(), replications=done.tally.n, command=command
        ),
    )


def second_seed(seed: int) -> int:
    """The seed of the second block of luck; the same for the same first one, and a seed that `seed=` takes."""
    return int.from_bytes(hashlib.blake2b(f"{SECOND_LUCK} {seed}".encode(), digest_size=8).digest()) >> 1


def _second_block(
    layout: Layout,
    begun: Piloted,
    measures: Mapping[str, Measure],
    first: Gaps,
    situation: Situation,
    command: str,
) -> SecondBlock:
    """The first measure once more on other luck, beside what the first block says."""
    seed, measure = second_seed(begun.effort.seed), next(iter(measures))
    work = Cells(layout.alternatives, seed)
    fresh = replace(begun, work=work, effort=part_of(replace(begun.effort, seed=seed), 1, 2), chunks=())
    done = play(fresh, {measure: measures[measure]}, situation.scenario, command)
    there = gaps_in(layout, done, {measure: measures[measure]}, first.margin).leads[measure]
    told = [(one.leader, two) for one, two in zip(first.leads[measure], there, strict=True) if one.leader is not None]
    return SecondBlock(
        seed=seed,
        replications=done.tally.n,
        told=len(told),
        agree=sum(two.leader == leader for leader, two in told),
        against=sum(two.leader not in (leader, None) for leader, two in told),
        open_there=sum(two.leader is None for _, two in told),
        leads=there,
    )


def _plan(layout: Layout, begun: Piloted, measures: Mapping[str, Measure], budget: float | None, blocks: int) -> Plan:
    first = next(iter(measures))
    pilot, width = begun.chunks[-1].first + begun.chunks[-1].count, None
    if pilot >= LEAST_PILOT:
        seen = begun.seen({first: measures[first]})
        width = expected_half_width(layout, seen, measures[first], begun.looks.planned[-1])
    return Plan(
        alternatives=len(layout.alternatives),
        shared=layout.asked - len(layout.alternatives),
        replications=begun.looks.planned[-1],
        blocks=blocks,
        seconds=begun.seconds,
        half_width=width,
        measure=first,
        budget=budget,
        pilot=pilot,
        kept=begun.effort.keep is not None,
    )


def _measured(names: Sequence[str] | None) -> dict[str, Measure]:
    """The measures by name, in order. Raises InputError for one that does not exist."""
    chosen = list(dict.fromkeys(MEASURED if names is None else [names] if isinstance(names, str) else names))
    for name in chosen:
        if name not in MEASURES:
            what = say("there is no measure `{name}`", name=name)
            raise InputError(Problem("measures", what, nearest(name, MEASURES), "measure-unknown"))
    if not chosen:
        raise InputError(Problem("measures", say("none is given"), nearest("", MEASURES), "measure-unknown"))
    return {name: MEASURES[name] for name in chosen}


def _margins(equal: Mapping[str, float] | float | None, measures: Mapping[str, Measure]) -> dict[str, float]:
    """What was said to make no difference, by measure. Raises InputError for what is no such amount."""
    if equal is None:
        return {}
    given = dict(equal) if isinstance(equal, Mapping) else {next(iter(measures)): equal}
    for name, margin in given.items():
        if name not in measures:
            what = say("`{name}` is not among the measures here", name=name)
            raise InputError(Problem("equal", what, nearest(name, measures), "measure-unknown"))
        if isinstance(margin, bool) or not isinstance(margin, int | float) or not 0 <= margin < float("inf"):
            what = say("`{text}` is not an amount from 0", text=margin)
            raise InputError(Problem("equal", what, say("0.01 is one point of win rate"), "equal-none"))
    return {name: float(margin) for name, margin in given.items()}
