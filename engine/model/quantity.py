"""A number with a unit and a source, or the word that it is an assumption."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, get_args

from pydantic import AfterValidator, Field, ValidatorFunctionWrapHandler, WrapValidator, model_validator
from pydantic.fields import FieldInfo

from engine.model.base import Frozen
from engine.model.faults import Fault, Place, Unfit, unfit_if
from engine.wording import Message, say

DAYS_PER_MONTH = 365.25 / 12


def _as_said(words: Any, checked: ValidatorFunctionWrapHandler) -> Any:
    """Words of the program itself stay in both languages; words of a file are checked as text."""
    return words if isinstance(words, Message) else checked(words)


class Provenance(Frozen):
    """Where numbers come from: exactly one of a source that can be looked up and an assumption with its reason."""

    source: str | None = Field(default=None, min_length=2)
    assumption: Annotated[str | None, Field(min_length=2), WrapValidator(_as_said)] = None

    @model_validator(mode="after")
    def _one_of_two(self) -> Provenance:
        if (self.source is None) == (self.assumption is None):
            what = say("needs exactly one of `source` and `assumption`")
            raise Unfit(Fault("reason-one", what, (), say("write `{line}`", line='assumption: "…"')))
        return self

    @property
    def is_cited(self) -> bool:
        return self.source is not None

    @property
    def reason(self) -> str:
        """The source's or the assumption's own words."""
        return self.source or self.assumption or ""


class Quantity(Provenance):
    """A number, its unit, where it comes from, and where it could lie.

    `range` says between which two numbers, in the same unit, the true value could plausibly lie given what is known:
    the published interval or the spread of sources of a cited number, the honest doubt about an assumed one. It does
    not say what is allowed and does not enter a run; it is there for asking what if the number were another.
    """

    value: float
    unit: str
    range: tuple[float, float] | None = Field(
        default=None, description="[low, high] in the same unit: where the number could plausibly lie in reality"
    )


class _Dimension:
    """Checks a quantity's unit, that its value is allowed, and that its range holds the value and is allowed as well.

    The limits of what is allowed are in the canonical unit.
    """

    def __init__(self, units: Mapping[str, float], low: float | None = None, high: float | None = None) -> None:
        self.units, self.low, self.high = units, low, high

    def __call__(self, quantity: Quantity) -> Quantity:
        if quantity.unit not in self.units:
            what = say("unit `{unit}` does not fit here", unit=quantity.unit)
            raise Unfit(Fault("unit-unfit", what, ("unit",), say("use one of: {units}", units=[*self.units])))
        unfit_if([*self._limits(quantity.value, quantity.unit, ("value",))])
        unfit_if([*self._range(quantity)])
        return quantity

    def _range(self, quantity: Quantity) -> Iterator[Fault]:
        if quantity.range is None:
            return
        low, high = quantity.range
        stated = f"[{low:g}, {high:g}]"
        if low > high:
            what = say("range {range} is the wrong way round", range=stated)
            yield Fault("range-backwards", what, ("range",), say("the low end comes first"))
        elif not low <= quantity.value <= high:
            what = say("range {range} does not contain the value, {value}", range=stated, value=f"{quantity.value:g}")
            yield Fault("range-outside", what, ("range",))
        else:
            yield from self._limits(low, quantity.unit, ("range", 0))
            yield from self._limits(high, quantity.unit, ("range", 1))

    def _limits(self, number: float, unit: str, at: Place) -> Iterator[Fault]:
        canonical, stated = number * self.units[unit], f"`{number:.12g} {unit}`"
        if self.low is not None and canonical < self.low:
            what = say("{value} is below the least allowed, {least}", value=stated, least=f"{self.low:g}")
            yield Fault("value-low", what, at)
        if self.high is not None and canonical > self.high:
            what = say("{value} is above the most allowed, {most}", value=stated, most=f"{self.high:g}")
            yield Fault("value-high", what, at)


@dataclass(frozen=True)
class Plausible:
    """Between which amounts of plain currency a money field usually lies. Outside, its unit is asked about."""

    low: float
    high: float


def plausible(info: FieldInfo) -> Plausible | None:
    """What a field declares to be usual; None when it declares nothing."""
    waiting: list[Any] = [*info.metadata, *get_args(info.annotation)]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Plausible):
            return part
        waiting += get_args(part)
    return None


DURATION_UNITS = {"days": 1.0, "weeks": 7.0, "months": DAYS_PER_MONTH, "years": 365.25}
HOUR_UNITS = {"hours": 1.0}
RATE_UNITS = {"per day": 1.0, "per week": 1 / 7, "per month": 1 / DAYS_PER_MONTH, "per year": 1 / 365.25}
PROBABILITY_UNITS = {"probability": 1.0, "percent": 0.01}
SHARE_UNITS = {"share": 1.0, "percent": 0.01}
MONEY_UNITS = {
    f"{scale}{code}": factor for code in ("CNY", "EUR", "USD") for scale, factor in (("", 1.0), ("10k ", 1e4))
}
ALL_UNITS: dict[str, float] = {
    **DURATION_UNITS,
    **HOUR_UNITS,
    **RATE_UNITS,
    **PROBABILITY_UNITS,
    **SHARE_UNITS,
    **MONEY_UNITS,
    "score": 1.0,
    "stance": 1.0,
    "coefficient": 1.0,
    "count": 1.0,
    "level": 1.0,
    **{f"{money} per hour": factor for money, factor in MONEY_UNITS.items()},
}

Duration = Annotated[Quantity, AfterValidator(_Dimension(DURATION_UNITS, low=0))]
PositiveDuration = Annotated[Quantity, AfterValidator(_Dimension(DURATION_UNITS, low=1e-6))]
WorkHours = Annotated[Quantity, AfterValidator(_Dimension(HOUR_UNITS, low=0))]
PositiveHours = Annotated[Quantity, AfterValidator(_Dimension(HOUR_UNITS, low=0.01))]
Rate = Annotated[Quantity, AfterValidator(_Dimension(RATE_UNITS, low=0))]
Probability = Annotated[Quantity, AfterValidator(_Dimension(PROBABILITY_UNITS, low=0, high=1))]
Share = Annotated[Quantity, AfterValidator(_Dimension(SHARE_UNITS, low=0, high=1))]
PositiveShare = Annotated[Quantity, AfterValidator(_Dimension(SHARE_UNITS, low=0.05, high=1))]
Money = Annotated[Quantity, AfterValidator(_Dimension(MONEY_UNITS, low=0))]
HourlyCost = Annotated[
    Quantity, AfterValidator(_Dimension({f"{m} per hour": f for m, f in MONEY_UNITS.items()}, low=0))
]
Score = Annotated[Quantity, AfterValidator(_Dimension({"score": 1.0}, low=0, high=1))]
StanceValue = Annotated[Quantity, AfterValidator(_Dimension({"stance": 1.0}, low=-1, high=1))]
Coefficient = Annotated[Quantity, AfterValidator(_Dimension({"coefficient": 1.0}))]
PositiveCoefficient = Annotated[Quantity, AfterValidator(_Dimension({"coefficient": 1.0}, low=0))]
Shape = Annotated[Quantity, AfterValidator(_Dimension({"coefficient": 1.0}, low=0.05, high=1000))]
Agreement = Annotated[Quantity, AfterValidator(_Dimension({"coefficient": 1.0}, low=1, high=1000))]
Count = Annotated[Quantity, AfterValidator(_Dimension({"count": 1.0}, low=0))]


def canonical(quantity: Quantity) -> float:
    """The value in the canonical unit: days, hours, per day, or a plain number.

    >>> canonical(Quantity(value=2, unit="weeks", assumption="an example"))
    14.0
    """
    return quantity.value * ALL_UNITS[quantity.unit]


def canonical_range(quantity: Quantity) -> tuple[float, float] | None:
    """Where the value could lie, in the canonical unit; None when the quantity does not say.

    >>> canonical_range(Quantity(value=2, unit="weeks", range=(1, 4), assumption="an example"))
    (7.0, 28.0)
    """
    if quantity.range is None:
        return None
    low, high = quantity.range
    factor = ALL_UNITS[quantity.unit]
    return low * factor, high * factor


@dataclass(frozen=True)
class Placed:
    """A quantity inside a model.

    at:      its keys and places as in a file.
    path:    the same in dots, lists addressed by `id` or `step` where they have one.
    usually: between which amounts it lies when it is money; None for other fields.
    """

    at: Place
    path: str
    quantity: Quantity
    usually: Plausible | None = None


def placed_quantities(value: Any, at: Place = (), path: str = "", usually: Plausible | None = None) -> Iterator[Placed]:
    """Every quantity inside a model, with its place."""
    parts: Iterable[tuple[str | int, str, Any, Plausible | None]] = ()
    if isinstance(value, Quantity):
        yield Placed(at, path, value, usually)
    elif isinstance(value, Frozen):
        fields = type(value).model_fields.items()
        parts = ((info.alias or name, name, getattr(value, name), plausible(info)) for name, info in fields)
    elif isinstance(value, tuple):
        parts = ((i, str(getattr(x, "id", getattr(x, "step", i))), x, None) for i, x in enumerate(value))
    elif isinstance(value, Mapping):
        parts = ((name, str(name), item, None) for name, item in value.items())
    for key, name, part, usual in parts:
        yield from placed_quantities(part, (*at, key), f"{path}.{name}" if path else name, usual)


def quantities_in(value: Any) -> list[tuple[str, Quantity]]:
    """Every quantity inside a model, with its dotted path; lists are addressed by `id` or `step` where there is one."""
    return [(each.path, each.quantity) for each in placed_quantities(value)]
