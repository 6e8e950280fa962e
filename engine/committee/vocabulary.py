"""The words a table of people or ties may use, in English and in Chinese, and what they mean in the model."""

from __future__ import annotations

from engine.files import Vocabulary, by_word, folded, simplified
from engine.model.terms import TieKind

RELATIONS: tuple[TieKind, ...] = ("advice", "friendship", "conflict")


PEOPLE = Vocabulary(
    (
        *("id", "name", "name_en", "name_zh", "level", "department", "roles", "reports_to"),
        *("power", "susceptibility", "stance", "need", "worry", "relationship", "identified"),
        *("price", "technical", "service", "risk"),
    ),
    ("id", "department"),
    by_word(
        {
            "id": "编号, 人员编号, 员工编号, 工号, 代码, person id, employee id, employee number, user id, key",
            "name": "姓名, 名字, 名称, 人员, 联系人, full name, person, contact, contact name, employee",
            "name_en": "英文名, 英文姓名, english name",
            "name_zh": "中文名, 中文姓名, chinese name",
            "level": "层级, 级别, 职级, 等级, 层次, rank, grade, tier",
            "department": "部门, 科室, 所属部门, 所在部门, 单位部门, dept, dept., division, unit",
            "roles": "角色, 采购角色, 决策角色, 购买角色, role, buying role",
            "reports_to": "上级, 汇报对象, 直属上级, 直接上级, 上级编号, 上级姓名, 汇报给, 汇报上级, 上级领导, 领导,"
            "直属领导, boss, manager, manager id, line manager, supervisor, superior, parent, parent id,"
            "reports to id, reporting to",
            "power": "权力, 影响力, 决策权重, 话语权, influence",
            "susceptibility": "易感性, 受影响程度",
            "stance": "立场, 态度, 倾向, attitude",
            "need": "需求, 需求强度",
            "worry": "顾虑, 担忧, 疑虑",
            "relationship": "关系, 关系等级, 关系级别, 关系程度, 与我方关系, relationship level",
            "identified": "已识别, 是否识别, 是否已识别, 已知",
            "price": "价格, 价格权重",
            "technical": "技术, 技术权重",
            "service": "服务, 服务权重",
            "risk": "风险, 风险权重",
        }
    ),
)
TIES = Vocabulary(
    ("from", "to", "kind", "weight", *RELATIONS, "reports_to"),
    ("from", "to"),
    by_word(
        {
            "from": "从, 发起人, 发起方, 甲, ego, source, from id, from person, sender",
            "to": "到, 对象, 接收人, 接收方, 乙, alter, target, to id, to person, receiver",
            "kind": "类型, 关系类型, 关系, 种类, type, relation, tie, tie type",
            "weight": "权重, 强度, 关系强度, strength",
            "advice": "咨询, 请教, 建议",
            "friendship": "友谊, 私交, 朋友, 友情, friend",
            "conflict": "冲突, 矛盾, 对立",
            "reports_to": "汇报, 上级, 上下级, boss, manager, reports",
        }
    ),
)

KIND_WORDS = by_word(
    {
        "advice": "咨询, 请教, 建议, advise",
        "friendship": "友谊, 私交, 朋友, 友情, 友好, friend",
        "conflict": "冲突, 矛盾, 对立, 不和",
        "reports_to": "汇报, 上级, 上下级, reports, boss",
    }
)


def kind_meant(word: str) -> str:
    """The kind of tie that a word names; the word itself when it names none."""
    plain = simplified(folded(word))
    return KIND_WORDS.get(plain, plain.replace(" ", "_").replace("-", "_"))
