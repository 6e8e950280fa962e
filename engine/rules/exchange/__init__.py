"""Rulebooks to and from YAML, workbooks, CSV and Markdown, without losing anything on the way."""

__all__: list[str] = []
