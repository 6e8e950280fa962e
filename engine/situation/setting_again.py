"""Values set in a scenario that was read already, by the same paths and checks as `--set`."""

from __future__ import annotations

from typing import Any

from engine.errors import Answer, OpenQuestion, Question, answering
from engine.files import Findings, Node
from engine.model.quantity import quantities_in
from engine.model.scenario import Scenario
from engine.situation.amounts import TEN_THOUSAND
from engine.situation.overrides import Overrides, apply_overrides, as_assignments
from engine.situation.reader import scenario_of
from engine.situation.walk import child_of


def tree_of(scenario: Scenario) -> Node:
    """What a scenario says, as a tree; its nodes come from no file."""
    return _node(scenario.model_dump(mode="json", by_alias=True), scenario.id)


def with_values(scenario: Scenario, settings: Overrides) -> Scenario:
    """The scenario with these values set.

    settings: `path.to.value=X`, or values by path, as `read_scenario` takes them.
    Raises InputError for a path that does not exist and for a value that does not fit, OpenQuestion where the unit of
    an amount is in doubt; the place is called `--set PATH`.
    """
    try:
        return _set(scenario, settings)
    except OpenQuestion:
        with answering(_as_settled(scenario, settings)):
            return _set(scenario, settings)


def _set(scenario: Scenario, settings: Overrides) -> Scenario:
    root = tree_of(scenario)
    apply_overrides(root, settings)
    return scenario_of(root, Findings(said=[]))


def _as_settled(scenario: Scenario, settings: Overrides) -> Answer:
    """Answers what was settled when the scenario was read: an amount that is not set now keeps its unit."""
    units = {path: quantity.unit for path, quantity in quantities_in(scenario)}
    set_now = tuple(each.partition("=")[0] for each in as_assignments(settings))

    def answer(question: Question) -> int | None:
        path = getattr(question.what, "arguments", {}).get("path", "")
        if question.code != "money-unit" or path not in units or path.startswith(set_now):
            return None
        return int(units[path].startswith(TEN_THOUSAND))

    return answer


def node_at(root: Node, path: str) -> Node | None:
    """What stands at a path; None where nothing does."""
    found: Node | None = root
    for name in path.split("."):
        found = child_of(found, name) if found is not None else None
    return found


def _node(plain: Any, file: str) -> Node:
    if isinstance(plain, dict):
        return Node({name: _node(part, file) for name, part in plain.items()}, file, 0, 0)
    if isinstance(plain, list):
        return Node([_node(part, file) for part in plain], file, 0, 0)
    return Node(plain, file, 0, 0, _written(plain))


def _written(plain: Any) -> str:
    if isinstance(plain, bool):
        return "true" if plain else "false"
    if isinstance(plain, float):
        return f"{plain:.15g}"
    return "" if plain is None else str(plain)
