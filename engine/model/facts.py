"""The facts a simulation can put before a rulebook: the seller's beliefs at a decision, never the hidden truth.

A fact that does not apply at a decision is unknown there. The position in `FACTS` is the fact's place in flat vectors.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from engine.model.terms import BuyerStep, Incumbent, Move, Origin, Ownership, PathKind, Play, Stage, Trigger
from engine.wording import Message, say

FactType = Literal["number", "integer", "boolean", "choice"]


@dataclass(frozen=True)
class SimulationFact:
    """One fact: its type, unit of a number, range or values, and what it says."""

    name: str
    type: FactType
    unit: str
    meaning: Message
    low: float | None = None
    high: float | None = None
    values: tuple[str, ...] = ()


def _number(name: str, unit: str, low: float, high: float, meaning: Message) -> SimulationFact:
    return SimulationFact(name, "number", unit, meaning, low, high)


def _integer(name: str, unit: str, low: int, high: int, meaning: Message) -> SimulationFact:
    return SimulationFact(name, "integer", unit, meaning, low, high)


def _boolean(name: str, meaning: Message) -> SimulationFact:
    return SimulationFact(name, "boolean", "", meaning)


def _choice(name: str, values: type[IntEnum], meaning: Message) -> SimulationFact:
    return SimulationFact(name, "choice", "", meaning, values=tuple(v.name for v in values))


ENGAGEMENTS = (
    "top_down",
    "bottom_up_field",
    "bottom_up_leapfrog",
    "bottom_up_sponsored",
    "multi_level",
    "playbook",
    "do_nothing",
    "own",
)
"""The shipped strategies in the order of tables; after them one of the user's own."""
WINDOWS = (30, 90, 365)
"""Days of the windows in which contacts, refusals and meetings at the top are counted, both ends included."""
MOST_COUNTED = 80
"""More than so many in a window are said as so many."""
DAYS = 20000
"""More days than so many are said as so many."""


def _days(name: str, meaning: Message) -> SimulationFact:
    return _number(name, "days", 0, DAYS, meaning)


def _counted(name: str, meaning: Message) -> SimulationFact:
    return _integer(name, "count", 0, MOST_COUNTED, meaning)


TIME_FACTS: tuple[SimulationFact, ...] = (
    # what we remember of the account, project or not; unknown where it never happened
    _days("days_since_contact_with_anybody", say("days since we last met, visited or called anybody there")),
    _days("days_since_contact_with_decider", say("days since our last contact with whoever decides")),
    _days("days_since_contact_with_user", say("days since our last contact with a user")),
    _days("days_since_contact_with_technical_evaluator", say("days since our last contact with a technical evaluator")),
    _days("days_since_contact_with_buyer", say("days since our last contact with a buyer")),
    _days("days_since_contact_with_gatekeeper", say("days since our last contact with a gatekeeper")),
    _days(
        "days_since_contact_with_financial_approver", say("days since our last contact with whoever approves the money")
    ),
    _days("days_since_meeting_at_top", say("days since we last met somebody of the top level")),
    _days("days_since_refusal", say("days since anybody there last refused to see us")),
    _days("days_since_refusal_at_top", say("days since somebody of the top level last refused to see us")),
    _days("days_since_sponsor_lost", say("days since we last lost a sponsor")),
    _days("days_since_rival_seen", say("days since a rival last called on anybody who knows us")),
    _counted("contacts_in_30_days", say("contacts with anybody there in the last 30 days")),
    _counted("contacts_in_90_days", say("contacts with anybody there in the last 90 days")),
    _counted("contacts_in_365_days", say("contacts with anybody there in the last 365 days")),
    _counted("refusals_in_30_days", say("refusals to see us in the last 30 days")),
    _counted("refusals_in_90_days", say("refusals to see us in the last 90 days")),
    _counted("refusals_in_365_days", say("refusals to see us in the last 365 days")),
    _counted("meetings_at_top_in_30_days", say("meetings with the top level in the last 30 days")),
    _counted("meetings_at_top_in_90_days", say("meetings with the top level in the last 90 days")),
    _counted("meetings_at_top_in_365_days", say("meetings with the top level in the last 365 days")),
    # how we go about the project at hand
    SimulationFact(
        "present_engagement", "choice", "", say("how the decision chain is engaged at present"), values=ENGAGEMENTS
    ),
    _days("days_in_engagement", say("days for which the decision chain has been engaged in this way")),
    _days("days_in_phase", say("days since the present phase of the strategy began")),
    _days("days_in_play", say("days for which the present competitive strategy has been followed")),
)
"""Facts of time and memory, which a dossier tells by dates."""

