"""Pictures: the same bytes every time, Chinese that is never a box, and no trace of them outside."""

from __future__ import annotations

import importlib
import re
import struct
import subprocess
import sys
import warnings
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib import font_manager
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font
from matplotlib.text import Text as Words
from matplotlib.transforms import Bbox
from pylopdf_fonts_zh_cn import sans_path

from engine.model.base import Text
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.report import figures
from engine.report.deal import read_deal
from engine.report.plots import style
from engine.report.plots.style import Saved
from engine.results.deal_trace import Trace
from engine.studies import Comparison
from engine.wording import told

Draw = Callable[[str], figures.Figure]
NAMES = ["paired", "incidence", "chain", "timeline", "rules", "firings", "team"]


@pytest.fixture(scope="module")
def drawers(comparison: Comparison, scenario: Scenario, books: dict[str, Rulebook], eventful: Trace) -> dict[str, Draw]:
    return {
        "paired": lambda lang: figures.paired_figure(comparison, "top_down", lang),
        "incidence": lambda lang: figures.incidence_figure(comparison, lang),
        "chain": lambda lang: figures.chain_figure(scenario.accounts[0], lang),
        "timeline": lambda lang: figures.timeline_figure(read_deal(eventful, scenario), lang),
        "rules": lambda lang: figures.rules_figure(comparison, books, lang),
        "firings": lambda lang: figures.firings_figure(comparison, books, lang),
        "team": lambda lang: figures.team_figure(comparison, lang),
    }


def chunks(png: bytes) -> Iterator[tuple[str, bytes]]:
    """The parts of a PNG file; raises where one is damaged."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    at = 8
    while at < len(png):
        size, name = struct.unpack(">I4s", png[at : at + 8])
        body = png[at + 8 : at + 8 + size]
        assert zlib.crc32(name + body) == struct.unpack(">I", png[at + 8 + size : at + 12 + size])[0]
        yield name.decode(), body
        at += 12 + size


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_has_the_same_bytes_every_time(drawers: dict[str, Draw], name: str) -> None:
    first, second = drawers[name]("en").saved, drawers[name]("en").saved
    assert first.png == second.png
    parts = dict(chunks(first.png))
    assert not {"tIME", "tEXt", "iTXt", "zTXt"} & set(parts), "no time, no version"
    width, height = struct.unpack(">II", parts["IHDR"][:8])
    assert (width, height) == (first.width, first.height)
    assert width > 1000


@pytest.mark.usefixtures("bare_machine")
@pytest.mark.parametrize("name", NAMES)
def test_a_chinese_picture_is_chinese_and_misses_no_glyph(
    drawers: dict[str, Draw],
    books: dict[str, Rulebook],
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    drawn: list[str] = []

    def look(figure: Figure) -> Saved:
        saved = style.save(figure)
        drawn.extend(words.get_text() for words in figure.findobj(Words) if words.get_visible())
        return saved

    monkeypatch.setattr(importlib.import_module(f"engine.report.plots.{name}_plot"), "save", look)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(drawers[name]("zh").saved.png) > 10_000
    assert not caplog.records
    words = "\n".join(drawn)
    assert re.search("[\u4e00-\u9fff]", words) and style.NO_GLYPH not in words
    assert not re.search("[A-Za-z]{2}", words)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_nothing_is_cut(drawers: dict[str, Draw], name: str, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Inches of the picture, and of all that is drawn."""
    edges: list[tuple[Bbox, Bbox]] = []

    def look(figure: Figure) -> Saved:
        saved = style.save(figure)
        edges.append((figure.bbox_inches, figure.get_tightbbox()))
        return saved

    monkeypatch.setattr(importlib.import_module(f"engine.report.plots.{name}_plot"), "save", look)
    drawers[name](lang)
    ((page, drawn),) = edges
    assert page.x0 <= drawn.x0 and page.y0 <= drawn.y0 and drawn.x1 <= page.x1 and drawn.y1 <= page.y1


