"""A number with a unit and a source, or the word that it is an assumption."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidatorFunctionWrapHandler, WrapValidator, model_validator

from engine.model.base import Frozen
from engine.wording import Message

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
            raise ValueError("needs exactly one of `source` and `assumption`")
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
            raise ValueError(f"unit `{quantity.unit}` does not fit here; use one of: {', '.join(self.units)}")
        self._check(quantity.value, quantity.unit)
        if quantity.range is not None:
            self._check_range(quantity, *quantity.range)
        return quantity

    def _check_range(self, quantity: Quantity, low: float, high: float) -> None:
        if low > high:
            raise ValueError(f"range [{low:g}, {high:g}] is the wrong way round; the low end comes first")
        if not low <= quantity.value <= high:
            raise ValueError(f"range [{low:g}, {high:g}] does not contain the value, {quantity.value:g}")
        self._check(low, quantity.unit, "range starts too low: ")
        self._check(high, quantity.unit, "range ends too high: ")

    def _check(self, number: float, unit: str, before: str = "") -> None:
        canonical = number * self.units[unit]
        if self.low is not None and canonical < self.low:
            raise ValueError(f"{before}{number:g} {unit} is below the least allowed, {self.low:g}")
        if self.high is not None and canonical > self.high:
            raise ValueError(f"{before}{number:g} {unit} is above the most allowed, {self.high:g}")


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
Count = Annotated[Quantity, AfterValidator(_Dimension({"count": 1.0}, low=0))]
Level = Annotated[Quantity, AfterValidator(_Dimension({"level": 1.0}, low=0))]


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


def quantities_in(value: Any, path: str = "") -> list[tuple[str, Quantity]]:
    """Every quantity inside a model, with its dotted path; lists are addressed by `id` or `step` where there is one."""
    if isinstance(value, Quantity):
        return [(path, value)]
    found: list[tuple[str, Quantity]] = []
    if isinstance(value, Frozen):
        for name in type(value).model_fields:
            found += quantities_in(getattr(value, name), f"{path}.{name}" if path else name)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            key = getattr(item, "id", getattr(item, "step", index))
            found += quantities_in(item, f"{path}.{key}")
    elif isinstance(value, Mapping):
        for name, item in value.items():
            found += quantities_in(item, f"{path}.{name}")
    return found
