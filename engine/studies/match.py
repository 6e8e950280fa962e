"""Playing champion and challenger side by side, and following their decisions to where they part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Unpack

from engine.engagement import Strategy
from engine.errors import InputError, Problem
from engine.execution.alternatives import Alternative, MakeSimulator, SideBySide, SideBySidePlayer, simulators_of
from engine.execution.effort import Effort, EffortOptions
from engine.execution.simulate import Simulated, simulate
from engine.model.base import Text
from engine.model.rulebook import Rulebook
from engine.results.measures import HEADLINE, MEASURES
from engine.results.receipt import Receipt
from engine.rules import book_hash
from engine.rules.language.spoken import label_of
from engine.situation import known_strategies, refuse_idle
from engine.statistics.estimators import make_estimator
from engine.statistics.verdicts import estimate, judge
from engine.studies.book_choice import choose_book
from engine.studies.challenge import Challenge, Contestant
from engine.studies.parting import Comparer, Parting, Seen
from engine.studies.receipts import receipt_of
from engine.studies.situated import Where, situated
from engine.studies.studying import studying
from engine.wording import say

CHAMPION, CHALLENGER = "champion", "challenger"
DEALS_FOLLOWED = 128
"""Replications whose decisions are followed one by one, when nobody says how many; a story takes some 10 ms."""


@dataclass(frozen=True)
class Match(SideBySide):
    """Champion and challenger side by side, with an eye on the decisions of the books for one purpose."""

    purpose: str = ""

    def player(self, make: MakeSimulator) -> MatchPlayer:
        """What plays it."""
        first, second = (each.books[self.purpose] for each in self.alternatives)
        return MatchPlayer(simulators_of(self, make), Comparer(self.purpose, first, second))


@dataclass(frozen=True)
class MatchPlayer(SideBySidePlayer):
    """Plays a `Match`, and follows the decisions of a replication."""

    comparer: Comparer

    def followed(self, replication: int) -> tuple[int, tuple[Parting, ...]]:
        """The number of deals, and where they part."""
        pairs = list(zip(*(each.stories(replication) for each in self.simulators.values()), strict=True))
        opened = sum(any(event.kind == "trigger" for story in pair for event in story.events) for pair in pairs)
        found = (self.comparer.part(*pair) for pair in pairs)
        return opened, tuple(parting for parting in found if parting is not None)


@dataclass(frozen=True)
class Follow:
    """Asks where the deals of a replication part."""

    replication: int

    def __call__(self, player: MatchPlayer) -> tuple[int, tuple[Parting, ...]]:
        return player.followed(self.replication)


def challenge(
    where: Where,
    challenger: str | Path | Rulebook,
    champion: str | Path | Rulebook | None = None,
    strategy: str | Strategy = "playbook",
    *,
    followed: int = DEALS_FOLLOWED,
    command: str = "",
    **options: Unpack[EffortOptions],
) -> Challenge:
    """Let a rulebook challenge another on the same luck: measures, decisions that differ, deals at which they part.

    challenger: a YAML file or a book; also a purpose or the id of a book of the situation.
    champion:   the same; the situation's book with the challenger's purpose when absent.
    followed:   of the replications, the first so many have every decision of every deal followed.
    options:    as in `compare`; 2 replications or more.
    Raises InputError for wrong arguments, before anything is played.
    """
    effort, situation, (player,) = Effort.of(options), situated(where), known_strategies([strategy])
    refuse_idle([player], situation.scenario)
    scenario, usual = situation.scenario, situation.books
    purpose, pair = contestants(usual, challenger, champion)
    sides = tuple(Alternative(name, scenario, player, {**usual, purpose: book}) for name, book in pair.items())
    work, looks, seen = Match(sides, effort.seed, purpose), effort.looks(least=2), Seen()
    measures = {name: MEASURES[name] for name in (*HEADLINE, *looks.targets)}
    with studying(work, effort, looks, scenario, command) as (session, unfinished):
        done = simulate(session, measures, looks, raced=(0, 1), unfinished=unfinished)
        for found in session.ask(Follow(number) for number in range(min(followed, done.tally.n))):
            seen.add(*found)
    receipt = receipt_of(
        scenario,
        (player.name,),
        {**{name: book for name, book in usual.items() if name != purpose}, **pair},
        effort.seed,
        done.tally.rows(),
        replications=done.tally.n,
        command=command,
    )
    return _conclude(work, pair, done, seen, receipt)


def contestants(
    books: Mapping[str, Rulebook], challenger: str | Path | Rulebook, champion: str | Path | Rulebook | None
) -> tuple[str, dict[str, Rulebook]]:
    """The purpose and both books. Raises InputError when they are the same, or not for the same purpose."""
    purpose, second = choose_book(books, challenger)
    first = books[purpose]
    if champion is not None:
        other, first = choose_book(books, champion, where="champion")
        if other != purpose:
            what = say(
                "`{champion}` is about {other}, the challenger `{challenger}` about {purpose}",
                champion=first.id,
                other=other,
                challenger=second.id,
                purpose=purpose,
            )
            hint = say("two books of one purpose can be compared")
            raise InputError(Problem("champion", what, hint, "challenge-purposes"))
    if book_hash(first) == book_hash(second):
        what = say("`{book}` is the champion itself", book=second.id)
        raise InputError(Problem("book", what, say("name another book, such as a YAML file"), "challenge-same"))
    return purpose, {CHAMPION: first, CHALLENGER: second}


def _conclude(work: Match, pair: Mapping[str, Rulebook], done: Simulated, seen: Seen, receipt: Receipt) -> Challenge:
    tally, first = done.tally, work.alternatives[0]
    estimators = {name: make_estimator(MEASURES[name], done.look) for name in HEADLINE}
    sides = {}
    for place, (name, book) in enumerate(pair.items()):
        counts = tally.rule_counts[name][work.purpose].tolist()
        sides[name] = Contestant(
            book=book.id,
            title=book.title,
            rule_titles={rule: title for rule, title in book.titles.items() if title is not None},
            output_labels={name: Text.of(label_of(name, declared)) for name, declared in book.outputs.items()},
            sha256=book_hash(book),
            decisions=sum(counts),
            otherwise=counts[-1],
            estimates={key: estimate(MEASURES[key], each, place, done.widening) for key, each in estimators.items()},
        )
    return Challenge(
        scenario_id=first.scenario.id,
        title=first.scenario.title,
        currency=first.scenario.currency,
        strategy=first.strategy.name,
        purpose=work.purpose,
        seed=work.seed,
        replications=tally.n,
        champion=sides[CHAMPION],
        challenger=sides[CHALLENGER],
        differences={
            each.measure: each
            for each in judge([done.claim(each, MEASURES[name], 1, 0) for name, each in estimators.items()])
        },
        parted_in=int(tally.parted[1, 0]),
        partings=seen.conclude(),
        receipt=receipt,
    )
