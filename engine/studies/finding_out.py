"""From what accounts came to, and what was drawn of their people, to what to find out first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, isinf, sqrt

import numpy as np
import numpy.typing as npt

from engine.execution.alternatives import Player, SideBySidePlayer
from engine.execution.session import Session
from engine.execution.simulate import Simulated
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.model.terms import Score
from engine.results.columns import Floats
from engine.simulation import DrawnScores, Simulator, draw_scores, draws_scores
from engine.situation import Situation
from engine.statistics.unknown_shares import (
    Moved,
    cases_needed,
    curves,
    error_left,
    independent,
    moved_by,
    moved_by_all,
)
from engine.statistics.worth_knowing import choices_by_value, worth_of
from engine.studies.account_outcomes import AccountOutcomes, Outcomes
from engine.studies.unknown_findings import WORTH, Finding, Key, Person, told
from engine.studies.unknowns import AccountUnknowns, Choice, Moves, Spread, Unknown, UnknownPerson, Unknowns, Worth

LEAST_REPLICATIONS = 50
"""Fewer say nothing of what is behind their differences."""

WIN = "win_rate_all"
MEASURED: Mapping[str, Callable[[Outcomes], Floats]] = {
    WIN: lambda outcomes: outcomes.win_rate,
    "net_margin_per_deal": lambda outcomes: outcomes.margin_per_project,
}
"""What is looked at, case by case."""

NOTICEABLE = 0.05
"""Five points of win rate: what one would want to know of where the spread itself cannot be told."""

SCORE_TERMS = 2
"""Terms of a score's curve: a slope and a bend."""

DIGITS = 6
"""Significant digits that are kept: the rest is rounding."""


@dataclass(frozen=True)
class DrawScores:
    """Asks whoever plays, and has compiled code at hand, what the first replications drew."""

    scenario: Scenario
    books: Mapping[str, Rulebook]
    seed: int
    replications: int

    def __call__(self, player: Player) -> tuple[DrawnScores, ...]:
        return draw_scores(self.scenario, self.books, self.seed, self.replications)


def finding_out(
    situation: Situation,
    strategies: Sequence[str],
    done: Simulated,
    kept: AccountOutcomes,
    session: Session[SideBySidePlayer],
) -> Unknowns | None:
    """What to find out first; None where every score is known, or where somebody else's simulator drew them."""
    if session.effort.simulator is not Simulator or not draws_scores(situation.scenario):
        return None
    asked = DrawScores(situation.scenario, situation.books, session.work.seed, kept.replications)
    (drawn,) = session.ask([asked])
    accounts = [found for each in drawn if (found := _account(each, strategies, done, kept)) is not None]
    people = [_people(account) for account in accounts]
    believed = told([each for here in people for each in here], tuple(MEASURED), error_left(done.widening))
    return Unknowns(
        replications=kept.replications,
        accounts=tuple(_described(account, here, believed) for account, here in zip(accounts, people, strict=True)),
    )


@dataclass(frozen=True)
class _Account:
    """One account.

    outcomes:    by strategy. usual: the strategy that leaves most. played: the strategies that differ from each other.
    gains:       (cases, played), net margin in units of a project. replication: of each case.
    """

    drawn: DrawnScores
    outcomes: Mapping[str, Outcomes]
    usual: str
    played: tuple[str, ...]
    gains: Floats
    replication: npt.NDArray[np.int64]
    widening: float

    @property
    def cases(self) -> int:
        """Replications × copies."""
        return len(self.replication)


def _account(drawn: DrawnScores, strategies: Sequence[str], done: Simulated, kept: AccountOutcomes) -> _Account | None:
    """The account as it was played; None where there are too few replications, or no project opened."""
    replication = kept.replication_of_cases(drawn.place)
    places = {name: done.tally.names.index(name) for name in strategies}
    found = {name: kept.of(name, drawn.place, done.look.endings(at)) for name, at in places.items()}
    outcomes = {name: each for name, each in found.items() if each.projects.any()}
    if kept.replications < LEAST_REPLICATIONS or not outcomes:
        return None
    earned = {name: each.net_margin for name, each in outcomes.items()}
    usual = max(earned, key=lambda name: float(earned[name].mean()))
    played: dict[bytes, str] = {}
    for name in (usual, *earned):
        played.setdefault(earned[name].tobytes(), name)
    names = tuple(played.values())
    gains = np.stack([earned[name] for name in names], axis=1) / outcomes[usual].projects.mean()
    return _Account(drawn, outcomes, usual, names, gains, replication, done.widening)


