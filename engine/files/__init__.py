"""One way to read and write files: YAML with places, tables from CSV and XLSX, whole files or none."""

from engine.files.encodings import ENCODINGS, decoded, encoding_named
from engine.files.opening import bytes_of
from engine.files.yaml_file import read_yaml, read_yaml_text
from engine.files.yaml_tree import Budget, Node, parse, place_order
from engine.files.yaml_words import is_unclear, plain_value

__all__ = [
    "ENCODINGS",
    "Budget",
    "Node",
    "bytes_of",
    "decoded",
    "encoding_named",
    "is_unclear",
    "parse",
    "place_order",
    "plain_value",
    "read_yaml",
    "read_yaml_text",
]
