"""Names, departments and titles for people nobody has met yet, in English and Chinese."""

from __future__ import annotations

from dataclasses import dataclass

from engine.model.base import Text


@dataclass(frozen=True)
class Department:
    """A department: the id used in models, its name, and Chinese words by which it is recognised in a table."""

    id: str
    name: Text
    words: tuple[str, ...]


def _department(identifier: str, en: str, zh: str, *words: str) -> Department:
    return Department(identifier, Text(en=en, zh=zh), (zh, *words))


DEPARTMENTS: tuple[Department, ...] = (
    _department("management", "management", "管理", "总经办", "总裁", "董事"),
    _department("engineering", "engineering", "工程", "技术", "研发"),
    _department("finance", "finance", "财务", "会计"),
    _department("purchasing", "purchasing", "采购", "供应"),
    _department("production", "production", "生产", "制造"),
    _department("it", "IT", "信息", "IT"),
    _department("quality", "quality", "质量", "品质"),
    _department("maintenance", "maintenance", "设备", "维修", "运维"),
    _department("logistics", "logistics", "物流", "仓储"),
)

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
