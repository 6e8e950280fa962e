"""Generated committees against the figures published for the real organisation, within stated bounds."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from scipy.stats import spearmanr

from engine.committee import generate, influence_matrix, read_people_and_ties
from engine.committee.structure import lateral_involvement, tie_pattern, vertical_involvement
from engine.errors import InputError
from engine.model.buying_centre import BuyingCentre

SEEDS = 200
FIGURES = ("density", "reciprocity", "up", "sideways", "down", "on_reporting_lines", "rank_correlation")
ADVICE = dict(zip(FIGURES, (0.45, 0.47, 0.30, 0.55, 0.15, 0.95, 0.67), strict=True))
FRIENDSHIP = dict(zip(FIGURES, (0.24, 0.45, 0.22, 0.74, 0.04, 0.60, -0.02), strict=True))


def _figures(centre: BuyingCentre, kind: Literal["advice", "friendship"]) -> dict[str, float]:
    pattern = tie_pattern(centre, kind)
    named = [sum(tie.kind == kind and tie.target == person.id for tie in centre.ties) for person in centre.people]
    rank = [-person.level for person in centre.people]
    assert pattern.mix is not None and pattern.reciprocity is not None and pattern.on_reporting_lines is not None
    return {
        "density": pattern.density,
        "reciprocity": pattern.reciprocity,
        "up": pattern.mix.up,
        "sideways": pattern.mix.sideways,
        "down": pattern.mix.down,
        "on_reporting_lines": pattern.on_reporting_lines,
        "rank_correlation": float(spearmanr(rank, named).statistic) if len(set(named)) > 1 else 0.0,
    }


def _means(size: int, kind: Literal["advice", "friendship"]) -> dict[str, float]:
    found = [_figures(generate(size, seed=seed), kind) for seed in range(SEEDS)]
    return {name: float(np.mean([one[name] for one in found])) for name in FIGURES}


@pytest.mark.parametrize("size", [12, 16])
def test_advice_lies_as_in_the_real_organisation(size: int) -> None:
    """Bounds from 12 people on: .03 on density and shares, .05 on reciprocity, .20 on the rank correlation."""
    found = _means(size, "advice")
    for name in ("density", "up", "sideways", "down", "on_reporting_lines"):
        assert found[name] == pytest.approx(ADVICE[name], abs=0.03), name
    assert found["reciprocity"] == pytest.approx(ADVICE["reciprocity"], abs=0.05)
    assert found["rank_correlation"] == pytest.approx(ADVICE["rank_correlation"], abs=0.20)


@pytest.mark.parametrize("size", [12, 16])
def test_friendship_lies_as_in_the_real_organisation(size: int) -> None:
    """Bounds: .03 on density, .04 on shares, .05 on reciprocity and lines, .10 on the rank correlation."""
    found = _means(size, "friendship")
    assert found["density"] == pytest.approx(FRIENDSHIP["density"], abs=0.03)
    for name in ("up", "sideways", "down"):
        assert found[name] == pytest.approx(FRIENDSHIP[name], abs=0.04), name
    for name in ("reciprocity", "on_reporting_lines"):
        assert found[name] == pytest.approx(FRIENDSHIP[name], abs=0.05), name
    assert found["rank_correlation"] == pytest.approx(FRIENDSHIP["rank_correlation"], abs=0.10)


@pytest.mark.parametrize(("size", "mix_bound"), [(5, 0.18), (7, 0.16), (9, 0.08)])
def test_small_committees_keep_density_and_bend_the_mix(size: int, mix_bound: float) -> None:
    """In small committees the reporting lines alone are much of the upward advice; the bounds say how much."""
    departments = 4 if size == 5 else 5
    found = [_figures(generate(size, departments=departments, seed=seed), "advice") for seed in range(SEEDS)]
    mean = {name: float(np.mean([one[name] for one in found])) for name in FIGURES}
    assert mean["density"] == pytest.approx(ADVICE["density"], abs=0.03)
    assert mean["on_reporting_lines"] == pytest.approx(ADVICE["on_reporting_lines"], abs=0.03)
    assert mean["reciprocity"] == pytest.approx(ADVICE["reciprocity"], abs=0.08)
    for name in ("up", "sideways", "down"):
        assert mean[name] == pytest.approx(ADVICE[name], abs=mix_bound), name


def test_the_tie_model_on_the_real_chart(krackhardt: Path) -> None:
    """Laid on the 21 real managers' chart, the ties give every real figure within two standard deviations of a draw."""
    from engine.committee import generator

    managers = list(csv.DictReader((krackhardt / "managers.csv").open()))
    level = [int(row["level"]) for row in managers]
    department = [int(row["department"]) for row in managers]
    template = generate(12, seed=0)
    real = read_people_and_ties(krackhardt / "managers.csv", krackhardt / "ties.csv", template)
    place = {person.id: index for index, person in enumerate(real.people)}
    boss = [None if person.reports_to is None else place[person.reports_to] for person in real.people]
    for targets, kind in ((generator.ADVICE, "advice"), (generator.FRIENDSHIP, "friendship")):
        draws = []
        for seed in range(SEEDS):
            ties = generator._ties(targets, level, department, boss, np.random.default_rng(seed))
            drawn = [{"from": real.people[a].id, "to": real.people[b].id, "kind": kind} for a, b in np.argwhere(ties)]
            centre = real.model_copy(update={"ties": tuple(type(real.ties[0]).model_validate(tie) for tie in drawn)})
            draws.append(_figures(centre, kind))
        observed = _figures(real, kind)
        for name in FIGURES:
            values = [one[name] for one in draws]
            assert abs(observed[name] - np.mean(values)) < 2 * np.std(values), (kind, name)


