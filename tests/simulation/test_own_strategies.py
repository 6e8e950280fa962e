"""Strategies that are not in the box: phases of one's own, or a Python function that gives counsel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from invariants import check_records
from laboratory import run, shipped, simulator

from engine.dynamics.state.routes import Route
from engine.dynamics.state.source import in_record_order, person_key
from engine.engagement import STRATEGIES, Contact, Counsel, Phase, Strategy, strategy_named
from engine.errors import InputError
from engine.model.base import Text
from engine.model.terms import Outcome, TouchKind
from engine.results.deal_trace import Event

NAME = Text(en="My own", zh="自定义")
Advice = Callable[[tuple[Contact, ...], float], Counsel]


def own(*phases: Phase, advice: Advice | None = None, name: str = "own") -> Strategy:
    return Strategy(name, NAME, "a test", phases, counsellor=advice)


def events_of(strategy: Strategy, *kinds: str) -> list[Event]:
    teller = simulator(shipped("keeping_up"), strategy)
    stories = [teller.trace(replication).events for replication in range(4)]
    return [event for story in stories for event in story if event.kind in kinds]


def level_of(event: Event) -> int:
    return in_record_order(shipped("keeping_up").accounts[0]).buying_centre.people[event.person].level


def test_phases_of_one_s_own_are_followed() -> None:
    strategy = own(Phase(highest_first=False, levels=(4, 99), preparation=1.0))
    assert {level_of(event) for event in events_of(strategy, "met")} == {4}
    records = run(shipped("keeping_up"), strategy, 10)
    assert records.strategy == "own"
    assert np.all(records.outcomes["executive_met"] == 0)
    check_records(shipped("keeping_up"), records, 10)


@pytest.mark.parametrize("name", [strategy.name for strategy in STRATEGIES if strategy.phases])
def test_the_same_phases_under_another_name_do_the_same(name: str) -> None:
    """A strategy of one's own goes through everything a shipped one goes through."""
    shipped_one = strategy_named(name)
    copied = replace(own(*shipped_one.phases), cultivation=shipped_one.cultivation)
    for situation in ("keeping_up", "reactive_tender"):
        mine = run(shipped(situation), copied, 12).outcomes
        assert mine.tobytes() == run(shipped(situation), name, 12).outcomes.tobytes()


def test_the_name_of_a_shipped_strategy_is_taken() -> None:
    with pytest.raises(InputError, match="top_down"):
        simulator(shipped("keeping_up"), own(Phase(highest_first=True), name="top_down"))


def lowest_first(contacts: tuple[Contact, ...], day: float) -> Counsel:
    """The field force's order of contact, in Python: from the third level down, the lowest first."""
    people = shipped("keeping_up").accounts[0].buying_centre.people
    power = {person.id: person.power for person in people}
    order = sorted(power, key=person_key)
    free = [contact for contact in contacts if contact.available and contact.level >= 3]
    best = max(free, key=lambda c: (c.level + 0.5 * power[c.id], -order.index(c.id)), default=None)
    return Counsel(best.id if best else None, preparation=1.0)


def test_the_same_order_in_python_holds_the_same_meetings() -> None:
    """Counsel works under the conditions of phases: requests a day, pauses, attempts, preparation."""
    phases = run(shipped("keeping_up"), "bottom_up_field", 40).outcomes
    python = run(shipped("keeping_up"), replace(own(advice=lowest_first), cultivation="bottom"), 40).outcomes
    assert python.tobytes() == phases.tobytes()


def test_counsel_says_what_for_and_how_prepared() -> None:
    def evidence(contacts: tuple[Contact, ...], day: float) -> Counsel:
        return Counsel(lowest_first(contacts, day).whom, "evidence", preparation=10.0)

    touches = events_of(own(advice=evidence), "touch")
    assert touches and {event.code for event in touches} == {int(TouchKind.evidence)}
    ready = run(shipped("keeping_up"), own(advice=evidence), 20).outcomes
    usual = run(shipped("keeping_up"), own(advice=lowest_first), 20).outcomes
    assert ready["hours"].sum() / ready["touches"].sum() > 1.5 * usual["hours"].sum() / usual["touches"].sum()


