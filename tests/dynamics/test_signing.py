"""From the clerk to the last signature and the meeting that decides, by hand; the pace of a house, and urgency."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from laboratory import (
    CHIEF,
    ENGINEER,
    USER,
    assert_mean_is,
    degenerate,
    office,
    person,
    quantity,
    run,
    simulator,
    step,
)

from engine.dynamics import moments
from engine.model.scenario import Scenario
from engine.model.terms import Outcome

LINE = [
    person("chief", 1, roles=["decider"], power=1.0, identified=True),
    person("head", 2, "chief"),
    person("finance", 2, "chief", roles=["financial_approver"]),
    person("lead", 3, "head"),
    person("user", 4, "lead", roles=["user", "initiator"]),
]
BOARD = {
    "id": "board",
    "title": {"en": "Board", "zh": "会"},
    "members": ["head", "finance"],
    "first": quantity(5.5, "days"),
    "every": quantity(7, "days"),
    "postpones": quantity(0, "probability"),
}
FESTIVAL = {
    "provenance": {"assumption": "set by a test"},
    "office_hours": {"opens": 9.0, "closes": 17.5},
    "holidays": [{"id": "festival", "name": {"en": "Festival", "zh": "节"}, "from": "2026-02-16", "days": 8}],
}
WORKDAY = 1.4
"""Days that a working day stands for."""
SEVEN_TENTHS = {"wait": 0.7 * WORKDAY, "wait_shape": 1000, "refusal": 0, "refusal_sway": 0}


def laid_before(body: dict[str, Any] | None, hours: bool = True, **signs: float) -> Scenario:
    """A file of nobody's work that is signed from day 0 on, a Thursday before the festival."""
    values = {**SEVEN_TENTHS, "midpoint": 100, "slope": 8, "per_level": 0, **signs}
    edits: dict[str, Any] = {f"accounts.0.process.sign_offs.{name}": value for name, value in values.items()}
    edits |= {"accounts.0.project.amount": 100_000, "begins": "2026-02-12", "horizon": quantity(600, "days")}
    edits |= {"accounts.0.process.working_days_only": hours, "accounts.0.process.bodies": [body] if body else []}
    approval = step("approval", 0) | {"sign_off": True, "body": body["id"] if body else None}
    return degenerate([approval, step("purchase", 0)], LINE, edits, calendar=FESTIVAL)


def test_an_approval_by_hand() -> None:
    """Seven tenths of a working day for each of four signatures, and the festival behind the second.

    Thursday at nine the clerk is done; finance signs in the afternoon, the lead on Friday after noon, the head on
    Tuesday the 24th before ten, the chief in the afternoon.
    """
    story = simulator(laid_before(None)).trace(0)
    signed = [(story.people[event.person], event.day) for event in story.events if event.kind == "sign_off"]
    (checked,) = [event.day for event in story.events if event.kind == "formal_check"]
    assert checked == pytest.approx(9 / 24)
    by_hand = (("finance", 0, 0.7), ("lead", 1, 0.4), ("head", 12, 0.1), ("chief", 12, 0.8))
    assert [name for name, _ in signed] == [name for name, _, _ in by_hand]
    for (_, day), (_, number, part) in zip(signed, by_hand, strict=True):
        assert day == pytest.approx(number + (9 + 8.5 * part) / 24, abs=0.75 / 24)


def test_a_meeting_on_a_day_off_is_held_when_people_are_back() -> None:
    """Noon of Tuesday the 17th lies in the festival: the board meets at noon on the 24th, when finance has signed."""
    rows = run(laid_before(BOARD, slope=0.0, midpoint=1e9, wait=0.2 * WORKDAY), count=40).outcomes
    assert np.all(rows["outcome"] == Outcome.won)
    late = rows["sign_offs"] <= 4
    assert np.all(rows["closed"][late] == pytest.approx(12.5))


def test_what_is_put_off_comes_up_at_the_next_meeting() -> None:
    again = {**BOARD, "postpones": quantity(0.5, "probability")}
    rows = run(laid_before(again, wait=0.0), count=1500).outcomes
    assert_mean_is(rows["postponed"], 1.0, widest=0.15)
    assert rows["closed"] == pytest.approx(12.5 + 7.0 * rows["postponed"])
    in_vain = rows["waste_days"] - 9 / 24
    assert in_vain == pytest.approx(7.0 * rows["postponed"], abs=1e-6), "beside the hours until the office opens"


def test_members_refuse_with_one_vote() -> None:
    """The mean of the members by power; a file refused begins the step anew."""
    people = [{**who, "worry": 0.5, "need": 0.5} for who in LINE]
    scenario = laid_before(BOARD, wait=0.0, refusal=0.2)
    edits = scenario.model_dump(mode="json", by_alias=True)
    edits["accounts"][0]["buying_centre"]["people"] = people
    edits["accounts"][0]["process"]["steps"][0]["sign_off"] = False
    rows = run(type(scenario).model_validate(edits), count=2500).outcomes
    assert_mean_is(rows["refused_by_body"], 0.2 / 0.8, widest=0.06)
    assert np.all(rows["sign_offs"] == 0), "nobody signs where the step only comes before the board"


def test_the_clerk_sends_back_and_the_file_comes_again() -> None:
    rows = run(
        laid_before(None, hours=False, wait=0.0, clerk_refusal=0.3, correction=5.0, correction_shape=1.0), count=3000
    ).outcomes
    assert_mean_is(rows["sent_back_by_clerk"], 0.3 / 0.7, widest=0.06)
    assert_mean_is(rows["waste_days"], 5.0 * 0.3 / 0.7, widest=0.4)
    assert rows["closed"] == pytest.approx(rows["waste_days"] + rows["necessary_days"])
    assert np.all(rows["sign_offs"] == 4), "those who sign see it once"


def test_accounts_differ_in_pace_and_keep_it() -> None:
    """A lognormal factor with median one on everything the buyer does."""
    edits = {"behaviour.pace.spread": 0.4}
    steps = [step("need", 50, shape=1000), step("purchase", 50, shape=1000)]
    slow = run(degenerate(steps, edits=edits), count=2000).outcomes["closed"]
    plain = run(degenerate(steps), count=2000).outcomes["closed"]
    logs = np.log(slow / plain)
    assert_mean_is(logs, 0.0, widest=0.04)
    assert_mean_is(logs**2, 0.16, widest=0.03)


def test_urgency_opens_the_calendars_of_those_whose_problem_it_is() -> None:
    bench = office()
    bench.urgency_shortens, bench.urgency, bench.deadline, bench.step = 0.4, 0.5, np.nan, 0
    bench.opened = 0.0
    for moment in (moments.appointment, moments.signature_wait):
        assert float(moment(*bench.records, 0.0, USER, 10.0)) == pytest.approx(8.0)
        assert float(moment(*bench.records, 0.0, CHIEF, 10.0)) == pytest.approx(10.0)
        assert float(moment(*bench.records, 0.0, ENGINEER, 10.0)) == pytest.approx(10.0)
    bench.urgency = 0.0
    assert float(moments.appointment(*bench.records, 0.0, USER, 10.0)) == pytest.approx(10.0)
