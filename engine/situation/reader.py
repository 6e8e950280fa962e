"""From a scenario file to a validated scenario."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from engine.dynamics.complete import CompleteScenario
from engine.dynamics.machine.composition import MECHANISMS
from engine.errors import InputError, Problem, refuse
from engine.files import Findings, Node, TreeSource, in_file_order, validate
from engine.model.buying_centre import BuyingCentre
from engine.model.faults import Fault
from engine.model.references import account_faults, account_reference_faults, committee_faults
from engine.model.scenario import Scenario
from engine.situation.amounts import settle_amounts
from engine.situation.extending import load_tree
from engine.situation.forbidden_moves import asked_for_in
from engine.situation.former_keys import take_former_keys
from engine.situation.overrides import Overrides, apply_overrides
from engine.situation.said_values import take_as_said
from engine.wording import Message, amount_said, say


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
    findings = Findings(said=[] if said is None else said)
    return scenario_of(read_tree(path, overrides, findings), findings, buying_centre)


def read_tree(path: str | Path, overrides: Overrides, findings: Findings) -> Node:
    """The tree of a scenario file with everything it extends, and with these values changed."""
    root = load_tree(path, findings.said)
    take_former_keys(root, findings)
    refuse(asked_for_in(root))
    apply_overrides(root, overrides)
    return root


def scenario_of(root: Node, findings: Findings, buying_centre: BuyingCentre | None = None) -> Scenario:
    """The scenario of a tree, words and numbers taken as people say them, which is noted. Raises as `read_scenario`."""
    try:
        scenario = _checked(root, buying_centre)
    except InputError:
        if not take_as_said(root, findings):
            raise
        try:
            scenario = _checked(root, buying_centre)
        except InputError as wrong:
            raise InputError(*in_file_order([*wrong.problems, *findings.found])) from None
    source = TreeSource(root, tuple)
    changed = settle_amounts(scenario, source, findings)
    findings.raise_if_any()
    _say_defaults(root, findings)
    if buying_centre is not None:
        _say_who_is_left_out(root.file, source.data["accounts"], scenario, findings)
    if scenario.switched_off:
        findings.say(
            say("{file}: switched off, so they do nothing: {names}", file=root.file, names=scenario.switched_off)
        )
    return _checked(root, buying_centre) if changed else scenario


def _checked(root: Node, buying_centre: BuyingCentre | None) -> Scenario:
    source = TreeSource(root, tuple)
    if buying_centre is not None:
        account = only_account(source.data.get("accounts"), root.file)
        if isinstance(account, dict):
            account["buying_centre"] = buying_centre
            if isinstance(account.get("partners"), tuple):
                account["partners"] = tuple(_who_know_somebody(account["partners"], buying_centre))
            process = account.get("process")
            if isinstance(process, dict) and isinstance(process.get("bodies"), tuple):
                account["process"] = {**process, "bodies": tuple(_of_this_committee(process["bodies"], buying_centre))}
    return validate(CompleteScenario, source, _faults(source.data), strict=True)


def _who_know_somebody(partners: tuple[Any, ...], centre: BuyingCentre) -> Iterator[Any]:
    """Partners with those of the people they know who are in this committee; whoever knows nobody there is left out.

    What is written wrongly stays, to be told of.
    """
    for partner in partners:
        names = partner.get("knows") if isinstance(partner, dict) else None
        if not isinstance(names, tuple) or not names:
            yield partner
        elif known := _still_there(names, centre):
            yield {**partner, "knows": known}


def _say_who_is_left_out(file: str, written: Any, scenario: Scenario, findings: Findings) -> None:
    """Names the partners of the file who know nobody in a committee from elsewhere."""
    partners = only_account(written, file).get("partners") or ()
    kept = {partner.id for partner in scenario.accounts[0].partners}
    left = [partner["id"] for partner in partners if partner["id"] not in kept]
    if left:
        findings.say(say("{file}: partners who know nobody in the tables are left out: {names}", file=file, names=left))


def _of_this_committee(bodies: tuple[Any, ...], centre: BuyingCentre) -> Iterator[Any]:
    """Bodies with those of their members who are in this committee; what is written wrongly stays, to be told of."""
    for body in bodies:
        members = body.get("members") if isinstance(body, dict) else None
        yield {**body, "members": _still_there(members, centre)} if isinstance(members, tuple) else body


def _still_there(names: tuple[Any, ...], centre: BuyingCentre) -> tuple[Any, ...]:
    """Those of the names who are in this committee, and whatever is no name."""
    there = {person.id for person in centre.people}
    return tuple(name for name in names if name in there or not isinstance(name, str))


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


def _say_defaults(root: Node, findings: Findings) -> None:
    """Names the constants that the file does not state, as one written before they came, and what holds for them."""
    stated = root.mapping["behaviour"].mapping
    left = [
        say(
            "{path} = {value}",
            path=f"behaviour.{each.path}",
            value=amount_said(f"{each.default.value:g}", each.default.unit),
        )
        for mechanism in MECHANISMS
        for each in mechanism.constants
        if each.default is not None and (each.group not in stated or each.name not in stated[each.group].mapping)
    ]
    if left:
        findings.say(say("{file}: not stated, so these defaults hold: {defaults}", file=root.file, defaults=left))


def _faults(plain: Mapping[str, Any]) -> Iterator[Fault]:
    """Names that are not there, also where something else is wrong beside them."""
    accounts = plain.get("accounts")
    accounts = [each if isinstance(each, dict) else {} for each in accounts] if isinstance(accounts, tuple) else []
    yield from account_faults(accounts)
    for index, account in enumerate(accounts):
        centre = account.get("buying_centre")
        inside = [(("buying_centre",), committee_faults(centre))] if isinstance(centre, dict) else []
        for place, faults in (*inside, ((), account_reference_faults(account))):
            yield from (fault.inside("accounts", index, *place) for fault in faults)
