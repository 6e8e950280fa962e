"""The customer: assets that age, a market that moves, a committee that buys, and the project at stake."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from engine.model.base import Frozen, Identifier, Text
from engine.model.buying_centre import BuyingCentre, Unit
from engine.model.faults import Fault, Unfit, unfit_if
from engine.model.process import BuyerProcess
from engine.model.quantity import (
    Coefficient,
    Count,
    Duration,
    Money,
    Plausible,
    PositiveCoefficient,
    PositiveDuration,
    PositiveShare,
    Probability,
    Provenance,
    Quantity,
    Rate,
    Score,
    Shape,
    Share,
    canonical,
)
from engine.model.references import account_reference_faults
from engine.model.rival import Offer, Rival
from engine.model.terms import MAX_RIVALS, OwnershipName
from engine.model.working_calendar import Calendar
from engine.wording import say

LEAST_EVALUATORS, LEAST_OUTSIDE = 5, 2 / 3
"""Of a compulsory public tender in China: 招标投标法 §37."""
AccountKind = Literal["economic", "important", "group", "strategic"]


class Failure(Frozen):
    """Weibull life of an asset: S(t) = exp(−(t/scale)^shape)."""

    shape: Shape
    scale: PositiveDuration


class Asset(Frozen):
    """Something of the account's that ages and is replaced."""

    id: Identifier
    name: Text
    age: Duration = Field(description="age when the observation starts")
    service_life: PositiveDuration
    renewal_lead: Duration = Field(description="how long before its end of life a renewal project opens")
    failure: Failure | None = None
    failed: bool = Field(default=False, description="has already broken down when the observation starts")


class KeepingUp(Frozen):
    """Peers adopt by Bass's law; the account moves when adoption passes its own threshold and its budget is free."""

    innovation: PositiveCoefficient = Field(description="Bass p, per year")
    imitation: PositiveCoefficient = Field(description="Bass q, per year")
    since: Duration = Field(description="how long ago the first peer adopted")
    threshold: Share = Field(description="adoption at which this account feels left behind")
    budget_blocked: Probability = Field(description="chance that the budget is blocked in a given year")


class StayingAhead(Frozen):
    """Ambition looks for a project in every planning season."""

    ambition: Score = Field(description="chance that a planning season brings the idea up")
    first_season: Duration = Field(description="time until the next planning season starts")
    every: PositiveDuration
    season_length: PositiveDuration


class Market(Frozen):
    """The setting around the account (S30)."""

    surprises: Rate = Field(description="events that raise somebody's worry")
    keeping_up: KeepingUp | None = None
    staying_ahead: StayingAhead | None = None


class Part(Frozen):
    """A part of a project that can be bought by itself: a site, a department, a trade."""

    id: Identifier
    name: Text
    share: PositiveShare = Field(description="of the project's amount")
    lot: bool = Field(
        default=False,
        description="offered by itself in a formal tender: a published lot, or what a partner or subcontractor may do",
    )


class Tender(Frozen):
    """How a formal tender is run, beyond what holds for all."""

    evaluators: Count = Field(
        default=Quantity(value=5, unit="count", range=(5, 9), assumption=say("the smallest committee the law knows")),
        description="people on the evaluation committee",
    )
    outside: Share = Field(
        default=Quantity(value=0.4, unit="share", range=(0, 0.7), assumption=say("two of five are called in")),
        description="share of them who come from outside",
    )
    old_supplier: Share = Field(
        default=Quantity(value=0, unit="share", range=(0, 0.3), assumption=say("the papers are written in the house")),
        description="share of the fit it lacks that the supplier in place has put into the papers",
    )

    @model_validator(mode="before")
    @classmethod
    def _said_of_the_account(cls, data: Any) -> Any:
        if isinstance(data, Mapping) and "public_body" in data:
            what, hint = (
                say("whether a public body buys is said of the account"),
                say("write `ownership: public_body` beside its `kind`"),
            )
            raise Unfit(Fault("tender-public-body", what, ("public_body",), hint))
        return data

    @model_validator(mode="after")
    def _lawful(self) -> Tender:
        evaluators = canonical(self.evaluators)
        if evaluators < 1 or evaluators != round(evaluators):
            what, hint = say("somebody has to score the bids"), say("write 1 or more")
            raise Unfit(Fault("tender-evaluators", what, ("evaluators",), hint))
        return self

    def unlawful(self) -> list[Fault]:
        """What a public body may not do: 招标投标法 §37."""
        faults, evaluators = [], canonical(self.evaluators)
        if evaluators < LEAST_EVALUATORS or evaluators % 2 == 0:
            what = say("a public body needs an odd number of evaluators, {n} or more", n=LEAST_EVALUATORS)
            faults.append(Fault("tender-evaluators", what, ("project", "tender", "evaluators")))
        if canonical(self.outside) < LEAST_OUTSIDE - 0.005:
            what = say("with a public body at least two thirds of the evaluators come from outside")
            faults.append(Fault("tender-outside", what, ("project", "tender", "outside")))
        return faults


