"""What has a duration begins and ends, in an order that follows from what caused what."""

from collections.abc import Sequence
from math import nan

import pytest

from engine.dynamics.state.routes import Route
from engine.model.terms import BuyerStep, Outcome
from engine.results.deal_trace import Event, Trace
from engine.results.event_spans import rows_of

WAITED = {"waited_days": 2.0}
STEP = {"work_days": 1.0, "waiting_days": 1.0, "times_before": 0.0}


def step(day: float, which: BuyerStep) -> Event:
    return Event(day, "step", -1, int(which), STEP)


def ends(day: float, outcome: Outcome) -> Event:
    return Event(day, "outcome", -1, int(outcome), {"winner_place": -1.0})


def told(events: Sequence[Event]) -> list[tuple[float, str, str, str]]:
    """Day, activity, transition and detail of each row; every end has the instance of its start."""
    trace = Trace("top_down", 0, 0, "a", ("boss", "user"), ("one",), ("stage_gates",), (), tuple(events))
    rows = list(rows_of(trace))
    started = {row.instance: row for row in rows if row.transition == "start"}
    assert len({(row.instance, row.transition) for row in rows}) == len(rows)
    for row in rows:
        if row.instance in started:
            assert started[row.instance].activity == row.activity and started[row.instance].day <= row.day
    assert [row.day for row in rows] == sorted(row.day for row in rows)
    return [(row.day, row.activity, row.transition, row.detail) for row in rows]


def test_a_step_ends_where_the_next_begins_and_the_last_with_the_project() -> None:
    events = [step(1, BuyerStep.need), step(5, BuyerStep.research), ends(9, Outcome.no_decision)]
    assert told(events) == [
        (1, "need", "start", ""),
        (5, "need", "complete", ""),
        (5, "research", "start", ""),
        (9, "research", "complete", ""),
        (9, "outcome: no decision", "complete", ""),
    ]


def test_a_step_that_goes_on_has_no_end() -> None:
    assert told([step(1, BuyerStep.need)]) == [(1, "need", "start", "")]


@pytest.mark.parametrize(
    "cause",
    [
        Event(9, "signed_early", -1, 0, {"lead": 0.1}),
        Event(9, "reorganised", -1, 1, {"chance": 0.1}),
        None,
    ],
)
def test_a_step_that_was_cut_short_is_not_complete(cause: Event | None) -> None:
    causes = [] if cause is None else [cause]
    rows = told([step(1, BuyerStep.need), *causes, ends(9, Outcome.lost if causes else Outcome.withdrawn)])
    assert (9, "need", "ate_abort", "") in rows


def test_a_reorganisation_that_keeps_the_project_cuts_nothing() -> None:
    rows = told(
        [step(1, BuyerStep.need), Event(9, "reorganised", -1, 0, {"chance": 0.1}), ends(9, Outcome.no_decision)]
    )
    assert (9, "need", "complete", "") in rows


def test_signatures_follow_one_another_within_their_step() -> None:
    events = [
        step(1, BuyerStep.approval),
        Event(10, "formal_check", -1, 1, {"waited_days": 0.0}),
        Event(12, "sign_off", 0, 1, WAITED),
        Event(14, "sign_off", 1, 1, WAITED),
        Event(20, "body_meets", -1, 1, {"body": 0.0, "waited_days": 6.0}),
        step(20, BuyerStep.sourcing),
    ]
    assert told(events) == [
        (1, "approval", "start", ""),
        (10, "formal check", "start", ""),
        (10, "formal check", "complete", "passed"),
        (10, "sign off", "start", ""),
        (12, "sign off", "complete", "signed"),
        (12, "sign off", "start", ""),
        (14, "sign off", "complete", "signed"),
        (14, "body meets", "start", ""),
        (20, "body meets", "complete", "signed"),
        (20, "approval", "complete", ""),
        (20, "sourcing", "start", ""),
    ]


def test_an_appointment_lasts_from_the_consent_to_the_meeting() -> None:
    consent = {"chance": 0.5, "lead_days": 4.0}
    events = [
        Event(1, "request_granted", 0, int(Route.cold), consent),
        Event(2, "request_granted", 1, int(Route.introduced), consent),
        Event(4, "touch", 1, 0, {"change": 0.1}),
        Event(5, "touch", 0, 0, {"change": 0.1}),
    ]
    assert [row for row in told(events) if row[1] == "appointment"] == [
        (1, "appointment", "start", "cold"),
        (2, "appointment", "start", "introduced"),
        (4, "appointment", "complete", "introduced"),
        (5, "appointment", "complete", "cold"),
    ]


def test_promises_and_our_own_approvals_begin_and_end() -> None:
    due = {"due_day": 9.0}
    events = [
        Event(1, "promise", 0, 0, due),
        Event(2, "terms_approval", -1, 0, {"days": 3.0}),
        Event(2, "approval_sought", 1, 1, {"days": 2.0}),
        Event(5, "terms_approval", -1, 1, {"days": 3.0}),
        Event(6, "promise", 0, 2, due),
        Event(7, "approval_sought", 1, 1, {"days": 9.0}),
        ends(8, Outcome.won),
    ]
    assert told(events) == [
        (1, "promise", "start", ""),
        (2, "terms approval", "start", ""),
        (2, "our approval", "start", "call"),
        (4, "our approval", "complete", "call"),
        (5, "terms approval", "complete", "granted"),
        (6, "promise", "complete", "broken"),
        (7, "our approval", "start", "call"),
        (8, "outcome: won", "complete", ""),
    ]


def test_delivery_begins_with_the_signature_and_payment_with_the_delivery() -> None:
    events = [
        ends(8, Outcome.won),
        Event(9, "meeting", -1, 0, {"stance_before": 0.0, "stance_after": 0.0}),
        Event(30, "delivered", -1, 1, {"satisfaction": 0.8}),
        Event(50, "paid", -1, 0, {"days_after_signature": 42.0}),
    ]
    assert [row for row in told(events) if row[1] in ("delivery", "payment")] == [
        (8, "delivery", "start", ""),
        (30, "delivery", "complete", "accepted"),
        (30, "payment", "start", ""),
        (50, "payment", "complete", ""),
    ]


@pytest.mark.parametrize(("days", "ended"), [(5.0, [10]), (30.0, [])])
def test_papers_are_checked_from_the_day_they_were_handed_in(days: float, ended: list[float]) -> None:
    events = [
        step(1, BuyerStep.need),
        step(7, BuyerStep.research),
        Event(12, "papers_handed_in", -1, 1, {"days": days, "waited_days": 7.0}),
        ends(20, Outcome.lost),
    ]
    rows = told(events)
    assert (5, "papers check", "start", "") in rows
    assert [row[0] for row in rows if row[1:3] == ("papers check", "complete")] == ended


def test_papers_that_nobody_knows_the_day_of_begin_when_they_are_seen() -> None:
    rows = told([Event(12, "papers_handed_in", -1, 0, {"days": 1.0, "waited_days": nan})])
    assert [row[:3] for row in rows] == [(12, "papers check", "start"), (13, "papers check", "complete")]
