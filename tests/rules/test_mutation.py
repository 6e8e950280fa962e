"""Mutants: which there are, which the cases catch, and the proofs that the others do or do not matter."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from engine.model.rulebook import Rulebook
from engine.rules import compile_book, load_book, run_cases
from engine.rules.language.conditions import sentence, truth
from engine.rules.proof.case_values import values_seen
from engine.rules.proof.mutants import mutants_of
from engine.rules.proof.mutation import mutate, observed
from engine.rules.proof.solver import Deadline
from engine.rules.proof.telling_account import telling

sys.path.insert(0, str(Path(__file__).parent))

from book_maker import FACTS, VALUES, book, books

TENTHS = (None, 0.0, 0.1, 0.27, 0.28, 0.3, 0.31, 0.33, 0.4, 0.45, 0.46, 0.5, 0.52, 0.55, 0.6, 0.9, 0.95, 1.0)
"""Values in and between the constants 0.3, 0.5 and 1 and all that is a tenth beside them."""
ACCOUNTS = [
    {name: value for name, value in zip(VALUES, picked, strict=True) if value is not None}
    for picked in itertools.product(TENTHS, *(VALUES[name] for name in ("n", "b", "c")))
]


def fired_by(logic, facts):
    """The rules that fire, unknown facts counting as what this book says."""
    values, unknown = values_seen(logic, facts)
    return tuple(i for i, condition in enumerate(logic.conditions) if truth(condition, values, unknown) is True)


def changes(compiled, kind, fine=False):
    return [mutant.change for mutant in mutants_of(compiled.logic, fine) if mutant.kind == kind]


def test_mutants_of_a_small_book_are_those_one_expects():
    compiled = compile_book(book([("x >= 0.5 and n < 3", 1), ("c in [red, green] or n between 1 and 2", 2)]))
    assert changes(compiled, "operator") == ["`x > 0.5` instead of `x >= 0.5`", "`n <= 3` instead of `n < 3`"]
    assert changes(compiled, "threshold") == [
        "`x >= 0.45` instead of `x >= 0.5`",
        "`x >= 0.55` instead of `x >= 0.5`",
        "`n < 2` instead of `n < 3`",
        "`n between 0 and 2` instead of `n between 1 and 2`",
        "`n between 2 and 2` instead of `n between 1 and 2`",
        "`n between 1 and 1` instead of `n between 1 and 2`",
        "`n between 1 and 3` instead of `n between 1 and 2`",
    ]
    assert changes(compiled, "list") == [
        "`c in [green]` instead of `c in [red, green]`",
        "`c in [red]` instead of `c in [red, green]`",
    ]
    assert len(changes(compiled, "negated")) == len(changes(compiled, "dropped")) == 4
    assert changes(compiled, "order") == ["exchanged with `r1`"]
    assert changes(compiled, "removed") == ["rule removed"] * 2
    assert changes(compiled, "output") == [
        "out: 2 instead of 1",
        "out: 0 instead of 1",
        "out: 0 instead of 2",
        "out: 1 instead of 2",
        "out: 3 instead of 2",
        "out: 1 instead of 0",
        "out: -1 instead of 0",
    ]
    assert changes(compiled, "unknown") == [
        "unknown `x` counts as 1 instead of matching nothing",
        "unknown `n` matches nothing instead of counting as 1",
        "unknown `n` counts as 0 instead of 1",
        "unknown `c` matches nothing instead of counting as red",
    ]
    assert changes(compiled, "policy") == []


def test_the_next_number_is_tried_on_demand():
    compiled = compile_book(book([("x >= 0.5", 1)]))
    extra = set(changes(compiled, "threshold", fine=True)) - set(changes(compiled, "threshold"))
    assert extra == {"`x >= 0.49999999999999994` instead of `x >= 0.5`"}, "the one above is the operator's mutant"


def test_what_unknown_means_is_a_fault_until_a_case_pins_it():
    rules, loose = [("b", 1)], [{"name": "yes", "facts": {"b": True}, "rule": "r0", "expect": {"out": 1}}]
    tight = [*loose, {"name": "nobody knows", "facts": {}, "rule": "otherwise", "expect": {"out": 0}}]
    (missed,) = [each for each in mutate(compile_book(book(rules, cases=loose))).missed if each.kind == "unknown"]
    assert missed.change == "unknown `b` counts as yes instead of matching nothing"
    assert (missed.account, missed.decided_by) == ({}, ("otherwise",))
    assert str(missed.words(book(rules))) == missed.change, "a fact has no rule to name"
    found = mutate(compile_book(book(rules, cases=tight)))
    assert found.survivors == ()
    assert mutate(compile_book(book(rules, cases=loose))).as_data()["survivors"][-1]["rule"] is None


def test_a_fact_asked_only_whether_it_is_known_has_no_meaning_to_mistake():
    assert changes(compile_book(book([("b is known", 1)])), "unknown") == []


def test_the_hit_policy_is_mistaken_where_that_changes_the_order():
    rules = [("x > 0.5", 1), ("b", 2)]
    turned = compile_book(book(rules, "priority", priorities=[2, 1]))
    assert changes(turned, "policy") == ["hit policy `first` instead of `priority`"]
    assert changes(compile_book(book(rules, "priority", priorities=[1, 2])), "policy") == []
    (missed,) = [each for each in mutate(turned).missed if each.kind == "policy"]
    assert missed.account == {"x": 1.0, "b": True} and missed.decided_by == ("r1",)


def test_books_that_give_all_hits_may_be_read_in_another_order():
    facts = {"b": {"type": "boolean", "unknown": "no_match"}, "n": FACTS["n"]}
    data = book([("b", 1), ("n > 2", 2)], "rule order", facts=facts).model_dump(by_alias=True)
    data["outputs"] = {"out": {"type": "choice", "values": ["first", "second", "third"]}}
    data["rules"][0]["then"], data["rules"][1]["then"] = {"out": "second"}, {"out": "first"}
    data["otherwise"]["then"] = {"out": "third"}
    compiled = compile_book(Rulebook.model_validate(data))
    assert changes(compiled, "policy") == ["hit policy `output order` instead of `rule order`"]
    assert changes(compiled, "output")[:2] == ["out: first instead of second", "out: third instead of second"]
    (missed,) = [each for each in mutate(compiled).missed if each.kind == "policy"]
    assert missed.account == {"b": True, "n": 3} and missed.decided_by == ("r0", "r1")


def test_of_an_aggregate_a_case_is_proposed_that_tells():
    data = book([("b", 5), ("n > 2", 2)], "collect").model_dump(by_alias=True) | {"aggregate": "max"}
    found = mutate(compile_book(Rulebook.model_validate(data)))
    assert all(each.settled for each in found.missed)
    least = next(each for each in found.missed if (each.rule, each.change) == ("r1", "out: 1 instead of 2"))
    assert least.decided_by == ("r1",), "beside r0 it would not be seen"


def test_constants_at_zero_move_by_a_tenth_of_the_range():
    assert "`x > 0.1` instead of `x > 0`" in changes(compile_book(book([("x > 0", 1)])), "threshold")


def test_cases_catch_what_they_look_at_and_no_more():
    rules = [("x >= 0.5", 1), ("b", 2)]
    plain = [{"name": "at the edge", "facts": {"x": 0.5}, "rule": "r0"}]
    full = [
        {"name": "at the edge", "facts": {"x": 0.5, "b": True}, "rule": "r0", "expect": {"out": 1}},
        {"name": "just below", "facts": {"x": 0.48}, "rule": "otherwise", "expect": {"out": 0}},
        {"name": "yes", "facts": {"x": 0.48, "b": True}, "rule": "r1", "expect": {"out": 2}},
        {"name": "no", "facts": {"b": False}, "rule": "otherwise"},
    ]
    few, all_of_them = mutate(compile_book(book(rules, cases=plain))), mutate(compile_book(book(rules, cases=full)))
    assert {(each.rule, each.change) for each in few.missed} >= {
        ("r0", "out: 2 instead of 1"),
        ("r0", "`x >= 0.45` instead of `x >= 0.5`"),
        ("r1", "rule removed"),
    }
    assert [str(each) for each in all_of_them.missed] == []
    assert all_of_them.survivors == () and all_of_them.tried == few.tried == few.caught + len(few.survivors)


def test_mutants_that_cannot_matter_are_set_apart():
    found = mutate(compile_book(book([("x >= 0.5", 1), ("x >= 0.7 and b", 2)])))
    assert {each.rule for each in found.harmless} == {"r1", ""} and len(found.missed) > 0
    assert "Proved to change no decision:" in found.to_text("en") and "证明无影响：" in found.to_text("zh")


def test_failing_cases_are_left_out_and_named():
    wrong = [{"name": "wrong", "facts": {"x": 0.6}, "rule": "otherwise"}]
    found = mutate(compile_book(book([("x >= 0.5", 1)], cases=wrong)))
    assert found.failing == ("wrong",) and found.caught == 0


@settings(max_examples=30)
@given(books(), st.data())
def test_harmless_is_what_brute_force_cannot_tell_apart(book, data):
    """Every proof is compared with all accounts that book and mutant can tell apart."""
    logic = compile_book(book).logic
    mutants = list(mutants_of(logic))
    everything = dict.fromkeys(logic.book.outputs, (0,))
    seen = [observed(logic, fired_by(logic, facts), everything) for facts in ACCOUNTS]
    for mutant in data.draw(st.lists(st.sampled_from(mutants), min_size=1, max_size=6, unique_by=id)):
        apart = [
            facts
            for facts, was in zip(ACCOUNTS, seen, strict=True)
            if was[0] != "refused" and observed(mutant.logic, fired_by(mutant.logic, facts), everything) != was
        ]
        account = telling(logic, mutant, Deadline(30))
        assert (account is None) == (not apart), (mutant.kind, mutant.change, apart[:1])
        if account is not None:
            before = observed(logic, fired_by(logic, account), everything)
            assert before[0] != "refused" != observed(mutant.logic, fired_by(mutant.logic, account), everything)
            assert before != observed(mutant.logic, fired_by(mutant.logic, account), everything)


def as_book(logic, hit="first"):
    """A mutant as a book of its own, in the order in which its rules win."""
    rules = [
        rule.model_copy(update={"when": sentence(condition), "then": row, "priority": None})
        for rule, condition, row in zip(logic.rules, logic.conditions, logic.rows, strict=True)
    ]
    otherwise = logic.book.otherwise.model_copy(update={"then": logic.otherwise})
    data = logic.book.model_copy(update={"rules": tuple(rules), "otherwise": otherwise, "hit": hit})
    return Rulebook.model_validate_json(data.model_dump_json(by_alias=True))


@pytest.mark.parametrize("name", ["project_origin", "competitive_strategy"])
def test_the_engine_catches_the_same_mutants(name):
    """Mutants are judged without durable_rules; here each is compiled to it and its cases are run."""
    compiled = compile_book(load_book(name))
    cases = compiled.book.cases[:6]
    few = compile_book(compiled.book.model_copy(update={"cases": cases}))
    mutants = [mutant for mutant in mutants_of(few.logic) if len(mutant.logic.rules) == len(few.logic.rules)][::4]
    survived = {(each.rule, each.change) for each in mutate(few).survivors}
    for mutant in mutants:
        failures = [result for result in run_cases(compile_book(as_book(mutant.logic))) if result.failures]
        assert bool(failures) != ((mutant.rule, mutant.change) in survived), mutant.change
    assert survived
