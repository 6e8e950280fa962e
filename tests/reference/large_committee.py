"""A hospital's sheet of 32 people in 5 levels and 8 departments, with names and titles as an office keeps them."""

from __future__ import annotations

from random import Random

HEAD = ("姓名", "职务", "科室", "上级", "态度", "影响力", "备注")
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = ("建国", "素芬", "国栋", "晓明", "卫东", "秀英", "志远", "红梅", "明", "立", "文博", "思齐")
DEPARTMENTS = ("院领导", "放疗科", "设备科", "财务科", "采购办", "信息科", "审计科", "院办")
HEADS = ("党委书记兼院长", "副院长（分管医疗设备与基建）", "总会计师", "副院长（分管信息化）")
TITLES = ("副主任（主持工作）", "主任助理", "科员", "高级工程师", "主管护师", "会计师", "住院医师", "物理师")
STANCES = ("支持", "偏支持", "中立", "偏反对", "反对", "不清楚")
POWERS = ("高", "中", "低", "")


def large_sheet(people: int = 32, seed: int = 1) -> list[tuple[str, ...]]:
    """Rows of a sheet with its head: one at the top, deputies, heads of departments, their deputies, and staff."""
    luck = Random(seed)
    names = [f"{SURNAMES[place]}{luck.choice(GIVEN)}" for place in range(people)]
    rows: list[tuple[str, ...]] = [HEAD]
    deputies, heads, seconds = range(1, 4), range(4, 11), range(11, 18)
    for place, name in enumerate(names):
        if place == 0 or place in deputies:
            title, department, boss = HEADS[place], DEPARTMENTS[0], "" if place == 0 else names[0]
        elif place in heads:
            department = DEPARTMENTS[place - 3]
            title, boss = f"{department}主任", names[1 + place % 3]
        else:
            department = DEPARTMENTS[1 + (place - 11) % 7]
            above = 4 + (place - 11) % 7 if place in seconds else 11 + (place - 11) % 7
            title, boss = luck.choice(TITLES), names[above]
        rows.append((name, title, department, boss, luck.choice(STANCES), luck.choice(POWERS), ""))
    return rows
