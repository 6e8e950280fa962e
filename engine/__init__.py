"""kam-sandbox: try a key-account playbook ten thousand times before you try it once.

    from engine import compare, read_scenario
    comparison = compare(read_scenario("kam:keeping_up"), ["top_down", "bottom_up_sponsored"])

    from engine import advise, load_book
    book = load_book("engagement_choice")  # then book. and Tab: check, test, mutate, explain, change, export, …
    book.explain({"has_sponsor": "yes", "refusals_at_top": 2})
    advise("kam:huadong_power")

Nothing is loaded before it is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.advice import advise, advise_all
    from engine.errors import InputError, OpenQuestion, answering
    from engine.report.result_page import page, plot
    from engine.rules import Book, load_book, shipped_books
    from engine.situation import read_scenario, read_situation
    from engine.studies import challenge, compare, past_deals, replay, rule_roi, trace
    from engine.studies.whatif import sweep

_HOMES = {
    "Book": "engine.rules",
    "InputError": "engine.errors",
    "OpenQuestion": "engine.errors",
    "advise": "engine.advice",
    "advise_all": "engine.advice",
    "answering": "engine.errors",
    "challenge": "engine.studies",
    "compare": "engine.studies",
    "extend": "engine.studies",
    "load_book": "engine.rules",
    "page": "engine.report.result_page",
    "past_deals": "engine.studies",
    "plot": "engine.report.result_page",
    "read_scenario": "engine.situation",
    "read_situation": "engine.situation",
    "replay": "engine.studies",
    "rule_roi": "engine.studies",
    "shipped_books": "engine.rules",
    "sweep": "engine.studies.whatif",
    "trace": "engine.studies",
}

__all__ = [
    "Book",
    "InputError",
    "OpenQuestion",
    "advise",
    "advise_all",
    "answering",
    "challenge",
    "compare",
    "extend",
    "load_book",
    "page",
    "past_deals",
    "plot",
    "read_scenario",
    "read_situation",
    "replay",
    "rule_roi",
    "shipped_books",
    "sweep",
    "trace",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module `engine` has no `{name}`; it has {', '.join(__all__)}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
