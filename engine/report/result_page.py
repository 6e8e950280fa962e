"""`engine.plot(result)` and `engine.page(result)`: a result as a picture, and as one page that holds everything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from engine.errors import InputError, Problem, RunFailed
from engine.files import write_whole
from engine.report.figures import Figure
from engine.report.page import rendered
from engine.report.page_parts import Section
from engine.report.plots.map_plot import draw_map
from engine.report.plots.sweep_plot import draw_sweep
from engine.results.receipt import Receipt
from engine.studies.whatif import SweepValues
from engine.studies.whatif.sweep_terms import basis, notes
from engine.studies.whatif.sweep_words import headline, result_parts, title, value_parts
from engine.wording import (
    Column,
    Items,
    Joined,
    Paragraph,
    Part,
    Said,
    Table,
    numbers as formats,
    say,
    system_reason,
    told,
)
from engine.wording.language import reader_language


@dataclass(frozen=True)
class Plot:
    """A picture of a result; notebooks show it by itself. alt: what it shows, for those who cannot see it."""

    figure: Figure
    lang: str

    @property
    def alt(self) -> str:
        """What it shows, in words."""
        return told(self.figure.alt, self.lang)

    def save(self, path: str | Path) -> Path:
        """Write it as PNG, complete or not at all. Raises RunFailed where that cannot be done."""
        return _written(Path(path), self.figure.saved.png)

    def _repr_png_(self) -> bytes:
        return self.figure.saved.png


def plot(result: SweepValues, lang: str | None = None) -> Plot:
    """The picture of a what-if result; in the reader's language unless `lang` says "zh" or "en".

    Raises InputError for anything else than such a result.
    """
    _refuse_others(result)
    spoken = lang or reader_language()
    draw = draw_sweep if len(result.axes) == 1 else draw_map
    return Plot(Figure("sweep", draw(result, spoken), headline(result)), spoken)


def page(result: SweepValues, path: str | Path | None = None, lang: str | None = None) -> str | Path:
    """One self-contained page about a what-if result: sentence, picture, numbers, method and receipt.

    path: where to write it, complete or not at all; the page's HTML is returned when absent, its path otherwise.
    Raises InputError for anything else than such a result, RunFailed where it cannot be written.
    """
    drawn = plot(result, lang)
    made = say(
        "{strategies} strategies · {n} replications each · seed {seed} · {when}",
        strategies=len(result.strategies),
        n=formats.count(result.replications),
        seed=result.seed,
        when=datetime.fromisoformat(result.receipt.created).strftime("%Y-%m-%d %H:%M"),
    )
    html = rendered(result.title, title(result, marked=False), made, _sections(result, drawn.figure), drawn.lang)
    return html if path is None else _written(Path(path), html.encode("utf-8"))


def _refuse_others(result: object) -> None:
    if not isinstance(result, SweepValues):
        what = say("the result of a what-if study is needed, not `{given}`", given=type(result).__name__)
        raise InputError(Problem("result", what, "engine.sweep(…)", "result-none"))


def _written(path: Path, content: bytes) -> Path:
    try:
        write_whole(path, content)
    except OSError as error:
        what = say("{path}: cannot be written: {reason}", path=str(path), reason=system_reason(error))
        raise RunFailed(what) from error
    return path


def _sections(found: SweepValues, figure: Figure) -> Iterator[Section]:
    lead, *others = result_parts(found)
    yield Section("result", say("The result in words"), [lead, figure.picture, *others])
    yield Section("values", say("The numbers"), list(value_parts(found)))
    yield Section("basis", say("What it rests on"), [*notes(found), Paragraph(basis(found))])
    yield Section("method", say("How this was computed"), list(_method(found)), appendix=True, folded=True)
    yield Section("receipt", say("Receipt"), list(_receipt(found)), appendix=True, folded=True)


def _method(found: SweepValues) -> Iterator[Part]:
    said: list[Said] = [
        say(
            "Common random numbers. Every strategy at every point meets the same people, rivals, triggers and luck in "
            "each replication; differences are taken replication by replication."
        ),
        say(
            "Identical records are told by a hash of every byte: where they are the same, a value is flat because "
            "nothing changes, not because too little was played."
        ),
    ]
    if len(found.strategies) > 1:
        said.append(
            say(
                "The band of differences holds everywhere at once with 95%: its half-width is {reach} standard errors, "
                "from the joint distribution of all points and pairs (max-t; Hothorn, Bretz & Westfall, 2008). A "
                "difference that rests on fewer than twenty replications is not told.",
                reach=f"{found.reach[found.measure]:.2f}",
            )
        )
        said.append(
            say(
                "The band is widened by four imagined deals in which two strategies part completely, two for each "
                "side: where nothing came out differently in what was played, it may still, and the band says how "
                "often."
            )
        )
        said.append(
            say(
                "Where the lead changes is read off the band, with straight lines between the points: from where its "
                "one end reaches zero to where the other does."
            )
        )
    if found.second_block is not None:
        said.append(
            say(
                "The second block plays the same points with another seed; all points of one block share their luck, "
                "so that a pattern across them can be luck."
            )
        )
    yield Items(said)


def _receipt(found: SweepValues) -> Iterator[Part]:
    receipt: Receipt = found.receipt
    axes = [f"`{axis.path}` = {', '.join(axis.values)}" for axis in found.axes]
    rows: list[tuple[Said, list[Said]]] = [
        (say("Program"), [receipt.program]),
        (say("Command"), [f"`{receipt.command}`"] if receipt.command else []),
        (say("Made"), [receipt.created]),
        (say("Scenario"), [f"`{receipt.scenario_id} sha256:{receipt.scenario_sha256}`"]),
        (say("Varied"), [*axes]),
        (say("Rulebooks"), [f"`{name} sha256:{value}`" for name, value in receipt.books.items()]),
        (say("Code"), [f"`sha256:{receipt.code_sha256}`"]),
        (say("Seed"), [str(receipt.seed)]),
        (say("Seed of the second block"), [str(found.second_block.seed)] if found.second_block else []),
        (say("Replications"), [formats.count(receipt.replications)]),
        (say("Pilot"), [say("{n} replications, which count", n=found.plan.pilot)]),
        (say("Budget"), [f"{found.plan.budget:g} s"] if found.plan.budget is not None else []),
        (say("Versions"), [f"{name} {value}" for name, value in receipt.versions.items()]),
    ]
    table = [(name, Joined(values, "\n")) for name, values in rows if values]
    yield Table([Column(""), Column("")], table)
