"""Books whose rules ask about computed facts decide in a simulation as the books themselves do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from laboratory import books, shipped

from engine.dynamics.state.shared import BOOK_FACTS_MOST
from engine.errors import InputError
from engine.model.rulebook import MAX_FACTS, Rulebook
from engine.rules import compile_book
from engine.simulation import BOOKS, Simulator

WHY = {"en": "made for a test", "zh": "为测试而写"}


def fact(name: str) -> dict[str, Any]:
    kinds: dict[str, dict[str, Any]] = {
        "touches": {"type": "integer", "unit": "count", "range": [0, 10_000]},
        "touches_since_progress": {"type": "integer", "unit": "count", "range": [0, 10_000]},
        "people_met": {"type": "integer", "unit": "people", "range": [0, 32]},
        "people_identified": {"type": "integer", "unit": "people", "range": [0, 32]},
        "decider_stance": {"type": "number", "unit": "stance", "range": [-1, 1]},
        "rival_stance_seen": {"type": "number", "unit": "stance", "range": [-1, 1]},
    }
    return {**kinds[name], "unknown": "no_match"}


def choosing(when: str, facts: dict[str, dict[str, Any]]) -> dict[str, Rulebook]:
    """The shipped books, with one that goes to the top where the sentence holds and else stays with the field force."""
    book = Rulebook.model_validate(
        {
            "id": "engagement_choice",
            "title": WHY,
            "hit": "first",
            "facts": facts,
            "outputs": {"engagement": {"type": "choice", "values": ["bottom_up_field", "top_down"]}},
            "rules": [
                {
                    "id": "up",
                    "when": when,
                    "then": {"engagement": "top_down"},
                    "because": WHY,
                    "assumption": "made up for a test",
                }
            ],
            "otherwise": {
                "then": {"engagement": "bottom_up_field"},
                "because": WHY,
                "assumption": "made up for a test",
            },
        }
    )
    return {**books(), "engagement_choice": book}


def computed(formula: str, kind: str = "number", **more: Any) -> dict[str, Any]:
    return {"type": kind, "formula": formula, "unknown": "no_match", **more}


PLAIN = {name: fact(name) for name in ("touches", "people_met", "people_identified")}
SAME = [
    ("met_enough", "people_met >= 3", computed("people_met >= 3 people", "boolean")),
    ("twice > 5", "people_met >= 3", computed("people_met + people_met", unit="people")),
    ("half >= 1.5", "people_met >= 3", computed("people_met / 2", unit="people")),
    ("more > 0", "people_met >= 3", computed("max(people_met - 2, 0)", unit="people")),
    ("none > 0", "people_met > 32", computed("people_met / (touches - touches)", unit="people per count")),
]


@pytest.mark.parametrize(("asked", "plain", "formula"), SAME)
def test_a_computed_fact_decides_as_the_facts_behind_it(asked: str, plain: str, formula: dict[str, Any]) -> None:
    scenario, name = shipped("keeping_up"), asked.split(maxsplit=1)[0]
    one = Simulator(scenario, "playbook", choosing(asked, {**PLAIN, name: formula}), 3).run(0, 12)
    other = Simulator(scenario, "playbook", choosing(plain, PLAIN), 3).run(0, 12)
    assert one.outcomes.tobytes() == other.outcomes.tobytes()
    counts = one.rule_counts["engagement_choice"]
    np.testing.assert_array_equal(counts, other.rule_counts["engagement_choice"])
    assert counts.sum() > 0 and (plain.endswith("> 32") or counts[0] > 0)


def test_what_was_decided_can_be_explained() -> None:
    """Facts behind facts, a stand-in, and the sampled re-asking: the first replication is always audited."""
    facts = {
        **{name: fact(name) for name in ("decider_stance", "rival_stance_seen")},
        "lead": computed("decider_stance - rival_stance_seen", unit="stance"),
        "ahead": {**computed("lead > 0.2", "boolean"), "unknown": {"as": "no"}},
    }
    facts["rival_stance_seen"]["unknown"] = {"as": 0}
    chosen = choosing("ahead or lead < -0.6", facts)
    trace = Simulator(shipped("resentful_middle"), "playbook", chosen, 5).trace(0)
    book = compile_book(chosen["engagement_choice"])
    told = [
        book.decision_from_codes(int(event["rule_place"]), event.facts)
        for event in trace.events
        if event.kind == "decision" and BOOKS[event.code] == "engagement_choice" and event.facts is not None
    ]
    known = [each for each in told if each.facts["lead"] is not None]
    assert told and all(set(each.facts) == set(facts) for each in told)
    assert all(each.facts["ahead"] == (float(str(each.facts["lead"])) > 0.2) for each in known)


def test_a_formula_over_what_nobody_supplies_is_refused() -> None:
    facts = {
        "ours": {"type": "number", "unit": "score", "unknown": "no_match"},
        "twice": computed("ours + ours", unit="score"),
    }
    with pytest.raises(InputError, match="does not supply the fact `ours`"):
        Simulator(shipped("keeping_up"), "playbook", choosing("twice > 1", facts), 1)


def test_a_book_s_facts_have_room() -> None:
    assert MAX_FACTS == BOOK_FACTS_MOST
