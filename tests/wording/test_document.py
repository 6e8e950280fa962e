"""One document reads alike as terminal text, Markdown, HTML and data, in both languages."""

from __future__ import annotations

import pytest

from engine.wording import (
    Both,
    Cell,
    Column,
    Document,
    Folded,
    Group,
    Item,
    Items,
    Paragraph,
    Picture,
    Shown,
    Table,
    Title,
    told,
)
from engine.wording.as_markdown import markdown_safe
from engine.wording.terminal_columns import width

RATE = Both("win rate", "赢单率")
TABLE = Table(
    [Column(Both("strategy", "策略"), name="strategy"), Column(RATE, "%", number=True, name="win_rate")],
    [
        ["top_down", Cell("31.2", "28.0–34.4", "*", value=0.312)],
        [Both("do nothing", "只应询、不主动销售"), Cell("4.0", "2.9–5.1", value=0.04)],
    ],
)
DOCUMENT = Document(
    [
        Title(Both("Result", "结论")),
        Paragraph(Both("Ahead: `top_down` <clearly>.", "领先：`top_down` <明确>。")),
        TABLE,
        Paragraph(Both("95% intervals", "95% 区间"), "note"),
        Items([Item(Both("one", "一"), ["inner"]), "two"], numbered=True),
        Folded(Both("more", "更多"), [Paragraph("kam compare", "code")]),
    ]
)


def test_text_lines_up_in_both_languages() -> None:
    assert DOCUMENT.text("en").splitlines() == [
        "Result",
        "======",
        "",
        "Ahead: `top_down` <clearly>.",
        "",
        "strategy     win rate",
        "                    %",
        "-----------------------",
        "top_down         31.2 *",
        "            28.0–34.4",
        "do nothing        4.0",
        "              2.9–5.1",
        "95% intervals",
        "",
        " 1. one",
        "    - inner",
        " 2. two",
        "",
        "more",
        "  kam compare",
    ]
    assert "只应询、不主动销售" in DOCUMENT.text("zh") and "do nothing" not in DOCUMENT.text("zh")


@pytest.mark.parametrize("columns", [40, 60, 100])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_text_is_no_wider_than_asked(columns: int, lang: str) -> None:
    long = "a rule that says a great deal about what it wants to hear " * 3
    table = Table([Column(f"head {n}", number=n > 2) for n in range(6)], [[long, long, "x", "1", "22", "333"]] * 2)
    shown = Document([table, Paragraph(long), Items([long])]).text(lang, columns)
    assert max(map(width, shown.splitlines())) <= columns
    assert shown.count("333") == 2


def test_columns_of_words_are_never_narrower_than_their_longest_word() -> None:
    long = "a rule that says a great deal about what it wants to hear"
    table = Table([Column("rule"), Column("if"), Column("because")], [["emergency_and_a_known_boss", long, long]])
    assert Document([table]).text("en", 80).splitlines()[2:] == [
        "emergency_and_a_known_boss  a rule that says a great   a rule that says a great",
        "                            deal about what it wants   deal about what it wants",
        "                            to hear                    to hear",
    ]


def test_an_opening_bracket_stays_with_what_follows() -> None:
    assert Document([Paragraph("最高关系等级（`best_relationship=2`）")]).text("zh", 20).splitlines() == [
        "最高关系等级",
        "（`best_relationship=2`）",
    ]


def test_markdown_is_safe_and_keeps_code() -> None:
    told_zh = DOCUMENT.markdown("zh")
    assert "# 结论" in told_zh and "`top_down` &lt;明确>" in told_zh
    assert "| 策略 | 赢单率 (%) |\n|---|---:|\n| top\\_down | 31.2 *<br>28.0–34.4 |" in told_zh
    assert "1. 一\n   - inner\n2. two" in told_zh


