"""People, ties, models and codes of records in English and Chinese; `model.vocabulary` has the enumerations."""

from __future__ import annotations

from collections.abc import Mapping

from engine.model.base import Text
from engine.model.terms import GroupModel, InfluenceModel, Role, TeamRole, TieKind


def _t(en: str, zh: str) -> Text:
    return Text(en=en, zh=zh)


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