class Project(Frozen):
    """What is at stake when a project opens."""

    amount: Annotated[Money, Plausible(1e4, 1e9)] = Field(
        description="contract amount when everything is bought from one supplier"
    )
    margin: Share = Field(description="contribution margin as a share of the amount")
    formal_tender: bool
    tender: Tender | None = Field(default=None, description="how the formal tender is run; as usual when absent")
    our_sighting: PositiveDuration = Field(
        description="mean time until we notice the need; a cold look at the market takes `hearing.scan` times as long"
    )
    rival_sighting: PositiveDuration = Field(description="mean time until a rival notices it")
    early_loss: Rate | None = Field(
        default=None,
        description="hazard of losing the deal on any day before the group decides: a rival who is at it signs early, "
        "or the project is given up where none is; none when absent",
    )
    switching_cost: Coefficient = Field(description="utility lost by leaving the incumbent")
    yearly_follow_on: Share = Field(description="yearly add-on business of a satisfied customer ÷ amount")
    budget: Share = Field(description="budget the account can free ÷ amount")
    delivery_wanted: PositiveDuration | None = Field(
        default=None,
        description="from signature to acceptance, as wanted; `behaviour.terms.delivery_wanted` when absent",
    )
    credit_wanted: Duration | None = Field(
        default=None, description="from acceptance to payment, as wanted; `behaviour.terms.credit_wanted` when absent"
    )
    parts: tuple[Part, ...] = Field(
        default=(), max_length=8, description="what can be bought by itself; without any the project is all or nothing"
    )

    @property
    def part(self) -> Part | None:
        """The part to go for when not all can be won: the largest that is open to us; None where there is none."""
        return max((each for each in self.parts if each.lot or not self.formal_tender), key=_size, default=None)

    @model_validator(mode="after")
    def _parts_of_a_whole(self) -> Project:
        names = [each.id for each in self.parts]
        faults = [
            Fault("part-twice", say("two parts have the id `{id}`", id=name), ("parts", place, "id"))
            for place, name in enumerate(names)
            if name in names[:place]
        ]
        if self.tender is not None and not self.formal_tender:
            what, hint = say("there is no formal tender to run"), say("write `formal_tender: true`, or leave it out")
            faults.append(Fault("tender-none", what, ("tender",), hint))
        whole = sum(map(_size, self.parts))
        if whole > 1 + 1e-9:
            what = say("the parts come to {share} of the amount", share=f"{whole:.4g}")
            faults.append(Fault("parts-sum", what, ("parts",), say("their shares may come to 1 at most")))
        unfit_if(faults)
        return self


def _size(part: Part) -> float:
    return canonical(part.share)


class Partner(Frozen):
    """A firm we work with that works with people of the account: an integrator, a distributor, a design institute."""

    id: Identifier
    name: Text
    knows: tuple[Identifier, ...] = Field(min_length=1, description="people of the committee with whom it works")
    because: Text | None = Field(default=None, description="where it knows them from")


class Account(Frozen):
    """One customer. `copies` stands for so many alike, each with its own luck; `priority` 1 is served first."""

    id: Identifier
    name: Text
    industry: Text
    kind: AccountKind
    ownership: OwnershipName | None = Field(
        default=None,
        description="whose it is: a public body, the state, private owners, foreign ones; unknown when absent, and "
        "rules that ask about it are silent then",
    )
    priority: int = Field(default=1, ge=1, le=9)
    copies: int = Field(default=1, ge=1)
    starts_apart: Duration | None = Field(
        default=None, description="mean time between the starts of copies (exponential); all start at once when absent"
    )
    max_projects: int = Field(default=1, ge=1, le=50, description="projects followed within the horizon")
    retry_after: PositiveDuration | None = Field(
        default=None, description="a shelved project may come up again after this time; never when absent"
    )
    incumbent: Identifier | None = Field(default=None, description="`us`, a rival's id, or nobody")
    provenance: Provenance
    assets: tuple[Asset, ...] = Field(default=(), max_length=8)
    market: Market
    project: Project
    buying_centre: BuyingCentre
    process: BuyerProcess
    calendar: Calendar | None = Field(
        default=None, description="Monday to Friday at any hour, without holidays, when absent"
    )
    offer: Offer
    reputation: Unit
    rivals: tuple[Rival, ...] = Field(default=(), max_length=MAX_RIVALS)
    partners: tuple[Partner, ...] = Field(
        default=(), max_length=8, description="who could speak for us to people there, from outside"
    )

    def _no_tender(self) -> list[Fault]:
        """What is missing for bids to be scored."""
        faults = []
        if not self.project.formal_tender:
            what, hint = say("points are given in a formal tender only"), say("write `project.formal_tender: true`")
            faults.append(Fault("tender-model", what, ("buying_centre", "group_choice", "model"), hint))
        if not any(step.step == "bidding" for step in self.process.steps):
            what = say("a tender is scored after bids are in: the step `bidding` is missing")
            faults.append(Fault("tender-bidding", what, ("process", "steps")))
        return faults

    @model_validator(mode="after")
    def _consistent(self) -> Account:
        people = [{"id": person.id, "rival_stance": person.rival_stance} for person in self.buying_centre.people]
        rivals = [{"id": rival.id} for rival in self.rivals]
        partners = [{"id": partner.id, "knows": partner.knows} for partner in self.partners]
        bodies = [{"id": body.id, "members": body.members} for body in self.process.bodies]
        faults = account_reference_faults(
            {
                "process": {"bodies": bodies},
                "rivals": rivals,
                "incumbent": self.incumbent,
                "partners": partners,
                "buying_centre": {"people": people},
            }
        )
        if not self.assets and self.market.keeping_up is None and self.market.staying_ahead is None:
            what, hint = say("nothing can ever open a project"), say("give an asset, `keeping_up` or `staying_ahead`")
            faults.append(Fault("project-never", what, (), hint))
        if self.buying_centre.group_choice.model == "tender":
            faults += self._no_tender()
        if self.ownership == "public_body" and self.project.tender is not None:
            faults += self.project.tender.unlawful()
        unfit_if(faults)
        return self
