"""Decisions: hit policies, reasons, recorded numbers, and facts that are refused."""

import math
from types import MappingProxyType

import numpy as np
import pytest

from engine.errors import InputError, RuleMismatch
from engine.model.facts import FACT_INDEX, FACTS
from engine.model.rulebook import Rulebook
from engine.model.terms import Trigger
from engine.rules import book_hash, compile_book, load_book, run_cases
from engine.rules.language.logic import understand
from engine.rules.tabulation.compiled_book import CompiledBook
from tests.rules.turned_rules import turned

WHY = {"en": "so it is", "zh": "就是如此"}


def book(hit="first", rules=("x > 1", "x > 2 and b"), cases=(), **more):
    """A book over a number `x`, a count `n`, a yes/no `b` and a choice `c`; rule i gives out = i."""
    return Rulebook.model_validate(
        {
            "id": "small",
            "title": {"en": "Small book", "zh": "小规则书"},
            "hit": hit,
            "facts": {
                "x": {"type": "number", "unit": "share", "range": [0, 10], "unknown": "no_match"},
                "n": {"type": "integer", "unit": "count", "unknown": {"as": 2}},
                "b": {"type": "boolean", "unknown": "no_match"},
                "c": {"type": "choice", "values": ["red", "绿"], "unknown": "no_match"},
            },
            "outputs": {"out": {"type": "integer", "unit": "place"}, "go": {"type": "boolean"}},
            "rules": [
                {
                    "id": f"r{i}",
                    "when": when,
                    "then": {"out": i, "go": "yes"},
                    "because": WHY,
                    "assumption": "test",
                    **({"priority": -i} if hit == "priority" else {}),
                }
                for i, when in enumerate(rules)
            ],
            "otherwise": {"then": {"out": -1, "go": False}, "because": WHY, "assumption": "test"},
            "cases": cases,
            **more,
        }
    )


def test_first_takes_the_rule_written_first():
    decision = compile_book(book("first")).decide({"x": 3.0, "b": True})
    assert (decision.rule, decision.outputs["out"], [lost.rule for lost in decision.lost]) == ("r0", 0, ["r1"])
    assert "after `r0`" in decision.lost[0].why


def test_priority_takes_the_lowest_number():
    decision = compile_book(book("priority")).decide({"x": 3.0, "b": True})
    assert (decision.rule, [lost.rule for lost in decision.lost]) == ("r1", ["r0"])
    assert decision.lost[0].why == "priority 0 comes after `r1` with -1"


def test_priority_ties_go_to_the_rule_written_first():
    tied = book("priority")
    rules = tuple(rule.model_copy(update={"priority": 5}) for rule in tied.rules)
    assert compile_book(tied.model_copy(update={"rules": rules})).decide({"x": 3.0, "b": True}).rule == "r0"


def test_unique_refuses_two_rules_and_names_both_and_the_facts():
    compiled = compile_book(book("unique"))
    assert compiled.decide({"x": 3.0}).rule == "r0"
    with pytest.raises(InputError, match=r"`r0` and `r1` fire together for x 3, b yes"):
        compiled.decide({"x": 3.0, "b": True})


def test_collect_gives_all_in_the_order_of_the_book():
    compiled = compile_book(book("collect"))
    decision = compiled.decide({"x": 3.0, "b": True})
    assert (decision.rules, decision.collected["out"], decision.lost) == (("r0", "r1"), (0, 1), ())
    assert "out: 0 + 1" in str(decision)
    assert compiled.decide({}).collected["out"] == (-1,)


def test_otherwise_holds_when_nothing_fires():
    decision = compile_book(book()).decide({})
    assert (decision.rule, decision.rules, dict(decision.outputs)) == (None, (), {"out": -1, "go": False})
    assert decision.because.zh == "就是如此"


def test_reasons_tell_what_each_silent_rule_lacked():
    decision = compile_book(book(rules=("x > 2 and b and n <= 1", "x < 5"))).decide({"x": 1.0})
    silent = decision.not_fired[0]
    assert [unmet.as_data() for unmet in silent.unmet] == [
        {"condition": "x > 2", "state": "false", "seen": {"x": 1.0}, "counts_as": {}},
        {"condition": "b is yes", "state": "unknown", "seen": {"b": None}, "counts_as": {}},
        {"condition": "n <= 1", "state": "false", "seen": {"n": None}, "counts_as": {"n": 2}},
    ]


