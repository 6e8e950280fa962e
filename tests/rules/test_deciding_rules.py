"""What an explanation says of the rules that decided: sentence, branch that held, stand-ins, source."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from engine.rules import compile_book, load_book
from engine.rules.proof.explanation import explain_decision

sys.path.insert(0, str(Path(__file__).parent))

from book_maker import book


def explained(rules, facts, hit="first"):
    return explain_decision(compile_book(book(rules, hit)), facts)


def test_the_sentence_and_the_branch_that_held_are_told():
    found = explained([("(x > 0.5 and n == 2) or b", 1), ("b", 2)], {"x": 0.7, "n": 2, "b": False})
    (rule,) = found.deciding
    assert rule.as_data() == {
        "rule": "r0",
        "when": "(x > 0.5 and n == 2) or b is yes",
        "held": [["x > 0.5 and n == 2"]],
        "counted_as": {},
        "source": None,
        "assumption": "test",
    }
    text = " ".join(found.to_text("en").split())
    assert "`r0` fires when (x is above 0.5, and n is 2), or b is yes - held: x is above 0.5, and n is 2" in text
    assert "- assumption: test" in text


def test_every_branch_that_held_is_told_and_those_within_it():
    both = explained([("x > 0.5 or (n == 2 and (b or c is green))", 1)], {"x": 0.7, "n": 2, "b": True, "c": "red"})
    assert both.deciding[0].as_data()["held"] == [["x > 0.5", "n == 2 and (b is yes or c is green)"], ["b is yes"]]
    plain = explained([("x > 0.5 and n == 2", 1)], {"x": 0.7, "n": 2})
    assert plain.deciding[0].held == () and "held:" not in plain.to_text("en")


def test_what_stood_in_for_an_unknown_fact_is_told():
    found = explained([("n <= 2 and (x > 0.5 or c is green)", 1)], {"x": 0.7})
    assert found.deciding[0].taken == {"n": 1}
    assert "unknown, and counted as the book says: n: 1" in found.to_text("en")
    assert explained([("n <= 2", 1)], {"n": 2}).deciding[0].taken == {}
    assert explained([("n is unknown", 1)], {}).deciding[0].taken == {}


def test_otherwise_has_a_source_and_several_hits_have_one_each():
    none = explained([("b", 1)], {}).deciding
    assert [(rule.rule, rule.condition, rule.as_data()["assumption"]) for rule in none] == [("otherwise", None, "test")]
    several = explained([("b", 1), ("x > 0.5", 2), ("n == 4", 3)], {"b": True, "x": 0.7}, "collect").deciding
    assert [rule.rule for rule in several] == ["r0", "r1"]
    assert len(explained([("b", 1), ("x > 0.5", 2)], {"b": True, "x": 0.7}).deciding) == 1, "the one that decides"


def test_shipped_books_tell_their_sources_as_data_and_in_words():
    found = load_book("withdraw_continue").explain({"incumbent": "us"})
    data = json.loads(json.dumps(found.as_data()))
    assert data["deciding"][0]["source"] == "Field texts on key-account selling, system S23"
    assert "source: Field texts on key-account selling, system S23" in found.to_text("en")
    assert "来源：" in found.to_text("zh")
