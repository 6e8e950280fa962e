"""What is proved of books with computed facts, against brute force: every account there can be of small books."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from engine.errors import InputError
from engine.rules import compile_book
from engine.rules.language.conditions import truth
from engine.rules.language.parser import parse_condition
from engine.rules.proof.case_values import values_seen
from engine.rules.proof.difference import difference
from engine.rules.proof.explanation import explain_decision
from engine.rules.proof.flip import nearest_flip
from engine.rules.proof.learning import standing_of
from engine.rules.proof.mutants import mutants_of
from engine.rules.proof.mutation import mutate, observed
from engine.rules.proof.solver import Deadline
from engine.rules.proof.space import Space
from engine.rules.proof.telling_account import fired_on, telling
from engine.rules.proof.verify import verify

sys.path.insert(0, str(Path(__file__).parent))

import test_verification_by_force as force
from book_maker import book
from computed_book_maker import ACCOUNTS, computed_books


def decided(compiled, account):
    try:
        decision = compiled.decide(account)
    except InputError:
        return None
    return dict(decision.collected)


@settings(max_examples=120, deadline=None)
@given(computed_books())
def test_every_finding_is_right_and_none_is_missing(monkeypatch_module, made):
    compiled = compile_book(made)
    logic = compiled.logic
    fired = [fired_on(logic, facts) for facts in ACCOUNTS]
    monkeypatch_module.setattr(force, "ACCOUNTS", ACCOUNTS)
    monkeypatch_module.setattr(force, "reading", lambda facts: values_seen(logic, facts))
    report = verify(compiled, 30)
    assert report.proven
    where = force.places(logic, fired)
    force.check_pairs(report, logic, where)
    force.check_rules(report, logic, fired, where)
    force.check_conditions(report, logic, where)
    silent = {k for k, rules in enumerate(fired) if not rules}
    if any(fired):
        assert any(finding.kind == "gap" for finding in report.findings) == bool(silent)
    for finding in report.findings:
        if finding.witness is not None:
            assert not set(finding.witness) & set(logic.derived.formulas), "an account as it can be given"


@pytest.fixture(scope="module")
def monkeypatch_module():
    with pytest.MonkeyPatch.context() as patch:
        yield patch


def cost(before, after):
    """Facts changed, then the sum of the changes relative to the ranges."""
    changed = [name for name in "abt" if before.get(name) != after.get(name)]
    both = [name for name in changed if name != "t" and name in before and name in after]
    return len(changed), sum(abs(before[name] - after[name]) / 3 if name in both else 1 for name in changed)


@settings(max_examples=80, deadline=None)
@given(computed_books(), st.sampled_from(ACCOUNTS))
def test_the_nearest_flip_is_the_nearest_of_all(made, account):
    compiled = compile_book(made)
    now = decided(compiled, account)
    if now is None:
        return
    flip = nearest_flip(compiled, account, seconds=30)
    others = [each for each in ACCOUNTS if decided(compiled, each) not in (None, now)]
    known = [each for each in others if account.keys() <= each.keys()]
    best = min((cost(account, each) for each in known or others), default=None)
    if flip is None:
        assert best is None
        return
    reached = {**account, **{change.fact: change.after for change in flip.changes}}
    reached = {name: value for name, value in reached.items() if value is not None}
    assert decided(compiled, reached) not in (None, now)
    assert cost(account, reached) == pytest.approx(best)
    assert flip.distance == pytest.approx(best[1])
    assert not {change.fact for change in flip.changes} & set(compiled.logic.derived.formulas)


@settings(max_examples=60, deadline=None)
@given(computed_books(), st.sampled_from([each for each in ACCOUNTS if len(each) < 3]))
def test_a_decision_stands_if_no_completion_changes_it(made, account):
    compiled = compile_book(made)
    if not made.single_hit or decided(compiled, account) is None:
        return
    now = dict(compiled.decide(account).outputs)
    standing = standing_of(compiled, account, 30)
    completions = [each for each in ACCOUNTS if account.items() <= each.items() and decided(compiled, each) is not None]
    others = {}
    for each in completions:
        ends = tuple(compiled.decide(each).outputs.values())
        others[ends] = min(others.get(ends, 9), len(each) - len(account))
    others.pop(tuple(now.values()), None)
    assert standing.settled
    assert {tuple(o.after.outputs.values()): len(o.changes) for o in standing.others} == others


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_mutants_are_told_apart_when_some_account_does(data):
    logic = compile_book(data.draw(computed_books())).logic
    mutants = list(mutants_of(logic))
    everything = dict.fromkeys(logic.book.outputs, (0,))
    seen = [observed(logic, fired_on(logic, facts), everything) for facts in ACCOUNTS]
    changed = [each for each in mutants if each.kind in ("formula", "unknown")]
    for mutant in data.draw(st.lists(st.sampled_from(changed or mutants), min_size=1, max_size=4, unique_by=id)):
        apart = [
            facts
            for facts, was in zip(ACCOUNTS, seen, strict=True)
            if was[0] != "refused" and observed(mutant.logic, fired_on(mutant.logic, facts), everything) != was
        ]
        account = telling(logic, mutant, Deadline(30))
        assert (account is None) == (not apart), (mutant.kind, mutant.change, apart[:1])
        if account is not None:
            before = observed(logic, fired_on(logic, account), everything)
            after = observed(mutant.logic, fired_on(mutant.logic, account), everything)
            assert before[0] != "refused" and before != after


@settings(max_examples=40, deadline=None)
@given(computed_books(), st.data())
def test_two_books_are_told_apart_by_every_pair_of_rules_that_parts_them(made, data):
    if not made.single_hit:
        return
    place = data.draw(st.integers(0, len(made.rules) - 1))
    rules = list(made.rules)
    rules[place] = rules[place].model_copy(update={"when": data.draw(st.sampled_from(["a > 1", "t", "a is known"]))})
    one, other = compile_book(made), compile_book(made.model_copy(update={"rules": tuple(rules)}))
    parted = set()
    for account in ACCOUNTS:
        try:
            before, after = one.decide(account), other.decide(account)
        except InputError:
            continue
        if dict(before.outputs) != dict(after.outputs):
            parted.add((before.rule, after.rule))
    found = difference(one, other, 30)
    assert found.settled
    assert {(kind.before.rule, kind.after.rule) for kind in found.kinds} == parted


# numbers that are measured, not counted: what is claimed is never contradicted by an account


MEASURED = {
    "p": {"type": "number", "unit": "points", "range": [0, 2], "unknown": "no_match"},
    "q": {"type": "number", "unit": "points", "range": [0, 2], "unknown": {"as": 1}},
    "apart": {"type": "number", "unit": "points", "formula": "p - 2 * q + 0.5", "unknown": "no_match"},
    "more": {"type": "number", "unit": "points", "formula": "max(p, q) - min(p, q)", "unknown": "no_match"},
    "ahead": {"type": "boolean", "formula": "p > q", "unknown": "no_match"},
}
GRID = [
    {name: value for name, value in zip("pq", values, strict=True) if value is not None}
    for values in itertools.product((None, *(step / 8 for step in range(17))), repeat=2)
]
MEASURES = [f"{name} {sign} {number}" for name in ("apart", "more") for sign in ("<", ">=", "==", ">")
            for number in (-0.5, 0, 0.25, 1)]  # fmt: skip
MEASURES += ["p < 0.25", "p >= 1", "p == 1"]
MEASURES += ["ahead", "not ahead", "apart is unknown", "more is known", "q is unknown"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from(MEASURES), min_size=1, max_size=3, unique=True).map(" and ".join),
            st.integers(0, 2),
        ),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from(["first", "any"]),
    st.sampled_from(GRID),
)
def test_no_account_contradicts_what_is_claimed(rules, hit, account):
    compiled = compile_book(book(rules, hit, facts=MEASURED))
    logic = compiled.logic
    report = verify(compiled, 30)
    assert report.proven
    fired = [fired_on(logic, each) for each in GRID]
    for finding in report.findings:
        if finding.kind == "unreachable":
            assert not any(logic.rules[place].id in finding.rules for rules in fired for place in rules)
        if finding.kind == "shadowed":
            assert not any(logic.rules[each[0]].id == finding.rules[-1] for each in fired if each)
        if finding.kind == "gap":
            row = parse_condition(finding.row, logic.book.facts)
            assert not any(
                rules and truth(row, *values_seen(logic, each)) for each, rules in zip(GRID, fired, strict=True)
            )
    if not any(finding.kind == "gap" for finding in report.findings) and any(rules for rules in fired):
        assert all(fired)
    now = decided(compiled, account)
    if now is None:
        return
    flip = nearest_flip(compiled, account, seconds=30)
    others = [each for each in GRID if decided(compiled, each) not in (None, now)]
    known = [each for each in others if account.keys() <= each.keys()] or others
    if flip is None:
        assert not others
        return
    reached = {**account, **{change.fact: change.after for change in flip.changes}}
    assert decided(compiled, reached) not in (None, now)
    for each in known:
        changed = [name for name in "pq" if account.get(name) != each.get(name)]
        assert len(flip.changes) <= len(changed)
        if len(flip.changes) == len(changed) and all(name in account and name in each for name in changed):
            assert flip.distance <= sum(abs(account[name] - each[name]) / 2 for name in changed) + 1e-6


# formulas that are not linear


CURVED = {
    "p": {"type": "number", "unit": "points", "range": [1, 4], "unknown": "no_match"},
    "q": {"type": "number", "unit": "points", "range": [1, 4], "unknown": "no_match"},
    "ratio": {"type": "number", "unit": "share", "formula": "p / q", "unknown": "no_match"},
    "area": {"type": "number", "unit": "points^2", "formula": "p * q", "unknown": "no_match"},
    "gap": {"type": "number", "unit": "points", "formula": "p - q", "unknown": "no_match"},
}


def test_what_is_not_linear_is_not_claimed():
    made = compile_book(book([("area > 17", 1), ("gap > 1", 2), ("gap > 2", 2)], facts=CURVED))
    report = verify(made, 20)
    assert not report.proven and not report.complete
    open_ = [finding for finding in report.findings if finding.kind == "not_proven"]
    assert any(finding.rules == ("r0",) and "can never fire" in str(finding.message) for finding in open_)
    assert not any(finding.kind == "unreachable" for finding in report.findings), "it never fires, but who knows"
    assert "not linear" in str(open_[0].message)


def test_accounts_are_found_all_the_same_and_questions_apart_are_settled():
    made = compile_book(book([("area > 4", 1), ("gap > 1", 2), ("gap > 2", 2), ("gap > 5", 0)], facts=CURVED))
    report = verify(made, 20)
    found = {(finding.kind, finding.rules) for finding in report.findings}
    assert ("unreachable", ("r3",)) in found and ("shadowed", ("r1", "r2")) in found
    for finding in report.findings:
        if finding.kind == "gap":
            assert made.decide(finding.witness).rule is None


def test_a_quotient_that_is_compared_with_numbers_is_seen_through():
    made = compile_book(
        book([("ratio > 5", 1), ("gap > 1", 2), ("ratio >= 4", 1), ("ratio is unknown", 0)], facts=CURVED)
    )
    report = verify(made, 20)
    assert report.proven
    found = {finding.kind: finding.rules for finding in report.findings}
    assert found["unreachable"] == ("r0",) and found["shadowed"] == ("r1", "r2"), "4 to 1 is a gap of 3"
    flip = nearest_flip(made, {"p": 4, "q": 3.5}, {"out": 2}, seconds=20)
    assert [change.fact for change in flip.changes] == ["q"] and 2.99 <= flip.changes[0].after < 3


def test_a_flip_that_a_formula_hides_is_not_claimed_to_be_missing():
    made = compile_book(book([("area > 15", 1)], facts=CURVED))
    alone = explain_decision(made, {"p": 2, "q": 4}, seconds=5)
    assert alone.settled and [change.fact for change in alone.flip.changes] == ["p"], "a single change is linear"
    together = explain_decision(made, {"p": 2, "q": 2}, seconds=5)
    assert together.flip is None and not together.settled and "not linear" in str(together.nearest_change)


def test_what_is_known_makes_a_product_linear():
    made = compile_book(book([("area > 12", 1)], facts=CURVED))
    standing = standing_of(made, {"p": 4})
    assert standing.settled and standing.stands is False
    (other,) = standing.others
    assert other.changes[0].fact == "q" and other.changes[0].after > 3
    assert standing_of(made, {"p": 2}).stands is True


def test_a_formula_mutant_that_may_matter_is_not_called_harmless():
    curved = {**CURVED, "area": {**CURVED["area"], "formula": "1.1 * p * q"}}
    made = compile_book(book([("area > 100", 1), ("gap < 1", 1)], facts=curved))
    of_area = [each for each in mutate(made, seconds=10).survivors if "`area` computed" in str(each.change)]
    assert of_area and not any(each.settled for each in of_area), "no area is beyond 20, but who knows"


def test_the_greatest_of_many_is_seen_through():
    names = [f"v{place}" for place in range(7)]
    given_ = {name: {"type": "number", "unit": "points", "range": [0, 4], "unknown": "no_match"} for name in names}
    most = {"type": "number", "unit": "points", "formula": f"max({', '.join(names)})", "unknown": "no_match"}
    made = compile_book(book([("v3 > 2 and most <= 2", 1), ("most > 3", 2)], facts={**given_, "most": most}))
    report = verify(made, 30)
    assert report.proven
    assert [finding.rules for finding in report.findings if finding.kind == "unreachable"] == [("r0",)]
    flip = nearest_flip(made, {**dict.fromkeys(names, 1), "v5": 2.5}, {"out": 2}, seconds=20)
    assert [change.fact for change in flip.changes] == ["v5"] and 3 < flip.changes[0].after <= 3.01


@settings(max_examples=60, deadline=None)
@given(computed_books())
def test_kinds_of_account_are_counted(made):
    compiled = compile_book(made)
    report = verify(compiled, 30)
    space = Space(made.facts, compiled.logic.conditions)
    points = {space.point(facts): bool(fired_on(compiled.logic, facts)) for facts in ACCOUNTS}
    if report.exact_cells:
        assert report.cells == len(points)
    silent = sum(not fires for fires in points.values())
    assert report.silent == silent if report.counted else report.silent <= silent
