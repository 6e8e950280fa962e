"""A scenario as its file has to state it: with every constant of the mechanisms there are."""

from __future__ import annotations

from engine.dynamics.machine.composition import Behaviour
from engine.model.scenario import Scenario


class ScenarioFile(Scenario[Behaviour]):  # type: ignore[valid-type]
    """What a scenario file is checked against."""
