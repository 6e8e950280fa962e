"""What a rule is worth is measured in: wins, weeks, selling cost and margin.

Three of them count per replication: one seller team with all its accounts over the whole period, so that projects
which a rule opens or leaves alone count as well. The weeks are a mean over the deals in which somebody was chosen.
"""

from __future__ import annotations

from engine.results.measure import Better, Ratio, Unit
from engine.wording import Message, say


def _per_replication(name: str, column: str, unit: Unit, better: Better, label: Message, meaning: Message) -> Ratio:
    return Ratio(name, label, meaning, unit, better, "mean", column, "replications")


EFFECTS: dict[str, Ratio] = {
    measure.name: measure
    for measure in (
        _per_replication(
            "wins",
            "won",
            "per_100",
            "up",
            say("Wins"),
            say("deals won per 100 replications; one replication is the whole team over the whole period"),
        ),
        Ratio(
            "weeks",
            say("Weeks to decision"),
            say(
                "weeks from the opening of a project to the choice of a supplier, mean of deals won or lost; "
                "deals without a decision, withdrawn or still open are left out"
            ),
            "weeks",
            "down",
            "mean",
            "cycle_weeks",
            "decided",
        ),
        _per_replication(
            "cost",
            "cost",
            "currency",
            "down",
            say("Selling cost"),
            say("selling cost per replication, all deals together"),
        ),
        _per_replication(
            "net_margin",
            "net_margin",
            "currency",
            "up",
            say("Net margin"),
            say("margin after selling cost per replication, all deals together"),
        ),
    )
}
"""Every effect, in the order in which tables show them."""
