"""Decisions in a run are the rulebooks': told with their facts, counted, and audited against the live engine."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from laboratory import NAMES, books, edited, run, shipped, simulator

import engine.simulation.run as driver
from engine.errors import InputError, RuleMismatch
from engine.model.facts import FACT_PLACES
from engine.model.rulebook import Rulebook
from engine.model.terms import Play
from engine.results.deal_trace import Event, Trace
from engine.rules import compile_book
from engine.simulation import BOOKS, Simulator
from engine.simulation.audit import EVERY, is_audited
from tests.rules.turned_rules import turned


def decisions(story: Trace) -> list[Event]:
    """The rule decisions of a story."""
    return [event for event in story.events if event.kind == "decision"]


@pytest.mark.parametrize("name", NAMES)
def test_a_story_s_decisions_are_what_the_books_decide(name: str) -> None:
    """Looked up in the tables by another way, and asked of the live engine, on the facts of the story."""
    teller = simulator(shipped(name), "playbook")
    compiled = {role: compile_book(book) for role, book in books().items()}
    seen = Counter()
    for replication in range(3):
        for event in decisions(teller.trace(replication)):
            book = compiled[BOOKS[event.code]]
            assert event.facts is not None and len(event.facts) == FACT_PLACES
            decided = book.decision_from_codes(int(event["rule_place"]), event.facts)
            if seen[event.code] < 3:
                assert book.ask_engine(decided.facts)[:1] == ((decided.rule,) if decided.rule else ())
            seen[event.code] += 1
    assert seen[BOOKS.index("purchase_triggers")] >= 3


def test_a_recorded_decision_can_be_explained() -> None:
    story = simulator(shipped("keeping_up"), "playbook").trace(0)
    event = decisions(story)[0]
    assert event.facts is not None
    told = compile_book(books()[BOOKS[event.code]]).decision_from_codes(int(event["rule_place"]), event.facts)
    assert told.because.en and told.because.zh
    assert told.to_text("en") != told.to_text("zh")


def falsified(role: str) -> tuple[Simulator, str]:
    """A simulator whose packed table for one book says the opposite of the book, in every rule."""
    subject = simulator(shipped("keeping_up"), "top_down")
    book = subject.books[role]
    wrong = replace(book.table, rules=tuple(turned(rule, book.table) for rule in book.table.rules))
    tables = {name: each.table for name, each in subject.books.items()} | {role: wrong}
    subject._desk._packed = driver.pack(tables, subject.strategy)
    subject._desk.lay_out(0)
    return subject, role


@pytest.mark.parametrize("role", ["stage_gates", "withdraw_continue"])
def test_a_falsified_table_is_found_out(role: str) -> None:
    subject, _ = falsified(role)
    with pytest.raises(RuleMismatch):
        subject.run(0, 1)


def test_only_the_replication_s_number_says_who_is_audited() -> None:
    assert [replication for replication in range(2 * EVERY + 1) if is_audited(replication)] == [0, EVERY, 2 * EVERY]
    subject, _ = falsified("stage_gates")
    assert len(subject.run(1, 3).outcomes) >= 3, "between two audits nothing is asked"


def test_counts_tell_which_rules_decided() -> None:
    """The counts of a run are the decisions of its stories, rule by rule."""
    scenario = shipped("reactive_tender")
    teller = simulator(scenario, "playbook")
    counted = run(scenario, "playbook", 4, first=7).rule_counts
    told = {role: np.zeros_like(counts) for role, counts in counted.items()}
    for replication in range(7, 11):
        for event in decisions(teller.trace(replication)):
            told[BOOKS[event.code]][int(event["rule_place"])] += 1  # -1, no rule, is the last place
    for role, counts in counted.items():
        np.testing.assert_array_equal(counts, told[role], err_msg=role)


def test_a_story_leaves_no_mark_on_counts() -> None:
    subject = simulator(shipped("keeping_up"), "playbook")
    before = subject.run(0, 3)
    subject.trace(1)
    again = subject.run(0, 3)
    assert before.outcomes.tobytes() == again.outcomes.tobytes()
    for role in BOOKS:
        np.testing.assert_array_equal(before.rule_counts[role], again.rule_counts[role])


def changed(role: str, **edits: object) -> dict[str, Rulebook]:
    """The shipped books, one of them edited."""
    tree = books()[role].model_dump(mode="json", by_alias=True, exclude_none=True)
    tree.update(edits)
    return {**books(), role: Rulebook.model_validate(tree)}


def test_a_book_without_a_needed_answer_is_refused() -> None:
    tree = books()["stage_gates"].model_dump(mode="json", by_alias=True, exclude_none=True)
    outputs = {"judgement": tree["outputs"]["verdict"]}
    rules = [{**rule, "then": {"judgement": rule["then"]["verdict"]}} for rule in tree["rules"]]
    otherwise = {**tree["otherwise"], "then": {"judgement": tree["otherwise"]["then"]["verdict"]}}
    wrong = changed("stage_gates", outputs=outputs, rules=rules, otherwise=otherwise, cases=[])
    with pytest.raises(InputError, match="verdict"):
        Simulator(shipped("keeping_up"), "playbook", wrong, 1)


def test_a_book_that_asks_for_a_fact_nobody_supplies_is_refused() -> None:
    tree = books()["withdraw_continue"].model_dump(mode="json", by_alias=True, exclude_none=True)
    facts = {**tree["facts"], "weather": {"type": "boolean", "unknown": "no_match"}}
    rules = [{**tree["rules"][0], "when": "weather"}, *tree["rules"][1:]]
    wrong = changed("withdraw_continue", facts=facts, rules=rules, cases=[])
    with pytest.raises(InputError, match="weather"):
        Simulator(shipped("keeping_up"), "playbook", wrong, 1)


def test_rules_decide_what_happens() -> None:
    """A book that always withdraws ends every pursued deal as withdrawn at its first meeting."""
    tree = books()["withdraw_continue"].model_dump(mode="json", by_alias=True, exclude_none=True)
    always = {**tree["otherwise"], "then": {**tree["otherwise"]["then"], "continuation": "withdraw"}}
    wrong = changed("withdraw_continue", rules=tree["rules"][:1], otherwise=always, cases=[])
    rows = Simulator(shipped("keeping_up"), "top_down", wrong, 1).run(1, 20).outcomes
    met = rows["touches"] > 0
    assert met.any()
    assert np.all(rows["outcome"][met] == 4)
    assert np.all(rows["touches"] <= 1)
    assert np.all(rows["closed"][met] == rows["first_touch"][met])


def always(play: str) -> dict[str, Rulebook]:
    """The shipped books, with one competitive strategy whatever the position."""
    tree = books()["competitive_strategy"].model_dump(mode="json", by_alias=True, exclude_none=True)
    otherwise = {**tree["otherwise"], "then": {**tree["otherwise"]["then"], "play": play}}
    never = {**tree["rules"][0], "when": "rival_present is known and rival_present is unknown"}
    return changed("competitive_strategy", rules=[never], otherwise=otherwise, cases=[])


def test_divide_and_conquer_goes_for_a_part() -> None:
    lot = shipped("reactive_tender").accounts[0].project.part
    assert lot is not None and lot.id == "telemetry", "in a tender only what is published as a lot"
    scenario = shipped("resentful_middle")
    goal = scenario.accounts[0].project.part
    assert goal is not None
    part = goal.share.value
    amount = scenario.accounts[0].project.amount.value * 10_000
    for play, share in (("divide", part), ("frontal", 1.0)):
        rows = Simulator(scenario, "bottom_up_field", always(play), 1).run(1, 120).outcomes
        won = rows[rows["won"] > 0]
        assert len(won) > 5
        np.testing.assert_allclose(won["revenue_if_won"] + won["conceded_if_won"], share * amount)


def test_one_machine_is_never_divided() -> None:
    scenario = shipped("unexpected_replacement")
    rows = Simulator(scenario, "bottom_up_field", always("divide"), 1).run(1, 60).outcomes
    assert np.all(rows["play"] == Play.none)
    amount = scenario.accounts[0].project.amount.value * 10_000
    won = rows[rows["won"] > 0]
    np.testing.assert_allclose(won["revenue_if_won"] + won["conceded_if_won"], amount)


def test_developing_for_the_future_visits_less() -> None:
    """The play alone: nobody tells us sooner or later, and nobody is known from visits before."""
    scenario = edited("keeping_up", {"switched_off": ["hearing", "cultivation"]})
    touches = {
        play: Simulator(scenario, "bottom_up_field", always(play), 1).run(1, 40).outcomes["touches"].mean()
        for play in ("develop", "frontal")
    }
    assert touches["develop"] < 0.75 * touches["frontal"]
