"""The shipped books: their cases, their coverage, and their agreement with what a simulation supplies."""

from enum import IntEnum

import pytest

from engine.advice import ADVICE_BOOKS
from engine.engagement import STRATEGIES
from engine.model import terms
from engine.model.facts import FACT_INDEX, FACTS
from engine.model.rulebook import OTHERWISE
from engine.rules import compile_book, load_book, run_cases, shipped_books
from engine.rules.language.values import read_value, stand_in

BOOKS = (
    "competitive_strategy",
    "engagement_choice",
    "project_origin",
    "purchase_triggers",
    "stage_gates",
    "withdraw_continue",
    "cultivation_choice",
    "compliance",
    "offer_terms",
)
CODED_OUTPUTS: dict[tuple[str, str], type[IntEnum]] = {
    ("purchase_triggers", "trigger"): terms.Trigger,
    ("project_origin", "origin"): terms.Origin,
    ("competitive_strategy", "play"): terms.Play,
    ("stage_gates", "verdict"): terms.GateVerdict,
    ("withdraw_continue", "continuation"): terms.Continuation,
    ("cultivation_choice", "cultivation"): terms.Cultivation,
    ("compliance", "ruling"): terms.Ruling,
}


def test_the_shipped_books_are_those_of_a_deal_and_those_of_advice():
    assert set(shipped_books()) == {*BOOKS, *ADVICE_BOOKS}


@pytest.mark.parametrize("name", BOOKS)
def test_cases_come_out_as_written(name):
    failed = [(r.case.name, r.failures) for r in run_cases(compile_book(load_book(name))) if r.failures]
    assert not failed


@pytest.mark.parametrize("name", BOOKS)
def test_every_rule_and_otherwise_decide_some_case(name):
    book = load_book(name)
    decided = {r.decision.rule or OTHERWISE for r in run_cases(compile_book(book)) if r.decision}
    assert {rule.id for rule in book.rules} | {OTHERWISE} == decided


@pytest.mark.parametrize("name", BOOKS)
def test_facts_are_declared_as_the_simulation_supplies_them(name):
    for fact, declared in load_book(name).facts.items():
        supplied = FACTS[FACT_INDEX[fact]]
        assert declared.type == supplied.type, fact
        assert declared.values == supplied.values, fact
        if declared.type in ("number", "integer"):
            assert (declared.low, declared.high) == (supplied.low, supplied.high), fact
            assert declared.unit.partition(" of ")[0] == supplied.unit, fact


@pytest.mark.parametrize(("name", "output"), CODED_OUTPUTS)
def test_choices_are_coded_like_the_terms_of_the_model(name, output):
    expected = CODED_OUTPUTS[name, output]
    assert load_book(name).outputs[output].values == tuple(member.name for member in sorted(expected))


@pytest.mark.parametrize("name", BOOKS)
def test_every_fact_is_used_and_every_text_is_chinese_where_it_says_so(name):
    book = load_book(name)
    assert list(compile_book(book).table.asked()) == list(book.facts)
    for text in [book.title, book.otherwise.because, *(rule.because for rule in book.rules)]:
        assert any("\u4e00" <= letter <= "\u9fff" for letter in text.zh) and text.en.isascii()


def test_the_playbook_never_chooses_itself():
    compiled = compile_book(load_book("engagement_choice"))
    table = compiled.table
    chosen = {table.choices["engagement"][int(code)] for code in table.outputs["engagement"]}
    assert chosen <= {strategy.name for strategy in STRATEGIES if not strategy.rules_choose}


def test_reactive_projects_are_riskier_than_proactive_ones():
    compiled = compile_book(load_book("project_origin"))
    origin, risk = (compiled.table.outputs[name] for name in ("origin", "delivery_risk_factor"))
    proactive, reactive = risk[origin == terms.Origin.proactive], risk[origin == terms.Origin.reactive]
    assert proactive.max() < 1 < reactive.min()


def test_triggers_keep_the_order_that_the_source_tells():
    """Replacement is the most urgent and freest in price, renewal has the deadline, staying ahead is keen and calm."""
    rows = {rule.id: rule.then for rule in load_book("purchase_triggers").rules}
    failure, renewal, ahead = rows["failure"], rows["renewal"], rows["staying_ahead"]
    assert failure["urgency"] > renewal["urgency"] > rows["keeping_up"]["urgency"] > ahead["urgency"]
    assert failure["price_latitude"] == max(row["price_latitude"] for row in rows.values())
    assert ahead["enthusiasm"] == max(row["enthusiasm"] for row in rows.values())
    assert {name for name, row in rows.items() if row["has_deadline"] == "yes"} == {
        "renewal",
        "renewal_by_age",
        "renewal_last_call",
    }


def test_a_shelved_project_comes_back_less_readily():
    decide = compile_book(load_book("purchase_triggers")).decide
    for facts in (
        {"within_renewal_lead": True, "days_to_end_of_life": 200.0},
        {"adoption_over_threshold": 0.05, "budget_blocked": False},
        {"ambition": 0.7, "planning_season": True, "budget_blocked": False, "peer_adoption": 0.1},
    ):
        assert decide(facts).outputs["trigger"] != "none"
        assert decide(facts | {"times_shelved": 3}).outputs["trigger"] == "none"


@pytest.mark.parametrize("name", BOOKS)
def test_stand_ins_fit_their_facts(name):
    for fact, declared in load_book(name).facts.items():
        raw = stand_in(declared)
        assert raw is None or read_value(fact, declared, raw) is not None
