"""Advice from a book that computes facts: from what the dossier tells, and what to find out for it."""

from __future__ import annotations

from engine.advice import advise
from engine.advice.asking import unsupplied
from engine.advice.gaps import gaps_of
from engine.model.base import Text
from engine.model.dossier import Dossier
from engine.rules import Book, compile_book

WHY = {"en": "so it is", "zh": "就是如此"}


def lead_book(**more):
    lead = {"type": "number", "unit": "score", "range": [-1, 1], "unknown": "no_match"}
    return Book.from_dict(
        {
            "id": "competitive_strategy",
            "title": WHY,
            "hit": "first",
            "facts": {
                "fit_lead": lead,
                "reputation_lead": lead,
                "lead": {
                    "type": "number",
                    "unit": "score",
                    "formula": "0.7 * fit_lead + 0.3 * reputation_lead",
                    "unknown": "no_match",
                },
                **more,
            },
            "outputs": {
                "play": {"type": "choice", "values": ["none", "frontal", "flanking", "divide", "develop", "fortify"]}
            },
            "rules": [
                {
                    "id": "ahead",
                    "when": "lead >= 0.2",
                    "then": {"play": "frontal"},
                    "because": WHY,
                    "assumption": "test",
                },
                {
                    "id": "behind",
                    "when": "lead < -0.2",
                    "then": {"play": "develop"},
                    "because": WHY,
                    "assumption": "test",
                },
            ],
            "otherwise": {"then": {"play": "flanking"}, "because": WHY, "assumption": "test"},
        }
    )


def dossier(**opportunity):
    return Dossier.model_validate(
        {"id": "one", "name": Text(en="One", zh="一"), "opportunity": {"live": True, **opportunity}}
    )


def play(**opportunity):
    return advise(dossier(**opportunity), [lead_book()]).line("competitive_strategy").decision


def test_a_fact_is_computed_from_what_the_dossier_tells():
    decision = play(our_fit=0.8, rival_fit=0.4, our_reputation=0.5, rival_reputation=0.5)
    assert decision.outputs["play"] == "frontal" and decision.facts["lead"] == 0.28
    assert play(our_fit=0.8, rival_fit=0.4).facts["lead"] is None


def test_what_to_find_out_is_what_the_fact_is_computed_from():
    found = gaps_of(compile_book(lead_book()), {"fit_lead": 0.1, "reputation_lead": None, "lead": None})
    assert [gap.fact for gap in found] == ["reputation_lead"]
    assert {outcome for _, outcome in found[0].would} == {"play frontal", "play develop"}
    line = advise(dossier(our_fit=0.5, rival_fit=0.4), [lead_book()]).line("competitive_strategy")
    assert [str(each) for each in line.grounds.find_out] == ["our reputation − the best rival's"]


def test_a_computed_fact_is_not_missed_in_dossiers():
    strange = {"type": "number", "unit": "score", "formula": "lead * 2", "unknown": "no_match"}
    assert unsupplied({"competitive_strategy": lead_book(strange=strange)}) == ()
