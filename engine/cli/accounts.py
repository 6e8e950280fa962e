"""`kam accounts template`: sheets to fill in, of accounts or of the people who have a say."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from engine.cli.file_kinds import need_kind
from engine.cli.new_files import Force, refuse_existing, written
from engine.cli.options import Lang
from engine.cli.streams import language
from engine.wording import say, told

KINDS = (".xlsx", ".csv")


def write_template(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help=say("Where to write: .xlsx, or .csv with the heads alone."))
    ],
    people: Annotated[
        bool, typer.Option("--people", help=say("A sheet of the people who have a say, not one of accounts."))
    ] = False,
    everything: Annotated[bool, typer.Option("--all", help=say("With every field of a dossier."))] = False,
    force: Force = False,
    lang: Lang = None,
) -> int:
    """Writes a sheet to fill in."""
    from engine.files import write_named

    speech = language(lang)
    need_kind(file, "FILE", KINDS)
    refuse_existing(file, "FILE", force)
    heads, workbook = _people(speech) if people else _accounts(speech, everything)
    content = workbook if file.suffix.lower() == ".xlsx" else ("\ufeff" + ",".join(heads) + "\r\n").encode()
    write_named(file, content)
    print(told(written(file), speech))
    following = say(
        "Fill in one person a row, then: {command}", command=shlex.join(["kam", "new", "NAME", "--from", str(file)])
    )
    if not people:
        following = say("Fill in one account a row, then: {command}", command=shlex.join(["kam", "advise", str(file)]))
    print(told(following, speech))
    return 0


def _people(lang: str) -> tuple[list[str], bytes]:
    from engine.committee.people_template import people_heads, people_template

    return people_heads(lang), people_template(lang)


def _accounts(lang: str, everything: bool) -> tuple[list[str], bytes]:
    from engine.advice.dossier_template import FIRST, all_columns, dossier_template, template_heads

    return template_heads(all_columns() if everything else FIRST, lang), dossier_template(lang, everything)
