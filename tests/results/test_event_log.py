"""The event log has the columns that process-mining tools look for, and rows that they accept."""

import csv
import io
import json
from datetime import datetime

import numpy as np
import pytest

from engine.dynamics.machine.composition import EVENTS
from engine.engagement import STRATEGIES
from engine.model.terms import Outcome
from engine.results.deal_trace import Event, Trace
from engine.results.event_log import DAY_0, activity, write_events
from engine.results.trace_file import write_traces


@pytest.fixture
def story() -> Trace:
    """A short deal, with one event written late."""
    return Trace(
        strategy="top_down",
        replication=7,
        deal=0,
        account="acme",
        people=("boss", "user"),
        rivals=("one", "two"),
        books=("purchase_triggers", "stage_gates"),
        strategies=tuple(strategy.name for strategy in STRATEGIES),
        events=(
            Event(1.25, "trigger", -1, 3, {"urgency": 0.4, "deadline_days": np.nan, "budget": 1.0}),
            Event(1.25, "decision", -1, 1, {"rule_place": 0.0}, np.array([1.5, np.nan])),
            Event(8.5, "touch", 1, 2, {"change": 0.1, "relevance": 0.5, "stance": 0.2}),
            Event(7.0, "rival_touch", 0, 1, {"change": 0.1}),
            Event(30.0, "sign_off", 0, 0, {"waited_days": 3.0}),
            Event(90.0, "outcome", -1, int(Outcome.lost), {"winner_place": 1.0}),
        ),
    )


def rows_of(*traces: Trace) -> list[dict[str, str]]:
    text = io.StringIO()
    write_events(text, traces)
    return list(csv.DictReader(io.StringIO(text.getvalue())))


def test_columns_are_those_of_the_xes_standard(story: Trace) -> None:
    assert {"case:concept:name", "concept:name", "time:timestamp", "org:resource"} <= set(rows_of(story)[0])


def test_case_activity_timestamp_and_resource_are_never_empty(story: Trace) -> None:
    for row in rows_of(story):
        assert all(row[name] for name in ("case:concept:name", "concept:name", "time:timestamp", "org:resource"))
        assert not row["case:concept:name"].isdecimal(), "a number would be read as one"


def test_timestamps_are_iso_with_zone_and_never_run_backwards(story: Trace) -> None:
    moments = [datetime.fromisoformat(row["time:timestamp"]) for row in rows_of(story)]
    assert moments == sorted(moments)
    assert all(moment.tzinfo is not None for moment in moments)
    assert rows_of(story)[0]["time:timestamp"] == "2024-01-02T06:00:00.000+00:00"
    assert DAY_0.strftime("%A") == "Monday"
    assert len({len(row["time:timestamp"]) for row in rows_of(story)}) == 1, "tools want a single format"


def test_who_did_what(story: Trace) -> None:
    found = [(row["concept:name"], row["org:resource"], row["person"]) for row in rows_of(story)]
    assert found == [
        ("trigger: keeping up", "customer", ""),
        ("decision: stage_gates", "us", ""),
        ("rival touch", "two", "boss"),
        ("touch: implication", "us", "user"),
        ("sign off: refused", "boss", "boss"),
        ("outcome: lost", "customer", ""),
    ]
    assert {row["case:outcome"] for row in rows_of(story)} == {"lost"}


def test_numbers_stand_below_their_names_and_nothing_where_they_do_not_apply(story: Trace) -> None:
    trigger, _, _, touch, sign_off, _ = rows_of(story)
    assert (trigger["urgency"], trigger["deadline_days"], trigger["stance"]) == ("0.4", "", "")
    assert (touch["change"], touch["relevance"], touch["stance"]) == ("0.1", "0.5", "0.2")
    assert sign_off["waited_days"] == "3"


def test_deals_are_cases_of_their_own(story: Trace) -> None:
    other = Trace(**{**story.__dict__, "replication": 8})
    assert len({row["case:concept:name"] for row in rows_of(story, other)}) == 2


def test_every_kind_of_event_has_a_name(story: Trace) -> None:
    for kind in EVENTS.values():
        assert activity(Event(1.0, kind.name, 0, 1, {}), story)


def test_traces_keep_every_number_and_null_what_is_unknown(story: Trace) -> None:
    text = io.StringIO()
    write_traces(text, [story, story])
    lines = text.getvalue().splitlines()
    assert len(lines) == 2
    plain = json.loads(lines[0])
    assert plain["events"][0]["numbers"] == {"urgency": 0.4, "deadline_days": None, "budget": 1.0}
    assert plain["events"][1]["facts"] == [1.5, None]
    assert [event["day"] for event in plain["events"]] == [1.25, 1.25, 8.5, 7.0, 30.0, 90.0]
