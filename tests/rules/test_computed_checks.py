"""What is proved of books with computed facts, against brute force: every account that small books can be asked about."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from engine.errors import InputError
from engine.rules import compile_book
from engine.rules.proof.case_values import values_seen
from engine.rules.proof.difference import difference
from engine.rules.proof.flip import nearest_flip
from engine.rules.proof.learning import standing_of
from engine.rules.proof.mutants import mutants_of
from engine.rules.proof.mutation import observed
from engine.rules.proof.real_accounts import Unsettled
from engine.rules.proof.solver import Deadline
from engine.rules.proof.telling_account import fired_on, telling
from engine.rules.proof.verify import verify

sys.path.insert(0, str(Path(__file__).parent))

import test_verification_by_force as force
from computed_book_maker import ACCOUNTS, computed_books


def decided(compiled, account):
    try:
        decision = compiled.decide(account)
    except InputError:
        return None
    return dict(decision.collected)


@settings(max_examples=120, deadline=None)
@given(computed_books())
def test_every_finding_is_right_and_none_is_missing(monkeypatch_module, book):
    compiled = compile_book(book)
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
def test_the_nearest_flip_is_the_nearest_of_all(book, account):
    compiled = compile_book(book)
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
def test_a_decision_stands_if_no_completion_changes_it(book, account):
    compiled = compile_book(book)
    if not book.single_hit or decided(compiled, account) is None:
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
        try:
            account = telling(logic, mutant, Deadline(30))
        except Unsettled:
            assert mutant.kind == "unknown", "a formula is always seen through here"
            continue
        assert (account is None) == (not apart), (mutant.kind, mutant.change, apart[:1])
        if account is not None:
            before = observed(logic, fired_on(logic, account), everything)
            after = observed(mutant.logic, fired_on(mutant.logic, account), everything)
            assert before[0] != "refused" and before != after


@settings(max_examples=40, deadline=None)
@given(computed_books(), st.data())
def test_two_books_are_told_apart_by_every_pair_of_rules_that_parts_them(book, data):
    if not book.single_hit:
        return
    place = data.draw(st.integers(0, len(book.rules) - 1))
    rules = list(book.rules)
    rules[place] = rules[place].model_copy(update={"when": data.draw(st.sampled_from(["a > 1", "t", "a is known"]))})
    one, other = compile_book(book), compile_book(book.model_copy(update={"rules": tuple(rules)}))
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
