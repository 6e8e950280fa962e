"""Names, departments and titles for people nobody has met yet, in English and Chinese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from engine.files import simplified, word_list
from engine.model.base import Text
from engine.wording import Message, Said, say, told

DEPARTMENTS: Mapping[str, Message] = {
    "management": say("management"),
    "engineering": say("engineering"),
    "finance": say("finance"),
    "purchasing": say("purchasing"),
    "production": say("production"),
    "it": say("IT"),
    "quality": say("quality"),
    "maintenance": say("maintenance"),
    "logistics": say("logistics"),
}
"""What the known departments are called, by the ids used in models; the top stands in the first."""

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


def people() -> tuple[Text, ...]:
    """Names for people nobody has met yet, no two alike."""
    return tuple(Text(en=en, zh=zh) for en, zh in word_list("engine.committee")["names"].items())


def full_title(person: Text, department: str, level: int, lowest: int) -> Text:
    """A name with the title that goes with department and level (1 = top, `lowest` = the bottom of the committee)."""
    where: Said = DEPARTMENTS.get(department, department)
    if level == 1:
        titled = say("{name}, general manager", name=person)
    elif level == 2:
        titled = say("{name}, director of {department}", name=person, department=where)
    elif level < lowest:
        titled = say("{name}, {department} manager", name=person, department=where)
    else:
        titled = say("{name}, {department} specialist", name=person, department=where)
    return Text(en=told(titled, "en"), zh=told(titled, "zh"))
