"""Tables as people and programs write them, with what is truly in them. Nothing here comes from the reader."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030", "gbk", "big5", "cp1252")
DELIMITERS = (",", ";", "\t")
STYLES = ("point", "comma", "point_grouped", "comma_grouped", "space_comma", "full_width", "percent")
LANGUAGES = ("en", "zh", "mixed")
LINE_ENDS = ("\n", "\r\n", "\r")

_SURNAMES = list("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗")
_SIMPLE = (
    "张刘陈杨赵黄吴孙马罗丽静伟军华强经总监财务采购术质设备编号级"
    "别门关系识职满态国权响汇报对额计资户称销单电话邮办产号领属场层"
)
_TRADITIONAL = dict(
    zip(
        _SIMPLE,
        "張劉陳楊趙黃吳孫馬羅麗靜偉軍華強經總監財務採購術質設備編號級"
        "別門關係識職滿態國權響匯報對額計資戶稱銷單電話郵辦產號領屬場層",
        strict=True,
    )
)
_GIVEN = ["伟", "静", "军", "丽", "华", "强", "小明", "建国", "海燕", "志强"]
_LATIN = ["Müller", "José", "Françoise", "Gößmann", "Zoë Brontë", "Anna", "Peter Smith", "René", "Jürgen"]
_PLAIN = ["Anna", "Bob", "Carl Li", "Dora", "Eve", "Frank", "Gina", "Hugo"]
_DEPARTMENTS = {
    "zh": ["总裁办", "财务部", "技术部", "采购部", "生产部", "质量部", "财务管理部", "设备科"],
    "en": ["management", "finance", "engineering", "purchasing", "production", "quality", "R&D", "IT"],
}
_HEADERS = {
    "id": (["id", "ID", "Person ID"], ["编号", "工号"]),
    "name": (["name", "Name", "Full name"], ["姓名", "名字"]),
    "department": (["department", "Department", "dept"], ["部门", "所属部门"]),
    "level": (["level", "Level"], ["级别", "层级", "职级"]),
    "reports_to": (["reports_to", "Reports to", "Manager ID", "boss", "line manager"], ["上级", "汇报对象"]),
    "power": (["power", "Power"], ["权力", "影响力"]),
    "stance": (["stance", "Stance"], ["立场", "态度"]),
    "identified": (["identified", "Identified"], ["已识别", "是否识别"]),
    "purchases.yearly_revenue": (["purchases.yearly_revenue", "yearly revenue"], ["年收入", "年收入(万元)"]),
    "purchases.cumulative_spend": (["purchases.cumulative_spend", "cumulative_spend"], ["累计采购额"]),
    "purchases.collection_rate": (["purchases.collection_rate", "collection rate"], ["回款率"]),
    "purchases.satisfaction": (["purchases.satisfaction", "satisfaction"], ["满意度", "客户满意度"]),
    "potential.funding": (["potential.funding", "funding"], ["有资金"]),
    "account": (["id", "Account ID"], ["编号", "客户编号"]),
    "account_name": (["name", "account name"], ["客户名称", "名称"]),
}  # fmt: skip
_YES = {"en": ["yes", "TRUE", "Y", "1"], "zh": ["是", "√"]}
_NO = {"en": ["no", "FALSE", "N", "0"], "zh": ["否", "×"]}
_UNKNOWN = {"en": ["", "N/A", "unknown", "-"], "zh": ["", "不详", "未知", "待定"]}
_ASIDE = {"en": ["email", "phone", "remarks"], "zh": ["电话", "备注", "邮箱"]}


@dataclass
class Dress:
    """How a table is written down."""

    encoding: str = "utf-8"
    delimiter: str = ","
    style: str = "point"
    language: str = "en"
    line_end: str = "\n"
    workbook: bool = False
    extras: frozenset[str] = frozenset()


@dataclass
class Made:
    """A file, its truth by id and column, and whether anybody can tell what it says."""

    path: Path
    truth: dict[str, dict[str, Any]]
    clear: bool
    dress: Dress
    rows: list[list[Any]] = field(default_factory=list)


def a_dress(rng: random.Random) -> Dress:
    language = rng.choice(LANGUAGES)
    encoding = rng.choice(ENCODINGS)
    if encoding == "cp1252":
        language = "en"
    extras = {name for name in ("aside", "blank", "title", "trailing", "sep") if rng.random() < 0.15}
    return Dress(
        encoding,
        rng.choice(DELIMITERS),
        rng.choice(STYLES),
        language,
        rng.choice(LINE_ENDS),
        rng.random() < 0.3,
        frozenset(extras),
    )


def written(number: float, style: str, share: bool) -> str:
    """A number as people write it. Money comes with one decimal, shares with two."""
    if share and style == "percent":
        return f"{number * 100:.0f}%"
    digits = 2 if share else 1
    plain, grouped = f"{number:.{digits}f}", f"{number:,.{digits}f}"
    if style == "comma":
        return plain.replace(".", ",")
    if style == "point_grouped":
        return grouped
    if style == "comma_grouped":
        return grouped.translate(str.maketrans(",.", ".,"))
    if style == "space_comma":
        return grouped.translate(str.maketrans(",.", " ,"))
    if style == "full_width":
        return plain.translate(str.maketrans("0123456789.", "０１２３４５６７８９．"))
    return plain


def people(rng: random.Random, dress: Dress, folder: Path) -> Made:
    """A table of three to nine people with bosses, and perhaps levels and scores."""
    count = rng.randint(3, 9)
    truth: dict[str, dict[str, Any]] = {}
    ids = rng.sample(
        [*(f"p{n}" for n in range(1, 30)), *(f"{n:03d}" for n in range(1, 30)), "wang", "li", "zhao"], count
    )
    for place, one in enumerate(ids):
        boss = None if place == 0 else ids[rng.randrange(place)]
        truth[one] = {
            "name": _name(rng, dress),
            "department": _department(rng, dress),
            "level": 1 if boss is None else truth[boss]["level"] + 1,
            "reports_to": boss,
            "power": round(rng.uniform(0.05, 1), 2),
            "stance": round(rng.uniform(-0.9, 0.9), 2),
            "identified": rng.random() < 0.6 or place == 0,
        }
    columns = ["id", "name", "department", "reports_to", "power", "identified", "stance"]
    if rng.random() < 0.6:
        columns.insert(3, "level")
    rng.shuffle(columns)
    by_name = rng.random() < 0.2 and len({person["name"] for person in truth.values()}) == count
    rows = []
    for one in ids:
        person = truth[one]
        boss = person["reports_to"]
        shown = {
            "id": one,
            "name": person["name"],
            "department": person["department"],
            "level": str(person["level"]),
            "reports_to": "" if boss is None else truth[boss]["name"] if by_name else boss,
            "identified": _answer(rng, dress, person["identified"]),
        }
        rows.append([_score(person[c], dress) if c in ("power", "stance") else shown[c] for c in columns])
    if "blank" in dress.extras:
        at = rng.randrange(count)
        truth[ids[at]]["power"] = None
        rows[at][columns.index("power")] = _unknown(rng, dress)
    return _file(rng, dress, folder, "people", columns, rows, truth)


def accounts(rng: random.Random, dress: Dress, folder: Path) -> Made:
    """A table of two to eight accounts with amounts, rates and answers."""
    count = rng.randint(2, 8)
    columns = [
        *("account", "account_name", "purchases.yearly_revenue", "purchases.cumulative_spend"),
        *("purchases.collection_rate", "purchases.satisfaction", "potential.funding"),
    ]
    rng.shuffle(columns)
    truth: dict[str, dict[str, Any]] = {}
    rows = []
    for number in range(count):
        one = f"K{number + 1:02d}"
        truth[one] = {
            "account_name": _name(rng, dress),
            "purchases.yearly_revenue": round(rng.uniform(1000, 9000) + 0.5, 1),
            "purchases.cumulative_spend": round(rng.choice([rng.uniform(1, 99), rng.uniform(1000, 90000)]), 1),
            "purchases.collection_rate": round(rng.uniform(0.1, 1), 2),
            "purchases.satisfaction": round(rng.uniform(0.1, 1), 2),
            "potential.funding": rng.random() < 0.5,
        }
        held = truth[one]
        row: list[Any] = []
        for column in columns:
            if column in ("account", "account_name"):
                row.append(one if column == "account" else held[column])
            elif column == "potential.funding":
                row.append(_answer(rng, dress, held[column]))
            elif "blank" in dress.extras and rng.random() < 0.2:
                held[column] = None
                row.append(_unknown(rng, dress))
            else:
                row.append(
                    _score(held[column], dress, column in ("purchases.collection_rate", "purchases.satisfaction"))
                )
        rows.append(row)
    return _file(rng, dress, folder, "accounts", columns, rows, truth)


_JUNK = (
    "abc",
    "1.2.3",
    "12 34",
    "0,5,1",
    "3月4日",
    "2024-01-02",
    "12-Jan",
    "#REF!",
    "二百",
    "1/2",
    "$12",
    "0x1F",
    "1e",
    "(5",
)


def damaged(rng: random.Random, folder: Path) -> Made:
    """A table of accounts in which one cell holds what cannot be meant."""
    dress = Dress(language=rng.choice(("en", "zh")), delimiter=rng.choice(DELIMITERS), workbook=rng.random() < 0.3)
    made = accounts(rng, dress, folder)
    head, *rows = made.rows
    spoilt = [list(row) for row in rows]
    row = rng.randrange(len(rows))
    numeric = [place for place, cell in enumerate(spoilt[row]) if isinstance(cell, float) or str(cell)[:1].isdigit()]
    at = rng.choice(numeric)
    spoilt[row][at] = rng.choice(_JUNK)
    if head[at] in [word for words in _HEADERS["potential.funding"] for word in words]:
        spoilt[row][at] = rng.choice(("maybe", "也许", "x", "2"))
    table = [head, *spoilt]
    made.path.write_bytes(_workbook(table, dress, rng) if dress.workbook else _text(table, dress))
    made.clear, made.rows = False, table
    return made


def doubtful(rng: random.Random, folder: Path) -> Made:
    """Accounts with one amount that may be a thousand times another, in a file that says nothing of its style."""
    revenue = rng.randint(1, 9) + rng.choice((0.125, 0.234, 0.5, 0.75))
    text = rng.choice((f"{revenue:.3f}", f"{revenue:.3f}".replace(".", ",")))
    dress = Dress(delimiter=";", language=rng.choice(("en", "zh")))
    columns = ["account", "account_name", "purchases.yearly_revenue"]
    truth = {"K01": {"account_name": "甲", "purchases.yearly_revenue": None}}
    made = _file(rng, dress, folder, "doubtful", columns, [["K01", "甲", text]], truth)
    made.clear = False
    return made


def _name(rng: random.Random, dress: Dress) -> str:
    if dress.encoding == "cp1252":
        return rng.choice(_LATIN) + rng.choice(["", " Li", " & Co"])
    if dress.language == "en":
        return rng.choice(_PLAIN) + rng.choice(["", " Li", " Wu"])
    name = rng.choice(_SURNAMES) + rng.choice(_GIVEN) + rng.choice(["", "经理", "总监", "（代）"])
    return _in_script(name, dress)


def _in_script(text: str, dress: Dress) -> str:
    return "".join(_TRADITIONAL.get(letter, letter) for letter in text) if dress.encoding == "big5" else text


def _department(rng: random.Random, dress: Dress) -> str:
    return _in_script(rng.choice(_DEPARTMENTS["en" if dress.language == "en" else "zh"]), dress)


def _words(rng: random.Random, dress: Dress) -> str:
    """The language of a cell; English where the encoding has no sign for a word."""
    plain = dress.encoding in ("big5", "gbk", "cp1252") or dress.language == "en"
    return "en" if plain else "zh"


def _answer(rng: random.Random, dress: Dress, truth: bool) -> str:
    return rng.choice((_YES if truth else _NO)[_words(rng, dress)])


def _unknown(rng: random.Random, dress: Dress) -> str:
    return rng.choice(_UNKNOWN[_words(rng, dress)])


def _score(number: float, dress: Dress, share: bool = True) -> Any:
    if dress.workbook and dress.style in ("point", "full_width"):
        return number
    style = "point" if dress.encoding == "cp1252" and dress.style == "full_width" else dress.style
    return written(number, style, share)


def _header(rng: random.Random, column: str, dress: Dress) -> str:
    english, chinese = _HEADERS[column]
    use_english = dress.language == "en" or (dress.language == "mixed" and rng.random() < 0.5)
    return rng.choice(english) if use_english else _in_script(rng.choice(chinese), dress)


def _file(
    rng: random.Random,
    dress: Dress,
    folder: Path,
    name: str,
    columns: Sequence[str],
    rows: list[list[Any]],
    truth: dict[str, dict[str, Any]],
) -> Made:
    head: list[Any] = [_header(rng, column, dress) for column in columns]
    table = [head, *rows]
    if "aside" in dress.extras:
        extra = rng.choice(_ASIDE["en" if dress.language == "en" or dress.encoding == "big5" else "zh"])
        table = [[*head, extra], *([*row, "x@y.z" if rng.random() < 0.5 else ""] for row in rows)]
    if "trailing" in dress.extras:
        table = [[*row, "", ""] for row in table]
    if "title" in dress.extras:
        width = len(table[0])
        table = [[rng.choice(["2026", "# export 2026", "Q3"]), *[""] * (width - 1)], *table]
    path = folder / f"{name}{'.xlsx' if dress.workbook else '.csv'}"
    if dress.workbook:
        path.write_bytes(_workbook(table, dress, rng))
    else:
        path.write_bytes(_text(table, dress))
    return Made(path, truth, True, dress, table)


def _text(table: list[list[Any]], dress: Dress) -> bytes:
    lines = ["sep=" + dress.delimiter] if "sep" in dress.extras and dress.delimiter != "\t" else []
    for row in table:
        cells = []
        for cell in row:
            text = str(cell)
            quoted = any(sign in text for sign in (dress.delimiter, '"', "\n"))
            cells.append('"' + text.replace('"', '""') + '"' if quoted else text)
        lines.append(dress.delimiter.join(cells))
    return (dress.line_end.join(lines) + dress.line_end).encode(dress.encoding)


def _workbook(table: list[list[Any]], dress: Dress, rng: random.Random) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in table:
        sheet.append([None if cell == "" else cell for cell in row])
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, float) and cell.value <= 1 and rng.random() < 0.5:
                cell.number_format = "0%"
    if rng.random() < 0.3:
        other = book.create_sheet("Notes")
        other["A1"] = "hello"
        other.sheet_state = rng.choice(["hidden", "visible"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
