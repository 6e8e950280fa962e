"""How commands were called in the release before: who types that is told what to type now."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence

from engine.errors import InputError, Problem
from engine.wording import say

COMMANDS: Mapping[str, tuple[str, ...]] = {"run": ("compare",), "replay": ("runs", "replay")}
OPTIONS: Mapping[str, Mapping[str, str]] = {
    "run": {"--strategy": "--strategies"},
    "advise": {"--book": "--books"},
}


def refuse_former_names(words: Sequence[str]) -> None:
    """Raises InputError for a command line of the release before, with the one of today."""
    now = words_of_today(words)
    if now != list(words):
        what, command = say("this is typed otherwise now"), shlex.join(["kam", *now])
        hint = say("type `{command}`", command=command)
        raise InputError(Problem(f"kam {words[0]}", what, hint, "command-former"))


def words_of_today(words: Sequence[str]) -> list[str]:
    """The words behind `kam` in which every former name is the one of today."""
    if not words:
        return []
    command, *rest = words
    names = OPTIONS.get(command, {})
    split = [word.partition("=") for word in rest]
    renamed = [f"{names.get(name, name)}{equals}{value}" for name, equals, value in split]
    return [*COMMANDS.get(command, (command,)), *renamed]
