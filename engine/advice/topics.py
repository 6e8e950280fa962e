"""What is decided of an account, by which books, and what of it other books take up."""

from __future__ import annotations

from engine.advice.abc_analysis import BANDS_BOOK
from engine.advice.question_advice import QUESTION_BOOK
from engine.advice.standing import PLAYS, TRIGGERS
from engine.wording import Said, say

TOPICS: dict[str, Said] = {
    "account_rating": say("Value today"),
    "potential_rating": say("Potential"),
    "account_standing": say("Standing"),
    "potential": say("Potential worksheet"),
    "admission": say("Admission"),
    "tier_letters": say("Tier"),
    "tier_review": say("Tier review"),
    "tier_pyramid": say("Pyramid"),
    "service_level": say("Service level"),
    "account_kind": say("Kind of customer"),
    "account_ownership": say("Ownership"),
    "purchase_triggers": say("Trigger"),
    "buyclass": say("Kind of purchase"),
    "project_origin": say("Origin"),
    "qualify_opportunity": say("Opportunity"),
    "stage_gates": say("Stage gate"),
    "stage_tasks": say("Next task"),
    "withdraw_continue": say("Carry on or withdraw"),
    "competitive_strategy": say("Competitive strategy"),
    "engagement_choice": say("Engagement"),
    "play_moves": say("Move within the play"),
    "selling_mode": say("Selling mode"),
    "care_levers": say("Care"),
    "terms_collection": say("Terms and collection"),
    "rival_misconduct": say("A rival's misconduct"),
    "plan_lines": say("Account plan"),
}
"""What is decided of an account, in this order; each by the book of this id."""
SERVICE = "service_level"
OF_A_PROJECT = (
    *("buyclass", "project_origin", "qualify_opportunity", "stage_gates", "stage_tasks", "withdraw_continue"),
)
"""Topics of which nothing is said unless a project is live."""
CONTACT_BOOK = "next_contact"
COMPLIANCE_BOOK, CONDUCT_BOOK = "compliance", "conduct"
ADVICE_BOOKS = (*TOPICS, CONTACT_BOOK, QUESTION_BOOK, COMPLIANCE_BOOK, CONDUCT_BOOK, BANDS_BOOK)
PASSED_ON = {
    TRIGGERS: "trigger",
    PLAYS: "play",
    "tier_letters": "tier",
    "tier_pyramid": "layer",
    SERVICE: "service_level",
}
"""What is settled of one topic is a fact of those that follow, by this name."""
FOLLOWING = ("play_moves", "selling_mode", "care_levers", "terms_collection", "rival_misconduct", "plan_lines")
"""Topics that take up what others decide, or that list all that applies."""
