"""Facts of a dossier on what the account is worth and of which kind it is (S01, S02, S04)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from engine.model.dossier import Dossier
from engine.model.tier_history import TierYear

WHERE_OF_VALUE: dict[str, str] = {
    "account_kind": "basics.kind",
    "last_tier": "admission.tiers",
    "public_body": "basics.ownership",
    "years_in_tier": "admission.tiers",
}
"""Which fields of the dossier answer these facts."""


def value_facts(dossier: Dossier) -> dict[str, bool | int | float | str | None]:
    """Kind, tie to us, tier held until now, for how many years, and whether it is on watch; None is unknown.

    Years in the tier are counted back from the last one noted, as long as no year is missing.
    """
    tiers = sorted(dossier.admission.tiers or (), key=lambda held: -held.year)
    owner = dossier.basics.ownership
    return {
        "account_kind": dossier.basics.kind,
        "tied_to_us": dossier.basics.tied_to_us,
        "public_body": None if owner is None else owner == "public_body",
        "last_tier": tiers[0].tier if tiers else None,
        "years_in_tier": _years_running(tiers) or None,
        "on_watch": dossier.admission.on_watch,
    }


def _years_running(latest_first: Sequence[TierYear]) -> int:
    """For how many years in a row the latest tier has been held; 0 without any."""
    held = enumerate(latest_first)
    return sum(
        1
        for _ in takewhile(
            lambda pair: pair[1].tier == latest_first[0].tier and pair[1].year == latest_first[0].year - pair[0],
            held,
        )
    )
