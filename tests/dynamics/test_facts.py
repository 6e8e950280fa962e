"""Facts that rulebooks are asked with: unknown or within their range at every decision, and never the hidden truth."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import Any

import numpy as np
import pytest
from asking_books import asking
from laboratory import (
    CHIEF,
    CONTENT,
    ENGINEER,
    MANAGER,
    NAMES,
    SECRETARY,
    USER,
    Bench,
    edited,
    office,
    rival,
    shipped,
)

from engine.dynamics.machine.composition import MECHANISMS
from engine.dynamics.machine.fact_vector import account_facts, deal_facts
from engine.dynamics.mechanisms.meetings import touch
from engine.dynamics.state.person_values import add_resentment
from engine.dynamics.state.team_roles import ACCOUNT_MANAGER
from engine.model.decisions import BOOKS
from engine.model.facts import FACTS, SimulationFact
from engine.model.terms import TouchKind

OF_ACCOUNT = {fact for mechanism in MECHANISMS for fact in mechanism.facts_of_account}
OF_DEAL = {fact for mechanism in MECHANISMS for fact in mechanism.facts}
SELDOM = {"days_since_sponsor_lost"}
"""Of the account, and seldom known before a project opens: `test_memory` shows that it is."""
RUNS = [(name, strategy) for name in NAMES for strategy in ("top_down", "playbook")]


@cache
def decisions(name: str, strategy: str) -> tuple[tuple[str, np.ndarray], ...]:
    """Every decision of some replications: the book and its facts."""
    scenario = shipped(name)
    if name == "scheduled_renewal":
        scenario = edited(name, {"behaviour.turnover.leaving": 0.3})
    teller = asking(scenario, strategy)
    found = []
    for replication in range(2 if name == "team_portfolio" else 6):
        for story in teller.stories(replication):
            made = [event for event in story.events if event.kind == "decision"]
            found += [(BOOKS[event.code], event.facts[: len(FACTS)]) for event in made]
    return tuple(found)


def fits(fact: SimulationFact, value: float) -> bool:
    """Is this a value that the fact may have?"""
    if np.isnan(value):
        return True
    if fact.type == "boolean":
        return value in (0.0, 1.0)
    if fact.type == "choice":
        return value in range(len(fact.values))
    assert fact.low is not None and fact.high is not None
    return fact.low <= value <= fact.high and (fact.type == "number" or value == round(value))


@pytest.mark.parametrize(("name", "strategy"), RUNS)
def test_every_fact_is_unknown_or_in_its_range_at_every_decision(name: str, strategy: str) -> None:
    made = decisions(name, strategy)
    assert made
    wrong = {
        (book, fact.name, float(value))
        for book, facts in made
        for fact, value in zip(FACTS, facts, strict=True)
        if not fits(fact, value)
    }
    assert not wrong


@pytest.mark.parametrize(("name", "strategy"), RUNS)
def test_without_a_project_only_facts_of_the_account_are_known(name: str, strategy: str) -> None:
    known = {
        fact.name
        for book, facts in decisions(name, strategy)
        if book == "purchase_triggers"
        for fact, value in zip(FACTS, facts, strict=True)
        if not np.isnan(value)
    }
    assert known
    assert known <= OF_ACCOUNT


def test_every_fact_that_a_mechanism_supplies_is_known_at_some_decision() -> None:
    known: dict[str, set[str]] = defaultdict(set)
    for name, strategy in RUNS:
        for book, facts in decisions(name, strategy):
            during = "account" if book == "purchase_triggers" else "deal"
            known[during] |= {fact.name for fact, value in zip(FACTS, facts, strict=True) if not np.isnan(value)}
    assert known["account"] >= OF_ACCOUNT - SELDOM
    assert known["deal"] >= OF_DEAL


def test_every_fact_has_somebody_who_supplies_it() -> None:
    assert {fact.name for fact in FACTS} == OF_ACCOUNT | OF_DEAL


def facts_of(bench: Bench, now: float = 10.0) -> dict[str, float]:
    """What a rulebook would be asked with on a day of the deal."""
    deal_facts(*bench.records, now)
    return {fact.name: float(bench[f"fact_{fact.name}"]) for fact in FACTS}


def unknown(value: float) -> bool:
    return bool(np.isnan(value))


def meet(bench: Bench, person: int, now: float = 5.0) -> None:
    """One usual meeting."""
    touch(*bench.records, now, person, int(TouchKind.situation), ACCOUNT_MANAGER)


def competition(**more: Any) -> Bench:
    """The office with a rival, everybody known to us by name."""
    bench = office(rivals=[rival(relationship=4, **more)])
    bench.identified[:] = 1
    bench.opened, bench.our_sighting = 0.0, 3.0
    return bench


def test_a_fresh_deal_knows_nothing_of_moods_and_leads() -> None:
    facts = facts_of(competition())
    for name in ("stance_seen", "need_seen", "worry_seen", "facts_learnt", "decider_stance", "fit_lead", "our_fit"):
        assert unknown(facts[name]), name
    assert unknown(facts["relationship_lead"]) and unknown(facts["rival_saw_first"]) and unknown(facts["sponsor_level"])
    assert facts["rival_present"] == 1.0 and facts["has_sponsor"] == 0.0 and facts["people_met"] == 0.0


def test_whom_we_know_tells_us_of_fit_and_relationships() -> None:
    bench = competition()
    bench.criteria[:, :CONTENT], bench.criteria[:, CONTENT:] = 0.25, 0.0
    bench.account.rival_offer[0] = bench.deal.rival_offer[0] = 0.4
    bench.rival_shaped[0] = 0.9
    meet(bench, USER)
    facts = facts_of(bench)
    assert facts["our_fit"] == pytest.approx(0.8 + 0.2 * bench.shaped)
    assert facts["fit_lead"] == pytest.approx(facts["our_fit"] - 0.4), "what a rival shaped is not known to us"
    assert facts["relationship_lead"] == pytest.approx(1.0 - 4.0)
    assert facts["rival_holds_relationship"] == 1.0


@pytest.mark.parametrize(("backer", "told"), [(CHIEF, 1.0), (MANAGER, 0.0), (SECRETARY, 0.0), (ENGINEER, 0.0)])
def test_a_mandate_comes_from_the_top_or_from_who_decides(backer: int, told: float) -> None:
    bench = competition()
    bench.mandate_given[backer] = 0.4
    assert facts_of(bench)["has_mandate"] == told


def test_a_mandate_of_a_decider_below_the_top_counts() -> None:
    bench = competition()
    bench.roles[MANAGER] = bench.roles[CHIEF]
    bench.mandate_given[MANAGER] = 0.4
    assert facts_of(bench)["has_mandate"] == 1.0


def test_resentment_is_known_as_people_let_us_feel_it_when_last_met() -> None:
    bench = competition()
    account, _, desk = bench.records
    add_resentment(account, desk, USER, 4.0, 0.8)
    assert facts_of(bench)["people_resentful"] == 0.0, "nobody told us yet"
    meet(bench, USER)
    assert facts_of(bench)["people_resentful"] == 1.0
    bench.resentment[USER] = 0.0
    assert facts_of(bench)["people_resentful"] == 1.0, "we have not seen them since"
    meet(bench, USER, now=9.0)
    assert facts_of(bench)["people_resentful"] == 0.0


def test_who_came_first_is_told_by_those_whom_the_rival_called_on() -> None:
    bench = competition()
    bench.courted_on[USER] = 1.0
    assert unknown(facts_of(bench)["rival_saw_first"])
    meet(bench, ENGINEER)
    assert facts_of(bench)["rival_saw_first"] == 0.0, "who was not called on knows of no rival"
    meet(bench, USER)
    assert facts_of(bench)["rival_saw_first"] == 1.0
    bench.our_sighting = 0.5
    assert facts_of(bench)["rival_saw_first"] == 0.0


def test_of_several_deciders_the_most_powerful_we_have_met_counts() -> None:
    bench = competition()
    bench.roles[MANAGER] = bench.roles[CHIEF]
    bench.met[MANAGER], bench.seen_stance[MANAGER] = 1, -0.5
    assert facts_of(bench)["decider_stance"] == pytest.approx(-0.5)
    bench.met[CHIEF], bench.seen_stance[CHIEF] = 1, 0.4
    assert facts_of(bench)["decider_stance"] == pytest.approx(0.4)
    bench.power[MANAGER] = bench.power[CHIEF]
    assert facts_of(bench)["decider_stance"] == pytest.approx(-0.5), "of equals, the cooler one"


def test_what_lies_beyond_a_range_is_said_as_its_end() -> None:
    bench = office()
    bench.times_shelved = 45
    account_facts(*bench.records, 1.0)
    assert bench.fact_times_shelved == 20.0


def test_a_fact_that_no_longer_holds_is_unknown_again() -> None:
    bench = competition()
    bench.sponsor[USER] = 1
    assert facts_of(bench)["sponsor_level"] == 3.0
    bench.sponsor[USER] = 0
    facts = facts_of(bench)
    assert facts["has_sponsor"] == 0.0 and unknown(facts["sponsor_level"])


def test_whoever_is_gone_is_counted_no_more() -> None:
    bench = competition()
    meet(bench, USER)
    before = facts_of(bench)
    bench.present[USER] = 0
    after = facts_of(bench)
    assert (before["people_met"], after["people_met"]) == (1.0, 0.0)
    assert after["people_identified"] == before["people_identified"] - 1.0
