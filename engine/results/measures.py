"""The measures of a comparison (MODEL §9): what each is called, means, counts and is divided by.

A measure reads per-replication columns only. Ratios are ratios of sums over replications, never means of ratios, so
that a replication with many deals counts for as many.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.model.base import Text
from engine.results.formulas import pipeline_velocity
from engine.results.measure import Better, Derived, Measure, Median, Ratio, Unit


def _velocity(mean: Mapping[str, float]) -> float:
    return pipeline_velocity(
        opportunities=mean["deals_mean"],
        deal_value=mean["revenue"] / mean["won"],
        win_rate=mean["won"] / mean["finished"],
        cycle_days=mean["cycle_days"] / mean["decided"],
    )


def _proportion(name: str, top: str, bottom: str, better: Better, en: str, zh: str, how_en: str, how_zh: str) -> Ratio:
    return Ratio(name, Text(en=en, zh=zh), Text(en=how_en, zh=how_zh), "share", better, "proportion", top, bottom)


def _share(name: str, top: str, bottom: str, better: Better, en: str, zh: str, how_en: str, how_zh: str) -> Ratio:
    return Ratio(name, Text(en=en, zh=zh), Text(en=how_en, zh=how_zh), "share", better, "share", top, bottom)


def _per_project(name: str, column: str, unit: Unit, better: Better, en: str, zh: str) -> Ratio:
    how = Text(en=f"{en}: total ÷ projects opened", zh=f"{zh}：合计 ÷ 立项数")
    return Ratio(name, Text(en=en, zh=zh), how, unit, better, "mean", column, "projects")


MEASURES: dict[str, Measure] = {
    measure.name: measure
    for measure in (
        _proportion(
            "win_rate_all",
            "won",
            "finished",
            "up",
            "Win rate, over all finished",
            "赢单率（占全部已结束）",
            "won ÷ (won + lost + no decision + withdrawn); deals still open are left out",
            "赢单 ÷（赢单 + 输单 + 未决策 + 退出）；未结束的不计入",
        ),
        _proportion(
            "win_rate_decided",
            "won",
            "decided",
            "up",
            "Win rate, over decided",
            "赢单率（占已决策）",
            "won ÷ (won + lost): somebody was chosen",
            "赢单 ÷（赢单 + 输单）：客户已选定供应商",
        ),
        _proportion(
            "lost_share",
            "lost",
            "finished",
            "down",
            "Lost to a rival",
            "输给对手",
            "lost ÷ all finished",
            "输单 ÷ 全部已结束",
        ),
        _proportion(
            "no_decision_share",
            "no_decision",
            "finished",
            "down",
            "No decision, of all finished",
            "未决策（占全部已结束）",
            "customer did not decide ÷ all finished",
            "客户未决策 ÷ 全部已结束",
        ),
        _proportion(
            "no_decision_of_not_won",
            "no_decision",
            "not_won",
            "neutral",
            "No decision, of those not won",
            "未决策（占未赢单）",
            "customer did not decide ÷ (lost + no decision + withdrawn)",
            "客户未决策 ÷（输单 + 未决策 + 退出）",
        ),
        _proportion(
            "withdrawn_share",
            "withdrawn",
            "finished",
            "neutral",
            "We withdrew",
            "我方退出",
            "withdrawn by us ÷ all finished",
            "我方退出 ÷ 全部已结束",
        ),
        _proportion(
            "open_share",
            "open",
            "projects",
            "neutral",
            "Still open at the horizon",
            "观察期末未结束",
            "open at the horizon ÷ projects opened; censored, never counted as lost",
            "观察期末仍未结束 ÷ 立项数；按删失处理，不算输单",
        ),
        _proportion(
            "no_project_share",
            "no_project",
            "deals",
            "neutral",
            "No project opened",
            "未立项",
            "nothing triggered a project in time ÷ all accounts followed",
            "观察期内未触发立项 ÷ 全部观察对象",
        ),
        Median(
            "cycle_days_median",
            Text(en="Cycle time, median", zh="成交周期（中位数）"),
            Text(
                en="days from opening to the choice of a supplier, won or lost",
                zh="从立项到选定供应商的天数（赢单或输单）",
            ),
            "days",
            "down",
        ),
        Ratio(
            "cycle_days_mean",
            Text(en="Cycle time, mean", zh="成交周期（平均）"),
            Text(
                en="days from opening to the choice of a supplier, won or lost",
                zh="从立项到选定供应商的天数（赢单或输单）",
            ),
            "days",
            "down",
            "mean",
            "cycle_days",
            "decided",
        ),
        _per_project("cost_per_deal", "cost", "currency", "down", "Selling cost per deal", "单项目销售成本"),
        Ratio(
            "cost_per_win",
            Text(en="Selling cost per win", zh="单次赢单成本"),
            Text(en="all selling cost, of deals not won too ÷ deals won", zh="全部销售成本（含未赢单） ÷ 赢单数"),
            "currency",
            "down",
            "mean",
            "cost",
            "won",
        ),
        _per_project("revenue_per_deal", "revenue", "currency", "up", "Revenue per deal", "单项目收入"),
        _per_project(
            "margin_per_deal", "margin", "currency", "up", "Margin per deal, before selling cost", "单项目毛利"
        ),
        _per_project(
            "net_margin_per_deal", "net_margin", "currency", "up", "Margin per deal, after selling cost", "单项目净毛利"
        ),
        _per_project(
            "lifetime_value_per_deal",
            "lifetime_value",
            "currency",
            "up",
            "Lifetime value per deal",
            "单项目客户终身价值",
        ),
        _per_project(
            "net_lifetime_value_per_deal",
            "net_lifetime_value",
            "currency",
            "up",
            "Lifetime value per deal, after selling cost",
            "单项目终身价值（扣除销售成本）",
        ),
        Derived(
            "pipeline_velocity",
            Text(en="Pipeline velocity", zh="管道流速"),
            Text(
                en="open deals × revenue per win × win rate ÷ mean cycle time",
                zh="在谈项目数 × 单次赢单收入 × 赢单率 ÷ 平均周期",
            ),
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
            "Decision chain met, people",
            "决策链覆盖率（人数）",
            "people met ÷ people on the committee, mean over projects",
            "已接触人数 ÷ 决策链人数，按项目平均",
        ),
        _share(
            "power_met",
            "power_met",
            "projects",
            "up",
            "Decision chain met, power",
            "决策链覆盖率（权力）",
            "power of the people met ÷ power of the committee, mean over projects",
            "已接触者权力 ÷ 决策链总权力，按项目平均",
        ),
        _proportion(
            "executive_met",
            "executive_met",
            "projects",
            "up",
            "Decider met",
            "见到决策者",
            "projects in which the decider was met ÷ projects opened",
            "见到决策者的项目 ÷ 立项数",
        ),
        _per_project("sponsors_won", "sponsors_won", "count", "up", "Sponsors won per deal", "单项目赢得支持者"),
        _per_project("sponsors_lost", "sponsors_lost", "count", "down", "Sponsors lost per deal", "单项目失去支持者"),
        _per_project("resentful", "resentful", "count", "down", "People resentful per deal", "单项目心生不满的人数"),
        _per_project("touches", "touches", "count", "neutral", "Touches per deal", "单项目接触次数"),
        _per_project("refused", "refused", "count", "down", "Refused meetings per deal", "单项目被拒见次数"),
        _per_project("hours", "hours", "hours", "down", "Our hours per deal", "单项目投入工时"),
        _share(
            "team_load",
            "hours_booked",
            "hours_capacity",
            "neutral",
            "Team load",
            "团队负荷",
            "hours booked ÷ hours there are, all roles",
            "已占用工时 ÷ 可用工时（全部角色）",
        ),
        Ratio(
            "team_wait",
            Text(en="Wait for our own people", zh="等待我方人员"),
            Text(en="days waited ÷ requests for a member of the team", zh="等待天数 ÷ 人员请求次数"),
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
            "Process cycle efficiency",
            "流程周期效率",
            "value-adding days ÷ all days of the buyer's process (value-adding, necessary and waste)",
            "增值时间 ÷ 客户流程总时间（增值、必要、浪费）",
        ),
        _per_project("waste_days", "waste_days", "days", "down", "Waste per deal", "单项目浪费天数"),
        _share(
            "satisfaction",
            "satisfaction",
            "rated",
            "up",
            "Satisfaction after delivery",
            "交付后满意度",
            "mean of won and delivered deals, 0–1",
            "赢单并交付项目的均值，0–1",
        ),
        Ratio(
            "paid_after",
            Text(en="Days until payment", zh="回款天数"),
            Text(en="days from signature to payment, mean of won deals", zh="从签约到回款的天数，赢单平均"),
            "days",
            "down",
            "mean",
            "paid_after_days",
            "paid",
        ),
    )
}
"""Every measure, in the order in which tables show them."""

HEADLINE = ("win_rate_all", "no_decision_share", "cycle_days_median", "cost_per_win", "net_margin_per_deal")
"""The measures a statement in words is about; verdicts on them are adjusted for their number."""
