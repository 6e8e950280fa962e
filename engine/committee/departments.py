"""Which department's work words name, in English and Chinese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from engine.files import simplified, word_list

_ENGLISH = re.compile(r"r\s*&\s*d|[a-z]+")


def function_of(words: str) -> str | None:
    """The department whose work these words name, by its id; None when they name none.

    管理 and its like come last: the 财务管理部 is finance.

    >>> function_of("财务管理部"), function_of("Group Finance & Control"), function_of("R&D")
    ('finance', 'finance', 'engineering')
    """
    plain = simplified(unicodedata.normalize("NFKC", words)).lower()
    english = {"".join(word.split()) for word in _ENGLISH.findall(plain)}
    known: Mapping[str, tuple[str, ...]] = word_list("engine.committee")["departments"]
    for department, names in known.items():
        if any(word in english if word.isascii() else word in plain for word in names):
            return department
    return None
