"""The parts of a dossier: who the account is, what it buys and pays, how we sell to it and live with it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from engine.model.account import AccountKind
from engine.model.base import Frozen, Identifier, Text
from engine.model.faults import Fault, Unfit
from engine.model.quantity import Plausible, Provenance
from engine.model.terms import OwnershipName, PathName, Role
from engine.model.tier_history import TierYear, tier_years
from engine.model.working_calendar import Day
from engine.wording import say

Unit = Annotated[float, Field(ge=0, le=1)]
Money = Annotated[float, Field(ge=0, le=1e9), Plausible(1e3, 1e9)]
Profit = Annotated[float, Field(ge=-1e9, le=1e9), Plausible(1e3, 1e9)]
Days = Annotated[float, Field(ge=0, le=20_000)]
PastDays = Annotated[tuple[Day, ...], Field(max_length=1000)]
"""Days on which something happened, one as often as it did, in any order."""
EngagementName = Literal[
    "top_down", "bottom_up_field", "bottom_up_leapfrog", "bottom_up_sponsored",
    "multi_level", "playbook", "do_nothing", "own",
]  # fmt: skip
PlayName = Literal["none", "frontal", "flanking", "divide", "develop", "fortify"]
Count = Annotated[int, Field(ge=0, le=10_000)]
Criterion = Literal["price", "performance", "service", "delivery", "payment_terms", "reputation"]
Step = Literal["need", "research", "analysis", "approval", "sourcing", "bidding", "testing", "purchase", "acceptance"]
SalesStage = Literal["none", "identify", "assess", "propose", "close", "follow_up"]


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
    present_engagement: EngagementName | None = Field(
        default=None, description="how the decision chain is engaged at present; `own`: a way of your own"
    )
    engagement_since: Day | None = Field(default=None, description="the day on which that began")
    play: PlayName | None = Field(default=None, description="the competitive strategy that is followed at present")
    play_since: Day | None = Field(default=None, description="the day on which that began")
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


class History(Section):
    """What happened on which days: of the last year at least, as far as it is listed at all."""

    contacts_on: PastDays | None = Field(default=None, description="meetings, visits and calls with anybody there")
    meetings_at_top_on: PastDays | None = Field(default=None, description="of these, with somebody of the top level")
    refusals_on: PastDays | None = Field(default=None, description="somebody there refused to see us")
    refusals_at_top_on: PastDays | None = Field(default=None, description="of these, somebody of the top level")
    sponsors_lost_on: PastDays | None = Field(default=None, description="somebody ceased to sponsor us, or left")
    rivals_seen_on: PastDays | None = Field(default=None, description="we heard of a rival's visit there")


class Selling(Section):
    """How far our selling has come, and what it has taken."""

    stage: SalesStage | None = Field(default=None, description="sales stage of S14")
    days_in_stage: Days | None = Field(default=None, description="since our stage began")
    days_in_step: Days | None = Field(default=None, description="since the customer's present step began")
    requirement_changed: bool | None = Field(default=None, description="other than at the last purchase")
    seen_before_freeze: bool | None = Field(default=None, description="we saw the need before it was fixed")
    rival_saw_first: bool | None = None
    told_from_inside: bool | None = Field(default=None, description="somebody inside told us of the need")
    rival_stance: Annotated[float, Field(ge=-1, le=1)] | None = Field(
        default=None, description="how the people we met stand to the best rival; for it is 1"
    )
    touches: Annotated[int, Field(ge=0, le=10_000)] | None = Field(default=None, description="visits and calls so far")
    touches_since_progress: Annotated[int, Field(ge=0, le=10_000)] | None = None
    selling_cost: Money | None = Field(default=None, description="spent on this project so far, 10k CNY")
    expected_margin: Money | None = Field(default=None, description="margin that winning it would bring, 10k CNY")


class Evidence(Section):
    """What the customer has said or done that shows a task of S14 to be done; not what we have done."""

    goals_told: bool | None = None  # stage 1, identify
    meets_again: bool | None = None
    initiative_named: bool | None = None
    plan_corrected: bool | None = None
    money_date_decider_told: bool | None = None
    link_confirmed: bool | None = None  # stage 2, assess
    difficulties_told: bool | None = None
    compared_with_rivals: bool | None = None
    criteria_taken_up: bool | None = None
    participants_confirmed: bool | None = None
    value_said_in_own_words: bool | None = None
    difference_acknowledged: bool | None = None  # stage 3, propose
    solution_worked_out_together: bool | None = None
    return_accepted: bool | None = None
    offer_received: bool | None = None
    worries_told: bool | None = None
    worries_settled: bool | None = None  # stage 4, close
    changes_accepted: bool | None = None
    their_people_named: bool | None = None
    terms_agreed: bool | None = None
    contract_signed: bool | None = None
    accepted_in_use: bool | None = None  # stage 5, follow up
    results_reviewed: bool | None = None
    next_need_named: bool | None = None
    agreed_to_refer: bool | None = None
    introduced_us_elsewhere: bool | None = None


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
    last_contact: Day | None = Field(
        default=None, description="the day of our last contact; counts before `days_since_contact`, which grows old"
    )
    worry: Unit | None = Field(default=None, description="how much holds this person back")
    explicit_need: Unit | None = Field(default=None, description="how clearly they say that they want it solved")
    problem_told: bool | None = Field(default=None, description="has told us of a difficulty")
    consequence_seen: bool | None = Field(default=None, description="has said what the difficulty costs")
    benefit_stated: bool | None = Field(default=None, description="has stated the benefit in own words")
    situation_questions: Annotated[int, Field(ge=0, le=100)] | None = Field(
        default=None, description="questions on facts and circumstances that we have asked so far"
    )
    patience: Unit | None = Field(default=None, description="patience for our questions")


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


SECTIONS = (Basics, Purchases, Potential, Plans, Opportunity, Admission, Selling, Evidence, Care, Payment)
"""Parts whose fields are facts of the account by themselves."""
