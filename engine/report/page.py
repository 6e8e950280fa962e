"""One self-contained page and its pictures, written completely or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from engine.errors import RunFailed
from engine.experiment import Comparison, rules_at_run_time
from engine.experiment.shared_tasks import DoTasks, one_by_one
from engine.files import write_whole
from engine.model.account import Account
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.report.assumptions import assumption_groups
from engine.report.chain_findings import chain_findings
from engine.report.deal import Deal, read_deal
from engine.report.figures import Figure
from engine.report.labels import listed, strategy_label
from engine.report.labels.page import PAGE
from engine.report.page_parts import (
    book_tables,
    method,
    outcome_table,
    pair_table,
    receipt_rows,
    say,
    strategy_labels,
    team_rows,
)
from engine.report.page_pictures import MOST_CHAINS, pictures, ranked_deals
from engine.report.rule_parts import SHOWN as UNDONE_SHOWN, rule_sentences, silent_rows, times_rows, undone_rows
from engine.report.standing import acting, reference
from engine.report.statement import findings
from engine.report.story import tell
from engine.report.tables import SHOWN, confidence, measure_rows
from engine.results.measures import MEASURES
from engine.results.trace import Trace
from engine.wording import numbers as formats, told

PAGE_NAME, PICTURE_FOLDER = "report.html", "pictures"
_TEMPLATES = Path(__file__).parent / "templates"


def write_report(
    comparison: Comparison,
    scenario: Scenario,
    folder: str | Path,
    *,
    lang: str = "en",
    traces: Iterable[Trace] = (),
    books: Mapping[str, Rulebook] | None = None,
    draw: DoTasks = one_by_one,
) -> Path:
    """Write the page and its pictures into a folder, which is made when missing; returns the page's path.

    traces: deals to tell, usually the representative one of each strategy. books: rulebooks by purpose; without them
    the page says nothing about rules and tells no stories. draw: who draws the pictures. Every file appears complete or
    not at all, the page last.
    Raises RunFailed when the folder cannot be written.
    """
    known = dict(books or {})
    deals = [read_deal(trace, scenario) for trace in traces if trace.events]
    drawn, page = build_page(comparison, scenario, lang, deals, known, draw)
    place = Path(folder)
    try:
        (place / PICTURE_FOLDER).mkdir(parents=True, exist_ok=True)
        for picture in drawn:
            write_whole(place / PICTURE_FOLDER / f"{picture.name}.png", picture.saved.png)
        write_whole(place / PAGE_NAME, page.encode("utf-8"))
    except OSError as error:
        raise RunFailed(f"{place}: the report cannot be written: {error.strerror or error}") from error
    return place / PAGE_NAME


def build_page(
    comparison: Comparison,
    scenario: Scenario,
    lang: str,
    deals: list[Deal],
    books: Mapping[str, Rulebook],
    draw: DoTasks,
) -> tuple[list[Figure], str]:
    """The pictures and the page's HTML."""
    ranked = ranked_deals(comparison, deals) if books else []
    figures: dict[str, Figure] = draw(pictures(comparison, scenario, lang, ranked, books))
    context = _context(comparison, scenario, books, lang)
    context |= {
        "figures": {**dict.fromkeys(("paired", "rules", "firings", "team")), **figures},
        "chains": [
            {
                "name": _account_name(account, lang),
                "figure": figures[f"chain {place}"],
                "findings": [each.in_language(lang) for each in chain_findings(account)],
            }
            for place, account in enumerate(scenario.accounts[:MOST_CHAINS])
        ],
        "stories": [
            {
                "heading": _story_heading(deal, lang),
                "figure": figures.get(f"deal {place}"),
                "story": tell(deal, books),
            }
            for place, deal in enumerate(ranked)
        ],
    }
    context["sections"] = _sections(context, lang)
    return list(figures.values()), _environment().get_template("page.html.j2").render(context)


