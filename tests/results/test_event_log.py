"""The event log has the columns that process-mining tools look for, and rows that they accept."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from engine.dynamics.machine.composition import EVENTS
from engine.dynamics.state.calendar_table import first_day
from engine.engagement import STRATEGIES
from engine.model.scenario import Scenario
from engine.model.terms import Outcome
from engine.results.column_words import STRANGER
from engine.results.deal_trace import Event, Trace
from engine.results.event_log import COLUMNS, NUMBERS, write_events
from engine.results.event_spans import activity
from engine.results.trace_file import write_traces
from engine.situation import read_scenario


@pytest.fixture(scope="module")
def scenario(repository: Path) -> Scenario:
    return read_scenario(repository / "scenarios" / "keeping_up.yaml")


@pytest.fixture
def story() -> Trace:
    """A short deal, with one event written late."""
    return Trace(
        strategy="top_down",
        replication=7,
        deal=0,
        account="parts_group",
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


RULES = [("stage_gates", ("qualified", None))]


@pytest.fixture(scope="module")
def rows_of(scenario: Scenario) -> Callable[..., list[dict[str, str]]]:
    """The rows of the log of some deals, as any reader of CSV gets them."""

    def read(*traces: Trace) -> list[dict[str, str]]:
        text = io.StringIO()
        write_events(text, traces, scenario, RULES)
        return list(csv.DictReader(io.StringIO(text.getvalue())))

    return read


RowsOf = Callable[..., list[dict[str, str]]]


def test_columns_are_those_of_the_xes_standard(story: Trace, rows_of: RowsOf) -> None:
    standard = {"case:concept:name", "concept:name", "time:timestamp", "org:resource", "lifecycle:transition"}
    assert standard | {"concept:instance"} <= set(rows_of(story)[0])


def test_what_tools_ask_for_is_never_empty(story: Trace, rows_of: RowsOf) -> None:
    for row in rows_of(story):
        assert all(row[name] for name in COLUMNS if name not in ("person", "detail", "rule"))
        assert not row["case:concept:name"].isdecimal(), "a number would be read as one"


def test_timestamps_are_iso_with_zone_and_each_later_than_the_one_before(
    story: Trace, rows_of: RowsOf, scenario: Scenario
) -> None:
    rows = rows_of(story)
    moments = [datetime.fromisoformat(row["time:timestamp"]) for row in rows]
    assert all(earlier < later for earlier, later in pairwise(moments))
    assert all(moment.tzinfo is not None for moment in moments)
    assert moments[0].date() == first_day(scenario) + timedelta(days=1)
    assert len({len(row["time:timestamp"]) for row in rows}) == 1, "tools want a single format"


def test_who_did_what(story: Trace, rows_of: RowsOf) -> None:
    names = ("concept:name", "lifecycle:transition", "org:resource", "person", "detail")
    assert [tuple(row[name] for name in names) for row in rows_of(story)] == [
        ("trigger: keeping up", "complete", "customer", "", ""),
        ("decision: stage_gates", "complete", "us", "", ""),
        ("rival touch", "complete", "two", "boss", ""),
        ("touch: implication", "complete", "us", "user", ""),
        ("sign off", "start", "boss", "boss", ""),
        ("sign off", "complete", "boss", "boss", "refused"),
        ("outcome: lost", "complete", "customer", "", "two"),
    ]
    assert {row["case:outcome"] for row in rows_of(story)} == {"lost"}


def test_rules_and_bodies_and_rivals_stand_there_by_name(story: Trace, rows_of: RowsOf, scenario: Scenario) -> None:
    named = replace(
        story,
        events=(
            Event(1.0, "decision", -1, 1, {"rule_place": 0.0}),
            Event(2.0, "decision", -1, 1, {"rule_place": -1.0}),
            Event(3.0, "body_meets", -1, 2, {"body": 0.0, "waited_days": 1.0}),
            Event(4.0, "misconduct", -1, 2, {"rival": 0.0, "chance": 0.1}),
            Event(5.0, "short_list", -1, 5, {"chance_us": 0.1, "knew_us": 1.0, "drew": 2.0}),
            Event(6.0, "vote", 0, 2, {"chance_us": 0.1, "chance_nothing": 0.2}),
            Event(6.0, "vote", 1, 3, {"chance_us": 0.1, "chance_nothing": 0.2}),
            Event(7.0, "price_pressed", -1, 0, {"who": 3.0, "share": 0.01}),
            Event(8.0, "price_pressed", -1, 1, {"who": 1.0, "share": 0.01}),
            Event(9.0, "outcome", -1, int(Outcome.lost), {"winner_place": 2.0}),
        ),
    )
    rows = [row for row in rows_of(named) if row["lifecycle:transition"] == "complete"]
    assert [row["rule"] for row in rows][:2] == ["qualified", ""]
    assert rows[2]["org:resource"] == scenario.accounts[0].process.bodies[0].id
    assert (rows[2]["detail"], rows[3]["org:resource"]) == ("postponed", "one")
    assert [row["detail"] for row in rows][4:] == ["us+two", "two", "nothing", "", "two", STRANGER]
    assert [row["suppliers"] for row in rows][7:9] == ["3", ""]


def test_numbers_stand_below_their_names_and_nothing_where_they_do_not_apply(story: Trace, rows_of: RowsOf) -> None:
    trigger, _, _, touch, begun, sign_off, _ = rows_of(story)
    assert (trigger["urgency"], trigger["deadline_days"], trigger["stance"]) == ("0.4", "", "")
    assert (touch["change"], touch["relevance"], touch["stance"]) == ("0.1", "0.5", "0.2")
    assert (begun["waited_days"], sign_off["waited_days"]) == ("", "3"), "each number once"


def test_no_number_is_a_place_in_a_list() -> None:
    assert not {"rule_place", "body", "winner_place", "rival", "who"} & set(NUMBERS)
    assert len(NUMBERS) == len(set(NUMBERS)) and not set(NUMBERS) & set(COLUMNS)


def test_deals_are_cases_of_their_own(story: Trace, rows_of: RowsOf) -> None:
    other = replace(story, replication=8)
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
