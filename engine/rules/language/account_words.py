"""Words of the books on what an account is worth and how it buys (S01, S02, S04), as people say them."""

from __future__ import annotations

from collections.abc import Mapping

from engine.wording import Said, say

_KINDS: Mapping[str, Said] = {
    "strategic": say("strategic", context="kind of customer"),
    "group": say("tied to us", context="kind of customer"),
    "important": say("important", context="kind of customer"),
    "economic": say("economic", context="kind of customer"),
    "none": say("of no kind", context="kind of customer"),
    "find_out": say("find out first"),
}
_FIND_OUT: Mapping[str, Said] = {"find_out": say("find out first"), "unknown": say("unknown")}

ACCOUNT_WORDS: Mapping[str, Mapping[str, Said]] = {
    "standing": {
        "defend": say("defend"),
        "develop": say("develop", context="standing"),
        "serve": say("serve", context="standing"),
        "let_go": say("let go"),
        **_FIND_OUT,
    },
    "recognised": {
        "key_account": say("key account"),
        "candidate": say("candidate"),
        "no": say("no"),
        **_FIND_OUT,
    },
    "condition": {
        "none": say("none", context="condition"),
        "raise_value": say("value today rises to the bar"),
        "show_potential": say("growth, influence or a larger share shows"),
        "look_up": say("what is open is looked up"),
    },
    "review": {
        "promoted": say("promoted"),
        "kept": say("tier kept"),
        "watch": say("kept, on watch"),
        "demoted": say("demoted"),
        **_FIND_OUT,
    },
    "new_tier": {"none": say("none", context="tier"), "same": say("as before", context="tier"), **_FIND_OUT},
    "last_tier": {"none": say("none", context="tier")},
    "band": {
        "top": say("top", context="band"),
        "large": say("large", context="band"),
        "medium": say("medium", context="band"),
        "small": say("small", context="band"),
        **_FIND_OUT,
    },
    "kind": _KINDS,
    "account_kind": _KINDS,
    "committee": {
        "top_and_planning": say("the top and its planners"),
        "parent_and_sister_firms": say("the parent and sister firms"),
        "experts_and_authorities": say("experts and authorities"),
        "users_and_purchasing": say("users and purchasing"),
        **_FIND_OUT,
    },
    "path": {
        "long_term_agreement": say("long-term agreement"),
        "reciprocal_or_direct": say("reciprocal or direct purchase"),
        "tender": say("tender"),
        "frame_or_enquiry": say("frame contract or enquiry"),
        **_FIND_OUT,
    },
    "value_sought": {
        "growing_together": say("growing together"),
        "gain_of_both": say("gain of both along the chain"),
        "safety_and_standing": say("safety and public standing"),
        "price_and_supply": say("price and punctual supply"),
        **_FIND_OUT,
    },
    "rival_visits": {
        "more": say("more than usual"),
        "usual": say("as usual", context="visits"),
        "fewer": say("fewer than usual"),
        **_FIND_OUT,
    },
    "before_a_project": {
        "fortify": say("fortify: deepen and widen relationships"),
        "link_both_sides": say("link buying and selling"),
        "be_known_early": say("be known before papers are written"),
        "secure_supply": say("secure supply and price"),
        "nothing_special": say("nothing special"),
        **_FIND_OUT,
    },
    "usual_path": {
        "tender_by_law": say("tender, as the law asks"),
        "tender_by_own_rules": say("tender above its own threshold"),
        "owner_decides": say("free comparison, the owner decides"),
        "headquarters_list": say("suppliers on headquarters' list"),
        **_FIND_OUT,
    },
    "meetings": {
        "budget_round": say("budget round"),
        "collective_meeting": say("collective meeting on fixed dates"),
        "owner_in_person": say("by the owner in person"),
        "headquarters_and_site": say("between site and headquarters"),
        **_FIND_OUT,
    },
    "usual_terms": {
        "by_appropriation": say("paid when money is appropriated"),
        "by_milestones": say("by milestones, with retention"),
        "by_bargaining": say("by bargaining"),
        "by_group_contract": say("by the group's standard contract"),
        **_FIND_OUT,
    },
    "timing": {
        "enter_now": say("into the plans now"),
        "next_round": say("for the next round of plans"),
        "any_time": say("at any time"),
        **_FIND_OUT,
    },
}
"""By the output or fact whose values they are."""
