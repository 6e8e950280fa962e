"""The JSON Schema of rulebooks, for completion and checks in editors.

Write it anew with `python -m engine.rules.language.rulebook_schema engine/rules/books/rulebook.schema.json`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from engine.model.rulebook import Rulebook

_ONE_REASON = [{"required": ["source"]}, {"required": ["assumption"]}]
_WITH_REASON = ("Rule", "TableRow", "Otherwise")


def rulebook_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a rulebook file. What sentences and cells mean is checked on reading."""
    schema = Rulebook.model_json_schema(by_alias=True)
    for name in _WITH_REASON:
        schema["$defs"][name]["oneOf"] = _ONE_REASON
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "oneOf": [{"required": ["rules"]}, {"required": ["table"]}],
        **schema,
    }


def schema_text() -> str:
    """The schema as the text of rulebook.schema.json."""
    return json.dumps(rulebook_schema(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("python -m engine.rules.language.rulebook_schema FILE")
    Path(sys.argv[1]).write_text(schema_text(), encoding="utf-8")
