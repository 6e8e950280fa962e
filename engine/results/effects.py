"""What a rule is worth is measured in: wins, weeks, selling cost and margin.

Three of them count per replication: one seller team with all its accounts over the whole period, so that projects
which a rule opens or leaves alone count as well. The weeks are a mean over the deals in which somebody was chosen.
"""

from __future__ import annotations

from engine.model.base import Text
from engine.results.measure import Better, Ratio, Unit


def _per_replication(name: str, column: str, unit: Unit, better: Better, label: Text, meaning: Text) -> Ratio:
    return Ratio(name, label, meaning, unit, better, "mean", column, "replications")


EFFECTS: dict[str, Ratio] = {
    measure.name: measure
    for measure in (
        _per_replication(
            "wins",
            "won",
            "count",
            "up",
            Text(en="Wins", zh="赢单数"),
            Text(
                en="deals won per 100 replications; one replication is the whole team over the whole period",
                zh="每 100 次重复的赢单数；一次重复指整个团队走完整个观察期",
            ),
        ),
        Ratio(
            "weeks",
            Text(en="Weeks to decision", zh="决策周数"),
            Text(
                en="weeks from the opening of a project to the choice of a supplier, mean of deals won or lost; "
                "deals without a decision, withdrawn or still open are left out",
                zh="从立项到选定供应商的周数，赢单与输单的平均；未决策、退出和未结束的不计入",
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
            Text(en="Selling cost", zh="销售成本"),
            Text(en="selling cost per replication, all deals together", zh="每次重复的销售成本，全部项目合计"),
        ),
        _per_replication(
            "net_margin",
            "net_margin",
            "currency",
            "up",
            Text(en="Net margin", zh="净毛利"),
            Text(
                en="margin after selling cost per replication, all deals together",
                zh="每次重复扣除销售成本后的毛利，全部项目合计",
            ),
        ),
    )
}
"""Every effect, in the order in which tables show them."""
