"""The pictures of a report, each with what it shows in words for those who cannot see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.committee import describe
from engine.engagement import strategy_label
from engine.model.account import Account
from engine.model.rulebook import Rulebook
from engine.model.vocabulary import in_words
from engine.report.deal import Deal
from engine.report.labels import TEAM_ROLE
from engine.report.plots.chain_plot import LOOKS, draw_chain, side
from engine.report.plots.firings_plot import draw_firings, timed_rules
from engine.report.plots.incidence_plot import draw_incidence
from engine.report.plots.paired_plot import draw_paired
from engine.report.plots.rule_worth_plot import draw_rule_worth
from engine.report.plots.rules_plot import draw_rules, rule_counts, rule_name
from engine.report.plots.style import Saved
from engine.report.plots.team_plot import draw_team
from engine.report.plots.timeline_plot import draw_timeline
from engine.report.tables import confidence
from engine.results.effects import EFFECTS
from engine.results.measures import HEADLINE, MEASURES
from engine.statistics.estimates import VERDICT_WORDS
from engine.statistics.incidence import ENDINGS
from engine.studies import Comparison, RuleRoi
from engine.studies.effect_parts import effect_scale
from engine.wording import Joined, Message, Picture, Said, numbers as formats, say, sentences


@dataclass(frozen=True)
class Figure:
    """One picture: its file name, its bytes, and what it shows in words."""

    name: str
    saved: Saved
    alt: Said

    @property
    def picture(self) -> Picture:
        """The picture as part of a document; drawn twice as fine as a page shows it."""
        return Picture(self.alt, self.saved.png, size=(self.saved.width // 2, self.saved.height // 2))


def paired_figure(comparison: Comparison, reference: str, lang: str) -> Figure:
    """Differences from the reference."""
    parts = []
    for each in comparison.against(HEADLINE[0], reference):
        scale = formats.scale_about(each, "share", comparison.currency, difference=True)
        parts.append(
            say(
                "{name} {difference} ({sure})",
                name=strategy_label(each.first),
                difference=scale.full_signed(each.value),
                sure=VERDICT_WORDS[each.verdict],
            )
        )
    alt = say(
        "Differences of each strategy from {reference}, with {level} intervals. {measure}: {values}",
        reference=strategy_label(reference),
        level=confidence(comparison),
        measure=MEASURES[HEADLINE[0]].label,
        values=parts,
    )
    return Figure("differences", draw_paired(comparison, lang, reference), alt)


def incidence_figure(comparison: Comparison, lang: str) -> Figure:
    """Cumulative incidence of every outcome."""
    parts = []
    for name in comparison.strategies:
        shown = comparison.results[name].incidence
        values = {curve.outcome: curve.value[-1] for curve in shown.curves}
        ended = [_valued(in_words(outcome), formats.share(values[outcome.name], 0)) for outcome in ENDINGS]
        parts.append(_headed(strategy_label(name), ended))
    alt = say(
        "Cumulative incidence of each outcome by strategy, with {level} bands; open deals are censored. "
        "After {day} days: {values}",
        level=confidence(comparison),
        day=formats.days(comparison.by_day),
        values=Joined(parts, "; "),
    )
    return Figure("incidence", draw_incidence(comparison, lang), alt)


def chain_figure(account: Account, lang: str) -> Figure:
    """The decision chain of one account."""
    structure = describe(account.buying_centre)
    people = []
    for person in sorted(account.buying_centre.people, key=lambda person: person.level):
        marks = [
            words
            for words, there in (
                (say("decides"), person.id in structure.deciders),
                (say("can veto"), person.id in structure.can_veto),
                (say("gatekeeper"), person.id in structure.gatekeepers),
                (say("not identified at the start"), not person.identified),
            )
            if there
        ]
        told = say(
            "{name}: level {level}, power {power}, {said}.",
            name=person.name,
            level=person.level,
            power=say("not known") if person.power is None else f"{person.power:.2f}",
            said=[LOOKS[side(person.stance)].words, *marks],
        )
        people.append(told)
    alt = say(
        "Decision chain of {account} by level. {people} Formal lines, advice, friendship and conflict are drawn "
        "differently.",
        account=account.name,
        people=sentences(people),
    )
    return Figure(f"decision-chain-{account.id}", draw_chain(account, structure, lang), alt)


def timeline_figure(deal: Deal, lang: str) -> Figure:
    """One deal over time."""
    alt = say(
        "Timeline of one deal with {strategy}: {touches} meetings and {refused} refusals over {days} days, ending in: "
        "{outcome}.",
        strategy=deal.strategy,
        touches=sum(1 for _ in deal.of("touch")),
        refused=sum(1 for _ in deal.of("request_refused")),
        days=formats.days(deal.days),
        outcome=deal.outcome_words(),
    )
    return Figure(f"deal-{deal.trace.strategy}", draw_timeline(deal, lang), alt)


def rules_figure(comparison: Comparison, books: Mapping[str, Rulebook], lang: str) -> Figure:
    """Which rules decided."""
    parts = []
    for name, book in books.items():
        counts = {rule: sum(each.values()) for rule, each in rule_counts(comparison, name).items()}
        total = sum(counts.values())
        if total:
            first = max(counts, key=counts.__getitem__)
            part = _valued(rule_name(first, book), formats.share(counts[first] / total, 0))
            parts.append(_headed(book.title, [part]))
    alt = say("How often each rule decided, by rulebook. {values}", values=Joined(parts, "; "))
    return Figure("rules", draw_rules(comparison, books, lang), alt)


def rule_worth_figure(roi: RuleRoi, lang: str) -> Figure:
    """What each rule adds."""
    name, measure = next(iter(EFFECTS.items()))
    scale = effect_scale([rule.adds[name] for rule in roi.deciding], measure, roi.currency)
    parts = [
        say(
            "{name} {difference} ({sure})",
            name=rule.name,
            difference=scale.signed(rule.adds[name].value),
            sure=VERDICT_WORDS[rule.adds[name].verdict],
        )
        for rule in roi.deciding
    ]
    alt = say(
        "What each rule adds, with it − without it. {measure}, {unit}: {values}.",
        measure=measure.label,
        unit=scale.heading,
        values=Joined(parts, "; "),
    )
    return Figure("rule-worth", draw_rule_worth(roi, lang), alt)


def firings_figure(comparison: Comparison, books: Mapping[str, Rulebook], lang: str) -> Figure:
    """When each rule decided."""
    parts = []
    for row in timed_rules(comparison, books):
        medians = [
            _valued(strategy_label(name), formats.days(times.median))
            for name, times in row.times.items()
            if times.median is not None
        ]
        parts.append(_headed(books[row.book].title_of(row.rule), medians))
    alt = say(
        "When each rule decides, in days since the project opened, by strategy; median over its decisions. {values}",
        values=Joined(parts, "; "),
    )
    return Figure("firings", draw_firings(comparison, books, lang), alt)


def team_figure(comparison: Comparison, lang: str) -> Figure:
    """Load and waiting of our team."""
    parts = []
    for name in comparison.acting:
        loads = [
            _valued(TEAM_ROLE[load.role], formats.share(load.load.value, 0))
            for load in comparison.results[name].team
            if load.load.value is not None
        ]
        parts.append(_headed(strategy_label(name), loads))
    alt = say(
        "Load and waiting of each role of our team, by strategy. {values}",
        values=Joined(parts, "; "),
    )
    return Figure("team", draw_team(comparison, lang), alt)


def _valued(name: Said, number: str) -> Message:
    return say("{name} {number}", name=name, number=number)


def _headed(head: Said, values: Sequence[Said]) -> Joined:
    return Joined([head, Joined(values, ", ")], ": ")
