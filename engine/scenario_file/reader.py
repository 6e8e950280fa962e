"""From a scenario file to a validated scenario."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from engine.errors import InputError, Problem
from engine.files import Node, place_order
from engine.model.buying_centre import BuyingCentre
from engine.model.scenario import Scenario
from engine.scenario_file.loading import load_tree
from engine.scenario_file.messages import problems_from
from engine.scenario_file.overrides import Overrides, apply_overrides
from engine.scenario_file.references import reference_problems


def read_scenario(path: str | Path, overrides: Overrides = (), buying_centre: BuyingCentre | None = None) -> Scenario:
    """The scenario that a file describes.

    path:          a YAML file.
    overrides:     values to change, as `path.to.value=X` strings or as a mapping from path to value.
    buying_centre: takes the place of the one in the file; the scenario must have a single account.
    Raises InputError with every problem found, each with file and line.

    >>> read_scenario("scenarios/keeping_up.yaml", ["horizon=400"]).horizon.value
    400.0
    """
    root = load_tree(path)
    apply_overrides(root, overrides)
    return _validated(root, str(path), buying_centre)


def scenario_hash(scenario: Scenario) -> str:
    """SHA-256 over everything the scenario says, in hexadecimal; the same whatever the layout of its file."""
    plain = scenario.model_dump(mode="json", by_alias=True)
    canonical = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _validated(root: Node, label: str, buying_centre: BuyingCentre | None) -> Scenario:
    references = reference_problems(root)
    plain = root.plain()
    if buying_centre is not None:
        _exchange(plain, label, buying_centre)
        references = {place: found for place, found in references.items() if place == ()}
    try:
        scenario = Scenario.model_validate(plain, strict=True)
    except ValidationError as error:
        others = [e for e in error.errors() if not (e["type"] == "value_error" and e["loc"] in references)]
        found = problems_from(others, root) + [problem for group in references.values() for problem in group]
        raise InputError(*_in_file_order(found)) from None
    if references:
        raise InputError(*_in_file_order([problem for group in references.values() for problem in group]))
    return scenario


def _exchange(plain: dict[str, Any], label: str, buying_centre: BuyingCentre) -> None:
    accounts = plain.get("accounts")
    if not isinstance(accounts, tuple) or len(accounts) != 1 or not isinstance(accounts[0], dict):
        raise InputError.at(label, "people from elsewhere need a scenario with exactly one account")
    accounts[0]["buying_centre"] = buying_centre


def _in_file_order(problems: list[Problem]) -> list[Problem]:
    return sorted(dict.fromkeys(problems), key=lambda problem: place_order(problem.where))
