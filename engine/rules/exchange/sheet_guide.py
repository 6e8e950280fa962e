"""What the sheets of a rulebook explain: a note for every column, the little language of conditions, known facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

from engine.files import Grid, WrittenColumn, WrittenSheet
from engine.model.facts import FACTS
from engine.model.rulebook import Aggregate, Declaration, HitPolicy, Rulebook, ValueType
from engine.rules.exchange.sheet_words import choices_said, column_said, head_said, key_said, sheet_said
from engine.rules.exchange.written_values import write_value
from engine.rules.language.feeding import askable
from engine.rules.language.spoken import label_of, said
from engine.wording import Joined, Said, say, told

LISTED: Mapping[str, Sequence[str]] = {
    "type": get_args(ValueType),
    "hit": get_args(HitPolicy),
    "aggregate": get_args(Aggregate),
}
"""Columns and keys whose cells are words of a closed list."""

_SAID = say("what people call it; in brackets: the simulation's own words, taken where the book has none")
_TITLE = say("what people call the rule, in a few words; no two alike in a book; may be empty")
_OPEN = say("the reason instead, while facts that nobody knows could still let a rule fire")
_BECAUSE = say("why; one language is enough")
_GROUND = say("where it comes from, or that it is assumed; exactly one of the two is filled in")
_COLUMNS: Mapping[str, Said] = {
    "name": say("name used in conditions: small letters, digits and `_`, beginning with a letter"),
    "type": say("number, whole number, yes or no, a choice from a list, or a date"),
    "unit": say("of a number, such as days"),
    "low": say("least value allowed; given together with the greatest, or not at all"),
    "high": say("greatest value allowed; given together with the least, or not at all"),
    "values": say("of a choice: all its values in order, parted by commas"),
    "meaning.en": _SAID,
    "meaning.zh": _SAID,
    "formula": say("of a fact that is computed from others: + - * / min max days, and one comparison for yes or no"),
    "unknown": say("what holds when nobody knows: no comparison with it, or it counts as a value"),
    "from": say("BOOK.OUTPUT: where the fact is not given, this output of another book that is asked first"),
    "id": say("short name by which files, cases and commands know the rule; letters, digits, `_` and `-`"),
    "title.en": _TITLE,
    "title.zh": _TITLE,
    "when": say("the sentence under which the rule fires; the guide explains how it is written"),
    "because.en": _BECAUSE,
    "because.zh": _BECAUSE,
    "undetermined.unknown": say("facts of this reason: it holds while all of them are unknown; empty for all the rest"),
    "undetermined.en": _OPEN,
    "undetermined.zh": _OPEN,
    "source": _GROUND,
    "assumption": _GROUND,
    "priority": say("a whole number; the lower number goes first"),
    "rule": say("id of the rule that must decide, or `otherwise`; where several may decide, a list such as [a, b]"),
}
_EXAMPLE = say("an example that the book must get right")
_FAMILIES: Mapping[str, Said] = {
    "when": say("what the rule asks of this fact; `-` or nothing is for any value"),
    "then": say("what the rule says"),
    "facts": say("the fact in this case; nothing is for unknown"),
    "expect": say("what the book must say in this case; nothing is for not checked"),
}
_KEYS: Mapping[str, Said] = {
    "id": say("short name of the book: letters, digits, `_` and `-`"),
    "title.zh": say("what people call the book"),
    "purpose.zh": say("the question that the book answers"),
    "hit": say("which rule decides when several fire; one sentence for each below"),
    "aggregate": say("only where all that fire count: what is made of them"),
    "note": say("a remark in front of the book; as many rows as are wanted"),
}
_POLICIES: Mapping[str, Said] = {
    "first": say("the rule written first decides"),
    "unique": say("at most one rule may fire; two are an error"),
    "any": say("several may fire if they say the same, else it is an error"),
    "priority": say("the most important rule decides: the lowest priority, or the order of the values"),
    "collect": say("all that fire count"),
    "rule order": say("all that fire count, in the order in which they are written"),
    "output order": say("all that fire count, the most important answers first"),
}
_SENTENCES: Mapping[str, Said] = {
    "asset_failed": say("a fact that is yes or no holds"),
    "not asset_failed": say("it does not hold"),
    "urgency >= 0.5": say("a number compared: < <= > >= = !="),
    "buyer_step is bidding": say("a choice has this value; also `is not`"),
    "buyer_step in [bidding, testing]": say("it has one of these values; also `not in`"),
    "times_shelved between 1 and 3": say("both ends included"),
    "ambition is unknown": say("nobody knows it; also `is known`"),
    "has_sponsor and (decider_met or not formal_tender)": say(
        "parts are joined by `and` and `or`, brackets say what belongs together"
    ),
}
_CELLS: Mapping[str, Said] = {
    "-": say("any value, known or not; the same as an empty cell"),
    "yes": say("yes; also `no`"),
    "5": say("exactly this number, or this value of a choice"),
    "a, b": say("one of these values"),
    "< 5": say("a number compared: < <= > >= = !="),
    "[0.3..0.7)": say("from 0.3 up to, but not including, 0.7; a square bracket includes the end"),
    "not(a, b)": say("none of these values"),
    "unknown": say("nobody knows it; also `known`"),
}
_MOST_NOTE = 255


def written_column(
    grid: Grid, column: str, width: float, book: Rulebook, rows_of_rules: str, lang: str
) -> WrittenColumn:
    """A column of ours with its head, a note, and what can be picked in its cells.

    rows_of_rules: where in the workbook the ids of the rules stand.
    """
    head = head_said(column, book, lang)
    if grid.name == "book":
        return WrittenColumn(head, width)
    note = told(_explained(grid.name, column, book), lang)[:_MOST_NOTE]
    family, dot, name = column.partition(".")
    if dot and family in _FAMILIES:
        return WrittenColumn(head, width, note, _pickable(family, _declared(book, family, name)))
    elsewhere = {("facts", "name"): _place("known_facts", len(FACTS), lang), ("cases", "rule"): rows_of_rules}
    return WrittenColumn(
        head,
        width,
        note,
        choices_said(column, LISTED.get(column, ()), lang),
        choices_at=elsewhere.get((grid.name, column), ""),
    )


def key_cells(grid: Grid, lang: str) -> dict[str, WrittenColumn]:
    """Cells of the sheet of the book whose words can be picked, by their address."""
    found = {}
    for number, (key, *_) in enumerate(grid.rows[1:], start=2):
        if key in LISTED:
            words = choices_said(str(key), LISTED[str(key)], lang)
            found[f"B{number}"] = WrittenColumn(
                key_said(str(key), lang), note=told(_KEYS[str(key)], lang), choices=words
            )
    return found


def _explained(sheet: str, column: str, book: Rulebook) -> Said:
    """What stands in a column."""
    family, dot, name = column.partition(".")
    if dot and family in _FAMILIES:
        declared = _declared(book, family, name)
        return Joined([label_of(name, declared), _FAMILIES[family], *_values(name, declared)], "; ")
    return _EXAMPLE if (sheet, column) == ("cases", "name") else _COLUMNS[column]


def _declared(book: Rulebook, family: str, name: str) -> Declaration:
    return askable(book)[name] if family in ("when", "facts") else book.outputs[name]


def _pickable(family: str, declared: Declaration) -> list[str]:
    """Values to pick from; none where a drop-down cannot hold them."""
    if declared.type not in ("boolean", "choice"):
        return []
    plain = declared.values if declared.type == "choice" else ("yes", "no")
    listed = [value if family == "when" else write_value(value) for value in plain]
    listed += ["-"] if family == "when" else []
    unfit = any(set(each) & set(',"') or not each.isprintable() for each in listed)
    return [] if unfit or len(",".join(listed)) > _MOST_NOTE else listed


def _values(name: str, declared: Declaration) -> list[Said]:
    spoken = [Joined([value, said(name, value)], ": ") for value in declared.values]
    return [Joined(spoken, ", ")] if spoken else [declared.unit] if declared.unit else []


def rules_place(grid: Grid, lang: str) -> str:
    """Where in the workbook the ids of the rules stand."""
    return _place(grid.name, len(grid.rows) - 1, lang)


def _place(sheet: str, rows: int, lang: str) -> str:
    return f"'{sheet_said(sheet, lang)}'!$A$2:$A${rows + 1}"


def guide_sheets(book: Rulebook, grids: Sequence[Grid], lang: str) -> list[WrittenSheet]:
    """The sheet that explains all others, and the list of facts that a simulation or a dossier can tell."""
    rows = [*_of_columns(grids, book, lang), *_of_book(lang), *_of_language(grids, lang)]
    heads = (say("sheet", context="guide"), say("column or example"), say("what it means"))
    columns = [WrittenColumn(told(head, lang), width) for head, width in zip(heads, (18, 34, 90), strict=True)]
    return [WrittenSheet(sheet_said("guide", lang), columns, rows), _known_facts(lang)]


def _of_columns(grids: Sequence[Grid], book: Rulebook, lang: str) -> list[tuple[str, str, str]]:
    rows = []
    for grid in grids:
        for column in map(str, grid.rows[0] if grid.name != "book" else ()):
            words = told(_explained(grid.name, column, book), lang)
            rows.append((sheet_said(grid.name, lang), head_said(column, book, lang), words))
    return rows


def _of_book(lang: str) -> list[tuple[str, str, str]]:
    sheet = sheet_said("book", lang)
    rows = [(sheet, key_said(key, lang), told(words, lang)) for key, words in _KEYS.items()]
    hits = zip(choices_said("hit", _POLICIES, lang), _POLICIES.values(), strict=True)
    return [*rows, *((sheet, hit, told(words, lang)) for hit, words in hits)]


def _of_language(grids: Sequence[Grid], lang: str) -> list[tuple[str, str, str]]:
    in_table = any(grid.name == "table" for grid in grids)
    where = told(say("cells of the table") if in_table else say("conditions"), lang)
    return [(where, code, told(words, lang)) for code, words in (_CELLS if in_table else _SENTENCES).items()]


def _known_facts(lang: str) -> WrittenSheet:
    heads = ("name", "type", "unit", "low", "high", "values", "meaning.zh", "meaning.en")
    widths = (28, 10, 16, 10, 10, 40, 44, 44)
    columns = [WrittenColumn(column_said(head, lang), width) for head, width in zip(heads, widths, strict=True)]
    rows = [
        (
            fact.name,
            *choices_said("type", [fact.type], lang),
            fact.unit or None,
            fact.low,
            fact.high,
            ", ".join(fact.values) or None,
            told(fact.meaning, "zh"),
            told(fact.meaning, "en"),
        )
        for fact in FACTS
    ]
    return WrittenSheet(sheet_said("known_facts", lang), columns, rows, filtered=True)
