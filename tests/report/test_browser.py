"""The page in a real browser: loads without complaint, asks for nothing, shows all pictures, fits every screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

SCREENS = [1440, 390]
SHEET = (703, 1020)
"""What a sheet of A4 holds between its margins, in pixels of a page: 186 mm by 270 mm."""


@pytest.fixture(params=["en", "zh"])
def report(request: pytest.FixtureRequest, written: dict[str, Path]) -> Path:
    return written[request.param]


@pytest.mark.parametrize("width", SCREENS)
def test_the_page_opens_cleanly(browser: Any, report: Path, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    complaints: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(report.as_uri())
    assert complaints == []
    assert [url for url in requests if not url.startswith("data:")] == [report.as_uri()]
    shown = page.evaluate("[...document.images].map(i => i.complete && i.naturalWidth > 100)")
    assert shown and all(shown)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    sticking_out = page.evaluate(
        "[...document.querySelectorAll('body *')].filter(e => !e.closest('.scroll') && "
        "e.getBoundingClientRect().right > innerWidth + 1).map(e => e.tagName + ' ' + e.textContent.slice(0, 40))"
    )
    assert sticking_out == []
    cut = page.evaluate(
        "[...document.querySelectorAll('p, li, td, th, h1, h2, h3, summary')].filter(e => "
        "e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== 'visible').map(e => e.textContent)"
    )
    assert cut == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_every_link_of_the_contents_leads_somewhere(browser: Any, report: Path) -> None:
    page = browser.new_page()
    page.goto(report.as_uri())
    dead = page.evaluate(
        "[...document.querySelectorAll('nav a')].filter(a => !document.querySelector(a.getAttribute('href'))).length"
    )
    assert dead == 0
    page.close()


def test_the_page_can_be_printed(browser: Any, report: Path, tmp_path: Path) -> None:
    page = browser.new_page()
    page.goto(report.as_uri())
    paper = tmp_path / "report.pdf"
    page.pdf(path=str(paper), format="A4")
    assert paper.stat().st_size > 50_000
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 720, "height": 1000})
    assert page.evaluate("document.documentElement.scrollWidth") <= 720
    page.close()


def test_whoever_decides_gets_two_sheets(browser: Any, report: Path) -> None:
    """On paper the appendix begins on the third sheet, and what is folded on a screen is open."""
    across, down = SHEET
    page = browser.new_page(viewport={"width": across, "height": down})
    page.goto(report.as_uri())
    page.emulate_media(media="print")
    before = page.evaluate("document.querySelector('.appendix').getBoundingClientRect().top + scrollY")
    assert 0.8 * down < before <= 2 * down
    folded = "[...document.querySelectorAll('details')].filter(d => d.querySelector(':scope > :not(summary)'))"
    shut = page.evaluate(
        f"{folded}.filter(d => !d.querySelector(':scope > :not(summary)').getBoundingClientRect().height).length"
    )
    assert shut == 0
    page.close()


def test_a_narrow_screen_says_that_pictures_move(browser: Any, report: Path) -> None:
    for width, shown in ((390, True), (1440, False)):
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.goto(report.as_uri())
        said = page.evaluate("getComputedStyle(document.querySelector('figure'), '::after').content")
        assert ("←" in said) is shown
        page.close()
