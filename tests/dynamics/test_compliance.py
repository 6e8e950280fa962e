"""What may not be done does not happen (S31): one place is asked before every move, of ours and of rivals."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from laboratory import (
    BUYER,
    CHIEF,
    ENGINEER,
    MANAGER,
    USER,
    books,
    by_tender,
    edited,
    office,
    rival,
    shipped,
    simulator,
    written,
)

from engine.dynamics import moments
from engine.dynamics.mechanisms.rivals import ask, requests, rival_acts
from engine.dynamics.state.routes import Route
from engine.engagement import Contact, Counsel, Strategy
from engine.errors import InputError
from engine.model.rulebook import Rulebook
from engine.model.terms import MOVES_MADE, BuyerStep, Move, Ownership, Ruling
from engine.rules import compile_book, load_book
from engine.simulation import Simulator
from engine.situation import read_situation

MADE = tuple(move for move in Move if move < MOVES_MADE)
VISITED = -1


def buying(
    step: BuyerStep = BuyerStep.bidding, tender: bool = True, owner: Ownership = Ownership.private, **more: Any
) -> Any:
    """An office at a step, of some ownership, that buys by tender or not."""
    bench = office(rivals=[rival()], **more)
    bench.step, bench.step_code[0], bench.ownership = 0, step, owner
    if tender:
        by_tender(bench)
    bench.fact_people_met = bench.fact_decider_met = bench.fact_has_sponsor = 0.0
    return bench


def ruling(bench: Any, move: Move, person: int) -> Ruling:
    """What the one place says."""
    return Ruling(int(moments.move_wanted(*bench.records, 0.0, int(move), person, 0)))


class TestTheOnePlace:
    @pytest.mark.parametrize("owner", Ownership)
    @pytest.mark.parametrize("tender", [False, True])
    @pytest.mark.parametrize("step", BuyerStep)
    def test_it_says_what_the_book_says(self, owner: Ownership, tender: bool, step: BuyerStep) -> None:
        bench, book = buying(step, tender, owner), compile_book(load_book("compliance"))
        for move in MADE:
            for person, evaluates in ((ENGINEER, True), (CHIEF, False)):
                facts = {
                    "move": move.name,
                    "ownership": owner.name,
                    "formal_tender": tender,
                    "buyer_step": step.name,
                    "receiver_evaluates": evaluates,
                    "purchase_path": "open_tender" if tender else "free_purchase",
                    "talks_closed": tender and BuyerStep.bidding <= step <= BuyerStep.purchase,
                }
                assert ruling(bench, move, person).name == book.decide(facts).outputs["ruling"], (move, facts)

    def test_without_a_project_no_step_is_asked_about_and_unknown_owners_are_unknown(self) -> None:
        bench = buying(owner=Ownership.public_body)
        bench.step = -1
        assert ruling(bench, Move.visit, ENGINEER) == Ruling.allowed
        assert ruling(bench, Move.event, CHIEF) == Ruling.needs_approval
        bench.ownership = -1
        assert ruling(bench, Move.event, CHIEF) == Ruling.allowed

    def test_a_round_without_decision_takes_no_papers_back(self) -> None:
        bench = buying(BuyerStep.research)
        assert ruling(bench, Move.visit, CHIEF) == Ruling.allowed
        bench.rounds_held = 1
        assert ruling(bench, Move.visit, CHIEF) == Ruling.forbidden

    def test_facts_are_left_as_they_were(self) -> None:
        bench = buying()
        bench.fact_buyer_step, bench.fact_formal_tender = 2.0, 0.0
        ruling(bench, Move.help, ENGINEER)
        assert (bench.fact_buyer_step, bench.fact_formal_tender) == (2.0, 0.0)
        assert np.isnan(bench.fact_move) and np.isnan(bench.fact_receiver_evaluates)


def shut_to_evaluators() -> Rulebook:
    """A compliance book by which those who judge the offers are never visited, and nothing else is forbidden."""
    tree = load_book("compliance").model_dump(mode="json")
    because = {"en": "They judge.", "zh": "评判者。"}
    rule = {
        "id": "never_see_evaluators",
        "when": "receiver_evaluates and move is visit",
        "then": {"ruling": "forbidden"},
        "because": because,
        "assumption": "a test",
    }
    tree.update(rules=[rule], cases=[], hit="first")
    tree["facts"] = {name: tree["facts"][name] for name in ("move", "receiver_evaluates")}
    return Rulebook.model_validate(tree)


def simulator_with(scenario: Any, compliance: Rulebook, strategy: Any = "bottom_up_field") -> Simulator:
    return Simulator(scenario, strategy, {**books(), "compliance": compliance}, 1)


class TestOurMoves:
    def test_a_forbidden_visit_is_refused_counted_and_told_once_each(self) -> None:
        bench = buying()
        for _ in range(2):
            assert moments.next_contact(*bench.records, 0.0, VISITED) == -1
        refused = written(bench, "move_refused")
        assert [(event.person, event.code) for event in refused] == [(CHIEF, Move.visit)], "nobody else is known"
        assert bench.moves_refused == 1
        (decision,) = written(bench, "decision")
        rules = load_book("compliance").winning_order()
        assert rules[int(decision["rule_place"])].id == "papers_in_place_of_visits"
        assert rules[int(refused[0]["rule_place"])].id == "papers_in_place_of_visits"

    def test_the_next_best_is_seen_where_only_some_may_not_be(self) -> None:
        scenario = shipped("keeping_up")
        free, bound = (
            simulator_with(scenario, book).run(0, 20).outcomes for book in (books()["compliance"], shut_to_evaluators())
        )
        assert bound["moves_refused"].mean() > free["moves_refused"].mean() == 0
        assert bound["touches"].mean() > 3, "others are seen all the same"

    def test_when_the_process_goes_on_it_may_be_asked_again(self) -> None:
        bench = buying()
        moments.next_contact(*bench.records, 0.0, VISITED)
        bench.step_code[0] = BuyerStep.research
        moments.step_begins(*bench.records, 1.0)
        assert moments.next_contact(*bench.records, 1.0, VISITED) == CHIEF

    def test_whoever_approves_takes_hours_and_days(self) -> None:
        bench = buying(BuyerStep.research, True, Ownership.public_body)
        days = moments.approval_days(*bench.records, 0.0, int(Move.executive_visit), CHIEF, 0.0)
        assert days == bench.compliance_approval_days == 3.0
        assert (bench.unbooked_hours, bench.approvals) == (bench.compliance_approval_hours, 1)
        (told,) = written(bench, "approval_sought")
        assert (told.person, told.code, told["days"]) == (CHIEF, Move.executive_visit, 3.0)
        assert moments.approval_days(*bench.records, 0.0, int(Move.visit), CHIEF, 0.0) == 0.0
        assert bench.approvals == 1

    @pytest.mark.parametrize("move", ["event", "reference", "partner"])
    def test_a_channel_that_is_forbidden_leads_to_nobody(self, move: str) -> None:
        bench = buying(BuyerStep.research, False, Ownership.private)
        bench.every_channel, bench.partner_knows[CHIEF], bench.channels_partner_willing = 1, 1, 1.0
        bench.reputation = 1.0
        for name in ("event", "reference", "partner"):
            bench[f"channels_{name}_access"] = 0.9 if name == move else 0.0
        bench.channels_event_ahead = inf
        assert moments.other_way_in(*bench.records, 0.0, CHIEF, 0.0) == pytest.approx(0.9)
        assert bench.route == Route[move]
        by_tender(bench)
        bench.step_code[0] = BuyerStep.bidding
        assert moments.other_way_in(*bench.records, 0.0, CHIEF, 0.0) == 0.0
        assert moments.another_way(*bench.records, 0.0, CHIEF, 0) == 0

    def test_nobody_minds_a_silence_that_the_rules_demand(self) -> None:
        for step, cooled in ((BuyerStep.research, True), (BuyerStep.bidding, False)):
            bench = buying(step)
            bench.met[USER], bench.last_touch[USER], before = 1, -100.0, bench.stance[USER]
            moments.person_met(*bench.records, 0.0, MANAGER)
            assert (bench.stance[USER] < before) == cooled

    def test_no_seminar_is_agreed_on_or_held(self) -> None:
        bench = buying(BuyerStep.bidding)
        bench.every_channel, bench.stance[MANAGER], bench.seminars_guests = 1, 0.9, 1
        moments.person_met(*bench.records, 0.0, MANAGER)
        assert bench.seminar_on == inf


class TestRivals:
    def test_what_is_forbidden_to_us_is_forbidden_to_them(self) -> None:
        for step, received in ((BuyerStep.research, True), (BuyerStep.bidding, False)):
            bench = buying(step)
            bench.rival_active[0], bench.rival_meeting_on[0, BUYER], bench.rival_next[0] = 1, 0.0, 0.0
            rival_acts(*bench.records, 0.0, 0)
            assert (bench.rivals_received == 1) == received

    def test_they_ask_nobody_who_may_not_receive_them(self) -> None:
        bench = buying(BuyerStep.bidding)
        bench.rival_active[0] = 1
        ask(*bench.records, 0.0, 0)
        assert bench.rivals_refused == 0 and np.all(bench.rival_meeting_on == inf)
        moments.step_begins(*bench.records, 0.0)
        assert requests(*bench.records, 0.0, 0) == 0.0


def by_python(advise: Callable[[tuple[Contact, ...]], Counsel]) -> Strategy:
    return Strategy(name="mine", label="Mine", source="a test", counsellor=lambda contacts, _: advise(contacts))


def first(contacts: tuple[Contact, ...], **more: Any) -> Counsel:
    free = [contact.id for contact in contacts if contact.available]
    return Counsel(free[0] if free else None, **more)


class TestWhoAsksForIt:
    def test_python_is_told_the_rule(self) -> None:
        def stubborn(contacts: tuple[Contact, ...]) -> Counsel:
            barred = [contact.id for contact in contacts if contact.forbidden]
            return Counsel(barred[0]) if barred else first(contacts)

        with pytest.raises(InputError) as wrong:
            simulator(shipped("reactive_tender"), by_python(stubborn)).run(0, 5)
        assert "compliance forbids a visit by the rule “" in str(wrong.value)
        assert "禁止拜访" in wrong.value.problems[0].in_language("zh")
        assert wrong.value.problems[0].code == "move-forbidden"

    def test_python_that_looks_where_it_goes_is_not(self) -> None:
        seen: set[str] = set()

        def careful(contacts: tuple[Contact, ...]) -> Counsel:
            seen.update(contact.forbidden for contact in contacts)
            assert not any(contact.available and contact.forbidden for contact in contacts)
            return first(contacts)

        simulator(shipped("reactive_tender"), by_python(careful)).run(0, 5)
        assert seen > {""} and seen <= {"", *(rule.id for rule in load_book("compliance").rules)}

    @pytest.mark.parametrize("touch", ["gift", "kickback", "送礼"])
    def test_python_cannot_ask_for_what_is_no_move(self, touch: Any) -> None:
        with pytest.raises(InputError, match="by the rule “Never done by anybody”"):
            simulator(shipped("keeping_up"), by_python(lambda contacts: first(contacts, touch=touch))).run(0, 20)

    def test_a_strategy_file_is_told_the_line(self, tmp_path: Path) -> None:
        path = tmp_path / "mine.yaml"
        head = "name: mine\nlabel: {en: Mine}\nsource: a gift of the gab\nphases:\n"
        for phase in ("{highest_first: true, gifts: 3}", "{highest_first: true, until: hospitality}"):
            path.write_text(f"{head}  - {phase}\n", encoding="utf-8")
            with pytest.raises(InputError) as wrong:
                read_situation("kam:keeping_up", strategies=[str(path)])
            assert f"{path}:5" in str(wrong.value) and "Never done by anybody" in str(wrong.value)

    def test_a_setting_is_told_the_path(self) -> None:
        with pytest.raises(InputError, match=r"--set behaviour.kickback: compliance forbids .*Never done by anybody"):
            read_situation("kam:keeping_up", ["behaviour.kickback=0.1"])

    def test_a_scenario_is_told_the_line(self, tmp_path: Path) -> None:
        path = tmp_path / "mine.yaml"
        path.write_text("extends: kam:keeping_up\nbehaviour:\n  gift: {value: 1}\n", encoding="utf-8")
        with pytest.raises(InputError, match=r"mine.yaml:3.*Never done by anybody"):
            read_situation(path)

    def test_a_book_is_told_the_rule_that_asks(self, tmp_path: Path) -> None:
        tree = load_book("engagement_choice").model_dump(mode="json")
        tree["outputs"]["engagement"]["values"].append("commission")
        tree["rules"][0]["then"] = {"engagement": "commission"}
        tree["cases"] = []
        bribing = Rulebook.model_validate(tree)
        with pytest.raises(InputError, match="Never done by anybody"):
            Simulator(shipped("keeping_up"), "playbook", {**books(), "engagement_choice": bribing}, 1)

    def test_a_book_of_moves_asks_about_moves_only(self) -> None:
        tree = load_book("compliance").model_dump(mode="json")
        tree["facts"]["has_sponsor"] = {"type": "boolean", "unknown": "no_match"}
        tree["rules"][0]["when"] = "has_sponsor"
        tree["cases"] = []
        with pytest.raises(InputError, match="not looked at for a move"):
            simulator_with(shipped("keeping_up"), Rulebook.model_validate(tree))


def test_the_playbook_sends_nobody_to_evaluators_in_a_tender() -> None:
    book = compile_book(load_book("engagement_choice"))
    for step in ("bidding", "testing", "purchase"):
        assert book.decide({"formal_tender": True, "buyer_step": step}).outputs["engagement"] == "do_nothing"


def test_in_a_public_tender_moves_are_refused_and_approved_and_none_in_a_private_deal() -> None:
    public, private = (
        edited("unexpected_replacement", {"accounts.0.ownership": owner}) for owner in ("public_body", "private")
    )
    asked, free = (simulator(each, "top_down").run(0, 40).outcomes for each in (public, private))
    assert asked["approvals"].sum() > 0 == free["approvals"].sum()
    assert asked["moves_refused"].sum() == free["moves_refused"].sum() == 0, "nothing is tendered"
    tendered = simulator(shipped("reactive_tender"), "playbook").run(0, 20).outcomes
    assert tendered["moves_refused"].sum() > 0
