"""The page: complete, self-contained, readable by machines that read aloud, and written completely or not at all."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from engine.cli.showing import with_report
from engine.errors import RunFailed
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.report import page as page_module
from engine.report.assumptions import assumption_groups
from engine.report.page import write_report
from engine.situation import read_situation
from engine.studies import Changes, Comparison, compare

Make = Callable[..., Comparison]
SECTIONS = [
    "result",
    "measures",
    "next",
    "differences",
    "basis",
    "chain",
    "incidence",
    "deal",
    "figures",
    "rules",
    "team",
    "assumptions",
    "method",
    "receipt",
]


OPEN_ENDED = {"meta", "img", "br", "input", "link"}


class Reader(HTMLParser):
    """Collects what the tests ask about, and checks that elements are closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.sections: list[str] = []
        self.links: list[str] = []
        self.images: list[dict[str, str | None]] = []
        self.addresses: list[str] = []
        self.lang = ""
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag not in OPEN_ENDED:
            self.open.append(tag)
        if tag == "html":
            self.lang = found["lang"] or ""
        if tag in ("section", "div") and "id" in found:
            self.sections.append(found["id"] or "")
        if tag == "a":
            self.links.append(found["href"] or "")
        if tag == "img":
            self.images.append(found)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "action", "srcset")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "title"):
            self.text += data


def read(path: Path) -> Reader:
    reader = Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    return reader


@pytest.mark.parametrize(("lang", "tag"), [("en", "en"), ("zh", "zh-CN")])
def test_the_page_is_whole(written: dict[str, Path], lang: str, tag: str) -> None:
    found = read(written[lang])
    assert found.open == []
    assert found.lang == tag
    assert found.sections == SECTIONS
    assert found.links == [f"#{name}" for name in SECTIONS]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_needs_nothing_from_outside(written: dict[str, Path], lang: str) -> None:
    found = read(written[lang])
    assert all(address.startswith(("#", "data:image/png;base64,")) for address in found.addresses)
    text = written[lang].read_text(encoding="utf-8")
    assert "<script" not in text and "@import" not in text and "url(" not in text
    assert "default-src 'none'" in text


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_picture_has_words_and_lies_beside_the_page(written: dict[str, Path], lang: str) -> None:
    found = read(written[lang])
    assert len(found.images) == 7
    assert all(len(image["alt"] or "") > 40 for image in found.images)
    beside = sorted(path.name for path in (written[lang].parent / "pictures").iterdir())
    assert beside == [
        "deal-top_down.png",
        "decision-chain-parts_group.png",
        "differences.png",
        "firings.png",
        "incidence.png",
        "rules.png",
        "team.png",
    ]


def test_what_the_page_must_say_is_there(written: dict[str, Path]) -> None:
    text = " ".join(read(written["en"]).text.split())
    for said in (
        "34.0",
        "31.0–37.0",
        "front group",
        "likely behind",
        "Friedkin–Johnsen",
        "Who decides: Zhou",
        "The end: lost to International vendor",
        "keeping_up",
        "More peers have bought than the account can look on",
        "8 rules decided nothing under any strategy in 200 replications",
        "Each of them decides in at most 1.5% of all replications (95%, one-sided, each rule by itself; not one in",
        "The door stays shut → The decider is ours",
        "4.1%",
        "2.1–7.9",
        "kam trace scenarios/keeping_up.yaml --strategy playbook --replication 14",
        "60 (40–95)",
        "common random numbers".capitalize(),
        "2.5",
        "Little's law",
        "kam compare scenarios/keeping_up.yaml",
        "sha256:" + "0" * 64,
        "behaviour.touch.stance_gain",
        "assumed",
        "cited",
    ):
        assert said in text, said


def test_chinese_pages_are_in_chinese(written: dict[str, Path]) -> None:
    text = read(written["zh"]).text
    for said in (
        "结论",
        "决策链",
        "谁拍板：周总",
        "为什么会有这样的结局",
        "假设与来源",
        "公共随机数",
        "运行记录（可复算）",
        "改变后又改回",
        "规则在何时起作用",
    ):
        assert said in text, said


def test_every_number_of_the_scenario_is_listed_with_its_source(written: dict[str, Path], scenario: Scenario) -> None:
    from engine.model.quantity import quantities_in

    text = written["en"].read_text(encoding="utf-8")
    missing = [path for path, _ in quantities_in(scenario) if f"<code>{path}</code>" not in text]
    assert not missing


@pytest.mark.parametrize(("lang", "said"), [("en", "could be 545 to 1095"), ("zh", "可能在 545 至 1095 之间")])
def test_a_number_says_where_it_could_lie(written: dict[str, Path], lang: str, said: str) -> None:
    assert f"<small>{said}</small>" in written[lang].read_text(encoding="utf-8")


def test_a_number_without_a_range_stands_alone(scenario: Scenario) -> None:
    bare = scenario.model_copy(update={"horizon": scenario.horizon.model_copy(update={"range": None})})
    rows = {row.path: row for group in assumption_groups(bare) for row in group.rows}
    assert rows["horizon"].plausible == ""
    assert rows["behaviour.access.lead_level_1"].plausible != ""


@pytest.mark.usefixtures("sketched")
def test_words_of_a_scenario_cannot_break_the_page(comparison: Comparison, scenario: Scenario, tmp_path: Path) -> None:
    evil = scenario.title.model_copy(update={"en": "<script>alert(1)</script> & </style>"})
    written = write_report(comparison, scenario.model_copy(update={"title": evil}), tmp_path)
    text = written.read_text(encoding="utf-8")
    assert "<script>" not in text and "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in text


