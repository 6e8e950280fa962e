"""What verification finds: how bad it is, which rules are concerned, in words, and an account that shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from engine.model.base import Text
from engine.model.rulebook import Value
from engine.rules.values import show

Severity = Literal["error", "warning", "info"]
Kind = Literal[
    "overlap",
    "conflict",
    "shadowed",
    "unreachable",
    "duplicate",
    "subsumed",
    "never_true",
    "always_true",
    "unused_fact",
    "unknown_not_handled",
    "gap",
    "unused_value",
    "not_proven",
]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")

KINDS: Mapping[Kind, Text] = {
    "overlap": Text(en="overlap", zh="重叠"),
    "conflict": Text(en="conflict", zh="冲突"),
    "shadowed": Text(en="shadowed", zh="被遮蔽"),
    "unreachable": Text(en="can never fire", zh="永不触发"),
    "duplicate": Text(en="duplicate", zh="重复"),
    "subsumed": Text(en="subsumed", zh="被包含"),
    "never_true": Text(en="never true", zh="恒不成立"),
    "always_true": Text(en="always true", zh="恒成立"),
    "unused_fact": Text(en="unused fact", zh="未使用的事实"),
    "unknown_not_handled": Text(en="unknown not handled", zh="未处理未知"),
    "gap": Text(en="gap", zh="缺口"),
    "unused_value": Text(en="unused value", zh="未使用的取值"),
    "not_proven": Text(en="not proven", zh="未能证明"),
}


@dataclass(frozen=True)
class Finding:
    """One thing to look at in a book.

    rules:   ids of the rules concerned, in winning order.
    witness: facts of an account that shows it (facts not named are unknown); None where no account can.
    row:     for a gap, the `when` of the rule that would close it.
    """

    kind: Kind
    severity: Severity
    rules: tuple[str, ...]
    message: Text
    witness: Mapping[str, Value] | None = None
    row: str | None = None
    fact: str | None = field(default=None)

    def in_words(self, lang: str = "en") -> str:
        """One paragraph: what it is, what it says, and the account that shows it."""
        colon, example = ("：", "例证") if lang == "zh" else (": ", "shown by")
        text = f"{KINDS[self.kind].in_language(lang)}{colon}{self.message.in_language(lang)}"
        if self.witness is not None:
            text += f" [{example}{colon}{account_in_words(self.witness, lang)}]"
        return text

    def __str__(self) -> str:
        return f"{self.severity}: {self.in_words()}"

    def as_data(self) -> dict[str, object]:
        """The finding as plain data."""
        return {
            "kind": self.kind,
            "severity": self.severity,
            "rules": list(self.rules),
            "fact": self.fact,
            "message": self.message.model_dump(),
            "witness": None if self.witness is None else dict(self.witness),
            "row": self.row,
        }


def account_in_words(facts: Mapping[str, Value], lang: str = "en") -> str:
    """`trigger keeping_up, urgency 0.5`; all other facts are unknown."""
    if not facts:
        return "一切未知" if lang == "zh" else "nothing known"
    return ("，" if lang == "zh" else ", ").join(f"{name} {show(value)}" for name, value in facts.items())


def quoted(names: tuple[str, ...], lang: str) -> str:
    """`a`, `b` and `c`."""
    marked = [f"`{name}`" for name in names]
    if lang == "zh":
        return "、".join(marked)
    return " and ".join([", ".join(marked[:-1]), marked[-1]]) if len(marked) > 1 else "".join(marked)
