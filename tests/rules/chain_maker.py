"""Random chains of small books, and a reading of them by brute force that knows neither tables nor cells."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping
from typing import Any

from engine.rules import Book
from engine.rules.language.conditions import truth
from engine.rules.language.logic import understand
from engine.rules.tabulation.reasons import left_open

WHY = {"en": "so it is", "zh": "就是如此"}
GIVEN: dict[str, dict[str, Any]] = {
    "x": {"type": "number", "unit": "share", "range": [0, 1], "unknown": "no_match"},
    "b": {"type": "boolean", "unknown": "no_match"},
    "c": {"type": "choice", "values": ["red", "green", "blue"], "unknown": {"as": "red"}},
}
VALUES: dict[str, tuple[Any, ...]] = {
    "x": (None, 0.0, 0.3, 0.4, 0.5, 0.9),
    "b": (None, False, True),
    "c": (None, "red", "green", "blue"),
}
TESTS = {
    "x": ("x < 0.3", "x >= 0.5", "x == 0.3", "x between 0.3 and 0.5", "x is unknown", "x is known"),
    "b": ("b", "not b", "b is known"),
    "c": ("c is red", "c in [red, blue]", "c is not green", "c is unknown"),
    "kind": ("kind is p", "kind is not q", "kind in [p, r]", "kind is unknown", "kind is r"),
    "points": ("points >= 2", "points is 0", "points < 1", "points is unknown", "points between 1 and 3", "points > 4"),
}
KIND = {"type": "choice", "values": ["p", "q", "r"]}
POINTS = {"type": "integer", "unit": "points"}


def _when(dice: random.Random, facts: list[str]) -> str:
    parts = [dice.choice(TESTS[dice.choice(facts)]) for _ in range(dice.randint(1, 3))]
    said = parts[0]
    for part in parts[1:]:
        said = f"({said}) {dice.choice(['and', 'and', 'or'])} {part}"
    return said


def _book(dice: random.Random, name: str, facts: dict[str, Any], output: str, hit: str) -> dict[str, Any]:
    values: list[Any] = ["p", "q", "r"] if output == "kind" else [0, 1, 2]
    declared = {**(KIND if output == "kind" else POINTS)}
    rules = [
        {"id": f"r{n}", "when": _when(dice, list(facts)), "then": {output: dice.choice(values)}, "because": WHY,
         "assumption": "test"}
        for n in range(dice.randint(1, 4))
    ]  # fmt: skip
    return {
        "id": name,
        "title": {"en": name, "zh": name},
        "hit": hit,
        **({"aggregate": "sum"} if hit == "collect" else {}),
        "facts": facts,
        "outputs": {output: declared},
        "rules": rules,
        "otherwise": {"then": {output: dice.choice(values)}, "because": WHY, "assumption": "test"},
    }


def chain(seed: int) -> Book:
    """The last of two or three books; the first ones feed it, and one of them perhaps the other."""
    dice = random.Random(seed)
    own = {name: GIVEN[name] for name in dice.sample(list(GIVEN), dice.randint(1, 2))}
    first = Book.from_dict(_book(dice, "first_book", own, "kind", dice.choice(["first", "first", "any"])))
    fed = {"kind": {**KIND, "unknown": dice.choice(["no_match", {"as": "q"}]), "from": "first_book.kind"}}
    facts: dict[str, Any] = {}
    books = [first]
    if dice.random() < 0.6:
        others = {name: GIVEN[name] for name in dice.sample(list(GIVEN), dice.randint(1, 2))}
        if dice.random() < 0.3:
            others |= fed
        hit = dice.choice(["collect", "collect", "first"])
        second = Book.from_dict(_book(dice, "second_book", others, "points", hit), books)
        books.append(second)
        facts["points"] = {**POINTS, "unknown": dice.choice(["no_match", {"as": 1}]), "from": "second_book.points"}
    if len(books) == 1 or dice.random() < 0.7:
        facts |= fed
    if dice.random() < 0.6:
        name = dice.choice(list(GIVEN))
        facts[name] = GIVEN[name]
    output = "kind" if "kind" not in facts else "points"
    last = _book(dice, "last_book", facts, output, dice.choice(["first", "unique"]))
    last["outputs"] = {"out": last["outputs"].pop(next(iter(last["outputs"])))}
    for rule in (*last["rules"], last["otherwise"]):
        rule["then"] = {"out": next(iter(rule["then"].values()))}
    return Book.from_dict(last, books)


def accounts(book: Book) -> Iterator[dict[str, Any]]:
    """One account of every kind, by the facts that are fed by nobody."""
    names = [name for name in VALUES if name in book.compiled.askable]
    for values in itertools.product(*(VALUES[name] for name in names)):
        yield {name: value for name, value in zip(names, values, strict=True) if value is not None}


def by_hand(book: Any, account: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[int, ...], Any]:
    """The facts of the book as they follow, the rules that fire, and the output: "refused", or None for unknown yet.

    A fed fact that is given is not asked for.
    """
    logic = understand(book)
    facts: dict[str, Any] = {}
    for name, declared in book.facts.items():
        value = account.get(name)
        if value is None and declared.fed_by is not None:
            feeder = book.feeders[name]
            _, _, value = by_hand(feeder, account)
            if value == "refused":
                return facts, (), "refused"
        if value is not None:
            facts[name] = value
    values = dict(facts)
    for name, declared in book.facts.items():
        if name not in values and declared.unknown != "no_match":
            values[name] = declared.unknown.value
    unknown = frozenset(book.facts) - facts.keys()
    fired = tuple(n for n, each in enumerate(logic.conditions) if truth(each, values, unknown) is True)
    output = next(iter(book.outputs))
    said = [logic.rows[n][output] for n in fired]
    if len(said) > 1 and (book.hit == "unique" or (book.hit == "any" and len(set(said)) > 1)):
        return facts, fired, "refused"
    if not fired:
        is_open = any(
            row != logic.otherwise and left_open(condition, logic, facts)
            for row, condition in zip(logic.rows, logic.conditions, strict=True)
        )
        return facts, fired, None if is_open else logic.otherwise[output]
    return facts, fired, sum(said) if book.hit == "collect" else said[0]
