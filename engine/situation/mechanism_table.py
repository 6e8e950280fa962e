"""The mechanisms of the model as people read of them: found by name or by a system of the field, told in tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from engine.dynamics.declarations import Mechanism
from engine.dynamics.machine.composition import MECHANISMS
from engine.engagement import strategy_label
from engine.errors import InputError, Problem
from engine.model.quantity import Quantity
from engine.model.scenario import Scenario
from engine.results.measures import MEASURES
from engine.wording import (
    Cell,
    Column,
    Joined,
    Message,
    Paragraph,
    Part,
    Said,
    Table,
    Title,
    amount_said,
    ground_said,
    nearest,
    say,
    told,
)

_SYSTEM = re.compile(r"S\d\d")


def mechanisms_named(name: str) -> tuple[Mechanism, ...]:
    """The mechanism of this name, or all whose source names this system of the field, such as S12.

    Raises InputError with the nearest names.

    >>> [each.name for each in mechanisms_named("S15")]
    ['spin']
    """
    found = tuple(each for each in MECHANISMS if name in (each.name, *_systems(each)))
    if not found:
        what = say("there is no mechanism `{name}`", name=name)
        raise InputError(Problem("NAME", what, nearest(name, _names()), "mechanism-unknown"))
    return found


def _systems(mechanism: Mechanism) -> list[str]:
    return _SYSTEM.findall(told(mechanism.source, "en"))


def _names() -> list[str]:
    return [*(each.name for each in MECHANISMS), *(system for each in MECHANISMS for system in _systems(each))]


def overview(measured: Mapping[str, Cell]) -> Table:
    """The table of mechanisms. measured: what switching them off does, by name; else what their files say of it."""
    columns = [
        Column(say("Mechanism"), name="name"),
        Column(say("What it says"), name="sentence"),
        Column(say("Source"), name="source"),
        Column(say("constants"), number=True, name="constants"),
        Column(say("Switched off"), name="switched_off"),
    ]
    rows = []
    for each in MECHANISMS:
        number = len(each.constants)
        row = [Cell(each.title, f"`{each.name}`", value=each.name), Cell(each.sentence), Cell(_source(each))]
        rows.append([*row, Cell(str(number), value=number), measured.get(each.name, _declared(each))])
    return Table(columns, rows)


def _source(mechanism: Mechanism) -> Said:
    """Its source, with Chinese marks between systems and sections where it is read in Chinese."""
    source = mechanism.source
    if hasattr(source, "in_language"):
        return source
    return Joined([Joined(part.split(", "), ", ") for part in source.split("; ")], "; ")


def _declared(mechanism: Mechanism) -> Cell:
    """What switching it off does, as its file says."""
    shown = mechanism.shown_in
    if mechanism.core:
        return Cell(say("cannot be switched off"))
    if shown is None:
        return Cell(say("no shipped scenario shows it"))
    label = MEASURES[shown.measure].label
    rises = shown.direction == "up"
    words = say("{measure}: up", measure=label) if rises else say("{measure}: down", measure=label)
    return Cell(words, where_seen(shown.scenario, shown.strategy))


def where_seen(scenario: str, strategy: str) -> Message:
    """The place of an effect."""
    return say("{strategy}, `{scenario}`", strategy=strategy_label(strategy), scenario=scenario)


def constants_of(mechanism: Mechanism, scenario: Scenario) -> dict[str, Quantity]:
    """The mechanism's constants as they hold in a scenario, by path."""
    behaviour: Any = scenario.behaviour
    return {each.path: getattr(getattr(behaviour, each.group), each.name) for each in mechanism.constants}


def described(mechanism: Mechanism, scenario: Scenario) -> list[Part]:
    """What the mechanism says, its source, its constants as they hold in this scenario, and the events it writes."""
    source = say("Source: {source}", source=_source(mechanism))
    heading = say("{title} (`{name}`)", title=mechanism.title, name=mechanism.name)
    parts: list[Part] = [Title(heading, 3), Paragraph(mechanism.sentence), Paragraph(source)]
    if mechanism.core:
        parts.append(Paragraph(say("The rest cannot run without it, so it cannot be switched off.")))
    if mechanism.constants:
        columns = [Column(say("Constant")), Column(say("Value")), Column(say("Basis")), Column(say("Source or reason"))]
        parts += [Table(columns, [_row(path, each) for path, each in constants_of(mechanism, scenario).items()])]
    if mechanism.events:
        parts.append(Paragraph(say("Events it writes: {names}", names=[each.name for each in mechanism.events])))
    return parts


def _row(path: str, quantity: Quantity) -> list[Cell | Said]:
    could: Said = ""
    if quantity.range is not None:
        low, high = quantity.range
        could = say("could be {low} to {high}", low=f"{low:g}", high=f"{high:g}")
    basis = Cell(say("cited"), tone="good") if quantity.is_cited else Cell(say("assumed"), tone="weak")
    value = amount_said(f"{quantity.value:g}", quantity.unit)
    return [f"`{path}`", Cell(value, could), basis, ground_said(quantity.reason)]


def as_data(mechanism: Mechanism, lang: str, scenario: Scenario | None = None) -> dict[str, Any]:
    """The same for programs; with the constants' values where a scenario gives them."""
    constants: Any = [each.path for each in mechanism.constants]
    if scenario is not None:
        found = constants_of(mechanism, scenario)
        constants = {
            path: {**each.model_dump(mode="json"), "reason": told(ground_said(each.reason), lang)}
            for path, each in found.items()
        }
    shown = mechanism.shown_in
    return {
        "name": mechanism.name,
        "title": told(mechanism.title, lang),
        "sentence": told(mechanism.sentence, lang),
        "source": told(_source(mechanism), lang),
        "core": mechanism.core,
        "constants": constants,
        "events": [each.name for each in mechanism.events],
        "shown_in": None if shown is None else vars(shown),
    }


def what_none_means() -> Message:
    """What it means that no scenario shows a mechanism."""
    return say(
        "“No shipped scenario shows it”: under no shipped strategy does switching it off move a headline measure "
        "beyond luck by a point, or by 3% of money or time."
    )
