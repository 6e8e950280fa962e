"""What a comparison says, for people: words, tables, pictures, one page, and the story of a single deal.

Here stands what is words alone; what draws pictures is found in its module (`report.page`, `report.kept_rule_worth`).
"""

from engine.report.comparison_summary import summary
from engine.report.statement import Statement, findings
from engine.report.story import Story, story, tell

__all__ = [
    "Statement",
    "Story",
    "findings",
    "story",
    "summary",
    "tell",
]
