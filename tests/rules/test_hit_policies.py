"""Hit policies mean what the DMN standard says; an evaluator of the tests' own works the results out again."""

from __future__ import annotations

import itertools
import math
import sys
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from small_books import OUTPUTS, book, rule

from engine.errors import InputError
from engine.rules import compile_book, run_cases

GRADE = {"grade": {"type": "choice", "values": ["high", "middle", "low"]}, **OUTPUTS}


def three(hit, points=(1, 2, 2), **more):
    """Three rules that fire for age > 1, > 2 and > 3."""
    rules = [rule(i, f"age > {i + 1}", {"points": value}) for i, value in enumerate(points)]
    return compile_book(book(hit, rules=rules, **more))


def graded(hit, grades, points=(1, 2, 3)):
    rules = [
        rule(i, f"age > {i + 1}", {"grade": grade, "points": value})
        for i, (grade, value) in enumerate(zip(grades, points, strict=True))
    ]
    return compile_book(book(hit, rules=rules, outputs=GRADE))


def test_any_takes_rules_that_agree_and_says_so():
    compiled = three("any", (2, 2, 2))
    decision = compiled.decide({"age": 9})
    assert (decision.rule, decision.rules, decision.outputs["points"]) == ("r0", ("r0",), 2)
    assert [lost.why for lost in decision.lost] == ["it says the same as `r0`"] * 2
    assert "与 `r0` 结论相同" in decision.to_text("zh")


def test_any_refuses_rules_that_disagree_and_names_them_and_the_facts():
    compiled = three("any", (2, 2, 3))
    assert compiled.decide({"age": 2.5}).outputs["points"] == 2
    with pytest.raises(InputError, match="`r0` and `r2` say points 2 ≠ 3 for age 9"):
        compiled.decide({"age": 9})


def test_priority_without_numbers_ranks_by_the_order_of_the_values():
    decision = graded("priority", ["low", "high", "middle"]).decide({"age": 9})
    assert (decision.rule, decision.outputs["grade"]) == ("r1", "high")
    assert [(lost.rule, lost.why) for lost in decision.lost] == [
        ("r2", "its outputs rank below those of `r1`"),
        ("r0", "its outputs rank below those of `r1`"),
    ]


def test_priority_with_equal_values_takes_the_rule_written_first():
    decision = graded("priority", ["low", "low", "middle"]).decide({"age": 2.5})
    assert (decision.rule, [lost.why for lost in decision.lost]) == ("r0", ["it stands after `r0` in the book"])


def test_priority_wants_numbers_on_all_rules_or_values_to_rank_by():
    rules = [rule(0, "age > 1", {"points": 1}, priority=1), rule(1, "age > 2", {"points": 1})]
    with pytest.raises(InputError, match="`r1` needs a `priority`"):
        compile_book(book("priority", rules=rules))
    with pytest.raises(InputError, match="`r0` needs a `priority`"):
        three("priority")


def test_rule_order_and_output_order_give_all_hits():
    ordered = graded("rule order", ["low", "high", "middle"]).decide({"age": 9})
    assert (ordered.rules, ordered.collected["grade"]) == (("r0", "r1", "r2"), ("low", "high", "middle"))
    ranked = graded("output order", ["low", "high", "middle"]).decide({"age": 9})
    assert (ranked.rules, ranked.collected["grade"]) == (("r1", "r2", "r0"), ("high", "middle", "low"))
    assert ranked.lost == ordered.lost == ()
    assert "grade: high + middle + low" in str(ranked)


def test_output_order_compares_outputs_one_after_the_other():
    outputs = {"grade": GRADE["grade"], "name": {"type": "choice", "values": ["x", "y"]}}
    given_rows = [("low", "x"), ("high", "y"), ("high", "x")]
    rules = [rule(i, "age > 0", {"grade": g, "name": n}) for i, (g, n) in enumerate(given_rows)]
    decision = compile_book(book("output order", rules=rules, outputs=outputs)).decide({"age": 1})
    assert decision.rules == ("r2", "r1", "r0")


@pytest.mark.parametrize(("how", "expected"), [("count", 3), ("sum", 5), ("min", 1), ("max", 2)])
def test_collect_makes_one_value_of_all_hits(how, expected):
    decision = three("collect", aggregate=how).decide({"age": 9})
    assert decision.outputs == {"points": expected}
    assert decision.rules == ("r0", "r1", "r2") and decision.collected["points"] == (1, 2, 2)
    assert f": {expected} (" in decision.to_text("en") and "1、2、2" in decision.to_text("zh")


@pytest.mark.parametrize(("how", "expected"), [("count", 0), ("sum", 0), ("list", 0), (None, 0)])
def test_when_nothing_fires_otherwise_stands_for_the_result(how, expected):
    decision = three("collect", aggregate=how).decide({})
    assert (decision.rule, decision.outputs["points"]) == (None, expected)


