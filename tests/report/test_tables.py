"""The comparison as a table: it lines up, fits the terminal, and marks only what the intervals allow."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from engine.experiment import Comparison
from engine.report import comparison_table
from engine.report.standing import standing
from engine.report.tables import difference_rows, measure_rows
from engine.results.measures import HEADLINE, MEASURES
from engine.wording.columns import width

Make = Callable[..., Comparison]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("columns", [60, 80, 100, 160])
def test_no_line_is_wider_than_the_terminal(comparison: Comparison, lang: str, columns: int) -> None:
    lines = comparison_table(comparison, lang, columns).splitlines()
    assert max(width(line) for line in lines) <= columns


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_columns_line_up(comparison: Comparison, lang: str) -> None:
    """In every row of values the last figure of a column ends at the same place."""
    lines = comparison_table(comparison, lang, 160).splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith("---")) + 1
    values = lines[start : start + 2 * len(comparison.strategies) : 2]
    ends = [
        [width(line[: found.end()]) for found in re.finditer(r"(?<=[\s−])[\d.,]+(?=\s|$)", line)] for line in values
    ]
    assert all(row == ends[0] for row in ends)
    assert len(ends[0]) == 6


def test_the_table_names_level_and_replications(comparison: Comparison) -> None:
    assert "95% interval" in comparison_table(comparison, "en").replace("\n", " ")
    assert "200 replications" in comparison_table(comparison, "en").replace("\n", " ")
    assert "重复 200 次" in comparison_table(comparison, "zh")


def test_marks_follow_the_verdicts(comparison: Comparison) -> None:
    """34 % against 32 %, 30 %, 22 %, 20 % with ±3 points plain and ±6 points adjusted."""
    row = measure_rows(comparison, "en", ["win_rate_all"])[0]
    marks = dict(zip(comparison.strategies, (cell.mark for cell in row.cells), strict=True))
    assert marks == {
        "top_down": "likely_behind",
        "bottom_up_field": "behind",
        "bottom_up_leapfrog": "behind",
        "bottom_up_sponsored": "front",
        "playbook": "front",
        "do_nothing": "",
    }


def test_doing_nothing_never_leads(make_comparison: Make) -> None:
    comparison = make_comparison({"top_down": 0.1, "playbook": 0.1, "do_nothing": 0.9})
    found = standing(comparison, "win_rate_all")
    assert found is not None and found.leader != "do_nothing" and "do_nothing" not in found.tied
    assert found.undecided


def test_a_leader_without_a_rival_gets_no_mark(make_comparison: Make) -> None:
    row = measure_rows(make_comparison({"top_down": 0.1, "do_nothing": 0.0}), "en", ["win_rate_all"])[0]
    assert [cell.mark for cell in row.cells] == ["", ""]


def test_neutral_measures_have_no_marks(comparison: Comparison) -> None:
    for row in measure_rows(comparison, "en"):
        if MEASURES[row.measure].better == "neutral":
            assert {cell.mark for cell in row.cells} == {""}


def test_a_missing_value_says_why(make_comparison: Make) -> None:
    comparison = make_comparison({"top_down": 0.2, "do_nothing": 0.1}, changes={("do_nothing", "cost_per_win"): None})
    row = measure_rows(comparison, "zh", ["cost_per_win"])[0]
    assert row.cells[1].value == "–" and "从未出现" in row.cells[1].note
    assert comparison.difference("cost_per_win", "top_down", "do_nothing").value is None
    assert "–" in comparison_table(comparison, "en")


def test_differences_are_signed_and_judged(comparison: Comparison) -> None:
    rows = {row.strategy: row.cells[0] for row in difference_rows(comparison, "en", "top_down", HEADLINE)}
    assert rows["bottom_up_sponsored"].value == "+4.0"
    assert rows["bottom_up_sponsored"].verdict == "likely" and rows["bottom_up_sponsored"].better is True
    assert rows["bottom_up_field"].value == "−8.0"
    assert rows["bottom_up_field"].verdict == "clear" and rows["bottom_up_field"].better is False
    assert rows["playbook"].verdict == "cannot_tell" and rows["playbook"].better is None
    assert rows["playbook"].interval == "−1.0 to +5.0"


def test_a_single_strategy_has_no_differences(make_comparison: Make) -> None:
    text = comparison_table(make_comparison({"top_down": 0.2}), "en")
    assert "Top-down" in text and "Differences" not in text
