"""Books that compute facts and books that feed them, on adversarial facts: ours, the live engine, an outside reading.

The outside reading evaluates sentences by itself (see `test_truth_tables`), computes with `Decimal`, and asks the
feeder before the book. KAM_LONG=1000000 asks a million facts.
"""

from __future__ import annotations

import os
import random
import sys
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

import pytest

from engine.errors import InputError
from engine.rules import Book

sys.path.insert(0, str(Path(__file__).parent))

from book_maker import WHY
from test_truth_tables import COMPARE, Kleene, _flip, _open

LONG = int(os.environ.get("KAM_LONG", "0"))
BOOKS, FACTS_A_BOOK = (500, LONG // 500) if LONG else (25, 80)
NUMBERS = [
    Decimal(text) for text in ("0", "0.1", "0.2", "0.3", "-0.3", "2.5", "7", "-4", "123456.7", "-0.0001", "99999.9")
]
LEVELS = ["low", "middle", "high"]
OPERATORS = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: None if b == 0 else a / b,
    "min": min,
    "max": max,
}


def twelve(number, *beside):
    """Twelve significant digits, counted from the largest of these numbers."""
    size = max(abs(number), *(abs(other) for other in beside), Decimal(0))
    if number is None or size > Decimal("1e15"):
        return None
    if size == 0:
        return Decimal(0)
    unit = Decimal(1).scaleb(max(size.adjusted() - 11, -22))
    return number.quantize(unit, rounding=ROUND_HALF_EVEN) if unit < 1 else (number / unit).to_integral_value() * unit


def worth(sign, a, b):
    """What an operation comes to; None is unknown."""
    if a is None or b is None:
        return None
    found = OPERATORS[sign](a, b)
    if found is None or sign in ("min", "max"):
        return found
    return twelve(found, *((a, b) if sign in "+-" else ()))


def formula(chance):
    """A formula over a and b, and its outside reading."""
    sign, other = chance.choice(list(OPERATORS)), chance.choice(["a", "b", "c"])
    first = chance.choice(["a", "b"])
    text = f"{sign}({first}, {other})" if sign in ("min", "max") else f"{first} {sign} {other}"
    if chance.random() < 0.5:
        return text, lambda v: worth(sign, v[first], v[other])
    more, then = chance.choice(["+", "-"]), chance.choice(["a", "b"])
    return f"({text}) {more} {then}", lambda v: worth(more, worth(sign, v[first], v[other]), v[then])


def comparison(chance, names):
    """One random comparison of a number, a yes/no fact, or the level that the feeder gives."""
    name = chance.choice(names)
    if chance.random() < 0.15:
        known = chance.random() < 0.5
        return Kleene(
            f"{name} is {'known' if known else 'unknown'}",
            lambda facts, nobody: (
                None
                if nobody is None and facts[name] is None
                else (name not in nobody) == known
                if nobody is not None
                else known
            ),
        )
    if name == "level":
        word, inside = chance.choice(LEVELS), chance.random() < 0.7
        return Kleene(
            f"level {'is' if inside else 'is not'} {word}",
            lambda facts, nobody: _open(facts, name, lambda value: (value == word) == inside),
        )
    if name == "flag":
        return Kleene("flag", lambda facts, nobody: _open(facts, name, bool))
    sign, constant = chance.choice(list(COMPARE)), chance.choice(NUMBERS)
    return Kleene(
        f"{name} {sign} {constant}", lambda facts, nobody: _open(facts, name, lambda v: COMPARE[sign](v, constant))
    )


def sentence(chance, names, depth=0):
    shape = chance.random()
    if depth == 2 or shape < 0.4:
        return comparison(chance, names)
    if shape < 0.5:
        inner = sentence(chance, names, depth + 1)
        return Kleene(f"not ({inner.text})", lambda facts, nobody: _flip(inner.worth(facts, nobody)))
    parts = [sentence(chance, names, depth + 1) for _ in range(2)]
    word, decisive = ("and", False) if shape < 0.75 else ("or", True)

    def holds(facts, nobody):
        found = [part.worth(facts, nobody) for part in parts]
        return decisive if decisive in found else (None if None in found else not decisive)

    return Kleene(f"({parts[0].text} {word} {parts[1].text})", holds)


def number(**more):
    return {"type": "number", "unit": "score", "unknown": "no_match", **more}


