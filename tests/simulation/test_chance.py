"""Luck belongs to things: what is added, or done elsewhere, leaves everybody else's luck alone."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from laboratory import (
    BROKEN,
    NAMES,
    assert_mean_is,
    books,
    build,
    degenerate,
    edited,
    person,
    plain,
    quantity,
    run,
    shipped,
    simulator,
    step,
)

from engine.model.rulebook import Rulebook
from engine.results.records import Records
from engine.simulation import Simulator

ACTING = ("top_down", "bottom_up_field", "bottom_up_leapfrog", "bottom_up_sponsored", "playbook")
NEVER = {
    "id": "never_fires",
    "when": "times_shelved > 19 and budget_blocked and not budget_blocked",
    "then": {},
    "because": {"en": "a test", "zh": "测试"},
    "assumption": "a test",
    "priority": 1,
}


def same(one: Records, other: Records, but: tuple[str, ...] = ()) -> None:
    """Outcomes are equal to the bit, some fields aside."""
    assert len(one.outcomes) == len(other.outcomes)
    for name in one.outcomes.dtype.names:
        if name not in but:
            np.testing.assert_array_equal(one.outcomes[name], other.outcomes[name], err_msg=name)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("strategy", ["top_down", "playbook", "do_nothing"])
def test_chunks_change_nothing(name: str, strategy: str) -> None:
    whole, parts = simulator(shipped(name), strategy), simulator(shipped(name), strategy)
    at_once = whole.run(0, 6)
    later, sooner = parts.run(2, 4), parts.run(0, 2)
    for table in ("outcomes", "team"):
        together = np.concatenate([getattr(sooner, table), getattr(later, table)])
        assert getattr(at_once, table).tobytes() == together.tobytes()
    for book, counts in at_once.rule_counts.items():
        np.testing.assert_array_equal(counts, sooner.rule_counts[book] + later.rule_counts[book])


def test_other_seeds_and_replications_are_other_luck() -> None:
    scenario = shipped("keeping_up")
    first = run(scenario, "top_down", 8).outcomes
    again = run(scenario, "top_down", 8).outcomes
    other = run(scenario, "top_down", 8, seed=2).outcomes
    assert first.tobytes() == again.tobytes()
    assert not np.any(first["closed"] == other["closed"])
    assert len(np.unique(first["closed"])) == len(first)


HASHED = """
import hashlib, sys
sys.path.insert(0, {folder!r})
from laboratory import run, shipped
for name in ("keeping_up", "team_portfolio"):
    records = run(shipped(name), "playbook", 5)
    print(hashlib.sha256(records.outcomes.tobytes() + records.team.tobytes()).hexdigest())
