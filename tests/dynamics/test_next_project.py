"""What an account takes along into its next project, and what begins anew."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from laboratory import BROKEN, USER, decider, degenerate, office, person, quantity, rival, simulator, step

from engine.dynamics import moments
from engine.dynamics.machine.composition import ACCOUNT, DEAL
from engine.dynamics.mechanisms.group_decision import utilities
from engine.dynamics.state.person_values import resentment_now
from engine.dynamics.state.vote_tallies import MAX_OPTIONS
from engine.model.terms import Outcome

US = 0


def situation() -> Any:
    """A slot with two people, a rival, and an asset that has broken down, in the middle of its first project."""
    people = [decider(need=0.0), person("user", 2, "chief", roles=["user"], need=0.2)]
    machine = {**BROKEN, "age": quantity(3, "years")}
    scenario = degenerate([step("purchase", 5)], people, rivals=[rival()], assets=[machine], max_projects=3)
    (slot,) = simulator(scenario)._slots
    slot.begin(1, 0)
    doors, memory, desk = slot.doors, slot.memory, slot.desk.memory
    assert doors.next_trigger(memory, desk, 0.0) == 0.0
    assert doors.trigger(memory, desk, 0.0) == 1
    return slot


def lived(slot: Any) -> None:
    """Something has happened to everything that an account remembers of people."""
    about = slot.about
    for place, name in enumerate(
        ("stance", "anchor", "need", "worry", "learnt", "resentment", "bond", "implied_need"), 1
    ):
        about[name] = 0.1 * place
    about.met = about.identified = about.sponsor = 1
    about.refusals, about.blocked_until, about.resentment_since = 7, 55.0, 40.0
    about.rival_stance = about.rival_anchor = 0.35
    about.seen_stance, about.last_touch, about.bond_since = 0.15, 42.0, 42.0


def ended(slot: Any, outcome: Outcome, winner: int = -1) -> dict[str, Any]:
    """End the project on day 60 and go on to the next; fields of the account before."""
    lived(slot)
    slot.deal.outcome, slot.deal.winner, slot.deal.closed = int(outcome), winner, 60.0
    before = {name: np.array(slot.about[name]) for name in ACCOUNT.places}
    shelved = slot.end_project()
    assert shelved == (outcome == Outcome.no_decision)
    slot.next_project()
    return before


def changed(slot: Any, before: dict[str, Any]) -> set[str]:
    """Fields of the account that are not what they were."""
    return {name for name, old in before.items() if np.array(slot.about[name]).tobytes() != old.tobytes()}


def test_an_account_that_bought_nothing_goes_on_as_it_is() -> None:
    """Whoever stands up for us still does, who resents us still does, and who refused us is remembered."""
    slot = situation()
    before = ended(slot, Outcome.no_decision)
    assert changed(slot, before) == {"times_shelved", "row"}
    assert slot.about.times_shelved == 1
    assert resentment_now(slot.about, slot.desk.record, 1, 40.0) == pytest.approx(0.6)
    assert resentment_now(slot.about, slot.desk.record, 1, 1000.0) < 0.1, "and fades meanwhile"


@pytest.mark.parametrize(
    ("outcome", "winner", "incumbent"),
    [(Outcome.won, -1, 0), (Outcome.lost, 0, 1), (Outcome.withdrawn, -1, -1)],
    ids=["won", "lost", "withdrawn"],
)
def test_what_was_bought_settles_the_cause_and_the_need(outcome: Outcome, winner: int, incumbent: int) -> None:
    slot = situation()
    before = ended(slot, outcome, winner)
    settled = {"asset_age", "asset_failed", "asset_renewed", "need", "implied_need", "row"}
    assert changed(slot, before) == settled | ({"incumbent"} if incumbent >= 0 else set())
    about = slot.about
    assert (about.asset_age[0], about.asset_failed[0], about.asset_renewed[0]) == (-60.0, 0, 1)
    np.testing.assert_array_equal(about.need, about.need_at_rest)
    assert sorted(about.implied_need) == [0.0, 0.2]
    assert about.incumbent == incumbent


def test_the_deal_itself_begins_anew_with_luck_of_its_own() -> None:
    slot = situation()
    blank = simulator(slot.desk._scenario)._slots[0]
    slot.deal.shaped, slot.deal.cost, slot.deal.attempts[:] = 0.5, 100.0, 3
    first = slot.deal.key
    ended(slot, Outcome.no_decision)
    differing = {
        name for name in DEAL.places if np.array(slot.deal[name]).tobytes() != np.array(blank.deal[name]).tobytes()
    }
    assert differing <= {"key", "project", "strategy"}
    assert (slot.deal.project, slot.deal.key != first) == (1, True)


def test_a_project_is_judged_by_people_s_own_criteria_whatever_we_talked_them_into_before() -> None:
    bench = office()
    bench.deal.criteria[USER] = [0.0, 0.0, 1.0, 0.0, 0.0, 0.0]
    bench.price_latitude = 0.0
    moments.project_opens(*bench.records, 0.0)
    np.testing.assert_allclose(bench.deal.criteria, bench.account.criteria, rtol=0, atol=1e-15)


@pytest.mark.parametrize(("latitude", "weight"), [(0.0, 0.25), (0.5, 0.5 / 3.5), (1.0, 0.0)])
def test_price_counts_less_the_more_latitude_the_cause_gives(latitude: float, weight: float) -> None:
    bench = office()
    bench.decision_latitude, bench.price_latitude = 1.0, latitude
    moments.project_opens(*bench.records, 0.0)
    np.testing.assert_allclose(bench.deal.criteria[:, 0], weight)
    np.testing.assert_allclose(bench.deal.criteria.sum(axis=1), 1.0)
    np.testing.assert_allclose(bench.account.criteria[:, 0], 0.25)


def test_a_new_cause_adds_to_the_needs_that_are_left() -> None:
    bench = office()
    bench.need, bench.enthusiasm, bench.influence_need_spread = 0.4, 0.5, 0.2
    moments.project_opens(*bench.records, 0.0)
    started_or_uses = bench.roles[USER]
    everything = 0.4 + 0.5 * 0.6
    for place in range(bench.people):
        share = 1.0 if bench.roles[place] & started_or_uses else 0.2
        assert bench.need[place] == pytest.approx(0.4 + share * (everything - 0.4))


def test_whoever_was_served_judges_us_by_that_and_not_by_our_name() -> None:
    bench = office(rivals=[rival()])
    bench.decision_reputation, bench.reputation = 2.0, 0.5

    def worth() -> float:
        out = np.zeros(MAX_OPTIONS)
        utilities(*bench.records, 0.0, USER, out)
        return float(out[US])

    by_name = worth()
    bench.account.satisfaction = 0.9
    assert worth() - by_name == pytest.approx(2.0 * (0.9 - 0.5))
    bench.reputation = 0.0
    assert worth() - by_name == pytest.approx(2.0 * (0.9 - 0.5)), "a name is for strangers"


def test_refusals_are_remembered_but_a_new_project_may_ask_again() -> None:
    slot = situation()
    slot.deal.attempts[:] = slot.deal.refused_now[:] = 5
    ended(slot, Outcome.no_decision)
    assert slot.about.refusals.tolist() == [7, 7]
    assert slot.deal.attempts.tolist() == slot.deal.refused_now.tolist() == [0, 0]
