"""What a comparison says, for people: words, tables, pictures, one page, and the story of a single deal."""

from __future__ import annotations

from engine.report.comparison_summary import summary
from engine.report.kept_studies import write_challenge, write_rule_worth
from engine.report.page import write_report
from engine.report.statement import Statement, findings
from engine.report.story import Story, story, tell

__all__ = [
    "Statement",
    "Story",
    "findings",
    "story",
    "summary",
    "tell",
    "write_challenge",
    "write_report",
    "write_rule_worth",
]
