"""What a comparison rests on: the committee's rules, assumptions, replications, and what it does not claim."""

from __future__ import annotations

from engine.model.buying_centre import GroupChoice
from engine.model.purchase_path import PurchasePath
from engine.model.scenario import Scenario
from engine.report.assumptions import assumption_groups
from engine.report.labels import GROUP_CHOICE, INFLUENCE
from engine.studies import Comparison
from engine.wording import Said, numbers as formats, say, sentences

MANY_OPEN = 0.05
"""Where a larger share of the projects is still open, that is said beside the headline."""


def cautions(comparison: Comparison) -> tuple[Said, ...]:
    """What the headline must not be read without."""
    shares = _open_shares(comparison)
    if max(shares, default=0.0) <= MANY_OPEN:
        return ()
    more = say("With so many open, the figures may still change: a longer horizon would tell.")
    return (sentences([_censored(shares), more]),)


def basis(comparison: Comparison, scenario: Scenario) -> tuple[Said, ...]:
    """Influence and group choice rules, assumptions, method, and what is not claimed."""
    total = [row for group in assumption_groups(scenario) for row in group.rows]
    cited = sum(row.cited for row in total)
    return (
        *_influence(scenario),
        say(
            "{assumed} of the scenario's {total} numbers and sets of scores are assumptions, {cited} have a "
            "source. Scores of people and offers are judgements.",
            assumed=len(total) - cited,
            total=len(total),
            cited=cited,
        ),
        say(
            "{replications} replications per strategy on the same luck, seed {seed}. {looks}",
            replications=formats.count(comparison.replications),
            seed=comparison.seed,
            looks=comparison.precision.method,
        ),
        *_open(comparison),
        say(
            "This says what this model does in this scenario. It does not say which way of selling is better in "
            "general, nor that one of them would cause these results at a real customer."
        ),
    )


def _influence(scenario: Scenario) -> list[Said]:
    centres = [account.buying_centre for account in scenario.accounts]
    rules = {(centre.influence, centre.group_choice.model) for centre in centres}
    if len(rules) == 1 and len(centres) > 1:
        ((influence, group),) = rules
        return [
            say(
                "At all {n} accounts, opinions spread by the {influence}, and the group decides by {group}. Who "
                "is ahead can turn on these two rules.",
                n=len(centres),
                influence=INFLUENCE[influence],
                group=GROUP_CHOICE[group],
            )
        ]
    return [
        sentences(
            [
                say(
                    "At {account}, opinions spread by the {influence}, and the group decides by {group}. Who is ahead "
                    "can turn on these two rules.",
                    account=account.name,
                    influence=INFLUENCE[account.buying_centre.influence],
                    group=GROUP_CHOICE[account.buying_centre.group_choice.model],
                ),
                _why(account.buying_centre.group_choice),
                _path(account.project.path),
            ]
        )
        for account in scenario.accounts
    ]


def _why(rule: GroupChoice) -> Said:
    """Why the group decides so, where the scenario says it."""
    if rule.because is None:
        return say("The scenario does not say why they decide so.")
    return say("Why they decide so: {reason}.", reason=rule.because)


def _path(path: PurchasePath) -> Said:
    """Which path the purchase takes, and where its rules come from."""
    if path.because is None:
        return say("It buys by {path}.", path=path.title)
    return say("It buys by {path}: {reason}.", path=path.title, reason=path.because)


def _open_shares(comparison: Comparison) -> list[float]:
    shares = [result.estimates["open_share"].value for result in comparison.results.values()]
    return [share for share in shares if share is not None]


def _open(comparison: Comparison) -> list[Said]:
    shares = _open_shares(comparison)
    return [_censored(shares)] if 0 < max(shares, default=0.0) <= MANY_OPEN else []


def _censored(shares: list[float]) -> Said:
    return say(
        "Deals still open at the horizon ({low} to {high} of projects, by strategy) are censored: they count "
        "as neither won nor lost.",
        low=formats.share(min(shares)),
        high=formats.share(max(shares)),
    )
