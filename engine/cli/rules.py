"""`kam rules`: check, test, explain and mutate rulebooks; other modules add what else can be done with them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol, TypeVar

import typer

from engine.cli.completion import books as books_completed
from engine.cli.failures import BAD_INPUT, explain
from engine.cli.options import AsJson, Encoding, Lang, shortened
from engine.cli.questions import settled
from engine.cli.showing import columns, print_json
from engine.cli.streams import language, tell
from engine.errors import InputError, Problem
from engine.wording import Said, nearest, say

if TYPE_CHECKING:
    from engine.model.rulebook import Declaration
    from engine.rules import Book as LoadedBook
    from engine.studies import PastDealsJudged

NOT_AS_IT_SHOULD_BE, BOOK_IS_WRONG = 1, 3
LONGEST = 3600.0


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 < seconds <= LONGEST:
        what = say("`{text}` is not a time", text=shortened(text))
        hint = say("seconds, more than 0 and at most {most}", most=f"{LONGEST:g}")
        raise InputError(Problem("--seconds", what, hint, "number-range"))
    return seconds


Books = Annotated[
    list[str],
    typer.Argument(
        metavar="BOOK...",
        help=say("Rulebook files (YAML, .xlsx, .csv), or ids of shipped books."),
        autocompletion=books_completed,
    ),
]
Book = Annotated[
    str,
    typer.Argument(
        metavar="BOOK",
        help=say("Rulebook file (YAML, .xlsx, .csv), or the id of a shipped book."),
        autocompletion=books_completed,
    ),
]
Seconds = Annotated[
    float, typer.Option(metavar="S", parser=_seconds, help=say("Most seconds to spend on the proofs of one book."))
]


class _Report(Protocol):
    def to_text(self, lang: str | None = ..., columns: int = ...) -> str: ...
    def as_data(self) -> dict[str, object]: ...


_R = TypeVar("_R", bound=_Report)


def check_books(books: Books, seconds: Seconds = 60.0, as_json: AsJson = False, lang: Lang = None) -> int:
    """Proves what can be wrong with rulebooks."""
    found, readable = _reports(books, lambda book: book.check(seconds), as_json, lang)
    return (BOOK_IS_WRONG if any(report.errors for report in found) else 0) if readable else BAD_INPUT


def test_books(
    books: Books,
    cases: Annotated[
        Path | None,
        typer.Option(
            "--cases",
            metavar="SHEET",
            help=say("Past deals, one a row (CSV, XLSX): what the book would have said, beside what was done."),
        ),
    ] = None,
    encoding: Encoding = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> int:
    """Runs the cases written in rulebooks, or asks them about past deals."""
    if cases is not None:
        return _past_deals(books, cases, encoding, as_json, lang)
    if encoding is not None:
        what = say("nothing is read that has an encoding")
        raise InputError(Problem("--encoding", what, say("name a sheet of past deals with --cases"), "option-alone"))
    found, readable = _reports(books, lambda book: book.test(), as_json, lang)
    return (NOT_AS_IT_SHOULD_BE if any(report.failed for report in found) else 0) if readable else BAD_INPUT


def _past_deals(books: Books, cases: Path, encoding: str | None, as_json: bool, lang: str | None) -> int:
    """What each book would have said of the deals in a sheet; what was read of it goes to stderr."""
    from engine.studies import past_deals

    speech = language(lang)

    def judged(book: LoadedBook) -> PastDealsJudged:
        found = settled(partial(past_deals, book, cases, encoding), speech, as_json)
        tell(found.said, speech)
        return found

    _, readable = _reports(books, judged, as_json, lang)
    return 0 if readable else BAD_INPUT


def mutate_books(
    books: Books,
    fine: Annotated[
        bool, typer.Option("--fine", help=say("Nudge thresholds to the very next number as well."), show_default=False)
    ] = False,
    seconds: Seconds = 60.0,
    as_json: AsJson = False,
    lang: Lang = None,
) -> int:
    """Tells which small faults put into rulebooks no case catches."""
    found, readable = _reports(books, lambda book: book.mutate(fine, seconds), as_json, lang)
    return (NOT_AS_IT_SHOULD_BE if any(report.missed for report in found) else 0) if readable else BAD_INPUT


def explain_facts(
    book: Book,
    facts: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FACTS...", help=say("A YAML or JSON file of facts, or facts as NAME=VALUE; none: all unknown.")
        ),
    ] = None,
    to: Annotated[
        list[str] | None,
        typer.Option(
            "--to", metavar="OUTPUT=VALUE", help=say("Which decision to look for; any other one when absent.")
        ),
    ] = None,
    seconds: Seconds = 20.0,
    as_json: AsJson = False,
    lang: Lang = None,
) -> int:
    """Explains what a rulebook decides about given facts."""
    from engine.rules import load_book

    speech = language(lang)
    loaded = settled(partial(load_book, book), speech, as_json)
    known = _given(facts or [], loaded.compiled.askable, say("fact"), from_files=True)
    wanted = _given(to or [], loaded.outputs, say("output", context="rulebook"))
    found = loaded.explain(known, wanted, seconds)
    if as_json:
        print_json(found.as_data())
    else:
        print(found.to_text(speech, columns()))
    return 0


def diff_books(
    before: Annotated[
        str,
        typer.Argument(
            metavar="A",
            help=say("Rulebook file (YAML, .xlsx, .csv), or the id of a shipped book."),
            autocompletion=books_completed,
        ),
    ],
    after: Annotated[
        str, typer.Argument(metavar="B", help=say("The book to compare it with."), autocompletion=books_completed)
    ],
    seconds: Seconds = 60.0,
    as_json: AsJson = False,
    lang: Lang = None,
) -> int:
    """Proves which accounts two rulebooks decide differently."""
    from engine.rules import load_book

    speech = language(lang)
    one, other = (settled(partial(load_book, name), speech, as_json) for name in (before, after))
    found = one.diff(other, seconds)
    if as_json:
        print_json(found.as_data())
    else:
        print(found.to_text(speech, columns()))
    return 0 if found.same else NOT_AS_IT_SHOULD_BE


def _reports(
    books: Sequence[str], ask: Callable[[LoadedBook], _R], as_json: bool, lang: str | None
) -> tuple[list[_R], bool]:
    """One report a book, shown; and whether all books could be read. What is wrong with the others goes to stderr."""
    from engine.rules import load_book

    speech, found, readable = language(lang), [], True
    for name in books:
        try:
            report = ask(settled(partial(load_book, name), speech, as_json))
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


def _given(
    words: Sequence[str], declared: Mapping[str, Declaration], kind: Said, from_files: bool = False
) -> dict[str, object]:
    """The values named by NAME=VALUE, and by files where they may, the later ones winning."""
    from engine.rules.book import read_facts

    found: dict[str, object] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if equals and not Path(word).exists():
            if name not in declared:
                what = say("no {kind} is called `{name}`", kind=kind, name=shortened(name))
                raise InputError(Problem(shortened(word), what, nearest(name, declared), "name-unknown"))
            found[name] = _value(declared[name], value)
            continue
        if not from_files:
            what = say("this names no {kind}", kind=kind)
            raise InputError(Problem(shortened(word), what, say("write NAME=VALUE"), "name-unknown"))
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
