"""The roles of a buying centre and of our own team as people call them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import get_args

from engine.files.hanzi import simplified
from engine.files.said_words import folded
from engine.model.base import Text
from engine.model.terms import Role
from engine.wording import Message, say

VETO: tuple[Role, ...] = ("technical_evaluator", "financial_approver")
ROLE_NAMES: tuple[Role, ...] = get_args(Role)


def by_word(meanings: Mapping[str, str]) -> dict[str, str]:
    """{word: meaning} from {meaning: "word, word"}."""
    return {word.strip(): meaning for meaning, words in meanings.items() for word in words.split(",") if word.strip()}


_ROLES = by_word(
    {
        "initiator": "发起者, 发起人, 提出者, 需求提出者, initiators",
        "user": "使用者, 使用人, 用户, 使用部门, 最终用户, end user, users",
        "influencer": "影响者, 影响人, influencers",
        "technical_evaluator": "技术评估者, 技术评估人, 技术把关者, 技术评审, 评估者,"
        "technical buyer, evaluator, technical evaluators",
        "buyer": "采购者, 采购人, 采购员, 购买者, 采购, purchaser, buyers",
        "decider": "决策者, 决策人, 拍板人, 决定者, 决策,"
        "decision maker, decisionmaker, decision-maker, approver, deciders",
        "gatekeeper": "把关者, 把关人, 守门人, 看门人, gatekeepers",
        "financial_approver": "财务审批者, 财务审批人, 资金审批者, 财务批准者, financial approvers",
    }
)
_NEAR_ROLES = by_word(
    {
        "influencer": "champion, coach, sponsor, 教练, 支持者, 内线, 赞助人",
        "financial_approver": "economic buyer, budget holder, 经济购买者, 经济决策者, 预算负责人",
    }
)
_TEAM_ROLES = by_word(
    {
        "account_manager": "客户经理, 大客户经理, 销售, 销售经理, 销售代表, kam, sales, account managers",
        "presales_engineer": "售前工程师, 售前, 售前顾问, 技术支持, presales, presales engineers",
        "executive_sponsor": "高管, 我方高管, 高层, 领导, 总监, executive, executive sponsors",
        "service": "服务, 售后, 售后服务, 服务工程师, 客服, service engineer",
    }
)


def team_role_meant(word: str) -> str | None:
    """The role in our team that a word names; None when it names none."""
    return _TEAM_ROLES.get(simplified(folded(word)))


def role_said(role: Role) -> Text:
    """A role as people call it."""
    return Text(en=role.replace("_", " "), zh=next(word for word, meant in _ROLES.items() if meant == role))


def role_meant(word: str) -> tuple[Role | None, bool]:
    """The role that a word names, and whether that is a guess: a champion has no role of its own here."""
    plain = simplified(folded(word))
    name = plain.replace(" ", "_").replace("-", "_")
    for known, guessed in ((_ROLES, False), (_NEAR_ROLES, True)):
        if plain in known:
            return next(role for role in ROLE_NAMES if role == known[plain]), guessed
    return next((role for role in ROLE_NAMES if role == name), None), False


def role_guessed(word: str, role: Role) -> Message:
    """That a word was taken as a role that it does not name."""
    if role in VETO:
        return say("`{word}` was taken as {role}, who can veto", word=word.strip(), role=role_said(role))
    return say("`{word}` was taken as {role}", word=word.strip(), role=role_said(role))


def words_in(cell: str) -> list[str]:
    """The words of a cell that lists several, parted by `;`, `,`, `/`, `|`, `+` or 、 in either width."""
    return [word.strip() for word in re.split(r"[;,/|+、]", unicodedata.normalize("NFKC", cell)) if word.strip()]
