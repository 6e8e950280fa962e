"""A rival who breaks the law is a hazard from outside: no chance, no effect; hidden, found out, challenged (S31)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from laboratory import USER, decider, degenerate, office, project_by, quantity, rival, run, shipped, step, written

from engine.dynamics.mechanisms.misconduct import EXCLUDED, NONE, RESTARTED, UNDISCOVERED, strike_out
from engine.model.terms import GROUP_MODELS, BuyerStep, Outcome

STEPS = [step("need", 1), step("bidding", 1), step("purchase", 1)]
HAZARD = "behaviour.misconduct"


def scored(**hazard: float) -> Any:
    """A scored tender between us and a rival, with this hazard."""
    project = project_by("open_tender", qualified=False, least_days=quantity(0, "days"))
    edits = {f"{HAZARD}.{name}": value for name, value in hazard.items()}
    edits["accounts.0.buying_centre.group_choice.model"] = "tender"  # type: ignore[assignment]
    return degenerate(STEPS, [decider()], edits, project=project, rivals=[rival(id="one")])


def with_offence(discovered: float, excluded: float, **more: Any) -> Any:
    """An office whose rival breaks the law for certain, at the opening of bids."""
    bench = office(rivals=[rival()], **more)
    bench.misconduct_chance, bench.misconduct_discovered, bench.misconduct_excluded = 1.0, discovered, excluded
    bench.group_model, bench.step, bench.seller_active = GROUP_MODELS.index("tender"), 1, 1
    return bench


def opened(bench: Any) -> Any:
    """Which of two bids are valid after the opening."""
    valid, points = np.ones(2, np.bool_), np.ones(2)
    strike_out(*bench.records, 0.0, 2, np.zeros(2, np.uint64), valid, points)
    return valid


@pytest.mark.parametrize(
    ("discovered", "excluded", "offence", "left"),
    [(0.0, 0.0, UNDISCOVERED, [True, True]), (1.0, 1.0, EXCLUDED, [True, False]), (1.0, 0.0, RESTARTED, [True, True])],
)
def test_what_comes_of_it(discovered: float, excluded: float, offence: int, left: list[bool]) -> None:
    bench = with_offence(discovered, excluded)
    assert opened(bench).tolist() == left
    assert (bench.offence, bench.offender) == (offence, 0)
    (told,) = written(bench, "misconduct")
    assert told.code == offence


def test_a_challenge_costs_goodwill_and_hours_where_we_bid() -> None:
    for active, discovered, costs in ((1, 1.0, True), (0, 1.0, False), (1, 0.0, False)):
        bench = with_offence(discovered, 1.0)
        bench.seller_active, bench.met[USER] = active, 1
        before = bench.stance.tolist()
        opened(bench)
        assert (bench.unbooked_hours == bench.misconduct_hours) == costs
        lost = [one - other for one, other in zip(before, bench.stance.tolist(), strict=True)]
        assert lost == pytest.approx([bench.misconduct_goodwill if costs and i == USER else 0.0 for i in range(6)])


def test_by_default_nobody_does() -> None:
    bench = office(rivals=[rival()])
    assert bench.misconduct_chance == 0.0
    opened(bench)
    assert (bench.offence, bench.offender) == (NONE, -1) and not written(bench, "misconduct")


def test_undiscovered_it_decides_and_found_out_it_cannot() -> None:
    hidden = run(scored(chance=1.0, discovered=0.0), count=100).outcomes
    decided = hidden[hidden["outcome"] != Outcome.no_decision]
    assert len(decided) > 20 and np.all(decided["outcome"] == Outcome.lost) and np.all(decided["winner"] == 0)
    struck = run(scored(chance=1.0, discovered=1.0, excluded=1.0), count=100).outcomes
    assert not np.any(struck["winner"] == 0)


def test_a_void_tender_takes_time_until_the_rounds_are_over() -> None:
    rows = run(scored(chance=1.0, discovered=1.0, excluded=0.0), count=50).outcomes
    assert np.all(rows["outcome"] == Outcome.no_decision) and np.all(rows["rounds"] == 3)


@pytest.mark.parametrize("discovered", [0.0, 0.5, 1.0])
def test_shares_still_come_to_one(discovered: float) -> None:
    rows = run(scored(chance=0.5, discovered=discovered), count=200).outcomes
    whole = rows["won"] + rows["lost"] + rows["no_decision"]
    assert whole == pytest.approx(np.ones(len(rows)))


def test_without_a_chance_nothing_differs_from_a_world_without_it() -> None:
    on = shipped("reactive_tender")
    off = on.model_copy(update={"switched_off": ("misconduct",)})
    one, other = (run(each, "top_down", count=10).outcomes for each in (on, off))
    assert one.tobytes() == other.tobytes()
    assert BuyerStep.bidding in {BuyerStep[each.step] for each in on.accounts[0].process.steps}
