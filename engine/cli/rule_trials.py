"""`kam rules roi` and `kam rules challenge`: rulebooks tried in a scenario, on the same luck."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli import options
from engine.cli.failures import named_as_options
from engine.cli.inputs import read_situation
from engine.cli.showing import columns, command_line, print_json
from engine.cli.streams import language
from engine.cli.watch import Watch
from engine.cli.words import WORDS, Words

if TYPE_CHECKING:
    from engine.model.rulebook import Rulebook

PICTURE = Words("Picture: {path}", "图：{path}")

BookTried = Annotated[
    str,
    typer.Option(
        "--book",
        metavar="BOOK",
        help="What the rulebook decides (such as engagement_choice), its id, or a YAML file that takes its place.",
    ),
]
Follow = Annotated[str, typer.Option("--strategy", metavar="NAME", help="Strategy to follow, for example top_down.")]


def rules_roi(
    context: typer.Context,
    scenario: options.ScenarioFile,
    book: BookTried,
    strategy: Follow = "playbook",
    replications: options.Replications = None,
    shapley: Annotated[
        bool,
        typer.Option("--shapley", help="Share what rules that stand in for one another are worth among them."),
    ] = False,
    settings: options.Settings = None,
    people: options.People = None,
    ties: options.Ties = None,
    workers: options.Workers = None,
    seed: options.Seed = None,
    as_json: options.AsJson = False,
    lang: options.Lang = None,
    out: options.Out = options.DEFAULT_OUT,
) -> None:
    """Take every rule away in turn and tell what it adds to wins, weeks and cost, in this scenario."""
    speech = language(lang)
    with named_as_options(strategies="--strategy", book="--book"), Watch(speech) as watch:
        situation = read_situation(scenario, settings, people, ties)
        from engine.experiment import DEFAULT_SEED, rule_roi

        watch.running(workers)
        found = rule_roi(
            situation.scenario,
            book,
            strategy,
            replications=replications,
            shapley=shapley,
            seed=DEFAULT_SEED if seed is None else seed,
            workers=workers,
            progress=watch,
            books=situation.books,
            command=command_line(context),
        )
        watch.writing_report()
        from engine.report import rule_worth_text, write_rule_worth

        folder = write_rule_worth(found, situation.scenario, _tried(situation.books, book), out, speech)
    if as_json:
        print_json({"roi": found.model_dump(mode="json"), "run": str(folder), "picture": str(folder / "roi.png")})
        return
    print(situation.scenario.title.in_language(speech))
    print()
    print(rule_worth_text(found, speech, columns()))
    print()
    print(PICTURE.in_language(speech).format(path=folder / "roi.png"))
    print(WORDS["run"].in_language(speech).format(path=folder))


def _tried(books: Mapping[str, Rulebook], named: str | Path) -> dict[str, Rulebook]:
    """The scenario's rulebooks with the one that was tried in its place."""
    from engine.experiment import choose_book

    purpose, book = choose_book(books, named)
    return {**books, purpose: book}
