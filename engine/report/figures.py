"""The pictures of a report, each with what it shows in words for those who cannot see it."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass

from engine.committee import describe
from engine.experiment import Comparison, RuleRoi
from engine.experiment.effect_parts import effect_cell, effect_scale
from engine.model.account import Account
from engine.model.rulebook import Rulebook
from engine.report.deal import Deal
from engine.report.labels import TEAM_ROLE, measure_label, strategy_label, term
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
from engine.report.tables import confidence
from engine.results.effects import EFFECTS
from engine.results.incidence import ENDINGS
from engine.results.measures import HEADLINE
from engine.wording import numbers as formats, told


@dataclass(frozen=True)
class Figure:
    """One picture: its file name, its bytes, and its words in the page's language."""

    name: str
    saved: Saved
    alt: str
    caption: str = ""

    @property
    def base64(self) -> str:
        """The picture for a data address."""
        return base64.b64encode(self.saved.png).decode("ascii")

    @property
    def width(self) -> int:
        """Pixels across."""
        return self.saved.width

    @property
    def height(self) -> int:
        """Pixels down."""
        return self.saved.height


def paired_figure(comparison: Comparison, reference: str, lang: str, inside: str) -> Figure:
    """Differences from the reference. `inside` is the language of the words in the picture."""
    parts = []
    for each in against(comparison, HEADLINE[0], reference):
        scale = formats.scale_of(each, "share", lang, comparison.currency, difference=True)
        sure = PICTURES[each.verdict].in_language(lang)
        parts.append(f"{strategy_label(each.first, lang)} {scale.full_signed(each.value)} ({sure})")
    body = f"{measure_label(HEADLINE[0], lang)}: {_joined(parts, lang)}"
    alt = (
        PICTURES["paired_alt"]
        .in_language(lang)
        .format(reference=strategy_label(reference, lang), level=confidence(comparison), body=body)
    )
    return Figure("differences", draw_paired(comparison, inside, reference), alt)


def incidence_figure(comparison: Comparison, lang: str, inside: str) -> Figure:
    """Cumulative incidence of every outcome."""
    stop = last_day(comparison)
    parts = []
    for name in comparison.strategies:
        shown = comparison.results[name].incidence
        at = max(place for place, day in enumerate(shown.days) if day <= stop)
        values = {curve.outcome: curve.value[at] for curve in shown.curves}
        ended = _joined(
            [f"{term(outcome, lang)} {formats.share(values[outcome.name], 0)}" for outcome in ENDINGS], lang
        )
        parts.append(f"{strategy_label(name, lang)}: {ended}")
    alt = (
        PICTURES["incidence_alt"]
        .in_language(lang)
        .format(level=confidence(comparison), day=formats.days(stop), body="; ".join(parts))
    )
    return Figure("incidence", draw_incidence(comparison, inside), alt)


def chain_figure(account: Account, lang: str, inside: str) -> Figure:
    """The decision chain of one account."""
    structure = describe(account.buying_centre)
    people = []
    for person in sorted(account.buying_centre.people, key=lambda person: person.level):
        stance = "key_for" if person.stance > FELT else "key_against" if person.stance < -FELT else "key_neutral"
        marks = [
            PICTURES[f"mark_{mark}"].in_language(lang)
            for mark, there in (
                ("decides", person.id in structure.deciders),
                ("veto", person.id in structure.can_veto),
                ("gatekeeper", person.id in structure.gatekeepers),
                ("unknown", not person.identified),
            )
            if there
        ]
        people.append(
            PICTURES["chain_alt_person"]
            .in_language(lang)
            .format(
                name=person.name.in_language(lang),
                level=person.level,
                power=f"{person.power:.2f}",
                stance=PICTURES[stance].in_language(lang),
                marks="".join(("，" if lang == "zh" else ", ") + mark for mark in marks),
            )
        )
    alt = (
        PICTURES["chain_alt"]
        .in_language(lang)
        .format(account=account.name.in_language(lang), people=("" if lang == "zh" else " ").join(people))
    )
    return Figure(f"decision-chain-{account.id}", draw_chain(account, structure, inside), alt)


def timeline_figure(deal: Deal, lang: str, inside: str) -> Figure:
    """One deal over time."""
    alt = (
        PICTURES["timeline_alt"]
        .in_language(lang)
        .format(
            strategy=strategy_label(deal.trace.strategy, lang),
            touches=sum(1 for _ in deal.of("touch")),
            refused=sum(1 for _ in deal.of("request_refused")),
            days=formats.days(deal.days),
            outcome=told(deal.outcome_words(), lang),
        )
    )
    return Figure(f"deal-{deal.trace.strategy}", draw_timeline(deal, inside), alt)


def rules_figure(comparison: Comparison, books: Mapping[str, Rulebook], lang: str, inside: str) -> Figure:
    """Which rules decided."""
    parts = []
    for name, book in books.items():
        counts = {rule: sum(each.values()) for rule, each in rule_counts(comparison, name).items()}
        total = sum(counts.values())
        if total:
            first = max(counts, key=counts.__getitem__)
            shown = first or PICTURES["no_rule"].in_language(lang)
            parts.append(f"{book.title.in_language(lang)}: {shown} {formats.share(counts[first] / total, 0)}")
    alt = PICTURES["rules_alt"].in_language(lang).format(body="; ".join(parts))
    return Figure("rules", draw_rules(comparison, books, inside), alt)


def rule_worth_figure(roi: RuleRoi, lang: str, inside: str) -> Figure:
    """What each rule adds."""
    name, measure = next(iter(EFFECTS.items()))
    scale = effect_scale([rule.adds[name] for rule in roi.deciding], measure, roi.currency)
    cells = {rule.rule: effect_cell(rule.adds[name], scale) for rule in roi.deciding}
    parts = [
        f"{rule} {told(cell.words, lang)} {cell.mark} {told(cell.below, lang)}".strip() for rule, cell in cells.items()
    ]
    alt = PICTURES["worth_alt"].in_language(lang)
    body = "; ".join(parts)
    said = alt.format(measure=measure.label.in_language(lang), unit=told(scale.heading, lang), body=body)
    return Figure("rule-worth", draw_rule_worth(roi, inside), said)


def firings_figure(comparison: Comparison, books: Mapping[str, Rulebook], lang: str, inside: str) -> Figure:
    """When each rule decided."""
    joint = "：" if lang == "zh" else ": "
    parts = []
    for row in timed_rules(comparison, books):
        said = [
            f"{strategy_label(name, lang)} {formats.days(times.median)}"
            for name, times in row.times.items()
            if times.median is not None
        ]
        parts.append(f"{row.rule}{joint}{_joined(said, lang)}")
    alt = PICTURES["firings_alt"].in_language(lang).format(body="; ".join(parts))
    return Figure("firings", draw_firings(comparison, books, inside), alt)


def team_figure(comparison: Comparison, lang: str, inside: str) -> Figure:
    """Load and waiting of our team."""
    parts = []
    for name in acting(comparison):
        loads = [
            f"{TEAM_ROLE[load.role].in_language(lang)} {formats.share(load.load.value, 0)}"
            for load in comparison.results[name].team
            if load.load.value is not None
        ]
        parts.append(f"{strategy_label(name, lang)}: {_joined(loads, lang)}")
    alt = PICTURES["team_alt"].in_language(lang).format(body="; ".join(parts))
    return Figure("team", draw_team(comparison, inside), alt)


def _joined(parts: list[str], lang: str) -> str:
    return ("，" if lang == "zh" else ", ").join(parts)
