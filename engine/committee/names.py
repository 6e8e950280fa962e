"""Names, departments and titles for people nobody has met yet, in English and Chinese."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from engine.files import simplified
from engine.model.base import Text


@dataclass(frozen=True)
class Department:
    """A department: the id used in models, its name, and the words by which it is recognised in a table."""

    id: str
    name: Text
    words: tuple[str, ...]


def _department(identifier: str, en: str, zh: str, *words: str) -> Department:
    return Department(identifier, Text(en=en, zh=zh), (zh, identifier, *words))


DEPARTMENTS: tuple[Department, ...] = (
    _department("management", "management", "管理", "总经办", "总裁", "董事", "高管", "board", "executive"),
    _department("engineering", "engineering", "工程", "技术", "研发", "r&d", "technology", "technical", "research"),
    _department("finance", "finance", "财务", "会计", "资金", "financial", "accounting", "controlling", "treasury"),
    _department("purchasing", "purchasing", "采购", "供应", "procurement", "sourcing", "supply"),
    _department("production", "production", "生产", "制造", "manufacturing"),
    _department("it", "IT", "信息", "数字化", "information"),
    _department("quality", "quality", "质量", "品质", "质检"),
    _department("maintenance", "maintenance", "设备", "维修", "运维"),
    _department("logistics", "logistics", "物流", "仓储"),
)
_BY_FUNCTION = (*DEPARTMENTS[1:], DEPARTMENTS[0])
_ENGLISH = re.compile(r"r\s*&\s*d|[a-z]+")


def function_of(words: str) -> str | None:
    """The department whose work these words name, by its id; None when they name none.

    管理 and its like come last: the 财务管理部 is finance.

    >>> function_of("财务管理部"), function_of("Group Finance & Control"), function_of("R&D")
    ('finance', 'finance', 'engineering')
    """
    plain = simplified(unicodedata.normalize("NFKC", words)).lower()
    english = {"".join(word.split()) for word in _ENGLISH.findall(plain)}
    for department in _BY_FUNCTION:
        if any(word in english if word.isascii() else word in plain for word in department.words):
            return department.id
    return None


PEOPLE: tuple[Text, ...] = tuple(
    Text(en=en, zh=zh)
    for en, zh in (
        ("Wang Lei", "王磊"),
        ("Li Na", "李娜"),
        ("Zhang Wei", "张伟"),
        ("Liu Yang", "刘洋"),
        ("Chen Jing", "陈静"),
        ("Yang Fan", "杨帆"),
        ("Zhao Min", "赵敏"),
        ("Huang Bo", "黄波"),
        ("Zhou Jie", "周杰"),
        ("Wu Hong", "吴红"),
        ("Xu Ming", "徐明"),
        ("Sun Li", "孙丽"),
        ("Hu Tao", "胡涛"),
        ("Zhu Yan", "朱燕"),
        ("Gao Feng", "高峰"),
        ("Lin Xia", "林霞"),
        ("He Jun", "何军"),
        ("Guo Hui", "郭慧"),
        ("Ma Chao", "马超"),
        ("Luo Dan", "罗丹"),
    )
)


def full_title(person: Text, department: str, level: int, lowest: int) -> Text:
    """A name with the title that goes with department and level (1 = top, `lowest` = the bottom of the committee)."""
    if level == 1:
        return Text(en=f"{person.en}, general manager", zh=f"{person.zh}（总经理）")
    where = next((known.name for known in DEPARTMENTS if known.id == department), Text(en=department, zh=department))
    if level == 2:
        return Text(en=f"{person.en}, director of {where.en}", zh=f"{person.zh}（{where.zh}总监）")
    if level < lowest:
        return Text(en=f"{person.en}, {where.en} manager", zh=f"{person.zh}（{where.zh}经理）")
    return Text(en=f"{person.en}, {where.en} specialist", zh=f"{person.zh}（{where.zh}主管）")
