"""Scenario files: YAML in, validated model out, and every mistake named with its file and line."""

from engine.situation.extending import load_tree
from engine.situation.reader import read_scenario, scenario_hash
from engine.situation.schema import scenario_schema, schema_text

__all__ = ["load_tree", "read_scenario", "scenario_hash", "scenario_schema", "schema_text"]
