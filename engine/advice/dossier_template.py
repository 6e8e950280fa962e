"""A sheet for dossiers to fill in: columns with notes and choices, and a second sheet that explains every field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import isinf
from typing import Any

from engine.advice.dossier_fields import MANY, DossierField, choice_said, field_label, field_named, fields
from engine.files import WrittenColumn, WrittenSheet, word_list, written_workbook
from engine.model.base import Text
from engine.model.vocabulary import ROLE
from engine.wording import Joined, Said, say, told

_PERSON = ("name", "title", "roles", "relationship", "met", "sponsor")
FIRST = (
    *("id", "name", "basics.ownership", "purchases.cumulative_spend", "purchases.yearly_revenue"),
    *("purchases.yearly_profit", "purchases.orders_per_year", "admission.field_survey", "opportunity.live"),
    *("opportunity.step", "opportunity.purchase_path", "opportunity.incumbent", "opportunity.our_fit"),
    *("opportunity.rival_fit", "equipment.1.age_years", "equipment.1.service_life_years"),
    *(f"contacts.{number}.{each}" for number in (1, 2) for each in _PERSON),
)
"""The columns that decide most of the advice."""
ALL_CONTACTS = 5
_LEFT_OUT = ("provenance", "name.en", "name.zh", "basics.industry.en", "basics.industry.zh")


def all_columns() -> tuple[str, ...]:
    """Every field of a dossier: one piece of equipment and five people."""
    single = [path for path in fields() if path.split(".")[0] not in MANY and _is_asked(path)]
    of_many = {many: [path.split(".")[1] for path in fields() if path.startswith(f"{many}.")] for many in MANY}
    equipment = [f"equipment.1.{name}" for name in of_many["equipment"] if _is_asked(f"equipment.{name}")]
    people = [
        f"contacts.{number}.{name}"
        for number in range(1, ALL_CONTACTS + 1)
        for name in dict.fromkeys(of_many["contacts"])
        if _is_asked(f"contacts.{name}")
    ]
    return tuple(dict.fromkeys([*single, *equipment, *people]))


def template_heads(names: Sequence[str], lang: str) -> list[str]:
    """The heads of these columns, as they are read back."""
    return [told(_head(name), lang) for name in names]


def dossier_template(lang: str, everything: bool = False) -> bytes:
    """The workbook. everything: with all fields, not the first ones alone."""
    names = all_columns() if everything else FIRST
    columns = [
        WrittenColumn(head, _width(name), told(_note(_known(name)), lang), _choices(_known(name), lang))
        for name, head in zip(names, template_heads(names, lang), strict=True)
    ]
    heads = (say("column"), say("what it means"), say("what can be written"), say("example"), say("stands in"))
    explained = [
        WrittenColumn(told(head, lang), width) for head, width in zip(heads, (26, 60, 44, 18, 16), strict=True)
    ]
    return written_workbook(
        [
            WrittenSheet(told(say("dossiers"), lang), columns, []),
            WrittenSheet(told(say("explanations"), lang), explained, list(_explanations(lang))),
        ]
    )


def _explanations(lang: str) -> Iterator[tuple[str | None, ...]]:
    yield told(say("(every cell)"), lang), told(UNKNOWN, lang), None, None, None
    for name in all_columns():
        if name.startswith("contacts.") and not name.startswith("contacts.1."):
            continue
        field = _known(name)
        inside = say("every template") if name in FIRST else say("template with --all")
        example = told(_example(field), lang)
        yield (
            told(_head(name), lang),
            told(_meaning(field), lang),
            told(_limits(field), lang),
            example,
            told(inside, lang),
        )


UNKNOWN: Said = say("Leave a cell empty, or write unknown, where nobody knows: that is neither zero nor no.")


def _guide() -> Mapping[str, Any]:
    return word_list("engine.advice", "dossier_guide.yaml")


def _is_asked(path: str) -> bool:
    return path in _guide()


def _known(name: str) -> DossierField:
    found = field_named(name)
    assert found is not None
    return found


def _head(name: str) -> Said:
    """What the column is called, people with their number, money with its unit."""
    field = _known(name)
    label = field_label(field.path, name.split(".")[1] if name.startswith("contacts.") else "")
    return say("{head} ({unit})", head=label, unit=say("10k CNY")) if field.wanted.kind == "money" else label


def _meaning(field: DossierField) -> Said:
    asked = _guide()[field.path]
    return Text(en=asked["en"], zh=asked["zh"])


def _note(field: DossierField) -> Said:
    return Joined([_meaning(field), _limits(field)], "\n")


def _limits(field: DossierField) -> Said:
    """What can be written: the range of a number with its unit, the words of a choice."""
    if field.kind == "answer":
        return say("yes or no; empty where nobody knows")
    if field.kind in ("choice", "roles"):
        return Joined(_words(field), ", ")
    if field.kind == "day":
        return say("a day, as 2026-03-02")
    if field.kind == "days":
        return say("days, as 2026-03-02; 2026-03-16")
    if field.kind == "tiers":
        return say("a year and its tier; several with ; between them")
    if field.kind != "number":
        return say("text")
    wanted = field.wanted
    if wanted.kind == "money":
        return say("a number in 10k CNY")
    if wanted.kind == "share" and wanted.low == 0:
        return say("from 0 to 1, or as a percentage")
    if isinf(wanted.high):
        return say("a number")
    low, high = f"{wanted.low:g}", f"{wanted.high:g}"
    if wanted.kind == "whole":
        return say("a whole number from {low} to {high}", low=low, high=high)
    return say("from {low} to {high}", low=low, high=high)


def _words(field: DossierField) -> list[Said]:
    if field.kind == "roles":
        return list(ROLE.values())
    return [choice_said(field.path, value) for value in field.values]


def _choices(field: DossierField, lang: str) -> tuple[str, ...]:
    if field.kind == "answer":
        return tuple(told(word, lang) for word in (say("yes"), say("no"), say("unknown")))
    return tuple(told(word, lang) for word in _words(field)) if field.kind in ("choice", "roles") else ()


def _example(field: DossierField) -> Said:
    given = _guide()[field.path].get("example")
    if isinstance(given, Mapping):
        return Text(en=given["en"], zh=given["zh"])
    if given is not None:
        return str(given)
    return say("yes") if field.kind == "answer" else (_words(field) or [""])[0]


def _width(name: str) -> float:
    return 22 if name == "name" else 12 if name.startswith("contacts.") else 16
