"""The options that several commands share, and how their texts are taken apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from engine.cli import completion
from engine.errors import InputError, Problem
from engine.execution.processes import workers_will_be_needed
from engine.wording import nearest, say

DEFAULT_OUT = Path("runs")
LANGUAGES = ("zh", "en")


def _whole(option: str) -> Callable[[str], int]:
    """Reads the whole number of an option."""

    def read(text: str) -> int:
        try:
            return int(text)
        except ValueError:
            what = say("`{text}` is not a whole number", text=shortened(text))
            raise InputError(Problem(option, what, say("for example 200"), "number-whole")) from None

    return read


def _processes(text: str) -> int:
    """Reads the number of processes; what they will need is loaded from now on."""
    number = _whole("--workers")(text)
    if number > 1:
        workers_will_be_needed()
    return number


def half_widths(option: str) -> Callable[[str], dict[str, float]]:
    """Reads half-widths by measure: `H` alone is the win rate's, else `MEASURE=H`, several with commas."""

    def read(text: str) -> dict[str, float]:
        found = {}
        for part in text.replace("，", ",").split(","):
            measure, _, number = part.rpartition("=")
            try:
                found[measure.strip() or "win_rate_all"] = float(number)
            except ValueError:
                what = say("`{text}` is not a number", text=shortened(number))
                hint = say("0.02 is two points of win rate; of another measure: cycle_days_median=5")
                raise InputError(Problem(option, what, hint, "number-none")) from None
        return found

    return read


def _language(text: str) -> str:
    if text not in LANGUAGES:
        what = say("`{name}` is not a language kam speaks", name=shortened(text))
        raise InputError(Problem("--lang", what, nearest(text, LANGUAGES), "language-unknown"))
    return text


def _encoding(text: str) -> str:
    from engine.files import encoding_named

    return encoding_named(text)


def _runs_folder(text: str) -> Path:
    path = Path(text)
    if path.exists() and not path.is_dir():
        what = say("`{path}` is a file, not a folder", path=shortened(text))
        raise InputError(Problem("--out", what, say("a folder that may not exist yet"), "folder-none"))
    return path


def shortened(text: str, most: int = 40) -> str:
    """A text as it can stand in a message."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


ScenarioFile = Annotated[
    Path,
    typer.Argument(
        metavar="SCENARIO",
        help=say("Scenario file in YAML, or a shipped one such as kam:keeping_up."),
        autocompletion=completion.scenarios,
    ),
]
Strategy = Annotated[
    str,
    typer.Option(
        "--strategy",
        metavar="NAME",
        help=say("Strategy such as top_down, or your own: mine.py:NAME or mine.yaml."),
        autocompletion=completion.strategies,
    ),
]
Strategies = Annotated[
    list[str] | None,
    typer.Option(
        metavar="A,B,…",
        help=say("Strategies; your own as mine.py:NAME or mine.yaml. Repeatable; all shipped when absent."),
        autocompletion=completion.strategies,
    ),
]
Replications = Annotated[
    int | None, typer.Option(metavar="N", parser=_whole("--replications"), help=say("Number of replications, from 1."))
]
Precision = Annotated[
    dict[str, float] | None,
    typer.Option(
        metavar="[MEASURE=]H",
        parser=half_widths("--precision"),
        help=say("Stop when differences (of win rate, or MEASURE) are known to ±H."),
    ),
]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        help=say("Change one value of the scenario. Repeatable."),
        autocompletion=completion.settings,
    ),
]
People = Annotated[Path | None, typer.Option(metavar="TABLE", help=say("People of the committee; needs --ties."))]
Ties = Annotated[Path | None, typer.Option(metavar="TABLE", help=say("Ties between them; needs --people."))]
Encoding = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        parser=_encoding,
        help=say("Encoding of CSV files, such as gb18030; else by evidence."),
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(metavar="N", parser=_processes, help=say("Processes, from 1; else as many as are worth it.")),
]
Cluster = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help=say("Dask scheduler whose workers play, such as tcp://HOST:8786.")),
]
Seed = Annotated[
    int | None,
    typer.Option(metavar="N", parser=_whole("--seed"), help=say("Root of all chance, from 0; 1 when absent.")),
]
Replication = Annotated[
    int, typer.Option(metavar="N", parser=_whole("--replication"), help=say("Which replication, counted from 0."))
]
Deal = Annotated[
    int, typer.Option(metavar="N", parser=_whole("--deal"), help=say("Which deal of the replication, counted from 0."))
]
Out = Annotated[
    Path, typer.Option(metavar="DIR", parser=_runs_folder, help=say("Folder of runs to store this one in."))
]
Page = Annotated[
    bool | None,
    typer.Option("--page/--no-page", help=say("Write the report as a page; with --json only when asked.")),
]
Full = Annotated[bool, typer.Option("--full", help=say("Tell everything; routine is folded when absent."))]
AsJson = Annotated[bool, typer.Option("--json", help=say("Print one JSON document and nothing else."))]
Lang = Annotated[
    str | None,
    typer.Option(
        metavar="zh|en",
        parser=_language,
        help=say("Language of the answer; else KAM_LANG or the locale's."),
        autocompletion=completion.languages,
    ),
]


def listed(texts: Sequence[str] | None) -> list[str] | None:
    """The names in texts that list them; None when nothing was asked for."""
    from engine.files.name_list import listed_names

    return None if texts is None else listed_names(texts)
