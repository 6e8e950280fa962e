"""The book as people meet it in a notebook: one import, Tab, pages that read, and the same answers as the parts."""

from __future__ import annotations

import json
import pickle
import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from small_books import table_book

import engine
from engine import Book, InputError, advise, advise_all, load_book, shipped_books
from engine.model.rulebook import Rulebook
from engine.rules import book_hash, compile_book, run_cases
from engine.rules.proof.coverage import cover
from engine.rules.proof.explanation import explain_decision
from engine.rules.proof.mutation import mutate
from engine.rules.proof.verify import verify

CHINESE = re.compile("[\u4e00-\u9fff]")
FACTS = {"buyer_step": "research", "decider_identified": "yes", "best_relationship": 3, "refusals_at_top": 1}
ANSWERS = {"check", "decide", "decide_all", "decision_table", "explain", "mutate", "test"}
ABILITIES = {
    *ANSWERS,
    "change",
    "diff",
    "document",
    "export",
    "from_dict",
    "from_text",
    "standing",
    "to_markdown",
    "to_text",
}


WANTS = {"decide_all": ([FACTS, {}],)}


@pytest.fixture(scope="module")
def book():
    return load_book("engagement_choice")


def test_every_public_name_is_there():
    assert all(getattr(engine, name) is not None for name in engine.__all__)
    assert {"advise", "challenge", "load_book", "read_scenario", "rule_roi"} <= set(dir(engine))


def test_tab_offers_abilities_and_parts_and_nothing_else(book):
    offered = set(dir(book))
    assert {name for name in offered if callable(getattr(book, name))} == ABILITIES
    assert {"rules", "cases", "facts", "outputs", "title"} <= offered
    assert not [name for name in offered if name.startswith(("_", "model_")) or name in ("json", "copy", "dict")]


def test_a_book_is_a_rulebook_and_equal_to_one(book):
    plain = Rulebook.model_validate(book.model_dump(by_alias=True))
    assert type(plain) is Rulebook and plain == book and book == plain and book != plain.model_copy(update={"id": "x"})
    assert load_book(plain) == plain and isinstance(load_book(plain), Book)
    assert pickle.loads(pickle.dumps(book)) == book and "11 rules over 14 facts" in repr(book)


def test_abilities_are_the_functions_behind_the_commands(book):
    compiled = compile_book(book)
    steady = [(book.test(), cover(compiled)), (book.mutate(fine=True), mutate(compiled, fine=True))]
    steady += [(book.check(), verify(compiled)), (book.explain(FACTS), explain_decision(compiled, FACTS))]
    for mine, theirs in steady:
        assert mine.as_data() == theirs.as_data()
    wanted = {"engagement": "top_down"}
    assert book.explain(FACTS, to=wanted).flip.after.outputs == wanted
    assert book.decide(FACTS).rules == compiled.decide(FACTS).rules == ("a_friend_to_build_on",)
    assert book.decide().rule is None


@pytest.mark.parametrize(
    "ability", ["test", "check", "mutate", "explain", "decide", "decide_all", "decision_table", "advise"]
)
def test_every_result_speaks_both_languages_and_gives_plain_data(book, repository, monkeypatch, ability):
    dossier = repository / "scenarios/dossiers/huadong_power.yaml"
    found = advise(dossier) if ability == "advise" else getattr(book, ability)(*WANTS.get(ability, ()))
    assert json.loads(json.dumps(found.as_data(), allow_nan=False))
    pages = {lang: found.to_markdown(lang) for lang in ("en", "zh")}
    assert not CHINESE.search(pages["en"]) and CHINESE.search(pages["zh"])
    assert not CHINESE.search(found.to_text("en")) and CHINESE.search(found.to_text("zh"))
    for lang, page in pages.items():
        monkeypatch.setenv("KAM_LANG", lang)
        assert found._repr_markdown_() == page


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", shipped_books())
def test_decisions_are_told_without_names_of_facts_or_values(name, lang):
    """Apart from what stands as code, no word of a page is a program's: whoever sells can read it aloud."""
    book = load_book(name)
    for case in book.cases[:8]:
        page = re.sub(r"`[^`]+`", "", book.explain(case.facts).to_markdown(lang))
        assert not re.search(r"[a-z]\\_[a-z]", page), page
        assert bool(CHINESE.search(page)) == (lang == "zh")
        assert book.decide(case.facts).because.in_language(lang)[:20] in page.replace("\\", "")


def test_a_page_names_the_values_seen_and_what_unknown_counts_as(book):
    english, chinese = (book.explain({"refusals_at_top": 2}).to_markdown(lang) for lang in ("en", "zh"))
    assert "| refused attempts to see the top level | 2 |" in english
    assert "“refused attempts to see the top level” is at least 3 – now 2" in english
    assert "somebody inside sponsors us – now unknown, counts as no" in english
    assert "高层拒见次数不低于 3（现为：2）" in chinese and "（现为：未知，视作否）" in chinese
    assert english.splitlines()[-1].startswith("Nearest change that flips it: ")


