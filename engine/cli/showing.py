"""What a run says on stdout: tables and words for people, or one JSON document; and its report in the run folder."""

from __future__ import annotations

import json
import shlex
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from engine.cli.streams import shows_chinese
from engine.cli.watch import Watch
from engine.wording import say
from engine.wording.language import Language

if TYPE_CHECKING:
    from engine.results import Trace
    from engine.situation import Situation
    from engine.studies import Comparison

DRAFT = ".report.unfinished"
PAGES = "engine.report.page"
"""The module that draws; loaded where it is needed, for Matplotlib takes long."""
COLUMNS = 120
"""Width of text that goes to a file or another program, and the greatest on terminals: longer lines read badly."""


def command_line(context: typer.Context) -> str:
    """The command as it was typed, for the receipt."""
    return shlex.join(["kam", *context.find_root().obj])


def columns() -> int:
    """Columns to write in: the terminal's, within reason."""
    return max(60, min(shutil.get_terminal_size((COLUMNS, 24)).columns, COLUMNS))


def with_report(comparison: Comparison, situation: Situation, lang: Language) -> Path | None:
    """Write the report into the run folder, complete or not at all; path of its page."""
    from engine.execution.shared_tasks import with_helper

    run = comparison.folder
    if run is None:
        return None
    draft = run / DRAFT
    try:
        with with_helper(PAGES) as draw:
            from engine.report.page import write_report
            from engine.studies import nearly_always

            by_rules = "playbook" if "playbook" in comparison.strategies else comparison.reference

            page = write_report(
                comparison,
                situation.scenario,
                draft,
                lang=lang,
                traces=representative_traces(comparison, run),
                books=situation.books,
                as_written=situation.as_written.scenario if situation.as_written is not None else None,
                nearly_always=nearly_always(comparison, situation, by_rules),
                draw=draw,
            )
        for path in sorted(draft.iterdir(), key=lambda path: path == page):
            path.rename(run / path.name)
    except BaseException:
        print(say("the run is stored in {run}, but not its report", run=str(run)).in_language(lang), file=sys.stderr)
        raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return run / page.name


def representative_traces(comparison: Comparison, run: Path) -> list[Trace]:
    """The story of an ordinary deal of each strategy, as it was stored with the run."""
    from engine.results import TRACES, read_traces

    found = ((name, result.representative) for name, result in comparison.results.items())
    with (run / TRACES).open(encoding="utf-8") as file:
        return list(read_traces(file, [(name, deal.replication, deal.deal) for name, deal in found if deal]))


def finish(
    comparison: Comparison, situation: Situation, watch: Watch, with_page: bool, as_json: bool, lang: Language
) -> None:
    """Write the report where one is wanted, and show the result."""
    if with_page:
        watch.writing_report()
    page = with_report(comparison, situation, lang) if with_page else None
    watch.over()
    (show_as_json if as_json else show)(comparison, situation, page, lang)


def show(comparison: Comparison, situation: Situation, page: Path | None, lang: Language) -> None:
    """Title, tables, the result in words, and where to find the report and the records."""
    from engine.report import summary

    print(summary(comparison, situation.scenario, situation.books).text(lang, columns()))
    print()
    if page is not None:
        print(say("Report: {path}", path=str(page)).in_language(lang))
    if comparison.folder is not None:
        print(say("Run folder: {path}", path=str(comparison.folder)).in_language(lang))


def show_as_json(comparison: Comparison, situation: Situation, page: Path | None, lang: Language) -> None:
    """The same as one JSON document; paths are null where nothing was stored."""
    from engine.report import findings
    from engine.studies import rules_at_run_time

    over_time = rules_at_run_time(comparison).model_dump(mode="json", include={"at_most", "never", "unasked"})
    print_json(
        {
            "title": situation.scenario.title.model_dump(),
            "statement": findings(comparison, situation.scenario, situation.books).to_text(lang),
            "comparison": comparison.model_dump(mode="json"),
            "rules_at_run_time": over_time,
            "run": str(comparison.folder) if comparison.folder else None,
            "report": str(page) if page else None,
        }
    )


def print_json(document: object) -> None:
    """One JSON document on stdout, in ASCII where the output cannot carry Chinese."""
    print(json.dumps(document, ensure_ascii=not shows_chinese(sys.stdout), allow_nan=False, indent=1))
