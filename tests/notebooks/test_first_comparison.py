"""The first notebook: three ways compared, in pictures, tables and one deal's story."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

Outputs = list[dict[str, Any]]


@pytest.fixture
def outputs(run_notebook: Callable[..., Outputs]) -> Outputs:
    return run_notebook("01_first_comparison")


def test_it_shows_pictures_tables_and_a_story(outputs: Outputs, shown: Callable[[Outputs], str]) -> None:
    words = shown(outputs)
    assert sum("image/png" in output.get("data", {}) for output in outputs) == 3
    assert (words.count("<table"), len(re.findall(r"^\|---", words, re.MULTILINE))) == (1, 2)
    for expected in ("自上而下", "赢单率", "赢单率之差，百分点", "一个项目的经过", "为什么会有这样的结局"):
        assert expected in words


def test_the_changed_assumption_reaches_the_field_force_through_rivals_only(
    outputs: Outputs, shown: Callable[[Outputs], str]
) -> None:
    """The field force never asks for the top level; rivals do, whom the top receives by the same law."""
    (row,) = re.findall(r"自下而上（被动）：只靠基层销售</th><td>([^<]*)</td><td>([^<]*)</td>", shown(outputs))
    assert float(row[0]) <= 0.5, "easier doors for rivals do us no good"
