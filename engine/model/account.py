"""The customer: assets that age, a market that moves, a committee that buys, and the project at stake."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from engine.model.base import Frozen, Identifier, Text
from engine.model.buying_centre import BuyingCentre, Unit
from engine.model.facts import OWN_FACTS
from engine.model.faults import Fault, unfit_if
from engine.model.process import BuyerProcess
from engine.model.purchase_path import PurchasePath
from engine.model.quantity import (
    Coefficient,
    Duration,
    Money,
    Plausible,
    PositiveCoefficient,
    PositiveDuration,
    PositiveShare,
    Probability,
    Provenance,
    Rate,
    Score,
    Shape,
    Share,
    canonical,
)
from engine.model.references import account_reference_faults
from engine.model.rival import Offer, Rival
from engine.model.rulebook import Name, Value
from engine.model.terms import MAX_RIVALS, OwnershipName
from engine.model.working_calendar import Calendar
from engine.wording import say

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
    reorganisations: Rate | None = Field(
        default=None,
        description="mergers, new owners, new charts: a project outlives one with a chance as great as the need for "
        "it of those who have power; none when absent",
    )
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


class Project(Frozen):
    """What is at stake when a project opens."""

    amount: Annotated[Money, Plausible(1e4, 1e9)] = Field(
        description="contract amount when everything is bought from one supplier"
    )
    margin: Share = Field(description="contribution margin as a share of the amount")
    path: PurchasePath
    our_sighting: PositiveDuration = Field(
        description="mean time until we notice the need; a cold look at the market takes `hearing.scan` times as long"
    )
    rival_sighting: PositiveDuration = Field(description="mean time until a rival notices it")
    early_signature: Rate | None = Field(
        default=None,
        description="how often each rival at work asks the decider to sign before the group has decided, where no "
        "bids are opened; the decider does with a chance as great as the lead of that rival over us; never when absent",
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
    def formal_tender(self) -> bool:
        """Does the purchase run by a tender in the sense of the law?"""
        return self.path.formal_tender

    @property
    def part(self) -> Part | None:
        """The part to go for when not all can be won: the largest that is open to us; None where there is none."""
        return max((each for each in self.parts if each.lot or not self.formal_tender), key=_size, default=None)

    @model_validator(mode="before")
    @classmethod
    def _said_by_the_path(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        faults = []
        if "formal_tender" in data:
            kind = "open_tender" if data["formal_tender"] is True else "free_purchase"
            what = say("whether it runs by formal tender is said by its path")
            hint = say("write `{line}` instead", line=f'path: {{extends: "kam:{kind}"}}')
            faults.append(Fault("path-formal-tender", what, ("formal_tender",), hint))
        if "tender" in data:
            what = say("who judges the bids is said by the path")
            hint = say("write it inside `path`, as `evaluation`")
            faults.append(Fault("path-tender", what, ("tender",), hint))
        unfit_if(faults)
        return data

    @model_validator(mode="after")
    def _parts_of_a_whole(self) -> Project:
        names = [each.id for each in self.parts]
        faults = [
            Fault("part-twice", say("two parts have the id `{id}`", id=name), ("parts", place, "id"))
            for place, name in enumerate(names)
            if name in names[:place]
        ]
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
    facts: dict[Name, Value] = Field(
        default={}, max_length=OWN_FACTS, description="facts of your own that your rulebooks declare and ask for"
    )
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

    def _path_faults(self) -> list[Fault]:
        """What is missing for the path to be gone."""
        path, model = self.project.path, self.buying_centre.group_choice.model
        asked = self.process.suppliers_asked
        rivals = tuple(rival.id for rival in self.rivals)
        faults = path.faults_in(rivals, None if asked is None else canonical(asked))
        if path.by_papers and model != "tender":
            what = say("the path awards by papers, the group by its rule `{model}`", model=model)
            hint = say("write `group_choice.model: tender`, or `project.path.award: vote`")
            faults.append(Fault("tender-model", what, ("buying_centre", "group_choice", "model"), hint))
        if model == "tender" and not path.by_papers:
            what = say("bids are judged where the path awards by points or by the lowest price only")
            hint = say("write `project.path.award: points`, or another model")
            faults.append(Fault("tender-model", what, ("buying_centre", "group_choice", "model"), hint))
        if path.by_papers and not any(step.step == "bidding" for step in self.process.steps):
            what = say("a tender is scored after bids are in: the step `bidding` is missing")
            faults.append(Fault("tender-bidding", what, ("process", "steps")))
        return faults + self._voter_faults()

    def _voter_faults(self) -> list[Fault]:
        """Too few who have a vote on this path."""
        people, choice = self.buying_centre.people, self.buying_centre.group_choice
        voters = [person for person in people if not person.outside]
        if self.project.path.decides == "users_and_purchasing":
            voters = [person for person in voters if {"user", "buyer"} & set(person.roles)]
        if not voters:
            what = say("users and purchasing decide on this path, and nobody is either")
            return [Fault("path-decides", what, ("buying_centre", "people"))]
        wanted = 0.0 if choice.quota is None or choice.model != "minimum_endorsement" else canonical(choice.quota)
        if len(voters) < wanted and len(voters) < len(people):
            what = say("{n} have a vote on this path, fewer than have to agree", n=len(voters))
            hint = say("write a `quota` of {n} at most", n=len(voters))
            return [Fault("path-quota", what, ("buying_centre", "group_choice", "quota"), hint)]
        return []

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
        faults += self._path_faults()
        if self.ownership == "public_body" and self.project.path.evaluation is not None:
            faults += self.project.path.evaluation.unlawful()
        unfit_if(faults)
        return self
