"""One way to read and write files: YAML with places, tables from CSV and XLSX, whole files or none."""

from engine.files.csv_grid import text_rows
from engine.files.encodings import ENCODINGS, decoded, encoding_named
from engine.files.findings import Findings, shown
from engine.files.grid import Cell, Grid, Unreadable, text_of
from engine.files.hanzi import simplified
from engine.files.headers import Vocabulary
from engine.files.number_columns import Wanted, read_numbers
from engine.files.numerals import Numeral, is_date, money_unit, money_worth, numeral
from engine.files.opening import bytes_of
from engine.files.role_words import VETO, role_guessed, role_meant, team_role_meant, words_in
from engine.files.said_words import answer, folded, is_known_word, is_nobody_word, is_unknown_word
from engine.files.shipped import SHIPPED, located, shipped_folder, shipped_names
from engine.files.sources import CellSource, Source, TreeSource
from engine.files.table import Row, Table, columns_said, read_table
from engine.files.validation import faults_of, in_file_order, problems_of, validate
from engine.files.word_lists import by_word, word_list
from engine.files.workbook import read_workbook
from engine.files.writing import to_disk, write_named, write_whole
from engine.files.written_workbook import FORMULA_STARTS, WrittenColumn, WrittenSheet, written_workbook
from engine.files.yaml_file import read_yaml, read_yaml_text
from engine.files.yaml_tree import Budget, Node, parse, place_order
from engine.files.yaml_words import is_unclear, plain_value

__all__ = [
    "ENCODINGS",
    "FORMULA_STARTS",
    "SHIPPED",
    "VETO",
    "Budget",
    "Cell",
    "CellSource",
    "Findings",
    "Grid",
    "Node",
    "Numeral",
    "Row",
    "Source",
    "Table",
    "TreeSource",
    "Unreadable",
    "Vocabulary",
    "Wanted",
    "WrittenColumn",
    "WrittenSheet",
    "answer",
    "by_word",
    "bytes_of",
    "columns_said",
    "decoded",
    "encoding_named",
    "faults_of",
    "folded",
    "in_file_order",
    "is_date",
    "is_known_word",
    "is_nobody_word",
    "is_unclear",
    "is_unknown_word",
    "located",
    "money_unit",
    "money_worth",
    "numeral",
    "parse",
    "place_order",
    "plain_value",
    "problems_of",
    "read_numbers",
    "read_table",
    "read_workbook",
    "read_yaml",
    "read_yaml_text",
    "role_guessed",
    "role_meant",
    "shipped_folder",
    "shipped_names",
    "shown",
    "simplified",
    "team_role_meant",
    "text_of",
    "text_rows",
    "to_disk",
    "validate",
    "word_list",
    "words_in",
    "write_named",
    "write_whole",
    "written_workbook",
]
