"""`kam new`: a scenario of the user's own, to begin with."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from engine.cli.completion import scenarios
from engine.cli.new_files import Force, need_yaml, refuse_existing, written
from engine.cli.options import Lang
from engine.cli.streams import language
from engine.wording import say


def new_scenario(
    name: Annotated[
        Path, typer.Argument(metavar="NAME", help=say("File to write, such as my_account.yaml; .yaml is added."))
    ],
    base: Annotated[
        str,
        typer.Option(
            "--from",
            metavar="SCENARIO",
            help=say("Scenario to build on: a shipped one, or a file."),
            autocompletion=scenarios,
        ),
    ] = "kam:keeping_up",
    force: Force = False,
    lang: Lang = None,
) -> int:
    """Writes a short scenario that builds on another one, with what is usually changed first."""
    from engine.files import write_named
    from engine.situation.new_scenario import new_scenario_text

    speech = language(lang)
    path = name if name.suffix or name.is_dir() else name.with_name(f"{name.name}.yaml")
    refuse_existing(path, "NAME", force)
    need_yaml(path, "NAME", say("a scenario is a YAML file"))
    write_named(path, new_scenario_text(path, base, speech).encode())
    print(written(path).in_language(speech))
    for verb in ("check", "compare"):
        print(say("Next: {command}", command=shlex.join(["kam", verb, str(path)])).in_language(speech))
    return 0
