"""`kam model`: the mechanisms, where they come from, and what switching each off does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli import completion, options
from engine.cli.failures import named_as_options
from engine.cli.option_groups import Extent, Place, effort, with_groups
from engine.cli.showing import columns, command_line, print_json
from engine.cli.streams import language
from engine.cli.watch import Watch
from engine.errors import InputError, Problem
from engine.wording import say
from engine.wording.language import Language

if TYPE_CHECKING:
    from engine.dynamics.declarations import Mechanism
    from engine.situation import Situation
    from engine.wording import Part

WHERE_NOTHING_IS_SHOWN = "keeping_up"
"""The shipped scenario for mechanisms that declare none."""


@with_groups
def model_mechanisms(
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME",
            help=say("Mechanism such as mandates, or a system of the field such as S12; all of them when absent."),
            autocompletion=completion.mechanisms,
        ),
    ] = None,
    *,
    scenario: Annotated[
        Path | None,
        typer.Option(
            metavar="SCENARIO",
            help=say("Scenario to switch NAME off in. Without NAME: who leads there, and on what that depends."),
            autocompletion=completion.scenarios,
        ),
    ] = None,
    strategies: options.Strategies = None,
    measure: Annotated[
        bool, typer.Option("--measure", help=say("Measure in the table, too, what switching each mechanism off does."))
    ] = False,
    field: Annotated[
        bool,
        typer.Option(
            "--field", help=say("Put the odds of winning beside published figures, over all shipped situations.")
        ),
    ] = False,
    extent: Extent,
    as_json: options.AsJson = False,
    lang: options.Lang = None,
) -> None:
    """Prints the table of mechanisms, or all about some of them."""
    speech = language(lang)
    with named_as_options(scenario="--scenario"), Watch(speech) as watch:
        if field:
            _refuse_beside_field(name, scenario, strategies)
            _show_field(extent, watch, as_json, speech)
            return
        if name is None and scenario is not None:
            place = Place(scenario).read(speech, as_json, watch, options.listed(strategies))
            _show_leaders(place, extent, watch, as_json, speech, command_line(context))
            return
        if name is None:
            _refuse_without_name(strategies)
            _show_table(measure, extent, watch, as_json, speech)
            return
        from engine.situation.mechanism_table import mechanisms_named

        found = mechanisms_named(name)
        groups = _by_scenario(found, scenario)
        listed = options.listed(strategies)
        places = {where: Place(where).read(speech, as_json, watch, listed) for where in groups}
        _show_some(groups, places, extent, watch, as_json, speech, command_line(context))


def _refuse_without_name(strategies: list[str] | None) -> None:
    if strategies is not None:
        what = say("the table of all mechanisms takes each where it is seen best")
        hint = say("give a NAME as well, such as `kam model mandates`, or `--scenario`")
        raise InputError(Problem("--strategies", what, hint, "model-name-needed"))


def _refuse_beside_field(name: str | None, scenario: Path | None, strategies: list[str] | None) -> None:
    if name is not None or scenario is not None or strategies is not None:
        what = say("`--field` plays every shipped situation with all strategies that act")
        raise InputError(Problem("--field", what, say("leave the others out"), "model-field-alone"))


def _show_field(extent: Extent, watch: Watch, as_json: bool, lang: Language) -> None:
    """Odds of winning with and without, beside data."""
    from engine.files.shipped import shipped_scenarios
    from engine.studies.field_odds import field_odds

    watch.running(extent.workers, report=False, kept=False)
    found = field_odds(shipped_scenarios(), **effort(extent, watch))
    watch.over()
    if as_json:
        print_json(found.model_dump(mode="json"))
        return
    print(found.to_text(lang, columns()))


def _show_leaders(
    situation: Situation, extent: Extent, watch: Watch, as_json: bool, lang: Language, command: str
) -> None:
    """Who leads in a scenario, on what that depends, and how much a seller's choice can change there."""
    from engine.studies.leaders import leaders
    from engine.studies.room_for_skill import room_for_skill

    watch.running(extent.workers, report=False, kept=False)
    room = room_for_skill(situation, command=command, **effort(extent, watch))
    found = leaders(situation, command=command, **effort(extent, watch))
    watch.over()
    if as_json:
        print_json({"leaders": found.model_dump(mode="json"), "room_for_skill": room.model_dump(mode="json")})
        return
    print(found.to_text(lang, columns()))
    print(room.to_text(lang, columns()))


def _by_scenario(found: Iterable[Mechanism], scenario: Path | None) -> dict[Path, list[Mechanism]]:
    """The mechanisms by the scenario in which they are switched off."""
    groups: dict[Path, list[Mechanism]] = {}
    for each in found:
        best = WHERE_NOTHING_IS_SHOWN if each.shown_in is None else each.shown_in.scenario
        groups.setdefault(scenario or Path(f"kam:{best}"), []).append(each)
    return groups


def _show_table(measure: bool, extent: Extent, watch: Watch, as_json: bool, lang: Language) -> None:
    """The table of all mechanisms, measured where asked for."""
    from engine.dynamics.machine.composition import MECHANISMS
    from engine.situation.mechanism_table import as_data, overview, what_none_means
    from engine.wording import Document, Paragraph, Title

    found: dict[str, Any] = {}
    if measure:
        from engine.studies.knockouts import declared_effects

        watch.running(extent.workers, report=False, kept=False)
        found = {each.mechanism: each for each in declared_effects(**effort(extent, watch))}
    watch.over()
    if as_json:
        rows = [as_data(each, lang) for each in MECHANISMS]
        for row in rows if measure else ():
            row["measured"] = found[row["name"]].model_dump(mode="json") if row["name"] in found else None
            row["holds"] = found[row["name"]].holds if row["name"] in found else None
        print_json({"mechanisms": rows})
        return
    cells = {name: each.cell() for name, each in found.items()}
    parts: list[Part] = [Title(say("The mechanisms of the model"), 2), overview(cells)]
    if measure:
        from engine.studies.knockout_effects import how_declared_effects_read

        parts += map(Paragraph, [*how_declared_effects_read(found.values()), what_none_means()])
    else:
        more = say("`kam model NAME` tells all about one and switches it off; `--measure` does so for every one.")
        parts += [Paragraph(what_none_means()), Paragraph(more)]
    print(Document(parts).text(lang, columns()))


def _show_some(
    groups: Mapping[Path, list[Mechanism]],
    places: Mapping[Path, Situation],
    extent: Extent,
    watch: Watch,
    as_json: bool,
    lang: Language,
    command: str,
) -> None:
    """All about some mechanisms, each switched off in its scenario."""
    from engine.situation.mechanism_table import as_data, described
    from engine.studies.knockouts import knockouts
    from engine.wording import Document

    watch.running(extent.workers, report=False, kept=False)
    told = []
    for where, mechanisms in groups.items():
        off = [each.name for each in mechanisms if not each.core]
        found = knockouts(places[where], off, command=command, **effort(extent, watch)) if off else None
        told.append((mechanisms, places[where].scenario, found))
    watch.over()
    if as_json:
        data = [as_data(each, lang, scenario) for mechanisms, scenario, _ in told for each in mechanisms]
        effects = [found.model_dump(mode="json") for _, _, found in told if found is not None]
        print_json({"mechanisms": data, "knockouts": effects})
        return
    parts: list[Part] = []
    for mechanisms, scenario, found in told:
        for each in mechanisms:
            parts += described(each, scenario)
            parts += found.table(each.name) if found is not None and not each.core else []
        parts += found.remarks() if found is not None else []
    print(Document(parts).text(lang, columns()))
