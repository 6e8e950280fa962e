"""A document as HTML that stands within a page."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from html import escape

from engine.wording.message import say
from engine.wording.parts import Cell, Column, Folded, Group, Items, Paragraph, Part, Picture, Table, Title
from engine.wording.terminal_columns import width
from engine.wording.words import Said, told

_CODE = re.compile(r"`([^`]+)`")
_LONG = 40
"""Columns of words from which a cell is wide enough to read them in."""


def html_of(parts: Sequence[Part], lang: str) -> str:
    """The parts, one after the other."""
    return _parts(parts, lang, 0)


def words_as_html(words: Said, lang: str) -> str:
    """Words escaped; what stands between backticks is code.

    >>> words_as_html("a < `b`", "en")
    'a &lt; <code>b</code>'
    """
    return _CODE.sub(r"<code>\1</code>", escape(told(words, lang), quote=False)).replace("\n", "<br>")


def _parts(parts: Sequence[Part], lang: str, under: int) -> str:
    return "\n".join(_part(part, lang, under) for part in parts)


def _part(part: Part, lang: str, under: int) -> str:
    words = "" if isinstance(part, Table | Items | Group) else words_as_html(part.words, lang)
    match part:
        case Title(_, level):
            return f"<h{under + level}>{words}</h{under + level}>"
        case Paragraph(_, "quote"):
            return f"<blockquote>{words}</blockquote>"
        case Paragraph(code, "code"):
            return f"<pre><code>{escape(told(code, lang), quote=False)}</code></pre>"
        case Paragraph(_, kind):
            return f"<p{_classes('' if kind == 'plain' else kind)}>{words}</p>"
        case Table():
            return _table(part, lang)
        case Items():
            return _items(part, lang)
        case Picture():
            return _picture(part, lang)
        case Folded():
            return f"<details><summary>{words}</summary>\n{_parts(part.parts, lang, under)}\n</details>"
        case Group():
            return f'<div class="{part.kind}">\n{_parts(part.parts, lang, under + part.under)}\n</div>'


def _picture(picture: Picture, lang: str) -> str:
    source = picture.place or f"data:image/png;base64,{base64.b64encode(picture.png).decode()}"
    size = ' width="{}" height="{}"'.format(*picture.size) if picture.size else ""
    image = f'<img src="{escape(source)}"{size} alt="{escape(told(picture.words, lang))}">'
    slide = escape(told(say("← slide sideways to see all of it →"), lang))
    return f'<figure data-slide="{slide}"><div class="scroll">{image}</div></figure>'


def _table(table: Table, lang: str) -> str:
    """The table in a box of its own, which can be moved sideways where the screen is narrower."""
    heads = "".join(_head(column, lang) for column in table.columns)
    head = f"<thead><tr>{heads}</tr></thead>\n" if any(column.head for column in table.columns) else ""
    rows = "\n".join(_row(row, table.columns, lang) for row in table.cells())
    return f'<div class="scroll"><table>\n{head}<tbody>\n{rows}\n</tbody>\n</table></div>'


def _head(column: Column, lang: str) -> str:
    return f'<th scope="col"{_classes("number" * column.number)}>{_with_unit(column.head, column.unit, lang)}</th>'


def _row(row: Sequence[Cell], columns: Sequence[Column], lang: str) -> str:
    cells = []
    for at, (cell, column) in enumerate(zip(row, columns, strict=True)):
        tag, scope = ("td", "") if at or column.number else ("th", ' scope="row"')
        long = "long" if width(told(cell.words, lang)) > _LONG else ""
        classes = _classes("number" * column.number, long, cell.tone)
        hint = f' title="{escape(told(cell.hint, lang))}"' if cell.hint else ""
        cells.append(f"<{tag}{scope}{classes}{hint}>{_within(cell, lang)}</{tag}>")
    return f"<tr>{''.join(cells)}</tr>"


def _within(cell: Cell, lang: str) -> str:
    words = _with_unit(cell.words, cell.unit, lang)
    mark = f' <span class="mark">{escape(cell.mark)}</span>' if cell.mark and not cell.badge else ""
    below = f"<small>{words_as_html(cell.below, lang)}</small>" if cell.below else ""
    badge = f'<span class="badge">{words_as_html(cell.badge, lang)}</span>' if cell.badge else ""
    return words + mark + below + badge


def _with_unit(words: Said, unit: Said, lang: str) -> str:
    return words_as_html(words, lang) + (f' <span class="unit">{words_as_html(unit, lang)}</span>' if unit else "")


def _classes(*names: str) -> str:
    kept = " ".join(name for name in names if name)
    return f' class="{kept}"' if kept else ""


def _items(items: Items, lang: str) -> str:
    lines = []
    for item in items.items():
        within = "".join(f"<li>{words_as_html(each, lang)}</li>" for each in item.within)
        words = words_as_html(item.words, lang) + (f"<ul>{within}</ul>" if within else "")
        words += "".join(f"<pre><code>{escape(line, quote=False)}</code></pre>" for line in item.code)
        if item.head:
            mark = f'<span class="mark" aria-hidden="true">{escape(item.mark)}</span>'
            words = f'<span class="head">{words_as_html(item.head, lang)}</span> {mark} <div>{words}</div>'
        lines.append(f"<li{_classes(item.tone)}>{words}</li>")
    kind = "ol" if items.numbered else "ul"
    headed = _classes("headed" * any(item.head for item in items.items()))
    return f"<{kind}{headed}>\n" + "\n".join(lines) + f"\n</{kind}>"
