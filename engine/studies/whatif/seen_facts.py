"""Which axes of a map are facts that a seller sees when the decision is taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from engine.model.account import Account
from engine.model.quantity import canonical
from engine.studies.whatif.cells import Layout

Seen = float | str
_TEN_THOUSAND = 1e4


def _yes(said: bool) -> str:
    return "yes" if said else "no"


SEEN: dict[str, Callable[[Account], Seen | None]] = {
    "deal_amount": lambda account: canonical(account.project.amount) / _TEN_THOUSAND,
    "purchase_path": lambda account: account.project.path.kind,
    "ownership": lambda account: account.ownership,
    "divisible": lambda account: _yes(account.project.part is not None),
    "asset_failed": lambda account: _yes(any(asset.failed for asset in account.assets)),
}
"""Facts of an account that are the same for the seller as in truth, by their names in rulebooks."""


def facts_along(layout: Layout) -> tuple[str | None, ...]:
    """For each axis, the fact that alone tells its values apart; None where there is none."""
    return tuple(_fact_along(layout, at) for at in range(len(layout.axes)))


def facts_of(layout: Layout, facts: Sequence[str | None]) -> list[dict[str, Seen]]:
    """The values of these facts in each cell; those that are none, or not known, are left out."""
    columns = {name: _values_of(layout, name) for name in facts if name is not None}
    return [
        {name: value for name, values in columns.items() if (value := values[cell]) is not None}
        for cell in range(len(layout.cells))
    ]


def _values_of(layout: Layout, fact: str) -> list[Seen | None]:
    """The value of a fact in each cell."""
    return [SEEN[fact](cell.scenario.accounts[0]) for cell in layout.cells]


def _fact_along(layout: Layout, at: int) -> str | None:
    if any(len(cell.scenario.accounts) != 1 for cell in layout.cells):
        return None
    places = [cell.places[at] for cell in layout.cells]
    fitting = [name for name in SEEN if _tells_apart(_values_of(layout, name), places)]
    return fitting[0] if fitting else None


def _tells_apart(values: Sequence[Seen | None], places: Sequence[int]) -> bool:
    """Has each place on the axis one value of its own, whatever the other axis says?"""
    pairs = set(zip(values, places, strict=True))
    return None not in values and len(pairs) == len(set(values)) == len(set(places))
