"""Where a number could lie: what a range may say, and that every number in the box has one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from pydantic import BaseModel, ValidationError

from engine.model import Quantity, canonical_range, quantities_in
from engine.model.quantity import Probability
from engine.situation import load_tree, read_scenario, scenario_hash
from engine.situation.walk import paths_in

FOLDER = Path(__file__).parents[2] / "scenarios"
SCENARIOS = sorted(FOLDER.glob("*.yaml"))
FILES = [*SCENARIOS, *sorted((FOLDER / "shared").glob("*.yaml"))]
every_scenario = pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)


class Chance(BaseModel):
    """The smallest model with a quantity."""

    chance: Probability


@every_scenario
def test_every_number_could_lie_on_either_side_of_its_value_or_at_a_limit(path: Path) -> None:
    quantities = quantities_in(read_scenario(path))
    assert [place for place, quantity in quantities if quantity.range is None] == []
    for place, quantity in quantities:
        low, high = quantity.range or (0, 0)
        by_law = quantity.is_cited and low == high
        assert low <= quantity.value <= high and (low < high or by_law), place


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_number_of_a_file_has_a_range(path: Path) -> None:
    """The files one by one: a shared number counts even where every scenario replaces it."""
    paths = set(paths_in(load_tree(path)))
    numbers = {place.removesuffix("value") for place in paths if place.endswith(".value")}
    assert {number for number in numbers if f"{number}range" not in paths} == set()


@every_scenario
@pytest.mark.parametrize("end", [0, 1], ids=["low", "high"])
def test_a_scenario_is_valid_with_every_number_at_an_end_of_its_range(path: Path, end: int) -> None:
    quantities = quantities_in(read_scenario(path))
    ends = {place: quantity.range[end] for place, quantity in quantities if quantity.range is not None}
    changed = quantities_in(read_scenario(path, ends))
    assert {place: quantity.value for place, quantity in changed} == ends


def test_published_intervals_are_the_ranges_of_what_is_cited() -> None:
    signs = read_scenario(FOLDER / "keeping_up.yaml").accounts[0].process.sign_offs
    assert signs.refusal.range == (0.022, 0.027) and ".022-.027" in signs.refusal.reason
    assert signs.wait_shape.range == (0.55, 0.65) and ".55-.65" in signs.wait_shape.reason
    error = 0.43
    assert signs.slope.range == pytest.approx((7.98 - 1.96 * error, 7.98 + 1.96 * error), abs=0.05)


def test_files_without_ranges_stay_valid(folder: Path) -> None:
    path = folder / "keeping_up.yaml"
    with_ranges = quantities_in(read_scenario(path))
    for file in folder.rglob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        text = re.sub(r'extends: "?kam:(\w+)"?', r"extends: shared/\1.yaml", text)
        file.write_text(re.sub(r", range: \[[^]]*\]", "", text), encoding="utf-8")
    without = quantities_in(read_scenario(path))
    assert {quantity.range for _, quantity in without} == {None}
    assert [(place, q.value) for place, q in without] == [(place, q.value) for place, q in with_ranges]


def test_the_range_is_part_of_what_a_scenario_says() -> None:
    path = FOLDER / "keeping_up.yaml"
    assert scenario_hash(read_scenario(path)) != scenario_hash(read_scenario(path, ["horizon.range=[700, 800]"]))


def test_canonical_range_is_in_the_canonical_unit() -> None:
    cost = Quantity(value=3, unit="10k CNY", range=(1, 5), assumption="a test")
    assert canonical_range(cost) == (10_000, 50_000)
    assert canonical_range(Quantity(value=3, unit="10k CNY", assumption="a test")) is None


numbers = st.integers(-3, 13).map(lambda tenths: tenths / 10)
three = st.tuples(numbers, numbers, numbers)


@given(st.one_of(three, three.map(sorted)))
def test_a_range_holds_the_value_within_what_is_allowed(ends: Sequence[float]) -> None:
    low, value, high = ends
    written = {"value": value, "unit": "probability", "range": (low, high), "assumption": "a test"}
    right = 0 <= low <= value <= high <= 1
    try:
        read = Chance.model_validate({"chance": written}).chance
    except ValidationError:
        assert not right
    else:
        assert right and read.range == (low, high)
