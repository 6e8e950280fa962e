"""Write the JSON Schema of scenario files: `python -m engine.scenario_file scenarios/scenario.schema.json`."""

from __future__ import annotations

import sys
from pathlib import Path

from engine.scenario_file.schema import schema_text

if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m engine.scenario_file FILE")
    Path(sys.argv[1]).write_text(schema_text(), encoding="utf-8")
