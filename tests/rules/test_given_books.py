"""Books from text and from data, facts as keywords, a book in short, and the table that can be filtered."""

from __future__ import annotations

import copy
import pickle
import re
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from small_books import plain, row, rule

from engine import Book, InputError, load_book, shipped_books
from engine.rules.language import table_to_filter

SHIPPED = Path(__file__).parents[2] / "engine/rules/books"
DATA = plain(rules=[rule(0, "age > 5 and blocked", {"points": 1}), rule(1, "met >= 2", {"points": 2})])


@pytest.mark.parametrize("name", shipped_books())
def test_a_book_from_its_text_or_its_data_is_the_book(name: str) -> None:
    there, text = load_book(name), (SHIPPED / f"{name}.yaml").read_text(encoding="utf-8")
    for again in (Book.from_text(text), Book.from_text("\ufeff" + text.replace("\n", "\r\n"))):
        assert again == there and type(again) is Book and again.notes == there.notes
        assert again.inner_comments == there.inner_comments
    assert Book.from_dict(there.model_dump()) == there == Book.from_dict(there.model_dump(by_alias=True))


def test_a_table_may_be_given_as_data() -> None:
    rows = [row(0, ["> 5", "-"], [1]), row(1, ["-", True], [2])]
    found = Book.from_dict(plain(table={"when": ("age", "blocked"), "then": ["points"], "rows": rows}))
    assert found.decide(age=6).rule == "r0" and found.decide(blocked=True).rule == "r1"


def test_data_stay_apart_from_the_book() -> None:
    data = copy.deepcopy(DATA)
    found = Book.from_dict(data)
    data["rules"][0]["then"]["points"] = 5
    data["facts"].clear()
    assert found.decide(age=6, blocked=True).outputs == {"points": 1}


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda d: d["rules"][1].update(when="mett >= 2"), r"^rules\[1\]\.when: .*no fact is called `mett`"),
        (lambda d: d.update(hit="frist"), r"^hit: .*`frist`"),
        (lambda d: d.pop("title"), r"^book: missing key `title`"),
        (lambda d: d["rules"][0].update(then={"points": 9}), r"^rules\[0\]\.then"),
        (lambda d: d["rules"][0].update(whenn="x"), r"^rules\[0\]\.?w?h?e?n?n?: .*whenn"),
        (lambda d: d["facts"].update({5: {}}), r"^facts: the key 5 is no text"),
        (lambda d: d["rules"][0].update(because=object()), r"^rules\[0\]\.because: expected plain data"),
        (lambda d: d["facts"]["age"].update(range={1, 2}), r"^facts\.age\.range: expected plain data"),
        (lambda d: d["rules"].append(d["rules"]), r"nested too deep"),
        (lambda d: d["rules"][0]["then"].update(points=float("nan")), r"^rules\[0\]\.then\.points"),
    ],
)
def test_wrong_data_are_named_by_their_keys(change: Any, what: str) -> None:
    data = copy.deepcopy(DATA)
    change(data)
    with pytest.raises(InputError, match=what):
        Book.from_dict(data)


TEXT = (SHIPPED / "engagement_choice.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "^text: the text is empty"),
        ("  \n", "^text: the text is empty"),
        ("mine.yaml", r"^text: this is the name of a file.*load_book"),
        ("- 1", r"^text:1:1: a rulebook is a mapping"),
        ("a: [", r"^text:\d+:\d+: not valid YAML"),
        (TEXT.replace("decider_stance >= 0.5", "decider_stanse >= 0.5", 1), r"^text:\d+:\d+: .*`decider_stanse`"),
        (TEXT + "#" * 600_000, r"^text: 0\.\d MB is too large"),
        (TEXT + "\n#" + "x" * 21_000, r"^text:\d+: the line is longer"),
    ],
)
def test_a_wrong_text_is_named_by_line(text: str, what: str) -> None:
    with pytest.raises(InputError, match=what):
        Book.from_text(text)


@pytest.mark.parametrize("odd", [5, None, [1], b"id: x", Path("x.yaml"), object()])
def test_something_else_than_text_or_data_is_refused(odd: Any) -> None:
    for ask in (Book.from_text, Book.from_dict):
        with pytest.raises(InputError, match=r"^(text|data): expected"):
            ask(odd)


