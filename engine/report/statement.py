"""The comparison in words: who is ahead on what, by how much, how sure that is, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.engagement import BASELINE
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.report.basis import basis, cautions
from engine.report.hints import next_steps
from engine.report.labels import MONEY, WIN, quoted_strategy
from engine.report.tables import confidence
from engine.report.unknown_words import spread_in_words
from engine.results.measures import HEADLINE, MEASURES
from engine.statistics.estimates import Estimate
from engine.studies import NOTES, Comparison, NearlyAlways, Standing
from engine.wording import (
    Document,
    Item,
    Items,
    Joined,
    Message,
    Paragraph,
    Part,
    Said,
    Shown,
    Title,
    listed,
    numbers as formats,
    say,
    sentences,
)


@dataclass(frozen=True)
class Statement(Shown):
    """What may be said of a comparison, in sentences.

    headline: who wins more often, and how much that wins and leaves. cautions: what to keep in mind reading it. points:
    who is behind and by how much, doing nothing, no decision. measures: who is best on the other headline measures.
    basis: assumptions and method. next_steps: what to try, each with its command.
    """

    headline: Said
    cautions: tuple[Said, ...]
    points: tuple[Said, ...]
    measures: tuple[Said, ...]
    basis: tuple[Said, ...]
    next_steps: tuple[Item, ...]

    def document(self) -> Document:
        """The sentences under their headings."""
        parts: list[Part] = [Paragraph(self.headline, "lead"), *map(Paragraph, self.cautions)]
        parts.append(Items([*self.points, *self.measures]))
        parts += [Title(say("What it rests on"), 3), Items(self.basis)]
        if self.next_steps:
            parts += [Title(say("What to try next"), 3), Items(self.next_steps)]
        return Document(parts)


def findings(
    comparison: Comparison,
    scenario: Scenario,
    books: Mapping[str, Rulebook] | None = None,
    nearly_always: Sequence[NearlyAlways] = (),
) -> Statement:
    """The comparison sentence by sentence; with the rulebooks at hand it also names rules that never fired.

    nearly_always: rules that decide nearly always, with what they add.
    """
    read = _Reading(comparison)
    return Statement(
        headline=sentences([read.headline(), *read.money()]),
        cautions=(*cautions(comparison), *spread_in_words(comparison, scenario)),
        points=tuple(read.points()),
        measures=tuple(read.measures()),
        basis=basis(comparison, scenario),
        next_steps=next_steps(comparison, scenario, books, nearly_always),
    )


class _Reading:
    """Sentences about one comparison."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.win = comparison.standings.get(WIN)

    def headline(self) -> Said:
        """Who wins most often, against whom that is sure, and against whom not."""
        if self.win is None:
            return say("No strategy finished a deal in these replications, so nothing can be said about win rates.")
        leader, value = quoted_strategy(self.win.leader), self._value(self.win.leader, WIN)
        day = formats.count(self.comparison.by_day)
        if len(self.comparison.acting) == 1:
            return say("{leader} won {value} of projects by day {day}.", leader=leader, value=value, day=day)
        if self.win.tied:
            head = say(
                "Nobody is clearly ahead: {leader} won most often here, {value} of projects by day {day}, but {tied} "
                "cannot be told apart from it.",
                leader=leader,
                day=day,
                value=value,
                tied=self._names(self.win.tied),
            )
        elif self.win.likely_behind:
            head = say(
                "In this situation {leader} probably wins most often: {value} of projects by day {day}.",
                leader=leader,
                day=day,
                value=value,
            )
        else:
            head = say(
                "In this situation {leader} clearly won more often than the other strategies: {value} of projects by "
                "day {day}.",
                leader=leader,
                day=day,
                value=value,
            )
        return head

    def money(self) -> Iterable[Said]:
        """Who wins most, and to whom most is left, in the same breath."""
        return (self._best(name) for name in MONEY) if self.win is not None else ()

    def points(self) -> list[Said]:
        """Who is behind, doing nothing, and no decision over both denominators."""
        found: list[Said] = [sentences(self._ahead_of(self.win))] if self.win is not None else []
        found += [self._behind(name) for name in MONEY] if self.win is not None else []
        found += [self._baseline(), self._no_decision(), *self._identical()]
        return [sentence for sentence in found if sentence]

    def measures(self) -> Iterable[Said]:
        """Who is best on each headline measure that the headline leaves out."""
        return (self._point(name) for name in HEADLINE if name not in (WIN, *MONEY))

    def _identical(self) -> list[Said]:
        """Strategies that did exactly the same."""
        return [
            say("{names}: not one byte of their records differs; here they are one and the same.", names=listed(names))
            for names in ([quoted_strategy(name) for name in group] for group in self.comparison.identical)
        ]

    def _names(self, strategies: tuple[str, ...]) -> Said:
        if len(strategies) > 1 and len(strategies) == len(self.comparison.acting) - 1:
            return say("the others")
        return listed(quoted_strategy(name) for name in strategies)

    def _estimate(self, strategy: str, measure: str) -> Estimate:
        return self.comparison.results[strategy].estimates[measure]

    def _value(self, strategy: str, measure: str) -> Message:
        found = self._estimate(strategy, measure)
        scale = formats.scale_about(found, MEASURES[measure].unit, self.comparison.currency)
        if found.low is None and found.note:
            return say("{value} ({why})", value=scale.full(found.value), why=NOTES[found.note])
        return say(
            "{value} ({level} interval {interval})",
            value=scale.full(found.value),
            level=confidence(self.comparison),
            interval=scale.span(found.low, found.high),
        )

    def _plain(self, strategy: str, measure: str) -> Said:
        found = self._estimate(strategy, measure)
        return formats.scale_about(found, MEASURES[measure].unit, self.comparison.currency).full(found.value)

    def _difference(self, first: str, second: str) -> tuple[Said, Said]:
        found = self.comparison.difference(WIN, first, second)
        scale = formats.scale_about(found, MEASURES[WIN].unit, self.comparison.currency, difference=True)
        return scale.full_signed(found.value), scale.signed_span(found.low, found.high)

    def _ahead_of(self, found: Standing) -> Iterable[Said]:
        if found.behind:
            yield say(
                "On the win rate {leader} is clearly ahead of {others}.",
                leader=quoted_strategy(found.leader),
                others=self._apart(found.leader, found.behind),
            )
        if found.likely_behind:
            yield say(
                "On the win rate {leader} is probably ahead of {others}.",
                leader=quoted_strategy(found.leader),
                others=self._apart(found.leader, found.likely_behind),
            )

    def _apart(self, leader: str, others: tuple[str, ...]) -> Said:
        said = []
        for name in others:
            difference, interval = self._difference(leader, name)
            said.append(
                say(
                    "{name} ({difference}, {interval})",
                    name=quoted_strategy(name),
                    difference=difference,
                    interval=interval,
                )
            )
        return listed(said)

    def _point(self, measure: str) -> Said:
        """Who is best on a measure, and who is clearly worse where nobody is."""
        found = self.comparison.standings.get(measure)
        return sentences([self._best(measure), self._worse(found)]) if found and found.tied else self._best(measure)

    def _behind(self, measure: str) -> Said:
        """Who is clearly worse on a measure of which nobody is best, under its name."""
        found = self.comparison.standings.get(measure)
        if found is None or not (found.tied and found.behind):
            return ""
        return say("{name}: {meaning}", name=MEASURES[measure].label, meaning=self._worse(found))

    def _best(self, measure: str) -> Said:
        label, found = MEASURES[measure].label, self.comparison.standings.get(measure)
        if found is None and not any(self.comparison.ranked(name, measure) for name in self.comparison.acting):
            return say("{measure}: nobody met anybody, so nobody is best.", measure=label)
        if found is None:
            return say("{measure}: nothing to measure in these replications.", measure=label)
        leader, value = quoted_strategy(found.leader), self._value(found.leader, measure)
        if found.tied:
            return say(
                "{measure}: cannot tell who is best. {leader} has {value}; {tied} cannot be told apart from it.",
                measure=label,
                leader=leader,
                value=value,
                tied=self._names(found.tied),
            )
        if found.likely_behind:
            return say("{measure}: {leader} is probably best with {value}.", measure=label, leader=leader, value=value)
        if found.behind:
            return say("{measure}: {leader} is clearly best with {value}.", measure=label, leader=leader, value=value)
        return say("{measure}: {leader} has {value}.", measure=label, leader=leader, value=value)

    def _worse(self, found: Standing) -> Said:
        if not found.behind:
            return ""
        return say(
            "Clearly worse: {others}.",
            others=listed(
                Joined([quoted_strategy(name), self._plain(name, found.measure)], " ") for name in found.behind
            ),
        )

    def _baseline(self) -> Said:
        if self.win is None or self.win.leader == BASELINE or BASELINE not in self.comparison.strategies:
            return ""
        found = self.comparison.difference(WIN, self.win.leader, BASELINE)
        if found.value is None or found.low is None:
            return ""
        if found.ahead == BASELINE:
            verdict = (
                say("in this model it does clearly worse than doing nothing")
                if found.verdict == "clear"
                else say("in this model it does probably worse than doing nothing")
            )
        else:
            verdict = {
                "clear": say("in this model selling clearly matters"),
                "likely": say("in this model selling probably matters"),
                "cannot_tell": say("whether selling helps cannot be told"),
            }[found.verdict]
        difference, interval = self._difference(self.win.leader, BASELINE)
        return say(
            "Compared with doing nothing, the win rate of {leader} differs by {difference} ({interval}): {verdict}.",
            leader=quoted_strategy(self.win.leader),
            difference=difference,
            interval=interval,
            verdict=verdict,
        )

    def _no_decision(self) -> Said:
        if self.win is None:
            return ""
        leader, measures = self.win.leader, ("no_decision_share", "no_decision_of_not_won")
        of_all, of_not_won = (self._plain(leader, measure) for measure in measures)
        if leader == BASELINE or BASELINE not in self.comparison.strategies:
            return say(
                "No decision with {leader}: {of_all} of all projects, {of_not_won} of those not won.",
                leader=quoted_strategy(leader),
                of_all=of_all,
                of_not_won=of_not_won,
            )
        other_of_all, other_of_not_won = (self._plain(BASELINE, measure) for measure in measures)
        return say(
            "No decision with {leader}: {of_all} of all projects, {of_not_won} of those not won; with {other}: "
            "{other_of_all} and {other_of_not_won}.",
            leader=quoted_strategy(leader),
            of_all=of_all,
            of_not_won=of_not_won,
            other=quoted_strategy(BASELINE),
            other_of_all=other_of_all,
            other_of_not_won=other_of_not_won,
        )
