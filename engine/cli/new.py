"""`kam new`: a scenario or a dossier of the user's own, asked for on a terminal, else to begin with."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.completion import beginnings
from engine.cli.failures import INTERRUPTED
from engine.cli.new_files import Force, need_folder, need_yaml, refuse_existing, written
from engine.cli.options import Encoding, Lang
from engine.cli.questions import settled, somebody_is_there
from engine.cli.streams import language, tell
from engine.errors import InputError, Problem
from engine.model.quantity import canonical
from engine.wording import say, told
from engine.wording.language import Language

if TYPE_CHECKING:
    from engine.cli.new_questions import Given
    from engine.committee import Committee
    from engine.situation.own_scenario import Purchase

DEFAULT_BASE = "kam:keeping_up"
_BEGIN = say("A few questions; Enter takes what is offered, Ctrl-C stops and writes nothing.")


def new_scenario(
    name: Annotated[
        Path, typer.Argument(metavar="NAME", help=say("File to write, such as my_account.yaml; .yaml is added."))
    ],
    begin: Annotated[
        list[str] | None,
        typer.Option(
            "--from",
            metavar="SCENARIO|TABLE",
            help=say("Scenario to build on, or a sheet of people (.xlsx, .csv), or both."),
            autocompletion=beginnings,
        ),
    ] = None,
    ties: Annotated[
        Path | None, typer.Option(metavar="TABLE", help=say("Ties between the people of the sheet."))
    ] = None,
    dossier: Annotated[bool, typer.Option("--dossier", help=say("Begin a dossier for kam advise instead."))] = False,
    yes: Annotated[bool, typer.Option("--yes", help=say("Ask nothing; take what would be offered."))] = False,
    encoding: Encoding = None,
    force: Force = False,
    lang: Lang = None,
) -> int:
    """Writes a short scenario that builds on another one, with what is usually changed first."""
    speech = language(lang)
    path = name if name.suffix or name.is_dir() else name.with_name(f"{name.name}.yaml")
    refuse_existing(path, "NAME", force)
    need_yaml(path, "NAME", say("a dossier is a YAML file") if dossier else say("a scenario is a YAML file"))
    need_folder(path)
    base, sheet = _begun_from(begin or [], ties)
    asks = somebody_is_there() and not yes
    begun = _Begun(path, base, sheet, ties, encoding, asks, speech)
    try:
        if dossier:
            return _write(path, _dossier(begun), ("advise",), speech)
        if sheet is None and (base is not None or not asks):
            return _write(path, _short(path, base, speech), ("check", "compare"), speech)
        return _write(path, _own(begun), ("check", "compare"), speech)
    except _stopped():
        print(say("Stopped: nothing was written.").in_language(speech), file=sys.stderr)
        return INTERRUPTED


@dataclass(frozen=True)
class _Begun:
    """What a new file begins from. asks: is somebody there to be asked?"""

    path: Path
    base: str | None
    sheet: Path | None
    ties: Path | None
    encoding: str | None
    asks: bool
    speech: Language


def _stopped() -> tuple[type[BaseException], ...]:
    from engine.cli.interview import Stopped

    return Stopped, KeyboardInterrupt


def _begun_from(begin: list[str], ties: Path | None) -> tuple[str | None, Path | None]:
    """The scenario and the sheet among what to begin from."""
    from engine.files.table import TABLE_ENDINGS

    sheets = [each for each in begin if each.lower().endswith(TABLE_ENDINGS)]
    scenarios = [each for each in begin if each not in sheets]
    if len(sheets) > 1 or len(scenarios) > 1:
        what = say("`--from` takes one scenario and one sheet of people")
        raise InputError(Problem("--from", what, say("leave one out"), "from-many"))
    if ties is not None and not sheets:
        what = say("needs the people whom it ties as well")
        raise InputError(Problem("--ties", what, say("add --from PEOPLE.csv"), "ties-alone"))
    return next(iter(scenarios), None), Path(sheets[0]) if sheets else None


def _short(path: Path, base: str | None, speech: Language) -> str:
    from engine.situation.new_scenario import new_scenario_text

    text = new_scenario_text(path, base or DEFAULT_BASE, speech)
    if base is None:
        tell([say("Nothing was asked; taken as example: {base}. Others: --from NAME", base=DEFAULT_BASE)], speech)
    return text


def _own(begun: _Begun) -> str:
    """The text of a scenario with people of the user's own, or with what the user answers."""
    from engine.cli.new_questions import Given
    from engine.situation.closest_scenario import base_of
    from engine.situation.own_scenario import checked, own_scenario_text

    path, speech = begun.path, begun.speech
    chosen = None if begun.base is None else base_of(begun.base)
    if chosen is not None and len(chosen.scenario.accounts) > 1:
        what = say("people from elsewhere need a scenario with exactly one account")
        raise InputError(Problem("--from", what, say("known: {names}", names=_bases()), "people-accounts"))
    read = partial(_committee, encoding=begun.encoding, speech=speech)
    given = Given(chosen, None if begun.sheet is None else read(begun.sheet, ties=begun.ties))
    purchase = _asked(path, given, read, speech) if begun.asks else _taken(path, given, speech)
    text = own_scenario_text(path, purchase, speech)
    checked(text, path)
    return text


