"""The notebook about rulebooks: what it shows is what the engine says, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from engine import load_book

NAME = "02_rulebook"
Outputs = list[dict[str, Any]]
BOOK = load_book("engagement_choice")


def test_every_step_shows_its_result_in_chinese(
    run_notebook: Callable[..., Outputs], shown: Callable[[Outputs], str]
) -> None:
    outputs = run_notebook(NAME)
    words = shown(outputs)
    assert sum("image/png" in output.get("data", {}) for output in outputs) == 1
    for expected in (
        "| 12 | 其余：先铺基层 | 没有规则触发 |",
        "### 决策链应对：自下而上（被动）：内部引荐",
        "最高关系等级：3 → 2",
        "- 错误 · 被遮蔽：",
        "did you mean people_resentful",
        "案例通过 63/63",
        "漏网 0 个",
        "没有案例能发现：",
        "…/my_book.xlsx, sheet rules, cell ",
        "挑战规则书",
        "## 华东电力",
        "`cool_down`",
        "距最高层上次拒绝见我方的天数",
        "案例通过 5/5",
    ):
        assert expected in words, expected


def test_the_numbers_are_those_of_the_book(
    run_notebook: Callable[..., Outputs], shown: Callable[[Outputs], str]
) -> None:
    words = shown(run_notebook(NAME))
    careless = BOOK.change("sponsor_opens_the_way", when="best_relationship >= 2")
    fewer = BOOK.model_copy(update={"cases": BOOK.cases[:40]})
    assert careless.test().summary.in_language("zh") in words and BOOK.mutate().summary.in_language("zh") in words
    assert careless.check().to_markdown("zh") in words and len(careless.check().errors) == 2
    assert fewer.mutate().to_markdown("zh") in words and fewer.mutate().missed
    assert "\nTrue\n" in f"\n{words}", "the round trip through the workbook"


def test_the_same_in_english(run_notebook: Callable[..., Outputs], shown: Callable[[Outputs], str]) -> None:
    words = shown(run_notebook(NAME, "en"))
    assert not re.search("[\u4e00-\u9fff]", words)
    for expected in (
        "### Engaging the decision chain: Bottom-up: sponsored",
        "shadowed",
        "challenger",
        "## East Grid",
    ):
        assert expected in words, expected


def test_a_mistake_shows_as_its_message_alone(notebooks: Path) -> None:
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_code_cell('from engine import load_book\nload_book("engagment_choice")')]
    with pytest.raises(CellExecutionError):
        NotebookClient(notebook, timeout=60, resources={"metadata": {"path": str(notebooks)}}).execute()
    (error,) = [output for output in notebook.cells[0].outputs if output.output_type == "error"]
    (line,) = error.traceback
    assert line.startswith("engagment_choice: no shipped rulebook has this name (did you mean engagement_choice?")
