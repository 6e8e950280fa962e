"""An account lives on from project to project: what people think, know and remember stays, the deal starts afresh."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from unittest.mock import patch

import numpy as np
import pytest
from invariants import check_records, check_story, first_deals
from laboratory import books, build, plain, quantity, run, shipped, simulator

from engine.dynamics.machine.composition import DEAL
from engine.dynamics.state.flat_records import Record
from engine.dynamics.state.person_values import bond_now, resentment_now
from engine.model.facts import FACT_INDEX
from engine.model.quantity import canonical
from engine.model.scenario import Scenario
from engine.model.terms import Outcome
from engine.simulation import WATCHED
from engine.simulation.slot import Slot
from engine.situation import Situation
from engine.studies import compare

SITUATIONS = ("staying_ahead_tender", "scheduled_renewal", "unexpected_replacement")
RETRY = 60
REPLICATIONS = 12
STAYS = (
    *("sponsor", "resentment", "resentment_since", "worry", "refusals", "blocked_until", "learnt", "met", "identified"),
    *("stance", "anchor", "rival_stance", "rival_anchor", "bond", "bond_since", "last_touch"),
    *("seen_stance", "seen_rival_stance", "seen_need", "seen_implied", "seen_worry"),
)
"""What an account keeps of its people, whatever became of the project."""


@cache
def long_observed(name: str) -> Scenario:
    """A shipped situation over twelve years, with up to five projects, colleagues who are always free, and nobody
    who leaves: what becomes of those is told in `test_turnover`.
    """
    tree = plain(name)
    tree["behaviour"]["turnover"]["leaving"] = quantity(0, "per year")
    tree["horizon"] = quantity(12, "years")
    for account in tree["accounts"]:
        account.update(max_projects=5, retry_after=quantity(RETRY, "days"))
    for member in tree["team"]["members"]:
        member["count"] = 50
    return build(tree)


@dataclass(frozen=True)
class Turn:
    """From one project of an account to the next: the records at its end, and before the next can open.

    slot:                    whose turn it is; its blank records never change.
    deal, account:           when the project has ended; `settled`: the account after that.
    next_deal, next_account: before the next project; None where no other may follow.
    """

    slot: Slot
    shelved: bool
    deal: Record
    account: Record
    settled: Record
    next_deal: Record | None = None
    next_account: Record | None = None


def copied(record: Record) -> Record:
    return Record(record.layout, record.memory.copy())


@cache
def turns(name: str, strategy: str) -> tuple[Turn, ...]:
    """All turns of some replications, as the real driver takes them."""
    found: list[Turn] = []
    end_project, next_project = Slot.end_project, Slot.next_project

    def end(slot: Slot) -> bool:
        deal, account = copied(slot.deal), copied(slot.about)
        shelved = end_project(slot)
        found.append(Turn(slot, shelved, deal, account, copied(slot.about)))
        return shelved

    def begin(slot: Slot) -> None:
        next_project(slot)
        found[-1] = Turn(**{**vars(found[-1]), "next_deal": copied(slot.deal), "next_account": copied(slot.about)})

    with patch.object(Slot, "end_project", end), patch.object(Slot, "next_project", begin):
        simulator(long_observed(name), strategy).run(WATCHED, REPLICATIONS)
    return tuple(found)


def all_turns(strategies: tuple[str, ...] = ("playbook", "bottom_up_leapfrog")) -> Iterator[Turn]:
    """Those of all situations."""
    for name in SITUATIONS:
        for strategy in strategies:
            yield from turns(name, strategy)


def test_there_is_a_life_to_look_at() -> None:
    outcomes = [turn.deal.outcome for turn in all_turns()]
    for outcome in (Outcome.won, Outcome.lost, Outcome.no_decision):
        assert outcomes.count(outcome) >= 5, outcome.name


def test_what_people_are_to_us_stays_from_project_to_project() -> None:
    moved = dict.fromkeys(STAYS, 0)
    for turn in all_turns():
        if turn.next_account is None:
            continue
        for name in STAYS:
            at_end, before_next = turn.account.array(name), turn.next_account.array(name)
            assert at_end.tobytes() == before_next.tobytes(), name
            moved[name] += at_end.tobytes() != turn.slot._fresh.account().array(name).tobytes()
    assert all(moved.values()), f"nothing could have been forgotten here: {moved}"


def test_a_deal_starts_afresh() -> None:
    of_its_own = {"key", "project", "strategy"}
    seen = 0
    for turn in all_turns():
        if turn.next_deal is None:
            continue
        seen += 1
        blank = turn.slot._fresh.deal()
        for name in DEAL.places.keys() - of_its_own:
            assert turn.next_deal.array(name).tobytes() == blank.array(name).tobytes(), name
        assert turn.next_deal.project == turn.deal.project + 1
        assert turn.next_deal.key != turn.deal.key
        assert turn.deal.memory.tobytes() != turn.next_deal.memory.tobytes()
    assert seen > 20


def test_who_sold_is_in_place_and_a_shelved_project_is_counted() -> None:
    for turn in all_turns():
        before, after, outcome = turn.account, turn.settled, turn.deal.outcome
        assert turn.shelved == (outcome == Outcome.no_decision)
        assert after.times_shelved == before.times_shelved + turn.shelved
        if outcome == Outcome.won:
            assert after.incumbent == 0
        elif outcome == Outcome.lost:
            assert after.incumbent == 1 + turn.deal.winner >= 1
        else:
            assert after.incumbent == before.incumbent


def test_the_asset_behind_a_purchase_is_new_and_no_other() -> None:
    replaced = 0
    for turn in all_turns():
        before, after, asset = turn.account, turn.settled, turn.account.trigger_asset
        for k in range(before.assets):
            if k == asset and not turn.shelved:
                replaced += 1
                assert after.asset_age[k] == -turn.deal.closed
                assert after.asset_failed[k] == 0
                assert after.asset_renewed[k] == before.asset_renewed[k] + 1
            else:
                for name in ("asset_age", "asset_failed", "asset_renewed"):
                    assert after.array(name)[k] == before.array(name)[k], name
    assert replaced > 20


def test_need_is_met_by_a_purchase_and_goes_on_when_shelved() -> None:
    for turn in all_turns():
        before, after = turn.account, turn.settled
        assert np.any(before.need > before.need_at_rest + 0.1), "a project was felt to be needed"
        for name in ("need", "implied_need"):
            expected = before.array(name) if turn.shelved else before.need_at_rest
            assert after.array(name).tobytes() == expected.tobytes(), name


def test_resentment_and_closeness_fade_while_nothing_goes_on() -> None:
    """By their half-lives, from the end of one project to whatever day one looks at, without anybody at work."""
    constants = long_observed(SITUATIONS[0]).behaviour
    resented = close = 0
    for turn in all_turns():
        if turn.next_account is None:
            continue
        desk, closed = turn.slot.desk.record, turn.deal.closed
        for i in range(turn.account.people):
            for days in (100.0, 700.0):
                for now, half_life in (
                    (resentment_now, constants.chain.resentment_half_life),
                    (bond_now, constants.touch.bond_half_life),
                ):
                    left = now(turn.next_account, desk, i, closed + days)
                    at_end = now(turn.account, desk, i, closed)
                    assert left == pytest.approx(at_end * 0.5 ** (days / canonical(half_life)), rel=1e-12, abs=0)
            resented += turn.account.resentment[i] > 0
            close += turn.account.bond[i] > 0
    assert resented > 0 and close > 20


def test_we_begin_the_next_project_with_the_people_we_know() -> None:
    """The first facts of the second project that are ours to see are those at the end of the first."""
    scenario = long_observed("staying_ahead_tender")
    teller = simulator(scenario, "playbook")
    rows = teller.run(0, REPLICATIONS).outcomes
    compared = sponsored = 0
    for replication in range(REPLICATIONS):
        own = rows[rows["replication"] == replication]
        for first, second in pairwise(own):
            if second["origin"] == 0:
                continue
            story = teller.trace(replication, int(second["deal"]))
            (told,) = [e for e in story.events if e.kind == "decision" and story.books[e.code] == "project_origin"]
            assert told.facts is not None
            known = told.facts[FACT_INDEX["people_met"]]
            assert known >= first["people_met"], "whom an earlier project met we still know"
            assert known <= first["people"], "and those visited without a project, or seen at a seminar"
            assert told.facts[FACT_INDEX["touches"]] == 0
            compared += 1
            sponsored += told.facts[FACT_INDEX["has_sponsor"]] == 1
    assert compared > 10 and sponsored > 0


def test_projects_of_an_account_follow_one_another() -> None:
    """The next opens after the last has closed; a shelved one not before the time to try again has passed."""
    for name in SITUATIONS:
        records = run(long_observed(name), "playbook", REPLICATIONS)
        check_records(long_observed(name), records, REPLICATIONS)
        for one, two in pairwise(records.outcomes):
            if one["replication"] == two["replication"]:
                assert two["deal"] == one["deal"] + 1
                wait = RETRY if one["outcome"] == Outcome.no_decision else 0
                assert two["opened"] >= one["closed"] + wait


def crowd(accounts: int, copies: int) -> Scenario:
    """A portfolio of so many accounts, each with copies, up to two projects, and a team that is short."""
    tree = plain("team_portfolio")
    patterns = tree["accounts"]
    tree["expect"] = []
    tree["accounts"] = [
        {**patterns[place % len(patterns)], "id": f"a{place}", "copies": copies, "max_projects": 2}
        for place in range(accounts)
    ]
    return build(tree)


def test_a_hundred_accounts_in_copies_run() -> None:
    scenario = crowd(100, 3)
    teller = simulator(scenario, "playbook")
    records = teller.run(1, 1)
    check_records(scenario, records, 1)
    first = first_deals(scenario)
    assert len(first) == 300 and first[-1] == 598
    assert len(records.outcomes) >= 300
    assert len(np.unique(records.outcomes["account"])) == 100
    row = records.outcomes[-1]
    check_story(scenario, teller.trace(1, int(row["deal"])), row)


@pytest.fixture(scope="module")
def several() -> Scenario:
    """A portfolio of a few accounts with several projects each, and a team that is waited for."""
    tree = plain("team_portfolio")
    tree["expect"] = []
    tree["horizon"] = quantity(8, "years")
    for account in tree["accounts"]:
        account.update(max_projects=3, retry_after=quantity(RETRY, "days"), copies=min(2, account["copies"]))
    return build(tree)


@pytest.mark.parametrize("strategy", ["playbook", "bottom_up_sponsored"])
def test_chunks_change_nothing_in_accounts_with_several_projects(several: Scenario, strategy: str) -> None:
    first = WATCHED - 2  # so that some are watched and some are not
    at_once = simulator(several, strategy).run(first, 8)
    parts = simulator(several, strategy)
    later, sooner = parts.run(first + 2, 6), parts.run(first, 2)
    assert np.sum(at_once.outcomes["deal"] % 3 == 2) > 5, "accounts get as far as a third project"
    assert at_once.team["wait_days"].sum() > 0
    for table in ("outcomes", "team", "firings"):
        together = np.concatenate([getattr(sooner, table), getattr(later, table)])
        assert getattr(at_once, table).tobytes() == together.tobytes(), table
    for book, counts in at_once.rule_counts.items():
        np.testing.assert_array_equal(counts, sooner.rule_counts[book] + later.rule_counts[book])


def test_workers_change_nothing_in_accounts_with_several_projects(several: Scenario) -> None:
    one, two = (
        compare(Situation(several, books()), ["playbook"], replications=8, workers=workers, trace_first=0)
        for workers in (1, 2)
    )
    assert one.receipt.rows == two.receipt.rows
    assert set(one.receipt.rows) == {"playbook", "do_nothing"}


def test_one_project_s_account_is_the_first_project_of_a_longer_life() -> None:
    """What may come later changes nothing in the first project, where nobody waits for a colleague."""
    for name in SITUATIONS:
        tree = plain(name)
        tree["accounts"][0]["max_projects"] = 1
        for member in tree["team"]["members"]:
            member["count"] = 50
        alone = run(build(tree), "playbook", REPLICATIONS).outcomes
        tree["accounts"][0]["max_projects"] = 3
        longer = run(build(tree), "playbook", REPLICATIONS).outcomes
        first = longer[longer["deal"] == 0]
        for column in alone.dtype.names:
            if column in ("hours", "cost", "contact_hours"):
                assert np.all(alone[column] <= first[column]), "contact goes on where another project may come"
            else:
                np.testing.assert_array_equal(alone[column], first[column], err_msg=f"{name} {column}")
    assert shipped(SITUATIONS[0]).accounts[0].max_projects > 1