def test_published_figures_are_those_of_the_file(krackhardt: Path) -> None:
    real = read_people_and_ties(krackhardt / "managers.csv", krackhardt / "ties.csv", generate(12, seed=0))
    for kind, published in (("advice", ADVICE), ("friendship", FRIENDSHIP)):
        for name, value in _figures(real, kind).items():
            assert value == pytest.approx(published[name], abs=0.006), (kind, name)


@settings(max_examples=60, deadline=None)
@given(st.integers(5, 16), st.integers(3, 5), st.integers(4, 9), st.integers(0, 10**6))
def test_every_committee_is_whole(size: int, levels: int, departments: int, seed: int) -> None:
    levels, departments = min(levels, size - 1), min(departments, size)
    centre = generate(size, levels, departments, seed=seed)
    assert len(centre.people) == size
    assert vertical_involvement(centre) == levels
    assert lateral_involvement(centre) == departments
    held = {role for person in centre.people for role in person.roles}
    assert {"decider", "financial_approver", "technical_evaluator", "buyer", "gatekeeper", "initiator"} <= held
    assert sum("decider" in person.roles for person in centre.people) == 1
    top = [person for person in centre.people if person.reports_to is None]
    assert [person.level for person in top] == [1]
    for person in centre.people:
        if person.reports_to is not None:
            assert centre.person(person.reports_to).level == person.level - 1
    pairs = [(tie.source, tie.target, tie.kind) for tie in centre.ties]
    assert len(pairs) == len(set(pairs))
    np.testing.assert_allclose(np.abs(influence_matrix(centre)).sum(axis=1), 1, atol=1e-12)
    assert centre == generate(size, levels, departments, seed=seed)


def test_seeds_differ_and_the_rest_follows_the_template() -> None:
    first, second = generate(10, seed=1), generate(10, seed=2)
    assert first.ties != second.ties
    weights = first.influence_weights.model_copy(update={"boss": 0.9})
    like = first.model_copy(update={"influence": "voter", "influence_weights": weights})
    taken = generate(10, seed=1, like=like)
    assert (taken.influence, taken.influence_weights.boss) == ("voter", 0.9)
    assert taken.people == first.people


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"size": 4}, "4 cannot be generated"),
        ({"size": 17}, "17 cannot be generated"),
        ({"size": 8, "levels": 2}, "2 levels"),
        ({"size": 5, "levels": 5}, "5 levels"),
        ({"size": 8, "departments": 3}, "3 departments"),
        ({"size": 5, "departments": 6}, "6 departments"),
        ({"size": 8, "seed": -1}, "negative"),
    ],
)
def test_impossible_committees_are_refused(arguments: dict[str, int], message: str) -> None:
    with pytest.raises(InputError, match=message):
        generate(**{"seed": 0, **arguments})
