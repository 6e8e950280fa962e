"""People, not places: in which order a file lists people, ties, rivals and assets changes no byte of a record."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from laboratory import NAMES, build, edited, person, plain, quantity, run, shipped, simulator

from engine.dynamics import entry  # noqa: F401  kernels can be called
from engine.dynamics.machine.chance import draw_key, pick_by_key
from engine.model.terms import INFLUENCE_MODELS


def reversed_file(tree: dict[str, Any]) -> dict[str, Any]:
    """The same scenario with everything that has a name listed from the end."""
    for account in tree["accounts"]:
        account["buying_centre"]["people"].reverse()
        account["buying_centre"]["ties"].reverse()
        account["rivals"].reverse()
        account["assets"].reverse()
    return tree


@pytest.mark.parametrize("strategy", ["top_down", "bottom_up_sponsored", "playbook"])
@pytest.mark.parametrize("name", NAMES)
def test_a_file_listed_backwards_gives_the_same_bytes(name: str, strategy: str) -> None:
    forwards, backwards = run(shipped(name), strategy, 8), run(build(reversed_file(plain(name))), strategy, 8)
    assert len(forwards.outcomes) > 0
    assert forwards.outcomes.tobytes() == backwards.outcomes.tobytes()
    assert forwards.team.tobytes() == backwards.team.tobytes()


@pytest.mark.parametrize("model", INFLUENCE_MODELS)
def test_whoever_talks_to_whom_it_is_the_same_backwards(model: str) -> None:
    tree = plain("resentful_middle")
    tree["accounts"][0]["buying_centre"]["influence"] = model
    forwards = run(build(tree), "top_down", 8).outcomes
    assert forwards.tobytes() == run(build(reversed_file(tree)), "top_down", 8).outcomes.tobytes()
    assert forwards["meetings"].sum() > 0


def test_a_story_names_the_same_people_whatever_the_file() -> None:
    """Numbers are places in the record, names come from there; the levels of those met follow from the file."""
    one, other = shipped("keeping_up"), build(reversed_file(plain("keeping_up")))
    stories = [simulator(scenario, "top_down").trace(3) for scenario in (one, other)]
    assert stories[0].people == stories[1].people != tuple(p.id for p in one.accounts[0].buying_centre.people)
    assert [(e.day, e.kind, e.person) for e in stories[0].events] == [
        (e.day, e.kind, e.person) for e in stories[1].events
    ]
    centre = one.accounts[0].buying_centre
    met = [event for event in stories[0].events if event.kind == "met"]
    assert met
    assert sorted({person.level for person in centre.people}) == [1, 2, 3, 4]
    assert [centre.person(stories[0].people[event.person]).level for event in met] == [e["level"] for e in met]


NOBODY = person("newcomer", 4, None, power=0.0, susceptibility=0.0)
"""Without power, ties, superior or reports, and not known to have a say."""


@pytest.mark.parametrize("model", INFLUENCE_MODELS)
@pytest.mark.parametrize("name", ["keeping_up", "staying_ahead_tender"])
def test_a_newcomer_without_power_or_ties_changes_nothing(name: str, model: str) -> None:
    """Rivals look for power only (`rivals.least_attention` 0), or they would call on the newcomer now and then.

    The group weighs voices: under such a rule a voice without power is none. What counts heads counts one more.
    """
    tree = edited(name, {"behaviour.rivals.least_attention": 0}).model_dump(mode="json", by_alias=True)
    account = tree["accounts"][0]
    account["market"]["surprises"] = quantity(6, "per year")
    account["buying_centre"]["influence"] = model
    account["buying_centre"]["group_choice"].update(model="weighted", quota=None)
    account["project"]["path"]["award"] = "vote"
    for strategy in ("top_down", "bottom_up_sponsored"):
        before = run(build(tree), strategy, 20).outcomes
        account["buying_centre"]["people"].insert(0, NOBODY)
        after = run(build(tree), strategy, 20).outcomes
        account["buying_centre"]["people"].pop(0)
        for column in before.dtype.names:
            if column not in ("people", "events", "people_left"):  # their own vote and leaving are written down
                np.testing.assert_array_equal(before[column], after[column], err_msg=column)
        assert set(after["people"] - before["people"]) in ({1}, {0, 1}), "one more, unless they have left"
        assert before["rival_touches"].sum() > 0 and before["meetings"].sum() > 0


def picks(weights: list[float], draws: int) -> np.ndarray:
    """How often each place is picked."""
    keys = np.arange(100, 100 + len(weights), dtype=np.uint64)
    drawn = (np.uint64(draw_key(5, 0, 18, draw)) for draw in range(draws))
    found = [pick_by_key(draw, keys, np.array(weights), len(weights)) for draw in drawn]
    return np.bincount(found, minlength=len(weights))


@pytest.mark.parametrize("weights", [[1.0] * 8, [0.3, 0.0, 1.2, 0.5], [2.0]])
def test_picks_are_as_frequent_as_weights_say(weights: list[float]) -> None:
    draws = 40_000
    seen, chances = picks(weights, draws), np.array(weights) / sum(weights)
    sigma = np.sqrt(draws * chances * (1 - chances))
    assert np.all(np.abs(seen - draws * chances) <= 4 * sigma)


def test_who_joins_takes_picks_from_everybody_and_moves_none_among_the_others() -> None:
    keys = np.array([11, 7, 5, 3], np.uint64)
    weights = np.array([0.4, 0.9, 0.2, 1.5])
    taken = 0
    for draw in range(4000):
        key = np.uint64(draw_key(9, 0, 18, draw))
        with_them, without = pick_by_key(key, keys, weights, 4), pick_by_key(key, keys, weights, 3)
        assert with_them in (without, 3)
        taken += with_them == 3
    assert abs(taken / 4000 - 0.5) < 4 * 0.5 / np.sqrt(4000)
    assert pick_by_key(np.uint64(draw_key(9, 0, 18, 0)), keys, np.zeros(4), 4) == -1