def test_a_decision_says_what_was_decided_what_was_known_and_why_not_the_others():
    decision = compile_book(book(rules=("x > 2 and b and n <= 1", "x < 5", "x < 4"))).decide({"x": 1.0})
    assert decision.to_text("en").splitlines() == [
        "Small book: out: 1; go: yes",
        "  `r1`: so it is",
        "",
        "What is known  value",
        "--------------------",
        "x              1",
        "",
        "Rules that did not decide:",
        "",
        "- `r2` would say out: 2; go: yes",
        "  - fired too, but it stands after `r1` in the book",
        "- `r0` would say out: 0; go: yes",
        "  - lacked: x is above 2 – now 1",
        "  - lacked: b is yes – now unknown",
        "  - lacked: n is at most 1 – now unknown, counts as 2",
    ]
    zh = decision.to_markdown("zh")
    assert zh.startswith("### 小规则书：out：1；go：是\n\n> `r1`：就是如此\n\n| 已知情况 | 取值 |")
    assert zh.splitlines()[-1] == "  - 还缺：n 不高于 1（现为：未知，视作 2）"


def test_a_condition_over_several_facts_names_each_of_them():
    decision = compile_book(book(rules=("x > 2 or n > 3",))).decide({"x": 0.123456})
    assert (
        decision.to_text("en").splitlines()[-1]
        == "  - lacked: x is above 2, or n is above 3 – now x: 0.1235; n: unknown, counts as 2"
    )


def test_unknown_with_and_without_stand_in():
    compiled = compile_book(book("collect", rules=("n == 2", "n is unknown", "x != 3", "not x == 3", "x is unknown")))
    assert compiled.decide({}).rules == ("r0", "r1", "r4")
    assert compiled.decide({"n": 2, "x": 3.0}).rules == ("r0",)
    assert compiled.decide({"n": None, "x": math.nan}).rules == ("r0", "r1", "r4")


def test_facts_may_come_as_terms_numpy_values_and_words():
    compiled = compile_book(load_book("engagement_choice"))
    facts = {"urgency": np.float64(0.9), "decider_identified": "yes", "best_relationship": np.int64(3)}
    by_term = compiled.decide(facts | {"trigger": Trigger.unexpected_replacement, "refusals_at_top": 0.0})
    by_word = compiled.decide(facts | {"trigger": "unexpected_replacement"})
    assert by_term.rule == by_word.rule == "emergency_and_a_known_boss"
    assert compile_book(book(rules=("b",))).decide({"b": np.True_}).rule == "r0"


def test_facts_may_come_as_people_say_them():
    compiled = compile_book(load_book("engagement_choice"))
    said = {"urgency": "90%", "decider_identified": "是", "best_relationship": "３", "trigger": "意外替换"}
    assert compiled.decide(said).rule == "emergency_and_a_known_boss"
    assert compiled.decide(said | {"urgency": "不详"}).facts["urgency"] is None
    with pytest.raises(InputError, match=r"`best_relationship` is no share of one and cannot be 3% .write `3`."):
        compiled.decide(said | {"best_relationship": "3%"})


