"""Service levels in advice: tier and rating are passed on to them, and a rating book of our own counts too."""

from __future__ import annotations

from engine.advice import advise
from engine.model.dossier import Dossier
from engine.rules import load_book
from engine.wording import told

PURCHASES = {"cumulative_spend": 160, "contract_volume": 400, "yearly_revenue": 400, "collection_rate": 1.0}


def dossier(**sections):
    return Dossier.model_validate({"id": "a", "name": {"en": "A", "zh": "甲"}, **sections})


def test_tier_and_rating_make_the_service_level():
    line = advise(dossier(purchases={**PURCHASES, "yearly_profit": 100})).line("service_level")
    assert line.decision.outputs == {"service_level": "dedicated_team"}
    assert line.standing == "settled" and not line.decision.fed, "passed on, not asked for once more"
    assert {name: line.decision.facts[name] for name in ("tier", "rating_points")} == {"tier": "A", "rating_points": 80}


def test_points_that_may_still_rise_leave_the_level_open():
    line = advise(dossier(purchases={"cumulative_spend": 160, "contract_volume": 400})).line("service_level")
    assert line.standing == "open" and line.decision.facts["rating_points"] is None


def test_what_nobody_knows_is_to_be_found_out_down_to_the_dossier():
    advice = advise(dossier())
    line = advice.line("service_level")
    assert line.standing == "open" and line.decision.undetermined
    assert [told(each, "en") for each in line.grounds.find_out[:2]] == ["cumulative spend", "yearly contract volume"]
    asked = {gap.fact for gap in advice.gaps}
    assert "cumulative_spend" in asked and not asked & {"tier", "rating_points"}


def test_a_rating_book_of_ones_own_feeds_admission_and_service_level():
    own = load_book("account_rating")
    rows = tuple(row.model_copy(update={"then": (100,)}) for row in own.table.rows)
    mine = own.model_copy(update={"table": own.table.model_copy(update={"rows": rows}), "rules": (), "cases": ()})
    known = dossier(purchases={"cumulative_spend": 160, "quality_loss": 0.0}, admission={"field_survey": "passed"})
    of_ours = ((), "named_contact", "frequency_not_known")
    for books, level, rule in (of_ours, ([mine], "dedicated_team", "one_score_rest_open")):
        advice = advise(known, books)
        assert advice.line("service_level").decision.outputs["service_level"] == level
        assert advice.line("admission").decision.rule == rule
