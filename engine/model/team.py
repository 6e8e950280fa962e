"""Our people: few, skilled to a degree, shared by all deals (S19)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from engine.model.base import Frozen, Identifier, Text
from engine.model.buying_centre import Unit
from engine.model.faults import Fault, unfit_if
from engine.model.quantity import HourlyCost, Plausible, PositiveHours, Provenance
from engine.model.terms import TeamRole
from engine.wording import say


class Member(Frozen):
    """So many colleagues of one role, interchangeable."""

    id: Identifier
    name: Text
    role: TeamRole
    count: int = Field(default=1, ge=1, le=50)
    hours_per_week: PositiveHours = Field(description="hours each can give to meetings and their preparation")
    cost: Annotated[HourlyCost, Plausible(10, 10_000)]
    skill: Unit = Field(description="knowledge of product, industry and company, and communication, 0–1")
    discipline: Unit = Field(description="how often the right kind of question is asked at the right time, 0–1")
    provenance: Provenance


class Team(Frozen):
    """The seller's team. One entry a role; an account manager is a must."""

    members: tuple[Member, ...] = Field(min_length=1, max_length=4)
    parallel_contacts: int = Field(default=2, ge=1, le=4, description="meetings pursued at once in one deal")
    meetings_hold_thread: bool = Field(
        default=False,
        description="the next meeting of a thread is arranged only when the hours booked for the present one are over",
    )

    @model_validator(mode="after")
    def _roles(self) -> Team:
        roles = [member.role for member in self.members]
        faults = []
        if len(set(roles)) < len(roles):
            what, hint = say("one entry per role"), say("raise `count` for more people of the same role")
            faults.append(Fault("team-twice", what, ("members",), hint))
        if "account_manager" not in roles:
            faults.append(Fault("team-manager", say("the team needs an `account_manager`"), ("members",)))
        unfit_if(faults)
        return self
