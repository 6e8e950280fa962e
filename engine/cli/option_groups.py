"""Options that several commands take together, each group written once: where something is played, and by whom."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Any, cast, get_type_hints

from engine.cli import options
from engine.cli.questions import settled
from engine.cli.streams import tell
from engine.cli.watch import Watch
from engine.wording.language import Language

if TYPE_CHECKING:
    from engine.execution.effort import EffortOptions
    from engine.situation import Situation


@dataclass(frozen=True)
class Place:
    """The situation that a command is about."""

    scenario: options.ScenarioFile
    settings: options.Settings = None
    people: options.People = None
    ties: options.Ties = None
    encoding: options.Encoding = None

    def read(self, lang: Language, as_json: bool, watch: Watch, strategies: Sequence[str] | None = None) -> Situation:
        """The situation; what was read, guessed and left aside is told on stderr."""
        from engine.situation import read_situation

        def read() -> Situation:
            return read_situation(
                self.scenario,
                self.settings or (),
                self.people,
                self.ties,
                encoding=self.encoding,
                strategies=strategies,
            )

        found = settled(read, lang, as_json, watch)
        tell(found.said, lang)
        return found


@dataclass(frozen=True)
class Players:
    """Who plays."""

    workers: options.Workers = None
    cluster: options.Cluster = None


@dataclass(frozen=True)
class Extent:
    """How much is played, and by whom."""

    replications: options.Replications = None
    seed: options.Seed = None
    workers: options.Workers = None
    cluster: options.Cluster = None


def effort(group: Players | Extent, watch: Watch, **others: Any) -> EffortOptions:
    """What a study is told about its effort; what nobody gave is left to it."""
    given = {**vars(group), "progress": watch, **others}
    return cast("EffortOptions", {name: value for name, value in given.items() if value is not None})


def with_groups(command: Callable[..., Any]) -> Callable[..., Any]:
    """A command whose groups of options are options of its own to whoever reads its signature."""
    hints = get_type_hints(command, include_extras=True)
    groups: dict[str, Any] = {name: hint for name, hint in hints.items() if is_dataclass(hint)}
    shown: list[inspect.Parameter] = []
    for name, parameter in inspect.signature(command).parameters.items():
        if name in groups:
            inner = get_type_hints(groups[name], include_extras=True)
            shown += [_parameter(each.name, each.default, inner[each.name]) for each in fields(groups[name])]
        else:
            shown.append(_parameter(name, parameter.default, hints[name]))

    @functools.wraps(command)
    def run(**given: Any) -> Any:
        made = {
            name: group(**{each.name: given.pop(each.name) for each in fields(group)}) for name, group in groups.items()
        }
        return command(**given, **made)

    run.__signature__ = inspect.Signature(sorted(shown, key=lambda each: each.default is not inspect.Parameter.empty))  # type: ignore[attr-defined]
    run.__annotations__ = {each.name: each.annotation for each in shown}
    return run


def _parameter(name: str, default: Any, hint: Any) -> inspect.Parameter:
    kind, empty = inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.empty
    return inspect.Parameter(name, kind, default=empty if default is MISSING else default, annotation=hint)
