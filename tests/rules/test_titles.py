"""Rules have titles: every shipped one in both languages, no two alike in a book, and a book does without them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from small_books import book, row, rule

from engine.errors import InputError
from engine.model.rulebook import OTHERWISE
from engine.rules import Book, book_hash, compile_book, load_book, shipped_books
from engine.rules.language.logic import understand
from engine.rules.language.spoken import rule_said, rule_with_id, said
from engine.wording import told

LETTERS = frozenset("ABCDE")
"""Tiers are called by their letters in both languages."""
TITLED = {"en": "A friend", "zh": "熟人"}


@pytest.mark.parametrize("name", shipped_books())
def test_every_shipped_rule_has_a_short_title_of_its_own_in_both_languages(name):
    found = load_book(name)
    titles = found.titles
    assert set(titles) == {OTHERWISE, *(each.id for each in found.rules)} and all(titles.values())
    assert len({title.en for title in titles.values()}) == len({title.zh for title in titles.values()}) == len(titles)
    for title in titles.values():
        assert len(title.zh) <= 12 and len(title.en.split()) <= 6 and title.en.isascii()
        assert any("一" <= sign <= "鿿" for sign in title.zh), title


@pytest.mark.parametrize("name", shipped_books())
def test_every_value_of_a_shipped_book_has_words_in_both_languages(name):
    found = load_book(name)
    for fact, declared in {**found.facts, **found.outputs}.items():
        for value in set(declared.values) - LETTERS:
            words = said(fact, value)
            assert "_" not in told(words, "en"), (fact, value)
            assert any("一" <= sign <= "鿿" for sign in told(words, "zh")), (fact, value)


def test_a_book_without_titles_calls_its_rules_by_their_ids():
    found = understand(book(rules=[rule(0, "age > 1", {"points": 1}, id="old_friend")])).book
    assert found.title_of("old_friend").en == found.title_of("old_friend").zh == "old friend"
    assert found.title_of(None) == found.title_of(OTHERWISE) and found.title_of(None).zh == "无规则触发"
    assert rule_said("old_friend", found) == rule_with_id("old_friend", found) == "`old_friend`"


@pytest.mark.parametrize("hit", ["rules", "table"])
def test_a_title_stands_before_the_reason_and_the_id_where_it_is_typed(hit):
    rules = {"rules": [rule(0, "age > 1", {"points": 1}, title=TITLED)]}
    table = {"table": {"when": ["age"], "then": ["points"], "rows": [row(0, ["> 1"], [1], title=TITLED)]}}
    found = Book.of(book(**(rules if hit == "rules" else table)))
    decision = found.decide({"age": 2})
    assert "“A friend”: so it is" in decision.to_text("en") and "“熟人”：就是如此" in decision.to_text("zh")
    assert "r0" not in decision.to_text("en") and decision.as_data()["rules"] == ["r0"]
    assert "no case is decided by “A friend” (`r0`)" in found.test().to_text("en")
    assert "“熟人”（`r0`）" in found.mutate().to_text("zh") and "熟人" in found.decision_table().to_text("zh")
    assert "“A friend” (`r0`): if age" in found.to_markdown("en")


def test_two_rules_with_one_title_are_refused():
    made = [rule(number, "age > 1", {"points": 1}, title={"en": f"Old {number}", "zh": "熟人"}) for number in (0, 1)]
    with pytest.raises(InputError, match="two rules have the title “Old 0”"):
        understand(book(rules=made))
    with pytest.raises(InputError, match="two rules have the title"):
        understand(book(rules=made[:1], otherwise={**plain_otherwise(), "title": {"zh": "熟人"}}))


def plain_otherwise():
    return book(rules=[rule(0, "age > 1", {"points": 1})]).otherwise.model_dump(exclude_none=True)


def test_a_title_has_to_fit_into_a_picture(tmp_path):
    with pytest.raises(ValueError, match="a title has at most 40 characters"):
        book(rules=[rule(0, "age > 1", {"points": 1}, title={"en": "x" * 41})])
    assert book(rules=[rule(0, "age > 1", {"points": 1}, title={"en": "x" * 40})])


@pytest.mark.parametrize("name", ["withdraw_continue", "tier_pyramid"])
def test_a_title_is_no_part_of_what_a_book_decides(name):
    found = load_book(name)
    named = {"title": None}
    otherwise = found.otherwise.model_copy(update=named)
    rules = tuple(each.model_copy(update=named) for each in found.rules)
    table = found.table and found.table.model_copy(
        update={"rows": tuple(each.model_copy(update=named) for each in found.table.rows)}
    )
    bare = found.model_copy(update={"rules": rules, "otherwise": otherwise, "table": table})
    assert book_hash(bare) == book_hash(found)
    first = found.rules[0].id
    assert compile_book(found).book.titles[first] and compile_book(bare).book.titles[first] is None
    assert compile_book(found).book.titles[first] and compile_book(bare).table is compile_book(found).table