def _dossier(begun: _Begun) -> str:
    """The text of a dossier, with the people of a sheet, and with what the user answers."""
    from engine.cli.dossier_questions import QUESTIONS, known_asked
    from engine.cli.interview import Interview
    from engine.situation.new_dossier import Known, new_dossier_text

    path, speech = begun.path, begun.speech
    if begun.base is not None:
        what = say("a dossier builds on no scenario")
        raise InputError(Problem("--from", what, say("give a sheet of people, or leave it out"), "dossier-from"))
    read = partial(_committee, encoding=begun.encoding, speech=speech, seen=False)
    committee = None if begun.sheet is None else read(begun.sheet, ties=begun.ties)
    known = Known(path.stem, {}, committee)
    if begun.asks:
        tell([_BEGIN], speech)
        known = known_asked(path.stem, committee, read, Interview(speech, QUESTIONS - (committee is not None)))
    return new_dossier_text(path, known, speech)


def _bases() -> list[str]:
    from engine.situation.closest_scenario import shipped_bases

    return [base.name for base in shipped_bases()]


def _committee(
    sheet: Path, ties: Path | None = None, *, encoding: str | None, speech: Language, seen: bool = True
) -> Committee:
    """The people of a sheet; what can be read in two ways is asked, what was guessed is told.

    seen: does it matter, and is it told, that whoever stands on the sheet is known to have a say?
    """
    from engine.cli.dossier_questions import any_centre
    from engine.committee import all_identified, read_committee

    found = settled(lambda: read_committee(sheet, ties, any_centre(), encoding), speech)
    lines = sum(person.reports_to is not None for person in found.centre.people)
    read = say(
        "{file}: people {people}, reporting lines {lines}, ties {ties}",
        file=str(sheet), people=len(found.centre.people), lines=lines, ties=len(found.centre.ties),
    )  # fmt: skip
    tell([read, *found.guessed], speech)
    if "identified" in found.columns or not seen:
        return found
    known = say("Everybody on the sheet counts as known to have a say; what is otherwise, say it in `identified`.")
    tell([known], speech)
    return all_identified(found)


def _asked(path: Path, given: Given, read: Callable[[Path], Committee], speech: Language) -> Purchase:
    from engine.cli.interview import Interview
    from engine.cli.new_questions import QUESTIONS, purchase_asked

    interview = Interview(speech, QUESTIONS - (given.committee is not None))
    tell([_BEGIN], speech)
    return purchase_asked(path.stem, given, read, interview)


def _taken(path: Path, given: Given, speech: Language) -> Purchase:
    """The purchase where nothing is asked: the people of the sheet, all else as in the example, which is told."""
    from engine.committee import with_rules_of
    from engine.situation.closest_scenario import base_of
    from engine.situation.own_scenario import Purchase

    base = given.base or base_of(DEFAULT_BASE)
    assert given.committee is not None
    project = base.account.project
    taken = say(
        "Nothing was asked. As in “{title}” ({name}): amount {amount} (10k CNY), margin {margin}, path {path}, {n} "
        "rivals. Ask again on a terminal, or change the file.",
        title=base.scenario.title,
        name=base.name,
        amount=f"{canonical(project.amount) / 1e4:g}",
        margin=f"{canonical(project.margin):.0%}",
        path=project.path.title,
        n=len(base.account.rivals),
    )
    tell([taken], speech)
    committee = with_rules_of(given.committee, base.account.buying_centre)
    return Purchase(
        base, path.stem, told(say("their next purchase"), speech), base.account.ownership, committee=committee
    )


def _write(path: Path, text: str, verbs: tuple[str, ...], speech: Language) -> int:
    from engine.files import write_named

    write_named(path, text.encode())
    print(written(path).in_language(speech))
    for verb in verbs:
        print(say("Next: {command}", command=shlex.join(["kam", verb, str(path)])).in_language(speech))
    return 0
