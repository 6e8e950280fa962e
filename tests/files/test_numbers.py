"""Numbers as people write them: one cell, one column, one table."""

from __future__ import annotations

import pytest

from engine.errors import InputError, OpenQuestion
from engine.files import Findings, Wanted, is_date, read_numbers
from engine.files.numerals import numeral

SHARE, MONEY = Wanted("x", 0, 1, "share"), Wanted("x", 0, 1e9, "money", usually=(0.1, 1e5))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1234", {1234}), ("1,234.5", {1234.5}), ("1.234,5", {1234.5}), ("1 234,5", {1234.5}), ("0,5", {0.5}),
        ("1,234", {1234, 1.234}), ("1.234", {1234, 1.234}), ("0.123", {0.123}), ("1'234.5", {1234.5}), (".5", {0.5}),
        ("1_000", {1000}), ("１２３．５", {123.5}), ("−5", {-5}), ("(100)", {-100}), ("+0.9", {0.9}), ("3e-1", {0.3}),
        ("二", {2}), ("十", {10}), ("1,234,567", {1234567}), ("1,0000", {10000, 1}), ("12,34", {12.34}), ("5.", {5}),
    ],
)  # fmt: skip
def test_what_a_figure_may_be_worth(text: str, values: set[float]) -> None:
    found = numeral(text)
    assert found is not None and set(found.values.values()) == values


@pytest.mark.parametrize(
    "text", ["", "abc", "1.2.3", "12 34", "0,5,1", "1e", "0x1F", "(5", "--5", "0_5", "nan", "inf", "+-1", "."]
)
def test_what_is_no_figure(text: str) -> None:
    assert numeral(text) is None


@pytest.mark.parametrize(
    ("text", "percent", "unit", "sign"),
    [
        ("97%", True, "", ""),
        ("10万元", False, "万", ""),
        ("3亿", False, "亿", ""),
        ("¥150", False, "", "¥"),
        ("5 千元", False, "千", ""),
        ("１２％", True, "", ""),
    ],
)
def test_what_stands_around_a_figure(text: str, percent: bool, unit: str, sign: str) -> None:
    found = numeral(text)
    assert found is not None and (found.percent, found.unit, found.currency) == (percent, unit, sign)


@pytest.mark.parametrize("text", ["2024-03-01", "3月4日", "2-Jan", "Jan-24", "1/2", "2024年5月"])
def test_dates_are_known_as_such(text: str) -> None:
    assert is_date(text)


def column(cells: list[object], wanted: Wanted, styles: frozenset[str] = frozenset()) -> list[float | None]:
    findings = Findings()
    found = read_numbers(cells, [f"t:{n}" for n in range(len(cells))], wanted, findings, styles)  # type: ignore[arg-type]
    findings.raise_if_any()
    return found


def test_a_column_settles_its_own_style() -> None:
    plain = Wanted("x")
    assert column(["1.234", "0,5"], plain) == [1234, 0.5]
    assert column(["1,234", "0.5"], plain) == [1234, 0.5]
    assert column(["1,234", "60"], plain, frozenset({"point"})) == [1234, 60]
    for cells, styles in (
        (["1.234"], frozenset({"comma"})),
        (["1,234"], frozenset()),
        (["1,234", "0.5", "0,5"], frozenset()),
    ):
        with pytest.raises(OpenQuestion, match="what does"):
            column(cells, plain, styles)


def test_the_limits_settle_what_only_one_reading_fits() -> None:
    assert column(["0,123"], SHARE) == [0.123]
    assert column(["1.234"], Wanted("x", 100, 5000)) == [1234]


def test_shares_and_percent() -> None:
    assert column(["97%", "0.97", 0.5, None, "不详", "-"], SHARE) == [0.97, 0.97, 0.5, None, None, None]
    with pytest.raises(InputError, match=r"write 97% or 0\.97"):
        column(["97"], SHARE)
    with pytest.raises(InputError, match="is a percentage"):
        column(["5%"], Wanted("x", 1, 9, "whole"))
    percent = Wanted("x", 0, 1, "share", "%")
    assert column(["97", "5", "12.5%"], percent) == [0.97, 0.05, 0.125]
    with pytest.raises(OpenQuestion, match="are these percentages"):
        column(["0.97", "0.5"], percent)


def test_money() -> None:
    assert column(["10万", "3亿", "5000元", "120"], MONEY) == [10, 30_000, 0.5, 120]
    assert column(["1500000"], Wanted("x", 0, 1e9, "money", "元")) == [150]
    assert column(["1500000万元"], MONEY) == [1_500_000]
    for cell in ("¥150", "1500000"):
        with pytest.raises(OpenQuestion, match=r"write `\d+元` or `\d+万元`"):
            column([cell], MONEY)
    with pytest.raises(InputError, match="not in CNY"):
        column(["$5"], MONEY)
    with pytest.raises(InputError, match="the unit `万美元` is not understood"):
        column(["5"], Wanted("x", 0, 1e9, "money", "万美元"))


def test_faults_and_questions_of_a_column_are_told_together() -> None:
    with pytest.raises(InputError) as caught:
        column(["abc", "¥5", "2-Jan"], MONEY)
    assert [problem.code for problem in caught.value.problems] == ["number-none", "money-unit", "number-date"]
    assert not isinstance(caught.value, OpenQuestion)
