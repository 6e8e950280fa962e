"""The picture and the tables of what rules are worth: same bytes, no missing glyph, nothing cut, nothing wide."""

from __future__ import annotations

import warnings

import pytest

from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.report.plots.rule_worth_plot import draw_rule_worth
from engine.situation import Situation
from engine.studies import RuleRoi, rule_roi
from engine.wording import told
from engine.wording.terminal_columns import width


@pytest.fixture(scope="module")
def roi(scenario: Scenario, books: dict[str, Rulebook]) -> RuleRoi:
    return rule_roi(Situation(scenario, books), "engagement_choice", replications=32, shapley=True, workers=1)


def test_a_picture_has_the_same_bytes_every_time(roi: RuleRoi) -> None:
    first, second = draw_rule_worth(roi, "en"), draw_rule_worth(roi, "en")
    assert first.png == second.png and first.width > 1000


@pytest.mark.usefixtures("bare_machine")
def test_a_chinese_picture_misses_no_glyph(roi: RuleRoi, caplog: pytest.LogCaptureFixture) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert draw_rule_worth(roi, "zh").png != draw_rule_worth(roi, "en").png
    assert not caplog.records


def test_without_shares_and_without_decisions_there_is_a_picture_too(
    scenario: Scenario, books: dict[str, Rulebook]
) -> None:
    for strategy in ("playbook", "top_down"):
        plain = rule_roi(Situation(scenario, books), "engagement_choice", strategy, replications=2, workers=1)
        assert draw_rule_worth(plain, "en").height > 200
        assert "Shapley" not in plain.to_text("en")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("columns", [60, 80, 120])
def test_tables_keep_to_the_columns(roi: RuleRoi, lang: str, columns: int) -> None:
    text = roi.to_text(lang, columns)
    assert max(width(line) for line in text.splitlines()) <= columns
    for rule in roi.rules:
        name = told(rule.name, lang)
        pieces = name.split() if lang == "en" else name
        assert all(piece in text for piece in pieces), "every rule is told about, be it that it never decided"
        assert rule.rule not in text