def test_equal_answers_count_as_often_as_they_are_given():
    """A collection is a list, not a set: two rules that both give 2 are two hits."""
    assert three("collect", (2, 2, 2), aggregate="count").decide({"age": 9}).outputs["points"] == 3
    assert three("collect", (2, 2, 2), aggregate="sum").decide({"age": 9}).outputs["points"] == 6


def test_a_sum_may_leave_the_range_of_its_parts_and_cases_may_expect_it():
    cases = [
        {"name": "all", "facts": {"age": 9}, "rule": ["r0", "r1", "r2"], "expect": {"points": 15}},
        {"name": "wrong", "facts": {"age": 9}, "rule": ["r0", "r1", "r2"], "expect": {"points": 5}},
        {"name": "list", "facts": {"age": 2.5}, "rule": ["r0", "r1"], "expect": {"points": [5, 5]}},
    ]
    results = run_cases(three("collect", (5, 5, 5), aggregate="sum", cases=cases))
    assert [result.failures for result in results] == [(), ("points: expected 5, got 15",), ()]


@pytest.mark.parametrize(
    ("hit", "more", "what"),
    [
        ("first", {"aggregate": "sum"}, "hit policy `first` takes no `aggregate`"),
        ("collect", {"aggregate": "sum", "outputs": GRADE}, "needs a single output, and there are 2"),
        (
            "collect",
            {"aggregate": "max", "outputs": {"grade": GRADE["grade"]}},
            "needs a number, and `grade` is none",
        ),
        ("output order", {}, "needs an output that lists its `values`"),
        ("rule order", {"priority": 3}, "hit policy `rule order` takes no priority"),
    ],
)
def test_a_policy_that_does_not_fit_the_book_is_refused(hit, more, what):
    outputs = more.pop("outputs", OUTPUTS)
    then = {name: "low" if declared["type"] == "choice" else 1 for name, declared in outputs.items()}
    extra = {"priority": more.pop("priority")} if "priority" in more else {}
    with pytest.raises(InputError, match=what):
        compile_book(book(hit, rules=[rule(0, "age > 1", then, **extra)], outputs=outputs, **more))


@pytest.mark.parametrize("hit", ["collect", "rule order", "output order"])
def test_a_simulation_takes_only_books_in_which_one_rule_decides(hit):
    compiled = graded(hit, ["low", "high", "middle"])
    with pytest.raises(InputError, match=f"needs one answer, but hit policy `{hit}`"):
        _ = compiled.single_hit_table
    assert graded("first", ["low", "high", "middle"]).single_hit_table.book == "small"


ROW = st.tuples(st.integers(1, 5), st.sampled_from(["high", "middle", "low"]), st.integers(-5, 5))


@given(st.lists(ROW, min_size=1, max_size=5), st.sampled_from([0.5, 1.5, 2.5, 3.5, 5.5]))
def test_policies_agree_with_their_definitions(rows, age):
    rules = [rule(i, f"age > {bound}", {"grade": g, "points": p}) for i, (bound, g, p) in enumerate(rows)]
    hits = [(g, p) for bound, g, p in rows if age > bound]
    default = ("low", 0)

    def decide(hit):
        return compile_book(book(hit, rules=rules, outputs=GRADE)).decide({"age": age})

    def pairs(decision):
        return list(zip(decision.collected["grade"], decision.collected["points"], strict=True))

    by_rank = sorted(hits, key=lambda pair: ["high", "middle", "low"].index(pair[0]))
    assert pairs(decide("first")) == (hits[:1] or [default])
    assert pairs(decide("priority")) == (by_rank[:1] or [default])
    assert pairs(decide("rule order")) == pairs(decide("collect")) == (hits or [default])
    assert pairs(decide("output order")) == (by_rank or [default])
    for hit, allowed in (("unique", len(hits) < 2), ("any", len(set(hits)) < 2)):
        if allowed:
            assert pairs(decide(hit)) == (hits[:1] or [default])
        else:
            with pytest.raises(InputError):
                decide(hit)
    only = [rule(i, f"age > {bound}", {"points": p}) for i, (bound, _, p) in enumerate(rows)]
    values = [p for _, p in hits]
    for how, expected in (
        ("sum", sum(values)),
        ("count", len(values)),
        ("min", min(values, default=0)),
        ("max", max(values, default=0)),
    ):
        assert (
            compile_book(book("collect", rules=only, aggregate=how)).decide({"age": age}).outputs["points"] == expected
        )


def test_the_sum_of_numbers_is_exact():
    outputs = {"points": {"type": "number", "unit": "points"}}
    parts = [0.1] * 10
    rules = [rule(i, "age > 0", {"points": part}) for i, part in enumerate(parts)]
    found = compile_book(book("collect", rules=rules, outputs=outputs, aggregate="sum")).decide({"age": 1})
    assert found.outputs["points"] == math.fsum(parts) == 1.0 != list(itertools.accumulate(parts))[-1]
