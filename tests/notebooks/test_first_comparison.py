"""The notebooks run from top to bottom, as on a projector, and are stored without old results."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda path: path.stem)
def outputs(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    """Everything that a notebook shows when it is run cold with few replications."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KAM_REPLICATIONS", "40")
        notebook = nbformat.read(request.param, as_version=4)
        NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(FOLDER)}}).execute()
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def shown(outputs: list[dict[str, Any]]) -> str:
    """All text and all tables."""
    pages = ["".join(output.get("data", {}).get("text/html", "")) for output in outputs]
    return "\n".join([*pages, *(output.get("text", "") for output in outputs)])


def test_it_shows_pictures_tables_and_a_story(outputs: list[dict[str, Any]]) -> None:
    words = shown(outputs)
    assert sum("image/png" in output.get("data", {}) for output in outputs) == 3
    assert words.count("<table") == 3
    for expected in ("自上而下", "赢单率", "每 100 次多赢的单数", "一个项目的经过", "为什么会有这样的结局"):
        assert expected in words


def test_the_changed_assumption_reaches_only_those_who_go_to_the_top(outputs: list[dict[str, Any]]) -> None:
    """The field force never asks for the top level, so on the same luck each of its deals must end as before."""
    (row,) = re.findall(r"自下而上：依靠一线</th><td>([^<]*)</td><td>([^<]*)</td>", shown(outputs))
    assert row == ("0", "每次都相同 · the same every time")


def test_it_warns_of_nothing(outputs: list[dict[str, Any]]) -> None:
    assert not [output["text"] for output in outputs if output.get("name") == "stderr"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_stored_without_results(path: Path) -> None:
    cells = nbformat.read(path, as_version=4).cells
    assert [cell for cell in cells if cell.cell_type == "code" and (cell.outputs or cell.execution_count)] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_explanation_is_in_both_languages(path: Path) -> None:
    texts = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown"]
    assert texts
    assert all(CHINESE.search(text) and re.search(r"^\*[A-Z`]", text, re.MULTILINE) for text in texts)


def test_there_is_a_notebook_to_begin_with() -> None:
    assert FOLDER / "01_first_comparison.ipynb" in NOTEBOOKS
