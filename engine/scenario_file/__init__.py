"""Scenario files: YAML in, validated model out, and every mistake named with its file and line."""

from engine.scenario_file.loading import load_tree
from engine.scenario_file.reader import read_scenario, scenario_hash
from engine.scenario_file.schema import scenario_schema, schema_text

__all__ = ["load_tree", "read_scenario", "scenario_hash", "scenario_schema", "schema_text"]
