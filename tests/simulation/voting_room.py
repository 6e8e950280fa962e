"""A committee whose members have the preferences that a test wants, and its vote, held many times on fresh luck."""

from __future__ import annotations

from typing import Any

import numpy as np
from laboratory import Bench, bench_of, decider, degenerate, person, plain, role_bits, step

from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import join_keys
from engine.dynamics.mechanisms.group_decision import committee_decides
from engine.model.terms import VOTING_MODELS

STEEPNESS = 20.0


def room(preferences: np.ndarray, weights: np.ndarray, model: str, quota: int = 2) -> Bench:
    """A deal in which everybody's softmax of utilities gives these preferences among us, the rivals and nothing."""
    members, count = preferences.shape
    rivals = [{**plain("keeping_up")["accounts"][0]["rivals"][0], "id": f"rival{j}"} for j in range(count - 2)]
    centre = {"accounts.0.buying_centre.group_choice.economic_buyer_must_act": False}
    people = [decider(), *(person(f"p{i}") for i in range(1, members))]
    bench = bench_of(degenerate([step("purchase", 1)], people, centre, rivals=rivals))
    odds = np.log(preferences[:, :-1] / preferences[:, -1:]) / STEEPNESS
    assert np.abs(odds).max() <= 1
    bench.decision_stance, bench.decision_nothing = STEEPNESS, 0.0
    bench.stance[:members], bench.rival_stance[: count - 2, :members] = odds[:, 0], odds[:, 1:].T
    bench.power[:members] = weights
    bench.roles[:members], bench.roles[0] = 0, role_bits("decider")
    bench.group_model, bench.quota, bench.veto_stance = VOTING_MODELS.index(model), quota, -1.0  # type: ignore[arg-type]
    return bench


@kernel
def vote_often(account: Any, deal: Any, desk: Any, root: int, found: Any, odds: Any) -> None:
    """Hold the vote on fresh luck: what is drawn (0 us, 1 … rivals, −1 nothing), and the chances before."""
    for draw in range(len(found)):
        deal.key = join_keys(root, draw)
        found[draw] = committee_decides(account, deal, desk, 0.0, -1)
        odds[draw, 0], odds[draw, 1], odds[draw, 2] = deal.won, deal.lost, deal.no_decision


def held(bench: Bench, times: int) -> tuple[np.ndarray, np.ndarray]:
    """The vote, many times: what was drawn, and the chances of us, the rivals and nothing."""
    found, odds = np.empty(times, np.int64), np.empty((times, 3))
    vote_often(*bench.records, 1980, found, odds)
    return found, odds
