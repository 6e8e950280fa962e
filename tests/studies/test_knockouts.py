"""What switching a mechanism off does: exactly nothing where it has nothing to do, and what its file says elsewhere."""

from dataclasses import replace

import numpy as np
import pytest

from engine.dynamics.declarations import Mechanism, ShownIn
from engine.dynamics.machine.composition import MECHANISMS, REMOVABLE
from engine.engagement import STRATEGIES
from engine.errors import InputError
from engine.execution.effort import DEFAULT_SEED, Progress
from engine.files.shipped import shipped_folder
from engine.model.scenario import Scenario
from engine.simulation import Simulator
from engine.situation import load_books, read_scenario
from engine.statistics.estimates import Estimate
from engine.studies import knockouts as knockouts_module
from engine.studies.knockout_effects import MEASURED, Declared, shows
from engine.studies.knockouts import declared_effects, knockouts

DECLARED = {mechanism.name: mechanism.shown_in for mechanism in MECHANISMS if mechanism.shown_in is not None}


def test_off_minus_as_it_is_is_what_two_runs_say(scenario: Scenario) -> None:
    found = knockouts(scenario, ["mandates"], ["top_down"], replications=32, seed=5, workers=1)
    books = load_books(scenario)
    wins = []
    for off in ((), ("mandates",)):
        played = scenario.model_copy(update={"switched_off": off})
        wins.append(Simulator(played, "top_down", books, 5).run(0, 32).outcomes)
    as_it_is, without = wins
    revenue = [np.nansum(rows["won"] * rows["revenue_if_won"]) / len(rows) for rows in wins]
    effect = found.knockout("mandates", "top_down").effects["revenue_per_deal"]
    assert effect.value == pytest.approx(revenue[1] - revenue[0])
    assert (effect.first, effect.second) == ("top_down without mandates", "top_down")
    differs = {
        int(row["replication"])
        for row, other in zip(as_it_is, without, strict=True)
        if row.tobytes() != other.tobytes()
    }
    assert found.knockout("mandates", "top_down").changed_in == len(differs) > 0
    assert list(found.as_it_is["top_down"]) == list(MEASURED)


def test_who_never_meets_anybody_has_no_mandates(scenario: Scenario) -> None:
    found = knockouts(scenario, ["mandates"], ["do_nothing"], replications=16, workers=1)
    only = found.knockout("mandates", "do_nothing")
    assert only.changed_in == 0
    assert {effect.value for effect in only.effects.values()} <= {0.0, None}
    assert "0.0%" in found.to_text("en", 120)


def test_without_names_every_mechanism_that_can_be_switched_off_is(scenario: Scenario) -> None:
    found = knockouts(scenario, strategies=["top_down"], replications=2, workers=1)
    assert found.mechanisms == REMOVABLE == tuple(each.mechanism for each in found.found)


@pytest.mark.parametrize(
    ("name", "hint"), [("people", "known:"), ("mandate", "did you mean mandates?")], ids=["core", "misspelt"]
)
def test_what_cannot_be_switched_off_is_refused(scenario: Scenario, name: str, hint: str) -> None:
    with pytest.raises(InputError, match=name) as caught:
        knockouts(scenario, [name], replications=2)
    assert hint in str(caught.value)


def test_a_precision_is_refused(scenario: Scenario) -> None:
    with pytest.raises(InputError, match="precision"):
        knockouts(scenario, ["mandates"], precision=0.01)


def test_an_effect_shows_when_it_is_clear_and_large_enough(scenario: Scenario) -> None:
    found = knockouts(scenario, ["access"], ["top_down"], replications=256, workers=1)
    effect = found.knockout("access", "top_down").effects["win_rate_all"]
    as_it_is = found.as_it_is["top_down"]["win_rate_all"]
    assert effect.verdict == "clear"
    sizes = {0.0099: False, 0.01: True, -0.01: True}
    assert {size: shows(effect.model_copy(update={"value": size}), as_it_is) for size in sizes} == sizes
    assert not shows(effect.model_copy(update={"verdict": "likely"}), as_it_is)
    money = Estimate(measure="net_margin_per_deal", value=-200.0, low=None, high=None, n=2)
    assert [shows(effect.model_copy(update={"value": size}), money) for size in (5.9, 6.1, -6.1)] == [False, True, True]


def test_without_its_cause_no_project_opens(scenario: Scenario) -> None:
    found = knockouts(scenario, ["keeping_up"], ["top_down"], replications=16, workers=1)
    effect = found.knockout("keeping_up", "top_down").effects["no_project_share"]
    as_it_is = found.as_it_is["top_down"]["no_project_share"]
    assert as_it_is.value is not None and effect.value == 1.0 - as_it_is.value > 0.0
    assert "No project opened" in found.to_text("en", 200)
    always = effect.model_copy(update={"verdict": "cannot_tell", "value": 1.0, "changed": effect.n})
    assert shows(always, as_it_is) and not shows(always.model_copy(update={"value": 0.99}), as_it_is)


# --- what files say ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(DECLARED))
def test_where_a_mechanism_is_seen_is_a_place_that_ships(name: str) -> None:
    shown = DECLARED[name]
    assert name in REMOVABLE
    assert shown.measure in MEASURED and shown.direction in ("up", "down")
    assert shown.strategy in {strategy.name for strategy in STRATEGIES}
    assert (shipped_folder() / f"{shown.scenario}.yaml").is_file()


def test_every_mechanism_is_seen_where_its_file_says() -> None:
    """On other luck than the search that found the places."""
    found = {each.mechanism: each for each in declared_effects(replications=1024, seed=DEFAULT_SEED, workers=1)}
    assert set(found) == set(DECLARED)
    assert [name for name, each in found.items() if not each.holds] == []


def test_a_false_statement_does_not_hold_and_progress_is_of_all_scenarios(monkeypatch: pytest.MonkeyPatch) -> None:
    def saying(mechanism: Mechanism) -> Mechanism:
        said = {
            "mandates": ShownIn("keeping_up", "do_nothing", "win_rate_all", "up"),
            "rivals": ShownIn("scheduled_renewal", "do_nothing", "win_rate_all", "down"),
        }
        return replace(mechanism, shown_in=said.get(mechanism.name))

    monkeypatch.setattr(knockouts_module, "MECHANISMS", tuple(map(saying, MECHANISMS)))
    told: list[Progress] = []
    found = declared_effects(replications=64, workers=1, progress=told.append)
    assert [(each.mechanism, each.holds) for each in found] == [("mandates", False), ("rivals", False)]
    assert found[0].effect.value == 0
    assert [each.done for each in told] == sorted(each.done for each in told)
    assert (told[-1].done, told[-1].most) == (128, 128)
    assert all(isinstance(each, Declared) for each in found)
    assert read_scenario("kam:keeping_up").switched_off == ()
