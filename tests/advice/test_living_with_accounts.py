"""Moves, care, terms, conduct and the account plan: facts by hand, books that follow others, words for all."""

from __future__ import annotations

import re

import pytest

from engine.advice import advise, gaps_of
from engine.advice.account_plan import ELEMENTS
from engine.advice.care_facts import care_facts
from engine.advice.topics import TOPICS
from engine.errors import InputError
from engine.model.dossier import Dossier
from engine.model.terms import Ruling
from engine.rules import compile_book, load_book
from engine.rules.language.care_words import CARE_WORDS
from engine.rules.language.spoken import said
from engine.wording import told

BOOKS = ("play_moves", "selling_mode", "care_levers", "terms_collection", "rival_misconduct", "plan_lines", "conduct")
BOSS = {
    "id": "boss",
    "level": 1,
    "roles": ["decider"],
    "met": True,
    "relationship": 2,
    "stance": -0.5,
    "sponsor": False,
}
USER = {"id": "user", "level": 4, "roles": ["user"], "met": True, "relationship": 3, "stance": 0.4, "sponsor": False}


def dossier(**parts):
    return Dossier.model_validate({"id": "x", "name": {"en": "An account", "zh": "某客户"}, **parts})


def verdict(topic, lang="en", **parts):
    return told(advise(dossier(**parts)).line(topic).verdict, lang)


def test_an_empty_dossier_tells_nothing():
    assert set(care_facts(dossier()).values()) == {None}


def test_money_and_days_are_reckoned_by_hand():
    facts = care_facts(
        dossier(
            purchases={"yearly_revenue": 200, "yearly_profit": 20},
            payment={
                "receivables": 50, "overdue": 10, "agreed_days": 60, "days_outstanding": 146.1, "cost_of_capital": 0.05,
            },
        )
    )  # fmt: skip
    assert facts["overdue_share"] == 0.2 and facts["days_late"] == pytest.approx(86.1)
    assert facts["margin_after_credit"] == pytest.approx(0.1 - 0.05 * 146.1 / 365.25)
    half = care_facts(dossier(payment={"overdue": 10, "days_outstanding": 30}))
    assert half["overdue_share"] is None and half["days_late"] is None and half["margin_after_credit"] is None


@pytest.mark.parametrize(
    ("payment", "share"), [({"overdue": 0}, 0), ({"receivables": 0}, 0), ({"receivables": 5}, None)]
)
def test_nothing_owed_is_nothing_overdue(payment, share):
    assert care_facts(dossier(payment=payment))["overdue_share"] == share


