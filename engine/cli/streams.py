"""What the terminal can show: encodings, and the language a user reads."""

from __future__ import annotations

import os
import sys
from typing import TextIO

from engine.wording.language import LANGUAGE_VARIABLE, Language, preferred_language


def prepare_streams() -> None:
    """Let no character be the end of a command: what the terminal's encoding lacks is shown as `?`."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def shows_chinese(stream: TextIO) -> bool:
    """Has the stream's encoding Chinese characters?"""
    try:
        "中文".encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def language(asked: str | None) -> Language:
    """The language to answer in: as asked, else `KAM_LANG`, else the locale's; English where Chinese cannot be shown.

    Raises InputError for a `KAM_LANG` that is no language of ours.
    """
    wanted: Language = "zh" if asked == "zh" else "en" if asked == "en" else preferred_language(os.environ)
    if wanted == "zh" and not shows_chinese(sys.stdout):
        if asked or os.environ.get(LANGUAGE_VARIABLE):
            hint = f"this output ({sys.stdout.encoding}) has no Chinese characters; set PYTHONUTF8=1 to send UTF-8"
            print(f"{hint}; answering in English", file=sys.stderr)
        return "en"
    return wanted