def book_of(name, facts, outputs, rules, otherwise, feeders=()):
    return Book.from_dict(
        {
            "id": name,
            "title": WHY,
            "hit": "first",
            "facts": facts,
            "outputs": outputs,
            "rules": [
                {"id": f"r{i}", "when": said.text, "then": then, "because": WHY, "assumption": "made up for a test"}
                for i, (said, then) in enumerate(rules)
            ],
            "otherwise": {"then": otherwise, "because": WHY, "assumption": "made up for a test"},
        },
        books=feeders,
    )


class Pair:
    """A book that feeds a level to another, both with random rules, the second with computed facts as well."""

    def __init__(self, chance):
        self.stand_in = chance.choice([None, Decimal("0.3")])
        given = {
            "a": number(unknown="no_match" if self.stand_in is None else {"as": 0.3}),
            "b": number(),
            "c": number(),
            "flag": {"type": "boolean", "unknown": "no_match"},
        }
        self.below = [(sentence(chance, ["a", "b", "flag"]), level) for level in LEVELS[:2]]
        feeder = book_of(
            "feeder",
            given,
            {"level": {"type": "choice", "values": LEVELS}},
            [(said, {"level": level}) for said, level in self.below],
            {"level": "high"},
        )
        self.formulas = {}
        computed = {}
        for name in ("x", "y"):
            text, self.formulas[name] = formula(chance)
            computed[name] = number(formula=text)
        fed = {"type": "choice", "values": LEVELS, "from": "feeder.level", "unknown": "no_match"}
        self.above = [sentence(chance, ["x", "y", "c", "flag", "level"]) for _ in range(3)]
        self.book = book_of(
            "fed",
            {**given, **computed, "level": fed},
            {"o": {"type": "integer", "unit": "place"}},
            [(said, {"o": place}) for place, said in enumerate(self.above)],
            {"o": -1},
            [feeder],
        )

    def reading(self, facts):
        """What the second book is asked with, read from outside: values, and which of them nobody knows."""
        values = {name: facts.get(name) for name in ("a", "b", "c", "flag")}
        nobody = {name for name, value in values.items() if value is None}
        if values["a"] is None:
            values["a"] = self.stand_in
        values["level"] = facts.get("level") or self._fed(facts, values, nobody)
        nobody |= {"level"} if values["level"] is None else set()
        for name, computed in self.formulas.items():
            values[name] = computed(values)
            nobody |= {name} if values[name] is None else set()
        return values, nobody

    def _fed(self, facts, values, nobody):
        """The level that the first book says; unknown where what nobody knows could still let one of its rules fire."""
        fired = [level for said, level in self.below if said.worth(values, nobody) is True]
        if fired:
            return fired[0]
        as_known = {name: facts.get(name) for name in ("a", "b", "flag")}
        return None if any(said.worth(as_known, None) is None for said, _ in self.below) else "high"


def some_facts(chance):
    facts = {name: chance.choice(NUMBERS) for name in ("a", "b", "c")}
    facts["flag"] = chance.random() < 0.5
    for name in list(facts):
        if chance.random() < 0.25:
            del facts[name]
    if chance.random() < 0.1:
        facts["level"] = chance.choice(LEVELS)
    return facts


def test_chains_with_computed_facts_agree_with_the_live_engine_and_an_outside_reading():
    chance = random.Random(20261130)
    seen, asked = {}, 0
    for _ in range(BOOKS):
        pair = Pair(chance)
        accounts = [some_facts(chance) for _ in range(FACTS_A_BOOK)]
        plain = [
            {name: float(value) if isinstance(value, Decimal) else value for name, value in facts.items()}
            for facts in accounts
        ]
        together = pair.book.decide_all(plain)
        for facts, given, decided in zip(accounts, plain, together, strict=True):
            values, nobody = pair.reading(facts)
            own = tuple(f"r{i}" for i, said in enumerate(pair.above) if said.worth(values, nobody) is True)
            assert pair.book.compiled.ask_engine(given) == own, (given, [said.text for said in pair.above])
            one = pair.book.decide(given)
            assert one.rule == decided.rule == (own[0] if own else None), given
            assert one.facts["level"] == values["level"]
            seen[one.rule] = seen.get(one.rule, 0) + 1
            asked += 1
    assert asked == BOOKS * FACTS_A_BOOK and min(seen.values()) > asked / 50, seen


@pytest.mark.parametrize("given", [{"x": 1.0}, {"a": "0.1 or so"}, {"level": "lowest"}])
def test_what_cannot_be_given_is_refused(given):
    with pytest.raises(InputError):
        Pair(random.Random(4)).book.decide(given)
