"""The decision table of a book in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.model.rulebook import OTHERWISE, Rulebook, Value
from engine.rules.logic import understand
from engine.rules.prose import labels_of, prose
from engine.rules.spoken import markdown_safe, outcome
from engine.wording.language import reader_language


@dataclass(frozen=True)
class TableInWords:
    """Every rule in a row: if, then, because; in the order in which they win, `otherwise` last."""

    book: Rulebook = field(repr=False)

    def rows(self, lang: str = "en") -> tuple[tuple[str, str, str, str], ...]:
        """Id, condition, outcome and reason of each rule, in "en" or "zh"."""
        logic = understand(self.book)
        labels = labels_of(logic.book.facts, lang)
        rules = [
            (rule.id, prose(condition, labels, lang), _outcome(logic.book, row, lang), rule.because.in_language(lang))
            for rule, condition, row in zip(logic.rules, logic.conditions, logic.rows, strict=False)
        ]
        last = (OTHERWISE, _WORDS[lang][OTHERWISE], _outcome(logic.book, logic.rows[-1], lang))
        return (*rules, (*last, logic.book.otherwise.because.in_language(lang)))

    def in_words(self, lang: str = "en") -> str:
        """One rule a line."""
        line = _WORDS[lang]["line"]
        return "\n".join(line.format(rule=rule, when=when, then=then) for rule, when, then, _ in self.rows(lang))

    def __str__(self) -> str:
        return self.in_words()

    def to_markdown(self, lang: str = "en") -> str:
        """The table, in "en" or "zh"."""
        words = _WORDS[lang]
        lines = [
            f"**{markdown_safe(self.book.title.in_language(lang))}**",
            "",
            words["heads"],
            "|---:|---|---|---|---|",
        ]
        for number, (rule, when, then, because) in enumerate(self.rows(lang), start=1):
            cells = (
                str(number),
                f"`{rule}`",
                markdown_safe(when),
                f"**{markdown_safe(then)}**",
                markdown_safe(because),
            )
            lines.append(f"| {' | '.join(cells)} |")
        return "\n".join(lines)

    def _repr_markdown_(self) -> str:
        return self.to_markdown(reader_language())

    def as_data(self) -> list[dict[str, object]]:
        """Rules as plain data."""
        return [{"rule": rule.id, "when": rule.when, "then": dict(rule.then)} for rule in self.book.winning_order()]


def _outcome(book: Rulebook, row: Mapping[str, Value], lang: str) -> str:
    return outcome({name: (value,) for name, value in row.items()}, book.outputs, lang)


_WORDS = {
    "en": {
        OTHERWISE: "no rule fires",
        "line": "{rule}: if {when}, then {then}",
        "heads": "| | rule | if | then | because |",
    },
    "zh": {
        OTHERWISE: "没有规则触发",
        "line": "{rule}：如果{when}，则{then}",
        "heads": "| | 规则 | 如果 | 则 | 理由 |",
    },
}
