"""A scenario as its file has to state it: with every constant of the mechanisms there are."""

from __future__ import annotations

from engine.dynamics.machine.composition import Behaviour
from engine.model.scenario import Scenario


class CompleteScenario(Scenario[Behaviour]):  # type: ignore[valid-type]
    """What scenario files and stored runs are checked against."""
