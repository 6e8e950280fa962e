"""The JSON Schema of scenario files, for completion and checks in editors."""

from __future__ import annotations

import json
from typing import Any

from engine.model.scenario import Scenario
from engine.scenario_file.loading import EXTENDS


def scenario_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a scenario file.

    Every object may take keys over from another file by `extends`; then none of its keys is required in place.
    What a schema cannot say (references, ranges by unit, who reports to whom) is checked on reading.
    """
    schema = Scenario.model_json_schema(by_alias=True)
    for part in (schema, *schema.get("$defs", {}).values()):
        if part.get("type") == "object" and "properties" in part:
            _allow_extends(part)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def schema_text() -> str:
    """The schema as the text of scenarios/scenario.schema.json."""
    return json.dumps(scenario_schema(), ensure_ascii=False, indent=1) + "\n"


def _allow_extends(part: dict[str, Any]) -> None:
    part["properties"][EXTENDS] = {
        "type": "string",
        "description": "a YAML file, relative to this one, whose keys are taken over; keys written here win",
    }
    required = part.pop("required", None)
    if required:
        part["anyOf"] = [{"required": [EXTENDS]}, {"required": required}]
