"""Sentences: what they mean, and where and how each wrong one is refused."""

import pytest

from engine.model.rulebook import FactDeclaration, UnknownAs
from engine.rules.language.conditions import All, Among, Any, Between, Compare, Known, sentence, truth
from engine.rules.language.parser import parse_condition
from engine.rules.language.tokens import ConditionError

FACTS = {
    "age": FactDeclaration(type="number", unit="share", range=(0, 10), unknown="no_match"),
    "gap": FactDeclaration(type="number", unit="days", unknown="no_match"),
    "met": FactDeclaration(type="integer", unit="people", range=(0, 32), unknown=UnknownAs(value=0)),
    "blocked": FactDeclaration(type="boolean", unknown="no_match"),
    "origin": FactDeclaration(type="choice", values=("unknown", "ours", "theirs"), unknown="no_match"),
    "sector": FactDeclaration(type="choice", values=("能源", "public health", "no"), unknown="no_match"),
}


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("age > 3", Compare("age", ">", 3.0)),
        ("3 < age", Compare("age", ">", 3.0)),
        ("0.9<=age", Compare("age", ">=", 0.9)),
        ("age ≥ .5", Compare("age", ">=", 0.5)),
        ("age = 3", Compare("age", "==", 3.0)),
        ("age is 3", Compare("age", "==", 3.0)),
        ("age is not 3", Compare("age", "!=", 3.0)),
        ("gap <> -2.5", Compare("gap", "!=", -2.5)),
        ("gap < 1e3", Compare("gap", "<", 1000.0)),
        ("gap > -0.0", Compare("gap", ">", 0.0)),
        ("age between 1 and 2", Between("age", 1.0, 2.0)),
        ("age is not between 1 and 2", Between("age", 1.0, 2.0, inside=False)),
        ("met in [1, 3]", Among("met", (1.0, 3.0))),
        ("met is not in [1, 3]", Among("met", (1.0, 3.0), inside=False)),
        ("blocked", Compare("blocked", "==", True)),
        ("not blocked", Compare("blocked", "==", False)),
        ("blocked is not true", Compare("blocked", "==", False)),
        ("no != blocked", Compare("blocked", "==", True)),
        ("origin is ours", Compare("origin", "==", "ours")),
        ("ours == origin", Compare("origin", "==", "ours")),
        ('origin is "unknown"', Compare("origin", "==", "unknown")),
        ("origin in [unknown, ours]", Among("origin", ("unknown", "ours"))),
        ("sector is 能源", Compare("sector", "==", "能源")),
        ("sector is not 'public health'", Compare("sector", "!=", "public health")),
        ("sector is no", Compare("sector", "==", "no")),
        ("met is known", Known("met")),
        ("met is 未知", Known("met", known=False)),
        ("blocked is not 是", Compare("blocked", "==", False)),
        ("met is not known", Known("met", known=False)),
        ("not met is unknown", Known("met")),
        (
            "blocked or age > 1 and met > 2",
            Any((Compare("blocked", "==", True), All((Compare("age", ">", 1.0), Compare("met", ">", 2.0))))),
        ),
        (
            "not (blocked or not (age > 1 and met in [2]))",
            All((Compare("blocked", "==", False), Compare("age", ">", 1.0), Among("met", (2.0,)))),
        ),
        ("not not not blocked", Compare("blocked", "==", False)),
        ("age\n  >\t3", Compare("age", ">", 3.0)),
    ],
)
def test_sentence_means(text, meaning):
    parsed = parse_condition(text, FACTS)
    # equality alone would take True for 1
    assert repr(parsed) == repr(_flat(meaning))


def _flat(condition):
    """`and` inside `and` is one list after parsing."""
    if isinstance(condition, All | Any):
        return type(condition)(tuple(_flat(part) for part in condition.parts))
    return condition


