"""The quick way to a decision against the slow one: the same rule, the same outputs, the same complaints."""

from __future__ import annotations

import enum
import itertools
import math
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from book_maker import FACTS, book
from generated_books import books

from engine.errors import InputError
from engine.rules import CompiledBook, compile_book, load_book, shipped_books
from engine.rules.language.values import BadValue, code_of, is_unknown, read_value
from engine.rules.tabulation.boxes import boxes_of, possible


class Colour(enum.Enum):
    red = 1


class Word(str):
    """A text of a class of its own."""


ODD = [None, math.nan, math.inf, -math.inf, True, False, 0, 1, 2.0, 0.5, -0.0, "yes", "red", Word("red"), Colour.red]
ODD += [[], {}, np.float64(0.3), np.int64(2), np.True_, 10**30, -1, 51, "", object()]


def by_the_tables(compiled: CompiledBook, facts: dict[str, Any]) -> tuple[str, ...]:
    """The rules that fire, each by its own tests."""
    declared = compiled.book.facts
    unknown = sorted(set(facts) - set(declared))
    if unknown:
        raise InputError.at("", unknown[0])
    numbers = {
        name: math.nan if is_unknown(facts.get(name)) else code_of(each, read_value(name, each, facts[name]))
        for name, each in declared.items()
    }
    cells = {name: cut.cell_of(numbers[name]) for name, cut in compiled.table.facts.items()}
    return tuple(rule.rule for rule in compiled.table.rules if rule.fires(cells))


def answer(ask: Any, *arguments: Any) -> Any:
    """What comes back, or that it was refused."""
    try:
        return ask(*arguments)
    except (InputError, BadValue):
        return "refused"


def agree(compiled: CompiledBook, facts: dict[str, Any]) -> None:
    expected = answer(by_the_tables, compiled, facts)
    decided = answer(compiled.decide, facts)
    if expected == "refused":
        assert decided == "refused" == answer(compiled.decide_rule, facts), facts
    elif decided == "refused":
        assert compiled.book.hit in ("unique", "any") and len(expected) > 1, facts
    else:
        assert tuple(compiled.logic.rules[place].id for place in decided.fired) == expected
        assert compiled.decide_rule(facts) == decided.rule


@settings(max_examples=150, deadline=None)
@given(books(), st.data())
def test_any_book_on_any_facts(made: Any, data: st.DataObject) -> None:
    compiled = compile_book(made)
    names = [*made.facts, "nobody", "", 7]
    usual = st.one_of(st.integers(-51, 51), st.floats(-51, 51), st.booleans())
    values = [st.sampled_from(ODD), usual]
    for _ in range(6):
        facts: dict[str, Any] = {}
        for name in data.draw(
            st.lists(st.sampled_from(names[: -3 if data.draw(st.booleans()) else None]), unique=True)
        ):
            words = made.facts[name].values if name in made.facts else ()
            facts[name] = data.draw(st.one_of(*values, st.sampled_from(words)) if words else st.one_of(*values))
        if not all(isinstance(name, str) for name in facts):
            facts = {str(name): value for name, value in facts.items()}
        agree(compiled, facts)


NEXT_TO = [math.nextafter(value, towards) for value in (0.3, 0.5, 0.7) for towards in (0.0, 1.0)]
PARTS = (
    "x >= 0.3",
    "x < 0.7",
    "x == 0.5",
    "n > 1",
    "n in [0, 3]",
    "b",
    "not b",
    "c is red",
    "c is unknown",
    "n >= 3",
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(PARTS), min_size=1, max_size=4, unique=True), min_size=1, max_size=6),
    st.data(),
)
def test_rules_that_tie_their_facts_together(parts: list[list[str]], data: st.DataObject) -> None:
    """`or` and `and` mixed: unions of boxes, some of them only by their own tests."""
    rules = [(data.draw(st.sampled_from([" or ", " and "])).join(f"({part})" for part in each)) for each in parts]
    compiled = compile_book(book([(rule, place) for place, rule in enumerate(rules)]))
    for _ in range(8):
        facts = {
            "x": data.draw(st.sampled_from([None, 0.0, 0.3, 0.5, 0.7, 1.0, *NEXT_TO])),
            "n": data.draw(st.sampled_from([None, 0, 1, 2, 3, 4])),
            "b": data.draw(st.sampled_from([None, True, False])),
            "c": data.draw(st.sampled_from([None, "red", "green", "blue"])),
        }
        agree(compiled, facts)


