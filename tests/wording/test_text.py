"""Plain text lines up although Chinese is twice as wide, and numbers are written as people write them."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, strategies as st

from engine.wording import numbers as formats
from engine.wording.terminal_columns import clip, pad, width, wrap

LINES = st.text(alphabet="ab 赢单，。（）“”-·", max_size=200)


@dataclass
class Range:
    value: float | None
    low: float | None
    high: float | None


def test_chinese_takes_two_columns() -> None:
    assert width("赢单 ab") == 7
    assert width(pad("赢单", 8)) == 8
    assert pad("赢单", 8, right=True) == "    赢单"


def test_what_is_too_wide_is_cut_with_an_ellipsis() -> None:
    assert clip("自上而下", 8) == "自上而下"
    assert clip("自上而下", 7) == "自上而…"
    assert width(clip("自上而下", 6)) <= 6


@given(LINES, st.integers(min_value=8, max_value=60))
def test_wrapping_keeps_every_word_and_the_width_wherever_a_line_can_be_broken(text: str, columns: int) -> None:
    lines = wrap(text, columns, "  ")
    assert "".join(text.split()) == "".join("".join(lines).split())
    assert all(width(line) <= columns or len(wrap(line.strip(), 1)) == 1 for line in lines)


def test_a_piece_that_cannot_be_broken_may_be_wider() -> None:
    assert wrap("a。，））", 8) == ["a。，））"]


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one() -> None:
    text = "大概率领先于“自上而下”（相差 7.3 个百分点），与其余各策略尚不能区分。" * 3
    for columns in range(20, 60):
        for line in wrap(text, columns):
            assert line[0] not in "，。）”" and line[-1] not in "（“"


def test_indents_belong_to_the_first_and_the_other_lines() -> None:
    assert wrap("one two three", 9, "    ", "- ") == ["- one two", "    three"]


@pytest.mark.parametrize(
    ("unit", "numbers", "lang", "difference", "written"),
    [
        ("share", 0.3124, "en", False, "31.2%"),
        ("share", 0.069, "en", True, "+6.9 points"),
        ("share", -0.069, "zh", True, "−6.9 个百分点"),
        ("currency", 438_123.0, "en", False, "438k CNY"),
        ("currency", 438_123.0, "zh", False, "43.8 万元"),
        ("currency", 9_876.0, "zh", False, "9,876 元"),
        ("currency", 12_345_678.0, "en", False, "12.3m CNY"),
        ("currency per day", 20_000.0, "zh", False, "2.00 万元/天"),
        ("days", 263.4, "zh", False, "263 天"),
        ("days", -2.44, "en", True, "−2.44 days"),
        ("count", 2.5, "en", False, "2.50"),
        ("share", 0.0, "en", True, "0.0 points"),
        ("share", -0.00001, "en", True, "0.0 points"),
        ("share", None, "en", False, "–"),
        ("days", float("nan"), "en", False, "–"),
    ],
)
def test_numbers_are_written_with_their_unit(
    unit: str, numbers: float | None, lang: str, difference: bool, written: str
) -> None:
    scale = formats.scale_for(unit, [numbers], "CNY", difference).writing(lang)
    assert (scale.full_signed if difference else scale.full)(numbers) == written


def test_one_scale_serves_a_value_and_its_interval() -> None:
    scale = formats.scale_about(Range(174_000, 147_000, 212_000), "currency", "CNY").writing("en")
    assert (scale.full(174_000), scale.span(147_000, 212_000), scale.heading) == ("174k CNY", "147–212", "k CNY")
    zh = formats.scale_about(Range(-0.004, -0.013, 0.008), "share", difference=True).writing("zh")
    assert zh.signed_span(-0.013, 0.008) == "−1.3 至 +0.8"


@pytest.mark.parametrize(("days", "written"), [(0, "0"), (1.44, "1.4"), (34.6, "35"), (-304.2, "−304")])
def test_days_are_whole_unless_few(days: float, written: str) -> None:
    assert formats.days(days) == written
