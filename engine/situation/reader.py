"""From a scenario file to a validated scenario."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from engine.dynamics.complete import CompleteScenario
from engine.errors import InputError, Problem, refuse
from engine.files import Node, TreeSource, validate
from engine.model.buying_centre import BuyingCentre
from engine.model.faults import Fault
from engine.model.references import account_faults, committee_faults, rival_faults
from engine.model.scenario import Scenario
from engine.situation.amounts import doubtful_amounts
from engine.situation.extending import load_tree
from engine.situation.overrides import Overrides, apply_overrides
from engine.situation.said_values import take_as_said
from engine.wording import Message, say


def read_scenario(
    path: str | Path,
    overrides: Overrides = (),
    buying_centre: BuyingCentre | None = None,
    said: list[Message] | None = None,
) -> Scenario:
    """The scenario that a file describes.

    path:          a YAML file, or a shipped scenario by its name, such as `kam:keeping_up`.
    overrides:     values to change, as `path.to.value=X` strings or as a mapping from path to value.
    buying_centre: takes the place of the one in the file; the scenario must have a single account.
    said:          gets what there is to say about reading the file, such as its encoding.
    Raises InputError with every problem found, each with its place, and OpenQuestion where everything found can be read
    in two ways, such as an amount of which the unit is in doubt.

    >>> read_scenario("kam:keeping_up", ["horizon=400"]).horizon.value
    400.0
    """
    said = [] if said is None else said
    return scenario_of(read_tree(path, overrides, said), said, buying_centre)


def read_tree(path: str | Path, overrides: Overrides, said: list[Message]) -> Node:
    """The tree of a scenario file with everything it extends, and with these values changed."""
    root = load_tree(path, said)
    apply_overrides(root, overrides)
    return root


def scenario_of(root: Node, said: list[Message], buying_centre: BuyingCentre | None = None) -> Scenario:
    """The scenario that a tree describes, words and numbers taken as people say them. Raises as `read_scenario` does."""
    try:
        CompleteScenario.model_validate(root.plain(), strict=True)
    except ValidationError as error:
        take_as_said(error, root, said)
    source = TreeSource(root, tuple)
    if buying_centre is not None:
        account = only_account(source.data.get("accounts"), root.file)
        if isinstance(account, dict):
            account["buying_centre"] = buying_centre
    scenario = validate(CompleteScenario, source, _faults(source.data), strict=True)
    refuse(doubtful_amounts(scenario, source))
    return scenario


def only_account(accounts: Any, label: str) -> Any:
    """The account of a scenario that has a single one. Raises InputError where there are several."""
    if not isinstance(accounts, tuple) or len(accounts) != 1:
        what = say("people from elsewhere need a scenario with exactly one account")
        raise InputError(Problem(label, what, code="people-accounts"))
    return accounts[0]


def scenario_hash(scenario: Scenario) -> str:
    """SHA-256 over everything the scenario says, in hexadecimal; the same whatever the layout of its file."""
    plain = scenario.model_dump(mode="json", by_alias=True)
    canonical = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _faults(plain: Mapping[str, Any]) -> Iterator[Fault]:
    """Names that are not there, also where something else is wrong beside them."""
    accounts = plain.get("accounts")
    accounts = [each if isinstance(each, dict) else {} for each in accounts] if isinstance(accounts, tuple) else []
    yield from account_faults(accounts)
    for index, account in enumerate(accounts):
        centre = account.get("buying_centre")
        inside = [(("buying_centre",), committee_faults(centre))] if isinstance(centre, dict) else []
        for place, faults in (*inside, ((), rival_faults(account))):
            yield from (fault.inside("accounts", index, *place) for fault in faults)
