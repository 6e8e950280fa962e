"""A scenario: everything one comparison needs, in one value."""

from __future__ import annotations

from typing import Generic, Literal, Self

from pydantic import Field, model_validator
from typing_extensions import TypeVar

from engine.model.account import Account
from engine.model.base import Frozen, Identifier, Text
from engine.model.faults import Fault, Unfit, unfit_if
from engine.model.quantity import MONEY_UNITS, PositiveDuration, placed_quantities
from engine.model.references import account_faults
from engine.model.team import Team
from engine.model.working_calendar import Day
from engine.wording import say

Currency = Literal["CNY", "EUR", "USD"]
StrategyName = Literal[
    "do_nothing",
    "top_down",
    "bottom_up_field",
    "bottom_up_leapfrog",
    "bottom_up_sponsored",
    "multi_level",
    "playbook",
]
MeasureName = Literal[
    "win_rate_decided",
    "win_rate_all",
    "no_decision_share",
    "cycle_days_median",
    "coverage",
    "executive_met",
    "cost_per_deal",
    "sponsors_won",
    "experience",
]


class Rulebooks(Frozen):
    """Which rulebook decides what: the id of a shipped book, or a path relative to the scenario file."""

    purchase_triggers: str = "purchase_triggers"
    project_origin: str = "project_origin"
    competitive_strategy: str = "competitive_strategy"
    engagement_choice: str = "engagement_choice"
    stage_gates: str = "stage_gates"
    withdraw_continue: str = "withdraw_continue"
    cultivation_choice: str = "cultivation_choice"
    compliance: str = "compliance"
    offer_terms: str = "offer_terms"


class Expectation(Frozen):
    """A shape that this situation must show; checked by the tests on a run of its own.

    Either `between` two numbers, or `above`, `below` or `near` a strategy's value of the same measure: in this
    situation, or, with `with`, in the same with values set as `--set` sets them. Which strategy wins is not a shape.
    """

    measure: MeasureName
    strategy: StrategyName
    between: tuple[float, float] | None = None
    above: StrategyName | None = None
    below: StrategyName | None = None
    near: StrategyName | None = None
    within: float | None = Field(default=None, gt=0, description="how near: the difference is smaller than this")
    set_otherwise: dict[str, float | bool | str | tuple[str, ...]] = Field(
        default={}, alias="with", description="values by dotted path of the situation that `above` or `below` speaks of"
    )
    shown: bool = Field(
        default=True, description="false: it was expected before the first run and did not come; kept, to say so"
    )
    because: Text

    @property
    def other(self) -> StrategyName | None:
        """The strategy compared with; None where it is a range."""
        return self.above or self.below or self.near

    @model_validator(mode="after")
    def _one_kind(self) -> Expectation:
        if sum(part is not None for part in (self.between, self.above, self.below, self.near)) != 1:
            raise Unfit(Fault("expect-kind", say("needs exactly one of `between`, `above`, `below` and `near`")))
        if (self.near is None) != (self.within is None):
            raise Unfit(Fault("expect-near", say("`near` and `within` go together")))
        if self.set_otherwise and (self.above or self.below) != self.strategy:
            what = say("with `with`, `above` or `below` names the same strategy, set otherwise")
            raise Unfit(Fault("expect-with", what, ("with",)))
        if self.other == self.strategy and not self.set_otherwise:
            raise Unfit(Fault("expect-itself", say("a strategy is not compared with itself"), ("strategy",)))
        return self


B = TypeVar("B", bound=Frozen, default=Frozen)


class Scenario(Frozen, Generic[B]):
    """A situation to try strategies in.

    What `behaviour` holds is composed of the mechanisms there are (`engine.dynamics.machine.composition.Behaviour`).
    """

    schema_version: Literal[1, 2] = Field(alias="schema", description="2; files written for 1 are read as well")
    id: Identifier
    title: Text
    story: Text
    currency: Currency
    begins: Day | None = Field(default=None, description="date of day 0, as 2026-03-02; a Monday when absent")
    horizon: PositiveDuration = Field(description="deals still open at its end are censored, never counted as lost")
    accounts: tuple[Account, ...] = Field(min_length=1)
    team: Team
    rulebooks: Rulebooks = Rulebooks()
    behaviour: B
    switched_off: tuple[Identifier, ...] = Field(
        default=(), description="mechanisms that do nothing here, to see what they are worth; `kam model` lists them"
    )
    expect: tuple[Expectation, ...] = ()
    difficulty: Literal[1, 2, 3] | None = Field(
        default=None, description="for trainers: 1 one lesson, 2 several at work, 3 they pull against each other"
    )

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        faults = account_faults([{"id": account.id} for account in self.accounts])
        for each in placed_quantities(self):
            money = each.quantity.unit.removesuffix(" per hour")
            if money in MONEY_UNITS and not money.endswith(self.currency):
                what = say(
                    "{unit} stands here, but the scenario's currency is {currency}",
                    unit=each.quantity.unit, currency=self.currency,
                )  # fmt: skip
                faults.append(Fault("money-currency", what, (*each.at, "unit")))
        for place, account in enumerate(self.accounts):
            if self.begins is None and account.calendar is not None and account.calendar.has_dates:
                what = say("a calendar with dates needs to know what day it is on day 0")
                hint = say("write `{line}` at the top", line="begins: 2026-03-02")
                faults.append(Fault("calendar-begins", what, ("accounts", place, "calendar"), hint))
                break
        unfit_if(faults)
        return self
