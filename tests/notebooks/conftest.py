"""Runs notebooks as on a projector: cold, from top to bottom, each once per session."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

Outputs = list[dict[str, Any]]


@pytest.fixture(scope="session")
def notebooks(repository: Path) -> Path:
    """The folder of the notebooks."""
    return repository / "notebooks"


@pytest.fixture(scope="session")
def run_notebook(notebooks: Path) -> Callable[..., Outputs]:
    """Everything that a notebook shows when it is run with few replications, in one of the languages."""
    seen: dict[tuple[str, str], Outputs] = {}

    def run(name: str, lang: str = "zh") -> Outputs:
        if (name, lang) not in seen:
            notebook = nbformat.read(notebooks / f"{name}.ipynb", as_version=4)
            for cell in notebook.cells:
                cell.source = cell.source.replace('= "zh"  # "en" for English', f'= "{lang}"')
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("KAM_REPLICATIONS", "40")
                NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(notebooks)}}).execute()
            seen[name, lang] = [output for cell in notebook.cells for output in cell.get("outputs", [])]
        return seen[name, lang]

    return run


@pytest.fixture(scope="session")
def shown() -> Callable[[Outputs], str]:
    """All text, Markdown and tables of a notebook's outputs."""

    def of(outputs: Outputs) -> str:
        kinds = ("text/html", "text/markdown")
        pages = ["".join(output.get("data", {}).get(kind, "")) for output in outputs for kind in kinds]
        return "\n".join([*pages, *(output.get("text", "") for output in outputs)])

    return of
