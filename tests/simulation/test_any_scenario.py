"""Any valid scenario runs to its end under every strategy, and everything that must hold holds (Hypothesis)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

import numpy as np
from hypothesis import Phase, given, settings, strategies as st
from invariants import check_records, check_story
from laboratory import BROKEN, build, path, plain, quantity, rival, run, simulator
from made_up_committee import made_up

from engine.dynamics.machine.composition import CONSTANTS
from engine.engagement import STRATEGIES
from engine.model.process import STEP_NAMES
from engine.model.scenario import Scenario
from engine.model.terms import INFLUENCE_MODELS, VOTING_MODELS

BOUNDS: Mapping[str, tuple[float, float]] = {
    "probability": (0.0, 1.0),
    "share": (0.0, 1.0),
    "score": (0.0, 1.0),
    "stance": (-1.0, 1.0),
}
LIMITS = {constant.path: get_args(constant.type)[1].func for constant in CONSTANTS}
"""What the schema allows of each constant, in its canonical unit."""
WIDEST = 4.0
"""Numbers without bounds are drawn up to so many times what ships, or a quarter of it."""


def shaken(node: Any, luck: np.random.Generator, path: str = "") -> Any:
    """The same tree with every number moved: within its bounds anywhere, without bounds by a factor of up to WIDEST.

    path: of the node among the constants; empty elsewhere.
    """
    if isinstance(node, list):
        return [shaken(each, luck) for each in node]
    if not isinstance(node, dict):
        return node
    if "unit" in node and "value" in node:
        low, high = BOUNDS.get(node["unit"], (0.0, np.inf))
        if path in LIMITS and LIMITS[path].low is not None:
            low = max(low, LIMITS[path].low)
        if high < np.inf:
            value = float(luck.choice([low, high, *([luck.uniform(low, high)] * 4)]))
        else:
            value = float(node["value"]) * WIDEST ** luck.uniform(-1, 1)
        return {**node, "value": value, "range": None, "source": None, "assumption": "drawn by a test"}
    return {name: shaken(child, luck, f"{path}.{name}".lstrip(".")) for name, child in node.items()}


def process(luck: np.random.Generator) -> list[dict[str, Any]]:
    """Some steps in order, the purchase last."""
    names = [name for name in STEP_NAMES[:-1] if luck.random() < 0.5]
    return [
        {
            "step": name,
            "work": quantity(float(luck.choice([0.0, luck.exponential(20)])), "days"),
            "work_shape": quantity(float(luck.uniform(0.3, 5)), "coefficient"),
            "waiting": quantity(float(luck.choice([0.0, luck.exponential(10)])), "days"),
            "sign_off": bool(luck.random() < 0.4),
            "repeat": quantity(float(luck.uniform(0, 0.4)), "probability"),
            "abandon": quantity(float(luck.choice([0.0, luck.uniform(0, 0.3)])), "probability"),
            "skipped_when_urgent": bool(luck.random() < 0.3),
        }
        for name in [*names, STEP_NAMES[-1]]
    ]


def bodies(people: list[str], luck: np.random.Generator) -> list[dict[str, Any]]:
    """Up to three bodies with any members, that meet as often as any may and put off as much as they may."""
    return [
        {
            "id": f"body{place}",
            "title": {"en": "body", "zh": "会"},
            "members": [person for person in people if luck.random() < 0.3],
            "first": quantity(float(luck.uniform(0, 30)), "days"),
            "every": quantity(float(luck.uniform(1, 60)), "days"),
            "postpones": quantity(float(luck.choice([0.0, luck.uniform(0, 0.8)])), "probability"),
        }
        for place in range(int(luck.integers(0, 4)))
    ]


def account(name: str, pattern: dict[str, Any], luck: np.random.Generator) -> dict[str, Any]:
    """An account of generated people with a random market, process and rivals."""
    rivals = [rival(id=f"r{place}") for place in range(int(luck.integers(0, 4)))]
    for each in rivals:
        each.update({field: float(luck.random()) for field in ("skill", "reputation")})
        each.update(relationship=int(luck.integers(1, 6)), reaction=float(luck.uniform(0, 5)))
        each["touches"] = quantity(float(luck.exponential(0.1)), "per day")
    size = int(luck.integers(5, 17))
    centre = made_up(size, seed=int(luck.integers(1000))).model_dump(mode="json", by_alias=True)
    centre["influence"] = str(luck.choice(INFLUENCE_MODELS))
    centre["group_choice"].update(
        model=str(luck.choice(VOTING_MODELS)),
        quota=quantity(float(luck.integers(1, size + 1)), "count"),
        rounds=quantity(float(luck.integers(1, 5)), "count"),
        veto_stance=quantity(float(luck.uniform(-1, 0.5)), "stance"),
        economic_buyer_must_act=bool(luck.random() < 0.5),
    )
    machine = {
        **BROKEN,
        "failed": bool(luck.random() < 0.5),
        "service_life": quantity(float(luck.uniform(1, 900)), "days"),
    }
    if luck.random() < 0.5:
        machine["failure"] = {
            "shape": quantity(float(luck.uniform(0.5, 4)), "coefficient"),
            "scale": quantity(float(luck.uniform(10, 2000)), "days"),
        }
    market = shaken(pattern["market"], luck)
    if luck.random() < 0.5:
        market["keeping_up"] = None
    if luck.random() < 0.5:
        market["staying_ahead"] = {
            "ambition": quantity(float(luck.random()), "score"),
            "first_season": quantity(float(luck.uniform(0, 300)), "days"),
            "every": quantity(float(luck.uniform(30, 400)), "days"),
            "season_length": quantity(float(luck.uniform(1, 60)), "days"),
        }
    steps = process(luck)
    project = shaken({**pattern["project"], "parts": []}, luck)
    project["path"] = path("open_tender", award="vote") if luck.random() < 0.5 else path("free_purchase")
    project["parts"] = [
        {
            "id": f"part{place}",
            "name": {"en": "part", "zh": "部分"},
            "lot": bool(luck.random() < 0.5),
            "share": quantity(float(luck.uniform(0.05, 0.5)), "share"),
        }
        for place in range(int(luck.integers(0, 3)))
    ]
    if (
        project["path"]["kind"] == "open_tender"
        and any(each["step"] == "bidding" for each in steps)
        and luck.random() < 0.7
    ):
        centre["group_choice"]["model"] = "tender"
        project["path"]["award"] = "points"
    asked = quantity(float(luck.integers(1, 5)), "count") if luck.random() < 0.7 else None
    held = bodies([person["id"] for person in centre["people"]], luck)
    for each in steps:
        each["body"] = str(luck.choice([body["id"] for body in held])) if held and luck.random() < 0.4 else None
    return {
        **pattern,
        "id": name,
        "assets": [machine],
        "market": market,
        "project": project,
        "buying_centre": centre,
        "rivals": rivals,
        "incumbent": str(luck.choice(["us", *(each["id"] for each in rivals)])) if luck.random() < 0.6 else None,
        "process": {
            **pattern["process"],
            "steps": steps,
            "suppliers_asked": asked,
            "working_days_only": bool(luck.random() < 0.5),
            "bodies": held,
        },
        "priority": int(luck.integers(1, 10)),
        "copies": int(luck.integers(1, 3)),
        "starts_apart": quantity(30, "days") if luck.random() < 0.5 else None,
        "max_projects": int(luck.integers(1, 4)),
        "retry_after": quantity(float(luck.uniform(1, 200)), "days") if luck.random() < 0.5 else None,
    }


def scenario(seed: int, accounts: int) -> Scenario:
    """A valid scenario drawn from a seed."""
    luck = np.random.default_rng(seed)
    tree = plain("keeping_up")
    tree["accounts"][0]["partners"] = []
    pattern = tree["accounts"][0]
    tree["behaviour"] = shaken(tree["behaviour"], luck)
    tree["horizon"] = quantity(float(luck.uniform(30, 1500)), "days")
    tree["accounts"] = [account(f"a{place}", pattern, luck) for place in range(accounts)]
    tree["team"]["parallel_contacts"] = int(luck.integers(1, 5))
    tree["team"]["members"] = [
        shaken(member, luck)
        for member in tree["team"]["members"]
        if member["role"] == "account_manager" or luck.random() < 0.6
    ]
    tree["expect"] = []
    return build(tree)


@given(st.integers(0, 2**32 - 1), st.integers(1, 3))
@settings(max_examples=20, phases=[Phase.explicit, Phase.reuse, Phase.generate])  # a seed cannot be shrunk
def test_any_scenario_runs_to_its_end(seed: int, accounts: int) -> None:
    drawn = scenario(seed, accounts)
    opened = []
    for strategy in STRATEGIES:
        records = run(drawn, strategy, 2)
        check_records(drawn, records, 2)
        first = records.outcomes[records.outcomes["deal"] == 0]
        opened.append(np.nan_to_num(first["opened"], nan=-1.0).tolist())
        row = records.outcomes[-1]
        check_story(drawn, simulator(drawn, strategy).trace(int(row["replication"]), int(row["deal"])), row)
    assert all(days == opened[0] for days in opened), "strategies share the day on which the first project opens"
