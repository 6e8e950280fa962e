"""Advice from dossiers: books covered by cases, unknown kept unknown, gaps that are real, reasons that fired."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from engine.advice import (
    ADVICE_BOOKS,
    abc_analysis,
    account_facts,
    advise,
    advise_all,
    contact_facts,
    gaps_of,
    read_dossiers,
)
from engine.advice.account_facts import for_book
from engine.advice.gaps import answer_of
from engine.advice.naming import rule_called
from engine.errors import InputError
from engine.model.dossier import Dossier
from engine.model.rulebook import OTHERWISE
from engine.rules import compile_book, load_book
from engine.rules.proof.coverage import cover
from engine.wording import told

NEW = ("account_rating", "admission", "next_contact", "potential", "potential_rating", "tier_letters", "tier_pyramid")
NAME = {"en": "An account", "zh": "某客户"}


def dossier(**parts):
    return Dossier.model_validate({"id": "x", "name": NAME, **parts})


@pytest.mark.parametrize("name", NEW)
def test_cases_come_out_and_every_rule_decides_one(name):
    covered = cover(compile_book(load_book(name)))
    assert not covered.failed and not covered.idle_rules


@pytest.mark.parametrize("name", NEW)
def test_books_say_everything_in_both_languages(name):
    book = load_book(name)
    texts = [book.title, book.purpose, book.otherwise.because, *(rule.because for rule in book.rules)]
    texts += [declared.meaning for declared in [*book.facts.values(), *book.outputs.values()]]
    for text in texts:
        assert (any("\u4e00" <= letter <= "\u9fff" for letter in text.zh) and text.en.isascii()) or "÷" in text.en


def test_letter_tiers_are_those_of_the_source():
    decide = compile_book(load_book("tier_letters")).decide
    spends = [1e6, 150, 149, 100, 99, 80, 79, 50, 49, 15, 14, 0, None]
    tiers = [decide({"cumulative_spend": spend}).outputs["tier"] for spend in spends]
    assert tiers == ["A", "A", "B", "B", "C", "C", "D", "D", "E", "E", "none", "none", "unknown"]


@pytest.mark.parametrize(("name", "criteria"), [("account_rating", 6), ("potential_rating", 4)])
def test_weights_of_either_score_make_a_hundred(name, criteria):
    book = load_book(name)
    best = [rule for rule in book.rules if rule.id.endswith("_high")]
    assert sum(rule.then["points"] for rule in best) == 100 and len(best) == len(book.facts) == criteria
    for rule in book.rules:
        if rule.id.endswith("_fair"):
            assert 2 * rule.then["points"] == next(
                top.then["points"] for top in best if top.id == rule.id.replace("_fair", "_high")
            )


def test_an_empty_dossier_is_unknown_and_not_zero():
    assert all(value is None for value in account_facts(dossier()).values())
    advice = advise(dossier())
    assert advice.line("tier_letters").decision.outputs["tier"] == "unknown"
    assert advice.line("tier_pyramid").decision.outputs["layer"] == "unknown"
    assert advice.line("admission").decision.outputs["verdict"] == "find_out"
    assert advice.contacts == ()
    zero = advise(dossier(purchases={"cumulative_spend": 0, "yearly_revenue": 0, "yearly_profit": 0}))
    assert zero.line("tier_letters").decision.outputs["tier"] == "none"
    assert zero.line("tier_pyramid").decision.outputs["layer"] == "lead"
    assert zero.line("admission").decision.rule == "scores_not_known"


def test_facts_are_computed_by_hand_arithmetic():
    facts = account_facts(
        dossier(
            purchases={"yearly_revenue": 200, "yearly_profit": 30},
            plans={"peer_adoption": 0.5, "adoption_threshold": 0.4},
            equipment=[
                {"age_years": 1, "service_life_years": 10, "failed": False},
                {"age_years": 9, "service_life_years": 10, "renewal_lead_days": 400, "failed": False},
            ],
            opportunity={"our_fit": 0.7, "rival_fit": 0.9, "rival_relationship": 2},
            contacts=[
                {"id": "a", "level": 2, "met": True, "relationship": 4, "roles": ["decider"], "stance": 0.2},
                {"id": "b", "level": 4, "met": False, "relationship": 1, "sponsor": False},
            ],
        )
    )
    expected = {
        "profit_margin": 0.15,
        "adoption_over_threshold": 0.1,
        "asset_age_share": 0.9,
        "days_to_end_of_life": 365.25,
        "fit_lead": -0.2,
        "relationship_lead": 0.5,
        "coverage_met": 0.5,
        "decider_stance": 0.2,
    }
    assert {name: facts[name] for name in expected} == pytest.approx(expected)
    assert facts["within_renewal_lead"] is True and facts["asset_failed"] is False
    assert (facts["top_level_identified"], facts["best_relationship"]) == (2, 4)
    assert facts["decider_met"] is True and facts["has_sponsor"] is None and facts["reputation_lead"] is None


def test_what_is_half_known_stays_unknown():
    facts = account_facts(dossier(contacts=[{"id": "a", "met": True}, {"id": "b"}], purchases={"yearly_profit": 3}))
    assert facts["coverage_met"] is None and facts["profit_margin"] is None and facts["decider_identified"] is None
    assert account_facts(dossier(equipment=[{"failed": True}, {}]))["asset_failed"] is True
    assert account_facts(dossier(equipment=[{"failed": False}, {}]))["asset_failed"] is None


def test_a_person_is_known_by_their_own_and_the_others_fields():
    found = dossier(contacts=[{"id": "a", "roles": ["decider"]}, {"id": "b", "sponsor": True}])
    first, second = (contact_facts(contact, found) for contact in found.contacts)
    assert (first["decides"], first["sponsor_elsewhere"]) == (True, True)
    assert (second["decides"], second["sponsor_elsewhere"]) == (None, None)


@pytest.fixture(scope="module")
def well_kept(repository):
    return advise(read_dossiers(repository / "scenarios/dossiers/huadong_power.yaml")[0])


def test_a_well_kept_dossier_gets_full_advice(well_kept):
    said = {line.topic: dict(line.decision.outputs) for line in well_kept.lines}
    assert said["tier_letters"] == {"tier": "A"} and said["tier_pyramid"] == {"layer": "gold"}
    assert said["potential"] == {"points": 6} and said["admission"]["verdict"] == "key_account"
    assert said["purchase_triggers"]["trigger"] == "scheduled_renewal"
    assert said["engagement_choice"] == {"engagement": "bottom_up_sponsored"}
    assert [(one.contact.id, one.action) for one in well_kept.contacts] == [
        ("purchasing", "repair"),
        ("president", "be_introduced"),
        ("shift_leader", "keep_warm"),
    ]


def test_every_reason_is_a_rule_that_fired_and_the_live_engine_agrees(well_kept):
    for line in well_kept.lines:
        compiled = compile_book(line.decision.logic.book)
        compiled.check_against_engine(dict(line.decision.facts))
        live = compiled.ask_engine(dict(line.decision.facts))
        assert [rule for rule, _ in line.reasons] == list(line.decision.rules or (OTHERWISE,))
        assert set(line.decision.rules) <= set(live)


@pytest.mark.parametrize("name", ["huadong_power", "new_prospect"])
def test_every_gap_is_real_and_none_is_missing(repository, name):
    (found,) = read_dossiers(repository / f"scenarios/dossiers/{name}.yaml")
    advice = advise(found)
    for line in advice.lines:
        compiled = compile_book(line.decision.logic.book)
        facts = dict(line.decision.facts)
        told, now = {gap.fact for gap in gaps_of(compiled, facts)}, answer_of(line.decision)
        for fact, declared in compiled.book.facts.items():
            if facts[fact] is not None:
                assert fact not in told
                continue
            tried = declared.values or ((True, False) if declared.type == "boolean" else many(compiled, fact, declared))
            changes = any(answer_of(compiled.decide({**facts, fact: v})) != now for v in tried)
            assert changes == (fact in told), fact
        for gap in (gap for gap in advice.gaps if gap.book == compiled.book.id):
            assert (gap.would and gap.fields) or gap.fact.endswith("_points")


def many(compiled, fact, declared):
    """Numbers at, beside and between all constants, by the test's own reckoning."""
    import math

    cuts = set(compiled.table.facts[fact].cuts)
    if declared.type == "integer":
        near = {int(cut) + step for cut in cuts for step in (-1, 0, 1)} | {int(declared.low), int(declared.high)}
    else:
        near = (
            {math.nextafter(cut, cut + step) for cut in cuts for step in (-1, 1)} | cuts | {declared.low, declared.high}
        )
    return [value for value in near if declared.low <= value <= declared.high]


