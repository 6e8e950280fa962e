"""All numbers a scenario rests on, with their sources: what is cited, what is assumed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.model.base import Frozen
from engine.model.quantity import Provenance, Quantity, quantities_in
from engine.model.scenario import Scenario
from engine.report.labels.page import PAGE
from engine.wording import told

_GROUPS = ("horizon", "accounts", "team", "behaviour")


@dataclass(frozen=True)
class Assumption:
    """One number and where it could lie, or one group of judged scores (value empty), and where it comes from."""

    path: str
    value: str
    cited: bool
    reason: str
    plausible: str = ""


@dataclass(frozen=True)
class Group:
    """The numbers of one part of the scenario."""

    title: str
    cited: int
    rows: tuple[Assumption, ...]


def assumption_groups(scenario: Scenario, lang: str) -> tuple[Group, ...]:
    """Every quantity and every judged group by part of the scenario, in the order of the file."""
    rows = [
        Assumption(
            path,
            f"{quantity.value:g} {quantity.unit}",
            quantity.is_cited,
            told(quantity.reason, lang),
            _plausible(quantity, lang),
        )
        for path, quantity in quantities_in(scenario)
    ]
    rows += [Assumption(path, "", found.is_cited, told(found.reason, lang)) for path, found in _judged(scenario, "")]
    names = {account.id: account.name.in_language(lang) for account in scenario.accounts}
    groups: dict[tuple[str, ...], list[Assumption]] = {}
    for row in rows:
        parts = row.path.split(".")
        deep = 2 if parts[0] in ("accounts", "behaviour") and len(parts) > 2 else 1
        groups.setdefault(tuple(parts[:deep]), []).append(row)
    ordered = sorted(groups, key=lambda key: _GROUPS.index(key[0]) if key[0] in _GROUPS else len(_GROUPS))
    return tuple(
        Group(_title(key, names, lang), sum(row.cited for row in groups[key]), tuple(groups[key])) for key in ordered
    )


def _plausible(quantity: Quantity, lang: str) -> str:
    """Where the number could lie, in words; empty when the scenario does not say."""
    if quantity.range is None:
        return ""
    low, high = quantity.range
    return PAGE["plausible"].in_language(lang).format(low=f"{low:g}", high=f"{high:g}")


def _title(key: tuple[str, ...], names: dict[str, str], lang: str) -> str:
    if key[0] == "accounts" and len(key) > 1:
        return names.get(key[1], key[1])
    name = f"group_{'_'.join(key)}"
    return PAGE[name].in_language(lang) if name in PAGE else ".".join(key)


def _judged(value: object, path: str) -> Iterator[tuple[str, Provenance]]:
    """Provenance that stands for a group of scores rather than for one number."""
    if isinstance(value, Quantity):
        return
    if isinstance(value, Provenance):
        yield path, value
    if isinstance(value, Frozen):
        for name in type(value).model_fields:
            yield from _judged(getattr(value, name), f"{path}.{name}" if path else name)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _judged(item, f"{path}.{getattr(item, 'id', getattr(item, 'step', index))}")
