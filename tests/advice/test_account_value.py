"""What an account is worth: two scores and the two-by-two, the review of tiers, kind and ownership, admission."""

from __future__ import annotations

import itertools
import random

import pytest

from engine.advice import account_facts, advise
from engine.advice.dossier_file import read_accounts
from engine.errors import InputError
from engine.model.dossier import Dossier
from engine.model.rulebook import Rulebook
from engine.rules import compile_book, load_book

NAME = {"en": "An account", "zh": "某客户"}
WHY = {"because": NAME, "assumption": "ours"}
BARS = {"A": 150, "B": 100, "C": 80, "D": 50, "E": 15}
CRITERIA = {
    "purchases.contract_volume": (50, 200, 400),
    "purchases.price_level": (0.8, 0.9, 1.0),
    "purchases.collection_rate": (0.7, 0.9, 1.0),
    "purchases.quality_loss": (0.1, 0.02, 0.0),
    "basics.industry_influence": (0.1, 0.5, 0.9),
    "basics.credit": (0.1, 0.7, 0.9),
    "potential.own_growth": (False, True),
    "purchases.share_of_wallet": (0.9, 0.5, 0.1),
}
"""One value of each kind that the scores tell apart; revenue and profit stand fixed."""


def dossier(**parts):
    return Dossier.model_validate({"id": "x", "name": NAME, **parts})


def with_criteria(values):
    parts = {"purchases": {"yearly_revenue": 200, "yearly_profit": 50}, "basics": {}, "potential": {}}
    for path, value in values.items():
        section, name = path.split(".")
        parts[section][name] = value
    return dossier(**parts)


def test_each_of_the_nine_criteria_of_the_source_counts_in_one_score_alone():
    today, tomorrow = (set(load_book(name).facts) for name in ("account_rating", "potential_rating"))
    source = {"contract_volume", "price_level", "yearly_revenue", "collection_rate", "profit_margin", "quality_loss"}
    assert today == source and not today & tomorrow
    assert {"industry_influence", "credit", "own_growth"} < tomorrow


@pytest.mark.parametrize("seed", range(40))
def test_a_class_is_named_just_where_it_stands_for_every_completion(seed):
    chance = random.Random(seed)
    values = {path: chance.choice(kinds) for path, kinds in CRITERIA.items()}
    unknown = chance.sample(sorted(CRITERIA), chance.randint(0, 4))
    known = {path: value for path, value in values.items() if path not in unknown}
    line = advise(with_criteria(known)).line("account_standing")
    classes = {
        standing_by_hand({**known, **dict(zip(unknown, filled, strict=True))})
        for filled in itertools.product(*(CRITERIA[path] for path in unknown))
    }
    if len(classes) == 1:
        assert {line.decision.outputs["standing"]} == classes and line.standing == "settled"
    else:
        assert line.decision.outputs["standing"] == "find_out" and line.standing == "open"
        assert line.grounds.find_out and "cannot tell yet" in str(line.verdict)


def standing_by_hand(values):
    """The two-by-two by arithmetic of its own: weights and halves, sixty of a hundred."""

    def marks(path, weight):
        kinds = CRITERIA[path]
        place = kinds.index(values[path])
        return weight * place / (len(kinds) - 1)

    today = 10 + 20  # revenue of 200: half of 20; profit of a quarter of it: 20
    today += marks("purchases.contract_volume", 20) + marks("purchases.price_level", 10)
    today += marks("purchases.collection_rate", 20) + marks("purchases.quality_loss", 10)
    tomorrow = marks("basics.industry_influence", 30) + marks("basics.credit", 20)
    tomorrow += marks("potential.own_growth", 30) + marks("purchases.share_of_wallet", 20)
    return {
        (True, True): "defend",
        (False, True): "develop",
        (True, False): "serve",
        (False, False): "let_go",
    }[today >= 60, tomorrow >= 60]


