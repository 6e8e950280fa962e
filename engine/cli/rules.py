"""`kam rules`: check, test, explain and mutate rulebooks; other modules add what else can be done with them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol, TypeVar

import typer

from engine.cli.failures import BAD_INPUT, explain
from engine.cli.options import AsJson, Lang
from engine.cli.showing import columns, print_json
from engine.cli.streams import language
from engine.errors import InputError, suggest

if TYPE_CHECKING:
    from engine.model.rulebook import Declaration
    from engine.rules import Book as LoadedBook

NOT_AS_IT_SHOULD_BE, BOOK_IS_WRONG = 1, 3
LONGEST = 3600.0

rules = typer.Typer(
    help="Check, test, explain and mutate rulebooks, and try them in a scenario.", rich_markup_mode=None
)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 < seconds <= LONGEST:
        raise InputError.at(
            "--seconds", f"`{text[:40]}` is not a time", f"seconds, more than 0 and at most {LONGEST:g}"
        )
    return seconds


Books = Annotated[
    list[str], typer.Argument(metavar="BOOK...", help="Rulebook files (YAML, .xlsx, .csv), or ids of shipped books.")
]
Book = Annotated[
    str, typer.Argument(metavar="BOOK", help="Rulebook file (YAML, .xlsx, .csv), or the id of a shipped book.")
]
Seconds = Annotated[
    float, typer.Option(metavar="S", parser=_seconds, help="Most seconds to spend on the proofs of one book.")
]


class _Report(Protocol):
    def to_text(self, lang: str | None = ..., columns: int = ...) -> str: ...
    def as_data(self) -> dict[str, object]: ...


_R = TypeVar("_R", bound=_Report)


@rules.command("check")
def check_books(books: Books, seconds: Seconds = 60.0, as_json: AsJson = False, lang: Lang = None) -> int:
    """Prove what can be wrong with rulebooks, each finding with an account that shows it. Exit code 3 on errors."""
    found, readable = _reports(books, lambda book: book.check(seconds), as_json, lang)
    return (BOOK_IS_WRONG if any(report.errors for report in found) else 0) if readable else BAD_INPUT


@rules.command("test")
def test_books(books: Books, as_json: AsJson = False, lang: Lang = None) -> int:
    """Run the cases written in rulebooks and measure what they cover. Exit code 1 when a case fails."""
    found, readable = _reports(books, lambda book: book.test(), as_json, lang)
    return (NOT_AS_IT_SHOULD_BE if any(report.failed for report in found) else 0) if readable else BAD_INPUT


@rules.command("mutate")
def mutate_books(
    books: Books,
    fine: Annotated[
        bool, typer.Option("--fine", help="Nudge thresholds to the very next number as well.", show_default=False)
    ] = False,
    seconds: Seconds = 60.0,
    as_json: AsJson = False,
    lang: Lang = None,
) -> int:
    """Put small faults into rulebooks and tell which ones no case catches. Exit code 1 when one that matters is left.

    Those that are proved to change no decision are set apart.
    """
    found, readable = _reports(books, lambda book: book.mutate(fine, seconds), as_json, lang)
    return (NOT_AS_IT_SHOULD_BE if any(report.missed for report in found) else 0) if readable else BAD_INPUT


@rules.command("explain")
def explain_facts(
    book: Book,
    facts: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FACTS...", help="A YAML or JSON file of facts, or facts as NAME=VALUE; none: all unknown."
        ),
    ] = None,
    to: Annotated[
        list[str] | None,
        typer.Option("--to", metavar="OUTPUT=VALUE", help="Which decision to look for; any other one when absent."),
    ] = None,
    seconds: Seconds = 20.0,
    as_json: AsJson = False,
    lang: Lang = None,
) -> int:
    """Explain a decision: the rule, its reasons, what the others lacked, and the nearest change that flips it."""
    from engine.rules import load_book

    speech, loaded = language(lang), load_book(book)
    known = _given(facts or [], loaded.facts, "fact")
    wanted = _given(to or [], loaded.outputs, "output")
    found = loaded.explain(known, wanted, seconds)
    if as_json:
        print_json(found.as_data())
    else:
        print(found.to_text(speech, columns()))
    return 0


def _reports(
    books: Sequence[str], ask: Callable[[LoadedBook], _R], as_json: bool, lang: str | None
) -> tuple[list[_R], bool]:
    """One report a book, shown; and whether all books could be read. What is wrong with the others goes to stderr."""
    from engine.rules import load_book

    speech, found, readable = language(lang), [], True
    for name in books:
        try:
            report = ask(load_book(name))
        except InputError as error:
            readable = False
            sys.stdout.flush()
            explain(error, speech)
            continue
        found.append(report)
        if not as_json:
            print(report.to_text(speech, columns()))
    if as_json:
        print_json({"books": [report.as_data() for report in found]})
    return found, readable


def _given(words: Sequence[str], declared: Mapping[str, Declaration], kind: str) -> dict[str, object]:
    """The values named by files and by NAME=VALUE, the later ones winning."""
    from engine.rules.book import read_facts

    found: dict[str, object] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if equals and not Path(word).exists():
            if name not in declared:
                raise InputError.at(word, f"no {kind} is called `{name[:60]}`", suggest(name, declared))
            found[name] = _value(declared[name], value)
            continue
        if kind != "fact":
            raise InputError.at(word, f"this names no {kind}", "write NAME=VALUE")
        found |= read_facts(word, declared)
    return found


def _value(declared: Declaration, text: str) -> object:
    """A value as the declaration reads it; what does not fit is left for the book to refuse."""
    text = text.strip()
    if text == "unknown" and text not in declared.values:
        return None
    if declared.type in ("number", "integer"):
        try:
            return int(text) if text.lstrip("+-").isdecimal() else float(text)
        except ValueError:
            return text
    return text