def test_filling_a_gap_brings_about_what_it_promised():
    found = dossier(purchases={"cumulative_spend": 60})
    compiled = compile_book(load_book("admission"))
    facts = for_book({**account_facts(found), "rating_points": 0, "potential_points": 0}, compiled.book.facts)
    (orders,) = (gap for gap in gaps_of(compiled, facts) if gap.fact == "orders_per_year")
    for value, outcome in orders.would:
        then = compiled.decide({**facts, "orders_per_year": float(value)}).outputs
        assert outcome == f"verdict {then['verdict']}"
    assert {outcome for _, outcome in orders.would} == {"verdict not_yet", "verdict survey_next"}


def test_abc_tells_the_share_that_the_top_fifth_really_holds(repository):
    analysis = abc_analysis(read_dossiers(repository / "scenarios/dossiers/portfolio.csv"))
    assert [(line.account, line.letter) for line in analysis.lines] == [
        ("steel", "A"),
        ("paper", "B"),
        ("cement", "B"),
        ("dairy", "C"),
        ("school", "C"),
    ]
    assert analysis.share_of_top == pytest.approx(620 / 813)
    nobody = abc_analysis([dossier(), dossier(purchases={"yearly_revenue": 0})])
    assert (nobody.share_of_top, [name.en for name in nobody.unknown]) == (None, ["An account"])


