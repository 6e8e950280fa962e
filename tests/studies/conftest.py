"""A scenario to run, and the fake simulator where worker processes find it."""

import sys
from pathlib import Path

import pytest

from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.situation import load_books, read_scenario

sys.path.insert(0, str(Path(__file__).parent))  # spawned workers are given this path too


@pytest.fixture(scope="session")
def scenario(repository: Path) -> Scenario:
    """A shipped scenario."""
    return read_scenario(repository / "scenarios" / "keeping_up.yaml")


@pytest.fixture(scope="session")
def books(scenario: Scenario) -> dict[str, Rulebook]:
    """Its rulebooks."""
    return load_books(scenario)
