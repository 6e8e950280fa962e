"""The shipped schema is current, takes every shipped book and refuses slips that an editor should underline."""

from __future__ import annotations

from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator

from engine.rules import shipped_books
from engine.rules.exchange.book_file import read_book_text
from engine.rules.language.rulebook_schema import rulebook_schema, schema_text

FOLDER = files("engine.rules") / "books"
VALIDATOR = Draft202012Validator(rulebook_schema())


def test_the_shipped_schema_is_current():
    written = (FOLDER / "rulebook.schema.json").read_text(encoding="utf-8")
    assert written == schema_text(), (
        "python -m engine.rules.language.rulebook_schema engine/rules/books/rulebook.schema.json"
    )
    Draft202012Validator.check_schema(rulebook_schema())


@pytest.mark.parametrize("name", shipped_books())
def test_shipped_books_fit_the_schema(name):
    assert not list(VALIDATOR.iter_errors(read_book_text(FOLDER / f"{name}.yaml").data))


@pytest.mark.parametrize("slip", ["hitt", "hit", "rules", "because", "reason", "cells"])
def test_slips_are_underlined(slip):
    data = read_book_text(FOLDER / "tier_letters.yaml").data
    row = data["table"]["rows"][0]
    if slip == "hitt":
        data["hitt"] = data.pop("hit")
    elif slip == "hit":
        data["hit"] = "frist"
    elif slip == "rules":
        del data["table"]
    elif slip == "because":
        row["because"].clear()
    elif slip == "reason":
        row["assumption"] = "both are given"
    else:
        row["when"] = {"cumulative_spend": 3}
    assert list(VALIDATOR.iter_errors(data))
