"""All numbers a scenario rests on, with their sources: what is cited, what is assumed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.model.base import Frozen
from engine.model.quantity import Provenance, Quantity, quantities_in
from engine.model.scenario import Scenario
from engine.wording import Cell, Column, Folded, Paragraph, Part, Said, Table, amount_said, ground_said, say

_GROUPS = ("horizon", "accounts", "team", "behaviour")
TITLES: Mapping[str, Said] = {
    "horizon": say("Observation"),
    "team": say("Our team"),
    "behaviour.access": say("Access: who receives us"),
    "behaviour.touch": say("Touches: what a meeting does"),
    "behaviour.chain": say("Sponsors, mandates, resentment"),
    "behaviour.rank": say("Who goes against who receives"),
    "behaviour.balance": say("Balance among relations"),
    "behaviour.channels": say("Events, reference visits, partners"),
    "behaviour.seminars": say("Seminars"),
    "behaviour.hearing": say("Who hears first"),
    "behaviour.cultivation": say("Contact without a project"),
    "behaviour.owners": say("Whose work a step is"),
    "behaviour.pace": say("Pace of the account"),
    "behaviour.urgency": say("Urgency and calendars"),
    "behaviour.help": say("Helping the buyer"),
    "behaviour.experience": say("Experience of us"),
    "behaviour.promise": say("Our promises"),
    "behaviour.trial": say("The test of offers"),
    "behaviour.sourcing": say("The short list"),
    "behaviour.compliance": say("Approval by our own people"),
    "behaviour.terms": say("Terms of offers"),
    "behaviour.misconduct": say("A rival breaks the law"),
    "behaviour.tender": say("The formal tender"),
    "behaviour.qualification": say("Suppliers are qualified"),
    "behaviour.negotiation": say("Last prices after talks"),
    "behaviour.reciprocity": say("Reciprocal purchases"),
    "behaviour.influence": say("Influence inside the committee"),
    "behaviour.decision": say("The decision"),
    "behaviour.shaping": say("Shaping the need and competing"),
    "behaviour.pursuit": say("How a seller works"),
    "behaviour.after": say("After the decision"),
    "behaviour.market": say("What is put aside and comes up again"),
    "behaviour.rivals": say("How rivals spread their visits"),
    "behaviour.turnover": say("People leave and are replaced"),
    "behaviour.unknown": say("What is not known of people"),
}
"""Headings of groups; an account stands under its name."""


@dataclass(frozen=True)
class Assumption:
    """One number and where it could lie, or one group of judged scores (value empty), and where it comes from."""

    path: str
    value: Said
    cited: bool
    reason: Said
    plausible: Said = ""


@dataclass(frozen=True)
class Group:
    """The numbers of one part of the scenario."""

    title: Said
    rows: tuple[Assumption, ...]


def assumption_groups(scenario: Scenario) -> tuple[Group, ...]:
    """Every quantity and every judged group by part of the scenario, in the order of the file."""
    rows = [
        Assumption(
            path,
            amount_said(f"{quantity.value:g}", quantity.unit),
            quantity.is_cited,
            ground_said(quantity.reason),
            _plausible(quantity),
        )
        for path, quantity in quantities_in(scenario)
    ]
    rows += [Assumption(path, "", found.is_cited, ground_said(found.reason)) for path, found in _judged(scenario, "")]
    titles = {**TITLES, **{f"accounts.{account.id}": account.name for account in scenario.accounts}}
    groups: dict[str, list[Assumption]] = {}
    for row in rows:
        parts = row.path.split(".")
        deep = 2 if parts[0] in ("accounts", "behaviour") and len(parts) > 2 else 1
        groups.setdefault(".".join(parts[:deep]), []).append(row)
    ordered = sorted(groups, key=lambda key: _place(key.split(".")[0]))
    return tuple(Group(titles.get(key, key), tuple(groups[key])) for key in ordered)


def assumption_parts(scenario: Scenario) -> tuple[Part, ...]:
    """How much is assumed, and every number with its source, a table for each part of the scenario."""
    groups = assumption_groups(scenario)
    rows = [row for group in groups for row in group.rows]
    cited = sum(row.cited for row in rows)
    note = say(
        "{assumed} of {total} numbers and sets of scores are assumptions; {cited} have a source. Change any of them "
        "with `--set path=value` and see whether the result holds.",
        assumed=len(rows) - cited,
        total=len(rows),
        cited=cited,
    )
    return (Paragraph(note), *map(_folded, groups))


def _folded(group: Group) -> Folded:
    summary = say(
        "{part} – {cited} of {total} cited",
        part=group.title,
        cited=sum(row.cited for row in group.rows),
        total=len(group.rows),
    )
    columns = [Column(say("What")), Column(say("Value")), Column(say("Basis")), Column(say("Source or reason"))]
    return Folded(summary, [Table(columns, [_row(row) for row in group.rows])])


def _row(row: Assumption) -> tuple[Said, Cell, Cell, Said]:
    basis = Cell(say("cited"), tone="good") if row.cited else Cell(say("assumed"), tone="weak")
    return f"`{row.path}`", Cell(row.value or say("judged scores"), row.plausible), basis, row.reason


def _place(name: str) -> int:
    return _GROUPS.index(name) if name in _GROUPS else len(_GROUPS)


def _plausible(quantity: Quantity) -> Said:
    """Where the number could lie, in words; empty when the scenario does not say."""
    if quantity.range is None:
        return ""
    low, high = quantity.range
    return say("could be {low} to {high}", low=f"{low:g}", high=f"{high:g}")


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
