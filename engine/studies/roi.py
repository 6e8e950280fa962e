"""What each rule of a book is worth in one scenario, under one strategy: with it and without it, on the same luck."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Unpack

from engine.engagement import Strategy
from engine.errors import InputError, Problem
from engine.execution.alternatives import Alternative
from engine.execution.effort import Effort, EffortOptions
from engine.execution.packed_work import Chunk
from engine.execution.simulate import Listeners, Simulated, simulate
from engine.model.rulebook import Rulebook
from engine.results.effects import EFFECTS
from engine.results.receipt import Receipt
from engine.situation import known_strategies, refuse_idle
from engine.statistics.estimates import Difference
from engine.statistics.estimators import make_estimator
from engine.statistics.verdicts import estimate, judge, unchanged
from engine.studies.book_choice import choose_book
from engine.studies.receipts import receipt_of
from engine.studies.rule_worth import RuleRoi, RuleWorth, SharedWorth
from engine.studies.shapley import Shares, columns_of
from engine.studies.silencing import BATCH, LeaveOneOut, Notes
from engine.studies.situated import Where, situated
from engine.studies.studying import studying
from engine.wording import say

WHOLE = "all_rules"


def rule_roi(
    where: Where,
    book: str | Path | Rulebook,
    strategy: str | Strategy = "playbook",
    *,
    shapley: bool = False,
    command: str = "",
    **options: Unpack[EffortOptions],
) -> RuleRoi:
    """Take every rule of a book away in turn and tell what it adds to wins, weeks, selling cost and margin.

    book:    a purpose, the id of a book of the situation, a YAML file, or a book; one from elsewhere takes the place of
             the situation's book with its purpose.
    shapley: share what the rules are worth together among them, for rules that stand in for one another.
    options: as in `compare`; 2 replications or more, 32 or more for Shapley shares.
    Raises InputError for wrong arguments, before anything is played.
    """
    effort, situation, (player,) = Effort.of(options), situated(where), known_strategies([strategy])
    refuse_idle([player], situation.scenario)
    purpose, chosen = choose_book(situation.books, book)
    if effort.precision is not None:
        what = say("what rules are worth is told from a number of replications, not to a precision")
        raise InputError(Problem("precision", what, say("give replications"), "precision-not-here"))
    looks = effort.looks(least=2 * BATCH if shapley else 2)
    whole = Alternative(WHOLE, situation.scenario, player, {**situation.books, purpose: chosen})
    work = LeaveOneOut(whole, purpose, effort.seed, columns_of(EFFECTS) if shapley else ())
    noted = Notes(len(work.rules), work.columns)
    shares = Shares(work.rules, EFFECTS, effort.seed) if shapley else None

    def note(chunk: Chunk) -> None:
        assert chunk.notes is not None
        noted.add(chunk.notes)
        if shares is not None:
            shares.add(chunk.first, noted.ways(chunk.notes))

    with studying(work, effort, looks, situation.scenario, command) as (session, unfinished):
        done = simulate(session, EFFECTS, looks, listeners=Listeners(chunk=note), unfinished=unfinished)
    receipt = receipt_of(
        situation.scenario,
        (player.name,),
        whole.books,
        effort.seed,
        done.tally.rows(),
        replications=done.tally.n,
        command=command,
    )
    return _conclude(work, done, noted, shares, receipt)


def _conclude(work: LeaveOneOut, done: Simulated, noted: Notes, shares: Shares | None, receipt: Receipt) -> RuleRoi:
    whole, tally = work.whole, done.tally
    book = whole.books[work.purpose]
    counts = tally.rule_counts[whole.name][work.purpose].tolist()
    estimators = {name: make_estimator(measure, done.look) for name, measure in EFFECTS.items()}
    claims = [
        done.claim(each, EFFECTS[key], 0, place + 1)
        if counts[place]
        else unchanged(EFFECTS[key], whole.name, rule, tally.n, "never_decided")
        for place, rule in enumerate(work.rules)
        for key, each in estimators.items()
    ]
    adds = _by_row(judge(claims))
    shared = _by_row(judge(shares.claims())) if shares is not None else []
    rules = tuple(
        RuleWorth(
            rule=rule.id,
            title=rule.title,
            when=rule.when,
            because=rule.because,
            decided=counts[place],
            decided_in=noted.decided_in(place),
            changed_in=int(tally.parted[0, place + 1]),
            adds=adds[place],
            share=shared[place] if shared else None,
        )
        for place, rule in enumerate(book.winning_order())
    )
    together = None
    if shares is not None:
        together = SharedWorth(
            batches=shares.batches,
            replications=shares.replications,
            adds=shared[-1],
            none=shares.without_rules(),
        )
    return RuleRoi(
        scenario_id=whole.scenario.id,
        title=whole.scenario.title,
        currency=whole.scenario.currency,
        strategy=whole.strategy.name,
        purpose=work.purpose,
        book=book.id,
        book_title=book.title,
        seed=work.seed,
        replications=tally.n,
        decisions=sum(counts),
        otherwise=counts[-1],
        comparisons=len(work.rules) * len(EFFECTS),
        estimates={name: estimate(EFFECTS[name], each, 0) for name, each in estimators.items()},
        rules=rules,
        together=together,
        receipt=receipt,
    )


def _by_row(found: Sequence[Difference]) -> list[dict[str, Difference]]:
    """Differences in the order of rules, those of each rule by measure."""
    size = len(EFFECTS)
    return [{each.measure: each for each in found[at : at + size]} for at in range(0, len(found), size)]
