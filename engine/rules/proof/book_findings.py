"""What verification finds: how bad it is, which rules are concerned, in words, and an account that shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from engine.model.rulebook import FactDeclaration, Value
from engine.rules.language.prose import account_said
from engine.wording import Item, Said, in_both, say

Severity = Literal["error", "warning", "info"]
FindingKind = Literal[
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
    "more_gaps",
    "unused_value",
    "unused_output",
    "always_fires",
    "not_proven",
]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")

_SEVERITIES: Mapping[Severity, Said] = {"error": say("error"), "warning": say("warning")}
_KINDS: Mapping[FindingKind, Said] = {
    "overlap": say("overlap"),
    "conflict": say("conflict", context="rules"),
    "shadowed": say("shadowed"),
    "unreachable": say("can never fire"),
    "duplicate": say("duplicate"),
    "subsumed": say("subsumed"),
    "never_true": say("never true"),
    "always_true": say("always true"),
    "unused_fact": say("unused fact"),
    "unknown_not_handled": say("unknown not handled"),
    "gap": say("gap"),
    "more_gaps": say("more gaps"),
    "unused_value": say("unused value"),
    "unused_output": say("unused output"),
    "always_fires": say("always fires"),
    "not_proven": say("not proven"),
}


@dataclass(frozen=True)
class Finding:
    """One thing to look at in a book.

    rules:   ids of the rules concerned, in winning order.
    witness: facts of an account that shows it (facts not named are unknown); None where no account can.
    row:     for a gap, the `when` of the rule that would close it.
    """

    kind: FindingKind
    severity: Severity
    rules: tuple[str, ...]
    message: Said
    witness: Mapping[str, Value] | None = None
    row: str | None = None
    fact: str | None = field(default=None)

    @property
    def words(self) -> Said:
        """What it is, and what it says."""
        return say("{kind}: {message}", kind=_KINDS[self.kind], message=self.message)

    def item(self, facts: Mapping[str, FactDeclaration]) -> Item:
        """The finding with the account that shows it, and the rule that closes a gap; notes stand alone."""
        within: list[Said] = []
        if self.witness is not None:
            within.append(say("shown by: {account}", account=account_said(self.witness, facts)))
        if self.row is not None:
            within.append(say("closed by a rule with `when: {row}`", row=self.row))
        if self.severity == "info":
            return Item(self.words, within)
        return Item(say("{severity} · {finding}", severity=_SEVERITIES[self.severity], finding=self.words), within)

    def as_data(self) -> dict[str, object]:
        """The finding as plain data."""
        return {
            "kind": self.kind,
            "severity": self.severity,
            "rules": list(self.rules),
            "fact": self.fact,
            "message": in_both(self.message),
            "witness": None if self.witness is None else dict(self.witness),
            "row": self.row,
        }
