"""A rulebook with what can be done with it: ask it, check it, test it, question it, change it and write it down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from pydantic import PrivateAttr

from engine.errors import InputError, Problem
from engine.files.arguments import expect, mapping_given
from engine.model.rulebook import Declaration, Rulebook, Value
from engine.wording import Document, Shown, nearest, say
from engine.wording.language import reader_language

if TYPE_CHECKING:
    from engine.rules.language.table_in_words import TableInWords
    from engine.rules.proof.coverage import Coverage
    from engine.rules.proof.difference import BookDifference
    from engine.rules.proof.explanation import Explanation
    from engine.rules.proof.learning import Standing
    from engine.rules.proof.mutation import Mutation
    from engine.rules.proof.verification import Verification
    from engine.rules.tabulation.compiled_book import CompiledBook
    from engine.rules.tabulation.decision import Decision
    from engine.rules.tabulation.many_decisions import Decisions

Given = Mapping[str, object] | str | Path | None
"""Facts of one account: names and values, a YAML or JSON file of them, or nothing."""


class Book(Shown, Rulebook):
    """A rulebook as `load_book` gives it; it can be handed over wherever a rulebook is taken.

    The book and every answer are shown by Jupyter as a page; `to_text(lang)`, `to_markdown(lang)` and `as_data()` give
    an answer as text, as Markdown and as plain data. A book never changes; `change` and `model_copy` make another one.
    """

    __slots__ = ("_kept",)  # the compiled book; a copy begins without it
    _notes: tuple[str, ...] = PrivateAttr(default=())
    _inner_comments: int = PrivateAttr(default=0)

    @classmethod
    def of(cls, book: Rulebook) -> Book:
        """The same book with these abilities; it must have been checked."""
        return book if isinstance(book, Book) else cls.model_construct(**dict(book)).with_feeders(book.feeders)

    @classmethod
    def from_text(cls, text: str, books: Iterable[Rulebook] = ()) -> Book:
        """The book in this YAML text, checked as `load_book` checks a file.

        books: other books that feed its facts; shipped ones need not be among them.
        Raises InputError with everything that is wrong, each problem with its line and column in the text.
        """
        from engine.rules.exchange.feeding_books import feeding
        from engine.rules.exchange.given_book import text_given
        from engine.rules.language.checked_book import book_from

        found = text_given(text)
        return cls.of(book_from(found, feeding(books=books))).with_notes(found.notes, found.inner_comments)

    @classmethod
    def from_dict(cls, data: Mapping[str, object], books: Iterable[Rulebook] = ()) -> Book:
        """The book in plain data with the keys of a book's file, checked as `load_book` checks a file.

        books: other books that feed its facts; shipped ones need not be among them.
        Raises InputError with everything that is wrong, each problem with its keys, as in `rules[2].when`.
        """
        from engine.rules.exchange.feeding_books import feeding
        from engine.rules.exchange.given_book import data_given
        from engine.rules.language.checked_book import book_from

        return cls.of(book_from(data_given(data), feeding(books=books)))

    def with_notes(self, notes: Sequence[str], inner_comments: int = 0) -> Book:
        """The same book, remembering the comment lines of its file."""
        found = self.model_copy()
        found._notes, found._inner_comments = tuple(notes), inner_comments
        return found

    @property
    def notes(self) -> tuple[str, ...]:
        """The comment lines in front of the book; they go along when it is exported."""
        return self._notes

    @property
    def inner_comments(self) -> int:
        """How many comment lines stand inside its file; they stay behind when it is exported."""
        return self._inner_comments

    @property
    def compiled(self) -> CompiledBook:
        """The book ready to decide. Raises InputError with everything that is wrong with it."""
        try:
            return cast("CompiledBook", object.__getattribute__(self, "_kept"))
        except AttributeError:
            pass
        from engine.rules.tabulation.compiled_book import compile_book

        compiled = compile_book(self)
        object.__setattr__(self, "_kept", compiled)
        return compiled

    def decide(self, /, facts: Given = None, **named: object) -> Decision:
        """What the book says of an account, by which rule, why, and what the other rules lacked.

        facts: `{"has_sponsor": "yes", "refusals_at_top": 2}`, or a YAML or JSON file of them; what is not named is
               unknown, or asked of the book it comes `from`, whose facts may be given too.
        named: facts as keywords, `decide(has_sponsor=True, refusals_at_top=2)`.
        Raises InputError for a fact or value that the book does not know, and for a fact given twice, differently.
        """
        if facts is None:
            return self.compiled.decide(named)
        return self.compiled.decide(self._known(facts, named))

    def decide_all(self, table: Any) -> Decisions:
        """What the book says of each of many accounts; a hundred thousand take a second or so.

        table: a list of mappings as `decide` takes them, a mapping of columns (`{"has_sponsor": [True, None, …], …}`)
               or a data frame, or a file of accounts: CSV or `.xlsx`, one account a row, at most 20 000, columns under
               the names or meanings of facts. A column `account` may name the account. What is absent, None, NaN or,
               in a file, empty is unknown.
        Raises InputError with everything that is wrong, each with its account or cell, and where the hit policy forbids
        the rules that fire together.
        """
        from engine.rules.exchange.accounts_given import accounts_given
        from engine.rules.tabulation.chain_accounts import decide_all

        return decide_all(self.compiled, accounts_given(table, self.compiled.askable))

    def explain(
        self,
        /,
        facts: Given = None,
        to: Mapping[str, object] | None = None,
        seconds: float = 20.0,
        **named: object,
    ) -> Explanation:
        """The decision, and the nearest change of facts that flips it, or leads to the decision `to`.

        facts, named: as in `decide`.
        to: what is wanted, as in `{"engagement": "top_down"}`; any other decision when absent.
        """
        from engine.rules.proof.explanation import explain_decision

        return explain_decision(self.compiled, self._known(facts, named), to or None, seconds)

    def standing(self, /, facts: Given = None, seconds: float = 20.0, **named: object) -> Standing:
        """Does the decision stand whatever the unknown facts turn out to be? If not: what would have to be learnt.

        facts, named: as in `decide`. Raises InputError as `decide`, and for a book that gives several hits.
        """
        from engine.rules.proof.learning import standing_of

        return standing_of(self.compiled, self._known(facts, named), seconds)

    def diff(self, other: Rulebook, seconds: float = 60.0) -> BookDifference:
        """Every kind of account that this book and another one decide differently, proved to be all.

        Raises InputError for books that cannot be compared: several hits, other outputs, facts declared otherwise.
        """
        from engine.rules.proof.difference import difference
        from engine.rules.tabulation.compiled_book import compile_book

        return difference(self.compiled, compile_book(other), seconds)

    def check(self, seconds: float = 60.0) -> Verification:
        """What can be proved wrong with the book, each finding with an account that shows it.

        Of a fact that another book feeds, only what that book can say is asked about.
        """
        from engine.rules.proof.verify import verify

        return verify(self.compiled, seconds)

    def test(self) -> Coverage:
        """The cases written in the book, how they come out, and what they cover."""
        from engine.rules.proof.coverage import cover

        return cover(self.compiled)

    def mutate(self, fine: bool = False, seconds: float = 60.0) -> Mutation:
        """Small faults put into the book one by one, and which of them no case notices.

        fine: nudge thresholds to the very next number as well.
        """
        from engine.rules.proof.mutation import mutate

        return mutate(self.compiled, fine, seconds)

    def decision_table(self) -> TableInWords:
        """The rules as a decision table in plain words: if, then, because."""
        from engine.rules.language.table_in_words import TableInWords

        return TableInWords(self)

    def document(self) -> Document:
        """The whole book as sentences; an exported `.md` file says the same."""
        from engine.rules.language.book_in_words import book_document

        return book_document(self)

    def export(self, to: str | Path, lang: str = "en") -> Path:
        """Write the book as a workbook (`.xlsx`), `.csv`, `.md` or `.yaml`; its path. `load_book` reads all but `.md`.

        lang: language of Markdown and of the heads in sheets; the book itself holds both.
        A file that is there is written over.
        Raises InputError for another ending or a file that cannot be written.
        """
        from engine.rules.exchange.book_exchange import export_book

        return export_book(self, to, lang, self.notes)

    def change(
        self,
        rule: str,
        when: str | None = None,
        then: Mapping[str, Value] | None = None,
        priority: int | None = None,
    ) -> Book:
        """A copy of the book in which one rule is otherwise; the book itself stays as it is.

        then: only the outputs that change. Cases stay, so `test` tells which of them the change breaks.
        Raises InputError for a rule that is not there, rules that stand in a table, or a rule that is wrong now.
        """
        from engine.rules.language.logic import understand

        where = say("rulebook {book}", book=self.id)
        if self.table is not None:
            hint = say("export the book, edit the rows, load it again")
            raise InputError(Problem(where, say("the rules stand in a table"), hint, "book-table"))
        ids = [each.id for each in self.rules]
        if rule not in ids:
            raise InputError(
                Problem(where, say("no rule is called `{name}`", name=rule), nearest(str(rule), ids), "rule-unknown")
            )
        if when is not None:
            expect("when", when, str, say("a sentence"))
        if priority is not None:
            expect("priority", priority, int, say("a whole number"))
        mapping_given("then", then or {})
        parts = {"when": when, "priority": priority}
        update: dict[str, object] = {name: part for name, part in parts.items() if part is not None}
        old = self.rules[ids.index(rule)]
        new = old.model_copy(update={**update, "then": {**old.then, **(then or {})}})
        rules = (*self.rules[: ids.index(rule)], new, *self.rules[ids.index(rule) + 1 :])
        changed = self.model_copy(update={"rules": rules})
        understand(changed)
        return changed

    def _known(self, facts: Given, named: Mapping[str, object]) -> Mapping[str, object]:
        given = (
            read_facts(facts, self.compiled.askable)
            if isinstance(facts, str | Path)
            else {}
            if facts is None
            else facts
        )
        if not named:
            return given
        first, second = self.compiled.values_of(given), self.compiled.values_of(named)
        twice = [name for name in second if name in first and first[name] != second[name]]
        if twice:
            what = say("the fact is given twice, and differently")
            raise InputError(*(Problem(name, what, say("give it once"), "fact-twice") for name in twice))
        return {**first, **second}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rulebook) and dict(self) == dict(other)

    __hash__ = Rulebook.__hash__

    def __repr__(self) -> str:
        return f"<rulebook {self.id}: {len(self.rules)} rules over {len(self.facts)} facts>"

    def __str__(self) -> str:
        from engine.rules.language.book_in_words import book_in_short

        return book_in_short(self, reader_language())

    def __dir__(self) -> Iterable[str]:
        """What Tab offers: the parts of the book and what can be done with it."""
        own = (name for name in {**vars(Book), **vars(Shown)} if not name.startswith(("_", "model_")))
        return sorted({*Rulebook.model_fields, *own} - {"of", "with_notes"})


def read_facts(path: str | Path, declared: Mapping[str, Declaration]) -> dict[str, Value | None]:
    """The facts in a YAML or JSON file. Raises InputError with everything that is wrong, each fact with its line."""
    from engine.rules.exchange.book_file import read_book_text
    from engine.rules.language.given_facts import values_given

    text = read_book_text(Path(path))
    if not isinstance(text.data, dict):
        hint = say("one `name: value` a line")
        raise InputError(Problem(text.where(()), say("facts are a mapping"), hint, "facts-shape"))
    return values_given(text.data, declared, lambda name: text.where((name,)))
