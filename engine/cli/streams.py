"""What the terminal can show: encodings, and the language a user reads."""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Mapping
from typing import Literal, TextIO

from engine.errors import InputError, suggest

Language = Literal["zh", "en"]
LANGUAGE_VARIABLE = "KAM_LANG"
_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


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


def preferred_language(environment: Mapping[str, str]) -> Language:
    """The language that the environment asks for; English unless it asks for Chinese."""
    named = environment.get(LANGUAGE_VARIABLE, "").strip()
    if named:
        short = named.lower().replace("-", "_").split("_")[0].split(".")[0]
        if short not in ("zh", "en"):
            raise InputError.at(
                LANGUAGE_VARIABLE, f"`{named}` is not a language kam speaks", suggest(named, ("zh", "en"))
            )
        return "zh" if short == "zh" else "en"
    for variable in _LOCALE_VARIABLES:
        if environment.get(variable):
            return "zh" if environment[variable].lower().startswith("zh") else "en"
    system = (locale.getlocale()[0] or "").lower()
    return "zh" if system.startswith(("zh", "chinese")) else "en"
