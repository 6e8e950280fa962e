"""Small books with computed facts, and all accounts that there are of them."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

from book_maker import book, hits
from hypothesis import strategies as st

from engine.model.rulebook import Rulebook

GIVEN: dict[str, dict[str, Any]] = {
    "a": {"type": "integer", "unit": "points", "range": [0, 3], "unknown": "no_match"},
    "b": {"type": "integer", "unit": "points", "range": [0, 3], "unknown": {"as": 1}},
    "t": {"type": "boolean", "unknown": "no_match"},
}
FORMULAS = {
    "gap": ("integer", "a - b"),
    "low": ("integer", "min(a, b)"),
    "less": ("boolean", "a < b"),
    "same": ("boolean", "a == b"),
    "mean": ("number", "(a + b) / 2"),
    "far": ("integer", "2 * gap + low"),
    "wide": ("number", "max(gap, 0.5, 0 - gap)"),
    "rate": ("number", "a / b"),
    "dear": ("number", "1 - 2 * (a - b) / (b - 2)"),
    "half": ("boolean", "a / (a + b) >= 0.5"),
}
ACCOUNTS = [
    {name: value for name, value in zip("abt", values, strict=True) if value is not None}
    for values in itertools.product((None, 0, 1, 2, 3), (None, 0, 1, 2, 3), (None, False, True))
]
"""Every account: all given facts count, so there are no others."""


def facts_with(names: list[str], stand_ins: Mapping[str, Any]) -> dict[str, Any]:
    """The given facts, and the computed ones of these names with those that they need."""
    needed = [each for each in FORMULAS if each in names or ("far" in names and each in ("gap", "low"))]
    needed += ["gap"] if "wide" in names and "gap" not in needed else []
    computed = {
        name: {
            "type": FORMULAS[name][0],
            **({} if FORMULAS[name][0] == "boolean" else {"unit": "share" if name in ("rate", "dear") else "points"}),
            "formula": FORMULAS[name][1],
            "unknown": {"as": stand_ins[name]} if name in stand_ins else "no_match",
        }
        for name in needed
    }
    return {**GIVEN, **computed}


@st.composite
def computed_books(draw: st.DrawFn, given: tuple[str, ...] = ("a", "t")) -> Rulebook:
    """A random book of one to four rules over one or two computed facts and some given ones."""
    names = draw(st.lists(st.sampled_from(list(FORMULAS)), min_size=1, max_size=2, unique=True))
    with_stand_in = draw(st.lists(st.sampled_from(["gap", "low", "far"]), max_size=1))
    facts = facts_with(names, dict.fromkeys((name for name in with_stand_in if name in names), 1))
    tests = [f"{name} {sign} {number}" for name in names for sign in ("<", ">=", "==") for number in (0, 1, 2, 3)]
    tests = [each for each in tests if facts[each.split()[0]]["type"] != "boolean"]
    tests += [each for name in names if facts[name]["type"] == "boolean" for each in (name, f"not {name}")]
    tests += [f"{name} is {state}" for name in names for state in ("known", "unknown")]
    tests += [each for name in given for each in {"a": ["a > 1", "a is unknown"], "t": ["t", "not t"]}[name]]
    condition = st.lists(st.sampled_from(tests), min_size=1, max_size=3, unique=True)
    count = draw(st.integers(1, 4))
    joints = st.sampled_from([" and ", " or "])
    rules = [(draw(joints).join(draw(condition)), draw(st.integers(0, 2))) for _ in range(count)]
    priorities = draw(st.lists(st.integers(0, 2), min_size=count, max_size=count))
    return book(rules, draw(hits), priorities=priorities, facts=facts)
