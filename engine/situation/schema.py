"""The JSON Schema of scenario files, for completion and checks in editors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel

from engine.dynamics.complete import CompleteScenario
from engine.files.model_types import fields_of, model_of, units_of
from engine.model.quantity import Quantity
from engine.situation.extending import EXTENDS

_ONE_REASON = [{"required": ["assumption"]}, {"required": ["source"]}]


def scenario_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a scenario file, with the units that fit each quantity.

    An object that takes keys over by `extends` need not be complete, nor need the objects in it: so what a model may
    hold (`$defs/Project`) is kept apart from what it must hold (`$defs/Project_needs`). List items and quantities stand
    whole. References, ranges by unit and who reports to whom are beyond a schema and are checked on reading.
    """
    schema = CompleteScenario.model_json_schema(by_alias=True)
    parts: dict[str, Any] = {CompleteScenario.__name__: schema, **schema["$defs"]}
    for model in _models(CompleteScenario, set()):
        part = parts[model.__name__]
        _name_units(part, model)
        if model is Quantity:
            part["oneOf"] = _ONE_REASON
        else:
            schema["$defs"][_needs(model.__name__)] = _split_off_needs(part)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "allOf": [_ref(_needs(CompleteScenario.__name__))],
        **schema,
    }


def schema_text() -> str:
    """The schema as the text of scenarios/scenario.schema.json."""
    return json.dumps(scenario_schema(), ensure_ascii=False, indent=1) + "\n"


def _models(annotation: Any, seen: set[type[BaseModel]]) -> Iterator[type[BaseModel]]:
    """Every model within a type, each once."""
    model = model_of(annotation)
    if model is None:
        for inner in get_args(annotation):
            yield from _models(inner, seen)
    elif model not in seen:
        seen.add(model)
        yield model
        for info in fields_of(model).values():
            yield from _models(info.annotation, seen)


def _name_units(part: dict[str, Any], model: type[BaseModel]) -> None:
    for name, info in fields_of(model).items():
        units = [*units_of(info)]
        if units:
            shown = part["properties"][name]
            holder = next((choice for choice in shown.get("anyOf", [shown]) if "$ref" in choice), shown)
            holder["allOf"] = [{"$ref": holder.pop("$ref")}, {"properties": {"unit": {"enum": units}}}]


def _split_off_needs(part: dict[str, Any]) -> dict[str, Any]:
    """Take from a model's schema what must be there, and allow `extends` in its place."""
    whole: dict[str, Any] = {}
    if "required" in part:
        whole["required"] = part.pop("required")
    if set(part["properties"]) >= {"source", "assumption"}:
        whole["oneOf"] = _ONE_REASON
    inner = {name: _model_named_in(shown) for name, shown in part["properties"].items()}
    whole["properties"] = {name: _ref(_needs(model)) for name, model in inner.items() if model}
    for shown in part["properties"].values():
        if "$ref" in shown.get("items", {}):
            item = _name_in(shown["items"])
            shown["items"] = {"allOf": [_ref(item), _ref(_needs(item))]}
    part["properties"][EXTENDS] = {
        "type": "string",
        "description": "a shipped file, as kam:behaviour, or a YAML file relative to this one: its keys are taken over",
    }
    return {"if": {"required": [EXTENDS]}, "else": whole}


def _model_named_in(shown: dict[str, Any]) -> str:
    """The model that a property holds as an object, if any; quantities look after themselves."""
    found = next((_name_in(choice) for choice in shown.get("anyOf", [shown]) if "$ref" in choice), "")
    return "" if found == Quantity.__name__ else found


def _name_in(reference: dict[str, Any]) -> str:
    return str(reference["$ref"]).rsplit("/", 1)[1]


def _needs(model: str) -> str:
    return f"{model}_needs"


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}