def test_facts_as_keywords(tmp_path: Path) -> None:
    asked = load_book("engagement_choice")
    facts = {"refusals_at_top": 4, "best_relationship": 2}
    path = tmp_path / "facts.yaml"
    path.write_text("refusals_at_top: 4\n", encoding="utf-8")
    usual = asked.decide(facts)
    assert usual == asked.decide(**facts) == asked.decide(facts=facts)
    assert asked.decide(path, best_relationship=2) == asked.decide({"refusals_at_top": 4}, best_relationship=2) == usual
    assert asked.explain(**facts).decision == usual and asked.standing(**facts) == asked.standing(facts)
    assert asked.decide({"has_sponsor": "是"}, has_sponsor=True).rule == "sponsor_opens_the_way"
    assert asked.decide({"has_sponsor": None}, has_sponsor="未知").rule is None
    with pytest.raises(InputError, match=r"^has_sponsor: the fact is given twice, and differently"):
        asked.decide({"has_sponsor": "是"}, has_sponsor=False)
    with pytest.raises(InputError, match=r"^has_sponsor: the fact is given twice"):
        asked.decide({"has_sponsor": None}, has_sponsor=False)
    for ask in (asked.decide, lambda **named: asked.decide(facts, **named)):
        with pytest.raises(InputError, match=r"no fact is called `has_sponser` \(did you mean has_sponsor"):
            ask(has_sponser=True)


def test_a_book_is_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked again, a book is not even hashed: that alone would take fifty times as long as the decision."""
    asked = Book.from_dict(DATA)
    assert asked.decide(met=2).rule == "r1"

    def again(book: object) -> None:
        raise AssertionError("hashed again")

    monkeypatch.setattr("engine.rules.tabulation.compiled_book.book_hash", again)
    assert asked.decide(met=2).rule == "r1" and asked.decide({"met": "未知"}).rule is None
    with pytest.raises(AssertionError):
        asked.model_copy().decide()


def test_what_a_book_keeps_is_its_own() -> None:
    """A copy that differs decides anew; what was compiled is neither pickled nor compared."""
    asked = Book.from_dict(DATA)
    bare = pickle.dumps(asked)
    assert asked.compiled is asked.compiled and asked.decide(met=2).rule == "r1"
    assert pickle.dumps(asked) == bare and pickle.loads(bare) == asked
    other = asked.model_copy(update={"rules": asked.rules[:1]})
    assert other.decide(met=2).rule is None and asked.decide(met=2).rule == "r1"
    assert asked.change("r1", when="met >= 3").decide(met=2).rule is None
    assert copy.copy(asked).decide(met=2).rule == copy.deepcopy(asked).decide(met=2).rule == "r1"
    assert asked.with_notes(["x"]).decide(met=2).rule == "r1"


@pytest.mark.parametrize("name", shipped_books())
def test_a_printed_book_is_short(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = load_book(name)
    for lang in ("en", "zh"):
        monkeypatch.setenv("KAM_LANG", lang)
        lines = str(asked).splitlines()
        assert len(lines) == len(asked.rules) + 2 and lines[0] == asked.title.in_language(lang)
        for each in asked.rules:
            assert sum(asked.title_of(each.id).in_language(lang) in line for line in lines) >= 1
        assert re.match(r" +1\. ", lines[1])


def test_a_table_to_filter_stands_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    found = load_book("engagement_choice").decision_table()
    page = found.to_html("en")
    assert page.count("<tr class=") == 12 == int(re.findall(r"all \((\d+)\)", page)[0])
    counts = [int(n) for n in re.findall(r'class="c\d+"> .*?\((\d+)\)</label>', page)]
    assert sum(counts) == 12 and len(counts) == 6
    assert not re.search(r"https?:|<script|src=", page)
    assert re.findall(r'class="(kam-table-\d+)"', page) != re.findall(r'class="(kam-table-\d+)"', found.to_html("en"))
    monkeypatch.setenv("KAM_LANG", "zh")
    assert "招标进行中" in found._repr_html_()
    data = copy.deepcopy(DATA)
    data["title"] = {"en": "<b>&"}
    assert "<h3>&lt;b&gt;&amp;</h3>" in Book.from_dict(data).decision_table().to_html("zh")


def test_many_outcomes_are_left_to_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_to_filter, "MOST_CHOICES", 2)
    page = load_book("engagement_choice").decision_table().to_html("en")
    assert 'type="radio"' not in page and 'type="search"' in page


def test_the_table_is_filtered_in_a_browser(browser: Any) -> None:
    """By outcome without any script, by a word, and by both together; two tables on a page keep apart."""
    found = load_book("engagement_choice").decision_table()
    page = browser.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_content(found.to_html("en") + found.to_html("en"))
    first, second = page.query_selector_all("div[class^=kam-table]")

    def seen(table: Any) -> list[str]:
        shown = [each for each in table.query_selector_all("tbody tr") if each.is_visible()]
        return [each.query_selector("td").inner_text() for each in shown]

    assert seen(first) == [str(number) for number in range(1, 13)]
    first.query_selector("label:has-text('Bottom-up: sponsored')").click()
    assert seen(first) == ["9", "10", "11"] and len(seen(second)) == 12
    first.query_selector("input[type=search]").fill("FRIEND")
    assert seen(first) == ["11"]
    first.query_selector("label:has-text('all')").click()
    first.query_selector("input[type=search]").fill("nobody says this")
    assert seen(first) == [] and len(seen(second)) == 12
    first.query_selector("input[type=search]").fill("")
    assert len(seen(first)) == 12 and complaints == []
    page.close()
