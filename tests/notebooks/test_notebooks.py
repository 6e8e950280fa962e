"""What holds for every notebook: it runs in silence, is stored without old results, and speaks both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
CHINESE = re.compile("[\u4e00-\u9fff]")
every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@every_notebook
def test_it_warns_of_nothing(path: Path, run_notebook: Callable[..., list[dict[str, Any]]]) -> None:
    assert not [output["text"] for output in run_notebook(path.stem) if output.get("name") == "stderr"]


@every_notebook
def test_it_is_stored_without_results(path: Path) -> None:
    cells = nbformat.read(path, as_version=4).cells
    assert [cell for cell in cells if cell.cell_type == "code" and (cell.outputs or cell.execution_count)] == []


@every_notebook
def test_every_explanation_is_in_both_languages(path: Path) -> None:
    texts = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown"]
    assert texts
    assert all(CHINESE.search(text) and re.search(r"^\*[A-Z`]", text, re.MULTILINE) for text in texts)


def test_there_is_one_to_begin_with_and_one_about_rules() -> None:
    assert [path.stem for path in NOTEBOOKS[:2]] == ["01_first_comparison", "02_rulebook"]
