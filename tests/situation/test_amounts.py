"""Every money field says what is usual; an amount that is not is asked about, and every way to settle it does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from engine.dynamics.complete import CompleteScenario
from engine.errors import OpenQuestion, answering
from engine.files.model_types import fields_of, model_of, units_of
from engine.model.dossier import Dossier
from engine.model.dossier_sections import Money, Profit
from engine.model.quantity import MONEY_UNITS, canonical, placed_quantities, plausible
from engine.situation import read_scenario
from engine.wording import Message

AMOUNT, COST = "accounts.parts_group.project.amount", "team.members.account_manager.cost"


def fields(annotation: Any, seen: set[type[BaseModel]]) -> Iterator[tuple[str, Any]]:
    """Every field of the models within a type."""
    model = model_of(annotation)
    if model is None:
        for inner in get_args(annotation):
            yield from fields(inner, seen)
    elif model not in seen:
        seen.add(model)
        for name, info in fields_of(model).items():
            yield f"{model.__name__}.{name}", info
            yield from fields(info.annotation, seen)


def test_every_money_field_of_a_scenario_says_what_is_usual() -> None:
    money = {unit for each in MONEY_UNITS for unit in (each, f"{each} per hour")}
    found = {name: info for name, info in fields(CompleteScenario, set()) if money & set(units_of(info))}
    assert set(found) == {"Project.amount", "SignOff.midpoint", "Member.cost"}
    assert all(plausible(info) for info in found.values())


def test_every_money_field_of_a_dossier_says_what_is_usual() -> None:
    found = {name for name, info in fields(Dossier, set()) if {Money, Profit} & set(get_args(info.annotation))}
    assert found == {name for name, info in fields(Dossier, set()) if plausible(info)} and len(found) == 8


def test_amounts_in_the_box_are_usual(shipped: Path) -> None:
    for path in shipped.glob("*.yaml"):
        said: list[Message] = []
        placed = [each for each in placed_quantities(read_scenario(path, said=said)) if each.usually]
        assert len(placed) >= 4 and not said


@pytest.mark.parametrize(
    ("path", "stated", "worth"),
    [
        (AMOUNT, "6800000", (6.8e6, 6.8e10)),
        (AMOUNT, "680 CNY", (680.0, 6.8e6)),
        (COST, "0.02 CNY per hour", (0.02, 200.0)),
        (COST, "200 10k CNY per hour", (200.0, 2e6)),
    ],
)
def test_both_readings_can_be_chosen_by_answer_and_by_line(path: str, stated: str, worth: tuple[float, float]) -> None:
    def amount(change: str) -> float:
        found = {each.path: each.quantity for each in placed_quantities(read_scenario("kam:keeping_up", [change]))}
        return canonical(found[path])

    with pytest.raises(OpenQuestion) as caught:
        amount(f"{path}={stated}")
    (question,) = caught.value.problems
    assert question.code == "money-unit" and question.where == f"--set {path}"
    lines = re.findall(r"`=([^`]+)`", question.hint)
    for number, value in enumerate(worth):
        assert amount(f"{path}={lines[number]}") == pytest.approx(value)
        with answering({question: number}.get):  # type: ignore[arg-type]
            assert amount(f"{path}={stated}") == pytest.approx(value)


def test_an_unusual_amount_that_nobody_mistakes_is_said() -> None:
    said: list[Message] = []
    read_scenario("kam:keeping_up", [f"{AMOUNT}=68000000000 CNY"], said=said)
    assert said == [f"{AMOUNT}: 68000000000 CNY is unusual and was taken as written"]
    assert said[0].in_language("zh") == f"{AMOUNT}：68000000000 元不太常见，已按原样采用"