"""


def test_two_processes_give_identical_bytes() -> None:
    asked = HASHED.format(folder=str(Path(__file__).parent))
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=Path.cwd())
    here = []
    for name in ("keeping_up", "team_portfolio"):
        records = run(shipped(name), "playbook", 5)
        here.append(hashlib.sha256(records.outcomes.tobytes() + records.team.tobytes()).hexdigest())
    assert ran.stdout.split() == here


def with_unused_rule(book: Rulebook) -> Rulebook:
    """The book with one more rule, written first, that can never fire."""
    tree = book.model_dump(mode="json", by_alias=True, exclude_none=True)
    known = next(iter(tree["facts"]))
    rule = {**NEVER, "when": f"{known} is known and {known} is unknown", "then": tree["rules"][0]["then"]}
    if tree["hit"] != "priority":
        del rule["priority"]
    tree["rules"].insert(0, rule)
    return Rulebook.model_validate(tree)


@pytest.mark.parametrize("strategy", ["playbook", "top_down"])
def test_an_unused_rule_changes_nothing(strategy: str) -> None:
    more = {role: with_unused_rule(book) for role, book in books().items()}
    scenario = shipped("resentful_middle")
    before = Simulator(scenario, strategy, books(), 1).run(0, 12)
    after = Simulator(scenario, strategy, more, 1).run(0, 12)
    same(before, after)
    for role, counts in after.rule_counts.items():
        assert len(counts) == len(before.rule_counts[role]) + 1
        assert counts.sum() == before.rule_counts[role].sum()


@pytest.mark.parametrize("strategy", [*ACTING, "do_nothing"])
def test_an_extra_person_without_ties_changes_nobody_s_luck(strategy: str) -> None:
    """Somebody without power, ties or a name known to us joins; only who is counted differs."""
    tree = plain("resentful_middle")
    account = tree["accounts"][0]
    account["rivals"], account["incumbent"] = [], None
    account["market"]["surprises"] = quantity(0, "per year")
    account["buying_centre"]["group_choice"]["model"] = "weighted"  # where heads are counted, one more counts
    for each in account["buying_centre"]["people"]:
        each["rival_stance"] = {}
    before = run(build(tree), strategy, 40)
    extra = person("newcomer", 4, None, power=0.0, susceptibility=0.0)
    account["buying_centre"]["people"].append(extra)
    after = run(build(tree), strategy, 40)
    same(before, after, but=("people", "events"))
    assert np.all(after.outcomes["people"] == before.outcomes["people"] + 1)


def test_an_extra_person_leaves_steps_and_appointments_alone_even_among_rivals() -> None:
    """Whom a rival visits may change, the work of the buyer's steps and our first appointments do not.

    How long a step waits is up to its owners, who hear of the newcomer's visits from colleagues.
    """
    tree = plain("staying_ahead_tender")
    one = build(tree)
    tree["accounts"][0]["buying_centre"]["people"].append(person("newcomer", 4, None, power=0.0))
    two = build(tree)
    for replication in range(6):
        told = []
        for scenario in (one, two):
            events = simulator(scenario, "top_down").trace(replication).events
            steps = {(e.code, e["times_before"]): e["work_days"] for e in events if e.kind == "step"}
            asked: dict[int, list[float]] = {}
            for event in events:
                if event.kind == "request_granted":
                    asked.setdefault(event.person, []).append(event["lead_days"])
            told.append((steps, {who: days[0] for who, days in asked.items()}))
        (steps_one, asked_one), (steps_two, asked_two) = told
        shared = steps_one.keys() & steps_two.keys()
        assert len(shared) >= min(len(steps_one), len(steps_two)) - 1 > 0
        assert all(steps_one[key] == steps_two[key] for key in shared)
        assert sum(asked_one[who] == asked_two[who] for who in asked_one.keys() & asked_two.keys()) >= 1


def test_an_extra_asset_that_calls_for_nothing_changes_nothing() -> None:
    tree = plain("scheduled_renewal")
    before = run(build(tree), "top_down", 20)
    quiet = {**BROKEN, "id": "quiet", "failed": False, "service_life": quantity(90, "years")}
    tree["accounts"][0]["assets"].append(quiet)
    same(before, run(build(tree), "top_down", 20))


def test_an_unanswered_trigger_leaves_the_others_in_their_time() -> None:
    """A planning season whose idea the rulebook turns down falls on day 90; the renewal is still due on day 100."""
    machine = {**BROKEN, "failed": False, "service_life": quantity(100, "days")}
    tree = degenerate([step("need", 10), step("purchase", 10)], assets=[machine]).model_dump(mode="json", by_alias=True)
    before = run(build(tree), count=40)
    tree["accounts"][0]["market"]["staying_ahead"] = {
        "ambition": quantity(0.55, "score"),
        "first_season": quantity(90, "days"),
        "every": quantity(365, "days"),
        "season_length": quantity(30, "days"),
    }
    after = run(build(tree), count=40)
    same(before, after, but=("decisions", "events"))
    assert np.any(after.outcomes["decisions"] > before.outcomes["decisions"]), "it was asked"


def test_another_account_leaves_an_account_s_luck_alone() -> None:
    """With a team large enough never to be waited for, accounts do not feel one another."""
    tree = plain("team_portfolio")
    for member in tree["team"]["members"]:
        member["count"] = 50
    whole = run(build(tree), "bottom_up_field", 6).outcomes
    last = len(tree["accounts"]) - 1
    removed = tree["accounts"].pop(0)
    rest = run(build(tree), "bottom_up_field", 6).outcomes
    shared = [name for name in whole.dtype.names if name not in ("account", "deal")]
    kept = whole[whole["account"] > 0]
    for name in shared:
        np.testing.assert_array_equal(kept[name], rest[name], err_msg=name)
    assert last >= 1 and removed["copies"] >= 1


@pytest.mark.parametrize("name", NAMES)
def test_strategies_share_their_luck(name: str) -> None:
    """The same day of opening, the same work and waiting at the same visit of the same step."""
    scenario = shipped(name)
    opened, steps = [], []
    for strategy in ("do_nothing", "top_down", "bottom_up_sponsored"):
        teller = simulator(scenario, strategy)
        rows = teller.run(0, 10).outcomes
        first = rows[rows["deal"] == 0]
        opened.append(first["opened"].tolist())
        told = [event for rep in range(5) for event in teller.trace(rep).events if event.kind == "step"]
        by_rep: dict[Any, float] = {}
        replication, last = -1, float("inf")
        for event in told:
            if event.day < last:
                replication += 1
            last = event.day
            # waiting is the same luck too, but what comes of it depends on who owns the step and how they stand
            by_rep.setdefault((replication, event.code, event["times_before"]), event["work_days"])
        steps.append(by_rep)
    np.testing.assert_array_equal(opened[0], opened[1])
    np.testing.assert_array_equal(opened[0], opened[2])
    for other in steps[1:]:
        shared = steps[0].keys() & other.keys()
        assert len(shared) >= 5
        assert all(steps[0][key] == other[key] for key in shared)


def test_sharing_luck_narrows_the_difference() -> None:
    """The reason for it all: between like strategies the paired difference varies less than on separate luck."""
    scenario = edited("staying_ahead_tender", {"behaviour.touch.stance_gain": 0.5})
    more = edited("staying_ahead_tender", {"behaviour.touch.stance_gain": 0.525})
    outcomes = [run(each, "top_down", 150, seed=3).outcomes for each in (scenario, more)]
    stances = [rows["stance"][rows["deal"] == 0] for rows in outcomes]
    paired = np.var(stances[1] - stances[0])
    assert np.var(stances[0]) + np.var(stances[1]) > 5 * paired


def test_copies_have_luck_of_their_own_and_keep_it() -> None:
    tree = plain("unexpected_replacement")
    account = tree["accounts"][0]
    account["copies"] = 3
    for member in tree["team"]["members"]:
        member["count"] = 50
    three = run(build(tree), "top_down", 10).outcomes
    account["copies"] = 1
    one = run(build(tree), "top_down", 10).outcomes
    same_deal = three[three["deal"] == 0]
    for name in one.dtype.names:
        np.testing.assert_array_equal(one[name], same_deal[name], err_msg=name)
    closed = three["closed"].reshape(10, -1)
    assert len(np.unique(closed)) > 25


def test_starts_apart_come_one_after_the_other() -> None:
    scenario = degenerate([step("purchase", 1)], copies=8, starts_apart=quantity(30, "days"))
    opened = run(scenario, count=300).outcomes["opened"].reshape(300, 8)
    assert np.all(opened[:, 0] == 0.0)
    gaps = np.diff(opened, axis=1)
    assert gaps.min() > 0.0
    assert_mean_is(gaps.ravel(), 30.0, widest=3.0)
    assert_mean_is((gaps.ravel() - 30.0) ** 2, 900.0, widest=300.0)