def test_counsel_may_ask_to_help_and_it_comes_to_help_where_the_step_is_theirs() -> None:
    def helps(contacts: tuple[Contact, ...], day: float) -> Counsel:
        return Counsel(lowest_first(contacts, day).whom, "help")

    events = events_of(own(advice=helps), "touch", "helped")
    helped = [event for event in events if event.kind == "helped"]
    touches = [event for event in events if event.kind == "touch"]
    assert 0 < len(helped) == sum(event.code == TouchKind.help for event in touches) < len(touches)


def test_our_executive_goes_where_counsel_says_so() -> None:
    def routes(executive: bool) -> set[int]:
        def top(contacts: tuple[Contact, ...], day: float) -> Counsel:
            free = [contact for contact in contacts if contact.available]
            best = min(free, key=lambda c: (c.level, c.id), default=None)
            return Counsel(best.id if best else None, with_executive=executive, preparation=8.0)

        return {event.code for event in events_of(own(advice=top), "request_granted")}

    assert Route.executive in routes(True)
    assert Route.executive not in routes(False)


def test_stopping_withdraws_on_that_day() -> None:
    def stop(contacts: tuple[Contact, ...], day: float) -> Counsel:
        asked.append(day)
        return Counsel(stop=True)

    asked: list[float] = []
    rows = run(shipped("keeping_up"), own(advice=stop), 30).outcomes
    assert np.all(rows["touches"] == 0)
    assert asked and set(asked) == set(rows["closed"][rows["outcome"] == Outcome.withdrawn])


def test_waiting_is_allowed_meets_nobody_and_looks_again_when_it_said() -> None:
    asked: list[float] = []

    def wait(contacts: tuple[Contact, ...], day: float) -> Counsel:
        asked.append(day)
        return Counsel(wait=30.0)

    subject, again = simulator(shipped("keeping_up"), own(advice=wait)), 0
    for replication in range(12):
        asked.clear()
        rows = subject.run(replication, 1).outcomes
        assert np.all(rows["touches"] == 0) and np.all(rows["hours"] == 0)
        steps = np.diff(sorted(set(asked)))
        assert np.allclose(steps, 30.0)
        again += len(steps)
    assert again > 10


def test_it_sees_what_a_seller_knows() -> None:
    seen: list[tuple[Contact, ...]] = []

    def look(contacts: tuple[Contact, ...], day: float) -> Counsel:
        seen.append(contacts)
        return lowest_first(contacts, day)

    scenario = shipped("keeping_up")
    simulator(scenario, own(advice=look)).run(0, 3)
    people = {person.id: person for person in scenario.accounts[0].buying_centre.people}
    assert all(contact.level == people[contact.id].level for contacts in seen for contact in contacts)
    strangers = [contact for contacts in seen for contact in contacts if not contact.met]
    assert strangers and all(contact.seen_stance == contact.seen_need == 0.0 for contact in strangers)
    assert {contact.id for contact in seen[0]} == {person.id for person in people.values() if person.identified}


def known() -> str:
    """Somebody who can be asked on the first day."""
    return next(p.id for p in shipped("keeping_up").accounts[0].buying_centre.people if p.identified)


@pytest.mark.parametrize(
    ("answer", "named"),
    [
        (Counsel("nobody"), "nobody"),
        (Counsel("cfo"), "cfo"),  # exists, but we do not know that they have a say
        (Counsel(known(), touch="dinner"), "dinner"),  # type: ignore[arg-type]
        (Counsel(known(), preparation=-1.0), "-1 hours"),
        (Counsel(wait=0.0), "0 days"),
        ("cto", "not with str"),
    ],
)
def test_counsel_that_cannot_be_followed_is_an_error_that_helps(answer: Any, named: str) -> None:
    assert not shipped("keeping_up").accounts[0].buying_centre.person("cfo").identified
    with pytest.raises(InputError, match=named):
        run(shipped("keeping_up"), own(advice=lambda contacts, day: answer), 5)
