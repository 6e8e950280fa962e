"""How a fact names the output of another book that it comes from."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from engine.model.faults import Fault, Unfit
from engine.wording import say

_FEEDING = re.compile(r"[^#]*[^#.\s]\.([a-z][a-z0-9_]{0,59})")
_ENDINGS = ("yaml", "yml", "xlsx", "csv")


def _names_an_output(text: str) -> str:
    found = _FEEDING.fullmatch(text)
    if found is None or found[1] in _ENDINGS:
        what = say("`{text}` names no output of a book", text=text)
        hint = say("write `from: BOOK.OUTPUT`, as in `from: account_rating.points`")
        raise Unfit(Fault("from-shape", what, hint=hint))
    return text


Fed = Annotated[
    str, Field(max_length=200, json_schema_extra={"pattern": f"^{_FEEDING.pattern}$"}), AfterValidator(_names_an_output)
]
"""`BOOK.OUTPUT`: the id of a book or the name of its file, a dot, and one of its outputs."""
