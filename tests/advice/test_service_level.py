"""Service levels in advice: tier and rating reach them by themselves, and a rating book of our own counts too."""

from __future__ import annotations

from engine.advice import advise
from engine.model.dossier import Dossier
from engine.rules import load_book

PURCHASES = {"cumulative_spend": 160, "contract_volume": 400, "yearly_revenue": 400, "collection_rate": 1.0}


def dossier(**sections):
    return Dossier.model_validate({"id": "a", "name": {"en": "A", "zh": "甲"}, **sections})


def test_tier_and_rating_make_the_service_level():
    line = advise(dossier(purchases={**PURCHASES, "yearly_profit": 100})).line("service_level")
    assert line.decision.outputs == {"service_level": "dedicated_team"}
    assert {name: fed.outputs for name, fed in line.decision.fed.items()} == {
        "tier": {"tier": "A"},
        "rating_points": {"points": 60},
    }


def test_what_nobody_knows_is_to_be_found_out_down_to_the_dossier():
    advice = advise(dossier())
    line = advice.line("service_level")
    assert line.standing == "open" and line.decision.undetermined
    asked = {gap.fact for gap in advice.gaps if gap.book == "service_level"}
    assert "cumulative_spend" in asked and not asked & {"tier", "rating_points"}


def test_a_rating_book_of_ones_own_feeds_admission_and_service_level():
    own = load_book("account_rating")
    rows = tuple(row.model_copy(update={"then": (100,)}) for row in own.table.rows)
    mine = own.model_copy(update={"table": own.table.model_copy(update={"rows": rows}), "rules": (), "cases": ()})
    known = dossier(purchases={"cumulative_spend": 160, "quality_loss": 0.0}, admission={"field_survey": "passed"})
    for books, level, verdict in (((), "named_contact", "find_out"), ([mine], "dedicated_team", "key_account")):
        advice = advise(known, books)
        assert advice.line("service_level").decision.outputs["service_level"] == level
        assert advice.line("admission").decision.outputs["verdict"] == verdict
