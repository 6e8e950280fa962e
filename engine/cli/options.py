"""The options that several commands share, and how their texts are taken apart."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from engine.errors import InputError, suggest
from engine.processes import workers_will_be_needed

SEPARATORS = re.compile(r"[,，、\s]+")
DEFAULT_OUT = Path("runs")
LANGUAGES = ("zh", "en")


def _whole(option: str) -> Callable[[str], int]:
    """Reads the whole number of an option."""

    def read(text: str) -> int:
        try:
            return int(text)
        except ValueError:
            raise InputError.at(option, f"{_shown(text)} is not a whole number", "for example 200") from None

    return read


def _processes(text: str) -> int:
    """Reads the number of processes; what they will need is loaded from now on."""
    number = _whole("--workers")(text)
    if number > 1:
        workers_will_be_needed()
    return number


def _share(option: str) -> Callable[[str], float]:
    """Reads the number of an option that is a share."""

    def read(text: str) -> float:
        try:
            return float(text)
        except ValueError:
            raise InputError.at(option, f"{_shown(text)} is not a number", "0.02 is two points") from None

    return read


def _language(text: str) -> str:
    if text not in LANGUAGES:
        raise InputError.at("--lang", f"{_shown(text)} is not a language kam speaks", suggest(text, LANGUAGES))
    return text


def _encoding(text: str) -> str:
    from engine.files import encoding_named

    return encoding_named(text)


def _runs_folder(text: str) -> Path:
    path = Path(text)
    if path.exists() and not path.is_dir():
        raise InputError.at("--out", f"{_shown(text)} is a file, not a folder", "a folder that may not exist yet")
    return path


def _shown(text: str) -> str:
    return f"`{text}`" if len(text) <= 40 else f"`{text[:39]}…`"


ScenarioFile = Annotated[
    Path, typer.Argument(metavar="SCENARIO", help="Scenario file in YAML, or a shipped one such as kam:keeping_up.")
]
Strategy = Annotated[str, typer.Option(metavar="NAME", help="Strategy to follow, for example top_down.")]
Strategies = Annotated[
    str | None, typer.Option(metavar="A,B,…", help="Strategies, separated by commas; all of them when absent.")
]
Replications = Annotated[
    int | None, typer.Option(metavar="N", parser=_whole("--replications"), help="Number of replications, from 1.")
]
Precision = Annotated[
    float | None,
    typer.Option(
        metavar="H",
        parser=_share("--precision"),
        help="Stop when the difference of win rates is known to ±H; 0.02 is two points.",
    ),
]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Change one value of the scenario; may be given several times."),
]
People = Annotated[Path | None, typer.Option(metavar="TABLE", help="People of the committee; needs --ties.")]
Ties = Annotated[Path | None, typer.Option(metavar="TABLE", help="Ties between them; needs --people.")]
Encoding = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        parser=_encoding,
        help="Encoding of CSV files: utf-8, utf-16, gb18030, big5 or cp1252; by evidence when absent.",
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(metavar="N", parser=_processes, help="Processes, from 1; as many as are worth it when absent."),
]
Seed = Annotated[
    int | None,
    typer.Option(metavar="N", parser=_whole("--seed"), help="Root of all chance, from 0; 1 when absent."),
]
Replication = Annotated[
    int, typer.Option(metavar="N", parser=_whole("--replication"), help="Which replication, counted from 0.")
]
Deal = Annotated[
    int, typer.Option(metavar="N", parser=_whole("--deal"), help="Which deal of the replication, counted from 0.")
]
Out = Annotated[
    Path, typer.Option(metavar="DIR", parser=_runs_folder, help="Folder of runs in which to store this one.")
]
Full = Annotated[bool, typer.Option("--full", help="Tell everything; routine is folded when absent.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
Lang = Annotated[
    str | None,
    typer.Option(
        metavar="zh|en", parser=_language, help="Language of the answer; KAM_LANG or the locale's when absent."
    ),
]


def listed(text: str | None) -> list[str] | None:
    """The names of a list written with commas, Chinese commas or blanks; None when nothing was asked for."""
    if text is None:
        return None
    return [name for name in SEPARATORS.split(text) if name]
