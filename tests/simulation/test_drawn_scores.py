"""What is read off for scores that nobody stated is what the simulated deals were played with."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from laboratory import SCENARIOS, books, build, plain, shipped

from engine.model.scenario import Scenario
from engine.model.terms import SCORES
from engine.simulation import Simulator, draw_scores
from engine.simulation.slot import Slot

SEED = 7
REPLICATIONS = 4


def forgetful(copies: int = 2) -> Scenario:
    """Nothing is known of anybody but the first person, in several copies of the account."""
    tree = plain("keeping_up")
    account = tree["accounts"][0]
    account["copies"] = copies
    for person in account["buying_centre"]["people"][1:]:
        for score in SCORES:
            person.pop(score, None)
    return build(tree)


@pytest.mark.parametrize("strategy", ["do_nothing", "top_down", "playbook"])
def test_deals_are_played_with_them(monkeypatch: pytest.MonkeyPatch, strategy: str) -> None:
    """Whatever we do: seen in the records of a real run at the moment at which each account comes into view."""
    scenario = forgetful()
    seen: dict[tuple[int, int, str, str], Any] = {}
    begin = Slot.begin

    def watched(slot: Slot, root: int, replication: int) -> float:
        day = begin(slot, root, replication)
        for place, person in enumerate(slot.account.buying_centre.people):
            for score in person.unknown:
                seen[replication, slot.copy, person.id, score] = slot.about.array(score)[place].copy()
        return day

    monkeypatch.setattr(Slot, "begin", watched)
    Simulator(scenario, strategy, books(), SEED).run(0, REPLICATIONS)
    monkeypatch.undo()
    (drawn,) = draw_scores(scenario, books(), SEED, REPLICATIONS)
    expected = {
        (replication, copy, *key): values[replication, copy]
        for key, values in drawn.values.items()
        for replication in range(REPLICATIONS)
        for copy in range(2)
    }
    assert seen.keys() == expected.keys() and len(seen) == 2 * REPLICATIONS * len(drawn.values)
    for key, value in expected.items():
        np.testing.assert_array_equal(value, seen[key])


def test_power_stays_what_was_drawn_to_the_end_of_the_deal() -> None:
    scenario = forgetful(copies=1)
    simulator = Simulator(scenario, "top_down", books(), SEED)
    simulator.run(0, REPLICATIONS)
    (slot,) = simulator._slots
    (drawn,) = draw_scores(scenario, books(), SEED, REPLICATIONS)
    for place, person in enumerate(slot.account.buying_centre.people):
        if "power" in person.unknown:
            assert slot.about.power[place] == drawn.values[person.id, "power"][-1, 0]


def test_what_is_known_is_not_drawn() -> None:
    scenario = shipped("keeping_up")
    (drawn,) = draw_scores(scenario, books(), SEED, 2)
    people = scenario.accounts[0].buying_centre.people
    assert list(drawn.values) != [] and set(drawn.values) == {(each.id, s) for each in people for s in each.unknown}
    assert draw_scores(shipped("one_buyer"), books(), SEED, 2) == ()
    off = scenario.model_copy(update={"switched_off": ("unknown_scores",)})
    assert draw_scores(off, books(), SEED, 2) == ()


def test_only_accounts_of_which_something_is_unknown_are_there() -> None:
    assert (SCENARIOS / "team_portfolio.yaml").is_file()
    scenario = shipped("team_portfolio")
    drawn = draw_scores(scenario, books(), SEED, 3)
    assert [each.account.id for each in drawn] == [
        account.id for account in scenario.accounts if account.buying_centre.unknown
    ]
    before = 0
    for place, account in enumerate(scenario.accounts):
        for each in drawn:
            if each.place == place:
                assert each.rows_before == before
                assert all(values.shape[:2] == (3, account.copies) for values in each.values.values())
        before += account.copies * account.max_projects
    assert len({float(values[0, copy]) for each in drawn for values in each.values.values() for copy in range(1)}) > 3


def test_more_replications_leave_the_first_as_they_are() -> None:
    (few,), (many,) = (draw_scores(forgetful(), books(), SEED, count) for count in (2, 5))
    for key, values in few.values.items():
        np.testing.assert_array_equal(values, many.values[key][:2])
