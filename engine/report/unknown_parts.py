"""The section of the page about what nobody knows of people: the spread, and what to find out first."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engine.engagement import strategy_label
from engine.model.scenario import Scenario
from engine.report.labels import WIN, quoted_strategy, short_words
from engine.report.unknown_words import MARGIN, AccountWords, score_in_words, too_few
from engine.results.measures import MEASURES
from engine.studies import Comparison
from engine.studies.unknowns import Moves, Unknown, UnknownPerson, Worth
from engine.wording import (
    Cell,
    Column,
    Paragraph,
    Part,
    Said,
    Table,
    Title,
    listed,
    numbers as formats,
    say,
    sentences,
)

HEADING = say("What to find out first")


def unknown_parts(comparison: Comparison, scenario: Scenario) -> list[Part]:
    """The spread over what nobody knows and the table of what to find out, account by account; nothing where all is
    known."""
    found = comparison.unknowns
    if found is None:
        return []
    if not found.accounts:
        return [Paragraph(too_few(found.replications))]
    parts = _by_account(comparison, scenario, _AccountParts.first_to_find_out)
    first = say("From the first {n} replications.", n=formats.count(found.replications))
    return [*parts, Paragraph(sentences([first, _note()]), "note")]


def all_unknown_parts(comparison: Comparison, scenario: Scenario) -> list[Part]:
    """The spread under each strategy and every unknown as estimated, account by account."""
    return _by_account(comparison, scenario, _AccountParts.everything)


def _by_account(
    comparison: Comparison, scenario: Scenario, parts_of: Callable[[_AccountParts], list[Part]]
) -> list[Part]:
    accounts = comparison.unknowns.accounts if comparison.unknowns is not None else ()
    parts: list[Part] = []
    for each in accounts:
        about = _AccountParts(comparison, scenario, each)
        parts += [Title(about.name, 3)] if len(accounts) > 1 else []
        parts += parts_of(about)
    return parts


def _note() -> Said:
    return say(
        "Moves: how far the win rate typically shifts when this becomes known (standard deviation, by itself). Share: "
        "of the spread over all that nobody knows. Worth knowing: what a deal would leave more on average if it were "
        "known before a strategy is chosen; set it against what finding out costs. It lies low rather than high, and "
        "below 0 where there is nothing. Of all that is told here, one in twenty is luck at most."
    )


class _AccountParts(AccountWords):
    """Sentences and tables about one account."""

    def first_to_find_out(self) -> list[Part]:
        """What is to be said, and the table of what can be told."""
        told = self.found.to_find_out
        shown = [self._table(told)] if told else []
        return [Paragraph(sentences([self.spread(), self.margin()])), Paragraph(self.first()), *shown]

    def everything(self) -> list[Part]:
        """Two tables: the spread under each strategy, and every unknown, told or not."""
        return [
            Title(say("The spread under each strategy"), 3),
            self._strategies(),
            Title(say("All that is not known"), 3),
            self._everything(),
        ]

    def _table(self, people: tuple[UnknownPerson, ...]) -> Table:
        rows = []
        for person in people:
            scores = [each for each in person.scores if each.matters] if len(person.scores) > 1 else []
            rows.append(self._row(Cell(self.people[person.person], value=person.person), _scores(person), person.whole))
            rows += [self._row(Cell(""), score_in_words(each), each) for each in scores]
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
            return say("nothing seen: {strategy} stays best", strategy=quoted_strategy(self.found.usual))
        if not worth.told:
            return say("cannot tell")
        if len(worth.choices) > 1:
            return listed(self._choices(unknown))
        return say("another strategy in {share} of accounts", share=formats.share(worth.otherwise, 0))

    def _choices(self, unknown: Unknown) -> Iterator[Said]:
        scale = formats.scale_for("count", [1.0])
        for each in unknown.worth.choices:
            strategy, low, high = quoted_strategy(each.strategy), scale.number(each.above), scale.number(each.below)
            if each.above is None:
                yield say("below {value}: {strategy}", value=high, strategy=strategy)
            elif each.below is None:
                yield say("above {value}: {strategy}", value=low, strategy=strategy)
            else:
                yield say("{low} to {high}: {strategy}", low=low, high=high, strategy=strategy)

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
                        _scores(person) if first else score_in_words(each),
                        Cell(scale.number(moves.value), scale.span(moves.low, moves.high), value=moves.value),
                        _share_of(moves),
                        Cell(money.number(worth.value), money.span(worth.low, worth.high), value=worth.value),
                        Cell(formats.share(worth.otherwise, 0), value=worth.otherwise),
                    ]
                )
        last = Column(say("Another strategy in"), number=True, name="otherwise")
        return Table([*self._columns()[:-1], last], rows)


def _scores(person: UnknownPerson) -> Said:
    if len(person.scores) == 1:
        return score_in_words(person.scores[0])
    return say("{n} scores together", n=len(person.scores))


def _share(moves: Moves) -> Cell:
    return _share_of(moves) if moves.told else Cell(say("cannot tell"))


def _share_of(moves: Moves) -> Cell:
    if moves.share is None:
        return Cell(formats.MISSING)
    return Cell(f"{max(moves.share, 0.0) * 100:.0f}", value=moves.share)
