"""What the rules of a run did over time: which never decided, which undid one another, and when each decided."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import Field

from engine.engagement import strategy_label
from engine.model.base import Frozen, Text
from engine.model.decisions import ASKED_OF_MOVES
from engine.model.rulebook import OTHERWISE, Rulebook
from engine.results.contradictions import LABELS
from engine.results.stored_run import StoredRun, read_run
from engine.statistics.estimates import CONFIDENCE
from engine.studies.comparison import Comparison, Contradiction, Firings
from engine.studies.replay import load_comparison
from engine.wording import Cell, Column, Document, Items, Joined, Paragraph, Part, Said, Shown, Table, Title, say
from engine.wording.numbers import count, level, scale_about


class NeverDecided(Frozen):
    """A rule that decided nothing in at least one of the strategies under which its book was asked."""

    book: str
    rule: str
    silent: tuple[str, ...] = Field(description="strategies under which it never decided")
    asked: tuple[str, ...] = Field(description="strategies under which its book was asked at all")

    @property
    def everywhere(self) -> bool:
        """Did it decide nothing under any strategy?"""
        return self.silent == self.asked


class BookTitles(Frozen):
    """What people call a book and its rules, by their ids; `otherwise` among them."""

    book: Text
    rules: dict[str, Text]


class RulesAtRunTime(Shown, Frozen):
    """Rules at run time.

    at_most:   a rule that decided in none of the N replications decides in at most this share of all replications; the
               exact upper end of Clopper and Pearson, 1 − (1 − confidence)^(1 ÷ N), one-sided, for each rule by itself.
               The unit is the replication (a whole team with its accounts over the horizon): it is what is drawn
               independently, while decisions and deals within one share their luck.
    unasked:   books that were never asked under any strategy; nothing can be said about their rules.
    firings:   when each rule decided and which undid which, by strategy.
    titles:    what people call each book and its rules; nothing where the run was given without its folder.
    """

    scenario_id: str
    replications: int
    at_most: float
    never: tuple[NeverDecided, ...]
    unasked: tuple[str, ...]
    firings: dict[str, Firings]
    titles: dict[str, BookTitles] = Field(default_factory=dict)

    def contradictions(self) -> Iterator[tuple[str, Contradiction]]:
        """Every contradiction with its strategy."""
        for strategy, found in self.firings.items():
            for each in found.contradictions:
                yield strategy, each

    def document(self) -> Document:
        """Rules that never decided, and pairs of decisions that undid one another."""
        n = count(self.replications)
        head = say("Rules that decided nothing under any strategy in {n} replications", n=n)
        return Document([Title(head, 3), *self._silent(n), *self._undone()])

    def _silent(self, n: str) -> list[Part]:
        silent = [each for each in self.never if each.everywhere]
        if not silent:
            return [Paragraph(say("None."))]
        bound = say(
            "Each of them decides in at most {most} of all replications ({level}, one-sided; not one in {n}).",
            most=f"{100 * self.at_most:.2g}%",
            level=level(CONFIDENCE),
            n=n,
        )
        return [
            Items([Joined([self._book(each.book), self._rule(each.book, each.rule)], " / ") for each in silent]),
            Paragraph(bound),
        ]

    def _undone(self) -> list[Part]:
        watched = max((each.replications for each in self.firings.values()), default=0)
        words = say(
            "Decisions that undid earlier ones of the same deal, in the first {n} replications", n=count(watched)
        )
        rows = [self._row(strategy, each) for strategy, each in self.contradictions()]
        heads = (say("what", context="undone"), say("decided by"), say("undone by"))
        numbers = (say("share of deals"), say("median days between"), say("replication"), say("deal"))
        columns = [*map(Column, heads), *(Column(head, number=True) for head in numbers)]
        return [Title(words, 3), Table(columns, rows) if rows else Paragraph(say("None."))]

    def _row(self, strategy: str, each: Contradiction) -> tuple[Cell | Said, ...]:
        shares = scale_about(each.share, "share")
        return (
            Cell(LABELS[each.kind], strategy_label(strategy), value=each.kind),
            Cell(self._book(each.undone_book), self._rule(each.undone_book, each.undone_rule), value=each.undone_rule),
            Cell(self._book(each.by_book), self._rule(each.by_book, each.by_rule), value=each.by_rule),
            Cell(shares.full(each.share.value), shares.span(each.share.low, each.share.high), value=each.share.value),
            Cell(f"{each.days:.0f}", value=each.days),
            Cell(str(each.example.replication), value=each.example.replication),
            Cell(str(each.example.deal), value=each.example.deal),
        )

    def _book(self, book: str) -> Said:
        return self.titles[book].book if book in self.titles else f"`{book}`"

    def _rule(self, book: str, rule: str | None) -> Said:
        known = self.titles[book].rules if book in self.titles else {}
        if rule is None:
            return known.get(OTHERWISE, say("no rule fired"))
        return known.get(rule, f"`{rule}`")


def rules_at_run_time(run: Comparison | StoredRun | str | Path) -> RulesAtRunTime:
    """What the rules did in a run, given as a comparison or a run folder. Raises InputError when it cannot be read.

    Books that are asked about moves put only refusals and approvals on record, so nothing is said of their silence.
    """
    stored = None if isinstance(run, Comparison) else run if isinstance(run, StoredRun) else read_run(run)
    found = run if isinstance(run, Comparison) else load_comparison(run if stored is None else stored)
    counts: dict[tuple[str, str | None], dict[str, int]] = {}
    for strategy, result in found.results.items():
        for use in result.rules:
            if use.book in ASKED_OF_MOVES:
                continue
            counts.setdefault((use.book, use.rule), {})[strategy] = use.count
    asked: dict[str, dict[str, int]] = {}
    for (book, _), by_strategy in counts.items():
        totals = asked.setdefault(book, dict.fromkeys(found.strategies, 0))
        for strategy, number in by_strategy.items():
            totals[strategy] += number
    never = []
    for (book, rule), by_strategy in counts.items():
        there = tuple(strategy for strategy in found.strategies if asked[book][strategy])
        silent = tuple(strategy for strategy in there if not by_strategy.get(strategy, 0))
        if rule is not None and silent:
            never.append(NeverDecided(book=book, rule=rule, silent=silent, asked=there))
    return RulesAtRunTime(
        scenario_id=found.scenario_id,
        replications=found.replications,
        at_most=1 - (1 - CONFIDENCE) ** (1 / found.replications),
        never=tuple(never),
        unasked=tuple(book for book, totals in asked.items() if not any(totals.values())),
        firings={name: result.firings for name, result in found.results.items() if result.firings is not None},
        titles={name: _titles(book) for name, book in (stored.books if stored else {}).items()},
    )


def _titles(book: Rulebook) -> BookTitles:
    return BookTitles(book=book.title, rules={rule: book.title_of(rule) for rule in book.titles})
