"""The fields of a dossier: what each may hold, and what a table calls it in Chinese and in English."""

from __future__ import annotations

import re
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from engine.files import Vocabulary, Wanted, folded, simplified
from engine.model.base import Text
from engine.model.dossier import Dossier
from engine.model.terms import BuyerStep, Incumbent
from engine.model.vocabulary import TERMS

MONEY = frozenset(
    f"purchases.{name}" for name in ("cumulative_spend", "yearly_revenue", "yearly_profit", "contract_volume")
)
MANY = ("contacts", "equipment")
_NUMBERED = re.compile(r"(contacts|equipment)\.(\d{1,3})\.(.+)")
_CONTACT_ZH = re.compile(r"联系人(\d{1,3})(.+)")
_RATIOS = frozenset({"purchases.price_level", "contacts.stance"})


@dataclass(frozen=True)
class Field:
    """What a field holds. kind: number, choice, yes or no, words, roles or text. wanted: the limits of a number.

    values: the words of a choice. path: its name, without the numbers of contacts and equipment. What messages call it
    is the name in `wanted`.
    """

    path: str
    kind: Literal["number", "choice", "answer", "words", "roles", "text"]
    wanted: Wanted
    values: tuple[str, ...] = ()


@cache
def fields() -> Mapping[str, Field]:
    """Every field by its dotted name; contacts and equipment without their number."""
    return {field.path: field for field in _fields_of(Dossier, "")}


def field_named(name: str) -> Field | None:
    """The field with this dotted name, such as `contacts.1.level`; None when there is none."""
    numbered = _NUMBERED.fullmatch(name)
    found = fields().get(f"{numbered[1]}.{numbered[3]}" if numbered else name)
    return None if found is None or (not numbered and name.split(".")[0] in MANY) else found


def _fields_of(model: type[BaseModel], prefix: str) -> Iterator[Field]:
    for name, info in model.model_fields.items():
        path = f"{prefix}{name}"
        annotation = _bare(info.annotation)
        if isinstance(annotation, type) and issubclass(annotation, Text):
            yield Field(path, "words", Wanted(path))
            yield from (Field(f"{path}.{lang}", "text", Wanted(path)) for lang in ("en", "zh"))
        elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
            yield from _fields_of(annotation, f"{path}.")
        elif get_origin(annotation) is tuple and name in MANY:
            yield from _fields_of(get_args(annotation)[0], f"{path}.")
        else:
            yield _field(path, annotation, info)


def _field(path: str, annotation: Any, info: FieldInfo) -> Field:
    if annotation is bool:
        return Field(path, "answer", Wanted(path))
    if get_origin(annotation) is Literal:
        return Field(path, "choice", Wanted(path), tuple(map(str, get_args(annotation))))
    if get_origin(annotation) is tuple:
        return Field(path, "roles", Wanted(path))
    if annotation not in (int, float):
        return Field(path, "text", Wanted(path))
    limits = {
        key: value
        for part in _metadata(info)
        for key in ("ge", "gt", "le")
        if (value := getattr(part, key, None)) is not None
    }
    low, high = float(limits.get("ge", limits.get("gt", float("-inf")))), float(limits.get("le", float("inf")))
    kind: Any = "whole" if annotation is int else "number"
    if path in MONEY:
        kind = "money"
    elif annotation is float and ((low, high) == (0, 1) or path in _RATIOS):
        kind = "share"
    return Field(path, "number", Wanted(path, low, high, kind))


def _metadata(info: FieldInfo) -> Iterator[Any]:
    """The limits of a field, also where they stand inside `… | None`."""
    waiting: list[Any] = [*info.metadata, info.annotation]
    while waiting:
        part = waiting.pop()
        if get_origin(part) in (Union, types.UnionType, Annotated):
            waiting += get_args(part)
        elif isinstance(part, FieldInfo):
            waiting += part.metadata
        else:
            yield part


def _bare(annotation: Any) -> Any:
    while get_origin(annotation) in (Union, types.UnionType, Annotated):
        annotation = next(part for part in get_args(annotation) if part is not type(None))
    return annotation