def test_what_is_open_is_said_with_its_bounds_and_without_a_false_reason():
    half = dossier(purchases={"contract_volume": 400}, basics={"credit": 0.9}, potential={"own_growth": True})
    line = advise(half).line("account_standing")
    assert str(line.verdict) == "cannot tell yet, value today 20 to 100, potential 50 to 100"
    assert line.decision.rule == "neither_scored"
    weak = dossier(purchases={"contract_volume": 0, "yearly_revenue": 0, "collection_rate": 0})
    line = advise(weak).line("account_standing")
    assert line.decision.rule == "weak_value_potential_open" and line.decision.facts["rating_points"] == 0


def test_strong_on_one_axis_is_a_candidate_with_a_condition_and_a_review():
    rows = {rule.id: rule.then for rule in load_book("account_standing").rules}
    assert rows["strong_on_both"]["recognised"] == "key_account"
    for name, condition in (("potential_only", "raise_value"), ("value_only", "show_potential")):
        assert (rows[name]["recognised"], rows[name]["condition"]) == ("candidate", condition)
        assert 1 <= rows[name]["review_months"] <= 12


def reviewed(tier, revenue, watched, years):
    facts = {"last_tier": tier, "yearly_revenue": revenue, "on_watch": watched, "years_in_tier": years}
    return tuple(compile_book(load_book("tier_review")).decide(facts).outputs.values())


def test_the_review_is_that_of_arithmetic():
    order = [*BARS, "none"]
    below = dict(itertools.pairwise(order))
    for tier, revenue, watched, years in itertools.product(order, (*range(0, 200, 3), 10.5, 15), (False, True), (1, 4)):
        earned = next((letter for letter, bar in BARS.items() if revenue >= bar), "none")
        if order.index(earned) < order.index(tier):
            expected = ("promoted", earned)
        elif earned == tier:
            expected = ("kept", "same")
        elif revenue < 0.7 * BARS[tier] - 1e-9:
            expected = ("demoted", below[tier])
        elif years == 1:
            expected = ("kept", "same")
        else:
            expected = ("demoted", below[tier]) if watched else ("watch", "same")
        assert reviewed(tier, revenue, watched, years) == expected, (tier, revenue, watched, years)


def test_a_revenue_that_swings_about_the_bar_keeps_its_tier_for_years():
    tier, watched, years = "A", False, 3
    for revenue in (149, 151, 140, 155, 149, 150, 120, 150):
        verdict, new = reviewed(tier, revenue, watched, years)
        watched, tier, years = verdict == "watch", tier if new == "same" else new, years + 1
        assert tier == "A"
    assert reviewed("A", 149, True, 9) == ("demoted", "B")


def test_points_between_equal_ends_are_tried_as_well():
    shipped = load_book("account_standing")
    rows = [
        {"id": "middling", "when": ["[40..70)", "-"], "then": ["develop", "candidate", "none", 6], **WHY},
        {"id": "rest", "when": ["-", "-"], "then": ["serve", "candidate", "none", 6], **WHY},
    ]
    table = {"when": list(shipped.facts), "then": list(shipped.outputs), "rows": rows}
    plain = shipped.model_dump(exclude_none=True, by_alias=True) | {"hit": "first", "table": table}
    own = Rulebook.model_validate({**plain, "rules": (), "cases": ()})
    bought = {"contract_volume": 400, "yearly_revenue": 0}
    line = advise(dossier(purchases=bought), {"account_standing": own}).line("account_standing")
    assert line.standing == "open" and str(line.verdict) == "cannot tell yet, value today 20 to 80"
    settled = advise(dossier(purchases={"contract_volume": 0}), {"account_standing": own}).line("account_standing")
    assert settled.standing == "open" and "0 to 80" in str(settled.verdict)
    low = {"contract_volume": 0, "yearly_revenue": 0, "collection_rate": 0, "yearly_profit": 0, "price_level": 0.1}
    settled = advise(dossier(purchases=low), {"account_standing": own}).line("account_standing")
    assert settled.standing == "settled" and str(settled.verdict) == "serve"


