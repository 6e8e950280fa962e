"""`python -m tests.benchmarks.public_api DEALS TIMES`: µs a decision through durable_rules' own `Host.post`.

One ruleset a book with all its rules, facts posted as a dictionary, as its manual shows. In a process of its own,
because such a host starts threads that never end.
"""

from __future__ import annotations

import json
import os
import sys
from time import process_time
from typing import Any

from durable import engine as durable

from engine.rules import CompiledBook
from engine.rules.tabulation.live_engine import definition_of, known_field
from tests.benchmarks.decisions import Facts, sample
from tests.benchmarks.reference import our_program


def rulesets(books: dict[str, CompiledBook]) -> dict[str, Any]:
    """All books in the library's own terms; actions do nothing."""
    return {
        book.book.id: {
            rule.id: {"all": [{"m": json.loads(definition_of(condition))}], "run": lambda _: None}
            for rule, condition in zip(book.logic.rules, book.logic.conditions, strict=True)
        }
        for book in books.values()
    }


def message(facts: Facts) -> Facts:
    """The facts that are known, and for each whether it is."""
    known = {name: value for name, value in facts.items() if value is not None}
    return known | {known_field(name): value is not None for name, value in facts.items()}


def main(deals: int, times: int) -> None:
    """Measure and print one number."""
    simulator = our_program()
    host = durable.Host()
    host.set_rulesets(rulesets(simulator.books))
    posts = [(book.book.id, message(facts)) for book, facts in sample(simulator, deals).facts]
    start = process_time()
    for _ in range(times):
        for book, fact in posts:
            try:
                host.post(book, fact)
            except durable.MessageNotHandledException:
                continue
    print(1e6 * (process_time() - start) / times / len(posts), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
    os._exit(0)