@pytest.mark.usefixtures("sketched")
def test_without_books_and_traces_the_page_leaves_those_sections_out(
    comparison: Comparison, scenario: Scenario, tmp_path: Path
) -> None:
    found = read(write_report(comparison, scenario, tmp_path / "new" / "folder"))
    assert set(SECTIONS) - set(found.sections) == {"deal", "rules"}
    assert {link.removeprefix("#") for link in found.links} == set(found.sections)


@pytest.mark.usefixtures("sketched")
def test_a_run_of_one_strategy_has_a_page_too(make_comparison: Make, scenario: Scenario, tmp_path: Path) -> None:
    found = read(write_report(make_comparison({"top_down": 0.2}), scenario, tmp_path, lang="zh"))
    assert "differences" not in found.sections and found.open == []


@pytest.mark.usefixtures("sketched")
def test_doing_nothing_alone_has_a_page_too(make_comparison: Make, scenario: Scenario, tmp_path: Path) -> None:
    found = read(write_report(make_comparison({"do_nothing": 0.1}), scenario, tmp_path))
    assert "team" not in found.sections and found.open == []


@pytest.mark.usefixtures("sketched")
def test_a_second_writing_replaces_the_first(comparison: Comparison, scenario: Scenario, tmp_path: Path) -> None:
    first = write_report(comparison, scenario, tmp_path)
    before = first.read_bytes()
    assert write_report(comparison, scenario, tmp_path).read_bytes() == before, "the same bytes every time"
    assert not list(tmp_path.rglob(".*")), "no drafts left"


@pytest.mark.usefixtures("sketched")
def test_a_page_that_cannot_be_finished_leaves_the_old_one(
    comparison: Comparison, scenario: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = write_report(comparison, scenario, tmp_path).read_bytes()

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(RunFailed, match="the report cannot be written: no space left on device"):
        write_report(comparison, scenario, tmp_path, lang="zh")
    assert (tmp_path / page_module.PAGE_NAME).read_bytes() == old
    assert not list(tmp_path.rglob(".*"))


def test_no_code_of_the_template_shows(written: dict[str, Path]) -> None:
    text = written["en"].read_text(encoding="utf-8")
    assert not re.search(r"\{\{|\{%|Undefined|object at 0x|Text\(|None</", text)


def test_without_watched_replications_the_page_says_nothing_about_times(
    comparison: Comparison, scenario: Scenario, books: dict[str, Rulebook], sketched: None, tmp_path: Path
) -> None:
    results = {name: each.model_copy(update={"firings": None}) for name, each in comparison.results.items()}
    page = write_report(comparison.model_copy(update={"results": results}), scenario, tmp_path, books=books)
    text = read(page).text
    assert "When the rules decide" not in text and "undid earlier ones" not in text
    assert "8 rules decided nothing under any strategy in 200 replications" in text


@pytest.mark.usefixtures("sketched")
def test_what_was_set_stands_under_the_headline(make_comparison: Make, scenario: Scenario, tmp_path: Path) -> None:
    """Each value with what the file says; nothing where nothing was set."""
    after = scenario.model_copy(update={"horizon": scenario.horizon.model_copy(update={"value": 400.0})})
    changes = Changes(settings=("horizon=400",), parted={}, effects={}, routes={}, rows={})
    comparison = make_comparison({"top_down": 0.3, "do_nothing": 0.1}).model_copy(update={"changes": changes})
    page = write_report(comparison, after, tmp_path, as_written=scenario).read_text(encoding="utf-8")
    headline, told = page.index('class="lead"'), page.index("<code>horizon</code>: 400 days instead of 730 days.")
    assert headline < told < page.index('id="measures"')
    plain = write_report(make_comparison({"top_down": 0.3}), scenario, tmp_path).read_text(encoding="utf-8")
    assert "differs from the scenario file" not in plain


def test_the_story_is_not_told_of_people_who_were_replaced(tmp_path: Path) -> None:
    people, ties = tmp_path / "people.csv", tmp_path / "ties.csv"
    people.write_text("id,name,department,reports_to\na,Ann,board,\nb,Bob,plant,a\nc,Cy,purchasing,a\n")
    ties.write_text("from,to,kind\nb,a,advice\n")
    found = read_situation("kam:keeping_up", ["horizon=400"], people, ties)
    assert found.scenario.story.en.startswith("The people are those of people.csv")
    assert "people.csv" in found.scenario.story.zh and found.as_written is not None
    assert found.as_written.scenario.story == found.scenario.story


def test_only_what_decides_is_unfolded(written: dict[str, Path]) -> None:
    """Those who decide read on; those who want the rules, the sources and the hashes unfold them."""
    page = written["en"].read_text(encoding="utf-8")
    before, after = page.split('class="appendix"')
    assert "<details" not in before
    for anchor in ("figures", "rules", "team", "assumptions", "method", "receipt"):
        assert re.search(rf'<details><summary><h2>[^<]+</h2></summary>\s*<div id="{anchor}">', after), anchor


def test_the_page_of_the_largest_situation_can_be_mailed(tmp_path: Path) -> None:
    """Four accounts and ten deals under all strategies: below a megabyte."""
    situation = read_situation("kam:team_portfolio")
    found = compare(situation, replications=12, seed=3, out=tmp_path, workers=1)
    assert found.folder is not None
    page = with_report(found, situation, "zh")
    assert page is not None and page.stat().st_size < 1_000_000
