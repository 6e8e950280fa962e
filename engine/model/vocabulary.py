"""The vocabulary of the field in English and Chinese: every member of every enumeration of `model.terms`."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

from engine.model.base import Text
from engine.model.terms import (
    BuyerStep,
    Continuation,
    Engagement,
    GateVerdict,
    Incumbent,
    Origin,
    Outcome,
    Play,
    Stage,
    TouchKind,
    Trigger,
)


def _t(en: str, zh: str) -> Text:
    return Text(en=en, zh=zh)


TERMS: Mapping[type[IntEnum], Mapping[IntEnum, Text]] = {
    Trigger: {
        Trigger.none: _t("no trigger", "无契机"),
        Trigger.scheduled_renewal: _t("scheduled renewal", "定期更新"),
        Trigger.unexpected_replacement: _t("unexpected replacement", "意外替换"),
        Trigger.keeping_up: _t("keeping up", "跟上潮流"),
        Trigger.staying_ahead: _t("staying ahead", "保持优势"),
    },
    Origin: {
        Origin.unknown: _t("unknown origin", "来源不明"),
        Origin.proactive: _t("proactive", "主动型"),
        Origin.reactive: _t("reactive", "被动型"),
    },
    Play: {
        Play.none: _t("none", "未定"),
        Play.frontal: _t("frontal", "正面出击"),
        Play.flanking: _t("flanking", "出其不意"),
        Play.divide: _t("divide and conquer", "分而治之"),
        Play.develop: _t("develop for the future", "立足长远"),
        Play.fortify: _t("fortify", "加强防御"),
    },
    Incumbent: {
        Incumbent.none: _t("nobody", "无"),
        Incumbent.us: _t("us", "我方"),
        Incumbent.rival: _t("a rival", "对手"),
    },
    Outcome: {
        Outcome.no_project: _t("no project opened", "未立项"),
        Outcome.won: _t("won", "赢单"),
        Outcome.lost: _t("lost to a rival", "输给对手"),
        Outcome.no_decision: _t("no decision", "客户未决策"),
        Outcome.withdrawn: _t("we withdrew", "我方退出"),
        Outcome.open: _t("still open", "期末未结束"),
    },
    TouchKind: {
        TouchKind.situation: _t("situation questions", "背景问题"),
        TouchKind.problem: _t("problem questions", "难点问题"),
        TouchKind.implication: _t("implication questions", "暗示问题"),
        TouchKind.payoff: _t("need-payoff questions", "示益问题"),
        TouchKind.evidence: _t("evidence against worries", "用实证打消顾虑"),
        TouchKind.proposal: _t("presenting the offer", "讲解方案"),
    },
    Stage: {
        Stage.none: _t("not started", "尚未介入"),
        Stage.identify: _t("identify", "确认"),
        Stage.assess: _t("assess", "考察"),
        Stage.propose: _t("propose", "报价"),
        Stage.close: _t("close", "成交"),
        Stage.follow_up: _t("follow up", "跟进"),
    },
    BuyerStep: {
        BuyerStep.need: _t("need", "提出需求"),
        BuyerStep.research: _t("research", "调研"),
        BuyerStep.analysis: _t("analysis", "分析论证"),
        BuyerStep.approval: _t("project approval", "立项审批"),
        BuyerStep.sourcing: _t("sourcing", "寻源"),
        BuyerStep.bidding: _t("bidding", "招标报价"),
        BuyerStep.testing: _t("testing", "测试"),
        BuyerStep.purchase: _t("purchase", "采购决策"),
        BuyerStep.acceptance: _t("acceptance", "验收"),
    },
    Engagement: {
        Engagement.do_nothing: _t("do nothing", "不作为"),
        Engagement.top_down: _t("top-down", "自上而下"),
        Engagement.bottom_up_field: _t("bottom-up, field force", "自下而上（依靠一线）"),
        Engagement.bottom_up_leapfrog: _t("bottom-up, leapfrog", "自下而上（越级直达）"),
        Engagement.bottom_up_sponsored: _t("bottom-up, sponsored", "自下而上（内部引荐）"),
        Engagement.playbook: _t("playbook", "打法手册"),
    },
    GateVerdict: {
        GateVerdict.hold: _t("stay in this stage", "留在本阶段"),
        GateVerdict.advance: _t("go on to the next stage", "进入下一阶段"),
    },
    Continuation: {
        Continuation.carry_on: _t("carry on", "继续跟进"),
        Continuation.withdraw: _t("withdraw", "退出"),
    },
}

KIND_OF_VALUE: Mapping[str, type[IntEnum]] = {
    "trigger": Trigger,
    "origin": Origin,
    "buyer_step": BuyerStep,
    "incumbent": Incumbent,
    "stage": Stage,
    "play": Play,
    "engagement": Engagement,
    "verdict": GateVerdict,
    "continuation": Continuation,
}
"""Facts and outputs of rulebooks whose values are words of these vocabularies."""