FACTS: tuple[SimulationFact, ...] = (
    # the account's assets, market and plans
    _number("asset_age_share", "share", 0, 10, say("age of the asset ÷ its service life")),
    _number("days_to_end_of_life", "days", -20000, 20000, say("days until the asset's service life ends")),
    _number("renewal_lead_days", "days", 0, 5000, say("lead time the account plans for a renewal")),
    _boolean("within_renewal_lead", say("the end of life is nearer than the lead time")),
    _boolean("asset_failed", say("the asset has broken down")),
    _number("peer_adoption", "share", 0, 1, say("share of peers who have bought already")),
    _number(
        "adoption_over_threshold",
        "share",
        -1,
        1,
        say("peer adoption − the account's own threshold"),
    ),
    _boolean("budget_blocked", say("the budget is blocked this year")),
    _number("ambition", "score", 0, 1, say("how much the account wants to lead its field")),
    _boolean("planning_season", say("plans and budgets are being made")),
    _integer("times_shelved", "count", 0, 20, say("how often this project was shelved before")),
    # the project
    _choice("trigger", Trigger, say("why the project opened")),
    _choice("origin", Origin, say("who started it")),
    _boolean("need_frozen", say("the requirement has been fixed")),
    _boolean("seen_before_freeze", say("we saw the need before it was fixed")),
    _boolean("rival_saw_first", say("a rival saw the need before us")),
    _boolean("told_from_inside", say("somebody inside told us of it")),
    _choice("buyer_step", BuyerStep, say("where the buyer's own process stands")),
    _boolean("formal_tender", say("the purchase runs by formal tender")),
    _boolean("visits_allowed", say("people may be called on: not while a tender is out")),
    _number("urgency", "score", 0, 1, say("how pressing the purchase is")),
    _number(
        "days_to_deadline",
        "days",
        -5000,
        20000,
        say("days until the hard deadline; unknown where there is none"),
    ),
    _number("deal_amount", "10k currency", 0, 1e9, say("expected contract amount")),
    _boolean("divisible", say("a part of the project can be bought by itself")),
    # our position
    _number("fit_lead", "score", -1, 1, say("fit of our offer − fit of the best rival's")),
    _number("our_fit", "score", 0, 1, say("fit of our offer with what they ask for")),
    _number("reputation_lead", "score", -1, 1, say("our reputation − the best rival's")),
    _number("relationship_lead", "level", -4, 4, say("our mean relationship level − the best rival's")),
    _boolean("rival_holds_relationship", say("a rival is closer to the deciders than we are")),
    _choice("incumbent", Incumbent, say("who holds the account today")),
    _boolean("rival_present", say("at least one rival is in the deal")),
    _boolean("live_opportunity", say("a project is open")),
    # what we know and have of the decision chain
    _integer("people_identified", "people", 0, 32, say("people known to have a say")),
    _integer("people_met", "people", 0, 32, say("people we have met")),
    _number("coverage_met", "share", 0, 1, say("people met ÷ people identified")),
    _number("power_met", "share", 0, 1, say("power of the people met ÷ believed power of all identified")),
    _integer("top_level_identified", "level", 1, 9, say("highest level identified; 1 is the top")),
    _boolean("decider_identified", say("we know who decides")),
    _boolean("decider_met", say("we have met the decider")),
    _number("decider_stance", "stance", -1, 1, say("the decider's stance when last seen")),
    _number("decider_need", "score", 0, 1, say("the decider's explicit need when last seen")),
    _integer("best_relationship", "level", 1, 5, say("best relationship level with anybody")),
    _boolean("has_sponsor", say("somebody inside sponsors us")),
    _integer("sponsor_level", "level", 1, 9, say("highest level of a sponsor; unknown without one")),
    _boolean("has_mandate", say("somebody at the top backs us openly")),
    _boolean("executive_on_our_side", say("an executive of ours takes part")),
    _integer("refusals_at_top", "count", 0, 200, say("refused attempts to see the top level")),
    _integer("people_resentful", "people", 0, 32, say("people met who feel passed over")),
    # how it goes
    _choice("stage", Stage, say("sales stage")),
    _number("days_in_stage", "days", 0, 20000, say("days since the stage began")),
    _number("stance_seen", "stance", -1, 1, say("power-weighted stance of the people met, when last seen")),
    _number("rival_stance_seen", "stance", -1, 1, say("the same towards the best rival")),
    _number("need_seen", "score", 0, 1, say("power-weighted explicit need of the people met, when last seen")),
    _number("worry_seen", "score", 0, 1, say("power-weighted worry of the people met, when last seen")),
    _number("facts_learnt", "score", 0, 1, say("mean share of what there is to know about the people met")),
    _boolean("offer_submitted", say("our offer has been submitted")),
    _boolean("on_short_list", say("we are among those asked for an offer; unknown until it is settled who is")),
    _integer("touches", "count", 0, 10000, say("touches so far")),
    _integer("touches_since_progress", "count", 0, 10000, say("touches since stance or coverage last rose")),
    _number("cost_share", "share", 0, 1000, say("selling cost so far ÷ expected margin")),
    # whether a move is allowed
    _choice("ownership", Ownership, say("whose the customer is")),
    _choice("move", Move, say("what somebody wants to do towards the customer")),
    _boolean("receiver_evaluates", say("it is aimed at somebody who judges the offers")),
    # what an offer may have to concede
    _boolean("negotiating", say("the buyer negotiates before deciding")),
    _choice("play", Play, say("competitive strategy")),
    _number("price_latitude", "score", 0, 1, say("how freely the price may rise, as we heard")),
    _integer("rivals_seen", "count", 0, 3, say("rivals that people we know have met")),
    _number("price_sought", "share", 0, 1, say("how much price counts for the people met, as far as learnt")),
    _number(
        "delivery_sought", "share", 0, 1, say("how much the delivery date counts for the people met, as far as learnt")
    ),
    _number(
        "credit_sought", "share", 0, 1, say("how much the time for payment counts for the people met, as far as learnt")
    ),
    _choice("purchase_path", PathKind, say("the path that the purchase takes")),
    _boolean("talks_closed", say("the path's own rule ends talks with those who judge: until the award")),
    *TIME_FACTS,
)

OWN_FACTS = 12
"""Facts of a user's own that a scenario may say of its accounts: constants, behind all others in flat vectors."""
FACT_PLACES = len(FACTS) + OWN_FACTS
"""Places of a flat vector of facts."""
FACT_INDEX: dict[str, int] = {fact.name: index for index, fact in enumerate(FACTS)}
