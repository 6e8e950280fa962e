"""Words that were changed are still understood in tables, dossiers and facts."""

from __future__ import annotations

import pytest

from engine.advice.dossier_fields import choice_meant, vocabulary
from engine.files.role_words import team_role_meant
from engine.rules import load_book


@pytest.mark.parametrize("word", ["招标报价", "招投标", "询价比价", "bidding"])
def test_the_step_of_bidding_is_known_by_all_its_words(word: str) -> None:
    assert choice_meant("opportunity.step", word) == "bidding"
    book = load_book("engagement_choice")
    assert book.decide({"buyer_step": word}) == book.decide({"buyer_step": "bidding"})


@pytest.mark.parametrize(
    ("word", "stage"), [("确认", "identify"), ("考察", "assess"), ("考察（评估）", "assess"), ("报价", "propose")]
)
def test_stages_are_known_by_all_their_words(word: str, stage: str) -> None:
    book = load_book("stage_gates")
    assert book.decide({"stage": word}) == book.decide({"stage": stage})


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("商业信用", "basics.credit"),
        ("商业信誉", "basics.credit"),
        ("机会多", "potential.many_opportunities"),
        ("商机多", "potential.many_opportunities"),
        ("需求冻结", "opportunity.need_frozen"),
        ("需求定稿", "opportunity.need_frozen"),
        ("在位供应商", "opportunity.incumbent"),
        ("联系人1已会见", "contacts.1.met"),
        ("联系人1已见过", "contacts.1.met"),
        ("联系人1高层授权", "contacts.1.mandate"),
    ],
)
def test_headers_are_known_by_their_former_words(header: str, field: str) -> None:
    assert vocabulary().meant(header) == field


@pytest.mark.parametrize("word", ["我方高管（高层对接人）", "我方高管", "高层对接人", "高管赞助人"])
def test_our_executive_is_known_by_all_words(word: str) -> None:
    assert team_role_meant(word) == "executive_sponsor"
