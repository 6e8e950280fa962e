"""Who leads under which rule and at which end of which range, as a value and as people read it."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from engine.engagement import strategy_label
from engine.model.base import Frozen, Text
from engine.results.measures import MEASURES
from engine.results.receipt import Receipt
from engine.statistics.estimates import Difference
from engine.studies.effect_parts import MARKS, effect_scale
from engine.wording import Cell, Column, Document, Message, Paragraph, Part, Said, Shown, Table, Title, say
from engine.wording.numbers import count

LEADS = ("win_rate_all", "net_margin_per_deal")
"""The measures on which somebody leads: who wins most often need not earn most."""


class Variation(Frozen):
    """The scenario with one rule or number changed, or as it is (`path` empty).

    leads: the best of the strategies that act − the next best, by measure of LEADS.
    moved: measures on which some strategy differs beyond luck from the scenario as it is, or at the second
           end of a range from the first.
    """

    path: str
    value: str
    leads: dict[str, Difference]
    moved: tuple[str, ...]

    def leader(self, measure: str) -> str | None:
        """Who leads beyond luck; None where two are too close to tell."""
        lead = self.leads[measure]
        return None if lead.verdict == "cannot_tell" else _best(lead)


def _best(lead: Difference) -> str:
    """The strategy's own name: alternatives bear that of the variation, too."""
    return lead.first.split()[0]


class Leaders(Shown, Frozen):
    """Who leads as the scenario is, under the other rules of the group, and at the ends of ranges.

    as_it_is: nothing changed. rules: every other group rule. ends: each assumption at its lower, then its upper end.
    """

    scenario_id: str
    title: Text
    currency: str
    seed: int
    replications: int
    strategies: tuple[str, ...]
    as_it_is: Variation
    rules: tuple[Variation, ...]
    ends: tuple[Variation, ...]
    receipt: Receipt = Field(repr=False)

    @property
    def deciding(self) -> tuple[Variation, ...]:
        """Ends of ranges at which somebody else leads, or nobody does beyond luck, on any measure of LEADS."""
        kept = {measure: self.as_it_is.leader(measure) for measure in LEADS}
        return tuple(each for each in self.ends if any(each.leader(name) != kept[name] for name in LEADS))

    @property
    def inert(self) -> tuple[str, ...]:
        """Paths of assumptions between whose ends no measure of any strategy differs beyond luck."""
        moving = {each.path for each in self.ends if each.moved}
        return tuple(dict.fromkeys(each.path for each in self.ends if each.path not in moving))

    def document(self) -> Document:
        """As it is, under other rules, at the ends of ranges on which the leader depends, and what decides nothing."""
        parts: list[Part] = [Title(say("Who leads, and on what that depends"), 3), Paragraph(self._where())]
        heads = [Column(MEASURES[name].label, name=name) for name in LEADS]
        rules = [self._row(say("as the scenario is"), self.as_it_is)]
        rules += [self._row(f"`{each.value}`", each) for each in self.rules]
        parts += [
            Title(say("Under other rules of the group"), 4),
            Table([Column(say("Rule of the group"), name="rule"), *heads], rules),
        ]
        if self.ends:
            parts += self._ranges(heads)
        return Document(parts)

    def _ranges(self, heads: list[Column]) -> Iterator[Part]:
        paths = len({each.path for each in self.ends})
        yield Title(say("Over the ranges of assumptions"), 4)
        if self.deciding:
            rows = [self._row(f"`{each.path}={each.value}`", each) for each in self.deciding]
            yield Table([Column(say("Assumption"), name="assumption"), *heads], rows)
        yield Paragraph(
            say(
                "Of {all} assumptions with a range, {n} change who leads on one of the two, at one end at least.",
                all=count(paths),
                n=count(len({each.path for each in self.deciding})),
            )
        )
        if self.inert:
            yield Paragraph(
                say(
                    "{n} decide nothing here that could be told from luck between one end and the other: {paths}.",
                    n=count(len(self.inert)),
                    paths=[f"`{path}`" for path in self.inert],
                ),
                "note",
            )

    def _row(self, what: Said, variation: Variation) -> list[Cell | Said]:
        return [Cell(what, value=variation.value), *(self._cell(variation.leads[name]) for name in LEADS)]

    def _cell(self, lead: Difference) -> Cell:
        scale = effect_scale([lead], MEASURES[lead.measure], self.currency)
        by = say("{lead} before the next {mark}", lead=scale.full_signed(lead.value), mark=MARKS[lead.verdict])
        return Cell(strategy_label(_best(lead)), by, value=_best(lead))

    def _where(self) -> Message:
        return say(
            "The best of the strategies that act, and its lead over the next, in this scenario ({scenario}), {n} "
            "replications on the same luck (seed {seed}): !! clear, ! likely, ? cannot tell. It says nothing about "
            "other situations.",
            scenario=self.title,
            n=count(self.replications),
            seed=self.seed,
        )
