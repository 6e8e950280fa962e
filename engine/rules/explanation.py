"""A decision with its reasons and the nearest change that would flip it, to be read by people and programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.model.rulebook import OTHERWISE
from engine.rules.compiled_book import CompiledBook
from engine.rules.decision import Decision
from engine.rules.flip import SECONDS, Flip, nearest_flip
from engine.rules.values import show
from engine.rules.verification.solver import OutOfTime
from engine.wording.language import reader_language


@dataclass(frozen=True)
class Explanation:
    """Which rule decided and why, which lost, what the others lacked, and what would flip the decision.

    flip:    the nearest account with another decision; None when there is none or it was not found in time.
    settled: was the nearest change found, or proved not to exist, in the time given?
    """

    decision: Decision
    flip: Flip | None
    settled: bool = True

    def in_words(self, lang: str = "en") -> str:
        """The decision and its reasons as lines of text, the flip last."""
        return f"{self.decision.explain(lang)}\n  {self._flip_in_words(lang)}"

    def __str__(self) -> str:
        return self.in_words()

    def to_markdown(self, lang: str = "en") -> str:
        """The decision as Markdown, and the flip below."""
        return f"{self.decision.to_markdown(lang)}\n\n{self.flip_markdown(lang)}"

    def flip_markdown(self, lang: str = "en") -> str:
        """The nearest change alone as a line of Markdown, in "en" or "zh"."""
        from engine.rules.decision_page import flip_line

        if self.flip is None or not self.flip.changes:
            return self._flip_in_words(lang)
        return flip_line(self.flip, lang)

    def _repr_markdown_(self) -> str:
        return self.to_markdown(reader_language())

    def _flip_in_words(self, lang: str) -> str:
        words = _WORDS[lang]
        if self.flip is None:
            return words["none" if self.settled else "unsettled"]
        after = self.flip.after
        if not self.flip.changes:
            return words["already"]
        changes = words["and"].join(map(str, self.flip.changes))
        said = ", ".join(f"{name} {show(value)}" for name, value in after.outputs.items())
        return words["flip"].format(changes=changes, rules=", ".join(after.rules) or words[OTHERWISE], said=said)

    def as_data(self) -> dict[str, object]:
        """Everything as plain data."""
        return {
            **self.decision.as_data(),
            "flip": None
            if self.flip is None
            else {
                "changes": [
                    {"fact": change.fact, "before": change.before, "after": change.after}
                    for change in self.flip.changes
                ],
                "distance": self.flip.distance,
                "to": self.flip.after.outline(),
            },
            "settled": self.settled,
        }


def explain_decision(
    compiled: CompiledBook,
    facts: Mapping[str, object],
    to: Mapping[str, object] | None = None,
    seconds: float = SECONDS,
) -> Explanation:
    """The decision about these facts, its reasons, and the nearest change that flips it, or makes it what `to` wants.

    Raises InputError for facts, outputs or values the book does not know.
    """
    decision = compiled.decide(facts)
    try:
        return Explanation(decision, nearest_flip(compiled, facts, to, seconds))
    except OutOfTime:
        return Explanation(decision, None, settled=False)


_WORDS = {
    "en": {
        "flip": "nearest change that flips it: {changes}; then {rules} decides: {said}",
        "none": "no change of facts leads to such a decision",
        "unsettled": "the nearest change was not found within the time given",
        "already": "it is so already",
        OTHERWISE: "no rule",
        "and": " and ",
    },
    "zh": {
        "flip": "使结论改变的最小变动：{changes}；届时由 {rules} 决定：{said}",
        "none": "任何事实变动都不会得到这样的结论",
        "unsettled": "在给定时间内未找到最小变动",
        "already": "现状已经如此",
        OTHERWISE: "otherwise（无规则触发）",
        "and": "，",
    },
}