def _account_name(account: Account, lang: str) -> str:
    name = account.name.in_language(lang)
    if account.copies == 1:
        return name
    copies = say("copies", lang, n=account.copies)
    return f"{name}（{copies}）" if lang == "zh" else f"{name} ({copies})"


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _context(comparison: Comparison, scenario: Scenario, books: Mapping[str, Rulebook], lang: str) -> dict[str, Any]:
    groups = assumption_groups(scenario, lang)
    title = scenario.title.in_language(lang)
    return {
        "lang": lang,
        "html_lang": "zh-CN" if lang == "zh" else "en",
        "css": Markup((_TEMPLATES / "page.css").read_text(encoding="utf-8")),
        "title": title,
        "situation": scenario.story.in_language(lang),
        "p": {key: text.in_language(lang) for key, text in PAGE.items()},
        "t": _sentences(comparison, scenario, books, lang, title),
        "strategies": strategy_labels(comparison, lang),
        "statement": findings(comparison, scenario, lang, books),
        "headline_rows": measure_rows(comparison, lang, SHOWN),
        "all_rows": measure_rows(comparison, lang),
        "outcomes": outcome_table(comparison, lang),
        "pairs": pair_table(comparison, lang) if len(comparison.strategies) > 1 else [],
        "books": book_tables(comparison, books, lang),
        **_rules_context(comparison, books, lang),
        "team_rows": team_rows(comparison, lang),
        "assumptions": [
            {
                "title": group.title,
                "rows": group.rows,
                "counted": say("cited_of", lang, cited=group.cited, total=len(group.rows)),
            }
            for group in groups
        ],
        "method": method(comparison, lang),
        "receipt": receipt_rows(comparison, lang),
    }


def _rules_context(comparison: Comparison, books: Mapping[str, Rulebook], lang: str) -> dict[str, Any]:
    found = rules_at_run_time(comparison)
    undone = undone_rows(comparison, found, books, lang) if books else ()
    return {
        "silent": silent_rows(found, books, lang, everywhere=True),
        "silent_under": silent_rows(found, books, lang, everywhere=False),
        "times": times_rows(comparison, books, lang),
        "watched": bool(found.firings),
        "acting": [strategy_label(name, lang) for name in acting(comparison)],
        "undone": undone[:UNDONE_SHOWN],
        "undone_rare": undone[UNDONE_SHOWN:],
        "undone_more": say("undone_more", lang, n=len(undone) - UNDONE_SHOWN),
    }


def _sentences(
    comparison: Comparison, scenario: Scenario, books: Mapping[str, Rulebook], lang: str, title: str
) -> dict[str, str]:
    level, n = confidence(comparison), formats.count(comparison.replications)
    rows = [row for group in assumption_groups(scenario, lang) for row in group.rows]
    cited = sum(row.cited for row in rows)
    hidden = [account.name.in_language(lang) for account in scenario.accounts[MOST_CHAINS:]]
    return {
        "title": say("title", lang, title=title),
        "made": say(
            "made",
            lang,
            strategies=len(comparison.strategies),
            n=n,
            seed=comparison.seed,
            when=datetime.fromisoformat(comparison.receipt.created).strftime("%Y-%m-%d %H:%M"),
        ),
        "measures_note": say("measures_note", lang, level=level, n=n),
        "all_measures": say("all_measures", lang, n=len(MEASURES)),
        "differences_note": say(
            "differences_note", lang, level=level, reference=strategy_label(reference(comparison), lang)
        ),
        "incidence_note": say("incidence_note", lang, level=level),
        "team_note": say("team_note", lang, level=level),
        **rule_sentences(comparison, rules_at_run_time(comparison), books, lang),
        "assumptions_note": say("assumptions_note", lang, assumed=len(rows) - cited, total=len(rows), cited=cited),
        "more_accounts": say("more_accounts", lang, n=len(hidden), names=listed(hidden, lang)) if hidden else "",
    }


def _story_heading(deal: Deal, lang: str) -> str:
    return say(
        "other_stories",
        lang,
        strategy=strategy_label(deal.trace.strategy, lang),
        outcome=told(deal.outcome_words(), lang),
        days=formats.days(deal.days),
    )


def _sections(context: Mapping[str, Any], lang: str) -> list[tuple[str, str]]:
    there = {
        "differences": context["figures"]["paired"],
        "deal": context["stories"],
        "rules": context["books"],
        "team": context["figures"]["team"],
        "next": context["statement"].next_steps,
    }
    names = [
        "result",
        "next",
        "measures",
        "differences",
        "incidence",
        "chain",
        "deal",
        "rules",
        "team",
        "assumptions",
        "method",
        "receipt",
    ]
    return [(name, say(f"s_{name}", lang)) for name in names if there.get(name, True)]
