"""The facts a simulation can put before a rulebook: the seller's beliefs at a decision, never the hidden truth.

A fact that does not apply at a decision is unknown there. The position in `FACTS` is the fact's place in flat vectors.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from engine.model.base import Text
from engine.model.terms import BuyerStep, Incumbent, Origin, Stage, Trigger

FactType = Literal["number", "integer", "boolean", "choice"]


@dataclass(frozen=True)
class SimulationFact:
    """One fact: its type, unit, range or values, and what it says."""

    name: str
    type: FactType
    unit: str
    meaning: Text
    low: float | None = None
    high: float | None = None
    values: tuple[str, ...] = ()


def _number(name: str, unit: str, low: float, high: float, en: str, zh: str) -> SimulationFact:
    return SimulationFact(name, "number", unit, Text(en=en, zh=zh), low, high)


def _integer(name: str, unit: str, low: int, high: int, en: str, zh: str) -> SimulationFact:
    return SimulationFact(name, "integer", unit, Text(en=en, zh=zh), low, high)


def _boolean(name: str, en: str, zh: str) -> SimulationFact:
    return SimulationFact(name, "boolean", "yes/no", Text(en=en, zh=zh))


def _choice(name: str, values: type[IntEnum], en: str, zh: str) -> SimulationFact:
    return SimulationFact(name, "choice", "one of the values", Text(en=en, zh=zh), values=tuple(v.name for v in values))


FACTS: tuple[SimulationFact, ...] = (
    # the account's assets, market and plans
    _number(
        "asset_age_share", "share of service life", 0, 10, "age of the asset ÷ its service life", "资产已用寿命比例"
    ),
    _number(
        "days_to_end_of_life", "days", -20000, 20000, "days until the asset's service life ends", "距离寿命终点的天数"
    ),
    _number("renewal_lead_days", "days", 0, 5000, "lead time the account plans for a renewal", "更新所需提前期"),
    _boolean("within_renewal_lead", "the end of life is nearer than the lead time", "已进入更新提前期"),
    _boolean("asset_failed", "the asset has broken down", "资产已故障"),
    _number("peer_adoption", "share of peers", 0, 1, "share of peers who have bought already", "同行已采用比例"),
    _number(
        "adoption_over_threshold",
        "share of peers",
        -1,
        1,
        "peer adoption − the account's own threshold",
        "同行采用超出自身阈值的幅度",
    ),
    _boolean("budget_blocked", "the budget is blocked this year", "预算被冻结"),
    _number("ambition", "score", 0, 1, "how much the account wants to lead its field", "领先意愿"),
    _boolean("planning_season", "plans and budgets are being made", "处于规划季"),
    _integer("times_shelved", "count", 0, 20, "how often this project was shelved before", "项目曾被搁置次数"),
    # the project
    _choice("trigger", Trigger, "why the project opened", "采购契机"),
    _choice("origin", Origin, "who started it", "主动型或被动型"),
    _boolean("need_frozen", "the requirement has been fixed", "需求已冻结"),
    _boolean("seen_before_freeze", "we saw the need before it was fixed", "需求冻结前已被我方发现"),
    _boolean("rival_saw_first", "a rival saw the need before us", "对手先于我方发现需求"),
    _choice("buyer_step", BuyerStep, "where the buyer's own process stands", "客户采购流程所处步骤"),
    _boolean("formal_tender", "the purchase runs by formal tender", "正式招标"),
    _number("urgency", "score", 0, 1, "how pressing the purchase is", "紧迫程度"),
    _number(
        "days_to_deadline",
        "days",
        -5000,
        20000,
        "days until the hard deadline; unknown where there is none",
        "距离硬性期限的天数",
    ),
    _number("deal_amount", "10k currency", 0, 1e9, "expected contract amount", "预计合同额（万）"),
    # our position
    _number("fit_lead", "score", -1, 1, "fit of our offer − fit of the best rival's", "我方方案匹配度领先值"),
    _number("our_fit", "score", 0, 1, "fit of our offer with what they ask for", "我方方案匹配度"),
    _number("reputation_lead", "score", -1, 1, "our reputation − the best rival's", "声誉领先值"),
    _number("relationship_lead", "level", -4, 4, "our mean relationship level − the best rival's", "关系等级领先值"),
    _boolean("rival_holds_relationship", "a rival is closer to the deciders than we are", "对手掌握关键关系"),
    _choice("incumbent", Incumbent, "who holds the account today", "当前供应商"),
    _boolean("rival_present", "at least one rival is in the deal", "存在竞争对手"),
    _boolean("live_opportunity", "a project is open", "存在在谈项目"),
    # what we know and have of the decision chain
    _integer("people_identified", "people", 0, 32, "people known to have a say", "已识别人数"),
    _integer("people_met", "people", 0, 32, "people we have met", "已接触人数"),
    _number("coverage_met", "share", 0, 1, "people met ÷ people identified", "接触覆盖率"),
    _number("power_met", "share", 0, 1, "power of the people met ÷ believed power of all identified", "已接触权力占比"),
    _integer("top_level_identified", "level", 1, 9, "highest level identified; 1 is the top", "已识别的最高层级"),
    _boolean("decider_identified", "we know who decides", "已识别决策者"),
    _boolean("decider_met", "we have met the decider", "已会见决策者"),
    _number("decider_stance", "stance", -1, 1, "the decider's stance when last seen", "决策者最近立场"),
    _number("decider_need", "score", 0, 1, "the decider's explicit need when last seen", "决策者最近明确需求"),
    _integer("best_relationship", "level", 1, 5, "best relationship level with anybody", "最高关系等级"),
    _boolean("has_sponsor", "somebody inside sponsors us", "已有内部支持者"),
    _integer("sponsor_level", "level", 1, 9, "highest level of a sponsor; unknown without one", "支持者最高层级"),
    _boolean("has_mandate", "somebody at the top backs us openly", "已获高层授权"),
    _boolean("executive_on_our_side", "an executive of ours takes part", "我方高管参与"),
    _integer("refusals_at_top", "count", 0, 200, "refused attempts to see the top level", "高层拒见次数"),
    _integer("people_resentful", "people", 0, 32, "people met who feel passed over", "感到被绕过的人数"),
    # how it goes
    _choice("stage", Stage, "sales stage", "销售阶段"),
    _number("days_in_stage", "days", 0, 20000, "days since the stage began", "当前阶段天数"),
    _number(
        "stance_seen", "stance", -1, 1, "power-weighted stance of the people met, when last seen", "已见人员加权立场"
    ),
    _number("rival_stance_seen", "stance", -1, 1, "the same towards the best rival", "对最强对手的加权立场"),
    _number(
        "need_seen", "score", 0, 1, "power-weighted explicit need of the people met, when last seen", "明确需求加权值"
    ),
    _number("worry_seen", "score", 0, 1, "power-weighted worry of the people met, when last seen", "顾虑加权值"),
    _number("facts_learnt", "score", 0, 1, "mean share of what there is to know about the people met", "情况了解程度"),
    _boolean("offer_submitted", "our offer has been submitted", "已提交方案"),
    _integer("touches", "count", 0, 10000, "touches so far", "已接触次数"),
    _integer(
        "touches_since_progress", "count", 0, 10000, "touches since stance or coverage last rose", "无进展接触次数"
    ),
    _number("cost_share", "share", 0, 1000, "selling cost so far ÷ expected margin", "销售成本占预期毛利比"),
)

FACT_INDEX: dict[str, int] = {fact.name: index for index, fact in enumerate(FACTS)}
