"""The buyer's own process (S08): it runs whether or not we sell."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from engine.model.base import Frozen
from engine.model.faults import Fault, unfit_if
from engine.model.quantity import (
    Count,
    Duration,
    Money,
    Plausible,
    PositiveCoefficient,
    Probability,
    Shape,
    canonical,
)
from engine.wording import say

StepName = Literal["need", "research", "analysis", "approval", "sourcing", "bidding", "testing", "purchase"]
STEP_NAMES: tuple[StepName, ...] = (
    "need",
    "research",
    "analysis",
    "approval",
    "sourcing",
    "bidding",
    "testing",
    "purchase",
)


class Step(Frozen):
    """One step: work (gamma), then waiting (exponential), then sign-offs.

    At its end it is done again with chance `repeat`, or the whole project is dropped with chance `abandon`.
    """

    step: StepName
    work: Duration = Field(description="mean working time")
    work_shape: Shape = Field(description="gamma shape of the work; 1 is exponential")
    waiting: Duration = Field(description="mean waiting time in queues and desks")
    sign_off: bool = False
    repeat: Probability
    abandon: Probability
    skipped_when_urgent: bool = Field(default=False, description="left out in an unexpected replacement")


class SignOff(Frozen):
    """How a file climbs the reports-to line.

    After each signature the file climbs one level further with probability
    logistic(slope · (log10(amount) − log10(midpoint)) − per_level · signatures so far).
    """

    wait: Duration = Field(description="mean wait for one signature")
    wait_shape: Shape = Field(description="gamma shape of the wait; below 1 is a long tail")
    refusal: Probability = Field(description="chance that a signer of even mind refuses")
    refusal_sway: PositiveCoefficient = Field(
        description="log-odds of refusal per unit of (worry − need) of the signer"
    )
    midpoint: Annotated[Money, Plausible(1e3, 1e9)] = Field(
        description="amount at which half of the files climb past the first signature"
    )
    slope: PositiveCoefficient = Field(description="per factor ten of the amount")
    per_level: PositiveCoefficient = Field(description="log-odds lost per signature already given")


class BuyerProcess(Frozen):
    """The steps in order, the last one being the purchase."""

    steps: tuple[Step, ...] = Field(min_length=1, max_length=8)
    sign_offs: SignOff
    suppliers_asked: Count | None = Field(
        default=None,
        description="suppliers asked for an offer, as is usual here; every supplier there is when absent",
    )
    working_days_only: bool = Field(default=True, description="meetings fall on Monday to Friday")

    @model_validator(mode="after")
    def _in_order(self) -> BuyerProcess:
        faults = []
        places = [STEP_NAMES.index(step.step) for step in self.steps]
        if places != sorted(set(places)):
            what = say("steps must come once each and in this order: {steps}", steps=STEP_NAMES)
            faults.append(Fault("steps-order", what, ("steps",)))
        if self.steps[-1].step != "purchase":
            what = say("the last step must be `purchase`: that is where the group decides")
            faults.append(Fault("steps-last", what, ("steps", len(self.steps) - 1)))
        for index, step in enumerate(self.steps):
            if canonical(step.repeat) + canonical(step.abandon) > 1:
                faults.append(Fault("step-share", say("repeat + abandon must not exceed 1"), ("steps", index)))
            if canonical(step.repeat) >= 1:
                what = say("with repeat 1 the process would never end")
                faults.append(Fault("step-endless", what, ("steps", index, "repeat")))
        if self.suppliers_asked is not None and canonical(self.suppliers_asked) < 1:
            what, hint = say("nobody would be asked for an offer"), say("write 1 or more, or leave it out")
            faults.append(Fault("asked-nobody", what, ("suppliers_asked",), hint))
        if canonical(self.sign_offs.refusal) >= 1:
            what = say("with refusal 1 the process would never end")
            faults.append(Fault("step-endless", what, ("sign_offs", "refusal")))
        unfit_if(faults)
        return self