def test_a_change_is_checked_and_leaves_the_book_alone(book):
    before = book.model_dump()
    changed = book.change("decider_is_with_us", when="decider_met", then={"engagement": "do_nothing"}, priority=5)
    assert changed.decide({"decider_met": "yes"}).outputs == {"engagement": "do_nothing"}
    assert changed.decide({"decider_met": "yes", "people_resentful": 9}).rule == "decider_is_with_us"
    assert changed.test().failed and not book.test().failed and book.model_dump() == before
    assert isinstance(changed, Book) and changed.notes == book.notes


@pytest.mark.parametrize(
    ("parts", "what"),
    [
        ({"rule": "repair_frist"}, r"no rule is called `repair_frist` \(did you mean repair_first\?"),
        ({"rule": "repair_first", "when": "people_resentfull > 2"}, r"character 1: no fact is called"),
        ({"rule": "repair_first", "then": {"engagement": "nothing"}}, r"has no value `nothing`"),
        ({"rule": "repair_first", "then": {"engage": "top_down"}}, r"engage"),
    ],
)
def test_a_wrong_change_is_refused(book, parts, what):
    with pytest.raises(InputError, match=what):
        book.change(**parts)


def test_a_book_with_a_table_is_changed_in_its_table():
    found = load_book(table_book(("> 5", "-", "-", "-")))
    with pytest.raises(InputError, match="the rules stand in a table"):
        found.change("r0", when="age > 1")


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".yaml"])
def test_what_is_exported_is_loaded_again_with_its_comments(book, tmp_path, ending):
    again = load_book(book.export(tmp_path / f"copy{ending}"))
    assert again == book and again.notes == book.notes and len(book.notes) == 2
    assert again.test().as_data() == book.test().as_data()


def test_the_page_of_a_book_is_its_markdown_file(book, tmp_path):
    assert book.export(tmp_path / "book.md", lang="zh").read_text(encoding="utf-8") == book.to_markdown("zh") + "\n"


def test_facts_may_stand_in_a_file(book, tmp_path):
    path = tmp_path / "facts.yaml"
    path.write_text("refusals_at_top: 4\nbest_relationship: 2\n", encoding="utf-8")
    assert book.decide(path).rule == book.explain(str(path)).decision.rule == "door_stays_shut"
    path.write_text("- 4\n", encoding="utf-8")
    with pytest.raises(InputError, match="facts are a mapping"):
        book.decide(path)


def test_advice_takes_a_file_and_books_of_ones_own(repository, tmp_path):
    folder = repository / "scenarios/dossiers"
    usual = advise(folder / "huadong_power.yaml").line("engagement_choice").decision
    own = load_book("engagement_choice").change(usual.rule, then={"engagement": "do_nothing"})
    path = own.export(tmp_path / "mine.yaml")
    for books in ([own], [path], {"engagement_choice": own}):
        then = advise(folder / "huadong_power.yaml", books).line("engagement_choice").decision
        assert then.rule == usual.rule and then.outputs == {"engagement": "do_nothing"} != usual.outputs
    everyone = advise_all(folder / "portfolio.csv")
    assert len(everyone.accounts) > 1 and everyone.abc is not None and "ABC" in everyone.to_markdown("zh")
    assert advise_all([folder / "huadong_power.yaml"]).accounts[0] == advise(folder / "huadong_power.yaml")
    with pytest.raises(InputError, match="advise_all"):
        advise(folder / "portfolio.csv")
    with pytest.raises(
        InputError, match="`cultivation_choice` has the id `cultivation_choice`, and no advice is asked"
    ):
        advise(folder / "new_prospect.yaml", ["cultivation_choice"])


ODD = [5, None, [1], {"x": 1}, "zz", object(), b"x", 3.5, True]
BOOK = load_book("engagement_choice")
RULE = BOOK.rules[0].id


@pytest.mark.parametrize(
    ("ask", "right"),
    [
        (load_book, ()),
        (compile_book, ()),
        (run_cases, ()),
        (book_hash, ()),
        (BOOK.decide, (None,)),
        (lambda odd: BOOK.explain({}, odd), (None,)),
        (BOOK.decide_all, ()),
        (lambda odd: BOOK.decide_all([odd]), ()),
        (lambda odd: BOOK.decide_all({"has_sponsor": odd}), ()),
        (Book.from_text, ()),
        (Book.from_dict, ()),
        (BOOK.check, (5, 3.5)),
        (lambda odd: BOOK.export(odd), ()),
        (BOOK.change, ()),
        (lambda odd: BOOK.change(RULE, when=odd), (None,)),
        (lambda odd: BOOK.change(RULE, then=odd), (None,)),
        (lambda odd: BOOK.change(RULE, priority=odd), (None, 5, True)),
    ],
)
def test_something_else_than_what_is_wanted_is_refused(ask, right, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    refused = 0
    for odd in ODD:
        try:
            ask(odd)
        except InputError:
            refused += 1
        else:
            assert odd in right
    assert refused >= len(ODD) - len(right)
