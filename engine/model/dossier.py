"""A customer's dossier (客户档案, S05): what we know of an account. Every field is optional.

A field that is left out is unknown: not zero and not "no". Money is in 10k CNY; shares lie between 0 and 1.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from engine.model.account import AccountKind
from engine.model.base import Frozen, Identifier, Text
from engine.model.faults import Fault, Unfit
from engine.model.quantity import Plausible, Provenance
from engine.model.terms import OwnershipName, PathName, Role
from engine.model.tier_history import TierYear, tier_years
from engine.wording import say

Unit = Annotated[float, Field(ge=0, le=1)]
Money = Annotated[float, Field(ge=0, le=1e9), Plausible(1e3, 1e9)]
Profit = Annotated[float, Field(ge=-1e9, le=1e9), Plausible(1e3, 1e9)]
Days = Annotated[float, Field(ge=0, le=20_000)]
Step = Literal["need", "research", "analysis", "approval", "sourcing", "bidding", "testing", "purchase", "acceptance"]


class Section(Frozen):
    """A part of a dossier. `provenance`: where its facts come from, and when absent, where those of the dossier do."""

    provenance: Provenance | None = None


class Basics(Section):
    """Who the account is."""

    industry: Text | None = None
    kind: AccountKind | None = None
    ownership: OwnershipName | None = Field(default=None, description="whose it is")
    industry_influence: Unit | None = Field(default=None, description="how much peers look to it")
    credit: Unit | None = Field(default=None, description="business credit, 1 is the best")
    tied_to_us: bool | None = Field(
        default=None, description="tied to us in the value chain: it supplies us as well, …"
    )


class Purchases(Section):
    """What it buys from us."""

    cumulative_spend: Money | None = Field(default=None, description="all it ever bought from us, 10k CNY")
    yearly_revenue: Money | None = Field(default=None, description="our revenue with it in the last year, 10k CNY")
    yearly_profit: Profit | None = Field(default=None, description="10k CNY")
    contract_volume: Money | None = Field(default=None, description="contracts signed in the last year, 10k CNY")
    orders_per_year: Annotated[float, Field(ge=0, le=10_000)] | None = None
    price_level: Annotated[float, Field(ge=0, le=10)] | None = Field(
        default=None, description="price it pays ÷ list price"
    )
    quality_loss: Unit | None = Field(default=None, description="losses from complaints and returns ÷ revenue")
    collection_rate: Unit | None = Field(default=None, description="payments received ÷ payments due (回款率)")
    satisfaction: Unit | None = None
    share_of_wallet: Unit | None = Field(default=None, description="our share of what it buys in our field")


class Potential(Section):
    """The seven questions of the potential worksheet (S03)."""

    own_growth: bool | None = None
    business_planning: bool | None = None
    funding: bool | None = None
    many_opportunities: bool | None = None
    solution_fits: bool | None = None
    we_are_competitive: bool | None = None
    strong_relationship: bool | None = None


class Equipment(Section):
    """Something it owns that ages and is replaced."""

    name: Text | None = None
    age_years: Annotated[float, Field(ge=0, le=200)] | None = None
    service_life_years: Annotated[float, Field(gt=0, le=200)] | None = None
    renewal_lead_days: Annotated[float, Field(ge=0, le=5000)] | None = None
    failed: bool | None = None


class Plans(Section):
    """Its market and its plans."""

    peer_adoption: Unit | None = Field(default=None, description="share of its peers who have bought already")
    adoption_threshold: Unit | None = Field(default=None, description="adoption at which it feels left behind")
    budget_blocked: bool | None = None
    ambition: Unit | None = None
    planning_season: bool | None = None
    times_shelved: Annotated[int, Field(ge=0, le=20)] | None = None


class Opportunity(Section):
    """The project in hand, and how we stand in it."""

    live: bool | None = None
    step: Step | None = None
    formal_tender: bool | None = None
    purchase_path: PathName | None = Field(
        default=None, description="how it is bought; known, it says whether it is a formal tender, too"
    )
    divisible: bool | None = Field(default=None, description="a part of it can be bought by itself")
    need_frozen: bool | None = None
    urgency: Unit | None = None
    our_fit: Unit | None = None
    rival_fit: Unit | None = None
    our_reputation: Unit | None = None
    rival_reputation: Unit | None = None
    incumbent: Literal["none", "us", "rival"] | None = None
    rival_present: bool | None = None
    rival_relationship: Annotated[float, Field(ge=1, le=5)] | None = Field(
        default=None, description="mean relationship level of the best rival"
    )
    rival_holds_relationship: bool | None = None
    executive_on_our_side: bool | None = None
    refusals_at_top: Annotated[int, Field(ge=0, le=200)] | None = None


class Contact(Section):
    """A person there."""

    id: Identifier
    name: Text | None = None
    title: Text | None = Field(default=None, description="what they are there, such as general manager")
    level: Annotated[int, Field(ge=1, le=9)] | None = Field(default=None, description="1 is the top")
    department: str | None = Field(default=None, min_length=1, max_length=60)
    roles: tuple[Role, ...] | None = None
    influence: Unit | None = Field(default=None, description="weight in the decision")
    relationship: Annotated[int, Field(ge=1, le=5)] | None = Field(default=None, description="level of S20")
    stance: Annotated[float, Field(ge=-1, le=1)] | None = Field(default=None, description="for us is 1")
    met: bool | None = None
    sponsor: bool | None = None
    mandate: bool | None = Field(default=None, description="backs us openly")
    passed_over: bool | None = Field(default=None, description="feels passed over")
    days_since_contact: Days | None = None


class Admission(Section):
    """The two surveys before a customer becomes a key account, and the tiers it has held since (S02).

    tiers: in a sheet or on one line as in `2024 B; 2025 A`.
    """

    field_survey: Literal["passed", "failed"] | None = None
    tiers: Annotated[tuple[TierYear, ...], BeforeValidator(tier_years)] | None = Field(
        default=None, max_length=50, description="tier held in each year"
    )
    on_watch: bool | None = Field(default=None, description="the last review put it on watch")

    @model_validator(mode="after")
    def _years_differ(self) -> Admission:
        years = [held.year for held in self.tiers or ()]
        if len(set(years)) < len(years):
            raise Unfit(Fault("year-twice", say("two tiers have the same year"), ("tiers",)))
        return self


class Dossier(Frozen):
    """One record for an account."""

    id: Identifier
    name: Text
    provenance: Provenance | None = None
    basics: Basics = Basics()
    purchases: Purchases = Purchases()
    potential: Potential = Potential()
    equipment: tuple[Equipment, ...] = Field(default=(), max_length=50)
    plans: Plans = Plans()
    opportunity: Opportunity = Opportunity()
    contacts: tuple[Contact, ...] | None = Field(default=None, max_length=100)
    admission: Admission = Admission()

    @model_validator(mode="after")
    def _contacts_differ(self) -> Dossier:
        ids = [contact.id for contact in self.contacts or ()]
        if len(set(ids)) < len(ids):
            raise Unfit(Fault("contact-twice", say("two contacts have the same id"), ("contacts",)))
        return self
