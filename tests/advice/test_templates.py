"""Sheets to fill in are read back as they are: every field, in both languages, with what can be picked."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from engine.advice.dossier_fields import field_named, fields, vocabulary
from engine.advice.dossier_file import read_accounts
from engine.advice.dossier_template import FIRST, all_columns, dossier_template, template_heads
from engine.errors import InputError
from engine.wording import told

LANGUAGES = ("en", "zh")


def filled(book: Any, lang: str, rows: int) -> dict[str, str]:
    """Writes the examples of the second sheet into the first; what was written, by head."""
    sheet, explained = book.worksheets
    examples = {row[0]: row[3] for row in explained.iter_rows(min_row=2, values_only=True)}
    first = {"en": "contact 1", "zh": "联系人1"}[lang]
    for place, head in enumerate([cell.value for cell in sheet[1]], start=1):
        one = re.sub(r"^(contact |联系人)(\d)", first, head)
        for row in range(2, 2 + rows):
            value = examples[one]
            number = re.match(r"(?:contact |联系人)(\d)", head)
            if head in ("id", "编号"):
                value = f"K{row}"
            elif number and value == "p1":
                value = f"p{number[1]}"
            sheet.cell(row, place).value = value
    return examples


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("everything", [False, True])
def test_a_filled_template_is_read_without_a_warning(tmp_path: Path, lang: str, everything: bool) -> None:
    book = openpyxl.load_workbook(io.BytesIO(dossier_template(lang, everything)))
    filled(book, lang, rows=3)
    path = tmp_path / "customers.xlsx"
    book.save(path)
    found = read_accounts(path)
    said = [told(each, "en") for each in found.said]
    assert len(found.dossiers) == 3
    assert said[0].endswith("accounts 3") and "columns used" in said[1]
    assert len(said) == 3 and "left aside: " in said[2] and book.sheetnames[1] in said[2]
    account = found.dossiers[0]
    assert account.purchases.cumulative_spend == 120 and account.opportunity.live is True
    assert account.opportunity.purchase_path == "free_purchase" and account.basics.ownership == "public_body"
    assert account.contacts is not None and len(account.contacts) == (5 if everything else 2)
    person = account.contacts[0]
    assert person.roles == ("initiator",) and person.met is True and person.relationship == 2
    assert told(person.title, lang) == {"en": "director", "zh": "院长"}[lang]
    if everything:
        assert account.equipment[0].age_years == 8 and account.plans.peer_adoption == 0.3


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_choice_that_can_be_picked_is_read(tmp_path: Path, lang: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(dossier_template(lang, everything=True)))
    sheet = book.worksheets[0]
    heads = {cell.column_letter: cell.value for cell in sheet[1]}
    picked = 0
    for guide in sheet.data_validations.dataValidation:
        letter = re.match("[A-Z]+", str(guide.sqref))[0]  # type: ignore[index]
        name = vocabulary().meant(heads[letter])
        assert name is not None and guide.prompt
        if guide.formula1:
            choices = guide.formula1.strip('"').split(",")
            for row, choice in enumerate(choices, start=2):
                sheet[f"{letter}{row}"] = choice
            picked += 1
    for row in range(2, 12):
        sheet[f"A{row}"], sheet[f"B{row}"] = f"K{row}", "x"
    path = tmp_path / "choices.xlsx"
    book.save(path)
    found = read_accounts(path).dossiers
    assert picked > 20 and len(found) == 10
    assert {each.opportunity.step for each in found} >= set(fields()["opportunity.step"].values)
    assert {each.opportunity.purchase_path for each in found} >= set(fields()["opportunity.purchase_path"].values)
    assert {each.opportunity.incumbent for each in found} >= {"none", "us", "rival"}
    assert {each.opportunity.live for each in found} == {True, False, None}


def test_every_field_of_a_dossier_has_a_column_and_a_note() -> None:
    asked = {field_named(name).path for name in all_columns()}  # type: ignore[union-attr]
    left_out = {path for path in fields() if path not in asked and "provenance" not in path}
    assert all(path.endswith((".en", ".zh")) for path in left_out)
    assert set(FIRST) <= set(all_columns()) and 20 <= len(FIRST) <= 30
    for lang in LANGUAGES:
        heads = template_heads(all_columns(), lang)
        assert [vocabulary().meant(head) for head in heads] == list(all_columns())


def test_an_empty_template_says_that_no_account_stands_in_it(tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    path.write_bytes(dossier_template("zh"))
    with pytest.raises(InputError, match="no account"):
        read_accounts(path)
