"""The language a reader wants: as the environment says, Chinese or English."""

from __future__ import annotations

import locale
import os
from collections.abc import Mapping
from typing import Literal

from engine.errors import InputError, suggest

Language = Literal["zh", "en"]
LANGUAGE_VARIABLE = "KAM_LANG"
_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def reader_language() -> Language:
    """The language in which notebooks show results: `KAM_LANG`, else the locale's, else English."""
    return preferred_language(os.environ)


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
