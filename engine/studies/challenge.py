"""Champion and challenger: two rulebooks for the same purpose on the same luck, as a value and as people read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from pydantic import Field

from engine.engagement import strategy_label
from engine.model.base import Frozen, Text
from engine.model.facts import FACT_INDEX, FACTS
from engine.model.rulebook import Value
from engine.model.terms import LANGUAGES, Outcome
from engine.model.vocabulary import TERMS
from engine.results.measures import HEADLINE, MEASURES
from engine.results.receipt import Receipt
from engine.rules.language.spoken import said
from engine.statistics.estimates import CONFIDENCE, Difference, Estimate
from engine.studies.effect_parts import effect_cell, reasons, where_it_holds
from engine.studies.parting import Answer, Example, Partings
from engine.wording import (
    Cell,
    Column,
    Document,
    Item,
    Items,
    Joined,
    Message,
    Paragraph,
    Part,
    Said,
    Shown,
    Table,
    Title,
    counted,
    say,
    sentences,
    told,
)
from engine.wording.numbers import Scale, count, deal_said, level, part, scale_for

MOST_PAIRS = 10

Commands = Callable[[Example], tuple[str, ...]]
"""The commands that tell an example's whole story, champion's first."""


class Contestant(Frozen):
    """One of the two books: what it is called, how often it decided, and every headline measure under it."""

    book: str
    title: Text
    rule_titles: dict[str, Text] = Field(default_factory=dict, description="titles of its rules, by id")
    output_labels: dict[str, Text] = Field(default_factory=dict, description="what its outputs are called, by name")
    sha256: str
    decisions: int
    otherwise: int
    estimates: dict[str, Estimate]


class Challenge(Shown, Frozen):
    """Two rulebooks on the same luck, in one scenario and under one strategy.

    differences:        challenger − champion, by headline measure; `better` is seen from the challenger.
    parted_in:          replications in which any record differs.
    partings:           decisions that differ, and example deals, from the replications followed.
    """

    scenario_id: str
    title: Text
    currency: str
    strategy: str
    purpose: str
    seed: int
    replications: int
    champion: Contestant
    challenger: Contestant
    differences: dict[str, Difference]
    parted_in: int
    partings: Partings
    receipt: Receipt

    def document(self, commands: Commands | None = None) -> Document:
        """Measures side by side, the decisions that differ, and deals at which the books part.

        commands: lines to type that tell an example's whole story.
        """
        where = where_it_holds(self.title, self.strategy, self.replications, self.seed)
        parts: list[Part] = [Title(self._heading(), 3), Paragraph(where)]
        if not self.champion.decisions + self.challenger.decisions:
            never = say(
                "The strategy “{strategy}” never asked these rulebooks here, so they cannot differ.",
                strategy=strategy_label(self.strategy),
            )
            parts.append(Paragraph(never))
        parts += [self._measures(), *(Paragraph(each, "note") for each in self._footnotes())]
        parts.append(Paragraph(sentences([self._parted(), self._followed()])))
        return Document([*parts, *self._pairs(), *self._examples(commands)])

    def _heading(self) -> Message:
        """Who challenges whom; by ids where the titles are the same."""
        sides = (self.champion, self.challenger)
        names: list[Said] = [each.title for each in sides]
        if any(told(names[0], lang) == told(names[1], lang) for lang in LANGUAGES):
            names = [each.book for each in sides]
            if names[0] == names[1]:
                names = [f"{each.book} ({each.sha256[:8]})" for each in sides]
        return say("Challenger “{challenger}” against champion “{champion}”", champion=names[0], challenger=names[1])

    def _measures(self) -> Table:
        """Per headline measure its unit, then value and interval of champion, challenger and difference."""
        rows: list[list[Cell | Said]] = []
        for name in HEADLINE:
            measure, found = MEASURES[name], self.differences[name]
            sides = [self.champion.estimates[name], self.challenger.estimates[name]]
            ends = [number for each in sides for number in (each.value, each.low, each.high)]
            ends += [found.value, found.low, found.high]
            plain = scale_for(measure.unit, ends, self.currency)
            points = scale_for(measure.unit, ends, self.currency, difference=True)
            unit = plain.heading if measure.unit != "share" else Joined([plain.heading, points.heading], ", ")
            cells = [_plain_cell(each, plain) for each in sides]
            rows.append([Cell(measure.label, value=name), unit, *cells, effect_cell(found, points)])
        columns = [Column(say("Measure")), Column(say("in", context="unit")), Column(say("champion"), number=True)]
        columns += [Column(say("challenger"), number=True), Column(say("difference"), number=True)]
        return Table(columns, rows)

    def _footnotes(self) -> list[Message]:
        """What the marks mean, and why some differences have no interval or no verdict."""
        key = say(
            "difference: challenger − champion; !! clear, ! likely, ? cannot tell; below each value its {level} "
            "interval; `clear` is adjusted for {k} measures",
            level=level(CONFIDENCE),
            k=len(HEADLINE),
        )
        return [key, *reasons([("", each) for each in self.differences.values()], MEASURES)]

    def _parted(self) -> Message:
        return say("{share} of the replications go differently.", share=part(self.parted_in, self.replications))

    def _followed(self) -> Message:
        return say(
            "In the first {n} replications ({deals} projects) every decision was followed: {parted} deals part at a "
            "decision of these books, {affected} more go differently because other deals of the same team parted; "
            "{apart} of them end with another outcome.",
            n=self.partings.replications,
            deals=self.partings.deals,
            parted=self.partings.parted,
            affected=self.partings.affected,
            apart=self.partings.ended_apart,
        )

    def _pairs(self) -> list[Part]:
        """Which rule answers in whose place, the commonest first."""
        pairs = self.partings.pairs
        if not pairs:
            return []
        rows = [
            (
                Joined([_rule(pair.champion, self.champion), _values(pair.champion_says, self.champion)], " → "),
                Joined(
                    [_rule(pair.challenger, self.challenger), _values(pair.challenger_says, self.challenger)], " → "
                ),
                Cell(count(pair.deals), value=pair.deals),
            )
            for pair in pairs[:MOST_PAIRS]
        ]
        head = say("Where they part: the first decision answered differently on the same facts")
        columns = [Column(say("champion")), Column(say("challenger")), Column(say("deals"), number=True)]
        more = len(pairs) - len(rows)
        rarer = [Paragraph(counted("and {n} rarer pair", "and {n} rarer pairs", more), "note")] if more else []
        return [Title(head, 4), Table(columns, rows), *rarer]

    def _examples(self, commands: Commands | None) -> list[Part]:
        examples = self.partings.examples
        items = [self._example(each, commands(each) if commands else ()) for each in examples]
        return [Title(say("Deals at which they part"), 4), Items(items)] if items else []

    def _example(self, example: Example, commands: Sequence[str]) -> Item:
        """Which deal and when; then the facts, and what each book decided, why, and how it ended."""
        head = say(
            "{account}, {deal}, day {day}, {since} days after the project opened",
            deal=deal_said(example.replication, example.deal),
            account=example.account,
            day=f"{example.day:.0f}",
            since=f"{example.since_opening:.0f}",
        )
        named = ((FACTS[FACT_INDEX[name]].meaning if name in FACT_INDEX else name, name) for name in example.facts)
        facts = [say("{fact}: {value}", fact=fact, value=_spoken(name, example.facts[name])) for fact, name in named]
        asked = say("facts: {facts}", facts=Joined(facts, "; ")) if facts else say("no rule fired on either side")
        sides = [_side(say("champion"), example.champion, self.champion)]
        sides.append(_side(say("challenger"), example.challenger, self.challenger))
        return Item(head, [asked, *sides], commands)


def _plain_cell(found: Estimate, scale: Scale) -> Cell:
    span = "" if found.low is None else scale.span(found.low, found.high)
    return Cell(scale.number(found.value), span, value=found.value)


def _rule(rule: str | None, of: Contestant) -> Said:
    """The rule of this book as people call it."""
    if rule is None:
        return say("`otherwise` (no rule fired)")
    return say("“{name}”", name=of.rule_titles[rule]) if rule in of.rule_titles else rule


def _values(outputs: Mapping[str, Value], of: Contestant) -> Said:
    """The answers of a book: the value alone where there is one output."""
    words = {name: _spoken(name, value) for name, value in outputs.items()}
    if len(words) == 1:
        return next(iter(words.values()))
    named = ((of.output_labels.get(name, name), value) for name, value in words.items())
    return Joined([say("{fact}: {value}", fact=label, value=value) for label, value in named], ", ")


def _spoken(name: str, value: Value | None) -> Said:
    """A value of a fact or an output as people say it; three digits are enough."""
    shown = float(f"{value:.3g}") if isinstance(value, float) else value
    return said(name, shown)


def _side(side: Said, answer: Answer, book: Contestant) -> Message:
    decided, rule = _values(answer.outputs, book), _rule(answer.rule, book)
    outcome = Outcome[answer.outcome]
    if outcome == Outcome.open:
        return say(
            "{side}: {decided}, by {rule}: {because} Still open at the end.",
            side=side,
            decided=decided,
            rule=rule,
            because=answer.because,
        )
    return say(
        "{side}: {decided}, by {rule}: {because} Ended: {outcome}, day {day}.",
        side=side,
        decided=decided,
        rule=rule,
        because=answer.because,
        outcome=TERMS[Outcome][outcome],
        day=f"{answer.ended_on:.0f}",
    )
