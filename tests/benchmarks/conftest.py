"""Lets the tests of this folder import its modules by the names that `python -m tests.benchmarks` gives them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
