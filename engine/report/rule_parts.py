"""The page's tables of rules at run time: never decided, decided when, undone by which other rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.experiment import Comparison, RulesAtRunTime
from engine.experiment.comparison import Contradiction, RuleTimes
from engine.model.rulebook import Rulebook
from engine.report.hints import command
from engine.report.labels import listed, strategy_label
from engine.report.labels.page import PAGE
from engine.report.plots.firings import timed_rules
from engine.report.standing import acting
from engine.report.tables import confidence
from engine.results.contradictions import LABELS
from engine.wording import numbers as formats

SHOWN = 12
"""Pairs of rules shown at once; rarer ones are folded away."""


@dataclass(frozen=True)
class SilentRule:
    """A rule that never decided: its book's title, its id, its reason, and the strategies under which it was silent."""

    book: str
    rule: str
    because: str
    strategies: str


@dataclass(frozen=True)
class TimesRow:
    """When one rule decided, one cell a strategy."""

    book: str
    rule: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class UndoneRow:
    """A pair of rules: the share of deals under each strategy, days between, and the command that tells an example."""

    what: str
    books: str
    undone: str
    by: str
    shares: tuple[tuple[str, str], ...]
    days: str
    example: str


def silent_rows(
    found: RulesAtRunTime, books: Mapping[str, Rulebook], lang: str, everywhere: bool
) -> tuple[SilentRule, ...]:
    """Rules that decided nothing under any strategy, or only under some."""
    rows = []
    for each in found.never:
        if each.book in books and each.everywhere is everywhere:
            reasons = {rule.id: rule.because for rule in books[each.book].rules}
            names = [strategy_label(name, lang) for name in each.silent]
            because = reasons[each.rule].in_language(lang) if each.rule in reasons else ""
            rows.append(SilentRule(books[each.book].title.in_language(lang), each.rule, because, listed(names, lang)))
    return tuple(rows)


def times_rows(comparison: Comparison, books: Mapping[str, Rulebook], lang: str) -> tuple[TimesRow, ...]:
    """The picture of rule times in numbers."""
    return tuple(
        TimesRow(
            books[row.book].title.in_language(lang),
            row.rule,
            tuple(_times(row.times.get(name)) for name in acting(comparison)),
        )
        for row in timed_rules(comparison, books)
    )


def undone_rows(
    comparison: Comparison, found: RulesAtRunTime, books: Mapping[str, Rulebook], lang: str
) -> tuple[UndoneRow, ...]:
    """Pairs of rules that undid one another, those of the most deals first."""
    pairs: dict[tuple[str, ...], dict[str, Contradiction]] = {}
    for strategy, each in found.contradictions():
        key = (each.kind, each.undone_book, each.undone_rule or "", each.by_book, each.by_rule or "")
        pairs.setdefault(key, {})[strategy] = each
    ranked = sorted(pairs.values(), key=lambda by_strategy: -max(each.deals for each in by_strategy.values()))
    return tuple(_undone(comparison, by_strategy, books, lang) for by_strategy in ranked)


def rule_sentences(
    comparison: Comparison, found: RulesAtRunTime, books: Mapping[str, Rulebook], lang: str
) -> dict[str, str]:
    """The section's sentences with numbers in them."""
    replications = formats.count(found.replications)
    watched = formats.count(max((each.replications for each in found.firings.values()), default=0))
    most = f"{100 * found.at_most:.2g}%"
    level = confidence(comparison)
    titles = [books[name].title.in_language(lang) for name in found.unasked if name in books]
    deals = formats.count(sum(each.deals for each in found.firings.values()))
    silent = silent_rows(found, books, lang, everywhere=True)
    return {
        "never_fired": _say("never_fired", lang, n=len(silent), replications=replications),
        "never_fired_note": _say("never_fired_note", lang, most=most, level=level, replications=replications),
        "unasked": _say("unasked", lang, books=listed(titles, lang)) if titles else "",
        "firings_note": _say("firings_note", lang, watched=watched, deals=deals),
        "undone_note": _say("undone_note", lang, watched=watched, level=level),
        "undone_none": _say("undone_none", lang, watched=watched),
    }


def _undone(
    comparison: Comparison, by_strategy: Mapping[str, Contradiction], books: Mapping[str, Rulebook], lang: str
) -> UndoneRow:
    strategy, most = max(by_strategy.items(), key=lambda item: item[1].deals)
    options = ["--strategy", strategy, "--replication", str(most.example.replication)]
    options += ["--deal", str(most.example.deal)] if most.example.deal else []
    no_rule = PAGE["no_rule"].in_language(lang)
    titles = [books[name].title.in_language(lang) for name in (most.undone_book, most.by_book)]
    return UndoneRow(
        what=LABELS[most.kind].in_language(lang),
        books="" if titles[0] == titles[1] else " → ".join(titles),
        undone=most.undone_rule or no_rule,
        by=most.by_rule or no_rule,
        shares=tuple(
            _share(by_strategy.get(name), most.by_book in _asked(comparison, name), comparison, lang)
            for name in acting(comparison)
        ),
        days=formats.days(most.days),
        example=command(comparison, *options, verb="trace"),
    )


def _asked(comparison: Comparison, strategy: str) -> set[str]:
    """Books that were asked at all under this strategy."""
    return {use.book for use in comparison.results[strategy].rules if use.count}


def _share(each: Contradiction | None, asked: bool, comparison: Comparison, lang: str) -> tuple[str, str]:
    if each is None:
        return "0" if asked else formats.MISSING, ""
    scale = formats.scale_of(each.share, "share", lang, comparison.currency)
    return scale.full(each.share.value), scale.span(each.share.low, each.share.high)


def _times(times: RuleTimes | None) -> str:
    if times is None or times.lower is None or times.median is None or times.upper is None:
        return ""
    return f"{formats.days(times.median)} ({formats.days(times.lower)}–{formats.days(times.upper)})"


def _say(key: str, lang: str, **values: object) -> str:
    return PAGE[key].in_language(lang).format(**values)
