"""Pictures: the same bytes every time, Chinese that is never a box, and no trace of them outside."""

from __future__ import annotations

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
from matplotlib.ft2font import FT2Font

from engine.engagement import STRATEGIES
from engine.experiment import Comparison
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.report import figures
from engine.report.deal import read_deal
from engine.report.labels import GROUP_CHOICE, INFLUENCE, ROLE, TEAM_ROLE, TERMS, TIE
from engine.report.labels.measures import SHORT
from engine.report.labels.pictures import PICTURES
from engine.report.plots import style
from engine.report.plots.style import Saved
from engine.results.measures import MEASURES
from engine.results.trace import Trace
from engine.scenario_file import read_scenario
from engine.wording import Said, told

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


def needs_chinese() -> None:
    if style.chinese_font() is None:
        pytest.skip("no font with Chinese characters is installed")


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_has_the_same_bytes_every_time(drawers: dict[str, Draw], name: str) -> None:
    first, second = drawers[name]("en").saved, drawers[name]("en").saved
    assert first.png == second.png
    parts = dict(chunks(first.png))
    assert not {"tIME", "tEXt", "iTXt", "zTXt"} & set(parts), "no time, no version"
    width, height = struct.unpack(">II", parts["IHDR"][:8])
    assert (width, height) == (first.width, first.height)
    assert width > 1000


@pytest.mark.parametrize("name", NAMES)
def test_chinese_pictures_miss_no_glyph(drawers: dict[str, Draw], name: str) -> None:
    needs_chinese()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(drawers[name]("zh").saved.png) > 10_000


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


def test_the_font_has_every_character_of_the_labels(repository: Path) -> None:
    needs_chinese()
    catalogues: list[dict[object, Said]] = [
        dict(table)  # type: ignore[call-overload]
        for table in (PICTURES, SHORT, ROLE, TEAM_ROLE, TIE, INFLUENCE, GROUP_CHOICE, *TERMS.values())
    ]
    words = [told(text, "zh") for table in catalogues for text in table.values()]
    words += [told(measure.label, "zh") for measure in MEASURES.values()] + [
        told(strategy.label, "zh") for strategy in STRATEGIES
    ]
    for path in sorted((repository / "scenarios").glob("*.yaml")):
        for account in read_scenario(path).accounts:
            words += [account.name.zh, *(person.name.zh for person in account.buying_centre.people)]
            words += [rival.name.zh for rival in account.rivals]
    families = [style.chinese_font(), "DejaVu Sans"]
    known: set[int] = set()
    for family in families:
        assert family is not None
        found = font_manager.findfont(font_manager.FontProperties(family=family), fallback_to_default=False)
        known |= set(FT2Font(str(found), face_index=found.face_index).get_charmap())
    missing = {letter for word in words for letter in word if ord(letter) not in known}
    assert not missing


def test_the_simplified_face_of_a_collection_is_used() -> None:
    """A .ttc file holds several faces; the first of Noto's is the Japanese one, whose shapes differ."""
    chosen = style.chinese_font()
    if chosen is None or not chosen.endswith(" SC"):
        pytest.skip("no font collection with a simplified Chinese face is installed")
    found = font_manager.findfont(font_manager.FontProperties(family=chosen), fallback_to_default=False)
    assert FT2Font(str(found), face_index=found.face_index).family_name == chosen


@pytest.fixture
def without_chinese_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = [entry for entry in font_manager.fontManager.ttflist if entry.name not in style.CJK_FONTS]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", kept)
    monkeypatch.setattr(style, "_list_new_fonts", lambda: False)


def test_a_font_installed_since_matplotlib_made_its_list_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    needs_chinese()
    chosen = style.chinese_font()
    listed = font_manager.fontManager.ttflist
    files = {entry.fname for entry in listed if entry.name in style.CJK_FONTS}
    monkeypatch.setattr(font_manager.fontManager, "ttflist", [entry for entry in listed if entry.fname not in files])
    style._list_new_fonts.cache_clear()
    assert style.chinese_font() == chosen


@pytest.mark.usefixtures("without_chinese_fonts")
def test_without_a_chinese_font_pictures_are_english_and_say_how_to_get_one() -> None:
    with pytest.warns(style.NoChineseFont, match="fonts-noto-cjk") as caught:
        assert style.language_for_pictures("zh") == "en"
    assert len(caught) == 1
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert style.language_for_pictures("en") == "en"


@pytest.mark.usefixtures("without_chinese_fonts")
def test_without_a_chinese_font_no_chinese_reaches_a_picture(scenario: Scenario, eventful: Trace) -> None:
    """Matplotlib warns for every glyph it has to draw as a box."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", style.NoChineseFont)
        inside = style.language_for_pictures("zh")
        figures.chain_figure(scenario.accounts[0], inside)
        figures.timeline_figure(read_deal(eventful, scenario), inside)


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
