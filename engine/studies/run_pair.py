"""Two stored runs side by side: what went in differently, and what each headline measure is in both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import Field

from engine.engagement import strategy_label
from engine.model.base import Frozen
from engine.results.measures import HEADLINE, MEASURES
from engine.statistics.estimates import CONFIDENCE, Difference, Estimate
from engine.studies.effect_parts import effect_cell, reasons
from engine.studies.run_input_parts import input_parts
from engine.studies.run_inputs import InputsApart
from engine.wording import (
    Cell,
    Column,
    Document,
    Items,
    Joined,
    Message,
    Paragraph,
    Part,
    Said,
    Shown,
    Table,
    Title,
    say,
)
from engine.wording.numbers import Scale, count, level, part, scale_for


class RunShown(Frozen):
    """One of the two runs."""

    name: str
    folder: Path
    created: str
    scenario_id: str
    currency: str
    seed: int
    replications: int
    strategies: tuple[str, ...]
    program: str


class StrategyPair(Frozen):
    """One strategy in both runs, by headline measure."""

    first: dict[str, Estimate]
    second: dict[str, Estimate]
    differences: dict[str, Difference] = Field(
        description="second − first, over the replications that both have; empty for runs of different scenarios"
    )
    parted: int | None = Field(description="replications in which any record differs; None where luck is not shared")


class RunPair(Shown, Frozen):
    """Two stored runs.

    paired:       differences are taken replication by replication, both having had the same luck in each.
    replications: the first so many are in both, and were looked at; None for runs of different scenarios.
    widening:     factor by which intervals are wider, that of the run which was looked at more often.
    """

    first: RunShown
    second: RunShown
    apart: InputsApart
    paired: bool
    replications: int | None
    widening: float
    strategies: dict[str, StrategyPair]

    @property
    def same_records(self) -> bool:
        """Not one byte of any record differs, of the strategies and replications that both have."""
        return self.paired and all(each.parted == 0 for each in self.strategies.values())

    @property
    def identical(self) -> bool:
        """The same went in, and the same came out."""
        apart = self.apart
        rest = (apart.causes, apart.replications, apart.strategies_first, apart.strategies_second, apart.texts)
        return self.same_records and not any(rest)

    def document(self) -> Document:
        """What differs between the runs, then every headline measure of each strategy in both."""
        parts: list[Part] = [Title(say("Two runs side by side"), 1), Items([self._run("A"), self._run("B")])]
        if self.identical:
            same = say("The two runs are identical: the same went in, and not one byte of any record differs.")
            return Document([*parts, Paragraph(same, "lead")])
        parts += [Title(say("What differs between them"), 2), *input_parts(self.apart, self._of_runs())]
        parts += [Title(say("What came out"), 2), *(Paragraph(each) for each in self._how())]
        for name, each in self.strategies.items():
            parts += self._strategy(name, each)
        return Document([*parts, *(Paragraph(each, "note") for each in self._notes())])

    def _run(self, side: str) -> Message:
        run = self.first if side == "A" else self.second
        return say(
            "{side}: {name}, of {day}, scenario `{scenario}`, {n} replications, seed {seed}",
            side=side,
            name=run.name,
            day=run.created[:16].replace("T", " "),
            scenario=run.scenario_id,
            n=count(run.replications),
            seed=run.seed,
        )

    def _of_runs(self) -> Iterator[Message]:
        """What differs of how they were played."""
        a, b = self.first, self.second
        if self.apart.seed:
            yield say("seed: {first} → {second}", first=a.seed, second=b.seed)
        if self.apart.replications:
            yield say("replications: {first} → {second}", first=count(a.replications), second=count(b.replications))
        if self.apart.program:
            yield say("the program: another code or other versions of libraries made B")

    def _how(self) -> Iterator[Message]:
        """How the two are compared, and what may be concluded."""
        if self.replications is None:
            yield say(
                "The runs are of different scenarios. They stand side by side, each over its own replications, without "
                "differences: between two scenarios no single change could have made them."
            )
            return
        n = count(self.replications)
        if not self.paired:
            yield say(
                "The seeds differ, so that the runs had no luck in common: differences are taken between two separate "
                "samples, the first {n} replications of each, and their intervals are wider than on the same luck.",
                n=n,
            )
            if not self.apart.changes:
                yield say("Nothing but the seed differs: whatever differs in what came out is luck.")
        elif self.same_records:
            yield say(
                "In the {n} replications that both have, not one byte of any record differs: what differs between the "
                "runs changed nothing.",
                n=n,
            )
        else:
            yield say("Differences are B − A, replication by replication on the same luck, over the first {n}.", n=n)
        if self.paired and not self.apart.causes:
            yield say("Nothing that went in differs but the replications and strategies played.")
        elif self.apart.changes > 1 and not self.same_records:
            yield say("Everything that differs worked together: no difference belongs to one of the changes alone.")

    def _strategy(self, name: str, pair: StrategyPair) -> list[Part]:
        title = Title(strategy_label(name), 3)
        if pair.parted == 0:
            same = say("The same in both, to the byte, over the replications that both have.")
            return [
                title,
                *([Paragraph(same)] if not self.same_records else []),
                self._table(pair, with_difference=False),
            ]
        if not pair.differences:
            return [title, self._table(pair, with_difference=False)]
        changed = []
        if pair.parted is not None and self.replications:
            share = part(pair.parted, self.replications)
            changed = [Paragraph(say("{share} of the replications go differently.", share=share), "note")]
        return [title, self._table(pair, with_difference=True), *changed]

    def _table(self, pair: StrategyPair, with_difference: bool) -> Table:
        rows: list[list[Cell | Said]] = []
        for name in HEADLINE:
            measure, sides = MEASURES[name], (pair.first[name], pair.second[name])
            found = pair.differences[name] if with_difference else None
            scales = self._scales(measure.unit, sides, found)
            heads = list(dict.fromkeys(scale.heading for scale in scales if scale.heading))
            cells = [_cell(each, scale) for each, scale in zip(sides, scales, strict=False)]
            if found is not None:
                cells.append(effect_cell(found, scales[-1]))
            rows.append([Cell(measure.label, value=name), Joined(heads, ", "), *cells])
        columns = [Column(say("Measure"), name="measure"), Column(say("in", context="unit"), name="unit")]
        columns += [Column("A", number=True, name="first"), Column("B", number=True, name="second")]
        if with_difference:
            columns.append(Column(say("difference"), number=True, name="difference"))
        return Table(columns, rows)

    def _scales(self, unit: str, sides: Sequence[Estimate], found: Difference | None) -> list[Scale]:
        """How to write A, B, and their difference: alike, but for money of different currencies."""
        currencies = (self.first.currency, self.second.currency)
        ends = [(each.value, each.low, each.high) for each in sides]
        if found is None and currencies[0] != currencies[1]:
            return [scale_for(unit, own, currency) for own, currency in zip(ends, currencies, strict=True)]
        every = [number for own in ends for number in own]
        every += [] if found is None else [found.value, found.low, found.high]
        plain = scale_for(unit, every, currencies[0])
        return [plain, plain, *([] if found is None else [scale_for(unit, every, currencies[0], difference=True)])]

    def _notes(self) -> list[Message]:
        """What the marks mean, and why some differences have no interval or no verdict."""
        shown = {name: pair for name, pair in self.strategies.items() if pair.differences and pair.parted != 0}
        if not shown:
            return [say("Below each value stands its {level} interval.", level=level(CONFIDENCE))]
        key = say(
            "difference: B − A; !! clear, ! likely, ? cannot tell, for all {k} differences together; below each value "
            "its {level} interval.",
            level=level(CONFIDENCE),
            k=sum(len(pair.differences) for pair in self.strategies.values()),
        )
        found = [(strategy_label(name), each) for name, pair in shown.items() for each in pair.differences.values()]
        return [key, *reasons(found, MEASURES)]


def _cell(found: Estimate, scale: Scale) -> Cell:
    span = "" if found.low is None else scale.span(found.low, found.high)
    return Cell(scale.number(found.value), span, value=found.value)
