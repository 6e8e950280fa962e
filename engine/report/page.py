"""One self-contained page and its pictures, written completely or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from engine.errors import RunFailed
from engine.execution.shared_tasks import DoTasks, one_by_one
from engine.files import write_whole
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.report.deal import read_deal
from engine.report.figures import Figure
from engine.report.page_parts import Section, Told, sections
from engine.report.page_pictures import pictures, ranked_deals
from engine.results.deal_trace import Trace
from engine.studies import Comparison, NearlyAlways
from engine.wording import Said, numbers as formats, say, system_reason, told

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
    as_written: Scenario | None = None,
    nearly_always: Sequence[NearlyAlways] = (),
    draw: DoTasks = one_by_one,
) -> Path:
    """Write the page and its pictures into a folder, which is made when missing; returns the page's path.

    traces: deals to tell, usually the representative one of each strategy. books: rulebooks by purpose; without them
    the page says nothing about rules and tells no stories. as_written: the scenario before values were set.
    nearly_always: rules that decide nearly always. draw: who draws the pictures. Every file appears complete or not at
    all, the page last.
    Raises RunFailed when the folder cannot be written.
    """
    deals = [read_deal(trace, scenario) for trace in traces if trace.events]
    told = Told(comparison, scenario, dict(books or {}), deals, as_written=as_written, nearly_always=nearly_always)
    drawn, page = build_page(told, lang, draw)
    place = Path(folder)
    try:
        (place / PICTURE_FOLDER).mkdir(parents=True, exist_ok=True)
        for picture in drawn:
            write_whole(place / PICTURE_FOLDER / f"{picture.name}.png", picture.saved.png)
        write_whole(place / PAGE_NAME, page.encode("utf-8"))
    except OSError as error:
        what = say("{path}: the report cannot be written: {reason}", path=str(place), reason=system_reason(error))
        raise RunFailed(what) from error
    return place / PAGE_NAME


def build_page(given: Told, lang: str, draw: DoTasks) -> tuple[list[Figure], str]:
    """The pictures and the page's HTML. given: what is told, its deals in any order, its pictures still to be drawn."""
    comparison, scenario, books = given.comparison, given.scenario, given.books
    ranked = ranked_deals(comparison, list(given.deals)) if books else []
    figures: dict[str, Figure] = draw(pictures(comparison, scenario, lang, ranked, books))
    made = say(
        "{strategies} strategies · {n} replications each · seed {seed} · {when}",
        strategies=len(comparison.strategies),
        n=formats.count(comparison.replications),
        seed=comparison.seed,
        when=datetime.fromisoformat(comparison.receipt.created).strftime("%Y-%m-%d %H:%M"),
    )
    told_now = sections(replace(given, deals=ranked, figures=figures))
    page = rendered(
        say("{title} – comparison of strategies", title=scenario.title), scenario.title, made, told_now, lang
    )
    return list(figures.values()), page


def rendered(title: Said, heading: Said, made: Said, shown: Iterable[Section], lang: str) -> str:
    """The HTML of a page of these sections."""
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            html_lang="zh-CN" if lang == "zh" else "en",
            css=Markup((_TEMPLATES / "page.css").read_text(encoding="utf-8")),
            title=told(title, lang),
            heading=told(heading, lang),
            made=told(made, lang),
            contents=told(say("Contents"), lang),
            appendix=told(say("Appendix: the details"), lang),
            sections=[
                {
                    "anchor": section.anchor,
                    "heading": told(section.heading, lang),
                    "html": Markup(section.html(lang)),
                    "appendix": section.appendix,
                    "folded": section.folded,
                }
                for section in shown
            ],
        )
    )


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
