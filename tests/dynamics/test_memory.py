"""Facts of time and memory against the log of events replayed by a plain program, and at the edges of windows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from math import inf, nan
from typing import Any

import numpy as np
import pytest
from asking_books import asking
from laboratory import CHIEF, ENGINEER, MANAGER, NAMES, SECRETARY, USER, Bench, office, run, shipped

from engine.dynamics.declarations import Mechanism
from engine.dynamics.machine.composition import MECHANISMS
from engine.dynamics.machine.fact_vector import account_facts, deal_facts
from engine.dynamics.mechanisms.memory import note_contact, note_guest, note_loss, note_refusal, note_rival
from engine.dynamics.state.routes import Route
from engine.dynamics.state.source import in_record_order
from engine.engagement import STRATEGIES
from engine.model.account import Account
from engine.model.buying_centre import Stakeholder
from engine.model.chart import ranks
from engine.model.decisions import BOOKS
from engine.model.facts import ENGAGEMENTS, FACT_INDEX, FACTS, MOST_COUNTED, TIME_FACTS, WINDOWS
from engine.model.scenario import Scenario
from engine.model.terms import Play
from engine.results.deal_trace import Event

MEMORY: Mechanism = next(mechanism for mechanism in MECHANISMS if mechanism.name == "memory")
LEFT_OUT = ("cultivation", "balance")
"""Visits without a project and calls stand in no log."""
FRESH = [book for book in BOOKS if book not in ("compliance", "cultivation_choice")]
"""Books that are asked with facts of the moment."""
ROLES = ("decider", "user", "technical_evaluator", "buyer", "gatekeeper", "financial_approver")
RUNS = [(name, strategy) for name in NAMES for strategy in ("multi_level", "playbook", "bottom_up_leapfrog")]


@dataclass
class Recount:
    """What is remembered of one account, from its events alone. Days by person are −∞ before anything happened."""

    account: Account
    fixed: str
    contacts: list[float] = field(default_factory=list)
    at_top: list[float] = field(default_factory=list)
    refusals: list[float] = field(default_factory=list)
    top_refused: float = -inf
    sponsor_lost: float = -inf
    engagement: str = ""
    engagement_since: float = nan
    play: int = 0
    play_since: float = nan

    def __post_init__(self) -> None:
        self.people: tuple[Stakeholder, ...] = in_record_order(self.account).buying_centre.people
        self.levels = ranks([p.level for p in self.people], [p.outside for p in self.people])
        self.boss = {person.id: person.reports_to for person in self.people}
        self.contact_on = [-inf] * len(self.people)
        self.rival_on = [-inf] * len(self.people)
        self.met = [False] * len(self.people)
        self.gone = [False] * len(self.people)

    def begin_deal(self) -> None:
        """Another project: how we go about it begins anew; what we remember stays."""
        self.engagement, self.engagement_since, self.play, self.play_since = "", nan, 0, nan

    def reports_to(self, person: Stakeholder, host: str) -> bool:
        boss = self.boss[person.id]
        while boss is not None and boss != host:
            boss = self.boss[boss]
        return boss == host

    def take(self, event: Event) -> None:
        i, day = event.person, event.day
        if event.kind == "touch":
            self._contact(i, day)
            self.met[i] = True
        elif event.kind == "seminar":
            self._contact(i, day)
            for place, person in enumerate(self.people):
                if not self.gone[place] and self.reports_to(person, self.people[i].id):
                    self.contact_on[place], self.met[place] = day, True
        elif event.kind == "request_refused" and event.code < Route.event:
            self.refusals.append(day)
            if self.levels[i] == 1:
                self.top_refused = day
        elif event.kind == "sponsor_lost":
            self.sponsor_lost = day
        elif event.kind == "rival_touch":
            self.rival_on[i] = day
        elif event.kind == "person_left":
            self.contact_on[i] = self.rival_on[i] = -inf
            self.met[i], self.gone[i] = False, True
        elif event.kind == "successor":
            self.gone[i] = False
        elif event.kind == "engagement":
            self.engagement, self.engagement_since = ENGAGEMENTS[event.code], day
        elif event.kind == "play":
            self.play, self.play_since = event.code, day

    def _contact(self, i: int, day: float) -> None:
        self.contacts.append(day)
        self.contact_on[i] = day
        if self.levels[i] == 1:
            self.at_top.append(day)

    def begin_work(self, day: float) -> None:
        if self.fixed:
            self.engagement, self.engagement_since = self.fixed, day

    def facts(self, now: float) -> dict[str, float]:
        """Every fact of time and memory but that of phases; rivals only where it is beyond doubt who knows us."""
        found = {
            "days_since_contact_with_anybody": _since(self.contacts, now),
            "days_since_meeting_at_top": _since(self.at_top, now),
            "days_since_refusal": _since(self.refusals, now),
            "days_since_refusal_at_top": _since([self.top_refused], now),
            "days_since_sponsor_lost": _since([self.sponsor_lost], now),
            "play": float(self.play),
            "days_in_play": now - self.play_since,
            "present_engagement": float(ENGAGEMENTS.index(self.engagement)) if self.engagement else nan,
            "days_in_engagement": now - self.engagement_since,
        }
        for role in ROLES:
            days = [day for day, person in zip(self.contact_on, self.people, strict=True) if role in person.roles]
            found[f"days_since_contact_with_{role}"] = _since(days, now)
        for window in WINDOWS:
            for what, days in (
                ("contacts", self.contacts),
                ("refusals", self.refusals),
                ("meetings_at_top", self.at_top),
            ):
                found[f"{what}_in_{window}_days"] = float(min(MOST_COUNTED, sum(now - day <= window for day in days)))
        known = [day for day, met in zip(self.rival_on, self.met, strict=True) if met]
        open_ones = [
            day
            for day, met, person in zip(self.rival_on, self.met, self.people, strict=True)
            if not met and person.relationship > 1
        ]
        if max(open_ones, default=-inf) <= max(known, default=-inf):
            found["days_since_rival_seen"] = _since(known, now)
        return found


def _since(days: list[float], now: float) -> float:
    last = max(days, default=-inf)
    return now - last if last > -inf else nan


@cache
def told(name: str, strategy: str) -> list[tuple[str, dict[str, float], dict[str, float]]]:
    """Every decision of some replications: the book, the facts it saw, and the same recounted from the log."""
    scenario = shipped(name).model_copy(update={"switched_off": LEFT_OUT})
    teller = asking(scenario, strategy)
    found: list[tuple[str, dict[str, float], dict[str, float]]] = []
    for replication in range(3 if name == "team_portfolio" else 12):
        stories = teller.stories(replication)
        for account, rows in _rows(scenario):
            recount = Recount(account, "" if strategy == "playbook" else strategy)
            for row in rows:
                recount.begin_deal()
                found += _of_deal(stories[row].events, recount)
    return found


def _rows(scenario: Scenario) -> Iterator[tuple[Account, range]]:
    row = 0
    for account in scenario.accounts:
        for _ in range(account.copies):
            yield account, range(row, row + account.max_projects)
            row += account.max_projects


def _of_deal(events: Any, recount: Recount) -> Iterator[tuple[str, dict[str, float], dict[str, float]]]:
    for event in events:
        if event.kind != "decision":
            recount.take(event)
            continue
        book = BOOKS[event.code]
        if book == "project_origin":
            recount.begin_work(event.day)
        if book in FRESH:
            seen = {fact.name: float(event.facts[FACT_INDEX[fact.name]]) for fact in FACTS}
            yield book, seen, recount.facts(event.day)
        if book == "competitive_strategy" and np.isnan(recount.play_since):
            recount.play_since = event.day


@pytest.mark.parametrize(("name", "strategy"), RUNS)
def test_facts_are_what_the_log_of_events_says(name: str, strategy: str) -> None:
    made = told(name, strategy)
    assert made
    during_a_deal = {"play", "days_in_play", "present_engagement", "days_in_engagement"}
    for book, seen, counted in made:
        for fact, value in counted.items():
            if book == "purchase_triggers" and fact in during_a_deal:
                continue
            assert seen[fact] == pytest.approx(value, abs=1e-9, nan_ok=True), (book, fact)


def test_the_recount_has_something_of_everything_to_tell() -> None:
    known = {
        fact
        for name, strategy in RUNS
        for _, _, counted in told(name, strategy)
        for fact, value in counted.items()
        if value > 0.0
    }
    assert {fact.name for fact in TIME_FACTS} - known == {"days_in_phase"}


def test_nothing_is_decided_otherwise_because_somebody_asks() -> None:
    scenario = shipped("keeping_up")
    for strategy in ("playbook", "top_down"):
        plain, asked = run(scenario, strategy, 20), asking(scenario, strategy).run(0, 20)
        assert plain.outcomes.tobytes() == asked.outcomes.tobytes()


def asked_bench() -> Bench:
    """The office, everybody known, at a desk that looks up what is remembered."""
    bench = office()
    bench.identified[:] = 1
    bench.asks_about_memory = bench.asks_about_account = 1
    return bench


def facts_of(bench: Bench, now: float) -> dict[str, float]:
    deal_facts(*bench.records, now)
    return {fact.name: float(bench[f"fact_{fact.name}"]) for fact in TIME_FACTS}


def test_what_never_happened_is_unknown_and_counted_as_none() -> None:
    facts = facts_of(asked_bench(), 10.0)
    assert all(np.isnan(facts[name]) for name in facts if name.startswith("days_since_"))
    assert {facts[name] for name in facts if "_in_" in name and name.endswith("_days")} == {0.0}


@pytest.mark.parametrize("window", WINDOWS)
def test_a_window_includes_both_its_ends(window: int) -> None:
    bench = asked_bench()
    for day in (0.0, 1.0, 1.0):
        note_contact(*bench.records, day, CHIEF)
    for now, count in ((1.0, 3), (float(window), 3), (window + 1e-6, 2), (window + 1.0, 2), (window + 1.1, 0)):
        facts = facts_of(bench, now)
        assert facts[f"contacts_in_{window}_days"] == facts[f"meetings_at_top_in_{window}_days"] == count
        assert (facts["days_since_contact_with_anybody"] <= window) == (count > 0)


@pytest.mark.parametrize("many", [MOST_COUNTED - 1, MOST_COUNTED, MOST_COUNTED + 1, 3 * MOST_COUNTED + 7])
def test_more_than_can_be_said_are_said_as_so_many(many: int) -> None:
    bench = asked_bench()
    for day in range(many):
        note_refusal(*bench.records, 0.5 * day, USER)
    now = 0.5 * (many - 1)
    facts = facts_of(bench, now)
    for window in WINDOWS:
        exact = sum(now - 0.5 * day <= window for day in range(many))
        assert facts[f"refusals_in_{window}_days"] == min(MOST_COUNTED, exact)
    assert facts["days_since_refusal"] == 0.0 and np.isnan(facts["days_since_refusal_at_top"])


def test_contacts_are_remembered_by_role_and_by_whoever_is_there() -> None:
    bench = asked_bench()
    note_contact(*bench.records, 3.0, USER)
    note_contact(*bench.records, 5.0, ENGINEER)
    note_guest(*bench.records, 7.0, SECRETARY)
    facts = facts_of(bench, 10.0)
    assert facts["days_since_contact_with_user"] == 7.0 and facts["days_since_contact_with_technical_evaluator"] == 5.0
    assert facts["days_since_contact_with_gatekeeper"] == 3.0
    assert facts["days_since_contact_with_anybody"] == 5.0, "a guest is no occasion of their own"
    assert np.isnan(facts["days_since_contact_with_decider"]) and np.isnan(facts["days_since_meeting_at_top"])
    bench.present[USER] = 0
    assert np.isnan(facts_of(bench, 10.0)["days_since_contact_with_user"])
    assert facts_of(bench, 10.0)["contacts_in_30_days"] == 2.0, "the account's file does not forget"


def test_a_rival_is_seen_by_those_who_know_us() -> None:
    bench = asked_bench()
    note_rival(*bench.records, 4.0, 0, MANAGER, 0.5)
    assert np.isnan(facts_of(bench, 9.0)["days_since_rival_seen"])
    bench.met[MANAGER] = 1
    assert facts_of(bench, 9.0)["days_since_rival_seen"] == 5.0


def test_a_lost_sponsor_is_remembered_between_projects() -> None:
    bench = asked_bench()
    note_loss(*bench.records, 2.0, USER)
    note_refusal(*bench.records, 3.0, CHIEF)
    account_facts(*bench.records, 12.0)
    assert bench.fact_days_since_sponsor_lost == 10.0
    assert bench.fact_days_since_refusal == bench.fact_days_since_refusal_at_top == 9.0


def test_what_nobody_asks_for_is_not_looked_up() -> None:
    bench = asked_bench()
    note_contact(*bench.records, 2.0, USER)
    bench.asks_about_memory = 0
    facts = facts_of(bench, 5.0)
    assert all(np.isnan(facts[name]) for name in MEMORY.facts_of_account)


def test_engagements_are_numbered_as_strategies_are() -> None:
    assert (*(strategy.name for strategy in STRATEGIES), "own") == ENGAGEMENTS
    assert next(fact for fact in FACTS if fact.name == "play").values == tuple(play.name for play in Play)
