"""Days of a dossier as facts: windows, what is unknown, days in many spellings, and the same as a simulation says."""

from __future__ import annotations

import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from hypothesis import given, settings, strategies as st

sys.path.insert(0, str(Path(__file__).parents[1] / "simulation"))

from remembered_days import remembered

from engine.advice import account_facts, advise, contact_facts, read_dossiers
from engine.advice.asking import unsupplied
from engine.advice.time_facts import NOT_TOLD, ROLES_ASKED, TIME_ANSWERED, time_facts
from engine.errors import InputError
from engine.model.dossier import Dossier
from engine.model.dossier_sections import EngagementName, PlayName
from engine.model.facts import ENGAGEMENTS, TIME_FACTS, WINDOWS
from engine.model.terms import Play
from engine.rules import load_book

NOW = date(2026, 3, 31)
NAME = {"en": "An account", "zh": "某客户"}
SAMPLE = settings(max_examples=60, deadline=None)


def dossier(**parts: Any) -> Dossier:
    return Dossier.model_validate({"id": "x", "name": NAME, "as_of": NOW.isoformat(), **parts})


def ago(days: int) -> str:
    return (NOW - timedelta(days=days)).isoformat()


def test_every_fact_of_time_is_told_but_that_of_phases() -> None:
    told = time_facts(dossier())
    assert set(told) - {"play"} == {fact.name for fact in TIME_FACTS} - set(NOT_TOLD)
    assert set(TIME_ANSWERED) == set(told) - {"play", "present_engagement"}
    assert set(told.values()) == {None}, "an empty dossier knows nothing, not even that nothing happened"


def test_days_are_counted_to_the_dossiers_own_day_or_to_today() -> None:
    said = {"history": {"refusals_on": [ago(10), ago(40)]}}
    assert time_facts(dossier(**said))["days_since_refusal"] == 10
    without = Dossier.model_validate({"id": "x", "name": NAME, **said})
    assert time_facts(without, NOW + timedelta(days=5))["days_since_refusal"] == 15
    assert account_facts(without)["days_since_refusal"] == (date.today() - NOW).days + 10


@pytest.mark.parametrize("window", WINDOWS)
def test_a_window_includes_both_its_ends(window: int) -> None:
    listed = {"history": {"contacts_on": [ago(window), ago(window), ago(window + 1), ago(0)]}}
    facts = time_facts(dossier(**listed))
    assert facts[f"contacts_in_{window}_days"] == 3 and facts["days_since_contact_with_anybody"] == 0
    assert time_facts(dossier(history={"contacts_on": [ago(window + 1)]}))[f"contacts_in_{window}_days"] == 0


def test_that_somebody_was_seen_does_not_say_how_often() -> None:
    facts = time_facts(dossier(contacts=[{"id": "a", "level": 1, "last_contact": ago(3)}]))
    assert facts["days_since_contact_with_anybody"] == facts["days_since_meeting_at_top"] == 3
    assert facts["contacts_in_30_days"] is None and facts["meetings_at_top_in_30_days"] is None
    assert time_facts(dossier(history={"contacts_on": []}))["contacts_in_30_days"] == 0


def test_a_day_of_a_person_counts_where_the_list_forgot_it() -> None:
    people = [{"id": "a", "level": 1, "last_contact": ago(3)}, {"id": "b", "level": 2, "last_contact": ago(5)}]
    facts = time_facts(dossier(contacts=people, history={"contacts_on": [ago(5), ago(5)], "meetings_at_top_on": []}))
    assert facts["contacts_in_30_days"] == 3 and facts["meetings_at_top_in_30_days"] == 1


def test_roles_tell_whom_we_saw_last() -> None:
    people = [
        {"id": "a", "roles": ["decider", "financial_approver"], "last_contact": ago(50)},
        {"id": "b", "roles": ["financial_approver"], "days_since_contact": 20},
        {"id": "c", "roles": ["user"]},
        {"id": "d", "last_contact": ago(1)},
    ]
    facts = time_facts(dossier(contacts=people))
    since = {role: facts[f"days_since_contact_with_{role}"] for role in ROLES_ASKED}
    assert since == {
        "decider": 50,
        "financial_approver": 20,
        "user": None,
        "technical_evaluator": None,
        "buyer": None,
        "gatekeeper": None,
    }
    assert facts["days_since_contact_with_anybody"] == 1


def test_the_day_of_a_contact_counts_before_a_number_of_days() -> None:
    found = dossier(contacts=[{"id": "a", "last_contact": ago(12), "days_since_contact": 90}])
    assert found.contacts is not None
    assert contact_facts(found.contacts[0], found)["days_since_contact"] == 12


def test_how_we_go_about_it_and_since_when() -> None:
    said = {"present_engagement": "own", "engagement_since": ago(70), "play": "flanking", "play_since": ago(7)}
    facts = account_facts(dossier(opportunity=said))
    assert (facts["present_engagement"], facts["days_in_engagement"]) == ("own", 70)
    assert (facts["play"], facts["days_in_play"]) == ("flanking", 7)
    assert EngagementName.__args__ == ENGAGEMENTS and tuple(play.name for play in Play) == PlayName.__args__  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "part",
    [
        {"history": {"rivals_seen_on": [ago(-1)]}},
        {"opportunity": {"play_since": ago(-400)}},
        {"contacts": [{"id": "a", "last_contact": ago(-2)}]},
    ],
)
def test_a_day_that_has_not_come_yet_is_refused(part: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=r"is after 2026-03-31"):
        advise(dossier(**part))


