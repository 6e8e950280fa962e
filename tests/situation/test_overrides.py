"""Single values changed from outside: `path.to.value=X`."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import InputError
from engine.model.quantity import canonical, canonical_range, quantities_in
from engine.model.scenario import Scenario
from engine.situation import read_scenario

CENTRE = "accounts.parts_group.buying_centre"


@pytest.fixture
def path(shipped: Path) -> Path:
    return shipped / "keeping_up.yaml"


def refused(path: Path, *overrides: str) -> str:
    with pytest.raises(InputError) as caught:
        read_scenario(path, overrides)
    return str(caught.value)


def test_number_keeps_its_unit_and_says_what_it_was(path: Path) -> None:
    amount = read_scenario(path, ["accounts.parts_group.project.amount=900"]).accounts[0].project.amount
    assert (amount.value, amount.unit) == (900.0, "10k CNY")
    assert (
        amount.assumption
        == "set by the user: was 680 × 10k CNY, licences, roll-out in two plants and a year of support"
    )


def test_source_does_not_survive_a_change(path: Path) -> None:
    recommended = read_scenario(path, ["behaviour.access.recommended.value=0.5"]).behaviour.access.recommended
    assert recommended.source is None
    assert recommended.value == 0.5
    assert (recommended.assumption or "").startswith("set by the user: was 0.84 (probability), OnTarget study 1995")


@pytest.mark.parametrize("override", ["recommended=0.1", "recommended.value=0.1", "recommended.value=0.7"])
def test_what_if_may_leave_the_range_and_ends_it(path: Path, override: str) -> None:
    assert read_scenario(path).behaviour.access.recommended.range == (0.6, 0.92)
    recommended = read_scenario(path, [f"behaviour.access.{override}"]).behaviour.access.recommended
    assert recommended.value == float(override.partition("=")[2])
    assert recommended.range is None


def test_unit_alone_ends_the_range(path: Path) -> None:
    assert read_scenario(path, ["horizon.unit=weeks"]).horizon.range is None


def test_range_can_be_set_and_is_then_the_users_own(path: Path) -> None:
    amount = read_scenario(path, ["accounts.parts_group.project.amount.range=[600, 800]"]).accounts[0].project.amount
    assert (amount.value, amount.range) == (680, (600, 800))
    assert (amount.assumption or "").endswith("amount.range = [600, 800], was [550, 850]")
    overrides = ["behaviour.access.recommended.range.0=0.7", "behaviour.access.recommended.range.1=0.9"]
    recommended = read_scenario(path, overrides).behaviour.access.recommended
    assert (recommended.value, recommended.range) == (0.84, (0.7, 0.9))
    assert recommended.source is None
    assert (recommended.assumption or "").endswith("recommended.range.1 = 0.9, was 0.92")


def test_new_number_with_a_range_of_its_own(path: Path) -> None:
    set_at_once = ["horizon={value: 1, unit: years, range: [0.5, 2], assumption: a test}"]
    one_by_one = ["horizon=1 years", "horizon.range=[0.5, 2]"]
    for overrides in (set_at_once, one_by_one):
        assert canonical_range(read_scenario(path, overrides).horizon) == pytest.approx((182.625, 730.5))


def test_number_with_unit_and_unit_alone(path: Path) -> None:
    assert canonical(read_scenario(path, ["horizon=10 weeks"]).horizon) == 70
    assert canonical(read_scenario(path, ["horizon.unit=weeks"]).horizon) == 5110
    absent = read_scenario(path, ["accounts.parts_group.starts_apart=3 weeks"]).accounts[0].starts_apart
    assert absent is not None and canonical(absent) == 21


def test_judged_score_is_noted_where_scores_have_their_reason(path: Path) -> None:
    centre = read_scenario(path, [f"{CENTRE}.people.cfo.power=0.9"]).accounts[0].buying_centre
    assert centre.person("cfo").power == 0.9
    assert (centre.provenance.assumption or "").endswith(f"; set by the user: {CENTRE}.people.cfo.power = 0.9, was 0.7")


def test_fields_left_out_in_the_file_can_be_set(path: Path) -> None:
    overrides = [
        f"{CENTRE}.people.president.stance=-0.5",
        "rulebooks.stage_gates=my_gates",
        f"{CENTRE}.influence=voter",
    ]
    scenario = read_scenario(path, overrides)
    assert scenario.accounts[0].buying_centre.person("president").stance == -0.5
    assert scenario.rulebooks.stage_gates == "my_gates"
    assert scenario.accounts[0].buying_centre.influence == "voter"


def test_list_items_by_id_step_and_place(path: Path) -> None:
    overrides = [
        "accounts.0.process.steps.need.work=3",
        "accounts.parts_group.process.steps.1.work=4",
        f"{CENTRE}.ties.0.weight=0.5",
    ]
    account = read_scenario(path, overrides).accounts[0]
    assert [canonical(step.work) for step in account.process.steps[:2]] == [3, 4]
    assert account.buying_centre.ties[0].weight == 0.5


def test_whole_entries_and_lists(path: Path) -> None:
    overrides = [
        "horizon={value: 1, unit: years, source: a test}",
        f"{CENTRE}.people.cfo.roles=[financial_approver, buyer]",
        f"{CENTRE}.people.cfo.rival_stance.global_suite=0.3",
    ]
    scenario = read_scenario(path, overrides)
    assert scenario.horizon.source == "a test"
    person = scenario.accounts[0].buying_centre.person("cfo")
    assert person.roles == ("financial_approver", "buyer")
    assert person.rival_stance == {"global_suite": 0.3}


def test_text_needs_no_quotes(path: Path) -> None:
    assert read_scenario(path, ["title.en=No: 7 [draft]"]).title.en == "No: 7 [draft]"
    assert read_scenario(path, ["id=007"]).id == "007"


def test_mapping_of_values(path: Path) -> None:
    assert read_scenario(path, {"horizon": 400, f"{CENTRE}.people.cfo.identified": True}).horizon.value == 400


def test_later_override_wins(path: Path) -> None:
    assert read_scenario(path, ["horizon=100", "horizon=200"]).horizon.value == 200


def test_every_quantity_can_be_set_by_the_path_it_is_reported_with(path: Path) -> None:
    scenario = read_scenario(path)
    paths = [place for place, _ in quantities_in(scenario)]
    same = read_scenario(path, [f"{place}={quantity.value!r}" for place, quantity in quantities_in(scenario)])
    assert len(paths) > 100
    assert [quantity.value for _, quantity in quantities_in(same)] == [q.value for _, q in quantities_in(scenario)]
    assert all((quantity.assumption or "").startswith("set by the user: was ") for _, quantity in quantities_in(same))


@pytest.mark.parametrize(
    ("override", "says"),
    [
        ("accounts.parts_group.proejct.amount=1", ["there is no", "accounts.parts_group.project.amount"]),
        ("project.amount=1", ["did you mean accounts.parts_group.project.amount?"]),
        ("amount=1", ["did you mean accounts.parts_group.project.amount?"]),
        (f"{CENTRE}.people.ceo.power=1", ["there is no", "did you mean", "people.cfo.power"]),
        ("horizn=1", ["there is no `horizn`", "did you mean horizon?"]),
        ("accounts.7=1", ["there is no `accounts.7`"]),
        ("horizon.value.deeper=1", ["there is no `horizon.value.deeper`"]),
        ("horizon", ["expected path.to.value=X"]),
        ("=3", ["expected path.to.value=X"]),
        ("horizon=soon", ["--set horizon: horizon.value: needs a number, got `soon`"]),
        ("horizon=3 fortnights", ["horizon.value: needs a number, got `3 fortnights`"]),
        ("horizon=-3", ["`-3 days` is below the least allowed"]),
        ("horizon=nan", ["needs a number, got `nan`"]),
        ("horizon=.inf", ["needs a finite number, got `.inf`"]),
        ("horizon=", ["horizon.value: needs a number, got nothing"]),
        ("horizon.unit=hours", ["unit `hours` does not fit here"]),
        ("horizon.range=[800, 900]", ["range [800, 900] does not contain the value, 730"]),
        ("horizon.range=[800, 700]", ["range [800, 700] is the wrong way round"]),
        ("horizon.range=[-5, 900]", ["horizon.range.0: `-5 days` is below the least allowed"]),
        ("horizon.range.0=-5", ["horizon.range.0: `-5 days` is below the least allowed"]),
        ("horizon.range=[700]", ["horizon.range: needs 2 entries"]),
        ("horizon.range=wide", ["horizon.range: needs a list, got `wide`"]),
        ("behaviour.access.recommended=1.2", ["`1.2 probability` is above the most allowed, 1"]),
        ("accounts.parts_group.starts_apart=30", ["its unit is unknown", "=30 days"]),
        ("currency=RMB", ["--set currency: currency: `RMB` is not one of the values allowed here", "CNY"]),
        (f"{CENTRE}.people.president.reports_to=dispatcher", ["president.reports_to: reporting cycle"]),
        (f"{CENTRE}.people.cfo.reports_to=presidnt", ["unknown person `presidnt`", "did you mean president?"]),
        (f"{CENTRE}.people.cfo.roles=[buyer", ["--set", "not valid YAML"]),
    ],
)  # fmt: skip
def test_wrong_override_is_refused(path: Path, override: str, says: list[str]) -> None:
    shown = refused(path, override)
    assert shown.startswith("--set ")
    assert all(part in shown for part in says), shown


def test_people_from_elsewhere_take_the_place_of_the_committee(path: Path, shipped: Path) -> None:
    other = read_scenario(shipped / "scheduled_renewal.yaml").accounts[0].buying_centre
    people = tuple(person.model_copy(update={"rival_stance": {}}) for person in other.people)
    scenario: Scenario = read_scenario(path, ["horizon=300"], other.model_copy(update={"people": people}))
    assert [person.id for person in scenario.accounts[0].buying_centre.people] == [person.id for person in other.people]
    assert scenario.horizon.value == 300
    with pytest.raises(InputError, match="exactly one account"):
        read_scenario(shipped / "team_portfolio.yaml", buying_centre=other)


def test_a_shipped_part_takes_the_place_of_a_whole_one(path: Path) -> None:
    assert read_scenario(path).accounts[0].project.path.kind == "free_purchase"
    account = read_scenario(path, ["accounts.0.project.path=kam:single_source"]).accounts[0]
    assert (account.project.path.kind, account.project.path.asked) == ("single_source", "one")
    assert "accounts.0.project.path" in str(account.provenance.assumption)
    assert "did you mean kam:single_source?" in refused(path, "accounts.0.project.path=kam:single_sourc")


# --- mechanisms that are switched off ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "given", [["switched_off=[mandates, resentment]"], {"switched_off": ["mandates", "resentment"]}]
)
def test_mechanisms_are_switched_off(path: Path, given: list[str] | dict[str, object]) -> None:
    assert read_scenario(path).switched_off == ()
    assert read_scenario(path, given).switched_off == ("mandates", "resentment")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("mandate", "there is no mechanism `mandate` (did you mean mandates?)"),
        ("people", "the rest cannot run without `people`, so it cannot be switched off (those that can: access, "),
    ],
)
def test_what_cannot_be_switched_off_is_named(path: Path, name: str, said: str) -> None:
    assert said in refused(path, f"switched_off=[influence, {name}]")
    assert "switched_off.1" in refused(path, f"switched_off=[influence, {name}]")
