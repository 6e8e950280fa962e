"""The tables and lists of the page, as plain values that the template only sets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.experiment import Comparison
from engine.model.rulebook import Rulebook
from engine.model.terms import Outcome
from engine.report.labels import TEAM_ROLE, strategy_label, term
from engine.report.labels.page import PAGE
from engine.report.plots.rules import rule_counts
from engine.report.standing import against, reference
from engine.report.tables import Difference, confidence, difference_rows
from engine.results.measures import HEADLINE
from engine.wording import numbers as formats


@dataclass(frozen=True)
class RuleRow:
    """One rule of a book, or that none fired: why, where from, and how often it decided under each strategy."""

    rule: str
    because: str
    source: str
    counts: tuple[str, ...]
    total: int


@dataclass(frozen=True)
class BookTable:
    """One rulebook with its rules in the order in which they win."""

    title: str
    purpose: str
    rows: tuple[RuleRow, ...]


def say(key: str, lang: str, **values: object) -> str:
    """A phrase of the page with its blanks filled in."""
    return PAGE[key].in_language(lang).format(**values)


def strategy_labels(comparison: Comparison, lang: str) -> list[str]:
    """Strategies in words, in the order of the comparison."""
    return [strategy_label(name, lang) for name in comparison.strategies]


def outcome_table(comparison: Comparison, lang: str) -> dict[str, object]:
    """Deals by outcome under each strategy."""
    rows = [
        (
            strategy_label(name, lang),
            [formats.count(comparison.results[name].outcome_counts.get(outcome.name, 0)) for outcome in Outcome],
        )
        for name in comparison.strategies
    ]
    return {"heads": [term(outcome, lang) for outcome in Outcome], "rows": rows}


def pair_table(comparison: Comparison, lang: str) -> list[tuple[str, list[Difference | None]]]:
    """Win rate of each strategy minus each other; None on the diagonal."""
    by_base = {base: difference_rows(comparison, lang, base, HEADLINE[:1]) for base in comparison.strategies}
    table = []
    for name in comparison.strategies:
        cells: list[Difference | None] = []
        for base in comparison.strategies:
            found = [row.cells[0] for row in by_base[base] if row.strategy == name]
            cells.append(found[0] if found else None)
        table.append((strategy_label(name, lang), cells))
    return table


def book_tables(comparison: Comparison, books: Mapping[str, Rulebook], lang: str) -> tuple[BookTable, ...]:
    """Every book that was asked, with the reason and the count of each rule."""
    tables = []
    for name, book in books.items():
        counts = rule_counts(comparison, name)
        if not sum(sum(each.values()) for each in counts.values()):
            continue
        reasons = {rule.id: (rule.because, rule.reason) for rule in book.rules}
        rows = []
        for rule, by_strategy in counts.items():
            because, source = reasons[rule] if rule else (book.otherwise.because, book.otherwise.reason)
            rows.append(
                RuleRow(
                    rule=rule or say("no_rule", lang),
                    because=because.in_language(lang),
                    source=source,
                    counts=tuple(formats.count(by_strategy.get(each, 0)) for each in comparison.strategies),
                    total=sum(by_strategy.values()),
                )
            )
        purpose = book.purpose.in_language(lang) if book.purpose else ""
        tables.append(BookTable(book.title.in_language(lang), purpose, tuple(rows)))
    return tuple(tables)


def team_rows(comparison: Comparison, lang: str) -> list[tuple[str, ...]]:
    """Load, wait and queue of every role under every strategy, with intervals."""
    rows = []
    for name in comparison.strategies:
        for load in comparison.results[name].team:
            cells = [strategy_label(name, lang), TEAM_ROLE[load.role].in_language(lang), str(load.people)]
            for found, unit in ((load.load, "share"), (load.wait, "days"), (load.queue, "count")):
                scale = formats.scale_of(found, unit, lang, comparison.currency)
                text = scale.number(found.value) + ("%" if unit == "share" and found.value is not None else "")
                cells.append(text if found.low is None else f"{text} ({scale.span(found.low, found.high)})")
            rows.append(tuple(cells))
    return rows


def method(comparison: Comparison, lang: str) -> dict[str, list[str]]:
    """How it was computed: common luck, variance reduction, intervals, verdicts, censoring, Little's law."""
    precision = comparison.precision
    sentences = []
    if len(comparison.strategies) > 1:
        sentences.append(say("m_luck", lang))
        base = reference(comparison)
        factors = [
            f"{strategy_label(each.first, lang)} {each.variance_reduction:.1f}"
            for each in against(comparison, HEADLINE[0], base)
            if each.variance_reduction is not None
        ]
        if factors:
            body = ("；" if lang == "zh" else "; ").join(factors)
            sentences.append(say("m_variance", lang, body=body, reference=strategy_label(base, lang)))
    sentences.append(say("m_interval", lang, method=precision.method.in_language(lang).replace(" %", "%")))
    if len(comparison.strategies) > 1:
        sentences.append(say("m_verdict", lang, level=f"{100 * precision.clear_confidence:.2f}%"))
    sentences += [say("m_censoring", lang), say("m_rules", lang)]
    little = []
    for name in comparison.strategies:
        law = comparison.results[name].littles_law
        if law is not None:
            little.append(
                say(
                    "m_little_row",
                    lang,
                    strategy=strategy_label(name, lang),
                    deals=f"{law.deals:.3f}",
                    arrivals=f"{law.arrivals:.5f}",
                    days=f"{law.days:.1f}",
                    gap=f"{max(law.gap, law.queue_gap):.1e}",
                )
            )
    return {"sentences": sentences, "little": little}


def receipt_rows(comparison: Comparison, lang: str) -> list[tuple[str, list[str]]]:
    """What the run was made of, with hashes."""
    receipt = comparison.receipt

    def names(pairs: Mapping[str, str]) -> list[str]:
        return [f"{name} {value}" for name, value in pairs.items()]

    rows: list[tuple[str, Sequence[str]]] = [
        ("r_program", [receipt.program]),
        ("r_command", [receipt.command] if receipt.command else []),
        ("r_created", [receipt.created]),
        ("r_scenario", [f"{receipt.scenario_id} sha256:{receipt.scenario_sha256}"]),
        ("r_books", [f"{name} sha256:{value}" for name, value in receipt.books.items()]),
        ("r_code", [f"sha256:{receipt.code_sha256}"]),
        ("r_seed", [str(receipt.seed)]),
        ("r_replications", [formats.count(receipt.replications)]),
        ("r_looks", [", ".join(formats.count(look) for look in comparison.precision.looks)]),
        (
            "r_rows",
            [
                f"{name}: "
                + say("r_rows_line", lang, outcomes=formats.count(rows.outcomes), team=formats.count(rows.team))
                + f" sha256:{rows.outcomes_sha256[:16]}… {rows.team_sha256[:16]}…"
                for name, rows in receipt.rows.items()
            ],
        ),
        ("r_versions", names(receipt.versions)),
    ]
    return [(say(key, lang), list(values)) for key, values in rows if values]


__all__ = [
    "BookTable",
    "RuleRow",
    "book_tables",
    "confidence",
    "method",
    "outcome_table",
    "pair_table",
    "receipt_rows",
    "say",
    "strategy_labels",
    "team_rows",
]