def test_your_own_book_takes_the_place_of_a_shipped_one():
    shipped = load_book("tier_letters")
    row = shipped.table.rows[0].model_copy(update={"when": (">= 10",)})
    table = shipped.table.model_copy(update={"rows": (row,)})
    own = shipped.model_copy(update={"table": table, "rules": (), "cases": ()})
    found = dossier(purchases={"cumulative_spend": 12})
    assert advise(found).line("tier_letters").decision.outputs["tier"] == "none"
    assert advise(found, {"tier_letters": own}).line("tier_letters").decision.outputs["tier"] == "A"
    assert set(NEW) < set(ADVICE_BOOKS)


TENDERED = {"opportunity": {"formal_tender": True, "step": "bidding", "live": True}}
PEOPLE = {
    "contacts": [
        {"id": "chief", "level": 1, "roles": ["decider"], "influence": 0.6, "met": False},
        {"id": "engineer", "level": 3, "roles": ["technical_evaluator"], "influence": 0.2, "met": False},
    ]
}


def test_nobody_is_to_be_seen_whom_a_rule_forbids_to_visit():
    found = advise(dossier(**TENDERED, **PEOPLE))
    assert [(one.contact.id, one.decision.rule) for one in found.forbidden] == [
        ("chief", "papers_in_place_of_visits"),
        ("engineer", "evaluators_receive_nobody"),
    ]
    assert found.contacts == ()
    assert found.line("engagement_choice").decision.outputs["engagement"] == "do_nothing"
    english, chinese = found.to_text("en"), found.to_text("zh", 200)
    named = told(rule_called(load_book("compliance"), "evaluators_receive_nobody"), "en")
    assert "Whom not to call on now" in english and f"{named}: " in " ".join(english.split())
    assert "目前不可拜访的人" in chinese and "评审人员不得私下接触供应商" in chinese
    assert [each["rule"] for each in found.as_data()["forbidden"]] == [
        "papers_in_place_of_visits",
        "evaluators_receive_nobody",
    ]


def test_a_public_body_closes_its_doors_sooner_and_what_is_unknown_forbids_nothing():
    sourcing = {"opportunity": {**TENDERED["opportunity"], "step": "sourcing"}}
    for basics, forbidden in (({"ownership": "public_body"}, 2), ({"ownership": "state"}, 0), ({}, 0)):
        found = advise(dossier(basics=basics, **sourcing, **PEOPLE))
        assert len(found.forbidden) == forbidden and bool(found.contacts) == (forbidden == 0)
    assert "no rule forbids a visit" in advise(dossier(**PEOPLE)).to_text("en")


