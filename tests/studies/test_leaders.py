"""Who leads, under which rules and over which ranges; and how much a seller's choice can change."""

from __future__ import annotations

import pytest

from engine import read_situation
from engine.engagement import BASELINE
from engine.errors import InputError
from engine.model.terms import GROUP_MODELS
from engine.studies.leaders import leaders
from engine.studies.room_for_skill import BEST_FOUND, HAPHAZARD, room_for_skill

FIT, VACANCY = "behaviour.decision.fit", "behaviour.turnover.vacancy"


def test_every_other_rule_and_both_ends_are_played() -> None:
    found = leaders(
        read_situation("kam:unexpected_replacement"),
        ["top_down", "bottom_up_field", "do_nothing"],
        paths=[FIT, VACANCY],
        replications=128,
        workers=1,
    )
    assert {each.value for each in found.rules} == set(GROUP_MODELS) - {"autocracy", "tender"}
    assert [(each.path, each.value) for each in found.ends] == [
        (FIT, "1 coefficient"),
        (FIT, "3.2 coefficient"),
        (VACANCY, "0 days"),
        (VACANCY, "120 days"),
    ]
    assert found.inert == (VACANCY,), "nobody leaves there, so no seat is ever vacant"
    lead = found.as_it_is.leads["win_rate_all"]
    assert lead.value is not None and lead.value >= 0.0 and BASELINE not in (lead.first, lead.second)
    for lang in ("en", "zh"):
        assert VACANCY in found.to_text(lang, 10_000)


def test_an_end_at_which_the_scenario_already_is_is_not_played_again() -> None:
    """Three bids are the least the law asks for: both ends of that range, and the value itself."""
    least = "accounts.water_group.project.path.bidders_needed"
    found = leaders(read_situation("kam:reactive_tender"), ["top_down"], paths=[least], replications=2, workers=1)
    assert found.ends == () and found.inert == ()


def test_a_search_leaves_blind_contacts_behind_on_luck_it_has_not_seen() -> None:
    found = room_for_skill(read_situation("kam:resentful_middle"), ["top_down"], replications=128, workers=1)
    assert list(found.told) == [HAPHAZARD, "top_down", BEST_FOUND, BASELINE]
    assert found.room.second == HAPHAZARD and found.room.verdict == "clear"
    assert (found.room.value or 0.0) > 0.1
    assert found.searched > 40 and found.phases
    for lang in ("en", "zh"):
        assert found.phases[0] in found.to_text(lang, 10_000)


def test_a_precision_is_refused() -> None:
    for study in (leaders, room_for_skill):
        with pytest.raises(InputError, match="precision"):
            study(read_situation("kam:keeping_up"), ["top_down"], precision=0.01)
