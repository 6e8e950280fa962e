"""What the rules of a book are worth, as a value and as people read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import Field

from engine.engagement import strategy_label
from engine.model.base import Frozen, Text
from engine.results.effects import EFFECTS
from engine.results.receipt import Receipt
from engine.statistics.estimates import CONFIDENCE, Difference, Estimate
from engine.studies.effect_parts import effect_cell, effect_scale, reasons, where_it_holds
from engine.wording import (
    Cell,
    Column,
    Document,
    Items,
    Message,
    Paragraph,
    Part,
    Said,
    Shown,
    Table,
    Title,
    listed,
    say,
)
from engine.wording.numbers import Scale, count, level, part


class RuleWorth(Frozen):
    """One rule: how often it decided, and what it adds.

    decided:    decisions it took, of all that the book took.
    decided_in: replications in which it decided at least once.
    changed_in: replications with any record that is different without it.
    adds:       with all rules − without this one, by measure.
    share:      its Shapley share, by measure; None where shares were not asked for.
    """

    rule: str
    title: Text | None = None
    when: str
    because: Text
    decided: int
    decided_in: int
    changed_in: int
    adds: dict[str, Difference]
    share: dict[str, Difference] | None = None

    @property
    def name(self) -> Said:
        """What people call it: its title, or its id with blanks where the book gives it none."""
        return self.rule.replace("_", " ") if self.title is None else self.title

    @property
    def effects(self) -> tuple[Difference, ...]:
        """What it adds, then its shares."""
        return (*self.adds.values(), *(self.share or {}).values())

    @property
    def idle(self) -> bool:
        """Is its worth exactly 0 whichever way it is taken?"""
        return self.decided == 0 and all(each.value == 0 == each.changed for each in (self.share or {}).values())


class SharedWorth(Frozen):
    """All rules together against none of them, on the batches that the Shapley shares come from.

    adds: with all rules − with none, by measure; the rules' shares add up to it.
    none: each measure when no rule speaks and `otherwise` always holds.
    """

    batches: int
    replications: int
    adds: dict[str, Difference]
    none: dict[str, float | None]


class RuleRoi(Shown, Frozen):
    """What the rules of a book are worth, in this scenario and under this strategy; rules in the order they win.

    decisions:        how often the book was asked; otherwise: how often no rule fired.
    estimates:        each measure with all rules.
    comparisons:      rules × measures: the differences that verdicts are made for together.
    """

    scenario_id: str
    title: Text
    currency: str
    strategy: str
    purpose: str
    book: str
    book_title: Text
    seed: int
    replications: int
    decisions: int
    otherwise: int
    comparisons: int
    estimates: dict[str, Estimate]
    rules: tuple[RuleWorth, ...]
    together: SharedWorth | None = Field(default=None, description="None where shares were not asked for")
    receipt: Receipt

    def rule(self, name: str) -> RuleWorth:
        """The rule with this id. Raises KeyError where there is none."""
        found = {each.rule: each for each in self.rules}
        return found[name]

    @property
    def deciding(self) -> tuple[RuleWorth, ...]:
        """Rules with something to tell: they decided, or would with others silent."""
        return tuple(rule for rule in self.rules if not rule.idle)

    def document(self) -> Document:
        """Tables of what each rule adds and of the shares, the rules in words, and what is measured."""
        where = where_it_holds(self.title, self.strategy, self.replications, self.seed)
        parts: list[Part] = [Title(self.heading(), 3), Paragraph(where)]
        if not self.decisions:
            never = say(
                "The strategy “{strategy}” never asked this rulebook here, so none of its rules can add anything.",
                strategy=strategy_label(self.strategy),
            )
            parts.append(Paragraph(never))
        if self.deciding:
            parts += self._what_each_adds()
            parts += self._shared() if self.together else []
        parts += map(Paragraph, self._remarks())
        return Document([*parts, *self._glossary()])

    def heading(self) -> Message:
        """What is told."""
        return say("What each rule of “{book}” adds", book=self.book_title)

    def _what_each_adds(self) -> list[Part]:
        scales = self._scales([rule.adds for rule in self.deciding])
        columns = [
            Column(say("Rule")),
            Column(say("decided", context="rule"), say("changed", context="rule"), number=True),
            *_heads(scales),
        ]
        rows = []
        for rule in self.deciding:
            changed = part(rule.changed_in, self.replications)
            decided = Cell(part(rule.decided, self.decisions), changed, value=rule.decided)
            rows.append([Cell(rule.name, value=rule.rule), decided, *_cells(rule.adds, scales)])
        key = say(
            "decided: its share of the book's decisions; changed: share of replications that go differently without "
            "it; !! clear, ! likely, ? cannot tell; below each value its {level} interval; `clear` is adjusted for {k} "
            "comparisons (rules × measures)",
            level=level(CONFIDENCE),
            k=self.comparisons,
        )
        head = say("With the rule − without it (the next rule that fires decides, or `otherwise`)")
        return [Title(head, 4), Table(columns, rows), Paragraph(key, "note")]

    def _shared(self) -> list[Part]:
        assert self.together is not None
        named = [(Cell(rule.name, value=rule.rule), rule.share or {}) for rule in self.deciding]
        named.append((Cell(say("all rules together"), tone="strong"), self.together.adds))
        scales = self._scales([shares for _, shares in named])
        rows = [[name, *_cells(shares, scales)] for name, shares in named]
        key = say(
            "From {batches} batches of {size} replications, each with an order of its own and its reverse; the "
            "intervals cover orders and luck. The shares of a column add up to its last line.",
            batches=self.together.batches,
            size=self.together.replications // self.together.batches,
        )
        head = say("Shapley shares: what each rule adds, averaged over the orders in which rules could be taken away")
        return [Title(head, 4), Table([Column(say("Rule")), *_heads(scales)], rows), Paragraph(key, "note")]

    def _scales(self, effects: Sequence[Mapping[str, Difference]]) -> dict[str, Scale]:
        return {
            name: effect_scale([each[name] for each in effects], measure, self.currency)
            for name, measure in EFFECTS.items()
        }

    def _remarks(self) -> list[Message]:
        """Rules that never decided, effects without interval or verdict, and how often no rule fired."""
        found = []
        never = [say("“{name}”", name=rule.name) for rule in self.rules if rule.idle]
        if self.decisions and never:
            found.append(
                say(
                    "Never decided here, so exactly 0 (without them not a byte of the records changes): {rules}",
                    rules=listed(never),
                )
            )
        effects = [(rule.name, each) for rule in self.deciding for each in rule.effects]
        found += reasons(effects, EFFECTS)
        if self.otherwise:
            share, n = part(self.otherwise, self.decisions), count(self.decisions)
            found.append(say("No rule fired in {share} of the book's {n} decisions.", share=share, n=n))
        return found

    def _glossary(self) -> list[Part]:
        """The rules shown, in words, and what the columns mean."""
        rules = [say("{name}: {meaning}", name=rule.name, meaning=rule.because) for rule in self.deciding]
        measures = [say("{name}: {meaning}", name=each.label, meaning=each.meaning) for each in EFFECTS.values()]
        parts: list[Part] = [Title(say("The rules in words"), 4), Items(rules)] if rules else []
        return [*parts, Title(say("What is measured"), 4), Items(measures)]


def _heads(scales: Mapping[str, Scale]) -> list[Column]:
    return [Column(EFFECTS[name].label, scale.heading, number=True, name=name) for name, scale in scales.items()]


def _cells(effects: Mapping[str, Difference], scales: Mapping[str, Scale]) -> list[Cell]:
    return [effect_cell(effects[name], scale) for name, scale in scales.items()]
