"""Strategies that are not in the box: phases of one's own, or a Python function that chooses."""

from __future__ import annotations

import numpy as np
import pytest
from invariants import check_records
from laboratory import run, shipped, simulator

from engine.engagement import ContactView, Phase, Strategy
from engine.engagement.bottom_up_field import BOTTOM_UP_FIELD
from engine.errors import InputError
from engine.model.base import Text
from engine.model.terms import Engagement

NAME = Text(en="My own", zh="自定义")


def own(*phases: Phase, number: Engagement = Engagement.top_down, **more: object) -> Strategy:
    """A strategy of one's own under the number of a shipped one."""
    return Strategy("own", NAME, number, "a test", phases, **more)  # type: ignore[arg-type]


def met_levels(strategy: Strategy, name: str = "keeping_up", replications: int = 4) -> list[int]:
    """Levels of the people met, in order, over some stories."""
    people = shipped(name).accounts[0].buying_centre.people
    teller = simulator(shipped(name), strategy)
    return [
        people[event.person].level
        for replication in range(replications)
        for event in teller.trace(replication).events
        if event.kind == "met"
    ]


def test_phases_of_one_s_own_are_followed() -> None:
    strategy = own(Phase(highest_first=False, levels=(4, 99), preparation=1.0))
    levels = met_levels(strategy)
    assert levels and set(levels) == {4}
    records = run(shipped("keeping_up"), strategy, 10)
    assert records.strategy == "own"
    assert np.all(records.outcomes["executive_met"] == 0)
    check_records(shipped("keeping_up"), records, 10)


def test_the_same_phases_under_another_number_do_the_same() -> None:
    """The number is a name in records, not behaviour."""
    copied = own(*BOTTOM_UP_FIELD.phases, number=Engagement.bottom_up_leapfrog)
    for name in ("keeping_up", "reactive_tender"):
        mine = run(shipped(name), copied, 12).outcomes
        assert mine.tobytes() == run(shipped(name), BOTTOM_UP_FIELD, 12).outcomes.tobytes()


def test_acting_under_the_number_of_doing_nothing_is_refused() -> None:
    with pytest.raises(InputError, match="do_nothing"):
        simulator(shipped("keeping_up"), own(Phase(highest_first=True), number=Engagement.do_nothing))


def weakest_first(contacts: tuple[ContactView, ...], day: float) -> str | None:
    """Whoever is available and was seen least for us, the lowest in rank first."""
    free = [contact for contact in contacts if contact.available]
    return min(free, key=lambda c: (c.seen_stance, -c.level, c.id)).id if free else None


def test_a_python_function_may_choose() -> None:
    strategy = own(chooser=weakest_first)
    scenario = shipped("keeping_up")
    records = run(scenario, strategy, 10)
    check_records(scenario, records, 10)
    assert records.outcomes["touches"].sum() > 30
    assert records.outcomes.tobytes() == run(scenario, strategy, 10).outcomes.tobytes()


def test_it_sees_what_a_seller_knows() -> None:
    seen: list[tuple[ContactView, ...]] = []

    def look(contacts: tuple[ContactView, ...], day: float) -> str | None:
        seen.append(contacts)
        return weakest_first(contacts, day)

    scenario = shipped("keeping_up")
    simulator(scenario, own(chooser=look)).run(0, 3)
    people = {person.id: person for person in scenario.accounts[0].buying_centre.people}
    assert all(contact.level == people[contact.id].level for contacts in seen for contact in contacts)
    strangers = [contact for contacts in seen for contact in contacts if not contact.met]
    assert strangers and all(contact.seen_stance == contact.seen_need == 0.0 for contact in strangers)
    known_at_first = {contact.id for contact in seen[0]}
    assert known_at_first == {person.id for person in people.values() if person.identified}


def test_waiting_is_allowed_and_meets_nobody() -> None:
    rows = run(shipped("keeping_up"), own(chooser=lambda contacts, day: None), 5).outcomes
    assert np.all(rows["touches"] == 0)
    assert np.all(rows["hours"] == 0)


@pytest.mark.parametrize("name", ["nobody", "cfo"])
def test_choosing_somebody_who_cannot_be_met_is_an_error_that_helps(name: str) -> None:
    """The CFO exists, but we do not know that they have a say."""
    assert not shipped("keeping_up").accounts[0].buying_centre.person("cfo").identified
    with pytest.raises(InputError, match=name):
        run(shipped("keeping_up"), own(chooser=lambda contacts, day: name), 5)
