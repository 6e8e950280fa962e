"""Files, tables and changes become one checked situation, and every mistake is named with its place."""

from engine.situation.acting import acting_in, refuse_idle
from engine.situation.extending import load_tree
from engine.situation.reader import read_scenario, scenario_hash
from engine.situation.schema import scenario_schema, schema_text
from engine.situation.situation import Situation, load_books, read_situation
from engine.situation.strategies import STRATEGY_NAMES, known_strategies

__all__ = [
    "STRATEGY_NAMES",
    "Situation",
    "acting_in",
    "known_strategies",
    "load_books",
    "load_tree",
    "read_scenario",
    "read_situation",
    "refuse_idle",
    "scenario_hash",
    "scenario_schema",
    "schema_text",
]
