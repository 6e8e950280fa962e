"""Rulebooks: read, checked, compiled to durable_rules, tabulated, decided with reasons."""

from engine.rules.book import Book
from engine.rules.language.book_hash import book_hash
from engine.rules.loading import load_book, shipped_books
from engine.rules.proof.cases import CaseResult, run_cases
from engine.rules.tabulation.compiled_book import CompiledBook, compile_book
from engine.rules.tabulation.decision import Decision
from engine.rules.tabulation.reasons import LostRule, SilentRule, Unmet

__all__ = [
    "Book",
    "CaseResult",
    "CompiledBook",
    "Decision",
    "LostRule",
    "SilentRule",
    "Unmet",
    "book_hash",
    "compile_book",
    "load_book",
    "run_cases",
    "shipped_books",
]
