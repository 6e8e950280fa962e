"""Scenario files: YAML in, validated model out, and every mistake named with its file and line."""