@pytest.mark.parametrize(
    ("text", "position", "what", "hint"),
    [
        ("", 1, "expected a fact", ""),
        ("0 < age < 1", 9, "cannot be chained", "between A and B"),
        ("age > 1 is yes", 9, "cannot be chained", "joined by `and`"),
        ('age > "old"', 7, "is a number and cannot be old", "without quotes"),
        ("age > old", 7, "is a number and cannot be old", ""),
        ("aeg > 1", 1, "no fact is called `aeg`", "did you mean age?"),
        ("blocked and aeg > 1", 13, "no fact is called `aeg`", "did you mean age?"),
        ("1 < aeg", 5, "no fact is called `aeg`", "did you mean age?"),
        ("age > 11", 7, "cannot be 11", "0 to 10"),
        ("age > -1", 7, "cannot be -1", "0 to 10"),
        ("met > 1.5", 7, "whole numbers", ""),
        ("met == gap", 8, "compared with another fact, `gap`", "compute their relation into a fact"),
        ("origin is outs", 11, "has no value `outs`", "did you mean ours?"),
        ("origin < ours", 8, "has no order", "in [ … ]"),
        ("blocked > no", 9, "has no order", "is not"),
        ("origin is 3", 11, "cannot be 3", ""),
        ("blocked is 1", 12, "is yes or no and cannot be 1", ""),
        ('blocked is "yes"', 12, "compared with text", ""),
        ("origin is unknown", 11, "is also a value of `origin`", 'origin is "unknown"'),
        ("origin between ours and theirs", 1, "is no number", ""),
        ("age between 2 and 1", 19, "runs backwards", "between 1 and 2"),
        ("age between 2 or 3", 15, "expected `and`", ""),
        ("age in 3", 8, "expected a list", ""),
        ("met in [1, 1]", 12, "twice", ""),
        ("met in [1", 10, "expected `,` or `]`", ""),
        ("age", 4, "expected a comparison after `age`", "age > 5"),
        ("blocked blocked", 9, "expected `and` or `or` before `blocked`", ""),
        ("blocked AND age > 1", 9, "expected `and` or `or` before `AND`", ""),
        ("(blocked", 9, "expected `)`", "character 1"),
        ("blocked)", 8, "expected `and` or `or` before `)`", ""),
        ("not", 4, "expected a fact", ""),
        ("age >", 6, "expected a value for `age`", ""),
        ("age is not", 11, "expected a value for `age`", ""),
        ("age not 3", 9, "expected `in` or `between`", ""),
        ("age + 1 > 2", 5, "`+` does not belong", "declare a fact with a `formula`"),
        ("age -1 > 2", 5, "expected a comparison", "declare a fact with a `formula`"),
        ("age >= 0.9 * 2", 12, "`*` does not belong", "declare a fact with a `formula`"),
        ("blocked && age > 1", 9, "`&` does not belong", "write `and`"),
        ("age > 80%", 9, "`%` does not belong", "0.8"),
        ("gap > 1_000", 7, "`1_000` does not belong", "plain number"),
        ("gap > 1e16", 7, "cannot be", ""),
        ("gap > 1e999", 7, "cannot be", ""),
        ("gap > 1e-5", 7, "too close to 0", "finer unit"),
        ("gap > NaN", 7, "is a number and cannot be NaN", ""),
        ("gap > 0x10", 7, "`0x10` does not belong", ""),
        ('sector is "能源', 11, "does not belong", "never closed"),
        ("sector is “能源”", 11, "`“` is full-width punctuation", 'write `sector is "能源"`'),
        ("age > 3（", 8, "`（` is full-width punctuation", "write `age > 3(`"),
        ("met in [1，2]", 10, "`，` is full-width punctuation", "write `met in [1, 2]`"),
        ('sector is "甲，乙" or age＞3', 23, "`＞` is full-width punctuation", 'write `sector is "甲，乙" or age>3`'),
        ("ａｇｅ > 3", 1, "no fact is called `ａｇｅ`", "did you mean age?"),
        ("age > 80％", 9, "`％` does not belong", "write `0.8`"),
        ("__import__('os')", 1, "no fact is called `__import__`", ""),
    ],
)
def test_wrong_sentence_is_refused_at_its_place(text, position, what, hint):
    with pytest.raises(ConditionError) as caught:
        parse_condition(text, FACTS)
    assert (caught.value.position, what in caught.value.what, hint in caught.value.hint) == (position, True, True), str(
        caught.value
    )


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("(" * 500 + "blocked" + ")" * 500, "nested deeper"),
        ("not " * 900 + "blocked", "nested deeper"),
        ("blocked or " * 2000 + "blocked", "longer than 20000"),
        (" and ".join(["b"] * 2001), "2001 comparisons"),
    ],
    ids=["brackets", "nots", "long", "comparisons"],
)
def test_hostile_sentence_is_refused(text, what):
    with pytest.raises(ConditionError, match=what):
        parse_condition(text, FACTS | {"b": FACTS["blocked"]})


def test_unknown_is_neither_true_nor_false():
    comparison, opposite = parse_condition("age > 3", FACTS), parse_condition("not age > 3", FACTS)
    nobody_knows = frozenset(["age"])
    assert truth(comparison, {}, nobody_knows) is None
    assert truth(opposite, {}, nobody_knows) is None
    assert truth(parse_condition("age > 3 or not age > 3", FACTS), {}, nobody_knows) is None
    assert truth(parse_condition("age > 3 or blocked", FACTS), {"blocked": True}, nobody_knows) is True
    assert truth(parse_condition("age > 3 and blocked", FACTS), {"blocked": False}, nobody_knows) is False


@pytest.mark.parametrize(
    "text",
    [
        "not (blocked or age between 1 and 2) and (met in [1, 2] or origin is not ours)",
        'sector in ["public health", 能源, "no"] or origin is "unknown" or met is unknown',
        "gap != -0.5 and age >= 0.1",
    ],
)
def test_printed_sentence_parses_to_the_same_condition(text):
    parsed = parse_condition(text, FACTS)
    assert parse_condition(sentence(parsed), FACTS) == parsed