@pytest.mark.usefixtures("bare_machine")
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_sign_that_no_font_has_is_neither_a_box_nor_a_warning(scenario: Scenario, lang: str) -> None:
    rare = Text(zh="\U00020bb7\U0001f984 $5_ 到 $6_", en="\U00020bb7\U0001f984 $5_ to $6_")
    assert style.written(rare, lang).startswith(2 * style.NO_GLYPH + " ")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figures.chain_figure(scenario.accounts[0].model_copy(update={"name": rare}), lang)


@pytest.mark.usefixtures("sketched")
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_picture_is_told_to_those_who_cannot_see_it(drawers: dict[str, Draw], name: str, lang: str) -> None:
    alt = told(drawers[name](lang).alt, lang)
    assert len(alt) > 40 and "{" not in alt
    assert any(ord(letter) > 0x4E00 for letter in alt) == (lang == "zh")


@pytest.mark.usefixtures("sketched")
def test_the_text_for_differences_carries_the_numbers(drawers: dict[str, Draw]) -> None:
    alt = drawers["paired"]("en").alt
    assert "Bottom-up: field force −8.0 points (clear)" in alt
    assert "Playbook (rules choose) +2.0 points (cannot tell)" in alt


@pytest.mark.usefixtures("bare_machine")
def test_our_font_has_every_character_of_gb2312_and_of_the_program(repository: Path) -> None:
    pairs = [bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF)]
    hanzi = "".join(pair.decode("gb2312", "ignore") for pair in pairs)
    files = [*(repository / "engine").rglob("*.po"), *(repository / "scenarios").rglob("*.yaml")]
    files += (repository / "engine").rglob("*.py")
    words = hanzi + "".join(path.read_text(encoding="utf-8") for path in files)
    assert len(hanzi) == 6763
    assert style.NO_GLYPH not in style.written(words, "zh")


def test_the_simplified_face_of_a_collection_is_used() -> None:
    """A .ttc file holds several faces; the first of Noto's is the Japanese one, whose shapes differ."""
    chosen = style.chinese_font()
    found = font_manager.findfont(font_manager.FontProperties(family=chosen), fallback_to_default=False)
    assert FT2Font(str(found), face_index=found.face_index).family_name == chosen


@pytest.mark.usefixtures("bare_machine")
def test_a_font_installed_since_matplotlib_made_its_list_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(style, "INSTALLED", ("Noto Sans SC",))
    monkeypatch.setattr(style, "_list_ours", lambda: "none was found")
    assert style.chinese_font() == "none was found"
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: [str(sans_path()), __file__])
    assert style.chinese_font() == "Noto Sans SC"


@pytest.mark.usefixtures("bare_machine")
@pytest.mark.parametrize(("file", "weight"), [("gone.ttc", 400), (str(sans_path()), 100)])
def test_a_font_that_is_gone_or_would_be_drawn_thin_is_not_taken(file: str, weight: int) -> None:
    listed = font_manager.FontEntry(fname=file, name=style.INSTALLED[0], weight=weight)
    font_manager.fontManager.ttflist.append(listed)
    assert style.chinese_font() == "Noto Sans SC"


def test_drawing_leaves_the_settings_of_others_alone(drawers: dict[str, Draw]) -> None:
    before = dict(mpl.rcParams)
    drawers["team"]("en")
    assert dict(mpl.rcParams) == before


def test_no_window_system_and_no_global_figure_is_used(repository: Path) -> None:
    asked = "import sys; import engine.report.page; print('matplotlib.pyplot' in sys.modules, 'tkinter' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", asked], cwd=repository, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["False", "False"]


def test_an_empty_measure_can_be_drawn(make_comparison: Callable[..., Comparison]) -> None:
    comparison = make_comparison({"top_down": None, "playbook": 0.2, "do_nothing": None})
    assert isinstance(figures.paired_figure(comparison, "top_down", "en").saved, Saved)
