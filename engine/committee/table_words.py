"""The words a table of people or ties may use, in English and in Chinese, and what they mean in the model."""

from __future__ import annotations

from functools import cache

from engine.files import Vocabulary, by_word, folded, simplified, word_list
from engine.model.terms import CRITERIA, TieKind

RELATIONS: tuple[TieKind, ...] = ("advice", "friendship", "conflict")


@cache
def people_columns() -> Vocabulary:
    """The columns of a table of people."""
    names = (
        *("id", "name", "name_en", "name_zh", "title", "level", "department", "roles", "reports_to"),
        *("power", "susceptibility", "stance", "need", "worry", "relationship", "identified"),
        *CRITERIA,
        "remark",
    )
    words = by_word(word_list("engine.committee")["people"])
    return Vocabulary(names, ("id", "department"), words, instead={"id": ("name", "name_zh", "name_en")})


@cache
def tie_columns() -> Vocabulary:
    """The columns of a table of ties."""
    names = ("from", "to", "kind", "weight", *RELATIONS, "reports_to")
    return Vocabulary(names, ("from", "to"), by_word(word_list("engine.committee")["ties"]))


def kind_meant(word: str) -> str:
    """The kind of tie that a word names; the word itself when it names none."""
    plain = simplified(folded(word))
    return _kinds().get(plain, plain.replace(" ", "_").replace("-", "_"))


@cache
def _kinds() -> dict[str, str]:
    return by_word(word_list("engine.committee")["kinds"])
