"""Words for the values of books on the buying and selling process, which no simulation knows."""

from __future__ import annotations

from collections.abc import Mapping

from engine.wording import Said, say

PROCESS_WORDS: Mapping[str, Mapping[str, Said]] = {
    "buyclass": {
        "unknown": say("unknown"),
        "straight_rebuy": say("straight rebuy"),
        "modified_rebuy": say("modified rebuy"),
        "new_task": say("new task"),
    },
    "selling_task": {
        "find_out": say("find out first"),
        "ease_the_reorder": say("make ordering again easy"),
        "first_small_order": say("win a first small order"),
        "close_the_gap": say("close the gap before others do"),
        "offer_better": say("show what is better with us"),
        "define_the_need": say("help to define the need"),
    },
    "qualified": {
        "find_out": say("find out first"),
        "meets": say("meets our conditions"),
        "does_not_meet": say("does not meet our conditions"),
    },
    "question": {
        "find_out": say("find out first"),
        "none": say("no question now"),
        "situation": say("situation questions"),
        "problem": say("problem questions"),
        "implication": say("implication questions"),
        "need_payoff": say("need-payoff questions"),
    },
    "next_task": {
        "find_out": say("find out first"),
        "research_customer": say("research the customer"),
        "build_relationships": say("build relationships"),
        "find_initiatives": say("find the key initiative"),
        "plan_the_account": say("make the account plan"),
        "qualify": say("qualify the opportunity"),
        "link_capability": say("link their initiative to our capability"),
        "find_difficulties": say("find their difficulties"),
        "assess_advantage": say("assess where we stand beside rivals"),
        "influence_criteria": say("influence intent and criteria"),
        "know_participants": say("get to know every participant"),
        "show_unique_value": say("show what only we bring"),
        "differentiate": say("set our offer apart"),
        "tailor_solution": say("tailor the solution"),
        "establish_value": say("establish the value"),
        "submit": say("hand in the offer"),
        "surface_worries": say("bring out their worries"),
        "remove_worries": say("remove their worries"),
        "improve_solution": say("improve the solution"),
        "plan_implementation": say("plan the implementation"),
        "negotiate_terms": say("negotiate the terms"),
        "sign": say("sign the contract"),
        "make_sure_it_fits": say("make sure that the solution fits"),
        "review_value": say("review the value realised"),
        "find_openings": say("find the next opening"),
        "ask_for_reference": say("ask them to be a reference"),
        "ask_for_leads": say("ask for leads"),
        "help_the_buyer": say("help the owner of their present step"),
        "await_the_buyer": say("wait for the buyer, answer in writing"),
        "go_on": say("go on to the next stage"),
        "note_the_outcome": say("note the outcome"),
        "stay_in_touch": say("stay in touch"),
    },
}
"""By the output whose values they are."""
