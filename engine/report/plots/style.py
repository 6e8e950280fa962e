"""How pictures look and how they are saved: fonts that have Chinese, colours everybody can tell apart, stable bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import matplotlib as mpl
import numpy as np
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font
from PIL import Image
from pylopdf_fonts_zh_cn import sans_path

from engine.engagement import STRATEGIES
from engine.wording import Said, told

if TYPE_CHECKING:
    from matplotlib.artist import Artist

DPI = 144
COLOURS = 96
"""Of a saved picture: flat colours and the edges of letters need no more, and a third of the bytes does."""
INK, SOFT, FAINT, GROUND, PAPER = "#1f2933", "#5f6b7a", "#d5dae1", "#f4f6f9", "#ffffff"
FOR_US, AGAINST, NEUTRAL = "#0072b2", "#d55e00", "#8a94a3"

_SPARE = (("#56b4e9", "P", (1.0, 1.0)), ("#8c6d31", "h", (3.0, 1.0)), ("#17becf", "*", (5.0, 1.0, 1.0, 1.0)))
"""Colour, marker and dashes of strategies that are not shipped."""

INSTALLED = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
)
"""Fonts of the system that are taken for Chinese, the best first: they may have a bold face, which ours has not."""
_SHIPPED_FONT = "Noto Sans SC"
_FALLBACK_FONT = "DejaVu Sans"
"""Comes with Matplotlib: letters, and signs that Chinese fonts lack."""
LEGEND_ROW = 0.2
MOST_SIGNS = 8
"""Chinese signs on one line of a legend."""

NO_GLYPH = "\u3013"
"""The printer's mark for a sign that is not at hand."""


@dataclass(frozen=True)
class Saved:
    """A finished picture."""

    png: bytes
    width: int
    height: int


def chinese_font() -> str:
    """The family of the font for Chinese: one of the system's that is known to be good, else the one we come with.

    Matplotlib keeps a list of fonts; what was installed since it was made is looked for when the list has none.
    """
    return _best_listed() or (_list_new_fonts() and _best_listed()) or _list_ours()


def _best_listed() -> str | None:
    """The first of INSTALLED that can be drawn.

    The list may hold files that are gone, and variable fonts, of which Matplotlib draws the thinnest weight.
    """
    usable = {
        entry.name
        for entry in font_manager.fontManager.ttflist
        if entry.name in INSTALLED and entry.weight == 400 and Path(entry.fname).exists()
    }
    return next((name for name in INSTALLED if name in usable), None)


@lru_cache(maxsize=1)
def _list_new_fonts() -> bool:
    """Add the fonts of this machine that Matplotlib does not list yet; False when there are none."""
    listed = {entry.fname for entry in font_manager.fontManager.ttflist}
    new = [path for path in font_manager.findSystemFonts() if path not in listed]
    for path in new:
        with suppress(OSError, RuntimeError):  # a file that is no font after all
            font_manager.fontManager.addfont(path)
    return bool(new)


def _list_ours() -> str:
    """Has no bold face: the regular one is listed as bold too, lest Matplotlib complain at every title."""
    listed, path = font_manager.fontManager.ttflist, str(sans_path())
    if all(entry.fname != path for entry in listed):
        font_manager.fontManager.addfont(path)
        listed.append(replace(listed[-1], weight=700))
    return _SHIPPED_FONT


def written(said: Said, lang: str) -> str:
    """Words as a picture shows them: in one language, and never with a box for a sign that no font at hand has.

    A sum in dollars is no formula.
    """
    words = told(said, lang).replace("$", r"\$")
    if words.isascii():
        return words
    fonts = [_signs(chinese_font()), _signs(_FALLBACK_FONT)]
    return "".join(sign if sign.isspace() or any(ord(sign) in signs for signs in fonts) else NO_GLYPH for sign in words)


def inches_of(labels: Iterable[str], size: float) -> float:
    """Width of the widest of these labels at this size in points, as they are drawn here and now."""
    figure = Figure(dpi=DPI)
    renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
    texts = (figure.text(0, 0, label, size=size) for label in labels)
    return max((text.get_window_extent(renderer).width / figure.dpi for text in texts), default=0.0)


