"""Which pictures a page shows, as tasks that can be done in any order."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from engine.execution.shared_tasks import Tasks
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.report import figures as drawn
from engine.report.deal import Deal
from engine.report.plots.firings_plot import timed_rules
from engine.results.measures import HEADLINE
from engine.studies import Comparison

MOST_CHAINS, MOST_TIMELINES = 4, 1


def pictures(
    comparison: Comparison, scenario: Scenario, lang: str, ranked: list[Deal], books: Mapping[str, Rulebook]
) -> Tasks:
    """What is to be drawn, by the names the page knows."""
    tasks = {"incidence": partial(drawn.incidence_figure, comparison, lang)}
    if len(comparison.strategies) > 1:
        tasks["paired"] = partial(drawn.paired_figure, comparison, comparison.reference, lang)
    if books:
        tasks["rules"] = partial(drawn.rules_figure, comparison, books, lang)
        if timed_rules(comparison, books):
            tasks["firings"] = partial(drawn.firings_figure, comparison, books, lang)
    if any(comparison.results[name].team for name in comparison.acting):
        tasks["team"] = partial(drawn.team_figure, comparison, lang)
    for place, account in enumerate(scenario.accounts[:MOST_CHAINS]):
        tasks[f"chain {place}"] = partial(drawn.chain_figure, account, lang)
    for place, deal in enumerate(ranked[:MOST_TIMELINES]):
        tasks[f"deal {place}"] = partial(drawn.timeline_figure, deal, lang)
    return tasks


def ranked_deals(comparison: Comparison, deals: list[Deal]) -> list[Deal]:
    """The deal of the leading strategy first, then that of the reference: these two get pictures."""
    best = comparison.standings.get(HEADLINE[0])
    first = best.leader if best else comparison.reference
    order = [first, comparison.reference, *comparison.strategies]
    return sorted(
        deals, key=lambda deal: order.index(deal.trace.strategy) if deal.trace.strategy in order else len(order)
    )