@pytest.mark.parametrize("most", [0, 1, 8])
def test_boxes_and_tables_say_the_same(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """However many boxes a rule may take, shipped books decide alike."""
    monkeypatch.setattr("engine.rules.tabulation.boxes.MOST_BOXES", most)
    rng = np.random.default_rng(3)
    for name in shipped_books():
        compiled = compile_book(load_book(name))
        anew = CompiledBook(compiled.logic, compiled.table)
        for _ in range(60):
            facts: dict[str, Any] = {}
            for fact, declared in compiled.book.facts.items():
                if declared.type == "boolean":
                    facts[fact] = bool(rng.integers(2))
                elif declared.type == "choice":
                    facts[fact] = declared.values[rng.integers(len(declared.values))]
                else:
                    value = rng.uniform(declared.low, min(declared.high, declared.low + 30))
                    facts[fact] = round(value) if declared.type == "integer" else float(value)
                if rng.random() < 0.2:
                    facts[fact] = None
            agree(anew, facts)


def test_boxes_cover_the_tests_exactly() -> None:
    compiled = compile_book(
        book([("b or (x >= 0.3 and n > 1)", 1), ("(b and c is red) or (not b and c is blue)", 2), ("b and not b", 3)])
    )
    facts = compiled.table.facts
    for rule in compiled.table.rules:
        found = boxes_of(rule.when)
        assert found is not None
        around = possible(rule.when)
        for point in itertools.product(*(range(cut.count) for cut in facts.values())):
            cells = dict(zip(facts, point, strict=True))
            held = rule.fires(cells)
            assert held == any(all(inside >> cells[name] & 1 for name, inside in box.items()) for box in found)
            assert not held or all(inside >> cells[name] & 1 for name, inside in around.items())


@pytest.mark.parametrize(
    "wrong",
    [{"x": 1.5}, {"x": -0.1}, {"x": "0.5"}, {"x": True}, {"n": 2.5}, {"n": 5}, {"b": 1}, {"b": 0.0}, {"c": "pink"}],
)
def test_a_value_outside_its_declaration_is_refused_as_before(wrong: dict[str, Any]) -> None:
    compiled = compile_book(book([("b", 1)]))
    known = {"x": 0.5, "n": 2, "b": True, "c": "red"}
    for facts in (wrong, known | wrong):
        with pytest.raises(InputError, match=next(iter(wrong))):
            compiled.decide(facts)


@pytest.mark.parametrize("gap", sorted(FACTS))
def test_a_wrong_name_in_place_of_a_right_one_is_noticed(gap: str) -> None:
    """As many names as the book has, one of them misspelt: the one that is missing must not hide it."""
    compiled = compile_book(book([("b", 1)]))
    facts: dict[str, Any] = {"x": 0.5, "n": 2, "b": True, "c": "red"}
    for value in (facts.pop(gap), None):
        with pytest.raises(InputError, match="no fact is called `xx`"):
            compiled.decide({**facts, "xx": value})


def test_whole_numbers_come_in_any_form() -> None:
    compiled = compile_book(book([("n >= 3", 1), ("n < 1", 2)]))
    for value, rule in ((3, "r0"), (3.0, "r0"), (np.int64(3), "r0"), (2, None), (0, "r1"), (-0.0, "r1")):
        assert compiled.decide({"n": value}).rule == rule
