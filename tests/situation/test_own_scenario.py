"""A scenario of one's own: sound for every trigger on every path, and it says what was answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.model.terms import PathName
from engine.situation.closest_scenario import PATHS, TRIGGERS, TriggerName, base_of, closest, shipped_bases
from engine.situation.own_rivals import enough_rivals, suppliers
from engine.situation.own_scenario import Purchase, checked, own_scenario_text


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("trigger", TRIGGERS)
def test_every_trigger_on_every_path(tmp_path: Path, trigger: TriggerName, path: PathName) -> None:
    for ownership, named in ((None, 1), ("public_body", 3)):
        base = closest(trigger, path, ownership)
        rivals = tuple(f"rival {n}" for n in range(enough_rivals(path, named)))
        purchase = Purchase(base, 'A "B": #c', "- x", ownership, path, 500, 0.25, rivals, 0)
        scenario = checked(own_scenario_text(tmp_path / "x.yaml", purchase, "en"), tmp_path / "x.yaml")
        (account,) = scenario.accounts
        assert base.trigger == trigger and account.project.path.kind == path and account.ownership == ownership
        assert account.name.en == 'A "B": #c' and scenario.title.en == 'A "B": #c: - x'
        assert account.incumbent == "rival_1" and account.project.amount.value == 500


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("base", [base.name for base in shipped_bases()])
def test_what_is_not_answered_is_the_base_s(tmp_path: Path, base: str, lang: str) -> None:
    path = tmp_path / "x.yaml"
    scenario = checked(own_scenario_text(path, Purchase(base_of(base), "a", "b", None), lang), path)
    (mine,), (theirs,) = scenario.accounts, base_of(base).scenario.accounts
    assert (
        mine.buying_centre.people == theirs.buying_centre.people
        and mine.buying_centre.ties == theirs.buying_centre.ties
    )
    assert mine.process.steps == theirs.process.steps and mine.rivals == theirs.rivals
    assert mine.buying_centre.group_choice.model == theirs.buying_centre.group_choice.model
    assert mine.incumbent == theirs.incumbent and mine.project.amount.value == theirs.project.amount.value


def test_the_supplier_in_place_is_modelled_on_the_one_of_the_example() -> None:
    account = base_of("kam:hospital_negotiation").account
    found = suppliers(account, ("x", "y"), 1)
    assert found[1].model is not None and found[1].model.id == account.incumbent
    assert found[0].model is not found[1].model


def test_a_single_buyer_is_built_on_a_purchase_by_one() -> None:
    assert len(closest("scheduled_renewal", "free_purchase", None, 1).account.buying_centre.people) == 1
    assert len(closest("scheduled_renewal", "free_purchase").account.buying_centre.people) > 1
