"""The comparison as a table: it lines up, fits the terminal, and marks only what the intervals allow."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from engine.report.tables import (
    ENDINGS,
    SHOWN,
    comparison_tables,
    differences_table,
    endings_table,
    measure_rows,
    measures_table,
    pairs_table,
)
from engine.results.measures import HEADLINE, MEASURES
from engine.studies import Comparison
from engine.wording import Document, told
from engine.wording.terminal_columns import width

Make = Callable[..., Comparison]


def shown(comparison: Comparison, lang: str, columns: int = 100) -> str:
    return Document(comparison_tables(comparison)).text(lang, columns)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("columns", [60, 80, 100, 160])
def test_no_line_is_wider_than_the_terminal(comparison: Comparison, lang: str, columns: int) -> None:
    lines = shown(comparison, lang, columns).splitlines()
    assert max(width(line) for line in lines) <= columns


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_columns_line_up(comparison: Comparison, lang: str) -> None:
    """In every row of values the last figure of a column ends at the same place."""
    lines = shown(comparison, lang, 160).splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith("---")) + 1
    values = lines[start : start + 2 * len(comparison.strategies) : 2]
    ends = [
        [width(line[: found.end()]) for found in re.finditer(r"(?<=[\s−])[\d.,]+(?=\s|$)", line)] for line in values
    ]
    assert all(row == ends[0] for row in ends)
    assert len(ends[0]) == 8


def test_the_table_names_level_and_replications(comparison: Comparison) -> None:
    assert "95% interval" in shown(comparison, "en").replace("\n", " ")
    assert "200 replications" in shown(comparison, "en").replace("\n", " ")
    assert "模拟 200 次" in shown(comparison, "zh")


def test_marks_follow_the_verdicts(comparison: Comparison) -> None:
    """34 % against 32 %, 30 %, 22 %, 20 % with ±3 points plain and ±6 points adjusted."""
    row = measure_rows(comparison, ["win_rate_all"])[0]
    marks = dict(zip(comparison.strategies, ((cell.mark, cell.badge) for cell in row.cells), strict=True))
    assert marks == {
        "top_down": ("", "likely behind"),
        "bottom_up_field": ("", ""),
        "bottom_up_leapfrog": ("", ""),
        "bottom_up_sponsored": ("~", "front group"),
        "playbook": ("~", "front group"),
        "do_nothing": ("", ""),
    }


def test_doing_nothing_never_leads(make_comparison: Make) -> None:
    comparison = make_comparison({"top_down": 0.1, "playbook": 0.1, "do_nothing": 0.9})
    found = comparison.standings.get("win_rate_all")
    assert found is not None and found.leader != "do_nothing" and "do_nothing" not in found.tied
    assert found.undecided


def test_a_leader_without_a_rival_gets_no_mark(make_comparison: Make) -> None:
    row = measure_rows(make_comparison({"top_down": 0.1, "do_nothing": 0.0}), ["win_rate_all"])[0]
    assert [cell.mark for cell in row.cells] == ["", ""]


def test_neutral_measures_have_no_marks(comparison: Comparison) -> None:
    for row in measure_rows(comparison):
        if MEASURES[row.name].better == "neutral":
            assert {cell.mark for cell in row.cells} == {""}


def test_a_missing_value_says_why(make_comparison: Make) -> None:
    comparison = make_comparison({"top_down": 0.2, "do_nothing": 0.1}, changes={("do_nothing", "cost_per_win"): None})
    row = measure_rows(comparison, ["cost_per_win"])[0]
    assert row.cells[1].words == "–" and "从未出现" in told(row.cells[1].hint, "zh")
    assert comparison.difference("cost_per_win", "top_down", "do_nothing").value is None
    assert "–" in shown(comparison, "en")


def test_who_meets_nobody_is_neither_better_nor_worse_on_cost(make_comparison: Make) -> None:
    """Its figures stand, but without mark and verdict; on what is no effort it is judged like all others."""
    changes = {("playbook", "touches"): 0.0, ("playbook", "cost_per_win"): 1.0, ("do_nothing", "touches"): 0.0}
    comparison = make_comparison(
        {"top_down": 0.3, "bottom_up_field": 0.2, "playbook": 0.1, "do_nothing": 0.0}, changes=changes
    )
    (cost,) = measure_rows(comparison, ["cost_per_win"])
    assert [(cell.mark, cell.tone, cell.badge) for cell in cost.cells[2:]] == [("", "", "met nobody")] * 2
    assert [(cell.mark, cell.badge) for cell in cost.cells[:2]] == [("~", "front group")] * 2
    table = differences_table(comparison, "top_down", ["cost_per_win", "win_rate_all"])
    rows = {head.value: cells for head, *cells in table.cells()}
    for name in ("playbook", "do_nothing"):
        on_cost, on_wins = rows[name]
        assert on_cost.words != "–" and not (on_cost.mark or on_cost.badge or on_cost.tone)
        assert on_wins.mark == "!!"
    assert rows["bottom_up_field"][0].mark


def test_money_stands_beside_the_win_rate(comparison: Comparison) -> None:
    money = [name for name in HEADLINE if name in ("revenue_per_deal", "net_margin_per_deal")]
    assert list(SHOWN[: 1 + len(money)]) == [HEADLINE[0], *money]
    assert set(HEADLINE) < set(SHOWN)
    heads = [column.name for column in differences_table(comparison, "top_down").columns]
    assert heads[1 : 2 + len(money)] == [HEADLINE[0], *money]


def test_endings_are_shares(comparison: Comparison) -> None:
    """No count of sampled endings; every share with its interval, and without marks."""
    table = endings_table(comparison)
    assert [column.name for column in table.columns][1:] == list(ENDINGS)
    for head, *cells in table.cells():
        found = comparison.results[str(head.value)].estimates
        assert [cell.value for cell in cells] == [found[name].value for name in ENDINGS]
        assert all(cell.below and not cell.mark for cell in cells)


def test_differences_are_signed_and_judged(comparison: Comparison) -> None:
    rows = {head.value: first for head, first, *_ in differences_table(comparison, "top_down", HEADLINE).cells()}
    assert list(rows) == [name for name in comparison.strategies if name != "top_down"]
    seen = {name: (cell.words, cell.mark, cell.badge) for name, cell in rows.items()}
    assert seen["bottom_up_sponsored"] == ("+4.0", "!", "likely")
    assert seen["bottom_up_field"] == ("−8.0", "!!", "clear")
    assert seen["playbook"] == ("+2.0", "?", "cannot tell")
    assert rows["playbook"].below == "−1.0 to +5.0"
    assert [rows[name].tone for name in ("bottom_up_sponsored", "bottom_up_field")] == ["", "bad"]


def test_every_pair_is_seen_from_both_sides(comparison: Comparison) -> None:
    rows = [[cell.words for cell in row[1:]] for row in pairs_table(comparison).cells()]
    assert [rows[at][at] for at in range(6)] == [""] * 6
    assert (rows[0][3], rows[3][0]) == ("−4.0", "+4.0")


def test_the_page_turns_the_table_and_says_marks_in_words(comparison: Comparison, make_comparison: Make) -> None:
    head, *cells = next(iter(measures_table(comparison, ["win_rate_all"]).cells()))
    assert (head.words, head.unit, head.badge) == ("Win rate", "%", "")
    assert [cell.badge for cell in cells][3:5] == ["front group"] * 2 and not any(cell.mark for cell in cells)
    alike = make_comparison({"top_down": 0.1, "playbook": 0.1})
    head, *cells = next(iter(measures_table(alike, ["win_rate_all"]).cells()))
    assert head.badge == "cannot tell anybody apart" and not any(cell.badge or cell.tone for cell in cells)


def test_a_single_strategy_has_no_differences(make_comparison: Make) -> None:
    text = shown(make_comparison({"top_down": 0.2}), "en")
    assert "Top-down" in text and "Differences" not in text
