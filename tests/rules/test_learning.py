"""Whether a decision stands whatever is learnt, and how two books differ: against brute force over all accounts."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from engine.errors import InputError
from engine.rules import compile_book, load_book
from engine.rules.proof.difference import difference
from engine.rules.proof.learning import standing_of
from engine.wording import told

sys.path.insert(0, str(Path(__file__).parent))

from book_maker import VALUES, accounts, book, books

ACCOUNTS = list(accounts())


def outputs(compiled, facts):
    try:
        return dict(compiled.decide(facts).outputs)
    except InputError:
        return None


def completions(facts):
    """Every account in which nothing known has changed, and anything else may be known or not."""
    free = {name: [None, *values] for name, values in VALUES.items() if name not in facts}
    for picked in itertools.product(*free.values()):
        yield {**facts, **{name: value for name, value in zip(free, picked, strict=True) if value is not None}}


@settings(max_examples=60)
@given(books(), st.sampled_from(ACCOUNTS))
def test_what_learning_can_change_is_what_brute_force_finds(found, facts):
    compiled = compile_book(found)
    if not compiled.book.single_hit or outputs(compiled, facts) is None:
        return
    standing = standing_of(compiled, facts)
    reached = {tuple(after.items()) for each in completions(facts) if (after := outputs(compiled, each)) is not None}
    reached.discard(tuple(standing.decision.outputs.items()))
    assert {tuple(other.after.outputs.items()) for other in standing.others} == reached
    assert standing.stands is not bool(reached)
    for other in standing.others:
        assert all(change.before is None and change.after is not None for change in other.changes)
        learnt = {**facts, **{change.fact: change.after for change in other.changes}}
        assert outputs(compiled, learnt) == dict(other.after.outputs)
        fewer = [each for each in completions(facts) if len(each) - len(facts) < len(other.changes)]
        assert all(outputs(compiled, each) != dict(other.after.outputs) for each in fewer), "with the fewest facts"


@settings(max_examples=40)
@given(books(), books())
def test_two_books_differ_where_brute_force_finds_it(one, other):
    before, after = compile_book(one), compile_book(other)
    if not (before.book.single_hit and after.book.single_hit):
        return
    try:
        found = difference(before, after)
    except InputError:
        return
    apart = {
        (rules[0].rule, rules[1].rule)
        for facts in ACCOUNTS
        if None not in (a := (outputs(before, facts), outputs(after, facts))) and a[0] != a[1]
        for rules in [(before.decide(facts), after.decide(facts))]
    }
    assert apart <= {(kind.before.rule, kind.after.rule) for kind in found.kinds}
    assert found.same is not bool(found.kinds)
    for kind in found.kinds:
        assert dict(kind.before.outputs) == outputs(before, kind.account)
        assert dict(kind.after.outputs) == outputs(after, kind.account) != dict(kind.before.outputs)


def test_a_book_is_like_itself_and_unlike_its_change():
    first = load_book("engagement_choice")
    assert difference(first.compiled, first.compiled).same
    (rule, *_) = (each.id for each in first.rules if "decider_stance" in each.when)
    other = first.change(rule, then={"engagement": "do_nothing"})
    found = difference(first.compiled, other.compiled)
    assert {kind.before.rule for kind in found.kinds} == {rule} and found.settled
    assert "proved" in str(found.verdict) and "已证明" in told(found.verdict, "zh")


def test_books_of_different_purposes_are_not_compared():
    with pytest.raises(InputError, match="while `engagement_choice` decides"):
        difference(load_book("engagement_choice").compiled, load_book("competitive_strategy").compiled)


def test_what_to_ask_comes_first():
    """Either answer to b changes the decision alone; x only together with n."""
    compiled = compile_book(book([("b", 1), ("x >= 0.5 and n >= 3", 2)]))
    standing = standing_of(compiled, {})
    assert standing.ask[0] == "b" and set(standing.ask) == {"b", "x", "n"}
    assert standing_of(compiled, {"b": True}).stands
    assert not standing_of(compiled, {"b": False, "x": 0.6}).stands
    assert standing_of(compiled, {"b": False, "x": 0.4}).stands
    assert "could change it" in str(standing.verdict)


def test_an_explanation_says_whether_the_decision_stands():
    engagement = load_book("engagement_choice")
    open_still = engagement.explain({"has_sponsor": True})
    assert open_still.standing is not None and not open_still.standing.stands
    assert "what is not known could change it" in open_still.to_text("en")
    assert engagement.explain({"has_sponsor": True}, {"engagement": "top_down"}).standing is None
    assert load_book("potential").explain({}).standing is None, "several rules may decide"
    assert engagement.standing({"has_sponsor": True}).as_data() == open_still.as_data()["standing"]


@settings(max_examples=60)
@given(books(), st.sampled_from(ACCOUNTS))
def test_undetermined_means_that_learning_may_change_it(found, facts):
    """Never said where no completion fires another rule; said wherever one does that no stand-in hides."""
    compiled = compile_book(found)
    if not compiled.book.single_hit:
        return
    try:
        decision = compiled.decide(facts)
    except InputError:
        return
    if decision.rule is None and standing_of(compiled, facts).stands is False:
        assert decision.undetermined
    if decision.rule is not None:
        assert not decision.undetermined
