"""What the words about a line and about a map have in common."""

from __future__ import annotations

from collections.abc import Iterator

from engine.engagement import strategy_label
from engine.results.measures import MEASURES
from engine.studies.whatif.axes import Axis
from engine.studies.whatif.leading import Lead
from engine.studies.whatif.playing import Plan
from engine.studies.whatif.sweep_result import SweepValues
from engine.wording import (
    Column,
    Items,
    Joined,
    Message,
    Part,
    Said,
    amount_said,
    counted,
    numbers as formats,
    say,
    sentences,
    unit_said,
)


def named(strategy: str) -> Message:
    """A strategy as it stands in a sentence."""
    return say("“{strategy}”", strategy=strategy_label(strategy))


def axis_said(axis: Axis) -> Said:
    """An axis by its path, with its unit."""
    return say("{path} ({unit})", path=f"`{axis.path}`", unit=unit_said(axis.unit)) if axis.unit else f"`{axis.path}`"


def axis_column(axis: Axis) -> Column:
    """The head of the column in which its values stand."""
    name = f"`{axis.path.rpartition('.')[2]}`"
    return Column(name, unit_said(axis.unit) if axis.unit else "", number=axis.numbers is not None, name=axis.path)


def equal_said(lead: Lead) -> Said:
    """Those in front that make no practical difference."""
    return say("equal: {names}", names=Joined([strategy_label(name) for name in lead.strategies], ", "))


def gap_scale(found: SweepValues, measure: str) -> formats.Scale:
    """How differences of a measure are written, all alike."""
    numbers = [
        number
        for pair in found.pairs
        if pair.measure == measure
        for line in (pair.value, pair.low, pair.high)
        for number in line
    ]
    return formats.scale_for(MEASURES[measure].unit, numbers, found.currency, difference=True)


def known_to(found: SweepValues, measure: str) -> Said:
    """Half-width of the widest band."""
    widths = [
        (high - low) / 2
        for pair in found.pairs
        if pair.measure == measure
        for low, high in zip(pair.low, pair.high, strict=True)
        if low is not None and high is not None
    ]
    return half_width_said(max(widths, default=None), measure, found.currency)


def half_width_said(width: float | None, measure: str, currency: str) -> Said:
    """`±1.2 points`."""
    if width is None:
        return "±?"
    scale = formats.scale_for(MEASURES[measure].unit, [width], currency, difference=True)
    return Joined(["±", scale.full(width)], "")


def nothing_touched(found: SweepValues) -> Message:
    """What is said where not one byte of any record changed."""
    return say(
        "{axes} touches nothing here: not one byte of any record changes, so nothing that is measured does.",
        axes=Joined([f"`{axis.path}`" for axis in found.axes], ", ", " and "),
    )


def notes(found: SweepValues) -> Iterator[Part]:
    """What was said of the axes before, and where the situation itself stands."""
    said: list[Said] = [each for axis in found.axes for each in axis.said]
    said += [
        say("As the situation is: {path} = {now}.", path=f"`{axis.path}`", now=_now(axis))
        for axis in found.axes
        if axis.now
    ]
    if said:
        yield Items(said)


def _now(axis: Axis) -> Said:
    number, _, unit = (axis.now or "").partition(" ")
    return amount_said(number, unit) if unit else number


def basis(found: SweepValues) -> Said:
    """Where it holds, how often it was played, what was shared, and what the band means."""
    plan = found.plan
    played = say(
        "In this scenario ({scenario}), {n} replications of each on the same luck (seed {seed}); {computed} "
        "alternatives were computed, {shared} shared with one that reads the same, and {twins} turned out to have the "
        "same records as another.",
        scenario=found.title,
        n=formats.count(found.replications),
        seed=found.seed,
        computed=formats.count(found.computed),
        shared=formats.count(found.shared),
        twins=formats.count(found.twins),
    )
    band = say(
        "The band holds with 95% for all points and pairs of a measure at once (max-t, from their joint covariance); "
        "intervals of single values hold one by one. Practically equal: no further apart than {margins}.",
        margins=Joined(
            [
                say(
                    "{margin} ({measure})",
                    margin=formats.scale_for(MEASURES[name].unit, [margin], found.currency, difference=True).full(
                        margin
                    ),
                    measure=MEASURES[name].label,
                )
                for name, margin in found.margin.items()
            ],
            ", ",
        ),
    )
    budget = [] if plan.budget is None else [_from_budget(plan)]
    day = say("Rates and cycle by day {day} of a project.", day=formats.count(found.by_day))
    other = say("It says nothing about other situations.")
    return sentences(
        [played, *budget, band, day, other] if len(found.strategies) > 1 else [played, *budget, day, other]
    )


def _from_budget(plan: Plan) -> Message:
    return say(
        "The number of replications followed from a budget of {seconds} s and a pilot of {pilot} replications, and was "
        "fixed from there on.",
        seconds=f"{plan.budget:g}",
        pilot=plan.pilot,
    )


def plan_said(plan: Plan, currency: str) -> Said:
    """What is going to be played, before it is."""
    said: list[Said] = [
        counted("{n} alternative", "{n} alternatives", plan.alternatives),
        counted("{n} replication each", "{n} replications each", plan.replications),
    ]
    if plan.shared:
        said.append(say("{n} more read the same and are shared", n=plan.shared))
    if plan.blocks > 1:
        said.append(say("on {n} blocks of luck", n=plan.blocks))
    if plan.seconds < 1:
        said.append(say("less than a second"))
    else:
        said.append(
            say("about {seconds} s", seconds=f"{plan.seconds:.2g}" if plan.seconds < 10 else f"{plan.seconds:.0f}")
        )
    if plan.half_width is not None:
        said.append(
            say(
                "{measure} known to about {width}",
                measure=MEASURES[plan.measure].label,
                width=half_width_said(plan.half_width, plan.measure, currency),
            )
        )
    return Joined(said, ", ")