_WORDS = {
    "id": "编号, 客户编号, 客户代码, 客户id, account id, account number, customer id",
    "name": "客户名称, 客户, 名称, 公司名称, 单位名称, account, account name, customer, customer name, company",
    "name.zh": "中文名称, 客户中文名称",
    "name.en": "英文名称, 客户英文名称",
    "basics.industry": "行业, 所属行业, industry",
    "basics.kind": "客户类型, 大客户类型, account kind",
    "basics.industry_influence": "行业影响力",
    "basics.credit": "商业信用, 商业信誉, 信用, 信誉",
    "purchases.cumulative_spend": "累计采购额, 累计采购金额, 累计销售额, 历史采购额, total spend",
    "purchases.yearly_revenue": "年收入, 年销售额, 年销售收入, 年度收入, revenue, annual revenue",
    "purchases.yearly_profit": "年利润, 年毛利, 年度利润, profit, annual profit",
    "purchases.contract_volume": "年合同额, 合同额, 签约额, 年签约额",
    "purchases.orders_per_year": "每年订单数, 年订单数, 年采购次数, 年采购频次, orders a year, orders",
    "purchases.price_level": "成交价与目录价之比, 价格水平, 折扣率",
    "purchases.quality_loss": "质量损失, 质量损失占收入比, 质量损失率",
    "purchases.collection_rate": "回款率, 货款回收率, payment-collection rate",
    "purchases.satisfaction": "满意度, 客户满意度",
    "purchases.share_of_wallet": "钱包份额, 份额, 采购份额, 我方份额",
    "potential.own_growth": "自身成长, 自身成长性, 客户成长",
    "potential.business_planning": "有规划, 业务规划, 有业务规划",
    "potential.funding": "有资金, 资金潜力, 有资金潜力",
    "potential.many_opportunities": "机会多, 多次机会",
    "potential.solution_fits": "方案匹配",
    "potential.we_are_competitive": "我方有竞争力, 竞争力",
    "potential.strong_relationship": "关系牢固, 关系稳固",
    "plans.peer_adoption": "同行采用率, 同行采用",
    "plans.adoption_threshold": "采用阈值",
    "plans.budget_blocked": "预算受阻, 预算冻结",
    "plans.ambition": "领先意愿, 进取心",
    "plans.planning_season": "规划期, 处于规划期",
    "plans.times_shelved": "搁置次数",
    "opportunity.live": "有商机, 商机成立, 有项目, 当前有商机",
    "opportunity.step": "采购步骤, 采购阶段, 客户采购阶段",
    "opportunity.formal_tender": "正式招标, 招标",
    "opportunity.need_frozen": "需求冻结, 需求定稿, 需求已定",
    "opportunity.urgency": "紧迫度, 紧急程度",
    "opportunity.our_fit": "我方匹配度, 我方方案匹配度",
    "opportunity.rival_fit": "对手匹配度, 对手方案匹配度",
    "opportunity.our_reputation": "我方声誉",
    "opportunity.rival_reputation": "对手声誉",
    "opportunity.incumbent": "现有供应商, 在位供应商",
    "opportunity.rival_present": "有对手, 有竞争对手",
    "opportunity.rival_relationship": "对手关系, 对手关系等级",
    "opportunity.rival_holds_relationship": "对手掌握关系",
    "opportunity.executive_on_our_side": "我方高管出面, 我方高管",
    "opportunity.refusals_at_top": "高层拒见次数",
    "admission.field_survey": "实地调查, 实地考察",
    "equipment.1.name": "设备, 设备名称",
    "equipment.1.age_years": "设备使用年限, 设备年限, 设备已用年限, 使用年限",
    "equipment.1.service_life_years": "设备寿命, 设计寿命, 设计使用年限, 设备设计寿命",
    "equipment.1.renewal_lead_days": "更新提前期, 更新提前天数",
    "equipment.1.failed": "设备故障, 设备已故障",
}  # fmt: skip
_CONTACT_WORDS = {
    "编号": "id", "姓名": "name", "层级": "level", "级别": "level", "部门": "department", "角色": "roles",
    "影响力": "influence", "决策权重": "influence", "关系等级": "relationship", "关系": "relationship",
    "立场": "stance", "已会见": "met", "已拜访": "met", "支持者": "sponsor",
    "公开支持": "mandate", "被绕过": "passed_over",
}  # fmt: skip
_CHOICES: dict[str, dict[str, str]] = {
    "basics.kind": {"经济型": "economic", "重要型": "important", "集团型": "group", "战略型": "strategic"}
    | {"经济": "economic", "重要": "important", "集团": "group", "战略": "strategic"},
    "opportunity.step": {TERMS[BuyerStep][step].in_language("zh"): step.name for step in BuyerStep},
    "opportunity.incumbent": {TERMS[Incumbent][who].in_language("zh"): who.name for who in Incumbent}
    | {"没有": "none", "我们": "us"},
    "admission.field_survey": {"通过": "passed", "已通过": "passed", "合格": "passed", "未通过": "failed"}
    | {"不通过": "failed", "不合格": "failed", "pass": "passed", "fail": "failed"},
}


def choice_meant(path: str, word: str) -> str:
    """The value of a choice that a word means; the word itself, folded, when it is none."""
    plain = simplified(folded(word))
    return _CHOICES.get(path, {}).get(plain, plain.replace(" ", "_"))


def _family(header: str) -> str | None:
    """Our name for a numbered header, such as `contacts.2.level` or 联系人2级别."""
    found = _CONTACT_ZH.fullmatch(simplified(folded(header)))
    if found and found[2] in _CONTACT_WORDS:
        return f"contacts.{found[1]}.{_CONTACT_WORDS[found[2]]}"
    name = folded(header)
    return name if _NUMBERED.fullmatch(name) and field_named(name) is not None else None


@cache
def vocabulary() -> Vocabulary:
    """The columns of a table of dossiers."""
    single = tuple(path for path in fields() if path.split(".")[0] not in MANY)
    words = {word.strip(): path for path, said in _WORDS.items() for word in said.split(",")}
    last = {path.split(".")[-1]: path for path in single if path.count(".") == 1 and "provenance" not in path}
    return Vocabulary(single, ("id",), {**last, **words}, _family)
