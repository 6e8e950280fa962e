"""What must be true of any records and any story, stated once for all tests that run the simulator."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from engine.model.quantity import canonical
from engine.model.scenario import Scenario
from engine.model.terms import TEAM_ROLES, Outcome
from engine.results.columns import littles_law_gap
from engine.results.deal_trace import Trace
from engine.results.records import Records

ENDED = (Outcome.won, Outcome.lost, Outcome.no_decision, Outcome.withdrawn)
VOTED = (Outcome.won, Outcome.lost, Outcome.no_decision)
AFTER_THE_END = ("delivered", "paid")
BEFORE_THE_PROJECT = {"decision", "person_left", "successor"}
"""What is told of the time before a project opens: rules that were asked, and who came and went meanwhile."""
WHOLE = (
    "touches",
    "refused",
    "sponsors_won",
    "sponsors_lost",
    "switches",
    "meetings",
    "rival_touches",
    "rival_refusals",
    "rounds",
)
SHARES = ("power_met", "need", "worry", "fit", "mandate", "executive_met")


def check_records(scenario: Scenario, records: Records, count: int) -> None:
    """Every deal ends in exactly one outcome; days, counts, money and hours agree with one another."""
    rows, horizon = records.outcomes, canonical(scenario.horizon)
    _deals_are_complete(scenario, rows, count)
    code, opened, closed = rows["outcome"], rows["opened"], rows["closed"]
    project = code != Outcome.no_project
    assert np.all(np.isnan(opened) == ~project)
    assert np.all(np.isnan(closed) == ~project)
    assert np.all((opened[project] >= 0) & (opened[project] <= closed[project]) & (closed[project] <= horizon))
    assert np.all(closed[code == Outcome.open] == horizon), "a deal is open only at the horizon"
    assert np.all(rows["winner"][code == Outcome.lost] >= 0)
    assert np.all(rows["winner"][code != Outcome.lost] == -1)
    _shares_are_whole(rows)
    touched = rows["touches"] > 0
    met = rows["people_met"] > 0
    assert np.all(np.isnan(rows["first_touch"]) == ~touched)
    assert np.all(rows["first_touch"][touched] >= opened[touched])
    assert np.all(rows["people_met"] <= rows["people"])
    assert np.all(touched[met]), "whoever counts as met was met in this project"
    if canonical(scenario.behaviour.turnover.leaving) == 0.0:
        assert np.all(met[touched]), "and only those who leave do not count"
    for name in WHOLE:
        assert np.all(rows[name] >= 0), name
    for name in SHARES:
        assert np.all((rows[name] >= 0) & (rows[name] <= 1 + 1e-9)), name
    felt = rows["experience"]
    assert np.all(np.isnan(felt) == (rows["people_met"] == 0))
    assert np.all((felt[~np.isnan(felt)] >= 0) & (felt[~np.isnan(felt)] <= 1))
    assert np.all(rows["promises_kept"] + rows["promises_broken"] <= rows["promises_made"])
    assert np.all((rows["helps"] <= rows["touches"]) & (rows["days_saved"] >= 0))
    assert np.all(np.abs(rows["stance"]) <= 1 + 1e-12)
    _sponsors_are_won_before_they_are_lost(scenario, rows)
    lead = rows["value_days"] + rows["necessary_days"] + rows["waste_days"]
    finished = np.isin(code, ENDED)
    np.testing.assert_allclose(lead[finished], (closed - opened)[finished], rtol=1e-9, atol=1e-6)
    _hours_are_there(scenario, records, count)


def _shares_are_whole(rows: Any) -> None:
    """Ended deals count once; what was drawn had a chance; where people voted a win has its figures."""
    code, shares = rows["outcome"], np.stack([rows[ending.name] for ending in VOTED], axis=1)
    assert np.all((shares >= 0) & (shares <= 1))
    assert np.all(shares.sum(axis=1) == np.isin(code, VOTED))
    assert np.all(np.ldexp(shares, 32) % 1 == 0)
    for place, ending in enumerate(VOTED):
        assert np.all(shares[code == ending, place] > 0), ending.name
    voted = ~np.isnan(rows["satisfaction_if_won"])
    assert np.all(voted[shares[:, 0] + shares[:, 1] > 0])
    assert np.all(rows["revenue_if_won"][voted] >= 0)


def first_deals(scenario: Scenario) -> list[int]:
    """Running number of the first project of every account and copy."""
    rooms = [account.max_projects for account in scenario.accounts for _ in range(account.copies)]
    return [0, *np.cumsum(rooms[:-1]).tolist()]


def _sponsors_are_won_before_they_are_lost(scenario: Scenario, rows: Any) -> None:
    """A sponsor stays one from project to project, so what is won is counted over the life of the account."""
    place = np.searchsorted(first_deals(scenario), rows["deal"], side="right")
    for key in np.unique(np.stack([rows["replication"], place], axis=1), axis=0):
        life = rows[(rows["replication"] == key[0]) & (place == key[1])]
        assert np.all(np.cumsum(life["sponsors_lost"]) <= np.cumsum(life["sponsors_won"]))


def _deals_are_complete(scenario: Scenario, rows: Any, count: int) -> None:
    """One row or more per account and copy in every replication, ordered by replication and deal, no deal twice."""
    keys = list(zip(rows["replication"].tolist(), rows["deal"].tolist(), strict=True))
    assert keys == sorted(set(keys))
    assert set(np.unique(rows["outcome"])) <= {*ENDED, Outcome.no_project, Outcome.open}
    first_of = first_deals(scenario)
    first, last = int(rows["replication"].min()), int(rows["replication"].max())
    assert last - first + 1 == count
    assert {(r, d) for r in range(first, last + 1) for d in first_of} <= set(keys)


def _hours_are_there(scenario: Scenario, records: Records, count: int) -> None:
    team = records.team
    assert len(team) == count * len(scenario.team.members)
    assert np.all(team["hours_worked"] >= -1e-9)
    assert np.all(team["hours_worked"] <= team["hours_booked"] * (1 + 1e-12) + 1e-9)
    assert np.all(team["hours_worked"] <= team["hours_capacity"] * (1 + 1e-12) + 1e-9)
    cost = {TEAM_ROLES.index(member.role): canonical(member.cost) for member in scenario.team.members}
    spent = team["hours_booked"] * [cost[role] for role in team["role"]]
    for deals, booked in (("hours", team["hours_booked"]), ("cost", spent), ("team_wait_days", team["wait_days"])):
        theirs = _per_replication(records.outcomes["replication"], records.outcomes[deals])
        np.testing.assert_allclose(theirs, _per_replication(team["replication"], booked), rtol=1e-9, atol=1e-6)
    assert np.all(np.isin(team["role"], [TEAM_ROLES.index(member.role) for member in scenario.team.members]))
    assert max(littles_law_gap(team)) < 1e-9
    assert np.all(team["wait_days"] >= 0)


def _per_replication(replication: Any, values: Any) -> Any:
    return np.bincount(replication - replication.min(), weights=values)


def check_story(scenario: Scenario, story: Trace, row: Any) -> None:
    """Time never runs backwards, a deal is decided once, people are met before they are met again."""
    events = story.events
    assert all(one.day <= two.day for one, two in pairwise(events))
    assert all(event.day >= 0 or event.kind == "decision" for event in events)
    ends = [event for event in events if event.kind == "outcome"]
    if row["outcome"] in (Outcome.open, Outcome.no_project):
        assert not ends
    else:
        (end,) = ends
        assert end.code == row["outcome"]
        assert end.day == row["closed"]
        late = [event for event in events[events.index(end) + 1 :] if event.kind not in AFTER_THE_END]
        assert all(event.day <= end.day for event in late), "nothing happens in a deal that is over"
    opened = [event for event in events if event.kind == "trigger"]
    assert len(opened) == (row["outcome"] != Outcome.no_project)
    if opened:
        assert opened[0].day == row["opened"]
        before = {event.kind for event in events if event.day < opened[0].day}
        assert before <= BEFORE_THE_PROJECT
    _visits_follow_requests(story)
    assert sum(event.kind == "touch" for event in events) == row["touches"]
    assert sum(event.kind == "request_refused" for event in events) == row["refused"]
    assert story.account == scenario.accounts[row["account"]].id


def _visits_follow_requests(story: Trace) -> None:
    """Every meeting was granted before, and each grant leads to at most one meeting."""
    granted: dict[int, int] = {}
    for event in story.events:
        if event.kind == "request_granted":
            granted[event.person] = granted.get(event.person, 0) + 1
        if event.kind == "touch":
            granted[event.person] = granted.get(event.person, 0) - 1
            assert granted[event.person] >= 0
