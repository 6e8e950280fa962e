"""The buyer's own process (S08): it runs whether or not we sell."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from engine.model.base import Frozen, Identifier, Text
from engine.model.faults import Fault, unfit_if
from engine.model.quantity import (
    Count,
    Duration,
    Money,
    Plausible,
    PositiveCoefficient,
    PositiveDuration,
    Probability,
    Quantity,
    Shape,
    canonical,
)
from engine.wording import nearest, say

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
    """One step: work (gamma), then waiting (exponential), then sign-offs, then a body that meets on dates.

    At its end it is done again with chance `repeat`, or the whole project is dropped with chance `abandon`.
    """

    step: StepName
    work: Duration = Field(description="mean working time")
    work_shape: Shape = Field(description="gamma shape of the work; 1 is exponential")
    waiting: Duration = Field(description="mean waiting time in queues and desks")
    sign_off: bool = False
    body: Identifier | None = Field(default=None, description="the body before which the file comes at last")
    repeat: Probability
    abandon: Probability
    skipped_when_urgent: bool = Field(default=False, description="left out in an unexpected replacement")


_FITTED = say("as fitted for the sign-offs that ship with the program")


class SignOff(Frozen):
    """How a file is checked by a clerk, signed by the budget owner, and climbs the reports-to line of who asked for it.

    The budget owner is the most powerful financial approver; where nobody is, the budget is the line's own. Nobody
    signs a request of their own. After each signature of the line the file climbs one level further with probability
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
    clerk_wait: Duration = Field(
        default=Quantity(value=0.5, unit="days", range=(0.3, 1.1), assumption=_FITTED),
        description="mean wait for the clerk's formal check",
    )
    clerk_shape: Shape = Field(
        default=Quantity(value=0.05, unit="coefficient", range=(0.05, 0.1), assumption=_FITTED),
        description="gamma shape of that wait",
    )
    clerk_refusal: Probability = Field(
        default=Quantity(value=0.082, unit="probability", range=(0.018, 0.136), assumption=_FITTED),
        description="chance that the clerk sends back a file made as usual",
    )
    correction: Duration = Field(
        default=Quantity(value=9.6, unit="days", range=(7, 13), assumption=_FITTED),
        description="mean time until a file that the clerk sent back is handed in again",
    )
    correction_shape: Shape = Field(
        default=Quantity(value=0.45, unit="coefficient", range=(0.4, 0.6), assumption=_FITTED),
        description="gamma shape of that time",
    )


class Body(Frozen):
    """People who decide together on dates: an investment committee, a management meeting."""

    id: Identifier
    title: Text
    members: tuple[Identifier, ...] = Field(
        default=(), max_length=32, description="of the committee; nobody we know of when empty"
    )
    first: Duration = Field(description="from day 0 to a meeting")
    every: PositiveDuration = Field(description="from one meeting to the next; one that falls on a day off comes later")
    postpones: Probability = Field(description="chance that a file on the agenda is put off to the next meeting")


class BuyerProcess(Frozen):
    """The steps in order, the last one being the purchase."""

    steps: tuple[Step, ...] = Field(min_length=1, max_length=8)
    sign_offs: SignOff
    bodies: tuple[Body, ...] = Field(default=(), max_length=4, description="that meet on dates and decide together")
    suppliers_asked: Count | None = Field(
        default=None,
        description="suppliers asked for an offer, as is usual here; every supplier there is when absent",
    )
    working_days_only: bool = Field(
        default=True, description="people meet and work in the hours of the account's calendar only"
    )

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
        if canonical(self.sign_offs.clerk_refusal) >= 1:
            what = say("with refusal 1 the process would never end")
            faults.append(Fault("step-endless", what, ("sign_offs", "clerk_refusal")))
        unfit_if(faults + self._body_faults())
        return self

    def _body_faults(self) -> list[Fault]:
        """Bodies that are nobody's, come twice, or never decide."""
        faults = []
        names = [body.id for body in self.bodies]
        for place, body in enumerate(self.bodies):
            if body.id in names[:place]:
                what = say("two bodies have the id `{id}`", id=body.id)
                faults.append(
                    Fault("body-twice", what, ("bodies", place, "id"), first=("bodies", names.index(body.id), "id"))
                )
            if canonical(body.postpones) >= 1:
                what = say("with `postpones` 1 it would never decide")
                faults.append(Fault("step-endless", what, ("bodies", place, "postpones")))
            if canonical(body.every) < 1:
                what, hint = say("a body cannot meet more than once a day"), say("write 1 day or more")
                faults.append(Fault("body-every", what, ("bodies", place, "every"), hint))
        for place, step in enumerate(self.steps):
            if step.body is not None and step.body not in names:
                what = say("the step `{step}` names a body `{body}` that is not there", step=step.step, body=step.body)
                faults.append(Fault("body-unknown", what, ("steps", place, "body"), nearest(step.body, names)))
        return faults
