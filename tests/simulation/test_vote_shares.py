"""Deals counted by the chances of their votes: right on average, and steadier than the endings that were drawn."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from laboratory import NAMES, decider, degenerate, edited, person, plain, run, shipped, step

from engine.files.shipped import shipped_folder
from engine.model.terms import VOTING_MODELS, Outcome
from engine.situation import load_tree

VOTED = (Outcome.won, Outcome.lost, Outcome.no_decision)

FREELY = load_tree(shipped_folder() / "shared" / "free_purchase.yaml").plain()
"""The path on which a group votes."""


def drawn(rows: Any) -> np.ndarray:
    """Deals × endings: 1 where it was drawn."""
    return np.stack([rows["outcome"] == ending for ending in VOTED], axis=1).astype(float)


def counted(rows: Any) -> np.ndarray:
    """Deals × endings: the share that counts."""
    return np.stack([rows[ending.name] for ending in VOTED], axis=1)


def held_to_its_chances(rows: Any) -> np.ndarray:
    """What was drawn strays from the shares by chance only, whatever the share: the standard error by ending.

    So draws vary as shares do and, on top of it, by what is left to luck once the shares are known.
    """
    share, gap = counted(rows), drawn(rows) - counted(rows)
    error: np.ndarray = np.sqrt((share * (1 - share)).mean(axis=0) / len(rows))
    one_deal = 1.5 / len(rows)  # where nothing was likely, a single draw is far out in standard errors
    assert np.all(np.abs(gap.mean(axis=0)) <= 4.5 * error + one_deal)
    assert np.all(np.abs((gap * share).mean(axis=0)) <= 4.5 * error + one_deal)
    return error


@pytest.mark.parametrize("model", VOTING_MODELS)
@pytest.mark.parametrize("name", NAMES)
def test_shares_vary_less_than_draws_whatever_the_rule(name: str, model: str) -> None:
    rule: dict[str, Any] = {"model": model}
    if model == "minimum_endorsement":
        rule["quota"] = {"value": 4, "unit": "count", "assumption": "set by a test"}
    edits = {
        f"accounts.{place}.buying_centre.group_choice.{key}": value
        for place in range(len(shipped(name).accounts))
        for key, value in rule.items()
    }
    for place, account in enumerate(shipped(name).accounts):
        if account.project.path.by_papers:
            edits[f"accounts.{place}.project.path"] = FREELY
    rows = run(edited(name, edits), "top_down", 10 if name == "team_portfolio" else 150, seed=5).outcomes
    ended = rows[np.isin(rows["outcome"], VOTED)]
    assert np.all(counted(ended).sum(axis=1) == 1.0)
    assert not counted(rows[~np.isin(rows["outcome"], VOTED)]).any()
    if held_to_its_chances(rows).max() > 0.01:  # else the vote is as good as certain
        assert counted(rows).var(axis=0).sum() < drawn(rows).var(axis=0).sum()


@pytest.mark.parametrize("must_act", [False, True])
@pytest.mark.parametrize("model", VOTING_MODELS)
def test_shares_are_right_on_average_over_several_rounds(model: str, must_act: bool) -> None:
    """Three rounds of a divided committee that often buys nothing, some deals dropped: paired with what was drawn."""
    quota = {"value": 3, "unit": "count", "assumption": "set by a test"}
    rule: dict[str, Any] = {"model": model, "economic_buyer_must_act": must_act, "rounds": 3}
    rule |= {"quota": quota} if model == "minimum_endorsement" else {}
    edits: dict[str, Any] = {f"accounts.0.buying_centre.group_choice.{key}": value for key, value in rule.items()}
    edits |= {"behaviour.decision.nothing": 0, "behaviour.decision.stance": 2}
    people = [decider(), *(person(f"p{i}", power=0.1 + 0.2 * i, stance=0.3 * i - 0.6) for i in range(5))]
    rival = plain("keeping_up")["accounts"][0]["rivals"][0]
    steps = [step("need", 1), step("purchase", 1, abandon=0.1)]
    rows = run(degenerate(steps, people, edits, rivals=[rival]), count=4000).outcomes
    assert len(np.unique(rows["rounds"])) >= 3 and np.all(np.isin(rows["outcome"], VOTED))
    error = held_to_its_chances(rows)
    assert np.all((error > 0.001) & (error < 0.01)), error
