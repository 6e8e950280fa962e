"""What nobody knows of people: how far it spreads what becomes of an account, and what to find out first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.engagement import strategy_label
from engine.model.scenario import Scenario
from engine.model.vocabulary import SCORE
from engine.report.labels import MONEY, WIN, quoted_strategy, short_words
from engine.results.measures import MEASURES
from engine.studies import Comparison
from engine.studies.unknowns import AccountUnknowns, Moves, Unknown, UnknownPerson, Worth
from engine.wording import (
    Cell,
    Column,
    Folded,
    Paragraph,
    Part,
    Said,
    Table,
    Title,
    counted,
    listed,
    numbers as formats,
    say,
    sentences,
)

HEADING = say("What to find out first")
MARGIN = MONEY[-1]
MOST_NAMED = 3
"""People named beside the headline."""


def unknown_parts(comparison: Comparison, scenario: Scenario) -> list[Part]:
    """The spread over what nobody knows and the table of what to find out, account by account; nothing where all is
    known."""
    found = comparison.unknowns
    if found is None:
        return []
    if not found.accounts:
        return [Paragraph(_too_few(found.replications))]
    parts: list[Part] = []
    for each in found.accounts:
        about = _Reading(comparison, scenario, each)
        parts += [Title(about.name, 3)] if len(found.accounts) > 1 else []
        parts += about.parts()
    return [*parts, Paragraph(_note(), "note")]


def spread_in_words(comparison: Comparison, scenario: Scenario) -> tuple[Said, ...]:
    """What to keep in mind beside the interval of a mean; nothing where every score is known."""
    found = comparison.unknowns
    if found is None:
        return ()
    if not found.accounts:
        return (_too_few(found.replications),)
    read = [_Reading(comparison, scenario, each) for each in found.accounts]
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


def _too_few(replications: int) -> Said:
    return say(
        "Scores of people are unknown; from {n} replications nothing can be told of what they change.",
        n=formats.count(replications),
    )


def _note() -> Said:
    return say(
        "Moves: how far the win rate typically shifts when this becomes known (standard deviation, by itself). Share: "
        "of the spread over all that nobody knows. Worth knowing: what a deal would leave more on average if it were "
        "known before a strategy is chosen; set it against what finding out costs. It lies low rather than high, and "
        "below 0 where there is nothing. Of all that is told here, one in twenty is luck at most."
    )


class _Reading:
    """Sentences and tables about one account."""

    def __init__(self, comparison: Comparison, scenario: Scenario, found: AccountUnknowns) -> None:
        self.comparison, self.found = comparison, found
        account = next(each for each in scenario.accounts if each.id == found.account)
        self.name = account.name
        self.people: Mapping[str, Said] = {person.id: person.name for person in account.buying_centre.people}

    def parts(self) -> list[Part]:
        """What is to be said, the table of what can be told, and all the rest folded away."""
        told = self.found.to_find_out
        shown = [self._table(told)] if told else []
        return [
            Paragraph(sentences([self.spread(), self._margin()])),
            Paragraph(self.first()),
            *shown,
            Folded(say("The spread under each strategy"), [self._strategies()]),
            Folded(say("All that is not known"), [self._everything()]),
        ]

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
            "It tells how the deal is likely to go; {strategy} stays best either way.",
            strategy=quoted_strategy(self.found.usual),
        )

    def _who(self, person: UnknownPerson) -> Said:
        scores = [each for each in person.scores if each.matters] or person.scores
        return say("{name} ({meaning})", name=self.people[person.person], meaning=listed(map(_what, scores)))

    def _replications(self) -> int:
        found = self.comparison.unknowns
        assert found is not None
        return found.replications

    def _margin(self) -> Said:
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

    def _table(self, people: tuple[UnknownPerson, ...]) -> Table:
        rows = []
        for person in people:
            scores = [each for each in person.scores if each.matters] if len(person.scores) > 1 else []
            rows.append(self._row(Cell(self.people[person.person], value=person.person), _scores(person), person.whole))
            rows += [self._row(Cell(""), _what(each), each) for each in scores]
        return Table(self._columns(), rows)

    def _columns(self) -> list[Column]:
        return [
            Column(say("Person"), name="person"),
            Column(say("What is not known"), name="what"),
            Column(say("Moves the win rate by"), self.about(WIN).heading, number=True, name="moves"),
            Column(say("Share of the spread"), "%", number=True, name="share"),
            Column(say("Worth knowing"), self._money().heading, number=True, name="worth"),
            Column(say("What it would change"), name="changes"),
        ]

    def _row(self, person: Cell, what: Said, unknown: Unknown) -> list[Cell | Said]:
        moves = unknown.moved(WIN)
        return [person, what, self._moved(moves), _share(moves), self._worth(unknown.worth), self._changes(unknown)]

    def _moved(self, moves: Moves) -> Cell:
        scale = self.about(WIN)
        if not moves.told:
            return Cell(say("cannot tell"), say("{most} at most", most=scale.number(moves.high)))
        return Cell(scale.number(moves.value), scale.span(moves.low, moves.high), value=moves.value)

    def _money(self) -> formats.Scale:
        ends = [
            number
            for person in self.found.people
            for each in (person.whole, *person.scores)
            for number in (each.worth.value, each.worth.low, each.worth.high)
        ]
        return formats.scale_for("currency", ends, self.comparison.currency)

    def _worth(self, worth: Worth) -> Cell:
        scale = self._money()
        if worth.told:
            return Cell(scale.number(worth.value), scale.span(worth.low, worth.high), value=worth.value)
        return Cell("0", value=0) if worth.otherwise <= 0.0 else Cell(say("cannot tell"))

    def _changes(self, unknown: Unknown) -> Said:
        worth = unknown.worth
        if worth.otherwise <= 0.0:
            return say("nothing: {strategy} stays best", strategy=quoted_strategy(self.found.usual))
        if not worth.told:
            return say("cannot tell")
        if len(worth.choices) > 1:
            return listed(self._choices(unknown))
        return say("another strategy in {share} of accounts", share=formats.share(worth.otherwise, 0))

    def _choices(self, unknown: Unknown) -> Iterator[Said]:
        for each in unknown.worth.choices:
            strategy = quoted_strategy(each.strategy)
            if each.above is None:
                yield say("below {value}: {strategy}", value=f"{each.below:.2f}", strategy=strategy)
            elif each.below is None:
                yield say("above {value}: {strategy}", value=f"{each.above:.2f}", strategy=strategy)
            else:
                yield say(
                    "{low} to {high}: {strategy}", low=f"{each.above:.2f}", high=f"{each.below:.2f}", strategy=strategy
                )

    def _strategies(self) -> Table:
        columns = [Column(say("Strategy"), name="strategy")]
        rows: list[list[Cell | Said]] = []
        names = dict.fromkeys(each.strategy for each in self.found.spreads)
        for measure in (WIN, MARGIN):
            columns.append(Column(short_words(measure), self._mean(measure).heading, number=True, name=measure))
            columns.append(Column(say("spread"), self.about(measure).heading, number=True, name=f"{measure}_spread"))
        for name in names:
            row: list[Cell | Said] = [Cell(strategy_label(name), value=name)]
            for measure in (WIN, MARGIN):
                here, scale = self.found.spread(measure, name), self.about(measure)
                row.append(Cell(self._mean(measure).number(here.mean), value=here.mean))
                row.append(Cell(scale.number(here.value), scale.span(here.low, here.high), value=here.value))
            rows.append(row)
        return Table(columns, rows)

    def _mean(self, measure: str) -> formats.Scale:
        means = [each.mean for each in self.found.spreads if each.measure == measure]
        return formats.scale_for(MEASURES[measure].unit, means, self.comparison.currency)

    def _everything(self) -> Table:
        """Every person and score as estimated, told or not."""
        scale, money = self.about(WIN), self._money()
        rows: list[list[Cell | Said]] = []
        for person in self.found.people:
            several = len(person.scores) > 1
            for each in (person.whole, *(person.scores if several else ())):
                first = each is person.whole
                moves, worth = each.moved(WIN), each.worth
                rows.append(
                    [
                        Cell(self.people[person.person] if first else "", value=person.person),
                        _scores(person) if first else _what(each),
                        Cell(scale.number(moves.value), scale.span(moves.low, moves.high), value=moves.value),
                        _share_of(moves),
                        Cell(money.number(worth.value), money.span(worth.low, worth.high), value=worth.value),
                        Cell(formats.share(worth.otherwise, 0), value=worth.otherwise),
                    ]
                )
        last = Column(say("Another strategy in"), number=True, name="otherwise")
        return Table([*self._columns()[:-1], last], rows)


def _what(unknown: Unknown) -> Said:
    assert unknown.score is not None
    return SCORE[unknown.score]


def _scores(person: UnknownPerson) -> Said:
    if len(person.scores) == 1:
        return _what(person.scores[0])
    return say("{n} scores together", n=len(person.scores))


def _share(moves: Moves) -> Cell:
    return _share_of(moves) if moves.told else Cell(say("cannot tell"))


def _share_of(moves: Moves) -> Cell:
    if moves.share is None:
        return Cell(formats.MISSING)
    return Cell(f"{max(moves.share, 0.0) * 100:.0f}", value=moves.share)
