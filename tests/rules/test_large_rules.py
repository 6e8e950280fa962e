"""No reasonable rule is refused: many facts in a sentence, many alternatives, many rules; all are read alike."""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

import pytest

from engine.rules import Book
from engine.rules.language.conditions import truth

sys.path.insert(0, str(Path(__file__).parent))

from book_maker import WHY

FLAGS = {f"b{i}": {"type": "boolean", "unknown": "no_match"} for i in range(30)}
NUMBERS = {f"n{i}": {"type": "number", "unit": "x", "range": [0, 100], "unknown": "no_match"} for i in range(15)}
PLACES = {
    "industry": {"type": "choice", "values": [f"i{i}" for i in range(10)], "unknown": "no_match"},
    "region": {"type": "choice", "values": [f"r{i}" for i in range(7)], "unknown": "no_match"},
}
HALF = {name: FLAGS[name] for name in list(FLAGS)[:15]}


def large(facts, rules):
    return Book.from_dict(
        {
            "id": "large",
            "title": WHY,
            "hit": "first",
            "facts": facts,
            "outputs": {"place": {"type": "integer", "unit": "place"}},
            "rules": [
                {"id": f"r{i}", "when": when, "then": {"place": i}, "because": WHY, "assumption": "made up for a test"}
                for i, when in enumerate(rules)
            ],
            "otherwise": {"then": {"place": -1}, "because": WHY, "assumption": "made up for a test"},
        }
    )


def some_account(book, chance):
    account = {}
    for name, declared in book.facts.items():
        kinds = {"boolean": [True, False], "choice": declared.values, "number": [0.0, 3.0, 50.0, 50.5, 100.0]}
        account[name] = chance.choice([None, *2 * kinds[declared.type]])
    return account


def all_agree(book, near, rounds=200):
    """The tables, the live engine and the evaluator of the language, on accounts around those that fire."""
    chance = random.Random(7)
    compiled, fired = book.compiled, set()
    for _ in range(rounds):
        account = some_account(book, chance) if chance.random() < 0.3 else {**near}
        for name in chance.sample(sorted(book.facts), chance.randint(0, 2)):
            account[name] = some_account(book, chance)[name]
        known = {name: value for name, value in account.items() if value is not None}
        unknown = frozenset(book.facts) - known.keys()
        expected = tuple(
            rule.id
            for rule, condition in zip(compiled.logic.rules, compiled.logic.conditions, strict=True)
            if truth(condition, known, unknown) is True
        )
        compiled.check_against_engine(account)
        decision = compiled.decide(account)
        assert tuple(compiled.logic.rules[place].id for place in decision.fired) == expected
        assert book.decide_all([account])[0].rules == decision.rules
        fired.add(decision.rule)
    assert len(fired) > 1, "accounts are decided both ways"


def test_a_conjunction_of_thirty_facts():
    book = large(FLAGS, [" and ".join(FLAGS), " and ".join(f"not {name}" for name in FLAGS)])
    all_agree(book, dict.fromkeys(FLAGS, True))
    found = book.check()
    assert found.proven and found.silent == found.cells - 2
    told = book.explain({**dict.fromkeys(FLAGS, True), "b7": False}, to={"place": 0})
    assert told.flip is not None and [change.fact for change in told.flip.changes] == ["b7"]


def test_ten_industries_times_seven_regions():
    pairs = [(i, j) for i in range(10) for j in range(7) if (i + j) % 2]
    one = large(PLACES, [" or ".join(f"(industry is i{i} and region is r{j})" for i, j in pairs)])
    rows = large(PLACES, [f"industry is i{i} and region is r{j}" for i, j in pairs])
    near = {"industry": "i1", "region": "r0"}
    all_agree(one, near)
    all_agree(rows, near)
    for industry in PLACES["industry"]["values"]:
        for region in PLACES["region"]["values"]:
            account = {"industry": industry, "region": region}
            assert (one.decide(account).rule is None) == (rows.decide(account).rule is None)
    assert one.check().proven and rows.check().proven


def test_a_list_of_two_hundred_values():
    values = [f"v{i}" for i in range(200)]
    facts = {"v": {"type": "choice", "values": values, "unknown": "no_match"}, "b": FLAGS["b0"]}
    book = large(facts, [f"b and v in [{', '.join(values[:150])}]", f"v not in [{', '.join(values[20:])}]"])
    for value in (*values[15:25], *values[145:155]):
        for flag in (True, False, None):
            book.compiled.check_against_engine({"v": value, "b": flag})
    assert book.decide(v="v149", b=True).rule == "r0" and book.decide(v="v150", b=True).rule is None


def test_many_alternatives_of_many_facts():
    """A sentence of 1 024 ways is proved about; one of 32 768 decides, and is not proved about."""
    ten, fifteen = (" and ".join(f"(b{2 * i} or b{2 * i + 1})" for i in range(pairs)) for pairs in (10, 15))
    for sentence in (ten, fifteen):
        all_agree(large(FLAGS, [sentence, "b0 and not b1"]), dict.fromkeys(FLAGS, True), 60)
    assert large({name: FLAGS[name] for name in list(FLAGS)[:20]}, [ten]).check(120).proven
    (only,) = large(FLAGS, [fifteen]).check().findings
    assert only.kind == "not_proven" and "4,096 ways" in str(only.words) and "`r0`" in str(only.words)


def test_five_hundred_rules_over_thirty_facts_each():
    chance = random.Random(1)
    facts = {**NUMBERS, **HALF}
    near = {**dict.fromkeys(NUMBERS, 50.0), **dict.fromkeys(HALF, True)}
    rules = [
        " and ".join([
            *(f"{name} {chance.choice(['<', '>='])} {chance.choice([20, 40, 60, 80])}" for name in NUMBERS),
            *(chance.choice(["", "not "]) + name for name in HALF),
        ])
        for _ in range(499)
    ]  # fmt: skip
    exact = " and ".join([*(f"{name} between 40 and 60" for name in NUMBERS), *HALF])
    start = time.process_time()
    book = large(facts, [*rules, exact])
    all_agree(book, near, 12)
    assert time.process_time() - start < 60
    assert book.decide(near).rule == "r499"


@pytest.mark.parametrize("sentence", ["b0 and not b0", "b0 or not b0 or b0 is unknown"])
def test_sentences_that_never_and_always_hold(sentence):
    book = large({"b0": FLAGS["b0"], "b1": FLAGS["b1"]}, [sentence, "b1"])
    always = " or " in sentence
    for account in ({}, {"b0": True}, {"b0": False, "b1": True}):
        book.compiled.check_against_engine(account)
        assert (book.decide(account).rule == "r0") == always
