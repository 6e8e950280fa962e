"""How far a decision holds: no verdict out of defaults, points as a range, a project that is there is not denied."""

from __future__ import annotations

import pytest

from engine.advice import advise, gaps_of
from engine.advice.advice_line import ONLY_WHERE_KNOWN
from engine.advice.asking import unsupplied
from engine.advice.standing import possible_range
from engine.advice.topics import OF_A_PROJECT, TOPICS
from engine.model.dossier import Dossier
from engine.model.rulebook import Rulebook
from engine.rules import compile_book, load_book
from engine.wording import told

NAME = {"en": "An account", "zh": "某客户"}


def dossier(**parts):
    return Dossier.model_validate({"id": "k-17", "name": NAME, **parts})


@pytest.mark.parametrize("topic", [topic for topic in TOPICS if topic not in OF_A_PROJECT])
def test_nothing_known_is_no_verdict(topic):
    line = advise(dossier()).line(topic)
    assert line.standing == "open" and str(line.verdict) == "cannot tell yet"
    assert line.grounds.find_out


def test_every_line_of_an_empty_dossier_says_what_to_find_out():
    english, chinese = (advise(dossier()).to_text(lang) for lang in ("en", "zh"))
    shown = len(TOPICS) - len(OF_A_PROJECT) - len(ONLY_WHERE_KNOWN)
    assert english.count("cannot tell yet; find out: ") == chinese.count("尚无法判断，先弄清：") == shown
    assert "Engagement: cannot tell yet; find out: who has a say, with name and title" in english


def test_a_project_that_is_there_is_not_denied():
    line = advise(dossier(opportunity={"live": True})).line("purchase_triggers")
    assert line.standing == "open" and "a project is there" in str(line.verdict)
    blocked = dossier(
        opportunity={"live": True}, plans={"peer_adoption": 0.5, "adoption_threshold": 0.3, "budget_blocked": True}
    )
    line, text = advise(blocked).line("purchase_triggers"), advise(blocked).to_text("en", 300)
    assert "Trigger: a project is there, its trigger is not known" in text and told(line.because()[0], "en") in text
    assert "no trigger" not in text.split("Whom to see next")[0]
    without = advise(dossier(opportunity={"live": False}, plans={"planning_season": False})).line("purchase_triggers")
    assert without.standing == "for_now" and str(without.verdict) == "no trigger for now"


def test_a_small_buyer_of_unknown_potential_is_not_turned_down():
    small = {"purchases": {"cumulative_spend": 10, "orders_per_year": 1}}
    line = advise(dossier(**small)).line("admission")
    assert line.standing == "open" and line.decision.rule == "scores_not_known"
    all_no = dict.fromkeys(load_book("potential").facts, False)
    nothing_to_hope_for = dossier(
        purchases={
            **small["purchases"], "contract_volume": 5, "price_level": 0.5, "yearly_revenue": 5, "yearly_profit": 0,
            "quality_loss": 0.5, "collection_rate": 0.5,
        },
        basics={"industry_influence": 0, "credit": 0},
        potential=all_no,
    )  # fmt: skip
    settled = advise(nothing_to_hope_for).line("admission")
    assert settled.standing == "settled" and str(settled.verdict) == "not yet"


def test_points_are_shown_as_known_and_possible():
    known = advise(dossier(potential={"own_growth": True, "funding": False}))
    assert str(known.line("potential").verdict) == "1, up to 6 possible"
    assert known.line("potential").standing == "for_now"
    compiled = compile_book(load_book("potential_rating"))
    facts = dict.fromkeys(compiled.book.facts)
    assert possible_range(compiled, compiled.decide(facts), "points") == (0, 100)
    best = {
        name: compiled.decide({name: value}).outputs["points"]
        for name, value in (("own_growth", True), ("credit", 0.9))
    }
    now = {**facts, "own_growth": True}
    assert possible_range(compiled, compiled.decide(now), "points") == (best["own_growth"], 100)
    assert possible_range(compiled, compiled.decide({**now, "credit": 0.1}), "points")[1] == 100 - best["credit"]


def test_points_of_rules_with_several_facts_keep_to_the_bounds_of_the_output():
    book = load_book("potential")
    both = book.rules[0].model_copy(update={"when": "own_growth and funding"})
    compiled = compile_book(book.model_copy(update={"rules": (both,), "cases": ()}))
    assert possible_range(compiled, compiled.decide({}), "points") == (0, 7)


def test_what_would_tell_is_a_gap_of_the_book_or_of_its_points():
    line = advise(dossier(purchases={"cumulative_spend": 60})).line("admission")
    assert line.standing == "open" and told(line.grounds.find_out[0], "en") == "orders a year"
    compiled = compile_book(load_book("purchase_triggers"))
    line = advise(dossier(plans={"planning_season": False})).line("purchase_triggers")
    gaps = gaps_of(compiled, dict(line.decision.facts))
    assert list(line.grounds.find_out) == [gap.meaning for gap in gaps][:3]


def test_a_trigger_that_is_settled_counts_in_how_the_chain_is_engaged():
    broken = dossier(
        equipment=[{"failed": True}],
        opportunity={"urgency": 0.9, "refusals_at_top": 0},
        contacts=[
            {"id": "boss", "roles": ["decider"], "met": False},
            {"id": "friend", "roles": ["user"], "met": True, "relationship": 3},
        ],
    )
    found = advise(broken)
    assert found.line("engagement_choice").decision.outputs["engagement"] == "bottom_up_leapfrog"
    assert (found.next_contact.contact.id, found.next_contact.action) == ("boss", "see_first")


def test_a_fact_that_no_dossier_tells_is_named():
    book = load_book("tier_letters")
    declared = book.facts["cumulative_spend"]
    more = book.model_copy(update={"facts": {**book.facts, "moon_phase": declared}})
    assert unsupplied({"tier_letters": book}) == ()
    assert ["moon_phase" in str(said) for said in unsupplied({"tier_letters": Rulebook.model_validate(more)})] == [True]
