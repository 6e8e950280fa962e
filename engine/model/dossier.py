"""A customer's dossier (客户档案, S05): what we know of an account. Every field is optional.

A field that is left out is unknown: not zero and not "no". Money is in 10k CNY; shares lie between 0 and 1.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from engine.model.account import AccountKind
from engine.model.base import Frozen, Identifier, Text
from engine.model.faults import Fault, Unfit
from engine.model.quantity import Plausible, Provenance
from engine.model.terms import OwnershipName, PathName, Role
from engine.wording import say

Unit = Annotated[float, Field(ge=0, le=1)]
Money = Annotated[float, Field(ge=0, le=1e9), Plausible(1e3, 1e9)]
Profit = Annotated[float, Field(ge=-1e9, le=1e9), Plausible(1e3, 1e9)]
Days = Annotated[float, Field(ge=0, le=20_000)]
Count = Annotated[int, Field(ge=0, le=10_000)]
Criterion = Literal["price", "performance", "service", "delivery", "payment_terms", "reputation"]
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
    counts_most: Criterion | None = Field(default=None, description="what counts most for them")
    our_strength: Criterion | None = Field(default=None, description="what we are best at")
    wider_need: bool | None = Field(default=None, description="they need more than they ask for")
    open_piece: Literal["none", "department", "site", "part", "lot", "partner"] | None = Field(
        default=None, description="which piece is open to us: a lot that is published; partner: of somebody who bids"
    )
    rival_misconduct: (
        Literal["none", "disparagement", "tailored_papers", "bribery", "collusion", "order_splitting"] | None
    ) = Field(default=None, description="what a rival seems to have done")
    misconduct_evidence: Literal["none", "hearsay", "documents"] | None = None
    days_since_noticed: Days | None = Field(default=None, description="days since we noticed the misconduct")


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
    """The two surveys before a customer becomes a key account (S02)."""

    field_survey: Literal["passed", "failed"] | None = None


class Care(Section):
    """Living with the account: what stands between us and it (S17, S22)."""

    minds: Literal["price", "service", "both"] | None = Field(default=None, description="what the account minds")
    mode_last_review: Literal["price", "value", "service", "relationship"] | None = Field(
        default=None, description="selling mode at the last review"
    )
    broken_promises: Count | None = Field(default=None, description="promises broken since the last review")
    benefit_confirmed: bool | None = Field(default=None, description="it has put a benefit of ours into figures")
    open_complaints: Count | None = Field(default=None, description="complaints not yet settled")
    days_since_survey: Days | None = Field(default=None, description="days since the last satisfaction survey")
    service_plan: bool | None = Field(default=None, description="a service plan is agreed")
    users_trained: bool | None = None
    dedicated_team: bool | None = None
    executives_meet: bool | None = Field(default=None, description="executives of both sides meet regularly")
    plans_shared: bool | None = Field(default=None, description="it shares its plans with us")
    long_term_contract: bool | None = Field(default=None, description="a contract over several years is signed")


class Payment(Section):
    """What it owes and how it pays (S25)."""

    receivables: Money | None = Field(default=None, description="all it owes us today, 10k CNY")
    overdue: Money | None = Field(default=None, description="the part of it that is overdue, 10k CNY")
    agreed_days: Days | None = Field(default=None, description="days of credit agreed")
    days_outstanding: Days | None = Field(default=None, description="days until it really pays")
    cost_of_capital: Unit | None = Field(default=None, description="our own, a year")
    share_of_our_revenue: Unit | None = None

    @model_validator(mode="after")
    def _a_part_of_the_whole(self) -> Payment:
        if self.overdue is not None and self.receivables is not None and self.overdue > self.receivables:
            what = say("more is overdue ({overdue}) than is owed ({owed})", overdue=self.overdue, owed=self.receivables)
            raise Unfit(Fault("overdue-beyond", what, ("overdue",)))
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
    care: Care = Care()
    payment: Payment = Payment()

    @model_validator(mode="after")
    def _contacts_differ(self) -> Dossier:
        ids = [contact.id for contact in self.contacts or ()]
        if len(set(ids)) < len(ids):
            raise Unfit(Fault("contact-twice", say("two contacts have the same id"), ("contacts",)))
        return self