def test_tiers_held_are_read_from_a_line_and_counted_back():
    facts = account_facts(dossier(admission={"tiers": "2023年B级；2024 A, 2025：A", "on_watch": False}))
    assert (facts["last_tier"], facts["years_in_tier"], facts["on_watch"]) == ("A", 2, False)
    assert account_facts(dossier(admission={"tiers": ["2024 A", "2025 A"]}))["years_in_tier"] == 2
    broken = account_facts(dossier(admission={"tiers": [{"year": 2025, "tier": "A"}, {"year": 2023, "tier": "A"}]}))
    assert (broken["last_tier"], broken["years_in_tier"]) == ("A", 1)
    assert account_facts(dossier())["last_tier"] is None is account_facts(dossier())["years_in_tier"]
    line = advise(dossier(admission={"tiers": "2025 不定级"}, purchases={"yearly_revenue": 60})).line("tier_review")
    assert dict(line.decision.outputs) == {"review": "promoted", "new_tier": "D"}


@pytest.mark.parametrize(
    ("written", "what"),
    [("2024 B; soon", "`soon` is not a year with its tier"), ("2024 A; 2024 B", "two tiers have the same year")],
)
def test_tiers_that_cannot_be_read_are_refused(tmp_path, written, what):
    path = tmp_path / "mine.csv"
    path.write_text(f"id,name,tiers held\nk,K,{written}\n", encoding="utf-8")
    with pytest.raises(InputError, match=what):
        read_accounts(path)


def test_admission_keeps_its_reasons_apart():
    low = {
        "purchases": {
            "contract_volume": 0, "price_level": 0.5, "yearly_revenue": 5, "yearly_profit": 0, "quality_loss": 0.5,
            "collection_rate": 0.5, "cumulative_spend": 10, "orders_per_year": 1,
        },
        "potential": dict.fromkeys(load_book("potential").facts, False),
    }  # fmt: skip

    def ruled(**parts):
        return advise(dossier(**parts)).line("admission")

    assert ruled(**low).decision.rule is None and str(ruled(**low).verdict) == "not yet"
    assert ruled(**low, admission={"field_survey": "failed"}).decision.rule == "field_survey_failed"
    assert ruled(purchases={"cumulative_spend": 60}).decision.rule == "frequency_not_known"
    assert ruled(potential=low["potential"]).decision.rule == "spend_not_known"
    few = ruled(purchases={"cumulative_spend": 60, "orders_per_year": 1})
    assert few.decision.rule == "scores_not_known" and few.standing == "open"
    assert ruled(purchases={"cumulative_spend": 60, "orders_per_year": 4}).decision.rule == "desk_passed"
    promising = {**low["potential"], **dict.fromkeys(list(low["potential"])[:5], True)}
    seen = {"admission": {"field_survey": "passed"}, "potential": promising}
    assert str(ruled(**{**low, **seen}).verdict) == "candidate"
    assert ruled(**seen).decision.rule == "one_score_rest_open" and ruled(**seen).standing == "open"
    spend = ruled(potential=low["potential"]).grounds.find_out[0]
    assert "cumulative spend" in str(spend)


def test_a_growing_account_that_rivals_court_is_strategic_and_calls_for_fortify():
    courted = {"potential": {"own_growth": True}, "opportunity": {"rival_present": True}}
    found = advise(dossier(**courted)).line("account_kind").decision.outputs
    assert (found["kind"], found["before_a_project"], found["rival_visits"]) == ("strategic", "fortify", "more")
    noted = advise(dossier(**courted, basics={"kind": "economic"})).line("account_kind").decision.outputs
    assert noted["kind"] == "economic"
    assert str(advise(dossier(basics={"tied_to_us": False})).line("account_kind").verdict) == "cannot tell yet"


def test_kind_and_ownership_each_change_committee_path_meetings_and_terms():
    kinds = {
        rule.then["kind"]: rule.then for rule in load_book("account_kind").rules if rule.then["kind"] != "find_out"
    }
    for output in ("committee", "path", "value_sought", "before_a_project"):
        assert len({row[output] for row in kinds.values()}) == len(kinds) == 4, output
    owners = [
        rule.then
        for rule in load_book("account_ownership").rules
        if rule.id in ("public_body", "state", "private", "foreign")
    ]
    for output in ("usual_path", "meetings", "usual_terms"):
        assert len({row[output] for row in owners}) == len(owners) == 4, output
