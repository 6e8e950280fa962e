"""The words of tables: understood in traditional characters as well, and one meaning each."""

from __future__ import annotations

import pytest

from engine.advice.dossier_fields import field_named, fields, vocabulary
from engine.committee.departments import function_of
from engine.committee.table_words import kind_meant, people_columns, tie_columns
from engine.files import Vocabulary, role_meant, simplified, word_list, words_in
from engine.files.hanzi import simpler

VOCABULARIES = [people_columns(), tie_columns(), vocabulary()]


def only_simplified(word: str) -> set[str]:
    """The characters of a word that exist in simplified writing alone: Big5 does not hold them."""
    return {letter for letter in word if letter not in letter.encode("big5", "ignore").decode("big5")}


@pytest.mark.parametrize("words", VOCABULARIES)
def test_every_word_is_understood_in_traditional_characters(words: Vocabulary) -> None:
    departments = word_list("engine.committee")["departments"]
    said = [*words.known, *(word for names in departments.values() for word in names)]
    assert {letter for word in said for letter in only_simplified(word)} <= set(simpler().values())


@pytest.mark.parametrize(("header", "name"), [("態度", "stance"), ("編號", "id"), ("匯報對象", "reports_to")])
def test_traditional_headers(header: str, name: str) -> None:
    assert people_columns().meant(header) == name


def test_the_map_of_characters_goes_one_way() -> None:
    assert simplified("總經理辦公室") == "总经理办公室"
    assert simplified(simplified("總經理辦公室")) == "总经理办公室"
    assert not {chr(letter) for letter in simpler()} & set(simpler().values())


@pytest.mark.parametrize(
    ("words", "work"),
    [
        ("财务管理部", "finance"), ("技术管理部", "engineering"), ("IT部", "it"),
        ("Group Finance & Control", "finance"), ("R&D", "engineering"), ("Purchasing Dept.", "purchasing"),
        ("總裁辦", "management"), ("人力资源部", None),
        ("unit", None), ("財務部", "finance"),
    ],
)  # fmt: skip
def test_the_work_of_a_department(words: str, work: str | None) -> None:
    assert function_of(words) == work


@pytest.mark.parametrize(
    ("word", "role", "guessed"),
    [
        ("决策者", "decider", False), ("Decision Maker", "decider", False), ("決策者", "decider", False),
        ("技术评估者", "technical_evaluator", False), ("technical evaluator", "technical_evaluator", False),
        ("Champion", "influencer", True), ("Economic Buyer", "financial_approver", True), ("captain", None, False),
    ],
)  # fmt: skip
def test_roles_as_they_are_said(word: str, role: str | None, guessed: bool) -> None:
    assert role_meant(word) == (role, guessed)


def test_several_words_in_one_cell() -> None:
    assert words_in("决策者／影响者；使用者, buyer|user、 ") == ["决策者", "影响者", "使用者", "buyer", "user"]


def test_kinds_of_ties_as_the_pictures_name_them() -> None:
    assert [kind_meant(word) for word in ("请教", "私交", "矛盾", "汇报", "Advice")] == [
        *("advice", "friendship", "conflict", "reports_to", "advice")
    ]


def test_every_word_of_a_dossier_means_a_field_that_exists() -> None:
    known = vocabulary().known
    assert all(field_named(name) is not None for name in known.values())
    assert field_named("contacts.3.level") == fields()["contacts.level"]
    assert field_named("contacts.level") is None
    assert vocabulary().meant("联系人2级别") == "contacts.2.level"
