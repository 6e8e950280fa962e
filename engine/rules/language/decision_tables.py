"""Decision tables: their rows become the same rules that sentences make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from engine.errors import Problem
from engine.files import plain_value
from engine.model.faults import Place
from engine.model.rulebook import MAX_WHEN, DecisionTable, FactDeclaration, Rule, Rulebook, TableRow
from engine.rules.language.conditions import All, Any, Condition, Known, sentence
from engine.rules.language.table_cells import parse_cell
from engine.rules.language.tokens import ConditionError
from engine.wording import nearest, quoted, say

Where = Callable[[Place], str]
"""What to call the part at a path of a book: `book.yaml:31`."""


def with_rules(book: Rulebook, place: Where | None = None) -> tuple[Rulebook, tuple[Problem, ...]]:
    """The book with the rows of its table as `rules`, and what is wrong with the table; other books as they are.

    Rows with a mistake are left out of `rules`. place: as in `understand`.
    """
    if book.table is None:
        return book, ()
    where = place or place_in(book)
    problems = list(_column_problems(book, book.table, where))
    rules: list[Rule] = []
    if not problems:
        for index, row in enumerate(book.table.rows):
            found = list(_row_problems(book.table, row, index, where))
            condition = None if found else _condition(book, row, index, where, found)
            problems += found
            if condition is not None:
                rules.append(_rule(book.table, row, condition))
    if not problems and book.rules and book.rules != tuple(rules):
        what = say("a book has `rules` or a `table`, not both")
        problems.append(Problem(where(("rules",)), what, say("remove one of them"), "book-parts"))
    return book.model_copy(update={"rules": tuple(rules)}), tuple(problems)


def place_in(book: Rulebook) -> Where:
    """What to call the parts of a book that comes from no file."""
    return lambda path: say("rulebook {book}, {part}", book=book.id, part=".".join(map(str, path)))


def row_condition(table: DecisionTable, row: TableRow, facts: Mapping[str, FactDeclaration]) -> Condition:
    """What the cells of a row say together. Raises ConditionError at the first cell that cannot be read.

    A row of nothing but `-` holds always.
    """
    found = [parse_cell(fact, facts[fact], cell) for fact, cell in zip(table.when, row.when, strict=True)]
    parts = [part for one in found if one is not None for part in (one.parts if isinstance(one, All) else (one,))]
    if not parts:
        return Any((Known(table.when[0]), Known(table.when[0], known=False)))
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _rule(table: DecisionTable, row: TableRow, condition: Condition) -> Rule:
    return Rule(
        id=row.id,
        title=row.title,
        when=sentence(condition),
        then=dict(zip(table.then, row.then, strict=True)),
        because=row.because,
        priority=row.priority,
        source=row.source,
        assumption=row.assumption,
    )


def _column_problems(book: Rulebook, table: DecisionTable, where: Where) -> Iterator[Problem]:
    for kind, names, declared in (("when", table.when, book.facts), ("then", table.then, book.outputs)):
        counts = Counter(names)
        for index, name in enumerate(names):
            at, number = where(("table", kind, index)), index + 1
            if name not in declared:
                unknown = (
                    say("column {number}: no fact is called `{name}`", number=number, name=name)
                    if kind == "when"
                    else say("column {number}: no output is called `{name}`", number=number, name=name)
                )
                yield Problem(at, unknown, nearest(name, declared), "column-unknown")
            if counts[name] > 1:
                what = say("column {number}: two columns are called `{name}`", number=number, name=name)
                yield Problem(at, what, say("keep one of them"), "column-twice")
    missing = [name for name in book.outputs if name not in table.then]
    if missing:
        what = say("no column gives {names}", names=quoted(missing))
        yield Problem(where(("table", "then")), what, say("every row gives every output"), "output-missing")


def _row_problems(table: DecisionTable, row: TableRow, index: int, where: Where) -> Iterator[Problem]:
    for kind, cells, columns in (("when", row.when, table.when), ("then", row.then, table.then)):
        if len(cells) != len(columns):
            what = say(
                "row {row} (`{rule}`) has {cells} cells under `{kind}` for {columns} columns",
                row=index + 1,
                rule=row.id,
                cells=len(cells),
                kind=kind,
                columns=len(columns),
            )
            hint = say("the columns are {names}", names=list(columns))
            yield Problem(where(("table", "rows", index, kind)), what, hint, "row-length")


def _condition(book: Rulebook, row: TableRow, index: int, where: Where, problems: list[Problem]) -> Condition | None:
    """What the row says; every cell that cannot be read is added to `problems`."""
    assert book.table is not None
    problems += cell_problems(row.id, index, zip(book.table.when, row.when, strict=True), book.facts, where)
    if problems:
        return None
    condition = row_condition(book.table, row, book.facts)
    if len(sentence(condition)) > MAX_WHEN:
        what = say(
            "row {row} (`{rule}`) is longer than {most} characters when written as a sentence",
            row=index + 1,
            rule=row.id,
            most=MAX_WHEN,
        )
        problems.append(Problem(where(("table", "rows", index)), what, say("split the row"), "condition-large"))
        return None
    return condition


def cell_problems(
    rule: str, index: int, cells: Iterable[tuple[str, str]], facts: Mapping[str, FactDeclaration], where: Where
) -> Iterator[Problem]:
    """Every cell of a row that cannot be read. cells: each with its fact; those of a fact not declared are left out."""
    for column, (fact, cell) in enumerate(cells):
        try:
            if fact in facts:
                parse_cell(fact, facts[fact], cell)
        except ConditionError as wrong:
            what = say(
                "row {row} (`{rule}`), column `{column}`, character {at}: {what}",
                row=index + 1,
                rule=rule,
                column=fact,
                at=wrong.position,
                what=wrong.what,
            )
            yield Problem(where(("table", "rows", index, "when", column)), what, wrong.hint, wrong.code)


def is_cell_number(text: str) -> bool:
    """Does YAML, or a spreadsheet, give this very text back when it takes the cell for a number?"""
    number = plain_value(text)
    return isinstance(number, int | float) and not isinstance(number, bool) and repr(number) == text
