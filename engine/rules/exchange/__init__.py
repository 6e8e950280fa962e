"""Rulebooks to and from workbooks, CSV and Markdown, without losing anything on the way."""

from engine.rules.exchange.files import Imported, export_book, import_book
from engine.rules.exchange.yaml_writer import yaml_text

__all__ = ["Imported", "export_book", "import_book", "yaml_text"]
