"""Chains of books against brute force: what they decide, whether it stands, what flips it, what is wrong with them."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

import pytest

from engine.errors import InputError
from engine.rules.language.conditions import truth
from engine.rules.language.logic import understand
from engine.rules.proof.chain_flip import nearest_flip_along
from engine.rules.proof.mutants import mutants_of
from engine.rules.proof.mutation import observed
from engine.rules.proof.solver import Deadline
from engine.rules.proof.telling_account import telling
from engine.rules.proof.verify import verify

sys.path.insert(0, str(Path(__file__).parent))

from chain_maker import VALUES, accounts, by_hand, chain

SEEDS = [*range(48), 149, 191, 347, 378]


def outputs(book, facts):
    """The output, with what holds where no rule fires; "refused" where a hit policy forbids the rules."""
    _, _, said = by_hand(book, facts)
    return understand(book).otherwise["out"] if said is None else said


def decided(book, facts):
    try:
        return book.decide(facts).outputs["out"]
    except InputError:
        return "refused"


@pytest.mark.parametrize("seed", SEEDS)
def test_every_account_is_decided_as_by_hand(seed):
    book = chain(seed)
    given = list(book.feeders)
    told = []
    for number, account in enumerate(accounts(book)):
        facts = dict(account)
        if number % 3 == 2:
            facts[given[number % len(given)]] = {"kind": "q", "points": 2}[given[number % len(given)]]
        said = decided(book, facts)
        assert said == outputs(book, facts)
        if said != "refused":
            told.append((facts, said))
            if number % 7 == 0:
                book.compiled.check_against_engine(facts)
    if told:
        together = book.decide_all([facts for facts, _ in told])
        assert list(together.outputs["out"]) == [said for _, said in told]
        for at, (facts, _) in enumerate(told[:40]):
            one = book.decide(facts)
            assert together[at].rules == one.rules and together[at].fed.keys() == one.fed.keys()
            assert together[at].undetermined == one.undetermined == together.undetermined[at]


def completions(book, facts):
    names = [name for name in VALUES if name in book.compiled.askable and name not in facts]
    for values in itertools.product(*(VALUES[name] for name in names)):
        yield {**facts, **{name: value for name, value in zip(names, values, strict=True) if value is not None}}


@pytest.mark.parametrize("seed", SEEDS)
def test_what_learning_given_facts_can_change_is_what_brute_force_finds(seed):
    book = chain(seed)
    for facts in list(accounts(book))[:: 7 + seed % 5]:
        if outputs(book, facts) == "refused":
            continue
        standing = book.standing(facts)
        reached: dict[object, int] = {}
        for each in completions(book, facts):
            said, learnt = outputs(book, each), len(each) - len(facts)
            reached[said] = min(learnt, reached.get(said, learnt))
        reached.pop("refused", None)
        reached.pop(standing.decision.outputs["out"])
        assert standing.settled
        assert {flip.after.outputs["out"]: len(flip.changes) for flip in standing.others} == reached


@pytest.mark.parametrize("seed", SEEDS)
def test_the_nearest_flip_changes_as_few_facts_as_can_be(seed):
    book = chain(seed)
    everybody = list(accounts(book))
    for facts in everybody[:: 9 + seed % 7]:
        now = outputs(book, facts)
        if now == "refused":
            continue
        flip = nearest_flip_along(book.compiled, facts)
        away = [
            sum(facts.get(name) != each.get(name) for name in VALUES)
            for each in everybody
            if outputs(book, each) not in (now, "refused") and facts.keys() <= each.keys()
        ]
        if away:
            assert flip is not None and len(flip.changes) == min(away)
        elif flip is not None:
            assert any(change.after is None for change in flip.changes)
        if flip is not None:
            moved = {**facts, **{change.fact: change.after for change in flip.changes}}
            assert decided(book, moved) == flip.after.outputs["out"] != now


@pytest.mark.parametrize("seed", SEEDS)
def test_check_knows_what_the_feeders_can_say(seed):
    book = chain(seed)
    logic = understand(book)
    found = verify(book.compiled)
    assert found.proven
    told = [(facts, fired, said) for facts, fired, said in (by_hand(book, each) for each in accounts(book))]
    told = [(facts, fired) for facts, fired, said in told if said != "refused" or fired]
    names, rows = [rule.id for rule in logic.rules], logic.rows
    of = {kind: {one.rules for one in found.findings if one.kind == kind} for kind in (
        "unreachable", "overlap", "conflict", "shadowed", "duplicate", "unknown_not_handled")}  # fmt: skip
    where = [{k for k, (_, fired) in enumerate(told) if n in fired} for n in range(len(names))]
    assert of["unreachable"] == {(names[n],) for n, places in enumerate(where) if not places}
    pairs = [(i, j) for j in range(len(names)) for i in range(j) if where[i] & where[j]]
    if book.hit == "unique":
        assert of["overlap"] == {(names[i], names[j]) for i, j in pairs if rows[i] == rows[j]}
        assert of["conflict"] == {(names[i], names[j]) for i, j in pairs if rows[i] != rows[j]}
    else:
        twins = {names[j] for i, j in pairs if where[i] == where[j] and rows[i] == rows[j]}
        assert {rules[-1] for rules in of["duplicate"]} == twins
        idle = {
            names[j]
            for j in range(len(names))
            if where[j] and where[j] <= set().union(*where[:j]) and names[j] not in twins
        }
        assert {rules[-1] for rules in of["shadowed"]} == idle
    silent = any(not fired for _, fired in told)
    if any(where):
        assert any(one.kind == "gap" for one in found.findings) == silent
    assert found.counted and bool(found.silent) == silent


@pytest.mark.parametrize("seed", range(0, 60, 2))
def test_two_versions_of_a_chain_differ_where_brute_force_finds_it(seed):
    """Another last rule, other feeders, or both."""
    one, other = chain(seed), chain(seed + (1 if seed % 4 else 0))
    if seed % 4 == 0:
        first = other.rules[0]
        other = other.change(first.id, when=f"({first.when}) and {next(iter(other.facts))} is known")
    if one.facts != other.facts and any(
        one.facts[name].model_copy(update={"fed_by": None}) != other.facts[name].model_copy(update={"fed_by": None})
        for name in one.facts.keys() & other.facts.keys()
    ):
        return
    if one.outputs != other.outputs:
        return
    found = one.diff(other)
    assert found.settled
    apart = set()
    for account in accounts_of(one, other):
        mine, theirs = ({n: v for n, v in account.items() if n in b.compiled.askable} for b in (one, other))
        a, b = outputs(one, mine), outputs(other, theirs)
        if "refused" not in (a, b) and a != b:
            apart.add((one.decide(mine).rule, other.decide(theirs).rule))
    assert {(kind.before.rule, kind.after.rule) for kind in found.kinds} == apart


def accounts_of(one, other):
    names = [name for name in VALUES if name in {*one.compiled.askable, *other.compiled.askable}]
    for values in itertools.product(*(VALUES[name] for name in names)):
        yield {name: value for name, value in zip(names, values, strict=True) if value is not None}


def fires(logic, facts):
    declared = logic.book.facts
    stand_ins = {name: each.unknown.value for name, each in declared.items() if each.unknown != "no_match"}
    unknown = frozenset(declared) - facts.keys()
    return tuple(
        place
        for place, condition in enumerate(logic.conditions)
        if truth(condition, {**stand_ins, **facts}, unknown) is True
    )


@pytest.mark.parametrize("seed", range(0, 40, 2))
def test_a_mutant_is_harmless_where_no_account_of_the_chain_tells_it_apart(seed):
    book = chain(seed)
    logic = book.compiled.logic
    everything = {"out": (0,)}
    reached = [(facts, fired) for facts, fired, said in (by_hand(book, each) for each in accounts(book))
               if said != "refused" or fired]  # fmt: skip
    for mutant in list(mutants_of(logic))[::3]:
        apart = [
            facts
            for facts, fired in reached
            if (was := observed(logic, fired, everything))[0] != "refused"
            and observed(mutant.logic, fires(mutant.logic, facts), everything) != was
        ]
        account = telling(logic, mutant, Deadline(30))
        assert (account is None) == (not apart), (mutant.kind, str(mutant.change), apart[:1])
        if account is not None:
            facts, fired, _ = by_hand(book, account)
            before = observed(logic, fired, everything)
            assert before[0] != "refused"
            assert before != observed(mutant.logic, fires(mutant.logic, facts), everything)