def test_facts_of_a_file_are_told_with_their_line(tmp_path):
    book, path = load_book("engagement_choice"), tmp_path / "facts.yaml"
    path.write_text("urgency: 90%\ndecider_identified: 是\nhas_sponsor: 不详\n", encoding="utf-8")
    assert book.explain(path).decision.facts == {"urgency": 0.9, "decider_identified": True, "has_sponsor": None}
    assert book.explain({"urgency": "90%", "has_sponsor": "不详"}).flip is not None
    path.write_text("urgensy: 1\nhas_sponsor: perhaps\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        book.decide(path)
    assert [problem.where for problem in caught.value.problems] == [f"{path}:1:1", f"{path}:2:1"]


def test_every_wrong_fact_is_told_at_once():
    with pytest.raises(InputError) as caught:
        compile_book(book()).decide({"y": 1, "x": 11.0, "b": "maybe"})
    assert [problem.code for problem in caught.value.problems] == ["fact-unknown", "value-range", "value-type"]
    assert str(caught.value.problems[0].in_language("zh")).startswith("small 的事实：没有名为 `y` 的事实")


@pytest.mark.parametrize(
    ("facts", "what"),
    [
        ({"y": 1}, "no fact is called `y`"),
        ({"x": 11.0}, r"`x` cannot be 11 \(its range is 0 to 10\)"),
        ({"x": math.inf}, "`x` cannot be inf"),
        ({"x": "3"}, "`x` is a number and cannot be 3"),
        ({"x": True}, "`x` is a number and cannot be yes"),
        ({"n": 2.5}, "`n` counts whole numbers"),
        ({"n": 10**16}, "`n` cannot be"),
        ({"b": 1}, "`b` is yes or no and cannot be 1"),
        ({"b": "maybe"}, "`b` is yes or no and cannot be maybe"),
        ({"c": "blue"}, "`c` has no value `blue`"),
        ({"c": ["red"]}, "`c` is one of its values"),
        ({"c": "r" * 70_000}, "`c` has no value `rrr"),
    ],
)
def test_facts_outside_their_declaration_are_refused(facts, what):
    with pytest.raises(InputError, match=what):
        compile_book(book(rules=("x > 1 and n > 1 and b and c is red",))).decide(facts)


def test_recorded_numbers_become_the_decision_again():
    compiled = compile_book(load_book("engagement_choice"))
    codes = np.full(len(FACTS), np.nan)
    facts = {"trigger": Trigger.unexpected_replacement, "urgency": 0.9, "decider_identified": 1, "best_relationship": 4}
    for name, value in facts.items():
        codes[FACT_INDEX[name]] = value
    winner = next(i for i, rule in enumerate(compiled.table.rules) if rule.rule == "emergency_and_a_known_boss")
    decision = compiled.decision_from_codes(winner, codes)
    assert decision.rule == "emergency_and_a_known_boss"
    assert decision.facts["trigger"] == "unexpected_replacement" and decision.facts["decider_met"] is None
    assert [lost.rule for lost in decision.lost] == ["a_friend_to_build_on"]
    with pytest.raises(RuleMismatch, match="`otherwise` was recorded but `emergency_and_a_known_boss` decides"):
        compiled.decision_from_codes(-1, codes)
    nothing = np.full(len(FACTS), np.nan)
    for none_fired in (-1, len(compiled.table.rules)):
        assert compiled.decision_from_codes(none_fired, nothing).rule is None


def test_recorded_numbers_may_leave_the_declared_range_a_little():
    compiled = compile_book(load_book("withdraw_continue"))
    codes = np.full(len(FACTS), np.nan)
    codes[FACT_INDEX["cost_share"]] = 1000.0000000001
    assert compiled.decision_from_codes(0, codes).rule == "margin_is_gone"


def test_a_wrong_table_is_noticed_by_the_live_engine():
    logic = understand(book())
    right = CompiledBook(logic)
    right.check_against_engine({"x": 3.0})
    rules = tuple(turned(rule, right.table) if rule.rule == "r1" else rule for rule in right.table.rules)
    wrong = CompiledBook(logic, type(right.table)(**{**right.table.__dict__, "rules": rules}))
    with pytest.raises(RuleMismatch, match="the live engine fires"):
        wrong.check_against_engine({"x": 3.0})


def test_a_decision_cannot_be_changed():
    decision = compile_book(book()).decide({"x": 3.0})
    with pytest.raises(AttributeError):
        decision.fired = ()
    assert isinstance(decision.outputs, MappingProxyType)


def test_equal_books_share_a_hash_and_their_tables():
    assert book_hash(book()) == book_hash(book()) != book_hash(book(rules=("x > 1.0000001", "x > 2 and b")))
    assert compile_book(book()) is compile_book(book())


def test_failing_cases_say_what_was_expected():
    cases = (
        {"name": "wrong rule", "facts": {"x": 3}, "rule": "r1", "expect": {"out": 1}},
        {"name": "right", "facts": {"x": 3}, "rule": "r0", "expect": {"out": 0, "go": "yes"}},
        {"name": "outside", "facts": {"x": 3, "b": None}, "rule": "otherwise"},
    )
    results = run_cases(compile_book(book(cases=cases)))
    assert results[0].failures == ("expected `r1` to decide, but it was `r0`", "out: expected 1, got 0")
    assert results[1].failures == ()
    assert results[2].failures == ("expected `otherwise` to decide, but it was `r0`",)


def test_what_is_not_known_is_no_reason_against():
    """Where unknown facts could let another rule fire, the book says so instead of giving a false reason."""
    book = load_book("competitive_strategy")
    nothing = book.decide({})
    assert nothing.rule is None and nothing.undetermined
    assert nothing.because == book.otherwise.undetermined != book.otherwise.because
    told = {name: stated(declared) for name, declared in book.facts.items()}
    known = book.decide(told)
    assert not known.undetermined
    assert known.rule is not None or known.because == book.otherwise.because


def stated(declared):
    """A value that says little for or against anything."""
    if declared.type == "boolean":
        return False
    if declared.type == "choice":
        return declared.values[-1]
    return max(0, declared.low)