def test_advice_reads_in_both_languages_and_as_data(well_kept, monkeypatch):
    import json

    english, chinese = well_kept.to_text("en"), well_kept.to_text("zh")
    named = told(rule_called(load_book("tier_letters"), "tier_a"), "en")
    assert "Tier: A" in english and f"{named}: " in english and "be introduced" in english
    assert "分级：A" in chinese and "请人引荐" in chinese and "大客户" in chinese
    monkeypatch.setenv("KAM_LANG", "en")
    assert well_kept._repr_markdown_().count("\n- ") >= len(well_kept.lines) and str(well_kept) == english
    data = json.loads(json.dumps(well_kept.as_data(), allow_nan=False))
    assert {line["topic"] for line in data["advice"]} == set(ADVICE_BOOKS) - {
        "next_contact",
        "next_question",
        "compliance",
        "conduct",
        "curry_bands",
    }


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (
            "cumulative_spend: 420",
            "cumulative_spent: 420",
            "F:9: purchases: unknown key `cumulative_spent` (did you mean",
        ),
        ("cumulative_spend: 420", "cumulative_spend: -1", "F:9: purchases.cumulative_spend is "),
        ("cumulative_spend: 420", "cumulative_spend: .nan", "F:9: purchases.cumulative_spend is "),
        ("live: yes", "live: perhaps", "opportunity.live is `perhaps`"),
        ("step: research", "step: reserch", "did you mean research?"),
        ("id: purchasing", "id: president", "two contacts have the same id"),
        ("kind: important", "kind: importnt", "did you mean important?"),
    ],
)
def test_a_mistake_in_a_dossier_is_told_with_its_line(repository, tmp_path, old, new, what):
    text = (repository / "scenarios/dossiers/huadong_power.yaml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "mine.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_dossiers(path)
    told = re.sub(r"^F:(\d+):\d+:", r"F:\1:", str(caught.value).replace(str(path), "F"), flags=re.M)
    assert told.startswith("F:") and what in told


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "the file is empty"),
        ("id,name\n", "no account"),
        ("id,id\na,b\n", "two columns mean `id`"),
        ("id,name,purchases.yearly_revenu\na,b,3\n", "did you mean purchases.yearly_revenue"),
        ("id,name,purchases.yearly_revenue\na,b,many\n", ":2: purchases.yearly_revenue is `many`"),
        ("id,name\na,b,c\n", "3 cells under 2 columns"),
        ("id,name,name.zh\na,b,c\n", "contradicts another"),
    ],
)
def test_a_mistake_in_a_table_of_dossiers_is_told(tmp_path, text, what):
    path = tmp_path / "mine.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_dossiers(path)
    assert what in str(caught.value)


def test_a_table_of_dossiers_may_hold_people_and_gbk(tmp_path):
    path = tmp_path / "mine.csv"
    head = "id,name,contacts.1.id,contacts.1.level,contacts.1.roles,contacts.2.id,potential.funding"
    path.write_bytes(f"{head}\n12,大客户,a,1,decider;user,b,yes\n".encode("gbk"))
    (found,) = read_dossiers(path)
    assert (found.id, found.name.zh, found.potential.funding) == ("12", "大客户", True)
    assert found.contacts[0].roles == ("decider", "user") and found.contacts[1].id == "b"


def test_a_chinese_table_of_dossiers_may_hold_people_and_units(tmp_path):
    path = tmp_path / "mine.csv"
    head = "编号,客户名称,年收入（千元）,联系人1编号,联系人1姓名,联系人1级别,联系人1角色,现有供应商,采购步骤"
    path.write_text(f"{head}\nK1,甲,1500,zhang,张三,1,决策者／使用者,无,调研\n", encoding="utf-8")
    (found,) = read_dossiers(path)
    assert found.purchases.yearly_revenue == 150 and found.contacts[0].roles == ("decider", "user")
    assert (found.contacts[0].name.zh, found.opportunity.incumbent, found.opportunity.step) == (
        "张三",
        "none",
        "research",
    )


def test_two_accounts_of_one_id_are_refused(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("id,name\na,A\na,B\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"mine\.csv:3: two accounts have the id `a` \(the first is .*csv:2\)"):
        read_dossiers(path)


ODD = [5, None, [1], {"x": 1}, "zz", object(), b"x", 3.5, True]


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: type(odd).__name__)
def test_something_else_than_what_is_wanted_is_refused(odd):
    asked = [advise, advise_all, read_dossiers, account_facts, abc_analysis, advise(dossier()).line]
    asked += [lambda wrong: contact_facts(wrong, dossier()), lambda wrong: gaps_of(wrong, {})]
    asked += [lambda wrong: advise(dossier(), [wrong]), lambda wrong: advise_all("kam:huadong_power", [wrong])]
    for ask in asked:
        with pytest.raises(InputError):
            ask(odd)
