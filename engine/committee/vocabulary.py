"""The words a table of people or ties may use, in English and in Chinese, and what they mean in the model."""

from __future__ import annotations

from engine.model.terms import Role, TieKind

PEOPLE_COLUMNS = (
    "id",
    "name",
    "name_en",
    "name_zh",
    "level",
    "department",
    "roles",
    "reports_to",
    "power",
    "susceptibility",
    "stance",
    "need",
    "worry",
    "relationship",
    "identified",
    "price",
    "technical",
    "service",
    "risk",
)
TIE_COLUMNS = ("from", "to", "kind", "weight", "advice", "friendship", "conflict", "reports_to")
RELATIONS: tuple[TieKind, ...] = ("advice", "friendship", "conflict")

COLUMN_WORDS: dict[str, str] = {
    "编号": "id",
    "姓名": "name",
    "名称": "name",
    "英文名": "name_en",
    "中文名": "name_zh",
    "层级": "level",
    "级别": "level",
    "部门": "department",
    "dept": "department",
    "角色": "roles",
    "role": "roles",
    "上级": "reports_to",
    "汇报对象": "reports_to",
    "boss": "reports_to",
    "权力": "power",
    "易感性": "susceptibility",
    "立场": "stance",
    "需求": "need",
    "顾虑": "worry",
    "关系": "relationship",
    "关系等级": "relationship",
    "已识别": "identified",
    "价格": "price",
    "技术": "technical",
    "服务": "service",
    "风险": "risk",
    "ego": "from",
    "source": "from",
    "发起人": "from",
    "从": "from",
    "alter": "to",
    "target": "to",
    "对象": "to",
    "到": "to",
    "类型": "kind",
    "权重": "weight",
    "咨询": "advice",
    "友谊": "friendship",
    "冲突": "conflict",
    "汇报": "reports_to",
}
ROLE_WORDS: dict[str, Role] = {
    "发起者": "initiator",
    "使用者": "user",
    "影响者": "influencer",
    "技术评估者": "technical_evaluator",
    "采购者": "buyer",
    "决策者": "decider",
    "把关者": "gatekeeper",
    "守门人": "gatekeeper",
    "财务审批者": "financial_approver",
}
KIND_WORDS: dict[str, str] = {"咨询": "advice", "友谊": "friendship", "冲突": "conflict", "汇报": "reports_to"}
YES = frozenset({"1", "yes", "y", "true", "是"})
NO = frozenset({"0", "no", "n", "false", "否"})
