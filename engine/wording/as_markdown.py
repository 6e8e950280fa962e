"""A document as Markdown."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence

from engine.wording.parts import Cell, Column, Folded, Group, Items, Paragraph, Part, Picture, Table, Title
from engine.wording.words import Said, told

_CODE = re.compile(r"(?<!`)`([^`]+)`(?!`)")
_SPECIAL = re.compile(r"[*_`\[\]\\]|^[#>+-](?=\s)|~(?=~)")


def markdown_of(parts: Sequence[Part], lang: str) -> str:
    """The parts, with a blank line between them."""
    return "\n\n".join(_part(part, lang) for part in parts)


def markdown_safe(text: str) -> str:
    """Text that Markdown shows as it is, in a table too; what stands between single backticks is code.

    >>> print(markdown_safe("a_b < 3 | `a_b < 3`"))
    a\\_b &lt; 3 \\| `a_b < 3`
    """
    plain_and_code = _CODE.split(" ".join(text.split()))
    return "".join(
        f"`{part}`".replace("|", "\\|")
        if place % 2
        else _SPECIAL.sub(r"\\\g<0>", part).replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|")
        for place, part in enumerate(plain_and_code)
    )


def _part(part: Part, lang: str) -> str:
    match part:
        case Title(words, level):
            return f"{'#' * level} {_safe(words, lang)}"
        case Paragraph(words, "code"):
            return f"```\n{told(words, lang)}\n```"
        case Paragraph(words, "lead"):
            return f"**{_safe(words, lang)}**"
        case Paragraph(words, kind):
            return ("> " if kind == "quote" else "") + _safe(words, lang)
        case Table():
            return _table(part, lang)
        case Items():
            return _items(part, lang)
        case Picture():
            source = part.place or f"data:image/png;base64,{base64.b64encode(part.png).decode()}"
            return f"![{_safe(part.words, lang)}]({source})"
        case Folded():
            inner = "\n\n".join(_part(each, lang) for each in part.parts)
            return f"<details><summary>{_safe(part.words, lang)}</summary>\n\n{inner}\n\n</details>"
        case Group():
            return markdown_of(part.parts, lang)


def _table(table: Table, lang: str) -> str:
    heads = [_head(column, lang) for column in table.columns]
    rule = ["---:" if column.number else "---" for column in table.columns]
    rows = [[_cell(cell, lang) for cell in row] for row in table.cells()]
    return "\n".join([_row(heads), f"|{'|'.join(rule)}|", *map(_row, rows)])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _head(column: Column, lang: str) -> str:
    unit = _safe(column.unit, lang)
    return f"{_safe(column.head, lang)} ({unit})" if unit else _safe(column.head, lang)


def _cell(cell: Cell, lang: str) -> str:
    first = _safe(cell.words, lang)
    first = f"**{first}**" if cell.tone == "strong" and first and not cell.badge else first
    first = f"{first} ({_safe(cell.unit, lang)})" if cell.unit else first
    said = cell.mark or (f"({_safe(cell.badge, lang)})" if cell.badge else "")
    first = f"{first} {said}" if said else first
    return "<br>".join(line for line in (first, _safe(cell.below, lang)) if line)


def _items(items: Items, lang: str) -> str:
    lines = []
    for number, item in enumerate(items.items(), start=1):
        sign = f"{number}. " if items.numbered else "- "
        head = f"**{_safe(item.head, lang)}** " if item.head else ""
        mark = f"{item.mark} " if item.mark else ""
        lines.append(sign + head + mark + _safe(item.words, lang))
        lines += [f"{' ' * len(sign)}- {_safe(each, lang)}" for each in item.within]
        lines += ["", *(f"{' ' * len(sign)}    {line}" for line in item.code), ""] if item.code else []
    return "\n".join(lines)


def _safe(words: Said, lang: str) -> str:
    return markdown_safe(told(words, lang))
