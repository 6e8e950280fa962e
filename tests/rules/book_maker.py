"""Small books for the tests of verification, mutation and flips, and a reading of them by brute force."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from engine.model.rulebook import Rulebook
from engine.rules.language.conditions import truth
from engine.rules.language.logic import BookLogic

WHY = {"en": "so it is", "zh": "就是如此"}
FACTS: dict[str, dict[str, Any]] = {
    "x": {"type": "number", "unit": "share", "range": [0, 1], "unknown": "no_match"},
    "n": {"type": "integer", "unit": "count", "range": [0, 4], "unknown": {"as": 1}},
    "b": {"type": "boolean", "unknown": "no_match"},
    "c": {"type": "choice", "values": ["red", "green", "blue"], "unknown": {"as": "red"}},
}
VALUES: dict[str, tuple[Any, ...]] = {
    "x": (None, 0.0, 0.1, 0.3, 0.35, 0.5, 0.7, 0.9, 1.0),
    "n": (None, 0, 1, 2, 3, 4),
    "b": (None, False, True),
    "c": (None, "red", "green", "blue"),
}
"""Every value that conditions over the constants 0.3, 0.5 and 1 can tell apart, ends of ranges included."""


def book(
    rules: Sequence[tuple[str, Any]],
    hit: str = "first",
    otherwise: Any = 0,
    priorities: Sequence[int] | None = None,
    facts: Mapping[str, Any] = FACTS,
    cases: Sequence[Mapping[str, Any]] = (),
) -> Rulebook:
    """A book of (when, output) rules r0, r1, …"""
    return Rulebook.model_validate(
        {
            "id": "small",
            "title": {"en": "Small book", "zh": "小规则书"},
            "hit": hit,
            "facts": facts,
            "outputs": {"out": {"type": "integer", "unit": "place"}},
            "rules": [
                {
                    "id": f"r{index}",
                    "when": when,
                    "then": {"out": out},
                    "because": WHY,
                    "assumption": "test",
                    "priority": (priorities or range(len(rules)))[index] if hit == "priority" else None,
                }
                for index, (when, out) in enumerate(rules)
            ],
            "otherwise": {"then": {"out": otherwise}, "because": WHY, "assumption": "test"},
            "cases": cases,
        }
    )


_comparisons = st.one_of(
    st.builds("x {} {}".format, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), st.sampled_from([0.3, 0.5, 1.0])),
    st.builds("n {} {}".format, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), st.integers(0, 4)),
    st.sampled_from(
        ["b", "not b", "b is known", "x is unknown", "x is known", "n is unknown", "x between 0.3 and 0.5"]
    ),
    st.builds("c {} [{}]".format, st.sampled_from(["in", "not in"]), st.sampled_from(["red", "green", "red, blue"])),
)
conditions = st.recursive(
    _comparisons,
    lambda inner: st.builds(
        lambda parts, word: "(" + f" {word} ".join(parts) + ")",
        st.lists(inner, min_size=2, max_size=3),
        st.sampled_from(["and", "and", "or"]),
    ),
    max_leaves=5,
)
hits = st.sampled_from(["first", "priority", "unique", "any", "collect"])


@st.composite
def books(draw: st.DrawFn) -> Rulebook:
    """A random book of one to five rules with few different outputs, so that all kinds of findings come up."""
    count = draw(st.integers(1, 5))
    rules = [(draw(conditions), draw(st.integers(0, 2))) for _ in range(count)]
    if count > 1 and draw(st.booleans()):
        rules[-1] = (rules[0][0], draw(st.sampled_from([rules[0][1], 2])))
    priorities = draw(st.lists(st.integers(0, 2), min_size=count, max_size=count))
    return book(rules, draw(hits), priorities=priorities)


def accounts() -> Iterator[dict[str, Any]]:
    """One account of every kind that the conditions can tell apart."""
    for values in itertools.product(*VALUES.values()):
        yield {name: value for name, value in zip(VALUES, values, strict=True) if value is not None}


def reading(facts: Mapping[str, Any]) -> tuple[dict[str, Any], frozenset[str]]:
    """The values with stand-ins, and the unknown facts."""
    values = {"n": 1, "c": "red", **facts}
    return values, frozenset(VALUES) - facts.keys()


def fired_by(logic: BookLogic, facts: Mapping[str, Any]) -> tuple[int, ...]:
    """The rules that fire, by the evaluator behind explanations."""
    values, unknown = reading(facts)
    return tuple(i for i, condition in enumerate(logic.conditions) if truth(condition, values, unknown) is True)
