"""Phases that begin and end by sentences in the language of rules: read with their place, tabulated, and followed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from laboratory import (
    CHIEF,
    ENGINEER,
    MANAGER,
    USER,
    Bench,
    degenerate,
    office,
    packed_with,
    run,
    shipped,
    simulator,
    step,
)

from engine.dynamics.mechanisms.memory import note_refusal
from engine.dynamics.mechanisms.pursuit import choose_person
from engine.dynamics.state.routes import Route
from engine.dynamics.state.source import in_record_order
from engine.engagement import Phase, Strategy
from engine.engagement.own import plain_strategy, strategy_from
from engine.errors import InputError
from engine.model.chart import ranks
from engine.model.facts import FACTS
from engine.rules.tabulation.live_engine import definition_of, live_engine
from engine.rules.tabulation.sentence import parse_sentence, sentence_table, simulation_facts
from engine.simulation.desk import SharedDesk
from engine.situation.acting import idle_in
from engine.situation.strategies import known_strategies
from engine.situation.strategy_file import strategy_in

BELOW, TOP = (2, 99), (1, 1)
COOL_DOWN = Strategy(
    "cool_down",
    "cool down",
    "a test",
    (
        Phase(highest_first=True, levels=TOP, preparation=2.0, leave="refusals_at_top >= 1"),
        Phase(highest_first=False, levels=BELOW, leave="days_since_refusal_at_top > 30"),
        Phase(highest_first=True, preparation=2.0),
    ),
)


def bench_with(*phases: Phase) -> Bench:
    """The office, everybody known and of one power, at a desk where these phases are followed."""
    bench = office()
    packed = packed_with(Strategy("own", "own", "a test", phases))
    desk = SharedDesk(degenerate([step("purchase", 10)]), packed).record
    bench = Bench(bench.account, bench.deal, desk)
    bench.strategy, bench.step = desk.strategy, 0
    bench.seller_active, bench.phase_since, bench.engagement_since = 1, 0.0, 0.0
    bench.identified[:] = 1
    bench.power[:6] = 0.5
    return bench


def chosen(bench: Bench, now: float) -> int:
    return int(choose_person(*bench.records, now, -1))


def low(**more: Any) -> Phase:
    return Phase(highest_first=False, levels=(3, 99), **more)


def top(**more: Any) -> Phase:
    return Phase(highest_first=True, levels=TOP, **more)


def test_a_phase_ends_when_its_sentence_holds_and_not_before() -> None:
    bench = bench_with(low(leave="days_in_phase >= 30"), top())
    assert chosen(bench, 10.0) in (ENGINEER, USER) and bench.phase == 0
    assert chosen(bench, 29.99) in (ENGINEER, USER)
    assert chosen(bench, 30.0) == CHIEF and bench.phase == 1 and bench.phase_since == 30.0


def test_the_next_phase_waits_until_it_may_begin() -> None:
    bench = bench_with(low(leave="people_met >= 1"), top(enter="has_sponsor"))
    bench.met[USER] = 1
    assert chosen(bench, 50.0) != CHIEF and bench.phase == 0
    bench.sponsor[USER] = 1
    assert chosen(bench, 51.0) == CHIEF and bench.phase == 1


def test_without_an_end_of_its_own_a_phase_gives_way_as_soon_as_a_later_one_may_begin() -> None:
    bench = bench_with(low(), top(enter="has_sponsor"))
    assert chosen(bench, 50.0) != CHIEF
    bench.sponsor[USER] = 1
    assert chosen(bench, 51.0) == CHIEF


def test_the_first_later_phase_that_may_begin_is_taken() -> None:
    middle = Phase(highest_first=True, levels=(2, 2), enter="refusals_in_30_days >= 1")
    bench = bench_with(low(leave="days_in_phase >= 1"), middle, top())
    assert chosen(bench, 2.0) == CHIEF and bench.phase == 2
    bench = bench_with(low(leave="days_in_phase >= 1"), middle, top())
    note_refusal(*bench.records, 1.0, USER)
    assert chosen(bench, 2.0) == MANAGER or bench.level[chosen(bench, 2.0)] == 2
    assert bench.phase == 1


def test_days_in_a_phase_begin_anew_with_each() -> None:
    bench = bench_with(low(leave="days_in_phase >= 10"), top(leave="days_in_phase >= 10"), low())
    assert chosen(bench, 10.0) == CHIEF and bench.phase == 1
    chosen(bench, 19.0)
    assert bench.phase == 1
    chosen(bench, 20.0)
    assert bench.phase == 2


def test_under_sentences_nobody_is_sought_under_an_earlier_phase() -> None:
    by_sentence = bench_with(low(leave="days_in_phase >= 1"), top())
    by_word = bench_with(low(until="people_met", value=0.0), top())
    for bench, expected in ((by_sentence, {-1}), (by_word, {ENGINEER, USER})):
        bench.blocked_until[CHIEF], bench.fact_people_met = 1000.0, 0.0
        assert chosen(bench, 5.0) in expected
        assert bench.phase == 1


def test_what_is_unknown_lets_no_comparison_hold() -> None:
    bench = bench_with(low(leave="days_since_refusal > 30"), top())
    assert chosen(bench, 100.0) != CHIEF
    bench = bench_with(low(leave="days_since_refusal is unknown or days_since_refusal > 30"), top())
    assert chosen(bench, 100.0) == CHIEF


def test_the_top_is_left_alone_for_a_month_after_it_refused() -> None:
    refused_once = 0
    for name in ("keeping_up", "resentful_middle", "scheduled_renewal"):
        scenario = shipped(name).model_copy(update={"switched_off": ("cultivation",)})
        teller = simulator(scenario, COOL_DOWN)
        people = in_record_order(scenario.accounts[0]).buying_centre.people
        levels = ranks([person.level for person in people], [person.outside for person in people])
        for replication in range(12):
            asked = [
                event
                for event in teller.trace(replication).events
                if event.kind in ("request_refused", "request_granted") and levels[event.person] == 1
            ]
            no = next((e for e in asked if e.kind == "request_refused" and e.code < Route.event), None)
            if no is None:
                continue
            refused_once += 1
            assert not [event for event in asked if no.day < event.day <= no.day + 30.0]
    assert refused_once > 5


def test_the_same_conditions_in_words_and_in_sentences_are_met_on_the_same_day() -> None:
    """As long as the present phase always has somebody, only the way of saying it differs."""
    words = Strategy("words", "w", "a test", (low(until="people_met", value=2.0), Phase(highest_first=True)))
    said = Strategy("said", "s", "a test", (low(leave="people_met >= 2"), Phase(highest_first=True)))
    scenario = shipped("keeping_up")
    one, other = (run(scenario, strategy, 40).outcomes for strategy in (words, said))
    same = np.mean([a == b for a, b in zip(one["closed"], other["closed"], strict=True)])
    assert same > 0.5, "most deals never need to go back to an earlier phase"


SENTENCES = [
    "decider_met or days_in_phase >= 90",
    "has_sponsor and days_since_refusal_at_top > 30",
    "not (buyer_step in [bidding, testing]) and contacts_in_30_days < 3",
    "present_engagement is own and days_in_engagement between 10 and 20",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_table_says_what_the_live_engine_says(sentence: str) -> None:
    table, condition = sentence_table(sentence), parse_sentence(sentence)
    assert len(table.rules) == 1 and set(table.asked()) <= {fact.name for fact in FACTS}
    assert live_engine().hold([(definition_of(condition), "")]) == [False], "of nothing known nothing is said"


def test_every_fact_of_a_simulation_can_be_asked_for() -> None:
    assert list(simulation_facts()) == [fact.name for fact in FACTS]
    for name, declared in simulation_facts().items():
        parse_sentence(f"{name} is known")
        assert declared.unknown == "no_match"


FILE = """name: climb
label: {{en: Climb, zh: 攀登}}
source: ours
phases:
  - highest_first: false
    levels: low
    {first}
  - highest_first: true
    {second}
