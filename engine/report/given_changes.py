"""What a run changed of the scenario file, as it is told under the headline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.model.quantity import Quantity
from engine.model.scenario import Scenario
from engine.report.typed_commands import PEOPLE, typed_options
from engine.studies import Comparison
from engine.wording import Group, Item, Items, Paragraph, Part, Said, amount_said, say


def given_changes(comparison: Comparison, scenario: Scenario, as_written: Scenario | None) -> list[Part]:
    """Values set, each with what the file says, and the tables that people came from; nothing where nothing differs."""
    settings = comparison.changes.settings if comparison.changes is not None else ()
    items: list[Said | Item] = [_setting(text, scenario, as_written) for text in settings]
    files = [words[-1].partition("=")[2] or words[-1] for name, words in typed_options(comparison) if name in PEOPLE]
    if files:
        people = len(scenario.accounts[0].buying_centre.people)
        items.append(say("The {n} people and their ties come from {files}.", n=people, files=files))
    if not items:
        return []
    return [Group("differs", [Paragraph(say("This run differs from the scenario file:")), Items(items)])]


def _setting(text: str, scenario: Scenario, as_written: Scenario | None) -> Said:
    path, _, value = text.partition("=")
    after = _said(_value_at(scenario, path)) or value
    before = _said(_value_at(as_written, path))
    if not before:
        return say("`{path}` is set to {after}.", path=path, after=after)
    return say("`{path}`: {after} instead of {before}.", path=path, after=after, before=before)


def _value_at(where: object, path: str) -> object:
    """What stands at a path of a scenario; items of lists are named by id, step or place. None where nothing does."""
    for name in path.split("."):
        if isinstance(where, Mapping):
            where = where.get(name)
        elif isinstance(where, Sequence) and not isinstance(where, str):
            named = (item for at, item in enumerate(where) if name in _names(item, at))
            where = next(named, None)
        else:
            where = getattr(where, name, None)
    return where


def _names(item: object, at: int) -> tuple[str, ...]:
    return (str(getattr(item, "id", "")), str(getattr(item, "step", "")), str(at))


def _said(value: object) -> Said:
    """A single value in few characters; empty for what is absent or made of parts."""
    if isinstance(value, Quantity):
        return amount_said(f"{value.value:g}", value.unit)
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, str):
        return value
    return f"{value:g}" if isinstance(value, int | float) else ""
