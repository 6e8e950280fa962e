"""The comparison in words: who is ahead on what, by how much, how sure that is, and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.experiment import NOTES, Comparison
from engine.experiment.comparison import Estimate
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.report.assumptions import assumption_groups
from engine.report.hints import Hint, next_steps
from engine.report.labels import GROUP_CHOICE, INFLUENCE, listed, measure_label, strategy_label
from engine.report.labels.statement import PHRASES
from engine.report.standing import BASELINE, Standing, acting, standing
from engine.report.tables import confidence
from engine.results.measures import HEADLINE, MEASURES
from engine.wording import numbers as formats
from engine.wording.columns import wrap

WIN = HEADLINE[0]


@dataclass(frozen=True)
class Statement:
    """What may be said of a comparison, in sentences.

    headline: who wins more often. points: the other headline measures, doing nothing, no decision. basis: assumptions
    and method. next_steps: what to try, each with its command.
    """

    headline: str
    points: tuple[str, ...]
    basis: tuple[str, ...]
    next_steps: tuple[Hint, ...]


def statement(
    comparison: Comparison,
    scenario: Scenario,
    lang: str = "en",
    books: Mapping[str, Rulebook] | None = None,
    columns: int = 100,
) -> str:
    """The comparison in words as plain text of at most so many columns."""
    found = findings(comparison, scenario, lang, books)
    lines = [*wrap(found.headline, columns), ""]
    for sentence in found.points:
        lines += wrap(f"- {sentence}", columns, "  ")
    lines += ["", PHRASES["heading_rests"].in_language(lang)]
    for sentence in found.basis:
        lines += wrap(f"- {sentence}", columns, "  ")
    if found.next_steps:
        lines += ["", PHRASES["heading_next"].in_language(lang)]
    for hint in found.next_steps:
        lines += [*wrap(f"- {hint.text}", columns, "  "), *(f"    {command}" for command in hint.commands)]
    return "\n".join(lines)


def findings(
    comparison: Comparison, scenario: Scenario, lang: str = "en", books: Mapping[str, Rulebook] | None = None
) -> Statement:
    """The comparison sentence by sentence; with the rulebooks at hand it also names rules that never fired."""
    words = _Words(comparison, scenario, lang)
    return Statement(
        headline=words.headline(),
        points=tuple(words.points()),
        basis=tuple(words.basis()),
        next_steps=next_steps(comparison, scenario, lang, books),
    )


class _Words:
    """Sentences about one comparison in one language."""

    def __init__(self, comparison: Comparison, scenario: Scenario, lang: str) -> None:
        self.comparison, self.scenario, self.lang = comparison, scenario, lang
        self.win = standing(comparison, WIN)

    def headline(self) -> str:
        """Who wins most often, against whom that is sure, and against whom not."""
        if self.win is None:
            return self._stop(self._say("head_none"))
        value = self._value(self.win.leader, WIN)
        leader = self._name(self.win.leader)
        if len(acting(self.comparison)) == 1:
            return self._stop(self._say("head_single", leader=leader, value=value))
        if self.win.tied:
            head = self._say("head_tied", leader=leader, value=value, tied=self._names(self.win.tied))
        else:
            head = self._say("head_likely" if self.win.likely_behind else "head_clear", leader=leader, value=value)
        return (self._stop(head) + self._gap() + self._ahead_of(self.win)).rstrip()

    def points(self) -> list[str]:
        """Doing nothing, no decision over both denominators, and the other headline measures."""
        found = [self._baseline(), self._no_decision()]
        found += [self._point(name) for name in HEADLINE[1:]]
        return [sentence for sentence in found if sentence]

    def basis(self) -> list[str]:
        """Influence and group choice rules, assumptions, method, and what is not claimed."""
        total = [row for group in assumption_groups(self.scenario, self.lang) for row in group.rows]
        cited = sum(row.cited for row in total)
        looks = self.comparison.precision.method.in_language(self.lang).replace(" %", "%")
        return [
            *self._influence(),
            self._say("assumptions", assumed=len(total) - cited, total=len(total), cited=cited),
            self._say(
                "basis",
                replications=formats.count(self.comparison.replications),
                seed=self.comparison.seed,
                looks=looks,
            ),
            *self._open(),
            self._say("caveat"),
        ]

    def _say(self, key: str, **values: object) -> str:
        return PHRASES[key].in_language(self.lang).format(**values)

    def _name(self, strategy: str) -> str:
        return f"“{strategy_label(strategy, self.lang)}”"

    def _names(self, strategies: tuple[str, ...]) -> str:
        if len(strategies) > 1 and len(strategies) == len(acting(self.comparison)) - 1:
            return self._say("the_others")
        return listed([self._name(name) for name in strategies], self.lang)

    def _stop(self, sentence: str) -> str:
        return sentence + {"zh": "。", "en": "."}[self.lang]

    def _gap(self) -> str:
        return {"zh": "", "en": " "}[self.lang]

    def _estimate(self, strategy: str, measure: str) -> Estimate:
        return self.comparison.results[strategy].estimates[measure]

    def _value(self, strategy: str, measure: str) -> str:
        found = self._estimate(strategy, measure)
        scale = formats.scale_of(found, MEASURES[measure].unit, self.lang, self.comparison.currency)
        if found.low is None:
            why = NOTES[found.note].in_language(self.lang)
            return self._say("value_only", value=scale.full(found.value), why=why)
        span = scale.span(found.low, found.high)
        return self._say("value", value=scale.full(found.value), interval=span, level=confidence(self.comparison))

    def _plain(self, strategy: str, measure: str) -> str:
        found = self._estimate(strategy, measure)
        return formats.scale_of(found, MEASURES[measure].unit, self.lang, self.comparison.currency).full(found.value)

    def _difference(self, first: str, second: str, measure: str = WIN) -> tuple[str, str]:
        found = self.comparison.difference(measure, first, second)
        scale = formats.scale_of(found, MEASURES[measure].unit, self.lang, self.comparison.currency, difference=True)
        return scale.full_signed(found.value), scale.signed_span(found.low, found.high)

    def _ahead_of(self, found: Standing) -> str:
        sentences = []
        for group, sure in ((found.behind, "sure_clear"), (found.likely_behind, "sure_likely")):
            if group:
                others = []
                for name in group:
                    difference, interval = self._difference(found.leader, name)
                    others.append(self._say("behind", name=self._name(name), difference=difference, interval=interval))
                sentences.append(self._say("ahead_of", sure=self._say(sure), others=listed(others, self.lang)))
        return self._gap().join(sentences)

    def _point(self, measure: str) -> str:
        label, found = measure_label(measure, self.lang), standing(self.comparison, measure)
        if found is None:
            return self._say("point_none", measure=label)
        value, leader = self._value(found.leader, measure), self._name(found.leader)
        if not (found.tied or found.likely_behind or found.behind):
            return self._say("point_single", measure=label, leader=leader, value=value)
        if found.tied:
            said = self._say("point_tied", measure=label, leader=leader, value=value, tied=self._names(found.tied))
        else:
            kind = "point_likely" if found.likely_behind else "point_clear"
            said = self._say(kind, measure=label, leader=leader, value=value)
        if found.behind and found.tied:
            others = [f"{self._name(name)} {self._plain(name, measure)}" for name in found.behind]
            said += self._gap() + self._say("point_behind", others=listed(others, self.lang))
        return said

    def _baseline(self) -> str:
        if self.win is None or self.win.leader == BASELINE or BASELINE not in self.comparison.strategies:
            return ""
        found = self.comparison.difference(WIN, self.win.leader, BASELINE)
        if found.value is None or found.low is None:
            return ""
        difference, interval = self._difference(self.win.leader, BASELINE)
        kind = "worse" if found.ahead == BASELINE else found.verdict
        return self._say(
            f"baseline_{kind}",
            leader=self._name(self.win.leader),
            difference=difference,
            interval=interval,
            sure=self._say(f"sure_{found.verdict}") if kind == "worse" else "",
        )

    def _no_decision(self) -> str:
        if self.win is None:
            return ""
        leader, measures = self.win.leader, ("no_decision_share", "no_decision_of_not_won")
        of_all, of_not_won = (self._plain(leader, measure) for measure in measures)
        if leader == BASELINE or BASELINE not in self.comparison.strategies:
            return self._say("no_decision_single", leader=self._name(leader), of_all=of_all, of_not_won=of_not_won)
        other_of_all, other_of_not_won = (self._plain(BASELINE, measure) for measure in measures)
        return self._say(
            "no_decision",
            leader=self._name(leader),
            of_all=of_all,
            of_not_won=of_not_won,
            other=self._name(BASELINE),
            other_of_all=other_of_all,
            other_of_not_won=other_of_not_won,
        )

    def _influence(self) -> list[str]:
        centres = [(account.name.in_language(self.lang), account.buying_centre) for account in self.scenario.accounts]
        rules = {(centre.influence, centre.group_choice.model) for _, centre in centres}
        if len(rules) == 1 and len(centres) > 1:
            ((influence, group),) = rules
            return [
                self._say(
                    "influence_all",
                    n=len(centres),
                    influence=INFLUENCE[influence].in_language(self.lang),
                    group=GROUP_CHOICE[group].in_language(self.lang),
                )
            ]
        return [
            self._say(
                "influence",
                account=name,
                influence=INFLUENCE[centre.influence].in_language(self.lang),
                group=GROUP_CHOICE[centre.group_choice.model].in_language(self.lang),
            )
            for name, centre in centres
        ]

    def _open(self) -> list[str]:
        shares = [self._estimate(name, "open_share").value for name in self.comparison.strategies]
        known = [value for value in shares if value is not None]
        if not known or max(known) == 0:
            return []
        return [self._say("open", low=formats.share(min(known)), high=formats.share(max(known)))]
