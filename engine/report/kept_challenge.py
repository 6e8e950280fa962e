"""Champion and challenger, kept in a folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.results.run_folder import RunWriter, run_name
from engine.studies import Challenge


def write_challenge(found: Challenge, scenario: Scenario, books: Mapping[str, Rulebook], out: str | Path) -> Path:
    """Keep the result and what it was made of in a folder of their own; its path.

    Holds `challenge.json`, `scenario.json` and `books/`; complete or not there at all.
    Raises RunFailed when it cannot be stored.
    """
    name = run_name(f"{scenario.id}-challenge-{found.purpose}", found.receipt.created)
    with RunWriter(Path(out), name) as writer:
        with writer.text("challenge.json") as file:
            file.write(found.model_dump_json(indent=1) + "\n")
        writer.inputs(scenario, books)
        return writer.commit()
