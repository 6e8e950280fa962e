"""The pictures of a report, each with what it shows in words for those who cannot see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.committee import Structure, describe
from engine.experiment import Comparison, RuleRoi, effect_words, roi_words
from engine.model.account import Account
from engine.model.buying_centre import Stakeholder
from engine.model.rulebook import Rulebook
from engine.model.vocabulary import in_words
from engine.report.deal import Deal
from engine.report.labels import TEAM_ROLE, strategy_words
from engine.report.labels.pictures import PICTURES
from engine.report.plots.chain import FELT, draw_chain
from engine.report.plots.firings import draw_firings, timed_rules
from engine.report.plots.incidence import draw_incidence, last_day
from engine.report.plots.paired import draw_paired
from engine.report.plots.rule_worth import draw_rule_worth
from engine.report.plots.rules import draw_rules, rule_counts
from engine.report.plots.style import Saved
from engine.report.plots.team import draw_team
from engine.report.plots.timeline import draw_timeline
from engine.report.standing import acting, against
from engine.report.tables import VERDICTS, confidence
from engine.results.effects import EFFECTS
from engine.results.incidence import ENDINGS
from engine.results.measures import HEADLINE, MEASURES
from engine.wording import Joined, Picture, Said, numbers as formats, say


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
    """Differences from the reference. `lang` is the language of the words in the picture, here and below."""
    parts = []
    for each in against(comparison, HEADLINE[0], reference):
        scale = formats.scale_about(each, "share", difference=True)
        parts.append(
            say(
                "{strategy} {difference} ({sure})",
                strategy=strategy_words(each.first),
                difference=scale.full_signed(each.value),
                sure=VERDICTS[each.verdict],
            )
        )
    alt = say(
        "Differences of each strategy from {reference}, with {level} intervals. {measure}: {differences}",
        reference=strategy_words(reference),
        level=confidence(comparison),
        measure=MEASURES[HEADLINE[0]].label,
        differences=Joined(parts, ", "),
    )
    return Figure("differences", draw_paired(comparison, lang, reference), alt)


def incidence_figure(comparison: Comparison, lang: str) -> Figure:
    """Cumulative incidence of every outcome."""
    stop = last_day(comparison)
    parts = []
    for name in comparison.strategies:
        shown = comparison.results[name].incidence
        at = max(place for place, day in enumerate(shown.days) if day <= stop)
        values = {curve.outcome: curve.value[at] for curve in shown.curves}
        ended = [Joined([in_words(each), formats.share(values[each.name], 0)], " ") for each in ENDINGS]
        parts.append(_titled(strategy_words(name), ended))
    alt = say(
        "Cumulative incidence of each outcome by strategy, with {level} bands; open deals are censored. After {day} "
        "days: {outcomes}",
        level=confidence(comparison),
        day=formats.days(stop),
        outcomes=Joined(parts, "; "),
    )
    return Figure("incidence", draw_incidence(comparison, lang), alt)


def chain_figure(account: Account, lang: str) -> Figure:
    """The decision chain of one account."""
    structure = describe(account.buying_centre)
    people = sorted(account.buying_centre.people, key=lambda person: person.level)
    alt = say(
        "Decision chain of {account} by level. {people} Formal lines, advice, friendship and conflict are drawn "
        "differently.",
        account=account.name,
        people=Joined([_person(person, structure) for person in people], " "),
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
            shown = first or say("(no rule fired)")
            parts.append(_titled(book.title, [Joined([shown, formats.share(counts[first] / total, 0)], " ")]))
    alt = say("How often each rule decided, by rulebook. {shares}", shares=Joined(parts, "; "))
    return Figure("rules", draw_rules(comparison, books, lang), alt)


def firings_figure(comparison: Comparison, books: Mapping[str, Rulebook], lang: str) -> Figure:
    """When each rule decided."""
    parts = []
    for row in timed_rules(comparison, books):
        medians = [
            Joined([strategy_words(name), formats.days(times.median)], " ")
            for name, times in row.times.items()
            if times.median is not None
        ]
        parts.append(_titled(row.rule, medians))
    alt = say(
        "When each rule decides, in days since the project opened, by strategy; median over its decisions. {medians}",
        medians=Joined(parts, "; "),
    )
    return Figure("firings", draw_firings(comparison, books, lang), alt)


def team_figure(comparison: Comparison, lang: str) -> Figure:
    """Load and waiting of our team."""
    parts = []
    for name in acting(comparison):
        loads = [
            Joined([TEAM_ROLE[load.role], formats.share(load.load.value, 0)], " ")
            for load in comparison.results[name].team
            if load.load.value is not None
        ]
        parts.append(_titled(strategy_words(name), loads))
    alt = say("Load and waiting of each role of our team, by strategy. {loads}", loads=Joined(parts, "; "))
    return Figure("team", draw_team(comparison, lang), alt)


def _person(person: Stakeholder, structure: Structure) -> Said:
    felt = say("for us") if person.stance > FELT else say("against us") if person.stance < -FELT else say("neutral")
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
    return say(
        "{name}: level {level}, power {power}, {marks}.",
        name=person.name,
        level=person.level,
        power=f"{person.power:.2f}",
        marks=Joined([felt, *marks], ", "),
    )


def _titled(title: Said, parts: Iterable[Said]) -> Said:
    return Joined([title, Joined(parts, ", ")], ": ")


def rule_worth_figure(roi: RuleRoi, lang: str, inside: str) -> Figure:
    """What each rule adds."""
    name, measure = next(iter(EFFECTS.items()))
    rules = roi_words.deciding(roi)
    scale = effect_words.scale_of([rule.adds[name] for rule in rules], measure, lang, roi.currency)
    parts = [f"{rule.rule} {' '.join(effect_words.cell(rule.adds[name], scale)).strip()}" for rule in rules]
    alt = PICTURES["worth_alt"].in_language(lang)
    said = alt.format(measure=measure.label.in_language(lang), unit=scale.unit, body="; ".join(parts))
    return Figure("rule-worth", draw_rule_worth(roi, inside), said)
