"""How pictures look and how they are saved: fonts that have Chinese, colours everybody can tell apart, stable bytes."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DPI = 144
INK, SOFT, FAINT, GROUND, PAPER = "#1f2933", "#5f6b7a", "#d5dae1", "#f4f6f9", "#ffffff"
FOR_US, AGAINST, NEUTRAL = "#0072b2", "#d55e00", "#8a94a3"

COLOURS: Mapping[str, str] = {
    "top_down": "#0072b2",
    "bottom_up_field": "#e69f00",
    "bottom_up_leapfrog": "#d55e00",
    "bottom_up_sponsored": "#009e73",
    "playbook": "#cc79a7",
    "do_nothing": "#7a7a7a",
}
MARKERS: Mapping[str, str] = {
    "top_down": "v",
    "bottom_up_field": "o",
    "bottom_up_leapfrog": "D",
    "bottom_up_sponsored": "^",
    "playbook": "s",
    "do_nothing": "x",
}
DASHES: Mapping[str, tuple[int, tuple[float, ...]]] = {
    "top_down": (0, ()),
    "bottom_up_field": (0, (6, 2)),
    "bottom_up_leapfrog": (0, (2, 2)),
    "bottom_up_sponsored": (0, (8, 2, 2, 2)),
    "playbook": (0, (4, 1, 1, 1, 1, 1)),
    "do_nothing": (0, (1, 2)),
}
"""Colours after Okabe & Ito, which people with colour blindness tell apart; markers and dashes say the same again."""

CJK_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
    "Noto Sans CJK TC",
    "Noto Sans CJK JP",
    "Droid Sans Fallback",
    "Arial Unicode MS",
    "Noto Serif CJK SC",
    "SimSun",
)
"""Fonts with simplified Chinese, the best first."""

INSTALL = (
    "no font with Chinese characters is installed, so pictures are labelled in English; install one, for example "
    "`apt install fonts-noto-cjk` on Debian and Ubuntu or `dnf install google-noto-sans-cjk-fonts` on Fedora, and run "
    "again"
)


class NoChineseFont(UserWarning):
    """Pictures asked for in Chinese are labelled in English, because no font on this machine has the characters."""


@dataclass(frozen=True)
class Saved:
    """A finished picture."""

    png: bytes
    width: int
    height: int


def chinese_font() -> str | None:
    """The family name of an installed font with simplified Chinese; None when there is none.

    Matplotlib keeps a list of fonts; what was installed since it was made is looked for when the list has none.
    """
    return _best_listed() or (_best_listed() if _list_new_fonts() else None)


def _best_listed() -> str | None:
    listed = {entry.name for entry in font_manager.fontManager.ttflist}
    return next((name for name in CJK_FONTS if name in listed), None)


@lru_cache(maxsize=1)
def _list_new_fonts() -> bool:
    """Add the fonts of this machine that Matplotlib does not list yet; False when there are none."""
    listed = {entry.fname for entry in font_manager.fontManager.ttflist}
    new = [path for path in font_manager.findSystemFonts() if path not in listed]
    for path in new:
        with suppress(OSError, RuntimeError):  # a file that is no font after all
            font_manager.fontManager.addfont(path)
    return bool(new)


def language_for_pictures(lang: str) -> str:
    """`lang`, or English with a warning when Chinese was asked for and no font can write it."""
    if lang == "zh" and chinese_font() is None:
        warnings.warn(INSTALL, NoChineseFont, stacklevel=2)
        return "en"
    return lang


def colour(strategy: str) -> str:
    """The colour of a strategy."""
    return COLOURS.get(strategy, INK)


@contextmanager
def drawing(lang: str) -> Iterator[None]:
    """The house style while a picture is drawn and saved; settings outside stay as they were."""
    chinese = chinese_font()
    families = ["DejaVu Sans", *([chinese] if chinese else [])]
    if lang == "zh":
        families.reverse()
    settings = {
        "font.family": families,
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


def save(figure: Figure) -> Saved:
    """The picture as PNG: the same figure gives the same bytes, without time or version in them."""
    FigureCanvasAgg(figure)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DPI, metadata={"Software": None}, pil_kwargs={"compress_level": 3})
    png = buffer.getvalue()
    width, height = struct.unpack(">II", png[16:24])
    return Saved(png, width, height)