"""


def strategy_file(tmp_path: Path, first: str = "preparation: 1", second: str = "preparation: 1") -> str:
    path = tmp_path / "climb.yaml"
    path.write_text(FILE.format(first=first, second=second), encoding="utf-8")
    return str(path)


def test_a_file_may_say_when_phases_begin_and_end(tmp_path: Path) -> None:
    found = strategy_in(strategy_file(tmp_path, "leave: people_met >= 2", "enter: days_in_phase >= 3"))
    assert [(phase.enter, phase.leave) for phase in found.phases] == [
        ("", "people_met >= 2"),
        ("days_in_phase >= 3", ""),
    ]
    assert strategy_from(plain_strategy(found)).phases == found.phases
    assert run(shipped("keeping_up"), found, 3).outcomes["meetings"].sum() > 0


@pytest.mark.parametrize(
    ("first", "second", "line", "code", "words"),
    [
        ("leave: people_mett >= 2", "preparation: 1", 7, "fact-unknown", "phase 1, `leave`: character 1: no fact"),
        ("leave: people_met >=", "preparation: 1", 7, "condition-grammar", "expected a value for `people_met`"),
        ("preparation: 1", "enter: decider_met and", 9, "condition-grammar", "phase 2, `enter`: character"),
        ("enter: decider_met", "preparation: 1", 7, "phase-enter", "the first phase begins at once"),
        ("preparation: 1", "leave: decider_met", 9, "phase-leave", "nothing follows the last phase"),
        ("until: people_met\n    leave: decider_met", "preparation: 1", 8, "phase-twice", "`until` says already"),
    ],
)
def test_what_is_wrong_with_a_sentence_is_said_with_its_place(
    tmp_path: Path, first: str, second: str, line: int, code: str, words: str
) -> None:
    with pytest.raises(InputError) as caught:
        strategy_in(strategy_file(tmp_path, first, second))
    (problem,) = caught.value.problems
    assert problem.code == code and words in str(problem.what)
    assert f"climb.yaml:{line}" in problem.where
    if code == "fact-unknown":
        assert "people_met" in problem.hint


def test_a_strategy_made_in_python_is_refused_in_the_same_words() -> None:
    wrong = Strategy("mine", "m", "a test", (low(leave="peple_met >= 2"), top()))
    for use in (lambda: known_strategies([wrong]), lambda: simulator(shipped("keeping_up"), wrong)):
        with pytest.raises(InputError, match=r"strategy mine.*phase 1, `leave`: character 1"):
            use()


def test_a_strategy_with_sentences_can_begin_where_some_phase_has_somebody() -> None:
    scenario = shipped("keeping_up")
    nobody = Phase(highest_first=True, levels=(9, 9), leave="days_in_phase >= 5")
    assert idle_in(Strategy("a", "a", "a test", (nobody, Phase(highest_first=False))), scenario) == []
    assert idle_in(Strategy("b", "b", "a test", (nobody, Phase(highest_first=True, levels=(9, 9)))), scenario) != []
