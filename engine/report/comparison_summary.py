"""A comparison as one document: the tables, the result in words, what it rests on, and what to try next."""

from __future__ import annotations

from collections.abc import Mapping

from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.report.change_parts import with_heading
from engine.report.statement import findings
from engine.report.tables import comparison_tables
from engine.studies import Comparison
from engine.wording import Document, Paragraph


def summary(comparison: Comparison, scenario: Scenario, books: Mapping[str, Rulebook] | None = None) -> Document:
    """What `kam compare` prints; with the rulebooks at hand it also names rules that never fired."""
    found = findings(comparison, scenario, books).document()
    return Document(
        [Paragraph(scenario.title), *comparison_tables(comparison), *with_heading(comparison), *found.parts]
    )
