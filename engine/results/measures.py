"""The measures of a comparison (MODEL §9): what each is called, means, counts and is divided by.

A measure reads per-replication columns only. Ratios are ratios of sums over replications, never means of ratios, so
that a replication with many deals counts for as many.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.model.terms import Outcome
from engine.results.formulas import pipeline_velocity
from engine.results.measure import Better, Derived, Measure, Median, Rate, Ratio, Unit
from engine.wording import Message, say


def _velocity(mean: Mapping[str, float]) -> float:
    return pipeline_velocity(
        opportunities=mean["deals_mean"],
        deal_value=mean["revenue"] / mean["won"],
        win_rate=mean["won"] / mean["finished"],
        cycle_days=mean["cycle_days"] / mean["decided"],
    )


def _proportion(name: str, top: str, bottom: str, better: Better, label: Message, meaning: Message) -> Ratio:
    return Ratio(name, label, meaning, "share", better, "proportion", top, bottom)


def _rate(
    name: str,
    endings: tuple[Outcome, ...],
    among: tuple[Outcome, ...],
    better: Better,
    label: Message,
    meaning: Message,
) -> Rate:
    return Rate(name, label, meaning, "share", better, endings, among)


def _share(name: str, top: str, bottom: str, better: Better, label: Message, meaning: Message) -> Ratio:
    return Ratio(name, label, meaning, "share", better, "share", top, bottom)


def _per_project(name: str, column: str, unit: Unit, better: Better, label: Message) -> Ratio:
    how = say("{measure}: total ÷ projects opened", measure=label)
    return Ratio(name, label, how, unit, better, "mean", column, "projects")


MEASURES: dict[str, Measure] = {
    measure.name: measure
    for measure in (
        _rate(
            "win_rate_all",
            (Outcome.won,),
            (),
            "up",
            say("Win rate"),
            say("share of projects won by the day given; deals still open by then count for what their like became"),
        ),
        _rate(
            "win_rate_decided",
            (Outcome.won,),
            (Outcome.won, Outcome.lost),
            "up",
            say("Win rate, over decided"),
            say("won ÷ (won + lost) by the day given: somebody was chosen"),
        ),
        _rate(
            "lost_share",
            (Outcome.lost,),
            (),
            "down",
            say("Lost to a rival"),
            say("share of projects lost by the day given"),
        ),
        _rate(
            "no_decision_share",
            (Outcome.no_decision,),
            (),
            "down",
            say("No decision"),
            say("share of projects by the day given in which the customer did not decide"),
        ),
        _rate(
            "no_decision_of_not_won",
            (Outcome.no_decision,),
            (Outcome.lost, Outcome.no_decision, Outcome.withdrawn),
            "neutral",
            say("No decision, of those not won"),
            say("customer did not decide ÷ (lost + no decision + withdrawn), by the day given"),
        ),
        _rate(
            "withdrawn_share",
            (Outcome.withdrawn,),
            (),
            "neutral",
            say("We withdrew"),
            say("share of projects from which we withdrew by the day given"),
        ),
        _proportion(
            "open_share",
            "open",
            "projects",
            "neutral",
            say("Still open at the horizon"),
            say("open at the horizon ÷ projects opened; censored, never counted as lost"),
        ),
        _proportion(
            "no_project_share",
            "no_project",
            "deals",
            "neutral",
            say("No project opened"),
            say("nothing triggered a project in time ÷ all accounts followed"),
        ),
        Median(
            "cycle_days_median",
            say("Cycle time, median"),
            say("day by which half of the deals decided by the day given are decided, won or lost"),
            "days",
            "down",
        ),
        Ratio(
            "cycle_days_mean",
            say("Cycle time, mean"),
            say("days from opening to the choice of a supplier, won or lost"),
            "days",
            "down",
            "mean",
            "cycle_days",
            "decided",
        ),
        _per_project("cost_per_deal", "cost", "currency", "down", say("Selling cost per deal")),
        Ratio(
            "cost_per_win",
            say("Selling cost per win"),
            say("all selling cost, of deals not won too ÷ deals won"),
            "currency",
            "down",
            "mean",
            "cost",
            "won",
        ),
        _per_project("revenue_per_deal", "revenue", "currency", "up", say("Amount won per deal")),
        _per_project("conceded_per_deal", "conceded", "currency", "down", say("Taken off the amount won per deal")),
        _per_project("margin_per_deal", "margin", "currency", "up", say("Margin per deal, before selling cost")),
        _per_project("net_margin_per_deal", "net_margin", "currency", "up", say("Margin per deal, after selling cost")),
        _per_project(
            "lifetime_value_per_deal",
            "lifetime_value",
            "currency",
            "up",
            say("Lifetime value per deal"),
        ),
        _per_project(
            "net_lifetime_value_per_deal",
            "net_lifetime_value",
            "currency",
            "up",
            say("Lifetime value per deal, after selling cost"),
        ),
        Derived(
            "pipeline_velocity",
            say("Pipeline velocity"),
            say("open deals × revenue per win × win rate ÷ mean cycle time"),
            "currency per day",
            "up",
            ("deals_mean", "revenue", "won", "finished", "cycle_days", "decided"),
            _velocity,
        ),
        _share(
            "coverage",
            "coverage",
            "projects",
            "up",
            say("Decision chain met, people"),
            say("people met ÷ people on the committee, mean over projects"),
        ),
        _share(
            "power_met",
            "power_met",
            "projects",
            "up",
            say("Decision chain met, power"),
            say("power of the people met ÷ power of the committee, mean over projects"),
        ),
        _proportion(
            "executive_met",
            "executive_met",
            "projects",
            "up",
            say("Decider met"),
            say("projects in which the decider was met ÷ projects opened"),
        ),
        _per_project("sponsors_won", "sponsors_won", "count", "up", say("Sponsors won per deal")),
        _per_project("sponsors_lost", "sponsors_lost", "count", "down", say("Sponsors lost per deal")),
        _share(
            "experience",
            "experience",
            "experienced",
            "up",
            say("Experience of us"),
            say("how the people met found being dealt with by us, by power, 0–1; mean of projects in which we met any"),
        ),
        _per_project("promises_broken", "promises_broken", "count", "down", say("Broken promises per deal")),
        _per_project("helps", "helps", "count", "neutral", say("Help with the buyer's own work per deal")),
        _per_project("moves_refused", "moves_refused", "count", "neutral", say("Moves refused by compliance per deal")),
        _per_project("approvals", "approvals", "count", "neutral", say("Moves approved by our own people per deal")),
        _per_project("price_conceded", "price_conceded", "share", "down", say("Price conceded by us, share per deal")),
        _per_project("credit_days", "credit_days", "days", "down", say("Days of credit conceded per deal")),
        _per_project(
            "terms_approvals", "terms_approvals", "count", "neutral", say("Terms put to our own approver per deal")
        ),
        _per_project("resentful", "resentful", "count", "down", say("People resentful per deal")),
        _per_project("touches", "touches", "count", "neutral", say("Touches per deal")),
        _per_project("refused", "refused", "count", "down", say("Refused meetings per deal")),
        _per_project("hours", "hours", "hours", "down", say("Our hours per deal")),
        _share(
            "team_load",
            "hours_worked",
            "hours_capacity",
            "neutral",
            say("Team load"),
            say("hours booked ÷ hours there are, all roles"),
        ),
        Ratio(
            "team_wait",
            say("Wait for our own people"),
            say("days waited ÷ requests for a member of the team"),
            "days",
            "down",
            "mean",
            "wait_days",
            "requests",
        ),
        _share(
            "process_cycle_efficiency",
            "value_days",
            "lead_days",
            "up",
            say("Process cycle efficiency"),
            say("value-adding days ÷ all days of the buyer's process (value-adding, necessary and waste)"),
        ),
        _per_project("waste_days", "waste_days", "days", "down", say("Waste per deal")),
        _share(
            "satisfaction",
            "satisfaction",
            "rated",
            "up",
            say("Satisfaction after delivery"),
            say("mean of won and delivered deals, 0–1"),
        ),
        Ratio(
            "paid_after",
            say("Days until payment"),
            say("days from signature to payment, mean of won deals"),
            "days",
            "down",
            "mean",
            "paid_after_days",
            "paid",
        ),
    )
}
"""Every measure, in the order in which tables show them."""

HEADLINE = (
    "win_rate_all",
    "revenue_per_deal",
    "net_margin_per_deal",
    "no_decision_share",
    "cycle_days_median",
    "cost_per_win",
    "experience",
)
"""The measures a statement in words is about; verdicts on them are adjusted for their number."""
