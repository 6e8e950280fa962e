"""What cases exercise: rules that decide, and comparisons seen true, false and unknown."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from engine.rules import compile_book, load_book, shipped_books
from engine.rules.proof.coverage import cover
from engine.rules.proof.mutation import mutate

sys.path.insert(0, str(Path(__file__).parent))

from book_maker import book

RULES = [("x > 0.5 and n == 2", 1), ("b", 2)]
CASES = [
    {"name": "large", "facts": {"x": 0.7, "n": 2, "b": True}, "rule": "r0"},
    {"name": "small", "facts": {"x": 0.2}, "rule": "otherwise", "expect": {"out": 7}},
]


def test_rules_and_comparisons_are_counted():
    found = cover(compile_book(book(RULES, cases=CASES)))
    assert [(rule.rule, rule.fired, rule.decided) for rule in found.rules] == [
        ("r0", 1, 1),
        ("r1", 1, 0),
        ("otherwise", 1, 1),
    ]
    assert [(each.condition, each.seen, each.missing) for each in found.conditions] == [
        ("x > 0.5", (1, 1, 0), ("unknown",)),
        ("n == 2", (1, 1, 0), ()),
        ("b is yes", (1, 0, 1), ("false",)),
    ]
    assert found.idle_rules == ("r1",) and found.rule_share == pytest.approx(2 / 3)
    assert found.condition_share == pytest.approx(2 / 3)


def test_what_is_missing_and_what_fails_is_named_in_both_languages():
    found = cover(compile_book(book(RULES, cases=CASES)))
    assert [result.case.name for result in found.failed] == ["small"]
    text, zh = (" ".join(found.to_text(lang).split()) for lang in ("en", "zh"))
    assert "case failed: small - out: expected 7, got 0" in text and "案例未通过：small" in zh
    assert "no case is decided by `r1`" in text and "没有案例由 `r1` 决定" in zh
    assert "seen one way only" in text and "只出现过一面的条件" in zh
    assert found.to_markdown("en").splitlines()[-1] == "| `r1` | `b is yes` | 1 | 0 | 1 |"
    assert found.as_data()["cases"][1]["passed"] is False


def test_what_cannot_be_seen_is_not_asked_for():
    (always,) = cover(compile_book(book([("n >= 0", 1)]))).conditions
    assert always.possible == ("true",) and always.missing == ("true",)


@pytest.mark.parametrize("name", shipped_books())
def test_every_rule_of_a_shipped_book_decides_a_case(name):
    coverage = cover(compile_book(load_book(name)))
    assert not coverage.failed and coverage.rule_share == 1


@pytest.mark.parametrize("name", shipped_books())
def test_no_fault_that_matters_escapes_the_cases_of_a_shipped_book(name):
    compiled = compile_book(load_book(name))
    coverage, mutation = cover(compiled), mutate(compiled)
    assert coverage.condition_share == 1
    assert mutation.missed == () and not mutation.failing
    assert mutation.caught + len(mutation.harmless) == mutation.tried >= 10
