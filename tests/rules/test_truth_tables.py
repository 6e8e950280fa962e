"""Tables, the live engine and an evaluator of the tests' own agree on adversarial facts.

KAM_LONG=1000000 asks a million facts about random books and ten thousand about each of the shipped ones.
"""

import math
import operator
import os
import random

import numpy as np
import pytest

from engine.errors import InputError
from engine.model.rule_table import AllOf, CellTest, FactCells, single_tests
from engine.model.rulebook import Rulebook
from engine.rules import compile_book, load_book, shipped_books

LONG = int(os.environ.get("KAM_LONG", "0"))
RANDOM_BOOKS, FACTS_A_BOOK = (400, LONG // 400) if LONG else (15, 120)
FACTS_A_SHIPPED_BOOK = LONG // 100 or 250

COMPARE = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
CUTS = [0.0, 0.1, 0.3, 1 / 3, 1.0, 2.5, 100.0, -0.5, -3.0, 0.0001, 1e15, -1e15, 123456.789]
COUNTS = [0, 1, 2, 3, 7, 32]
WORDS = ["none", "ours", "对手 a", "theirs", "unknown"]
TINY = [5e-324, -5e-324, 1e-5, -1e-05, 2.5e-17, 9.9e-5, 1e-300]


class Kleene:
    """A condition of the tests' own: how it is written, and what it is worth; None is unknown."""

    def __init__(self, text, worth):
        self.text, self.worth = text, worth


def comparison(chance, name):
    """One random comparison of the fact `name`."""
    shape = chance.randrange(6)
    if shape == 0:
        known = chance.choice(["known", "unknown"])
        return Kleene(f"{name} is {known}", lambda facts, nobody: (name not in nobody) == (known == "known"))
    if name == "yes_no":
        wanted = chance.choice([True, False])
        text = chance.choice(["yes_no is {}".format("yes" if wanted else "no"), "yes_no" if wanted else "not yes_no"])
        return Kleene(text, lambda facts, nobody: _open(facts, name, lambda value: value is wanted))
    if name == "word":
        chosen = chance.sample(WORDS, chance.randint(1, 3))
        inside = chance.choice([True, False])
        listed = ", ".join(f'"{word}"' for word in chosen)
        text = f"word {'' if inside else 'not '}in [{listed}]"
        if len(chosen) == 1 and chance.random() < 0.5:
            text = f'word {"is" if inside else "is not"} "{chosen[0]}"'
        return Kleene(text, lambda facts, nobody: _open(facts, name, lambda value: (value in chosen) == inside))
    constants = COUNTS if name == "count" else CUTS
    if shape == 1:
        low, high = sorted(chance.choices(constants, k=2))
        inside = chance.choice([True, False])
        text = f"{name} {'' if inside else 'not '}between {low!r} and {high!r}"
        return Kleene(text, lambda facts, nobody: _open(facts, name, lambda value: (low <= value <= high) == inside))
    sign, constant = chance.choice(list(COMPARE)), chance.choice(constants)
    flipped = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(sign, sign)
    text = f"{name} {sign} {constant!r}" if chance.random() < 0.7 else f"{constant!r} {flipped} {name}"
    return Kleene(text, lambda facts, nobody: _open(facts, name, lambda value: COMPARE[sign](value, constant)))


def _open(facts, name, holds):
    return None if facts.get(name) is None else bool(holds(facts[name]))


def condition(chance, depth=0):
    """A random condition over the five facts."""
    shape = chance.random()
    if depth == 3 or shape < 0.35:
        return comparison(chance, chance.choice(["share", "days", "count", "yes_no", "word"]))
    if shape < 0.5:
        inner = condition(chance, depth + 1)
        return Kleene(f"not ({inner.text})", lambda facts, nobody: _flip(inner.worth(facts, nobody)))
    parts = [condition(chance, depth + 1) for _ in range(chance.randint(2, 3))]
    word, decisive = ("and", False) if shape < 0.78 else ("or", True)

    def worth(facts, nobody):
        found = [part.worth(facts, nobody) for part in parts]
        return decisive if decisive in found else (None if None in found else not decisive)

    return Kleene("(" + f" {word} ".join(part.text for part in parts) + ")", worth)


def _flip(value):
    return None if value is None else not value


def random_book(chance):
    """A book of three random rules, and the tests' own reading of them. Unlucky ones are drawn again."""
    while True:
        kinds = {
            "share": {"type": "number", "unit": "share", "unknown": chance.choice(["no_match", {"as": 1.0}])},
            "days": {"type": "number", "unit": "days", "unknown": chance.choice(["no_match", {"as": -3}])},
            "count": {"type": "integer", "unit": "count", "unknown": chance.choice(["no_match", {"as": 2}])},
            "yes_no": {"type": "boolean", "unknown": chance.choice(["no_match", {"as": "no"}])},
            "word": {"type": "choice", "values": WORDS, "unknown": chance.choice(["no_match", {"as": "ours"}])},
        }
        conditions = [condition(chance) for _ in range(3)]
        because = {"en": "a", "zh": "b"}
        rules = [
            {"id": f"r{i}", "when": c.text, "then": {"o": i}, "because": because, "assumption": "test"}
            for i, c in enumerate(conditions)
        ]
        book = Rulebook.model_validate(
            {
                "id": "random",
                "title": because,
                "hit": "collect",
                "facts": kinds,
                "outputs": {"o": {"type": "integer", "unit": "place"}},
                "rules": rules,
                "otherwise": {"then": {"o": -1}, "because": because, "assumption": "test"},
            }
        )
        try:
            return compile_book(book), conditions
        except InputError as wrong:
            assert "also a value" in str(wrong), wrong


def adversarial(chance, cuts):
    """A number at, beside or far from a constant, tiny ones included."""
    base = chance.choice(cuts)
    beside = [math.nextafter(base, math.inf), math.nextafter(base, -math.inf)]
    return chance.choice([base, *beside, -base, chance.choice(TINY), chance.uniform(-5, 5), np.float64(base), -0.0])


def random_facts(chance):
    facts = {
        "share": min(max(adversarial(chance, CUTS), -1e15), 1e15),
        "days": min(max(adversarial(chance, CUTS), -1e15), 1e15),
        "count": chance.choice([*COUNTS, 2**49, -4, np.int64(3), 7.0]),
        "yes_no": chance.choice([True, False, np.True_]),
        "word": chance.choice(WORDS),
    }
    for name in list(facts):
        if chance.random() < 0.25:
            facts[name] = chance.choice([None, float("nan")])
        elif chance.random() < 0.1:
            del facts[name]
    return facts


def own_reading(compiled, facts):
    """The facts as the tests' own evaluator takes them: unknown ones, and values with stand-ins."""
    values, nobody = {}, set()
    for name, declared in compiled.book.facts.items():
        value = facts.get(name)
        if value is None or value != value:
            nobody.add(name)
            value = None if declared.unknown == "no_match" else declared.unknown.value
            value = False if value == "no" else value
        values[name] = bool(value) if name == "yes_no" and value is not None else value
    return values, nobody


def explained(compiled, facts):
    """The rules that fire according to the evaluator behind explanations."""
    silent = {rule.rule for rule in compiled.decide(facts).not_fired if rule.unmet}
    return tuple(rule.id for rule in compiled.book.rules if rule.id not in silent)


def test_tables_live_engine_and_own_evaluator_agree_on_random_books():
    chance = random.Random(20240601)
    fired = asked = 0
    for _ in range(RANDOM_BOOKS):
        compiled, conditions = random_book(chance)
        for _ in range(FACTS_A_BOOK):
            facts = random_facts(chance)
            values, nobody = own_reading(compiled, facts)
            own = tuple(f"r{i}" for i, c in enumerate(conditions) if c.worth(values, nobody) is True)
            table, live = compiled.decide(facts).rules, compiled.ask_engine(facts)
            assert own == table == live, (facts, [c.text for c in conditions])
            assert explained(compiled, facts) == own, (facts, [c.text for c in conditions])
            fired, asked = fired + len(own), asked + 3
    assert 0.1 < fired / asked < 0.9, "the facts should decide both ways"


@pytest.mark.parametrize("name", shipped_books())
def test_shipped_book_agrees_with_the_live_engine(name):
    compiled = compile_book(load_book(name))
    chance = random.Random(name)
    cuts = {name: list(cells.cuts) for name, cells in compiled.table.facts.items()}
    seen = set()
    for _ in range(FACTS_A_SHIPPED_BOOK):
        facts = {}
        for fact, declared in compiled.book.facts.items():
            if chance.random() < 0.15:
                continue
            if declared.type == "choice":
                facts[fact] = chance.choice(declared.values)
            elif declared.type == "boolean":
                facts[fact] = chance.random() < 0.5
            elif declared.type == "integer":
                near = chance.choice(cuts[fact] or [0]) + chance.choice([-1, 0, 1])
                facts[fact] = int(min(max(near, declared.low), declared.high))
            else:
                near = adversarial(chance, cuts[fact] or [0.0])
                facts[fact] = float(min(max(near, declared.low), declared.high))
        compiled.check_against_engine(facts)
        decision = compiled.decide(facts)
        assert len(decision.fired) + len(decision.not_fired) == len(compiled.book.rules)
        assert all(silent.unmet for silent in decision.not_fired), "a silent rule lacks something"
        seen.add(decision.rule)
    assert len(seen) >= 3


def test_table_matches_its_contract():
    compiled = compile_book(load_book("engagement_choice"))
    table = compiled.table
    assert list(table.facts) == list(compiled.book.facts)
    assert [rule.rule for rule in table.rules] == [rule.id for rule in compiled.book.winning_order()]
    assert [len(column) for column in table.outputs.values()] == [len(table.rules) + 1]
    for name, cells in table.facts.items():
        assert (np.diff(cells.cuts) > 0).all(), name
    for rule in table.rules:
        assert all(test.cells < 1 << table.facts[test.fact].count for test in single_tests(rule.when))
    sponsor = next(rule for rule in table.rules if rule.rule == "sponsor_opens_the_way")
    # both facts are cut at 1: unknown, no, yes, beyond; and unknown counts as no
    assert sponsor.when == AllOf((CellTest("has_sponsor", 0b0100), CellTest("decider_met", 0b0011)))


@pytest.mark.parametrize(
    ("number", "cuts", "cell"),
    [(float("nan"), (1.0,), 0), (0.9, (1.0,), 1), (1.0, (1.0,), 2), (1.1, (1.0,), 3), (2.0, (1.0, 2.0), 4), (9, (), 1)],
)
def test_cell_of_a_number(number, cuts, cell):
    assert FactCells("x", cuts).cell_of(number) == cell
