"""The people who have a say, and the ties between them (S07)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, model_validator

from engine.model.base import Frozen, Identifier, Text
from engine.model.chart import MAX_LEVELS
from engine.model.faults import Fault, Unfit, unfit_if
from engine.model.quantity import Count, Provenance, StanceValue
from engine.model.references import committee_faults
from engine.model.terms import CRITERIA, MAX_PEOPLE, SCORES, GroupModel, InfluenceModel, Role, Score, TieKind
from engine.wording import say

OUTSIDE_ROLES: tuple[Role, ...] = ("influencer", "gatekeeper")
"""What somebody from outside can be."""
Unit = Annotated[float, Field(ge=0, le=1)]
Signed = Annotated[float, Field(ge=-1, le=1)]


class CriteriaWeights(Frozen):
    """How much each criterion counts for a person while nothing presses; they are scaled to sum to one."""

    price: float = Field(ge=0)
    technical: float = Field(ge=0)
    service: float = Field(ge=0)
    risk: float = Field(ge=0)
    delivery: float = Field(default=0.0, ge=0, description="how soon it is delivered; does not count when absent")
    payment: float = Field(default=0.0, ge=0, description="how long it may stay unpaid; does not count when absent")

    @model_validator(mode="after")
    def _not_all_zero(self) -> CriteriaWeights:
        if self._total() <= 0:
            raise Unfit(Fault("criteria-zero", say("at least one criterion must weigh more than 0")))
        return self

    def _total(self) -> float:
        return self.price + self.technical + self.service + self.risk + self.delivery + self.payment

    def normalised(self) -> tuple[float, ...]:
        """The weights in the order of `terms.CRITERIA`, sum 1."""
        total = self._total()
        return tuple(getattr(self, criterion) / total for criterion in CRITERIA)


class Stakeholder(Frozen):
    """One person of the buying centre. Scores are judged on 0–1 scales; their provenance is the buying centre's.

    A score that is left out is unknown: it is drawn once a replication from what `behaviour.unknown` says.
    """

    id: Identifier
    name: Text
    level: int = Field(ge=1, le=MAX_LEVELS, description="the smaller the higher; counts within this committee")
    department: str = Field(min_length=1, max_length=60, description="in the customer's own words")
    roles: tuple[Role, ...] = Field(min_length=1)
    reports_to: Identifier | None = None
    power: Unit | None = Field(
        default=None, description="formal and informal weight in the decision, 0–1; unknown where left out"
    )
    susceptibility: Unit | None = Field(
        default=None, description="λ of Friedkin–Johnsen: 0 never sways, 1 only follows others; unknown where left out"
    )
    criteria: CriteriaWeights | None = Field(default=None, description="unknown where left out")
    stance: Signed | None = Field(
        default=None, description="towards us at the start, −1 against … 1 for us; unknown where left out"
    )
    rival_stance: dict[Identifier, Signed] = Field(default_factory=dict, description="towards each rival; others 0")
    need: Unit | None = Field(default=None, description="explicit need, 0–1; unknown where left out")
    worry: Unit | None = Field(default=None, description="0–1; unknown where left out")
    relationship: int = Field(default=1, ge=1, le=5, description="1 know of … 5 mutual understanding (S20)")
    identified: bool = Field(default=False, description="do we know at the start that this person has a say?")
    outside: bool = Field(
        default=False,
        description="not of the house: a design institute, a tender agency, a law firm, an auditor; has ties, and "
        "neither vote nor signature",
    )

    @model_validator(mode="before")
    @classmethod
    def _without_a_vote(cls, data: Any) -> Any:
        if isinstance(data, Mapping) and data.get("outside") is True and data.get("power") is None:
            return {**data, "power": 0.0}
        return data

    @model_validator(mode="after")
    def _no_part_of_the_house(self) -> Stakeholder:
        if not self.outside:
            return self
        faults = []
        if self.power:
            what, hint = say("whoever is from outside has no vote"), say("write `power: 0`; ties carry their word")
            faults.append(Fault("outside-power", what, ("power",), hint))
        if not set(self.roles) <= set(OUTSIDE_ROLES):
            what = say("whoever is from outside owns no step and signs nothing")
            hint = say("their roles can be: {roles}", roles=OUTSIDE_ROLES)
            faults.append(Fault("outside-roles", what, ("roles",), hint))
        if self.reports_to is not None:
            what, hint = say("whoever is from outside reports to nobody in the house"), say("use a tie instead")
            faults.append(Fault("outside-line", what, ("reports_to",), hint))
        unfit_if(faults)
        return self

    @property
    def unknown(self) -> tuple[Score, ...]:
        """The scores that nobody stated, in the order of SCORES."""
        return tuple(score for score in SCORES if getattr(self, score) is None)


class Tie(Frozen):
    """An informal tie: `from` asks `to` for advice, or feels friendship for or conflict with `to`."""

    source: Identifier = Field(alias="from")
    target: Identifier = Field(alias="to")
    kind: TieKind
    weight: float = Field(default=1.0, gt=0, le=1)


class InfluenceWeights(Frozen):
    """How much of a person's attention goes to each kind of line when opinions form; scaled to sum to one."""

    self_weight: float = Field(ge=0)
    boss: float = Field(ge=0, description="attention to the formal superior")
    reports: float = Field(ge=0, description="attention to formal subordinates, shared among them")
    advice: float = Field(ge=0, description="attention to those asked for advice, shared among them")
    friendship: float = Field(ge=0, description="attention to friends, shared among them")
    conflict: float = Field(ge=0, description="attention to opponents, taken with the opposite sign")
    source: str | None = Field(default=None, min_length=2)
    assumption: str | None = Field(default=None, min_length=2)

    @model_validator(mode="after")
    def _provenance(self) -> InfluenceWeights:
        Provenance(source=self.source, assumption=self.assumption)
        return self


