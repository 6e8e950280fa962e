"""Strategies of a user's own: `mine.py:CLIMB` names a `Strategy` in a Python file.

The text of the file travels with the strategy, so that workers need nothing but what they are sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from engine.engagement.cultivating import cultivating, cultivation_in
from engine.engagement.strategy import Levels, Phase, Strategy
from engine.errors import InputError
from engine.wording import nearest, say, told
from engine.wording.os_errors import system_reason

SUFFIX = ".py"


@dataclass(frozen=True)
class OwnStrategy(Strategy):
    """A strategy out of a file. code: the file's text; file, variable: where it stands."""

    code: str = ""
    file: str = ""
    variable: str = ""

    def __reduce__(self) -> tuple[object, ...]:
        return (_from_code, (self.code, self.file, self.variable, cultivation_in(self.name)))


def is_own(named: str) -> bool:
    """Does this name a strategy in a file of the user's?"""
    return named.partition(":")[0].endswith(SUFFIX)


def own_strategy(named: str) -> OwnStrategy:
    """The strategy that `mine.py:CLIMB` names; `mine.py` alone will do where the file has a single one.

    Raises InputError when there is no such file, it fails, or there is no such strategy in it.
    """
    file, _, variable = named.partition(":")
    try:
        code = Path(file).read_text(encoding="utf-8")
    except OSError as error:
        raise InputError.at(file, system_reason(error)) from None
    except UnicodeDecodeError:
        raise InputError.at(file, say("it is not a Python file in UTF-8")) from None
    there = [name for name, value in vars(_module(code, file)).items() if isinstance(value, Strategy)]
    if not there:
        raise InputError.at(file, say("there is no `Strategy` in it"), say("write `CLIMB = Strategy(name=…, …)`"))
    if not variable and len(there) > 1:
        raise InputError.at(
            file, say("there are several strategies in it"), nearest("", [f"{file}:{n}" for n in there])
        )
    wanted = variable or there[0]
    if wanted not in there:
        raise InputError.at(file, say("there is no strategy `{name}` in it", name=wanted), nearest(wanted, there))
    return _from_code(code, file, wanted)


def plain_strategy(strategy: Strategy) -> dict[str, object]:
    """What brings a strategy of the user's own back (see `strategy_from`), as plain values.

    Raises InputError for one in Python that is not in a file of its own.
    """
    if isinstance(strategy, OwnStrategy):
        place = {"code": strategy.code, "file": strategy.file, "variable": strategy.variable}
        return {**place, "cultivation": cultivation_in(strategy.name)}
    if strategy.counsellor is not None:
        what = say("a strategy that was made here cannot be kept or sent to other processes")
        raise InputError.at(f"strategy {strategy.name}", what, say("put it into a file and name it as `mine.py:CLIMB`"))
    plain = {name: getattr(strategy, name) for name in Strategy.__dataclass_fields__ if name != "counsellor"}
    return {**plain, "label": told(strategy.label, "en"), "phases": [vars(phase) for phase in strategy.phases]}


def strategy_from(plain: Mapping[str, Any]) -> Strategy:
    """The strategy that `plain_strategy` gave as plain values."""
    if "code" in plain:
        return _from_code(plain["code"], plain["file"], plain["variable"], plain.get("cultivation", ""))
    given: list[dict[str, Any]] = plain["phases"]
    phases = [Phase(**{**phase, "roles": tuple(phase["roles"]), "levels": _levels(phase["levels"])}) for phase in given]
    return Strategy(**{**plain, "phases": tuple(phases), "dashes": tuple(plain["dashes"])})


def _levels(plain: Any) -> Levels:
    return plain if plain == "low" else tuple(plain)


def _from_code(code: str, file: str, variable: str, cultivation: str = "") -> OwnStrategy:
    found: Strategy = vars(_module(code, file))[variable]
    found = cultivating(found, cultivation) if cultivation else found
    known = {name: getattr(found, name) for name in Strategy.__dataclass_fields__}
    return OwnStrategy(**known, code=code, file=file, variable=variable)


@cache
def _module(code: str, file: str) -> ModuleType:
    """The module that the text makes. Raises InputError with the line at which it fails."""
    module = ModuleType(Path(file).stem)
    module.__file__ = file
    try:
        exec(compile(code, file, "exec"), vars(module))
    except SyntaxError as error:
        what = say("Python cannot read this line: {why}", why=error.msg)
        raise InputError.at(f"{file}:{error.lineno or 1}", what) from None
    except Exception as error:
        where = next((f"{file}:{line}" for name, line in _frames(error) if name == file), file)
        raise InputError.at(where, say("it fails with {error}", error=f"{type(error).__name__}: {error}")) from error
    return module


def _frames(error: BaseException) -> list[tuple[str, int]]:
    """File and line of every call on the way to an error, the innermost first."""
    found, at = [], error.__traceback__
    while at is not None:
        found.append((at.tb_frame.f_code.co_filename, at.tb_lineno))
        at = at.tb_next
    return found[::-1]
