"""Rules are shown by their titles; an id stands only where it is code."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from engine.model.base import Text
from engine.model.rulebook import MAX_TITLE, Rulebook
from engine.report.plots import firings_plot, rules_plot, style
from engine.report.plots.firings_plot import draw_firings
from engine.report.plots.rules_plot import draw_rules
from engine.report.plots.style import Saved
from engine.studies import Comparison

_NOT_READ = re.compile(r"<style.*?</style>|<code[^>]*>.*?</code>|<[^>]+>", re.DOTALL)
Books = dict[str, Rulebook]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_page_shows_titles_and_no_id_outside_code(written: dict[str, Path], books: Books, lang: str) -> None:
    text = _NOT_READ.sub(" ", written[lang].read_text(encoding="utf-8"))
    for book in books.values():
        for rule in book.rules:
            assert "_" not in rule.id or not re.search(rf"\b{rule.id}\b", text), rule.id
    assert books["competitive_strategy"].title_of("change_the_game").in_language(lang) in text


def test_a_book_without_titles_is_shown_by_its_ids(comparison: Comparison, books: Books, seen: Seen) -> None:
    bare = {name: _titled(book, None) for name, book in books.items()}
    assert "change the game" in seen(lambda: draw_rules(comparison, bare, "zh"))


@pytest.mark.parametrize("letter", ["W", "我"])
def test_the_longest_title_is_not_cut(comparison: Comparison, books: Books, letter: str, seen: Seen) -> None:
    longest = Text(en=letter * MAX_TITLE, zh=letter * MAX_TITLE)
    wide = {name: _titled(book, longest) for name, book in books.items()}
    for draw in (draw_rules, draw_firings):
        assert longest.en in seen(lambda draw=draw: draw(comparison, wide, "zh"))


def _titled(book: Rulebook, title: Text | None) -> Rulebook:
    rules = tuple(rule.model_copy(update={"title": title}) for rule in book.rules)
    return book.model_copy(update={"rules": rules})


Seen = Callable[[Callable[[], Saved]], list[str]]


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Seen:
    """Draws, makes sure that nothing is cut, and tells the texts drawn."""

    def texts(draw: Callable[[], Saved]) -> list[str]:
        found: list[str] = []

        def look(figure: Figure) -> Saved:
            saved = style.save(figure)
            page, drawn = figure.bbox_inches, figure.get_tightbbox()
            assert page.x0 <= drawn.x0 and drawn.x1 <= page.x1
            found.extend(each.get_text() for axis in figure.axes for each in axis.texts)
            return saved

        for module in (rules_plot, firings_plot):
            monkeypatch.setattr(module, "save", look)
        draw()
        return found

    return texts
