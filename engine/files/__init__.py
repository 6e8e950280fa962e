"""One way to read and write files: YAML with places, tables from CSV and XLSX, whole files or none."""

from engine.files.csv_grid import text_rows
from engine.files.encodings import ENCODINGS, decoded, encoding_named
from engine.files.figures import figure, is_date
from engine.files.findings import Findings, shown
from engine.files.grid import Cell, Grid, Unreadable, text_of
from engine.files.hanzi import simplified
from engine.files.headers import Vocabulary
from engine.files.numbers import Wanted, read_numbers
from engine.files.opening import bytes_of
from engine.files.role_words import role_meant, words_in
from engine.files.said_words import answer, folded, is_nobody_word, is_unknown_word
from engine.files.table import Row, Table, columns_said, read_table
from engine.files.word_lists import by_word, word_list
from engine.files.workbook import read_workbook
from engine.files.writing import to_disk, write_named, write_whole
from engine.files.yaml_file import read_yaml, read_yaml_text
from engine.files.yaml_tree import Budget, Node, parse, place_order
from engine.files.yaml_words import is_unclear, plain_value

__all__ = [
    "ENCODINGS",
    "Budget",
    "Cell",
    "Findings",
    "Grid",
    "Node",
    "Row",
    "Table",
    "Unreadable",
    "Vocabulary",
    "Wanted",
    "answer",
    "by_word",
    "bytes_of",
    "columns_said",
    "decoded",
    "encoding_named",
    "figure",
    "folded",
    "is_date",
    "is_nobody_word",
    "is_unclear",
    "is_unknown_word",
    "parse",
    "place_order",
    "plain_value",
    "read_numbers",
    "read_table",
    "read_workbook",
    "read_yaml",
    "read_yaml_text",
    "role_meant",
    "shown",
    "simplified",
    "text_of",
    "text_rows",
    "to_disk",
    "word_list",
    "words_in",
    "write_named",
    "write_whole",
]