class GroupChoice(Frozen):
    """How single preferences become one decision (Choffray & Lilien; Miller & Heiman)."""

    model: GroupModel
    quota: Count | None = Field(default=None, description="members who must agree, for minimum_endorsement")
    veto_stance: StanceValue = Field(description="a technical evaluator or financial approver below this stance vetoes")
    rounds: Count = Field(description="times the group may come back to the decision before it shelves the project")
    economic_buyer_must_act: bool = Field(default=True, description="a silent decider never closes (Miller–Heiman)")
    because: Text | None = Field(default=None, description="why they decide so; an assumption unless it names a source")

    @model_validator(mode="after")
    def _quota_given(self) -> GroupChoice:
        if self.model == "minimum_endorsement" and self.quota is None:
            raise Unfit(Fault("quota-none", say("minimum_endorsement needs `quota`")))
        return self


class BuyingCentre(Frozen):
    """A committee: people, formal lines (`reports_to`) and informal ties."""

    provenance: Provenance = Field(description="where the scores of people and ties come from")
    people: tuple[Stakeholder, ...] = Field(min_length=1, max_length=MAX_PEOPLE)
    top_is_public: bool = Field(
        default=True, description="does everybody know who stands at the top, who decides apart?"
    )
    ties: tuple[Tie, ...] = ()
    influence: InfluenceModel = "friedkin_johnsen"
    influence_weights: InfluenceWeights
    group_choice: GroupChoice

    @model_validator(mode="after")
    def _consistent(self) -> BuyingCentre:
        people = [{"id": person.id, "reports_to": person.reports_to} for person in self.people]
        ties = [{"from": tie.source, "to": tie.target, "kind": tie.kind} for tie in self.ties]
        faults = committee_faults({"people": people, "ties": ties})
        outside = {person.id for person in self.people if person.outside}
        for place, person in enumerate(self.people):
            if person.reports_to in outside:
                what = say("nobody in the house reports to somebody from outside")
                faults.append(Fault("outside-line", what, ("people", place, "reports_to"), say("use a tie instead")))
        if not any("decider" in person.roles for person in self.people):
            hint = say("give it to the person who can say yes")
            faults.append(Fault("role-decider", say("nobody has the role `decider`"), (), hint))
        if sum(1.0 if person.power is None else person.power for person in self.people) <= 0:
            hint = say("at least one person needs `power` above 0")
            faults.append(Fault("power-none", say("nobody has any power"), (), hint))
        if not self.top_is_public and not any(person.identified for person in self.people):
            hint = say("mark at least one person as `identified: true`")
            faults.append(Fault("reach-none", say("nobody is reachable"), (), hint))
        unfit_if(faults)
        return self

    @property
    def unknown(self) -> dict[Score, int]:
        """Of how many people each score is unknown, in the order of SCORES; without those known of everybody."""
        counts = {score: sum(score in person.unknown for person in self.people) for score in SCORES}
        return {score: count for score, count in counts.items() if count}

    def person(self, identifier: str) -> Stakeholder:
        """The person with this id. Raises KeyError when there is none."""
        for person in self.people:
            if person.id == identifier:
                return person
        raise KeyError(identifier)
