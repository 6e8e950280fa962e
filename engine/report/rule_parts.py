"""The page's section on rules: what decided and why, what never did, when, and what was undone by which other rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from engine.engagement import strategy_label
from engine.model.rulebook import Rulebook
from engine.report.plots.firings_plot import timed_rules
from engine.report.plots.rules_plot import rule_counts
from engine.report.tables import confidence
from engine.report.typed_commands import trace_command
from engine.results.contradictions import LABELS
from engine.studies import Comparison, RulesAtRunTime, rules_at_run_time
from engine.studies.comparison import Contradiction, RuleTimes
from engine.wording import (
    Cell,
    Column,
    Folded,
    Joined,
    Paragraph,
    Part,
    Picture,
    Said,
    Table,
    Title,
    counted,
    ground_said,
    listed,
    numbers as formats,
    say,
)

SHOWN = 12
"""Pairs of rules shown at once; rarer ones are folded away."""

Books = Mapping[str, Rulebook]
Uses = Mapping[str | None, Mapping[str, int]]
"""How often each rule decided, by strategy; the rule None where none fired."""


def rule_section(comparison: Comparison, books: Books, counts: Picture, times: Picture | None) -> tuple[Part, ...]:
    """What every book's rules decided. counts: which decided how often; times: when."""
    found = rules_at_run_time(comparison)
    note = say("Every decision names its rule and its reason. Counts are over all replications.")
    parts: list[Part] = [Paragraph(note, "note"), counts]
    parts += [_book(comparison, book, uses) for book, uses in _asked_books(comparison, books)]
    parts += _silent(comparison, found, books)
    if times is not None:
        parts += _when(comparison, found, books, times)
    if found.firings:
        parts += _undone(comparison, found, books)
    return tuple(parts)


def _asked_books(comparison: Comparison, books: Books) -> Iterable[tuple[Rulebook, Uses]]:
    for name, book in books.items():
        uses = rule_counts(comparison, name)
        if any(map(any, (each.values() for each in uses.values()))):
            yield book, uses


def _book(comparison: Comparison, book: Rulebook, uses: Uses) -> Folded:
    """Every rule of one book in the order in which they win: its reason, its source, how often it decided."""
    reasons = {rule.id: (rule.because, rule.reason) for rule in book.rules}
    rows = []
    for rule, by_strategy in uses.items():
        because, source = reasons[rule] if rule else (book.otherwise.because, book.otherwise.reason)
        cells = [
            Cell(book.title_of(rule)),
            Cell(because, say("Source: {source}", source=ground_said(source))),
            *(Cell(formats.count(by_strategy.get(each, 0))) for each in comparison.strategies),
        ]
        rows.append(cells if sum(by_strategy.values()) else [replace(cell, tone="weak") for cell in cells])
    table = Table([Column(say("Rule")), Column(say("Because")), *_numbers(comparison.strategies)], rows)
    return Folded(book.title, [Paragraph(book.purpose), table] if book.purpose else [table])


def _silent(comparison: Comparison, found: RulesAtRunTime, books: Books) -> Iterable[Part]:
    """Rules that decided nothing under any strategy, or only under some; books that were never asked."""
    never = [each for each in found.never if each.book in books]
    everywhere = [each for each in never if each.everywhere]
    n = formats.count(found.replications)
    if everywhere:
        head = counted(
            "{n} rule decided nothing under any strategy in {replications} replications",
            "{n} rules decided nothing under any strategy in {replications} replications",
            len(everywhere),
            replications=n,
        )
        note = say(
            "Each of them decides in at most {most} of all replications ({level}, one-sided, each rule by itself; not "
            "one in {replications}). A replication is the whole team with its accounts over the horizon. The situation "
            "may not arise in this scenario, or a rule before them always answers first.",
            most=f"{100 * found.at_most:.2g}%",
            level=confidence(comparison),
            replications=n,
        )
        reasons = {(name, rule.id): rule.because for name, book in books.items() for rule in book.rules}
        silent = [(_rule_of(each.book, each.rule, books), reasons[each.book, each.rule]) for each in everywhere]
        yield Folded(head, [Paragraph(note, "note"), Table([Column(say("Rule")), Column(say("Because"))], silent)])
    unasked = [books[name].title for name in found.unasked if name in books]
    if unasked:
        yield Paragraph(say("Never asked under any strategy: {books}.", books=listed(unasked)), "note")
    partly = [each for each in never if not each.everywhere]
    if partly:
        rows = [
            (_rule_of(each.book, each.rule, books), listed(strategy_label(name) for name in each.silent))
            for each in partly
        ]
        columns = [Column(say("Rule")), Column(say("Never decided under"))]
        yield Folded(say("Rules that decided nothing under some strategies"), [Table(columns, rows)])