def _people(account: _Account) -> list[Person]:
    """The people of whom something is unknown, in the order of the file."""
    measured = {key: of(account.outcomes[account.usual]) for key, of in MEASURED.items()}
    usual = account.played.index(account.usual)

    def finding(person: str, score: Score | None, terms: Floats, choices: tuple[Choice, ...] = ()) -> Finding:
        moved = {key: moved_by(each, terms, account.widening) for key, each in measured.items()}
        worth = worth_of(account.gains, usual, terms, account.replication, account.widening)
        return Finding(account.drawn.place, person, score, terms, moved, worth, choices)

    found = []
    for person in account.drawn.account.buying_centre.people:
        scores = []
        for score in person.unknown:
            values = account.drawn.values[person.id, score]
            values = values.reshape(account.cases, *values.shape[2:])
            terms = curves(values)
            scores.append(finding(person.id, score, terms, _choices(account, usual, values, terms)))
        if len(scores) == 1:
            found.append(Person(replace(scores[0], score=None), tuple(scores)))
        elif scores:
            terms = independent(np.hstack([each.terms for each in scores]))
            found.append(Person(finding(person.id, None, terms), tuple(scores)))
    return found


def _choices(account: _Account, usual: int, values: Floats, terms: Floats) -> tuple[Choice, ...]:
    """Which strategy to take at each value of a score; nothing of criteria, which are several weights."""
    if values.ndim > 1:
        return ()
    return tuple(
        Choice(
            strategy=account.played[each.alternative],
            above=None if isinf(each.above) else _rounded(each.above),
            below=None if isinf(each.below) else _rounded(each.below),
        )
        for each in choices_by_value(account.gains, usual, values, terms)
    )


def _described(account: _Account, people: Sequence[Person], believed: set[Key]) -> AccountUnknowns:
    """The account as it is reported."""
    terms = [score.terms for person in people for score in person.scores]
    in_all = {
        (measure, name): (of(outcomes), moved_by_all(of(outcomes), terms, account.widening))
        for measure, of in MEASURED.items()
        for name, outcomes in account.outcomes.items()
    }
    whole = {measure: in_all[measure, account.usual][1] for measure in MEASURED}
    found = [
        UnknownPerson(
            person=person.whole.person,
            whole=_unknown(person.whole, whole, believed),
            scores=tuple(sorted((_unknown(each, whole, believed) for each in person.scores), key=_first)),
        )
        for person in people
    ]
    win, moved = in_all[WIN, account.usual]
    half = _root(moved.variance / 2) if moved.low > 0.0 else NOTICEABLE
    cases = cases_needed(float(win.std()), half, SCORE_TERMS, len(terms))
    return AccountUnknowns(
        account=account.drawn.account.id,
        cases=account.cases,
        usual=account.usual,
        spreads=tuple(_spread(measure, name, *each) for (measure, name), each in in_all.items()),
        people=tuple(sorted(found, key=lambda person: _first(person.whole))),
        needed=ceil(cases / account.drawn.account.copies),
    )


def _first(unknown: Unknown) -> tuple[bool, float, bool, float]:
    """What is clearly worth most comes first, then what clearly moves most, then what seems to."""
    worth, moves = unknown.worth, unknown.moves[0]
    return not worth.told, -worth.value if worth.told else 0.0, not unknown.matters, -(moves.share or moves.value)


def _unknown(finding: Finding, whole: Mapping[str, Moved], believed: set[Key]) -> Unknown:
    worth = finding.worth
    valued = finding.key(WORTH) in believed
    return Unknown(
        score=finding.score,
        moves=tuple(
            _moves(measure, moved, whole[measure], finding.key(measure) in believed)
            for measure, moved in finding.moved.items()
        ),
        worth=Worth(
            value=_rounded(worth.value),
            low=_rounded(worth.low),
            high=_rounded(worth.high),
            told=valued,
            otherwise=_rounded(worth.otherwise),
            choices=finding.choices if valued else (),
        ),
    )


def _moves(measure: str, moved: Moved, whole: Moved, told: bool) -> Moves:
    return Moves(
        measure=measure,
        value=_root(moved.variance),
        low=_root(moved.low),
        high=_root(moved.high),
        share=_rounded(moved.variance / whole.variance) if whole.low > 0.0 else None,
        told=told,
    )


def _spread(measure: str, strategy: str, outcome: Floats, moved: Moved) -> Spread:
    return Spread(
        measure=measure,
        strategy=strategy,
        mean=_rounded(float(outcome.mean())),
        value=_root(moved.variance),
        low=_root(moved.low),
        high=_root(moved.high),
        told=moved.low > 0.0,
        all_in_all=_rounded(float(outcome.std())),
    )


def _root(variance: float) -> float:
    return _rounded(sqrt(max(variance, 0.0)))


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")
