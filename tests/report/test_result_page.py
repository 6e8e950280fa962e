"""Pictures and pages of what-if results: complete, self-contained, in both languages, and refused for anything else."""

from __future__ import annotations

import re
import struct
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from engine import page, plot, read_situation, sweep
from engine.errors import InputError, RunFailed
from engine.studies.whatif import Sweep

sys.path.insert(0, str(Path(__file__).parents[1] / "studies"))

from textbook_chain import BOTH, COLD, CONSENT, RECOMMENDED, TextbookChain

KINDS = {
    "line": (f"{CONSENT}=0.02:0.52:4",),
    "flat": (f"{RECOMMENDED}=0.4:0.8:2",),
    "choices": ("accounts.parts_group.buying_centre.group_choice.model=weighted,autocracy",),
    "map": (f"{COLD}=0.05:0.45:3", f"{CONSENT}=0.05:0.55:3"),
}


@cache
def result(kind: str, *strategies: str) -> Sweep:
    """A sweep of the textbook chain."""
    chosen: Any = strategies or BOTH
    return sweep(
        read_situation("kam:keeping_up"), KINDS[kind], chosen, replications=256, workers=1, simulator=TextbookChain()
    )


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_whole_and_needs_nothing_else(kind: str, lang: str, tmp_path: Path) -> None:
    written = page(result(kind), tmp_path / "sweep.html", lang)
    html = Path(written).read_text(encoding="utf-8")
    assert f'lang="{"zh-CN" if lang == "zh" else "en"}"' in html
    assert [
        found for found in re.findall(r'(?:src|href)="([^"]*)"', html) if not found.startswith(("#", "data:"))
    ] == []
    assert set(re.findall(r'id="(\w+)"', html)) >= {"result", "values", "basis", "method", "receipt"}
    (alt,) = re.findall(r'alt="([^"]+)"', html)
    assert alt and "`" not in re.findall("<h1>(.*)</h1>", html)[0]
    assert page(result(kind), lang=lang) == html


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("kind", KINDS)
def test_pictures_are_drawn_alike_every_time(kind: str, lang: str, tmp_path: Path) -> None:
    drawn = plot(result(kind), lang)
    png = drawn.save(tmp_path / "sweep.png").read_bytes()
    assert png == drawn._repr_png_() == plot(result(kind), lang)._repr_png_()
    wide, high = struct.unpack(">II", png[16:24])
    assert wide > 1000 and high > 500 and drawn.alt


def test_one_strategy_and_three_are_shown_as_well() -> None:
    for strategies in (("top_down",), (*BOTH, "do_nothing")):
        for kind in KINDS:
            found = result(kind, *strategies)
            assert plot(found, "en").alt and found.to_text("en") and found.to_text("zh") and page(found, lang="zh")


def test_anything_else_is_refused() -> None:
    with pytest.raises(InputError, match="what-if"):
        plot("sweep")  # type: ignore[arg-type]


def test_a_page_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(RunFailed, match="cannot be written"):
        page(result("line"), tmp_path / "nowhere" / "sweep.html")


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("kind", ["line", "map"])
def test_a_page_fits_every_screen(browser: Any, kind: str, lang: str, width: int, tmp_path: Path) -> None:
    written = Path(page(result(kind), tmp_path / "sweep.html", lang))
    shown = browser.new_page(viewport={"width": width, "height": 900})
    complaints: list[str] = []
    requests: list[str] = []
    shown.on("console", lambda message: complaints.append(message.text))
    shown.on("request", lambda request: requests.append(request.url))
    shown.goto(written.as_uri())
    shown.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert complaints == []
    assert [url for url in requests if not url.startswith("data:")] == [written.as_uri()]
    assert shown.evaluate("[...document.images].every(i => i.complete && i.naturalWidth > 100)")
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    shown.close()