def test_html_is_escaped() -> None:
    page = DOCUMENT.html("en")
    assert "<code>top_down</code> &lt;clearly&gt;" in page
    assert '<td class="number">31.2 <span class="mark">*</span><small>28.0–34.4</small></td>' in page
    assert "<details><summary>more</summary>" in page
    image = '<img src="data:image/png;base64,cG5n" width="4" height="3" alt="a &lt; b">'
    assert image in Document([Picture("a < b", b"png", size=(4, 3))]).html("en")


def test_a_page_says_more_of_a_cell_than_a_terminal() -> None:
    cell = Cell("31.2", mark="*", unit="%", badge=Both("ahead", "领先"), hint=Both("none < lost", "无"), tone="good")
    document = Document([Table([Column(RATE), Column("")], [[RATE, cell]])])
    assert (
        '<th scope="row">win rate</th><td class="good" title="none &lt; lost">'
        '31.2 <span class="unit">%</span><span class="badge">ahead</span></td>'
    ) in document.html("en")
    assert "31.2 % *" in document.text("en") and "| 31.2 (%) * |" in document.markdown("en")


def test_what_is_to_be_typed_is_never_broken() -> None:
    command = "kam compare scenarios/keeping_up.yaml --replications 100"
    document = Document([Title("Next", 2), Items([Item("run longer", code=[command])]), Paragraph("so", "lead")])
    assert document.text("en", 30).splitlines() == ["Next", "- run longer", f"    {command}", "", "so"]
    assert f"<li>run longer<pre><code>{command}</code></pre></li>" in document.html("en")
    assert f"- run longer\n\n      {command}\n" in document.markdown("en") and "**so**" in document.markdown("en")
    assert '<p class="lead">so</p>' in document.html("en")
    assert document.data("en")[1] == {"list": [{"run longer": [command]}]}


def test_data_has_numbers_as_numbers() -> None:
    told_parts = DOCUMENT.data("en")
    assert told_parts[2] == {
        "table": [{"strategy": "top_down", "win_rate": 0.312}, {"strategy": "do nothing", "win_rate": 0.04}]
    }
    assert told_parts[0] == {"title": "Result"}
    assert told_parts[4] == {"list": [{"one": ["inner"]}, "two"]}


HEADED = Document(
    [
        Title("A <day>", 2),
        Items(
            [Item("it began", ["because"], head=Both("day 3", "第 3 天"), mark="+", tone="good"), Item("it went on")]
        ),
    ]
)


def test_what_stands_before_an_entry_has_a_column_of_its_own() -> None:
    assert HEADED.text("en").splitlines() == [
        "A <day>",
        "day 3          + it began",
        "                   because",
        "                 it went on",
    ]
    assert HEADED.text("zh").splitlines()[1] == "第 3 天        + it began"
    assert "- **day 3** + it began\n  - because\n- it went on" in HEADED.markdown("en")
    page = Document([Group("story", HEADED.parts, under=3)]).html("en")
    assert page.startswith(
        '<div class="story">\n<h5>A &lt;day&gt;</h5>\n<ul class="headed">\n<li class="good"><span class="head">day 3<'
    )
    assert HEADED.data("zh")[1] == {"list": [{"第 3 天：it began": ["because"]}, "it went on"]}


class Answer(Shown):
    def document(self) -> Document:
        return Document([Paragraph(RATE)])


def test_what_is_shown_is_printed_and_shown_in_the_language_of_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAM_LANG", "zh")
    assert str(Answer()) == Answer()._repr_markdown_() == "赢单率"
    monkeypatch.setenv("KAM_LANG", "en")
    assert str(Answer()) == Answer().to_markdown("en") == told(RATE, "en") == "win rate"


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("a_b | <c> & d", "a\\_b \\| &lt;c> &amp; d"),
        ("`a < b_c` <i>", "`a < b_c` &lt;i>"),
        ("```<b>`", "\\`\\`\\`&lt;b>\\`"),
        ("\\`<b>`", "\\\\`<b>`"),
        ("one\n\ntwo [x](y)", "one two \\[x\\](y)"),
    ],
)
def test_markdown_shows_texts_as_they_are(text: str, safe: str) -> None:
    assert markdown_safe(text) == safe
