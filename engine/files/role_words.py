"""The roles of a buying centre as people call them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import get_args

from engine.files.hanzi import simplified
from engine.files.said_words import folded
from engine.model.base import Text
from engine.model.terms import Role

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


def words_in(cell: str) -> list[str]:
    """The words of a cell that lists several, parted by `;`, `,`, `/`, `|`, `+` or 、 in either width."""
    return [word.strip() for word in re.split(r"[;,/|+、]", unicodedata.normalize("NFKC", cell)) if word.strip()]
