"""What the terminal can show: encodings, and the language a user reads."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TextIO

from engine.errors import InputError
from engine.wording import Message, say
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
        "中".encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def language(asked: str | None) -> Language:
    """The language to answer in: as asked, else `KAM_LANG`, else the locale's; English where Chinese cannot be shown.

    Raises InputError for a `KAM_LANG` that is no language of ours.
    """
    wanted = _wanted(asked)
    return wanted if shows_chinese(sys.stdout) else "en"


def _wanted(asked: str | None) -> Language:
    return "zh" if asked == "zh" else "en" if asked == "en" else preferred_language(os.environ)


def spoken(words: Sequence[str]) -> Language:
    """The language in which a command is answered, told from its words alone; English where they name none of ours."""
    try:
        return language(_asked(words))
    except InputError:
        return "en"


def _asked(words: Sequence[str]) -> str | None:
    option = "--lang"
    following = (after for word, after in pairwise(words) if word == option)
    return next(following, next((word[len(option) + 1 :] for word in words if word.startswith(f"{option}=")), None))


def warn_without_chinese(words: Sequence[str]) -> None:
    """Says why the answer is English where Chinese is asked for and the output has no Chinese characters."""
    asked = _asked(words) or os.environ.get(LANGUAGE_VARIABLE)
    if asked and _wanted(asked) == "zh" and not shows_chinese(sys.stdout):
        what = say(
            "this output ({encoding}) has no Chinese characters: answering in English; set PYTHONUTF8=1 to send UTF-8",
            encoding=str(sys.stdout.encoding),
        )
        print(what, file=sys.stderr)


def tell(said: Iterable[Message], lang: Language) -> None:
    """What there is to say about files that were read, on stderr, where it disturbs no table and no JSON."""
    for message in said:
        print(message.in_language(lang), file=sys.stderr)