def test_more_overdue_than_owed_is_refused(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("id: a\nname: {en: A}\npayment: {receivables: 5, overdue: 6}\n", encoding="utf-8")
    with pytest.raises(InputError, match="more is overdue"):
        advise(path)


def test_who_knows_us_and_who_listens():
    def people(*contacts):
        facts = care_facts(dossier(contacts=contacts))
        return facts["people_acquainted"], facts["way_in"]

    assert people(BOSS, USER) == (2, False)
    assert people({**BOSS, "stance": 0.0}, USER) == (2, True)
    assert people(BOSS, {**USER, "sponsor": True}) == (2, True)
    assert people({"id": "a"}) == (None, None) and people({"id": "a", "met": False, "sponsor": False}) == (0, False)


def test_what_we_are_best_at_counts_or_does_not():
    def counts(**project):
        return care_facts(dossier(opportunity=project))["strength_counts"]

    assert counts(counts_most="price", our_strength="service") is False
    assert counts(counts_most="price", our_strength="price") is True and counts(counts_most="price") is None


WEAKER = {
    "live": True,
    "our_fit": 0.5,
    "rival_fit": 0.7,
    "need_frozen": False,
    "incumbent": "rival",
    "rival_present": True,
}
WEAKER |= {"our_reputation": 0.6, "rival_reputation": 0.6, "rival_holds_relationship": False, "divisible": False}


def test_a_move_follows_the_play_and_is_open_while_the_play_is():
    service = {"counts_most": "price", "our_strength": "service"}
    found = advise(dossier(opportunity={**WEAKER, **service}, contacts=[USER, {**BOSS, "stance": 0.1}]))
    assert found.line("competitive_strategy").decision.outputs["play"] == "flanking"
    assert found.line("play_moves").decision.rule == "from_x_to_y"
    nobody = advise(dossier(opportunity={**WEAKER, **service}, contacts=[USER]))
    assert nobody.line("play_moves").decision.rule == "from_x_to_x_plus_one"
    unclear = advise(dossier(opportunity={"live": True, "counts_most": "price", "our_strength": "service"}))
    assert unclear.line("competitive_strategy").standing == unclear.line("play_moves").standing == "open"
    assert set(unclear.line("competitive_strategy").grounds.find_out) & set(unclear.line("play_moves").grounds.find_out)


def test_a_broken_promise_takes_one_stage_and_evidence_gives_one():
    trusted = {"mode_last_review": "service", "plans_shared": True, "executives_meet": True}
    assert verdict("selling_mode", care={**trusted, "broken_promises": 0}) == "led by the relationship"
    assert verdict("selling_mode", care={**trusted, "broken_promises": 1}) == "led by value"
    assert verdict("selling_mode", care={**trusted, "mode_last_review": "price", "broken_promises": 0}).startswith(
        "cannot"
    )


def test_an_account_that_minds_price_is_not_given_service():
    common = {"open_complaints": 0, "service_plan": False, "users_trained": False, "long_term_contract": False}
    purchases = {"orders_per_year": 6, "satisfaction": 0.9}

    def levers(minds):
        line = advise(dossier(purchases=purchases, care={**common, "minds": minds})).line("care_levers")
        return set(line.decision.collected["lever"])

    assert "long_term_partnership" in levers("price") and not levers("price") & {"service_plan", "customer_training"}
    assert {"service_plan", "customer_training"} <= levers("service")


def test_what_applies_is_listed_and_a_gap_says_what_it_adds():
    found = advise(dossier(payment={"receivables": 10, "overdue": 6, "share_of_our_revenue": 0.4}))
    line = found.line("terms_collection")
    assert told(line.verdict, "en") == "nothing more on credit, spread the risk for now"
    compiled = compile_book(load_book("terms_collection"))
    late = next(gap for gap in gaps_of(compiled, dict(line.decision.facts)) if gap.fact == "days_late")
    assert ("60", "measure executive_call") in late.would
    assert told(late.told[0][1], "en") == "measure: also send the statement and ask"
    assert any(data["outputs"] == {"measure": ("stop_credit", "spread_risk")} for data in found.as_data()["advice"])


def test_the_plan_stands_under_its_elements_and_names_the_rules():
    found = advise(
        dossier(
            opportunity={"live": True},
            contacts=[{**BOSS, "passed_over": True}],
            care={"broken_promises": 2, "benefit_confirmed": False},
        )
    )
    assert [line.element for line in found.plan] == sorted((one.element for one in found.plan), key=ELEMENTS.index)
    assert {line.rule for line in found.plan} == set(found.line("plan_lines").decision.rules)
    assert {"learn_why_they_buy", "keep_a_ledger_of_promises", "mend_who_feels_passed_over"} <= {
        line.line for line in found.plan
    }
    chinese = re.sub(r"\s", "", found.to_text("zh"))
    assert "客户经营计划-客户洞察" in chinese and "不许诺：旧诺未兑前的新承诺（依据：承诺立台账）" in chinese
    assert all(line.earns != "nothing" and line.not_promised != "nothing" for line in found.plan)
    assert advise(dossier()).plan == ()


def test_what_needs_approval_depends_on_the_account_and_what_is_never_done_does_not():
    def ruling(act, **parts):
        return {one.act: one.ruling for one in advise(dossier(**parts)).rulings}.get(act, "allowed")

    public = {"basics": {"ownership": "public_body"}}
    assert ruling("working_meal") == ruling("working_meal", basics={"ownership": "private"}) == "allowed"
    assert ruling("working_meal", **public) == ruling("event", **public) == "needs_approval"
    tendered = {"formal_tender": True, "step": "testing"}
    assert ruling("working_meal", opportunity=tendered) == "forbidden"
    for act in ("cash_or_vouchers", "gift", "hidden_rebate", "disparagement", "talk_with_bidders", "cut_the_order"):
        assert ruling(act) == ruling(act, **public) == "forbidden"
    text = " ".join(advise(dossier(**public)).to_text("en", 400).split())
    assert "Meals and travel of officials: " in text and "at every customer: " in text


def test_a_rivals_misconduct_is_spoken_of_only_where_it_is_noted():
    assert "misconduct" not in advise(dossier(opportunity={"live": True})).to_text("en")
    noted = {"rival_misconduct": "collusion", "misconduct_evidence": "hearsay"}
    assert verdict("rival_misconduct", opportunity=noted) == "keep a record and say nothing"
    proved = {**noted, "misconduct_evidence": "documents", "formal_tender": True, "days_since_noticed": 5}
    answer = verdict("rival_misconduct", opportunity=proved, basics={"ownership": "public_body"})
    assert answer == "a formal query"
    assert all(gap.book != "rival_misconduct" for gap in advise(dossier(opportunity={"live": True})).gaps)


def test_no_move_of_a_play_is_one_that_nobody_makes():
    forbidden = {
        act
        for act in load_book("conduct").facts["act"].values
        if compile_book(load_book("conduct")).decide({"act": act}).outputs["ruling"] == Ruling.forbidden.name
    }
    assert forbidden and not forbidden & set(load_book("play_moves").outputs["play_move"].values)


@pytest.mark.parametrize("name", BOOKS)
def test_every_value_has_words_in_both_languages(name):
    book = load_book(name)
    for fact, declared in [*book.facts.items(), *book.outputs.items()]:
        for value in declared.values:
            chinese, english = told(said(fact, value), "zh"), told(said(fact, value), "en")
            assert re.search("[\u4e00-\u9fff]", chinese) and "_" not in english, (fact, value)
    assert {*CARE_WORDS} >= {fact for fact, each in book.outputs.items() if each.values and fact != "ruling"}


@pytest.mark.parametrize("name", BOOKS)
def test_books_say_everything_in_both_languages_and_for_whom_they_are_asked(name):
    book = load_book(name)
    texts = [book.title, book.purpose, book.otherwise.because, *(rule.because for rule in book.rules)]
    texts += [declared.meaning for declared in [*book.facts.values(), *book.outputs.values()]]
    for text in texts:
        assert re.search("[\u4e00-\u9fff]", text.zh) and not re.search("[\u4e00-\u9fff]", text.en)
    assert name in TOPICS or name == "conduct"
    if name in ("selling_mode", "care_levers", "terms_collection"):
        assert "dossiers only" in book.purpose.en and "目前只用于客户档案" in book.purpose.zh
