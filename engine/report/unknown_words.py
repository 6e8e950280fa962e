"""What nobody knows of people in sentences: how far it spreads the win rate, and whom to find out about first."""

from __future__ import annotations

from collections.abc import Mapping

from engine.model.scenario import Scenario
from engine.model.vocabulary import SCORE
from engine.report.labels import MONEY, WIN, quoted_strategy
from engine.results.measures import MEASURES
from engine.studies import Comparison
from engine.studies.unknowns import AccountUnknowns, Unknown, UnknownPerson
from engine.wording import Said, counted, listed, numbers as formats, say, sentences

MARGIN = MONEY[-1]
MOST_NAMED = 3
"""People named in a sentence."""


def spread_in_words(comparison: Comparison, scenario: Scenario) -> tuple[Said, ...]:
    """What to keep in mind beside the interval of a mean; nothing where every score is known."""
    found = comparison.unknowns
    if found is None:
        return ()
    if not found.accounts:
        return (too_few(found.replications),)
    read = [AccountWords(comparison, scenario, each) for each in found.accounts]
    if len(read) == 1:
        return (read[0].spread(), read[0].first())
    ways = [
        say("{account} by {points}", account=each.name, points=each.about(WIN).full(each.found.spread(WIN).value))
        for each in read
        if each.found.spread(WIN).told
    ]
    if not ways:
        return (say("How far what nobody knows of people spreads the win rate cannot be told at any account."),)
    spread = say(
        "The intervals say how well means are known. What nobody knows of people spreads the win rate of a single "
        "account about its mean: {accounts}. Only finding out narrows that.",
        accounts=listed(ways),
    )
    return spread, sentences([each.first(named=True) for each in read if each.found.to_find_out])


def too_few(replications: int) -> Said:
    """That so many replications say nothing."""
    return say(
        "Scores of people are unknown; from {n} replications nothing can be told of what they change.",
        n=formats.count(replications),
    )


class AccountWords:
    """Sentences about one account. name: its own; people: their names by id."""

    def __init__(self, comparison: Comparison, scenario: Scenario, found: AccountUnknowns) -> None:
        self.comparison, self.found = comparison, found
        account = next(each for each in scenario.accounts if each.id == found.account)
        self.name = account.name
        self.people: Mapping[str, Said] = {person.id: person.name for person in account.buying_centre.people}

    def about(self, measure: str) -> formats.Scale:
        """How differences of this measure are written here."""
        ends = [number for each in self.found.spreads if each.measure == measure for number in (each.value, each.high)]
        return formats.scale_for(MEASURES[measure].unit, ends, self.comparison.currency, difference=True)

    def spread(self) -> Said:
        """How far a given account lies from the mean, and that this is not the interval of the mean."""
        here, scale = self.found.spread(WIN), self.about(WIN)
        scores = sum(len(each.scores) for each in self.found.people)
        if not here.told:
            return counted(
                "How far the {n} score of people that nobody knows spreads the win rate cannot be told from "
                "{replications} replications: by {most} at most.",
                "How far the {n} scores of people that nobody knows spread the win rate cannot be told from "
                "{replications} replications: by {most} at most.",
                scores,
                replications=formats.count(self._replications()),
                most=scale.full(here.high),
            )
        return counted(
            "Intervals say how well means are known. Over {n} score of people that nobody knows, a given account of "
            "this kind would typically lie {points} ({interval}) above or below its mean win rate ({mean} with "
            "{strategy}, which leaves most). More replications narrow intervals; only finding out narrows this spread.",
            "Intervals say how well means are known. Over {n} scores of people that nobody knows, a given account of "
            "this kind would typically lie {points} ({interval}) above or below its mean win rate ({mean} with "
            "{strategy}, which leaves most). More replications narrow intervals; only finding out narrows this spread.",
            scores,
            points=scale.full(here.value),
            interval=scale.span(here.low, here.high),
            mean=formats.share(here.mean),
            strategy=quoted_strategy(here.strategy),
        )

    def first(self, named: bool = False) -> Said:
        """Whom to find out about first, or from when on that can be told. named: with the account."""
        told = self.found.to_find_out
        if not told:
            nobody = say("Of no single person can it be told that knowing more would matter.")
            return sentences([nobody, self._needed()])
        names = listed(self._who(each) for each in told[:MOST_NAMED])
        if named:
            return say("To find out first at {account}: {people}.", account=self.name, people=names)
        return sentences([say("To find out first: {people}.", people=names), self._decides(told)])

    def _needed(self) -> Said:
        needed, told = self.found.needed, self.found.spread(WIN).told
        if needed <= self._replications():
            return (
                say("What makes half of the spread would probably have shown by now.")
                if told
                else say("What moves the win rate by 5 points would probably have shown by now.")
            )
        n = formats.count(needed)
        if told:
            return say("What makes half of the spread would probably be told from {n} replications.", n=n)
        return say("What moves the win rate by 5 points would probably be told from {n} replications.", n=n)

    def _decides(self, told: tuple[UnknownPerson, ...]) -> Said:
        """Does the choice of a strategy hang on it?"""
        if any(each.whole.worth.told for each in told):
            return say("Which strategy is best hangs on it.")
        if any(each.whole.worth.otherwise > 0.0 for each in told):
            return say("Whether another strategy would then be best cannot be told.")
        return say(
            "It tells how the deal is likely to go; no value of it was seen with which {strategy} is not best.",
            strategy=quoted_strategy(self.found.usual),
        )

    def _who(self, person: UnknownPerson) -> Said:
        scores = [each for each in person.scores if each.matters] or person.scores
        return say("{name} ({meaning})", name=self.people[person.person], meaning=listed(map(score_in_words, scores)))

    def _replications(self) -> int:
        found = self.comparison.unknowns
        assert found is not None
        return found.replications

    def margin(self) -> Said:
        here, scale = self.found.spread(MARGIN), self.about(MARGIN)
        win = self.found.spread(WIN)
        if not here.told or not win.told:
            return ""
        return say(
            "Its net margin per deal would lie {money} ({interval}) above or below the mean. Of all by which the win "
            "chances of such accounts differ, what nobody knows makes {share}; the rest is luck, and what unknowns do "
            "only together.",
            money=scale.full(here.value),
            interval=scale.span(here.low, here.high),
            share=formats.share((win.value / win.all_in_all) ** 2),
        )


def score_in_words(unknown: Unknown) -> Said:
    """What one unknown score is called."""
    assert unknown.score is not None
    return SCORE[unknown.score]
