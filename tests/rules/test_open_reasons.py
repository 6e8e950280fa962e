"""Gaps of different kinds have reasons of their own: which holds, how it is written, and what is refused."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from small_books import plain, rule

from engine.errors import InputError
from engine.rules import Book, book_hash, compile_book, load_book
from engine.rules.exchange.book_exchange import export_book
from engine.rules.language.book_in_words import book_document

REASONS = [
    {"unknown": ["age", "met"], "because": {"en": "neither is known", "zh": "两样都不知道"}},
    {"unknown": ["age"], "because": {"en": "the age is not known", "zh": "年龄不知道"}},
    {"because": {"en": "something is not known", "zh": "有的不知道"}},
]
KNOWN = {"age": 0, "met": 0}


def told(reasons: object = REASONS) -> Book:
    data = plain(rules=[rule(0, "age > 1 and met >= 1", {"points": 1}), rule(1, "age > 5", {"points": 2})])
    data["otherwise"]["undetermined"] = reasons
    return Book.from_dict(data)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({}, "neither is known"),
        ({"met": 1}, "the age is not known"),
        ({"age": 3}, "something is not known"),
        ({"age": 0}, None),
        ({"met": 0, "age": 0}, None),
    ],
)
def test_the_first_reason_whose_facts_are_all_unknown_holds(facts: dict[str, object], reason: str | None) -> None:
    found = told()
    decision = found.decide(facts)
    assert decision.because.en == (reason or found.otherwise.because.en)
    assert decision.undetermined is (reason is not None)


def test_a_fact_that_can_no_longer_change_anything_is_no_reason() -> None:
    only = [{"unknown": ["met"], "because": {"en": "nobody has met them", "zh": "没见过"}}]
    found = told(only)
    assert found.decide({"age": 3}).because.en == "nobody has met them"
    assert found.decide({"age": 0}).because == found.otherwise.because


def test_a_single_reason_and_one_for_all_the_rest_say_the_same() -> None:
    text = {"en": "not known", "zh": "不知道"}
    single, listed = told(text), told([{"because": text}])
    for facts in ({}, {"age": 3}, {"met": 1}, KNOWN):
        assert single.decide(facts).because == listed.decide(facts).because
    assert book_hash(single) == book_hash(listed) != book_hash(told([]))


@pytest.mark.parametrize("form", ["yaml", "csv", "xlsx"])
@pytest.mark.parametrize("reasons", [REASONS, REASONS[:1], REASONS[2:], REASONS[0]["because"]])
def test_reasons_are_read_as_they_are_written(form: str, reasons: object, tmp_path: Path) -> None:
    found = told(reasons)
    path = tmp_path / f"book.{form}"
    export_book(found, path)
    back = load_book(path)
    assert back.otherwise.undetermined == found.otherwise.undetermined
    assert book_hash(back) == book_hash(found)


def test_the_book_in_words_names_the_facts_of_a_reason() -> None:
    said = book_document(told()).text("en")
    assert "While it cannot be told for want of age: the age is not known" in " ".join(said.split())
    assert "While it cannot be told: something is not known" in said


def test_what_never_holds_or_is_of_no_fact_is_refused_with_its_place() -> None:
    with pytest.raises(InputError, match="no fact is called `aeg`") as unknown:
        told([{"unknown": ["aeg"], "because": {"en": "a", "zh": "一"}}])
    assert "age" in str(unknown.value)
    with pytest.raises(InputError, match="so those after it never hold"):
        told([REASONS[2], REASONS[1]])


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (
            "unknown: [age]",
            "unknow: [age]",
            ":9:7: otherwise.undetermined.0: unknown key `unknow` (did you mean unknown?)",
        ),
        ("unknown: [age]", "unknown: age", ":9:16: otherwise.undetermined.0.unknown: needs a list, got `age`"),
        ("because: {en: a, zh: 一}", "because: {e: a, zh: 一}", "otherwise.undetermined.0.because: unknown key `e`"),
    ],
)
def test_a_slip_inside_a_reason_is_told_where_it_stands(tmp_path: Path, old: str, new: str, what: str) -> None:
    text = """id: small
title: {en: Small, zh: 小}
hit: first
facts: {age: {type: number, unit: years, unknown: no_match}}
outputs: {good: {type: boolean}}
otherwise:
  then: {good: no}
  undetermined:
    - unknown: [age]
      because: {en: a, zh: 一}
  because: {en: b, zh: 二}
  assumption: test
rules: [{id: old, when: age > 3, then: {good: yes}, because: {en: c, zh: 三}, assumption: test}]
"""
    path = tmp_path / "small.yaml"
    path.write_text(text, encoding="utf-8")
    assert len(load_book(path).otherwise.open_reasons) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_book(path)
    assert what in str(caught.value)


def test_a_fact_with_a_reason_of_its_own_counts_as_handled_while_it_is_unknown() -> None:
    """Without one, a check warns that no rule can fire while nobody knows the fact."""
    facts = {"age": plain()["facts"]["age"]}
    reason = {"unknown": ["age"], "because": {"en": "the age is not known", "zh": "年龄不知道"}}
    kinds = []
    for undetermined in (None, [reason]):
        data = plain(rules=[rule(0, "age > 1", {"points": 1})], facts=facts)
        data["otherwise"]["undetermined"] = undetermined
        kinds.append([finding.kind for finding in Book.from_dict(data).check().findings])
    assert "unknown_not_handled" in kinds[0] and "unknown_not_handled" not in kinds[1]


def test_triggers_tell_what_kind_of_thing_is_not_known() -> None:
    """Of the equipment, of the market, of the plans, of the budget; and none where nothing is left open."""
    compiled = compile_book(load_book("purchase_triggers"))
    equipment = {
        "asset_failed": False,
        "asset_age_share": 0.3,
        "days_to_end_of_life": 1000,
        "within_renewal_lead": False,
    }
    market, plans = {"adoption_over_threshold": -0.1}, {"ambition": 0.7, "planning_season": True}
    words = {
        "Nothing is known of": {},
        "how old it is": market | plans,
        "how far their peers": equipment,
        "want to lead; a plan": equipment | market,
        "whether plans are being made": equipment | market | {"ambition": 0.7},
        "whether the budget is free": equipment | market | plans,
        "asked whether the equipment runs": {**equipment, "asset_failed": None, **market, "ambition": 0.2},
        "start on a renewal": {**equipment, "within_renewal_lead": None, **market, "ambition": 0.2},
        "not everything about them": {**equipment, "budget_blocked": True},
        "Nothing presses": {**equipment, **market, "ambition": 0.2},
    }
    for part, facts in words.items():
        decision = compiled.decide(facts)
        assert decision.rule is None and part in decision.because.en, (facts, decision.because.en)
