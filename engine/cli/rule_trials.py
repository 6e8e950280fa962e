"""`kam rules roi` and `kam rules challenge`: rulebooks tried in a scenario, on the same luck."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli import options
from engine.cli.completion import books
from engine.cli.failures import named_as_options
from engine.cli.option_groups import Extent, Place, effort, with_groups
from engine.cli.showing import columns, command_line, print_json
from engine.cli.streams import language
from engine.cli.watch import Watch
from engine.wording import say

if TYPE_CHECKING:
    from engine.model.rulebook import Rulebook
    from engine.studies import Example

BookTried = Annotated[
    str,
    typer.Option(
        "--book",
        metavar="BOOK",
        help=say("Rulebook to try: what it decides, its id, or a YAML file in its place."),
        autocompletion=books,
    ),
]


@with_groups
def rules_roi(
    context: typer.Context,
    *,
    book: BookTried,
    strategy: options.Strategy = "playbook",
    extent: Extent,
    place: Place,
    shapley: Annotated[
        bool,
        typer.Option("--shapley", help=say("Share out what rules that stand in for one another are worth.")),
    ] = False,
    as_json: options.AsJson = False,
    lang: options.Lang = None,
    out: options.Out = options.DEFAULT_OUT,
) -> None:
    """Tells what every rule of a book adds, by taking each away in turn."""
    speech = language(lang)
    with named_as_options(strategies="--strategy", book="--book"), Watch(speech) as watch:
        situation = place.read(speech, as_json, watch)
        from engine.studies import choose_book, rule_roi

        purpose, chosen = choose_book(situation.books, book)
        watch.running(extent.workers)
        found = rule_roi(
            situation,
            chosen,
            strategy,
            shapley=shapley,
            command=command_line(context),
            **effort(extent, watch, keep=out),
        )
        watch.writing_report()
        from engine.report.kept_rule_worth import write_rule_worth

        folder = write_rule_worth(found, situation.scenario, {**situation.books, purpose: chosen}, out, speech)
    if as_json:
        print_json({"roi": found.model_dump(mode="json"), "run": str(folder), "picture": str(folder / "roi.png")})
        return
    print(situation.scenario.title.in_language(speech))
    print()
    print(found.to_text(speech, columns()))
    print()
    print(say("Picture: {path}", path=str(folder / "roi.png")).in_language(speech))
    print(say("Run folder: {path}", path=str(folder)).in_language(speech))


@with_groups
def rules_challenge(
    context: typer.Context,
    *,
    book: Annotated[
        str,
        typer.Option(
            "--book",
            metavar="CHALLENGER",
            help=say("Rulebook that challenges: a YAML file, or an id."),
            autocompletion=books,
        ),
    ],
    champion: Annotated[
        str | None,
        typer.Option(
            "--champion",
            metavar="BOOK",
            help=say("Rulebook to beat; else the scenario's own."),
            autocompletion=books,
        ),
    ] = None,
    strategy: options.Strategy = "playbook",
    extent: Extent,
    place: Place,
    as_json: options.AsJson = False,
    lang: options.Lang = None,
    out: options.Out = options.DEFAULT_OUT,
) -> None:
    """Lets one rulebook challenge another on the same luck."""
    speech = language(lang)
    with named_as_options(strategies="--strategy", book="--book", champion="--champion"), Watch(speech) as watch:
        situation = place.read(speech, as_json, watch)
        from engine.studies import challenge, contestants

        purpose, tried = contestants(situation.books, book, champion)
        watch.running(extent.workers)
        found = challenge(
            situation,
            tried["challenger"],
            tried["champion"],
            strategy,
            command=command_line(context),
            **effort(extent, watch, keep=out),
        )
        watch.writing_report()
        from engine.report.kept_challenge import write_challenge

        others = {name: each for name, each in situation.books.items() if name != purpose}
        folder = write_challenge(found, situation.scenario, {**others, **tried}, out)

    def commands(example: Example) -> tuple[str, ...]:
        where = ["--replication", str(example.replication), "--deal", str(example.deal), "--seed", str(found.seed)]
        words = ["kam", "trace", str(place.scenario), "--strategy", strategy, *where]
        words += [word for setting in place.settings or [] for word in ("--set", setting)]
        words += [] if place.people is None else ["--people", str(place.people), "--ties", str(place.ties)]
        sources = ("champion", champion), ("challenger", book)
        return tuple(shlex.join([*words, *_set_book(situation.books, tried[side], named)]) for side, named in sources)

    if as_json:
        traces = [commands(example) for example in found.partings.examples]
        print_json({"challenge": found.model_dump(mode="json"), "traces": traces, "run": str(folder)})
        return
    print(situation.scenario.title.in_language(speech))
    print()
    print(found.document(commands).text(speech, columns()))
    print()
    print(say("Run folder: {path}", path=str(folder)).in_language(speech))


def _set_book(books: Mapping[str, Rulebook], book: Rulebook, named: str | None) -> list[str]:
    """What makes `kam trace` use this book; nothing where the scenario does so by itself."""
    from engine.studies import choose_book

    purpose, found = choose_book(books, book)
    if named is None or found == books[purpose]:
        return []
    source = Path(named).resolve() if Path(named).is_file() else named
    return ["--set", f"rulebooks.{purpose}={source}"]
