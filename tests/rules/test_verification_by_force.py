"""Every kind of finding against brute force: all accounts that small random books can tell apart, one by one."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings

from engine.rules import compile_book
from engine.rules.language.conditions import Known, leaves, truth
from engine.rules.language.logic import BookLogic
from engine.rules.language.parser import parse_condition
from engine.rules.language.rewriting import replaced
from engine.rules.proof.space import Space
from engine.rules.proof.verification import Verification
from engine.rules.proof.verify import verify

sys.path.insert(0, str(Path(__file__).parent))

from book_maker import accounts, books, fired_by, reading

ACCOUNTS = list(accounts())
EXCLUSIVE = ("unique", "any")
Fired = list[tuple[int, ...]]


def found(report: Verification, kind: str) -> set[tuple[str, ...]]:
    return {finding.rules for finding in report.findings if finding.kind == kind}


def places(logic: BookLogic, fired: Fired) -> list[set[int]]:
    """Per rule the accounts for which it fires."""
    return [{k for k, rules in enumerate(fired) if index in rules} for index in range(len(logic.rules))]


def check_pairs(report: Verification, logic: BookLogic, where: list[set[int]]) -> None:
    names, rows, hit = [rule.id for rule in logic.rules], (*logic.rows, logic.otherwise), logic.book.hit
    pairs = [(i, j) for j in range(len(names)) for i in range(j) if where[i] & where[j]]
    differ = {(names[i], names[j]) for i, j in pairs if rows[i] != rows[j]}
    agree = {(names[i], names[j]) for i, j in pairs if rows[i] == rows[j]}
    assert found(report, "overlap") == (agree if hit == "unique" else set())
    if hit in EXCLUSIVE:
        assert found(report, "conflict") == differ
    elif hit == "priority":
        ties = {
            (names[i], names[j])
            for i, j in pairs
            if rows[i] != rows[j]
            and logic.rules[i].priority == logic.rules[j].priority
            and (where[i] & where[j]) - set().union(*where[:i])
        }
        assert found(report, "conflict") == ties
    twins = {names[j] for i, j in pairs if where[i] == where[j] and rows[i] == rows[j]}
    assert {rules[-1] for rules in found(report, "duplicate")} == twins


def check_rules(report: Verification, logic: BookLogic, fired: Fired, where: list[set[int]]) -> None:
    names, rows, hit = [rule.id for rule in logic.rules], (*logic.rows, logic.otherwise), logic.book.hit
    assert found(report, "unreachable") == {(name,) for name, places in zip(names, where, strict=True) if not places}
    twins = {rules[-1] for rules in found(report, "duplicate")}
    originals = {rules[0] for rules in found(report, "duplicate")}
    idle = {
        names[j]
        for j in range(len(names))
        if where[j] and where[j] <= set().union(*where[:j]) and names[j] not in twins and hit in ("first", "priority")
    }
    assert {rules[-1] for rules in found(report, "shadowed")} == idle
    for rules in found(report, "shadowed"):
        *culprits, last = (names.index(name) for name in rules)
        assert where[last] <= set().union(*(where[i] for i in culprits))
    if hit in ("first", "priority"):
        removable = set()
        for j, name in enumerate(names):
            deciding = [rules for rules in fired if rules[:1] == (j,)]
            after = [rows[(*rules[1:], -1)[0]] for rules in deciding]
            if deciding and name not in twins | originals and all(row == rows[j] for row in after):
                removable.add((name,))
        assert found(report, "subsumed") == removable
    elif hit != "unique":
        contained = {
            name
            for j, name in enumerate(names)
            if where[j]
            and name not in twins
            and any(
                rows[i] == rows[j] and (where[j] < where[i] or (where[j] == where[i] and i < j))
                for i in range(len(names))
                if i != j
            )
        }
        assert {rules[0] for rules in found(report, "subsumed")} == contained


def check_conditions(report: Verification, logic: BookLogic, where: list[set[int]]) -> None:
    readings = [reading(facts) for facts in ACCOUNTS]
    for rule, condition, places in zip(logic.rules, logic.conditions, where, strict=True):
        expected = []
        for place, leaf in enumerate(leaves(condition)):
            on_known = [truth(leaf, *read) for read in readings if leaf.fact not in read[1]]
            freed = {
                holds: {k for k, read in enumerate(readings) if _true(replaced(condition, place, holds), read)}
                for holds in (True, False)
            }
            if not isinstance(leaf, Known) and len(set(on_known)) == 1:
                expected.append("always_true" if on_known[0] else "never_true")
            elif freed[True] == places:
                expected.append("always_true")
            elif freed[False] == places:
                expected.append("never_true")
        idle = [f.kind for f in report.findings if f.kind in ("always_true", "never_true") and f.rules == (rule.id,)]
        assert sorted(idle) == (sorted(expected) if places else [])


def _true(condition, read) -> bool:
    return condition if isinstance(condition, bool) else truth(condition, *read) is True


def check_book(report: Verification, logic: BookLogic, fired: Fired) -> None:
    asked = {leaf.fact for condition in logic.conditions for leaf in leaves(condition)}
    assert {f.fact for f in report.findings if f.kind == "unused_fact"} == set(logic.book.facts) - asked
    must_be_known = {
        name
        for name in asked & {"x", "b"}
        if any(fired) and not any(rules for facts, rules in zip(ACCOUNTS, fired, strict=True) if name not in facts)
    }
    assert {f.fact for f in report.findings if f.kind == "unknown_not_handled"} == must_be_known
    silent = {k for k, rules in enumerate(fired) if not rules}
    all_known = {k for k, facts in enumerate(ACCOUNTS) if len(facts) == 4}
    gaps = [f for f in report.findings if f.kind == "gap"]
    if any(fired):
        assert bool(gaps) == bool(silent)
    closed: set[int] = set()
    for gap in gaps:
        assert gap.row is not None
        row = parse_condition(gap.row, logic.book.facts)
        inside = {k for k, facts in enumerate(ACCOUNTS) if truth(row, *reading(facts)) is True}
        assert inside and inside <= silent, "the row that closes a gap must not reach into the rules"
        assert not inside <= closed
        closed |= inside
    if gaps and silent & all_known:
        assert closed & all_known, "a gap with everything known is told first"
    space = Space(logic.book.facts, logic.conditions)
    assert report.counted and report.silent == len({space.point(ACCOUNTS[k]) for k in silent})
    if any(fired):
        assert closed == silent, "every gap is listed"
        assert not [f for f in report.findings if f.kind == "more_gaps"]
        known = [len(gap.witness or {}) for gap in gaps]
        assert known == sorted(known, reverse=True), "the fullest account first"
    check_always(report, logic, fired)
    assert report.complete == (all(fired) and not found(report, "unreachable"))


def check_always(report: Verification, logic: BookLogic, fired: Fired) -> None:
    expected = set()
    for rule, (declared, condition) in enumerate(zip(logic.rules, logic.conditions, strict=True)):
        asked = list(leaves(condition))
        names = {leaf.fact for leaf in asked}
        firing = {k for k, rules in enumerate(fired) if rule in rules}
        known = {k for k, facts in enumerate(ACCOUNTS) if names <= facts.keys()}
        told = len(asked) > 1 and not all(isinstance(leaf, Known) for leaf in asked)
        if len(firing) == len(ACCOUNTS) or (told and known <= firing):
            expected.add((declared.id,))
    assert found(report, "always_fires") == expected


@settings(max_examples=35)
@given(books())
def test_findings_are_those_that_brute_force_finds(book):
    compiled = compile_book(book)
    report = verify(compiled)
    assert report.proven
    logic = compiled.logic
    fired = [fired_by(logic, facts) for facts in ACCOUNTS]
    where = places(logic, fired)
    check_pairs(report, logic, where)
    check_rules(report, logic, fired, where)
    check_conditions(report, logic, where)
    check_book(report, logic, fired)


@settings(max_examples=25)
@given(books())
def test_every_account_shows_its_finding(book):
    compiled = compile_book(book)
    for finding in verify(compiled).findings:
        if finding.witness is None:
            assert finding.kind in ("unused_fact", "unused_value", "unused_output", "unreachable")
            continue
        fired = {compiled.logic.rules[i].id for i in fired_by(compiled.logic, finding.witness)}
        if finding.kind in ("gap", "unknown_not_handled"):
            assert not fired
        elif finding.kind == "unreachable":
            assert not fired & set(finding.rules)
        elif finding.kind == "shadowed":
            assert finding.rules[-1] in fired and compiled.decide(finding.witness).rule != finding.rules[-1]
        else:
            assert fired.issuperset(finding.rules)


@pytest.mark.parametrize("kind", ["n", "x"])
def test_brute_force_looks_at_every_kind_of_account(kind):
    assert len(ACCOUNTS) == 9 * 6 * 3 * 4
    assert len({facts.get(kind) for facts in ACCOUNTS}) == {"n": 6, "x": 9}[kind]
