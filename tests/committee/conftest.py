from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.model.buying_centre import BuyingCentre

MakeCentre = Callable[..., BuyingCentre]

WEIGHTS = {
    "self_weight": 0.4,
    "boss": 0.2,
    "reports": 0.1,
    "advice": 0.2,
    "friendship": 0.1,
    "conflict": 0.0,
    "assumption": "round numbers for tests",
}


@pytest.fixture
def make_centre() -> MakeCentre:
    """Builds a small centre from `{id: (level, boss)}`, ties `(from, to, kind[, weight])` and options."""

    def build(
        people: dict[str, tuple[int, str | None]],
        ties: tuple[tuple[Any, ...], ...] = (),
        roles: dict[str, tuple[str, ...]] | None = None,
        departments: dict[str, str] | None = None,
        hidden: tuple[str, ...] = (),
        weights: dict[str, float] | None = None,
        more: dict[str, dict[str, Any]] | None = None,
    ) -> BuyingCentre:
        first = next(iter(people))
        roles = roles if roles is not None else {first: ("decider",)}
        return BuyingCentre.model_validate(
            {
                "provenance": {"assumption": "made up for a test"},
                "people": [
                    {
                        "id": name,
                        "name": {"en": name, "zh": name},
                        "level": level,
                        "department": (departments or {}).get(name, "general"),
                        "roles": roles.get(name, ("influencer",)),
                        "reports_to": boss,
                        "power": 0.5,
                        "susceptibility": 0.5,
                        "criteria": {"price": 1, "technical": 1, "service": 1, "risk": 1},
                        "identified": name not in hidden,
                        **(more or {}).get(name, {}),
                    }
                    for name, (level, boss) in people.items()
                ],
                "ties": [
                    {"from": tie[0], "to": tie[1], "kind": tie[2], "weight": tie[3] if len(tie) > 3 else 1.0}
                    for tie in ties
                ],
                "influence_weights": {**WEIGHTS, **(weights or {})},
                "group_choice": {
                    "model": "weighted",
                    "veto_stance": {"value": -0.5, "unit": "stance", "assumption": "made up for a test"},
                    "rounds": {"value": 3, "unit": "count", "assumption": "made up for a test"},
                },
            }
        )

    return build


@pytest.fixture(scope="session")
def krackhardt(shared_data: Path) -> Path:
    """The folder with the real organisation; the test is skipped where the shared data are not at hand."""
    return shared_data / "krackhardt"
