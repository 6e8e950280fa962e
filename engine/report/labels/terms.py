"""The vocabularies of the field in English and Chinese: every enumeration member and every code of a record."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

from engine.model.base import Text
from engine.model.terms import (
    BuyerStep,
    Continuation,
    Engagement,
    GateVerdict,
    GroupModel,
    Incumbent,
    InfluenceModel,
    Origin,
    Outcome,
    Play,
    Role,
    Stage,
    TeamRole,
    TieKind,
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
"""Every member of every enumeration of `model.terms`."""

ROLE: Mapping[Role, Text] = {
    "initiator": _t("initiator", "发起者"),
    "user": _t("user", "使用者"),
    "influencer": _t("influencer", "影响者"),
    "technical_evaluator": _t("technical evaluator", "技术评估者"),
    "buyer": _t("buyer", "采购者"),
    "decider": _t("decider", "决策者"),
    "gatekeeper": _t("gatekeeper", "把关者"),
    "financial_approver": _t("financial approver", "财务审批者"),
}
TEAM_ROLE: Mapping[TeamRole, Text] = {
    "account_manager": _t("account manager", "客户经理"),
    "presales_engineer": _t("presales engineer", "售前工程师"),
    "executive_sponsor": _t("executive sponsor", "我方高管"),
    "service": _t("service", "服务人员"),
}
TIE: Mapping[TieKind, Text] = {
    "advice": _t("asks for advice", "请教"),
    "friendship": _t("friendship", "私交"),
    "conflict": _t("conflict", "矛盾"),
}
INFLUENCE: Mapping[InfluenceModel, Text] = {
    "friedkin_johnsen": _t(
        "Friedkin–Johnsen model (people listen, but keep part of their own view)",
        "Friedkin–Johnsen 模型（听取他人，但保留部分己见）",
    ),
    "degroot": _t(
        "DeGroot model (people adopt the average of those they listen to)", "DeGroot 模型（采纳所听之人的平均看法）"
    ),
    "voter": _t("voter model (one takes over another's view)", "voter 模型（一人照搬另一人的看法）"),
    "invasion": _t("invasion model (one pushes a view on another)", "invasion 模型（一人把看法推给另一人）"),
}
GROUP_CHOICE: Mapping[GroupModel, Text] = {
    "weighted": _t(
        "weighted probability (one member speaks for all, drawn by power)", "加权概率（按权力大小抽出一人代表全体）"
    ),
    "equiprobability": _t("equiprobability (every member counts the same)", "等概率（人人分量相同）"),
    "autocracy": _t("autocracy (the decider alone)", "一人决定（决策者说了算）"),
    "plurality": _t("plurality (most votes win)", "多数票（得票最多者胜）"),
    "weighted_vote": _t("weighted vote (votes count by power)", "加权投票（按权力计票）"),
    "minimum_endorsement": _t("minimum endorsement (so many members must agree)", "最低赞成数（达到规定人数才算通过）"),
    "unanimity": _t("unanimity (all must agree)", "一致同意（全体赞成才算通过）"),
    "preference_perturbation": _t(
        "preference perturbation (the option that needs least persuading)", "最小调整（最容易说服大家的选项）"
    ),
}
ROUTES: tuple[Text, ...] = (
    _t("cold", "陌生约见"),
    _t("as an acquaintance", "凭相识"),
    _t("through familiarity", "凭熟识"),
    _t("our executive asked", "我方高管出面"),
    _t("introduced from inside", "内部引荐"),
    _t("under a mandate from above", "凭高层授权"),
)
"""How we got to somebody, by the code in request events."""

RESENTMENT: Mapping[int, Text] = {
    1: _t("resents being told from above by a half-hearted word", "对高层不痛不痒的一句交代心生抵触"),
    2: _t("feels passed over", "感到被越级绕过"),
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
