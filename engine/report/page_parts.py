"""The sections of the page, each a heading with parts of a document; what is not there has no section."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from engine.engagement import strategy_label
from engine.model.account import Account
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.report.assumptions import assumption_parts
from engine.report.chain_findings import chain_findings
from engine.report.change_parts import HEADING, change_parts
from engine.report.deal import Deal
from engine.report.figures import Figure
from engine.report.given_changes import given_changes
from engine.report.labels import TEAM_ROLE
from engine.report.method import method_parts, receipt_parts
from engine.report.page_pictures import MOST_CHAINS
from engine.report.rule_parts import rule_section
from engine.report.statement import Statement, findings
from engine.report.story import tell
from engine.report.tables import SHOWN, chosen_leaders, confidence, endings_table, measures_table, pairs_table
from engine.report.typed_commands import trace_command
from engine.report.unknown_parts import HEADING as unknown_heading, all_unknown_parts, unknown_parts
from engine.results.measures import MEASURES
from engine.studies import Comparison, NearlyAlways
from engine.studies.comparison import DealReference
from engine.wording import (
    Cell,
    Column,
    Document,
    Folded,
    Group,
    Items,
    Paragraph,
    Part,
    Said,
    Table,
    Title,
    listed,
    numbers as formats,
    say,
)

Figures = Mapping[str, Figure]


@dataclass(frozen=True)
class Section:
    """A part of the page that the contents lead to. anchor: its name in the page's address.

    appendix: stands behind the pages for whoever decides. folded: opened on demand, on paper always open.
    """

    anchor: str
    heading: Said
    parts: Sequence[Part]
    appendix: bool = False
    folded: bool = False

    def html(self, lang: str) -> str:
        """What stands under the heading."""
        return Document(self.parts).html(lang)


@dataclass(frozen=True)
class Told:
    """What a page tells of. deals: those to tell; figures: pictures by name; as_written: the scenario before values
    were set; nearly_always: rules that decide nearly always, with what they add."""

    comparison: Comparison
    scenario: Scenario
    books: Mapping[str, Rulebook]
    deals: Sequence[Deal] = ()
    figures: Figures = field(default_factory=dict)
    as_written: Scenario | None = None
    nearly_always: Sequence[NearlyAlways] = ()


def sections(told: Told) -> Iterator[Section]:
    """All sections in the order of the page: those for whoever decides, then the appendix."""
    comparison, figures = told.comparison, told.figures
    found = findings(comparison, told.scenario, told.books, told.nearly_always)
    yield Section("result", say("The result in words"), _result(found, told))
    yield Section("measures", say("Measures side by side"), _measures(comparison))
    if found.next_steps:
        yield Section("next", say("What to try next"), [Items(found.next_steps)])
    first = unknown_parts(comparison, told.scenario)
    if any(isinstance(part, Table) for part in first):  # where nothing can be told, the result has said so
        yield Section("unknown", unknown_heading, first)
    if comparison.changes is not None:
        yield Section("changes", HEADING, change_parts(comparison))
    if "paired" in figures:
        yield Section("differences", say("How the strategies differ"), _differences(comparison, figures["paired"]))
    story = Paragraph(say("The situation: {story}", story=told.scenario.story))
    yield Section("basis", say("What it rests on"), [story, Items(found.basis)])
    yield from _appendix(told)


def _appendix(told: Told) -> Iterator[Section]:
    comparison, books, figures = told.comparison, told.books, told.figures
    yield Section("chain", say("The decision chain"), _chains(told.scenario, figures), appendix=True)
    incidence = _incidence(comparison, figures["incidence"])
    yield Section("incidence", say("How deals end over time"), incidence, appendix=True)
    if told.deals:
        yield Section("deal", say("A typical deal, told"), _deals(told), appendix=True)
    yield _behind("figures", say("All figures"), _figures(comparison))
    if comparison.unknowns is not None:
        yield _behind("unknowns", say("All that is not known"), all_unknown_parts(comparison, told.scenario))
    if books:
        times = figures["firings"].picture if "firings" in figures else None
        parts = rule_section(comparison, books, figures["rules"].picture, times)
        yield _behind("rules", say("What the rules decided, and why"), parts)
    if "team" in figures:
        yield _behind("team", say("Our team"), _team(comparison, figures["team"]))
    yield _behind("assumptions", say("Assumptions and their sources"), assumption_parts(told.scenario))
    yield _behind("method", say("How this was computed"), method_parts(comparison))
    yield _behind("receipt", say("Receipt"), receipt_parts(comparison))


def _behind(anchor: str, heading: Said, parts: Sequence[Part]) -> Section:
    return Section(anchor, heading, parts, appendix=True, folded=True)


def _result(found: Statement, told: Told) -> list[Part]:
    return [
        Paragraph(found.headline, "lead"),
        *given_changes(told.comparison, told.scenario, told.as_written),
        *(Paragraph(caution) for caution in found.cautions),
        Items(found.points),
    ]


def _measures(comparison: Comparison) -> list[Part]:
    note = say(
        "Values with their {level} intervals, from {n} replications. “ahead”: better than every other strategy that "
        "acts. “front group”: cannot be told apart from the best. Unmarked: clearly behind, or met nobody, which "
        "on hours and cost is no merit. Rates and cycle by day {day} of a project.",
        day=formats.count(comparison.by_day),
        level=confidence(comparison),
        n=formats.count(comparison.replications),
    )
    return [
        measures_table(comparison, SHOWN),
        *(Paragraph(each, "note") for each in (note, *chosen_leaders(comparison))),
    ]


def _figures(comparison: Comparison) -> list[Part]:
    shares = say(
        "Still open: of the projects opened. No project: of the accounts followed. All others: of the projects, by "
        "day {day}.",
        day=formats.count(comparison.by_day),
    )
    parts: list[Part] = [
        Title(say("How deals end, in shares"), 3),
        endings_table(comparison),
        Paragraph(shares, "note"),
    ]
    if len(comparison.strategies) > 1:
        pairs = say("Row minus column, in percentage points; below it the interval.")
        parts += [
            Title(say("Win rate: every pair of strategies"), 3),
            pairs_table(comparison),
            Paragraph(pairs, "note"),
        ]
    return [*parts, Title(say("All {n} measures", n=len(MEASURES)), 3), measures_table(comparison)]


def _differences(comparison: Comparison, figure: Figure) -> list[Part]:
    note = say(
        "Each point is a strategy minus “{reference}”, computed replication by replication on the same luck. The line "
        "is the {level} interval. Filled: clear – all so called together hold with 95%. Half-filled: likely – one in "
        "ten so called may be luck. Hollow: cannot tell.",
        level=confidence(comparison),
        reference=strategy_label(comparison.reference),
    )
    return [figure.picture, Paragraph(note, "note")]


def _incidence(comparison: Comparison, figure: Figure) -> list[Part]:
    note = say(
        "Share of projects that have ended in each way by a given day, with {level} bands (Aalen–Johansen). The four "
        "ways compete; projects still open at the horizon count as followed up to then and are never counted as lost. "
        "Curves stop on the last day up to which one project in twenty could be followed.",
        level=confidence(comparison),
    )
    return [figure.picture, Paragraph(note, "note")]


def _chains(scenario: Scenario, figures: Figures) -> list[Part]:
    parts: list[Part] = []
    shown, hidden = scenario.accounts[:MOST_CHAINS], scenario.accounts[MOST_CHAINS:]
    for place, account in enumerate(shown):
        parts += [Title(_account(account), 3)] if len(shown) > 1 else []
        parts += [figures[f"chain {place}"].picture, Items(chain_findings(account))]
    if hidden:
        names = listed(account.name for account in hidden)
        parts.append(Paragraph(say("{n} more accounts are not drawn: {names}.", n=len(hidden), names=names)))
    note = say(
        "The committee as the scenario states it at the start, including people whom we do not know yet. What the "
        "seller believes may differ."
    )
    return [*parts, Paragraph(note, "note")]


def _account(account: Account) -> Said:
    if account.copies == 1:
        return account.name
    return say("{account} (stands for {n} alike)", account=account.name, n=account.copies)


def _deals(given: Told) -> list[Part]:
    """Why each deal ended so; the first one day by day, the others where their command tells them."""
    note = say(
        "The deal of the commonest outcome whose length is the most ordinary. One deal is an illustration, not "
        "evidence."
    )
    parts: list[Part] = [Paragraph(note, "note")]
    for place, deal in enumerate(given.deals):
        heading = say(
            "With “{strategy}”: {outcome} after {days} days",
            strategy=deal.strategy,
            outcome=deal.outcome_words(),
            days=formats.days(deal.days),
        )
        told = tell(deal, given.books)
        picture = [given.figures[f"deal {place}"].picture] if f"deal {place}" in given.figures else []
        why = Group("why", told.why.parts, under=2)
        if place:
            found = DealReference(replication=deal.trace.replication, deal=deal.trace.deal)
            whole = Paragraph(trace_command(given.comparison, deal.trace.strategy, found), "code")
            parts.append(Folded(heading, [Paragraph(told.about, "note"), *picture, why, whole]))
        else:
            days = Group("story", told.day_by_day.parts, under=2)
            folded = Folded(say("Day by day: {about}", about=told.about), [days])
            parts += [Title(heading, 3), *picture, why, folded]
    return parts


def _team(comparison: Comparison, figure: Figure) -> list[Part]:
    note = say(
        "Whiskers are {level} intervals. Waiting is the average over requests for that role.",
        level=confidence(comparison),
    )
    columns = [
        Column(say("Strategy")),
        Column(say("Role")),
        Column(say("People"), number=True),
        Column(say("Load"), "%", number=True),
        Column(say("Wait, days"), number=True),
        Column(say("Queue"), number=True),
    ]
    rows = []
    for name in comparison.strategies:
        for load in comparison.results[name].team:
            cells = []
            for each, unit in ((load.load, "share"), (load.wait, "days"), (load.queue, "count")):
                scale = formats.scale_about(each, unit)
                cells.append(Cell(scale.number(each.value), scale.span(each.low, each.high)))
            rows.append([strategy_label(name), TEAM_ROLE[load.role], str(load.people), *cells])
    folded = Folded(say("Load, waiting and queue in numbers"), [Table(columns, rows)])
    return [figure.picture, Paragraph(note, "note"), folded]
