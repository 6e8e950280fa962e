"""From a scenario file to a validated scenario."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from engine.dynamics.complete import CompleteScenario
from engine.errors import InputError, Problem, Question, answer_to, refuse
from engine.files import Node, answer, figure, place_order, plain_value
from engine.model.buying_centre import BuyingCentre
from engine.model.quantity import quantities_in
from engine.model.scenario import Scenario
from engine.scenario_file.loading import load_tree
from engine.scenario_file.messages import problems_from
from engine.scenario_file.overrides import Overrides, apply_overrides
from engine.scenario_file.references import reference_problems
from engine.scenario_file.walk import child_of, follow
from engine.wording import Message, say

MOST_USUAL_MONEY = 100_000.0
"""Amounts in ten thousands above it, a billion, are asked about: they are mostly meant in the plain currency."""


def read_scenario(
    path: str | Path,
    overrides: Overrides = (),
    buying_centre: BuyingCentre | None = None,
    said: list[Message] | None = None,
) -> Scenario:
    """The scenario that a file describes.

    path:          a YAML file.
    overrides:     values to change, as `path.to.value=X` strings or as a mapping from path to value.
    buying_centre: takes the place of the one in the file; the scenario must have a single account.
    said:          gets what there is to say about reading the file, such as its encoding.
    Raises InputError with every problem found, each with its place, and OpenQuestion where an amount is so large that
    its unit is in doubt.

    >>> read_scenario("scenarios/keeping_up.yaml", ["horizon=400"]).horizon.value
    400.0
    """
    root = load_tree(path, said)
    apply_overrides(root, overrides)
    scenario = _validated(root, str(path), buying_centre)
    return _validated(root, str(path), buying_centre) if _amounts_settled(scenario, root) else scenario


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
        scenario = CompleteScenario.model_validate(plain, strict=True)
    except ValidationError as error:
        if _take_as_said(error.errors(), root):
            return _validated(root, label, buying_centre)
        others = [e for e in error.errors() if not (e["type"] == "value_error" and e["loc"] in references)]
        found = problems_from(others, root) + [problem for group in references.values() for problem in group]
        raise InputError(*_in_file_order(found)) from None
    if references:
        raise InputError(*_in_file_order([problem for group in references.values() for problem in group]))
    return scenario


def _take_as_said(errors: list[ErrorDetails], root: Node) -> bool:
    """Puts truth values and numbers where the file has them as people say them: 是, √, Yes, 75%. Was there any?"""
    changed = False
    for error in errors:
        node, _, taken = follow(root, error["loc"])
        if taken < len(error["loc"]) or node.text is None or plain_value(node.raw) != node.text:
            continue  # what stands in quotes is meant as text
        number, value = figure(node.text), answer(node.text)
        if error["type"] == "bool_type" and value is not None:
            node.content, changed = value, True
        elif error["type"] == "float_type" and number is not None and not (number.unit or number.currency):
            values = set(number.values.values())
            if len(values) == 1 and not (number.percent and error["loc"][-1] == "value"):
                node.content = float(f"{values.pop() / (100 if number.percent else 1):.15g}")
                changed = True
    return changed


def _amounts_settled(scenario: Scenario, root: Node) -> bool:
    """Puts doubtful amounts into the unit that is meant. Was any changed? Raises OpenQuestion for the others."""
    left: list[Question] = []
    changed = False
    for path, quantity in quantities_in(scenario):
        scale, _, currency = quantity.unit.partition(" ")
        if scale != "10k" or abs(quantity.value) <= MOST_USUAL_MONEY:
            continue
        node: Node | None = root
        for name in path.split("."):
            node = (child_of(node, name) or node) if node is not None else None
        value = f"{quantity.value:.15g}"
        what = say("{path}: in which unit is `{value}`?", path=path, value=value)
        readings = (
            say("{value} {unit}", value=value, unit=currency),
            say("{value} times 10k {unit}", value=value, unit=currency),
        )
        settle = say(
            "write `unit: {unit}` for the first; for the second `value: {more}, unit: {unit}`",
            unit=currency, more=f"{quantity.value * 1e4:.15g}",
        )  # fmt: skip
        question = Question(node.where if node is not None else root.file, what, settle, "money-unit", readings)
        unit = child_of(node, "unit") if node is not None else None
        meant = answer_to(question)
        if meant is None or unit is None:
            left.append(question)
        elif meant == 0:
            unit.content, changed = currency, True
    refuse(left)
    return changed


def _exchange(plain: dict[str, Any], label: str, buying_centre: BuyingCentre) -> None:
    accounts = plain.get("accounts")
    if not isinstance(accounts, tuple) or len(accounts) != 1 or not isinstance(accounts[0], dict):
        raise InputError.at(label, "people from elsewhere need a scenario with exactly one account")
    accounts[0]["buying_centre"] = buying_centre


def _in_file_order(problems: list[Problem]) -> list[Problem]:
    return sorted(dict.fromkeys(problems), key=lambda problem: place_order(problem.where))
