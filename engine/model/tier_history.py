"""The tiers that an account has held, year by year (S02), as a team notes them: `2024 B; 2025 A`."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field

from engine.model.base import Frozen
from engine.model.faults import Fault, Unfit
from engine.wording import say

Tier = Literal["A", "B", "C", "D", "E", "none"]
_PARTED = re.compile(r"[;；,，、\n]+")
_ONE = re.compile(
    r"(\d{4})\s*年?\s*[:：=-]?\s*(?:(?:tier\s*)?([a-e])\s*[级級]?|(none|无|無|不定[级級]))", re.IGNORECASE
)


class TierYear(Frozen):
    """The tier held in one year."""

    year: Annotated[int, Field(ge=1950, le=2100)]
    tier: Tier


def tier_years(written: object) -> object:
    """`2024 B; 2025 A`, or a list of such, as years with their tiers; anything else as it is.

    Raises Unfit for what cannot be read.

    >>> tier_years("2024年B级；2025: none")
    [{'year': 2024, 'tier': 'B'}, {'year': 2025, 'tier': 'none'}]
    """
    if isinstance(written, list) and written and all(isinstance(each, str) for each in written):
        written = ";".join(written)
    if not isinstance(written, str):
        return written
    found = []
    for part in filter(None, (each.strip() for each in _PARTED.split(written))):
        one = _ONE.fullmatch(part)
        if one is None:
            what = say("`{part}` is not a year with its tier", part=part)
            raise Unfit(Fault("tier-unread", what, hint=say("write them as in `2024 B; 2025 A`")))
        found.append({"year": int(one[1]), "tier": one[2].upper() if one[2] else "none"})
    return found