def test_what_is_no_day_is_refused_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("id: x\nname: X\nhistory:\n  refusals_on: [2026-02-30, 2026-02-03]\nas_of: 31.3.2026\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read_dossiers(path)
    assert [(p.code, p.where.rsplit("x.yaml:", 1)[1].split(":")[0]) for p in caught.value.problems] == [
        ("day-unreadable", "4"),
        ("day-unreadable", "5"),
    ]


def test_days_are_read_from_sheets_in_every_spelling_with_the_year_first(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(
        ["客户编号", "客户名称", "截至日期", "历次拒见日期", "历次联系日期", "联系人1角色", "联系人1上次联系日期"]
    )
    sheet.append(
        [
            "K1",
            "甲",
            datetime(2026, 3, 31),
            "2026年3月1日；2026/3/21",
            "2026-03-01, 2026.3.11",
            "用户",
            datetime(2026, 3, 11),
        ]
    )
    sheet.append(["K2", "乙", None, None, datetime(2026, 3, 1), None, None])
    path = tmp_path / "accounts.xlsx"
    book.save(path)
    first, second = read_dossiers(path)
    assert first.as_of == "2026-03-31" and first.history.refusals_on == ("2026-03-01", "2026-03-21")
    assert first.history.contacts_on == ("2026-03-01", "2026-03-11")
    assert second.history.contacts_on == ("2026-03-01",) and second.as_of is None
    facts = time_facts(first)
    assert facts["days_since_refusal"] == 10 and facts["contacts_in_30_days"] == 2
    assert facts["days_since_contact_with_user"] == 20


def test_a_book_of_ones_own_asks_a_dossier_for_days() -> None:
    book = load_book("engagement_choice")
    quiet = {"type": "number", "unit": "days", "range": (0, 20000), "unknown": "no_match"}
    rule = {
        "id": "leave_the_top_alone",
        "priority": 1,
        "when": "days_since_refusal_at_top <= 30",
        "then": {"engagement": "multi_level"},
        "because": {"en": "The top has just refused.", "zh": "高层刚拒见过。"},
        "assumption": "a test",
    }
    plain = book.model_dump(by_alias=True, exclude_none=True)
    plain["facts"]["days_since_refusal_at_top"] = quiet
    plain["rules"] = [*plain["rules"], rule]
    own = type(load_book("engagement_choice")).model_validate(plain)
    told = dossier(history={"refusals_at_top_on": [ago(12)]}, contacts=[{"id": "a", "roles": ["user"]}])
    assert advise(told, [own]).line("engagement_choice").decision.rule == "leave_the_top_alone"
    later = told.model_copy(update={"history": told.history.model_copy(update={"refusals_at_top_on": (ago(31),)})})
    assert advise(later, [own]).line("engagement_choice").decision.rule != "leave_the_top_alone"
    assert unsupplied({"engagement_choice": own}) == ()
    gap = [gap for gap in advise(dossier(), [own]).gaps if gap.fact == "days_since_refusal_at_top"]
    assert [each.fields for each in gap] == ["history.refusals_at_top_on"]


def test_a_dossier_tells_facts_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("id: x\nname: X\nfacts: {pays_on_time: yes, branches: 12}\n", "utf-8")
    (found,) = read_dossiers(path)
    facts = account_facts(found)
    assert facts["branches"] == 12 and facts["pays_on_time"] in (True, "yes")
    table = tmp_path / "x.csv"
    table.write_text("id,name,facts.pays_on_time\nk,K,no\n", "utf-8")
    assert account_facts(read_dossiers(table)[0])["pays_on_time"] in (False, "no")
    for taken in ("has_sponsor", "yearly_revenue"):
        with pytest.raises(ValueError, match="by fields of its own"):
            dossier(facts={taken: True})


EVENTS = st.lists(
    st.tuples(st.integers(0, 500), st.sampled_from(["contact", "refusal", "lost", "rival"]), st.integers(0, 5)),
    max_size=40,
)


@SAMPLE
@given(EVENTS)
def test_the_same_history_is_the_same_facts_in_a_simulation(events: list[tuple[int, str, int]]) -> None:
    """Whole days, everybody known and there: what a simulation remembers is what a dossier of the same days tells."""
    now = 500
    simulated, people = remembered(events, float(now))
    told: dict[str, list[str]] = {}
    last: dict[int, int] = {}
    for day, kind, person in events:
        text, top = ago(now - day), people[person][0] == 1
        fields = {
            "contact": ["contacts_on", *(["meetings_at_top_on"] if top else [])],
            "refusal": ["refusals_on", *(["refusals_at_top_on"] if top else [])],
            "lost": ["sponsors_lost_on"],
            "rival": ["rivals_seen_on"],
        }[kind]
        for name in fields:
            told.setdefault(name, []).append(text)
        if kind == "contact":
            last[person] = max(day, last.get(person, -1))
    contacts = [
        {"id": f"p{place}", "level": level, "roles": roles or ["influencer"]}
        | ({"last_contact": ago(now - last[place])} if place in last else {})
        for place, (level, roles) in enumerate(people)
    ]
    lists = {name: told.get(name, []) for name in ("contacts_on", "meetings_at_top_on", "refusals_on")}
    found = time_facts(dossier(history={**told, **lists}, contacts=contacts))
    for name, value in found.items():
        if name in simulated:
            assert (np.nan if value is None else value) == pytest.approx(simulated[name], nan_ok=True), name
