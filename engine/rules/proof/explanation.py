"""A decision with its reasons and the nearest change that would flip it, to be read by people and programs."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

from engine.rules.language.feeding import askable, givable
from engine.rules.language.spoken import rule_said
from engine.rules.language.values import is_unknown
from engine.rules.proof.chain_flip import nearest_flip_along
from engine.rules.proof.deciding_rules import DecidingRule, deciding_rules
from engine.rules.proof.flip import SECONDS, Flip, nearest_flip
from engine.rules.proof.learning import Standing, standing_of
from engine.rules.proof.real_accounts import NotSeenThrough, Unsettled
from engine.rules.tabulation.compiled_book import CompiledBook
from engine.rules.tabulation.decision import Decision
from engine.wording import Document, Items, Message, Paragraph, Shown, listed, say


@dataclass(frozen=True)
class Explanation(Shown):
    """Which rule decided and why, which lost, what the others lacked, and what would flip the decision.

    flip:    the nearest account with another decision; None when there is none or it was not found in time.
    settled: was the nearest change found, or proved not to exist, in the time given?
    seen_through: False where it was not settled because a formula is not linear.
    standing: whether the decision stands whatever is learnt; None where nothing is unknown, a decision was asked for,
              or several rules may decide.
    """

    decision: Decision
    flip: Flip | None
    settled: bool = True
    standing: Standing | None = None
    seen_through: bool = True

    @property
    def nearest_change(self) -> Message:
        """What would have to change, and what would then be decided, by which rule and why."""
        if self.flip is None and self.settled:
            return say("No change of facts leads to such a decision.")
        if self.flip is None and not self.seen_through and self.decision.logic.book.feeders:
            return say(
                "The nearest change could not be told: facts computed along a chain of books are not seen through."
            )
        if self.flip is None and not self.seen_through:
            return say("The nearest change could not be told: a formula that is not linear is not seen through.")
        if self.flip is None:
            return say("The nearest change was not found within the time given.")
        if not self.flip.changes:
            return say("It is so already.")
        after = self.flip.after
        return say(
            "Nearest change that flips it: {changes}; then {outcome}: {because} ({rules})",
            changes=listed(change.words(askable(after.logic.book)) for change in self.flip.changes),
            outcome=after.decided,
            because=after.because,
            rules=listed(rule_said(rule, after.logic.book) for rule in after.rules)
            if after.rules
            else say("no rule fires"),
        )

    @property
    def deciding(self) -> tuple[DecidingRule, ...]:
        """The rules that decided, each with its sentence, the branches of it that held, and its source."""
        return deciding_rules(self.decision)

    def document(self) -> Document:
        """The decision and what it rests on, whether it stands, and the nearest change below."""
        standing = self.standing.document().parts if self.standing is not None else ()
        book = self.decision.logic.book
        head, *parts = self.decision.document().parts
        reasons = list(itertools.takewhile(lambda part: isinstance(part, Paragraph) and part.kind == "quote", parts))
        rests_on = Items([rule.item(book) for rule in self.deciding])
        return Document([head, *reasons, rests_on, *parts[len(reasons) :], *standing, Paragraph(self.nearest_change)])

    def as_data(self) -> dict[str, object]:
        """Everything as plain data."""
        return {
            **self.decision.as_data(),
            "deciding": [rule.as_data() for rule in self.deciding],
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
            "standing": None if self.standing is None else self.standing.as_data(),
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
    several = not compiled.book.single_hit
    all_known = all(not is_unknown(facts.get(name)) for name in givable(compiled.book))
    standing = None if to or several or all_known else standing_of(compiled, facts, seconds)
    nearest = nearest_flip_along if compiled.feeds else nearest_flip
    try:
        return Explanation(decision, nearest(compiled, facts, to, seconds), standing=standing)
    except Unsettled as unsettled:
        seen = not isinstance(unsettled, NotSeenThrough)
        return Explanation(decision, None, settled=False, standing=standing, seen_through=seen)