def _when(comparison: Comparison, found: RulesAtRunTime, books: Books, picture: Picture) -> tuple[Part, ...]:
    note = say(
        "From the first {watched} replications ({deals} projects under all strategies together), in which every "
        "decision is kept with its day. Left out: the trigger rules, which decide on the day a project opens; and "
        "decisions in which no rule fired. The file firings.parquet in the run folder has them all.",
        watched=_watched(found),
        deals=formats.count(sum(each.deals for each in found.firings.values())),
    )
    names = comparison.acting
    rows: list[list[Cell | Said]] = [
        [_rule_of(row.book, row.rule, books), *(_times(row.times.get(name)) for name in names)]
        for row in timed_rules(comparison, books)
    ]
    table = Table([Column(say("Rule")), *_numbers(names)], rows)
    folded = Folded(say("Median days since opening, with the middle half"), [table])
    return Title(say("When the rules decide"), 3), Paragraph(note, "note"), picture, folded


def _undone(comparison: Comparison, found: RulesAtRunTime, books: Books) -> Iterable[Part]:
    """Pairs of rules that undid one another, those of the most deals first."""
    yield Title(say("Decisions that undid earlier ones of the same deal"), 3)
    pairs: dict[tuple[str, ...], dict[str, Contradiction]] = {}
    for strategy, each in found.contradictions():
        key = (each.kind, each.undone_book, each.undone_rule or "", each.by_book, each.by_rule or "")
        pairs.setdefault(key, {})[strategy] = each
    if not pairs:
        yield Paragraph(say("None in {watched} replications.", watched=_watched(found)))
        return
    note = say(
        "Share of all projects opened in the first {watched} replications, with {level} intervals (the unit is the "
        "replication). Days and example are of the strategy with the most such deals. A change of mind may be right: "
        "the deal has moved on. Pairs that come often or soon are worth a look. A stage gate that was passed stays "
        "passed in this model, so gates cannot contradict themselves.",
        watched=_watched(found),
        level=confidence(comparison),
    )
    yield Paragraph(note, "note")
    columns = [
        Column(say("Decided by → undone by")),
        *_numbers(comparison.acting),
        Column(say("Days between"), number=True),
        Column(say("Example")),
    ]
    ranked = sorted(pairs.values(), key=lambda by_strategy: -max(each.deals for each in by_strategy.values()))
    rows = [_pair(comparison, by_strategy, books) for by_strategy in ranked]
    yield Table(columns, rows[:SHOWN])
    if len(rows) > SHOWN:
        rarer = rows[SHOWN:]
        yield Folded(counted("{n} rarer pair", "{n} rarer pairs", len(rarer)), [Table(columns, rarer)])


def _pair(comparison: Comparison, by_strategy: Mapping[str, Contradiction], books: Books) -> list[Cell | Said]:
    strategy, most = max(by_strategy.items(), key=lambda item: item[1].deals)
    titles = [books[name].title for name in dict.fromkeys((most.undone_book, most.by_book))]
    return [
        Cell(
            Joined(
                [books[most.undone_book].title_of(most.undone_rule), books[most.by_book].title_of(most.by_rule)], " → "
            ),
            Joined([LABELS[most.kind], *([Joined(titles, " → ")] if len(titles) > 1 else [])], " · "),
        ),
        *(
            _share(by_strategy.get(name), most.by_book in _asked(comparison, name), comparison)
            for name in comparison.acting
        ),
        formats.days(most.days),
        f"`{trace_command(comparison, strategy, most.example)}`",
    ]


def _asked(comparison: Comparison, strategy: str) -> set[str]:
    """Books that were asked at all under this strategy."""
    return {use.book for use in comparison.results[strategy].rules if use.count}


def _share(each: Contradiction | None, asked: bool, comparison: Comparison) -> Cell:
    if each is None:
        return Cell("0" if asked else formats.MISSING)
    scale = formats.scale_about(each.share, "share", comparison.currency)
    return Cell(scale.full(each.share.value), scale.span(each.share.low, each.share.high))


def _times(times: RuleTimes | None) -> str:
    if times is None or times.lower is None or times.median is None or times.upper is None:
        return ""
    return f"{formats.days(times.median)} ({formats.days(times.lower)}–{formats.days(times.upper)})"


def _watched(found: RulesAtRunTime) -> str:
    return formats.count(max((each.replications for each in found.firings.values()), default=0))


def _numbers(strategies: Iterable[str]) -> list[Column]:
    return [Column(strategy_label(name), number=True) for name in strategies]


def _rule_of(book: str, rule: str, books: Books) -> Cell:
    return Cell(books[book].title_of(rule), books[book].title)
