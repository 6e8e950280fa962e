"""A document as HTML that stands within a page."""

from __future__ import annotations

import base64
import re
from html import escape

from engine.wording.document import Cell, Column, Document, Folded, Items, Paragraph, Part, Picture, Table, Title
from engine.wording.words import Said, told

_CODE = re.compile(r"`([^`]+)`")


def html_of(document: Document, lang: str) -> str:
    """The parts, one after the other."""
    return "\n".join(_part(part, lang) for part in document.parts)


def words_as_html(words: Said, lang: str) -> str:
    """Words escaped; what stands between backticks is code.

    >>> words_as_html("a < `b`", "en")
    'a &lt; <code>b</code>'
    """
    return _CODE.sub(r"<code>\1</code>", escape(told(words, lang), quote=False))


def _part(part: Part, lang: str) -> str:
    words = "" if isinstance(part, Table | Items) else words_as_html(part.words, lang)
    match part:
        case Title(_, level):
            return f"<h{level}>{words}</h{level}>"
        case Paragraph(_, "quote"):
            return f"<blockquote>{words}</blockquote>"
        case Paragraph(code, "code"):
            return f"<pre><code>{escape(told(code, lang), quote=False)}</code></pre>"
        case Paragraph(_, kind):
            return f'<p class="note">{words}</p>' if kind == "note" else f"<p>{words}</p>"
        case Table():
            return _table(part, lang)
        case Items():
            return _items(part, lang)
        case Picture():
            source = part.place or f"data:image/png;base64,{base64.b64encode(part.png).decode()}"
            return f'<img src="{escape(source)}" alt="{escape(told(part.words, lang))}">'
        case Folded():
            inner = "\n".join(_part(each, lang) for each in part.parts)
            return f"<details><summary>{words}</summary>\n{inner}\n</details>"


def _table(table: Table, lang: str) -> str:
    heads = "".join(_head(column, lang) for column in table.columns)
    rows = "\n".join(
        f"<tr>{''.join(_cell(cell, column, lang) for cell, column in zip(row, table.columns, strict=True))}</tr>"
        for row in table.cells()
    )
    return f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"


def _head(column: Column, lang: str) -> str:
    unit = f' <span class="unit">{words_as_html(column.unit, lang)}</span>' if column.unit else ""
    return f'<th scope="col"{_classes("number" * column.number)}>{words_as_html(column.head, lang)}{unit}</th>'


def _cell(cell: Cell, column: Column, lang: str) -> str:
    mark = f' <span class="mark">{escape(cell.mark)}</span>' if cell.mark else ""
    below = f'<span class="below">{words_as_html(cell.below, lang)}</span>' if cell.below else ""
    classes = _classes("number" * column.number, cell.tone)
    return f"<td{classes}>{words_as_html(cell.words, lang)}{mark}{below}</td>"


def _classes(*names: str) -> str:
    kept = " ".join(name for name in names if name)
    return f' class="{kept}"' if kept else ""


def _items(items: Items, lang: str) -> str:
    lines = []
    for item in items.items():
        within = "".join(f"<li>{words_as_html(each, lang)}</li>" for each in item.within)
        inner = f"<ul>{within}</ul>" if within else ""
        lines.append(f"<li>{words_as_html(item.words, lang)}{inner}</li>")
    kind = "ol" if items.numbered else "ul"
    return f"<{kind}>\n" + "\n".join(lines) + f"\n</{kind}>"