def on_lines(said: Said, lang: str) -> str:
    """A name for a narrow place, broken behind a Chinese colon or comma, or before a bracket."""
    words = written(said, lang)
    for mark in ("：", "、"):
        if mark in words:
            return words.replace(mark, f"{mark}\n")
    return words.replace("（", "\n（") if len(words) > MOST_SIGNS else words


@lru_cache
def _signs(family: str) -> frozenset[int]:
    """The characters that a font can draw."""
    found = font_manager.findfont(font_manager.FontProperties(family=[family]), fallback_to_default=False)
    return frozenset(FT2Font(str(found), face_index=found.face_index).get_charmap())


def colour(strategy: str) -> str:
    """The colour of a strategy."""
    return _look(strategy)[0]


def marker(strategy: str) -> str:
    """The marker of a strategy's points."""
    return _look(strategy)[1]


def dashes(strategy: str) -> tuple[int, tuple[float, ...]]:
    """The dashes of a strategy's lines, as Matplotlib takes them."""
    return 0, _look(strategy)[2]


def _look(name: str) -> tuple[str, str, tuple[float, ...]]:
    """As the strategy's file says (colours after Okabe & Ito, which colour-blind people tell apart), or a spare one."""
    for strategy in STRATEGIES:
        if strategy.name == name:
            return strategy.colour, strategy.mark, strategy.dashes
    return _SPARE[crc32(name.encode()) % len(_SPARE)]


@contextmanager
def drawing(lang: str) -> Iterator[None]:
    """The house style while a picture is drawn and saved; settings outside stay as they were."""
    families = [_FALLBACK_FONT, chinese_font()]
    settings = {
        "font.family": families[::-1] if lang == "zh" else families,
        "font.size": 10,
        "axes.edgecolor": FAINT,
        "axes.labelcolor": SOFT,
        "axes.titlesize": 11,
        "axes.titleweight": "bold",
        "axes.titlelocation": "left",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.unicode_minus": True,
        "axes.axisbelow": True,
        "text.color": INK,
        "xtick.color": SOFT,
        "ytick.color": SOFT,
        "grid.color": FAINT,
        "grid.linewidth": 0.6,
        "legend.frameon": False,
        "figure.facecolor": PAPER,
        "savefig.facecolor": PAPER,
        "svg.hashsalt": "kam",
        "hatch.linewidth": 0.6,
    }
    with mpl.rc_context(settings):  # type: ignore[arg-type]
        yield


def legend_across(figure: Figure, handles: Sequence[Artist], labels: Sequence[str], left: float, top: float) -> int:
    """A legend of the whole picture from this corner, in inches, in as many rows as its width needs.

    top: inches below the picture's upper edge. Returns the number of rows, each `LEGEND_ROW` inches high.
    """
    wide, high = figure.get_size_inches()
    renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
    for rows in range(1, len(labels) + 1):
        legend = figure.legend(
            handles,
            labels,
            loc="upper left",
            ncols=-(-len(labels) // rows),
            fontsize=8.5,
            bbox_to_anchor=(left / wide, 1 - top / high),
            borderaxespad=0.2,
            columnspacing=1.4,
            handletextpad=0.6,
        )
        if legend.get_window_extent(renderer).width <= (wide - left) * figure.dpi:
            return rows
        legend.remove()
    return len(labels)


def save(figure: Figure) -> Saved:
    """The picture as PNG of few colours: the same figure gives the same bytes, without time or version in them."""
    canvas = FigureCanvasAgg(figure)
    figure.set_dpi(DPI)
    canvas.draw()  # type: ignore[no-untyped-call]
    whole = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")  # type: ignore[no-untyped-call]
    few = whole.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    buffer = io.BytesIO()
    few.save(buffer, "PNG", optimize=True)
    return Saved(buffer.getvalue(), *whole.size)
