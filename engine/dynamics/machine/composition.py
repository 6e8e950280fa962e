"""What is composed of the mechanisms' declarations: records, constants, legend, clocks, columns. No compiler needed."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from pydantic import Field as ModelField, create_model
from pydantic_core import PydanticUndefined

from engine.dynamics import mechanisms
from engine.dynamics.declarations import Column, Constant, DayClock, Draw, EventKind, Field, Mechanism, PoissonClock
from engine.dynamics.machine import background, outcome_row, seats
from engine.dynamics.moments import Moment
from engine.dynamics.state.flat_records import Layout
from engine.dynamics.state.shared import SHARED
from engine.model.base import Frozen


def _found() -> Iterator[Mechanism]:
    for module in sorted(info.name for info in pkgutil.iter_modules(mechanisms.__path__)):
        yield importlib.import_module(f"{mechanisms.__name__}.{module}").MECHANISM


MECHANISMS: tuple[Mechanism, ...] = tuple(_found())
"""Every mechanism in the folder, by name."""
REMOVABLE: tuple[str, ...] = tuple(each.name for each in MECHANISMS if not each.core)
"""Names of those that a scenario can switch off."""


def _distinct(what: str, values: Iterable[Any]) -> None:
    twice = sorted(value for value, times in Counter(values).items() if times > 1)
    if twice:
        raise TypeError(f"two mechanisms declare {what} {twice[0]}")


CONSTANTS: tuple[Constant, ...] = tuple(constant for each in MECHANISMS for constant in each.constants)
"""Every constant of the mechanism."""
EVENTS: dict[int, EventKind] = {int(event): event for each in (SHARED, *MECHANISMS) for event in each.events}
"""The legend of the event log, by number."""
DRAWS: tuple[Draw, ...] = tuple(draw for each in (SHARED, *MECHANISMS) for draw in each.draws)
CLOCKS: tuple[PoissonClock | DayClock, ...] = tuple(clock for each in MECHANISMS for clock in each.clocks)
"""What goes on by itself, in the order in which clocks are looked at."""
COLUMNS: tuple[Column, ...] = tuple(column for each in (SHARED, *MECHANISMS) for column in each.columns)
"""Columns of the table of outcomes."""

_distinct("constant", (constant.path for constant in CONSTANTS))
_distinct("event", (int(event) for each in (SHARED, *MECHANISMS) for event in each.events))
_distinct("event", (event.name for event in EVENTS.values()))
_distinct("draw", (int(draw) for draw in DRAWS))
_distinct("column", (column.name for column in COLUMNS))


def _clock_fields() -> Iterator[Field]:
    for clock in CLOCKS:
        if isinstance(clock, PoissonClock):
            per = (clock.each,) if clock.each else ()
            yield Field(f"deal.{clock.name}_left", "number", "exposure left until the next time", per)
            yield Field(f"deal.{clock.name}_rate", "number", "per day", per)


def _switches() -> Iterator[Field]:
    for name in REMOVABLE:
        yield Field(f"desk.on_{name}", "whole", "1; 0 where the scenario switches the mechanism off", start=1)


def _fields() -> Iterator[Field]:
    owned = [field for each in (SHARED, *MECHANISMS) for field in each.fields]
    owned += [*_clock_fields(), *(constant.field for constant in CONSTANTS), *_switches()]
    _distinct("field", (field.path for field in owned))
    yield from owned
    known = {field.path for field in owned}
    for reader in (SHARED, *MECHANISMS):
        for field in reader.reads:
            if field.path not in known:
                known.add(field.path)
                yield field


FIELDS: tuple[Field, ...] = tuple(_fields())
LAYOUTS: dict[str, Layout] = {
    name: Layout(name, (field for field in FIELDS if field.record == name)) for name in ("account", "deal", "desk")
}


def starts_without(record: str, switched_off: Collection[str]) -> dict[str, float]:
    """Start values of a record's fields that others read of mechanisms that are switched off, by field name."""
    left = [each for each in (SHARED, *MECHANISMS) if each.name not in switched_off]
    gone = {
        field.path
        for each in MECHANISMS
        if each.name in switched_off
        for field in (*each.fields, *(constant.field for constant in each.constants))
    }
    read = [field for each in left for field in each.reads if field.record == record and field.path in gone]
    return {field.name: field.start for field in reversed(read)}


ACCOUNT, DEAL, DESK = LAYOUTS["account"], LAYOUTS["deal"], LAYOUTS["desk"]


def _constants_model() -> type[Frozen]:
    groups: dict[str, dict[str, Any]] = {}
    for constant in CONSTANTS:
        given: Any = PydanticUndefined if constant.default is None else constant.default
        told = ModelField(default=given, description=constant.meaning or None)
        groups.setdefault(constant.group, {})[constant.name] = (constant.type, told)
    models: dict[str, Any] = {}
    for group, constants in sorted(groups.items()):
        name = f"{group.capitalize()}Constants"
        model: Any = create_model(name, __base__=Frozen, __module__=__name__, **constants)
        globals()[name] = model  # where pickle looks for it
        optional = all(field.default is not PydanticUndefined for field in model.model_fields.values())
        models[group] = (model, model() if optional else ...)
    return create_model("Behaviour", __base__=Frozen, __module__=__name__, **models)


Behaviour = _constants_model()
"""All constants of the mechanism as a model: `behaviour.<group>.<name>` is a quantity."""
Moment.removable = frozenset(REMOVABLE)
background.use(CLOCKS)
OUTCOME = outcome_row.use(COLUMNS)
"""One row per deal, ordered by replication, then deal."""
seats.use(FIELDS)
