"""The decision table of a book as HTML that can be filtered: by what is decided, and by any word.

For notebooks. Everything stands in the page itself: choosing an outcome is CSS alone; the search is one line of script
in the field, and where scripts are forbidden the table stays whole.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from html import escape

from engine.files import word_list
from engine.wording import Said, say, told
from engine.wording.as_html import words_as_html

MOST_CHOICES = 16
"""Different outcomes up to which they are offered to choose from; beyond, the search has to do."""
_number = itertools.count(1)


def table_to_filter(title: Said, heads: Sequence[Said], rows: Sequence[Sequence[Said]], by: int, lang: str) -> str:
    """A page with the rows under their heads, to be filtered by the words of column `by`; everything is escaped."""
    key = f"kam-table-{next(_number)}"
    outcomes = list(dict.fromkeys(told(row[by], lang) for row in rows))
    offered = outcomes if 1 < len(outcomes) <= MOST_CHOICES else []
    looks = word_list("engine.rules", "table_to_filter.yaml")
    choices = "\n".join(looks["choice"].format(key=key, n=n) for n in range(len(offered)))
    times = [sum(told(row[by], lang) == outcome for row in rows) for outcome in offered]
    labels = [_choice(key, "all", say("all"), len(rows), lang)] if offered else []
    labels += [_choice(key, f"c{n}", outcome, times[n], lang) for n, outcome in enumerate(offered)]
    search = escape(told(say("search the rules"), lang))
    head = "".join(f'<th scope="col">{words_as_html(each, lang)}</th>' for each in heads)
    body = "\n".join(
        f'<tr class="o{outcomes.index(told(row[by], lang))}">'
        + "".join(f"<td>{words_as_html(cell, lang)}</td>" for cell in row)
        + "</tr>"
        for row in rows
    )
    style, typed = looks["style"].format(key=key), looks["search"].format(key=key)
    field = f'<input type="search" placeholder="{search}" aria-label="{search}" oninput="{typed}">'
    return (
        f'<div class="{key}">\n<style>{style}{choices}</style>\n<h3>{words_as_html(title, lang)}</h3>\n'
        f"<p>{field}</p>\n" + (f"<p>{' '.join(labels)}</p>\n" if labels else "") + f"<table>\n<thead><tr>{head}</tr>"
        f"</thead>\n<tbody>\n{body}\n</tbody>\n</table>\n</div>"
    )


def _choice(key: str, name: str, words: Said, times: int, lang: str) -> str:
    checked = " checked" if name == "all" else ""
    button = f'<input type="radio" name="{key}" class="{name}"{checked}>'
    return f"<label>{button} {words_as_html(words, lang)} ({times})</label>"
