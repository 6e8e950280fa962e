"""Rules that decide nearly always: found in the books that are ours; their worth is what rules one by one say."""

from __future__ import annotations

from engine import compare, read_situation, rule_roi
from engine.studies import nearly_always


def test_a_book_that_always_says_the_same_is_found_and_priced() -> None:
    situation = read_situation("kam:keeping_up")
    found = compare(situation, ["playbook"], replications=120, seed=4, workers=1)
    (rule,) = nearly_always(found, situation, "playbook")
    assert (rule.purpose, rule.rule) == ("cultivation_choice", "others_have_moved")
    assert rule.decided == rule.asked == rule.replications == 120
    roi = rule_roi(situation, "cultivation_choice", replications=120, seed=4, workers=1).rule("others_have_moved")
    (margin,) = (name for name in roi.adds if "margin" in name)
    assert roi.changed_in and rule.adds.value is not None and roi.adds[margin].value is not None
    assert (rule.adds.value > 0) == (roi.adds[margin].value > 0)


def test_where_no_rule_is_like_that_nothing_is_played() -> None:
    situation = read_situation("kam:keeping_up")
    found = compare(situation, ["top_down"], replications=4, seed=4, workers=1)
    assert nearly_always(found, situation, "top_down") == ()
    assert nearly_always(found, situation, "do_nothing") == ()
