"""The scenarios in the box: complete, sourced, and as large as promised."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from engine.errors import InputError
from engine.model.base import Frozen
from engine.model.quantity import Provenance, canonical, quantities_in
from engine.situation import load_tree, read_scenario, scenario_schema, schema_text

SCENARIOS = sorted((Path(__file__).parents[2] / "scenarios").glob("*.yaml"))
NAMES = [path.stem for path in SCENARIOS]
every_scenario = pytest.mark.parametrize("path", SCENARIOS, ids=NAMES)


def test_the_promised_situations_are_there() -> None:
    promised = (
        "keeping_up scheduled_renewal unexpected_replacement staying_ahead_tender reactive_tender resentful_middle"
    )
    assert set(promised.split()) <= set(NAMES)


@every_scenario
def test_is_valid_and_named_like_its_file(path: Path) -> None:
    scenario = read_scenario(path)
    assert scenario.id == path.stem
    assert len(scenario.story.en) > 300
    assert len(scenario.story.zh) > 100
    assert scenario.currency == "CNY"
    assert 365 <= canonical(scenario.horizon) <= 730


@every_scenario
def test_committees_have_the_promised_size(path: Path) -> None:
    for account in read_scenario(path).accounts:
        people = account.buying_centre.people
        if path.stem == "one_buyer":
            assert len(people) == 1
            continue
        assert 5 <= len(people) <= 16
        assert len({person.level for person in people}) >= 3
        assert len({person.department for person in people}) >= 4
        roles = {role for person in people for role in person.roles}
        assert {"decider", "gatekeeper", "technical_evaluator", "financial_approver", "buyer", "user"} <= roles
        assert {tie.kind for tie in account.buying_centre.ties} == {"advice", "friendship", "conflict"}


@every_scenario
def test_formal_lines_lead_up_to_one_top(path: Path) -> None:
    for account in read_scenario(path).accounts:
        people = [person for person in account.buying_centre.people if not person.outside]
        level = {person.id: person.level for person in people}
        assert [person.level for person in people if person.reports_to is None] == [1]
        assert all(level[person.reports_to] < person.level for person in people if person.reports_to is not None)


@every_scenario
def test_no_tie_is_written_twice(path: Path) -> None:
    for account in read_scenario(path).accounts:
        ties = [(tie.source, tie.target, tie.kind) for tie in account.buying_centre.ties]
        assert len(set(ties)) == len(ties)


def _reasons(value: Any) -> list[str]:
    if isinstance(value, Frozen):
        own = (
            [getattr(value, "source", None) or getattr(value, "assumption", None)]
            if isinstance(value, Provenance)
            else []
        )
        return [reason or "" for reason in own] + [
            r for name in type(value).model_fields for r in _reasons(getattr(value, name))
        ]
    return [reason for item in value for reason in _reasons(item)] if isinstance(value, tuple) else []


@every_scenario
def test_every_number_has_a_reason_worth_reading(path: Path) -> None:
    scenario = read_scenario(path)
    assert len(quantities_in(scenario)) > 150
    reasons = _reasons(scenario)
    assert len(reasons) > len(quantities_in(scenario))
    assert [reason for reason in reasons if len(reason) < 8] == []


def test_cited_constants_are_the_cited_numbers() -> None:
    behaviour = read_scenario(SCENARIOS[0]).behaviour
    assert (behaviour.access.cold_level_1.value, behaviour.access.recommended.value) == (0.20, 0.84)
    assert "(secondary)" in behaviour.access.cold_level_1.reason
    assert "(secondary)" in behaviour.access.recommended.reason
    assert behaviour.pursuit.most_attempts.value == 8


@every_scenario
def test_expectations_never_claim_a_winner(path: Path) -> None:
    expectations = read_scenario(path).expect
    assert len(expectations) >= 4
    compared = [e for e in expectations if e.above not in {None, e.strategy} or e.below not in {None, e.strategy}]
    assert not [e for e in compared if e.measure.startswith("win_rate")]


def test_situations_differ_as_their_stories_do() -> None:
    by_name = {path.stem: read_scenario(path) for path in SCENARIOS}
    assert by_name["scheduled_renewal"].accounts[0].incumbent == "us"
    failure = by_name["unexpected_replacement"].accounts[0]
    assert failure.assets[0].failed
    assert any(step.skipped_when_urgent for step in failure.process.steps)
    assert by_name["staying_ahead_tender"].accounts[0].project.formal_tender
    rival = by_name["reactive_tender"].accounts[0]
    assert rival.incumbent == "old_supplier"
    assert canonical(rival.project.our_sighting) > 5 * canonical(rival.project.rival_sighting)
    house = by_name["resentful_middle"].accounts[0].buying_centre
    top = next(person for person in house.people if "decider" in person.roles)
    assert top.identified and top.stance > 0
    assert max(person.power for person in house.people if person.level == 2) > top.power
    assert sum(account.copies for account in by_name["team_portfolio"].accounts) == 10
    assert len({account.priority for account in by_name["team_portfolio"].accounts}) == 4


@every_scenario
def test_editor_line_points_to_the_schema(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=scenario.schema.json"


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    Draft202012Validator.check_schema(scenario_schema())
    return Draft202012Validator(scenario_schema())


def _as_written(path: Path) -> Any:
    """The file alone, before anything it extends is merged in."""
    from engine.files import read_yaml

    return json.loads(json.dumps(read_yaml(path).plain()))


@every_scenario
def test_schema_accepts_the_file_and_the_whole(path: Path, schema: Draft202012Validator) -> None:
    assert [error.message for error in schema.iter_errors(_as_written(path))] == []
    whole = json.loads(json.dumps(load_tree(path).plain()))
    assert [error.message for error in schema.iter_errors(whole)] == []


@pytest.mark.parametrize(
    ("override", "place"),
    [
        (("accounts", 0, "project", "amount", "unit", "days"), "$.accounts[0].project.amount.unit"),
        (("accounts", 0, "project", "amuont", None, None), "$.accounts[0].project"),
        (("accounts", 0, "kind", "big", None, None), "$.accounts[0].kind"),
    ],
)
def test_schema_refuses_slips(override: tuple[Any, ...], place: str, schema: Draft202012Validator) -> None:
    written = _as_written(SCENARIOS[NAMES.index("keeping_up")])
    *steps, key, value = [step for step in override if step is not None]
    node = written
    for step in steps:
        node = node[step]
    node[key] = value
    assert [error.json_path for error in schema.iter_errors(written)] == [place]


@pytest.mark.parametrize("key", ["amount", "margin"])
def test_schema_asks_for_what_is_missing(key: str, schema: Draft202012Validator) -> None:
    written = _as_written(SCENARIOS[NAMES.index("keeping_up")])
    del written["accounts"][0]["project"][key]
    assert [error.message for error in schema.iter_errors(written)] == [f"'{key}' is a required property"]


def test_published_schema_is_current(shipped: Path, tmp_path: Path) -> None:
    assert (shipped / "scenario.schema.json").read_text(encoding="utf-8") == schema_text(), "run: make schema"
    target = tmp_path / "schema.json"
    subprocess.run([sys.executable, "-m", "engine.situation", str(target)], check=True, cwd=shipped.parent)
    assert target.read_text(encoding="utf-8") == schema_text()


def test_shared_files_are_no_scenarios(shipped: Path) -> None:
    with pytest.raises(InputError, match="missing key"):
        read_scenario(shipped / "shared" / "behaviour.yaml")
