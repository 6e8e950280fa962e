"""Write the JSON Schema of scenario files: `python -m engine.situation scenarios/scenario.schema.json`."""

from __future__ import annotations

import sys
from pathlib import Path

from engine.situation.schema import schema_text

if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("python -m engine.situation FILE")
    Path(sys.argv[1]).write_text(schema_text(), encoding="utf-8")
