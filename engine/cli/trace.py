"""`kam trace`: the story of one deal."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from engine.cli import options
from engine.cli.failures import named_as_options
from engine.cli.option_groups import Place, with_groups
from engine.cli.showing import columns
from engine.cli.streams import language
from engine.cli.watch import Watch
from engine.errors import InputError, Problem
from engine.wording import say

if TYPE_CHECKING:
    from engine.model.scenario import Scenario

LARGEST_REPLICATION = 2**63 - 1


@with_groups
def trace_deal(
    place: Place,
    strategy: options.Strategy,
    replication: options.Replication,
    deal: options.Deal = 0,
    seed: options.Seed = None,
    full: options.Full = False,
    as_json: options.AsJson = False,
    lang: options.Lang = None,
) -> None:
    """Tells the story of one deal."""
    speech = language(lang)
    with named_as_options(strategies="--strategy"), Watch(speech) as watch:
        situation = place.read(speech, as_json, watch)
        _check_place(situation.scenario, replication, deal)
        from engine.studies import DEFAULT_SEED, trace

        watch.running()
        found = trace(
            situation,
            strategy,
            replication,
            deal,
            seed=DEFAULT_SEED if seed is None else seed,
        )
    if as_json:
        from engine.results.trace_file import write_traces

        document = io.StringIO()
        write_traces(document, [found])
        print(document.getvalue(), end="")
    else:
        from engine.report import story

        print(story(found, situation.scenario, situation.books, full).to_text(speech, columns()))


def _check_place(scenario: Scenario, replication: int, deal: int) -> None:
    deals = sum(account.copies * account.max_projects for account in scenario.accounts)
    if not 0 <= replication <= LARGEST_REPLICATION:
        what = say("there is no replication {number}", number=replication)
        raise InputError(Problem("--replication", what, say("they are counted from 0"), "replication-none"))
    if not 0 <= deal < deals:
        what = say("there is no deal {number}", number=deal)
        raise InputError(
            Problem("--deal", what, say("this scenario has deals 0 to {last}", last=deals - 1), "deal-none")
        )
