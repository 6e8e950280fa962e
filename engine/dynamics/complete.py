"""A scenario as its file has to state it: with every constant of the mechanisms there are."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from engine.dynamics.machine.composition import MECHANISMS, REMOVABLE, Behaviour
from engine.model.faults import Fault, unfit_if
from engine.model.scenario import Scenario
from engine.wording import nearest, say


class CompleteScenario(Scenario[Behaviour]):  # type: ignore[valid-type]
    """What scenario files and stored runs are checked against."""

    @model_validator(mode="after")
    def _can_be_switched_off(self) -> Self:
        faults = []
        for place, name in enumerate(self.switched_off):
            if name not in REMOVABLE:
                there = any(each.name == name for each in MECHANISMS)
                what = say("there is no mechanism `{name}`", name=name)
                if there:
                    what = say("the rest cannot run without `{name}`, so it cannot be switched off", name=name)
                hint = say("those that can: {names}", names=list(REMOVABLE)) if there else nearest(name, REMOVABLE)
                faults.append(Fault("mechanism-stays", what, ("switched_off", place), hint))
        unfit_if(faults)
        return self
