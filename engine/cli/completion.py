"""Tab completion: what a shell is answered, and how it is set up in one."""

from __future__ import annotations

import os
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

import typer

from engine.cli.streams import spoken
from engine.errors import InputError, KamError, Problem
from engine.wording import either, say

VARIABLE = "_KAM_COMPLETE"
"""Set by the shell's script when the words typed so far are to be completed."""

SHELLS = ("bash", "zsh", "fish")
WHOLE_NAMES = "COMP_WORDBREAKS=${COMP_WORDBREAKS//:/}\n"
"""For bash, which would take `kam:keeping_up` for two words."""

IN_A_QUANTITY = ("value", "unit", "source", "assumption", "range")


def answer_shell(command: Any, instruction: str) -> int:
    """Print what the words typed so far can be completed to. What is wrong with them is no time to speak of."""
    library: Any = import_module("typer.completion")
    library.completion_init()
    try:
        return int(library.shell_complete(command, {}, "kam", VARIABLE, instruction))
    except KamError:
        return 0


def install_completion(context: typer.Context, wanted: bool) -> None:
    """Set completion up for the shell that this was typed in."""
    if not wanted:
        return
    library: Any = import_module("typer.completion")
    _, path = library.install(_this_shell("--install-completion"), "kam", VARIABLE)
    if path.suffix == ".sh":
        path.write_text(f"{WHOLE_NAMES}{path.read_text(encoding='utf-8')}\n", encoding="utf-8")
    done = say("Tab completion is set up in {path}. Open a new terminal to use it.", path=str(path))
    print(done.in_language(spoken(context.find_root().obj)))
    raise typer.Exit


def show_completion(wanted: bool) -> None:
    """Print what sets completion up in the shell that this was typed in."""
    if not wanted:
        return
    library: Any = import_module("typer.completion")
    shell = _this_shell("--show-completion")
    script = library.get_completion_script(prog_name="kam", complete_var=VARIABLE, shell=shell)
    print(f"{WHOLE_NAMES if shell == 'bash' else ''}{script}")
    raise typer.Exit


def _this_shell(option: str) -> str:
    """The shell in which a command was typed; the user's own where that cannot be told."""
    library: Any = import_module("typer.completion")
    found = (library._get_shell_name(), Path(os.environ.get("SHELL", "")).name)
    shell = next((name for name in found if name in SHELLS), None)
    if shell is None:
        what = say("this shell is not one that can be completed in")
        raise InputError(Problem(option, what, say("type it in {shells}", shells=either(SHELLS)), "shell-unknown"))
    return shell


def scenarios(incomplete: str) -> list[str]:
    """Shipped scenarios, and YAML files that lie here."""
    from engine.files.shipped import SHIPPED, shipped_folder

    shipped = [f"{SHIPPED}{path.stem}" for path in shipped_folder().glob("*.yaml")]
    return _beginning(incomplete, shipped, _here(".yaml"))


def beginnings(incomplete: str) -> list[str]:
    """Shipped scenarios, and scenarios and sheets of people that lie here."""
    return [*scenarios(incomplete), *_beginning(incomplete, _here(".csv"), _here(".xlsx"))]


def dossiers(incomplete: str) -> list[str]:
    """Shipped dossiers, and files that lie here and may be some."""
    from engine.files.shipped import SHIPPED, shipped_folder

    shipped = [f"{SHIPPED}{path.stem}" for path in shipped_folder().glob("dossiers/*.*")]
    return _beginning(incomplete, shipped, _here(".yaml", ".csv", ".xlsx"))


def books(incomplete: str) -> list[str]:
    """Shipped rulebooks, and files that lie here and may be some; the last of a list."""
    from engine.rules import shipped_books

    return _last_of_list(incomplete, shipped_books(), _here(".yaml", ".csv", ".xlsx"))


def strategies(incomplete: str) -> list[str]:
    """Shipped strategies, and files that lie here and may hold some; the last of a list."""
    from engine.engagement import STRATEGIES

    return _last_of_list(incomplete, [strategy.name for strategy in STRATEGIES], _here(".py", ".yaml"))


def mechanisms(incomplete: str) -> list[str]:
    """The mechanisms of the model."""
    from engine.dynamics.machine.composition import MECHANISMS

    return _beginning(incomplete, [mechanism.name for mechanism in MECHANISMS])


def measures(incomplete: str) -> list[str]:
    """The measures of a comparison; the last of a list."""
    from engine.results.measures import MEASURES

    return _last_of_list(incomplete, MEASURES)


def languages(incomplete: str) -> list[str]:
    """The languages of answers."""
    return _beginning(incomplete, ("zh", "en"))


def settings(context: typer.Context, incomplete: str) -> list[str]:
    """Paths of values in the scenario named before."""
    scenario = context.params.get("scenario") or next(iter(context.args), None)
    if scenario is None:
        return []
    from engine.situation import load_tree
    from engine.situation.walk import paths_in

    paths = list(paths_in(load_tree(scenario)))
    within = {path.rpartition(".")[0] for path in paths if path.rpartition(".")[2] not in IN_A_QUANTITY}
    leaves = [path for path in paths if path not in within and not set(path.split(".")) & set(IN_A_QUANTITY)]
    return _beginning(incomplete, leaves)


def _here(*endings: str) -> list[str]:
    return [path.name for path in Path().iterdir() if path.suffix in endings]


def _beginning(incomplete: str, *groups: Iterable[str]) -> list[str]:
    return [name for names in groups for name in sorted(names) if name.startswith(incomplete)]


def _last_of_list(incomplete: str, *groups: Iterable[str]) -> list[str]:
    before, comma, last = incomplete.rpartition(",")
    return [f"{before}{comma}{name}" for name in _beginning(last, *groups)]
