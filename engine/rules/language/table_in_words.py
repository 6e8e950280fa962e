"""The decision table of a book in plain words."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.model.rulebook import OTHERWISE, Rulebook
from engine.rules.language.logic import understand
from engine.rules.language.prose import prose
from engine.rules.language.spoken import row_said
from engine.rules.language.table_to_filter import table_to_filter
from engine.wording import Cell, Column, Document, Said, Shown, Table, Title, say
from engine.wording.language import reader_language

_THEN = say("then", context="column")
_COLUMNS = (
    Column("", number=True),
    Column(say("rule")),
    Column(say("if", context="column")),
    Column(_THEN),
    Column(say("because", context="column")),
)


@dataclass(frozen=True)
class TableInWords(Shown):
    """Every rule in a row: if, then, because; in the order in which they win, `otherwise` last."""

    book: Rulebook = field(repr=False)

    def rows(self) -> tuple[tuple[Said, Said, Said, Said], ...]:
        """Title or id, condition, outcome and reason of each rule."""
        logic = understand(self.book)
        rules = [*((rule.id, rule.because) for rule in logic.rules), (OTHERWISE, logic.book.otherwise.because)]
        whens = [*(prose(condition, logic.book.facts) for condition in logic.conditions), say("no rule fires")]
        thens = [row_said(row, logic.book.outputs) for row in (*logic.rows, logic.otherwise)]
        titles = self.book.titles
        return tuple(
            (titles[rule] or f"`{rule}`", when, then, because)
            for (rule, because), when, then in zip(rules, whens, thens, strict=True)
        )

    def to_html(self, lang: str | None = None) -> str:
        """As HTML that can be filtered by outcome and by word; in the reader's language unless `lang` says which."""
        heads = [each.head for each in _COLUMNS]
        rows = [(str(number), *row) for number, row in enumerate(self.rows(), start=1)]
        return table_to_filter(self.book.title, heads, rows, heads.index(_THEN), lang or reader_language())

    def _repr_html_(self) -> str:
        return self.to_html()

    def document(self) -> Document:
        """The table under the title of the book."""
        rows = [
            [str(number), rule, when, Cell(then, tone="strong"), because]
            for number, (rule, when, then, because) in enumerate(self.rows(), start=1)
        ]
        return Document([Title(self.book.title, 3), Table(_COLUMNS, rows)])

    def as_data(self) -> list[dict[str, object]]:
        """Rules as plain data."""
        return [{"rule": rule.id, "when": rule.when, "then": dict(rule.then)} for rule in self.book.winning_order()]
