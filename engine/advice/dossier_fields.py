"""The fields of a dossier: what each may hold, and what a table calls it in Chinese and in English."""

from __future__ import annotations

import re
import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from engine.files import Vocabulary, Wanted, folded, parse, simplified
from engine.model.base import Text
from engine.model.dossier import Dossier
from engine.model.quantity import plausible
from engine.model.terms import BuyerStep, Incumbent, Ownership, PathKind, Play, Stage
from engine.model.tier_history import TierYear
from engine.model.vocabulary import FORMER_WORDS, TERMS
from engine.model.working_calendar import Day
from engine.wording import Both, Said, told

MANY = ("contacts", "equipment")
_NUMBERED = re.compile(r"(contacts|equipment)\.(\d{1,3})\.(.+)")
_CONTACT_ZH, _CONTACT_EN = re.compile(r"联系人(\d{1,3})(.+)"), re.compile(r"contact (\d{1,3}) (.+)")
_EQUIPMENT_EN = re.compile(r"equipment (.+)")
_OWN = re.compile(r"facts\.[a-z][a-z0-9_]{0,59}")
"""A fact of the user's own."""
_RATIOS = frozenset({"purchases.price_level", "contacts.stance", "selling.rival_stance"})


@dataclass(frozen=True)
class DossierField:
    """What a field holds. kind: number, choice, yes or no, words, roles, a day, days, tiers by year, text.

    wanted: the limits of a number. values: the words of a choice. path: its name, without the numbers of contacts and
    equipment. What messages call it is the name in `wanted`.
    """

    path: str
    kind: Literal["number", "choice", "answer", "words", "roles", "day", "days", "tiers", "text"]
    wanted: Wanted
    values: tuple[str, ...] = ()


@cache
def fields() -> Mapping[str, DossierField]:
    """Every field by its dotted name; contacts and equipment without their number."""
    return {field.path: field for field in _fields_of(Dossier, "")}


def field_named(name: str) -> DossierField | None:
    """The field with this dotted name, such as `contacts.1.level`; None when there is none."""
    if _OWN.fullmatch(name):
        return DossierField(name, "text", Wanted(name))
    numbered = _NUMBERED.fullmatch(name)
    found = fields().get(f"{numbered[1]}.{numbered[3]}" if numbered else name)
    return None if found is None or (not numbered and name.split(".")[0] in MANY) else found


def _fields_of(model: type[BaseModel], prefix: str) -> Iterator[DossierField]:
    for name, info in model.model_fields.items():
        path = f"{prefix}{name}"
        annotation = _bare(info.annotation)
        if isinstance(annotation, type) and issubclass(annotation, Text):
            yield DossierField(path, "words", Wanted(path))
            yield from (DossierField(f"{path}.{lang}", "text", Wanted(path)) for lang in ("en", "zh"))
        elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
            yield from _fields_of(annotation, f"{path}.")
        elif get_origin(annotation) is dict:
            continue
        elif get_origin(annotation) is tuple and path in MANY:
            yield from _fields_of(get_args(annotation)[0], f"{path}.")
        else:
            yield _field(path, annotation, info)


def _field(path: str, annotation: Any, info: FieldInfo) -> DossierField:
    if annotation is bool:
        return DossierField(path, "answer", Wanted(path))
    if get_origin(annotation) is Literal:
        return DossierField(path, "choice", Wanted(path), tuple(map(str, get_args(annotation))))
    if _holds_days(info.annotation):
        return DossierField(path, "days" if get_origin(annotation) is tuple else "day", Wanted(path))
    if get_origin(annotation) is tuple:
        return DossierField(path, "tiers" if get_args(annotation)[0] is TierYear else "roles", Wanted(path))
    if annotation not in (int, float):
        return DossierField(path, "text", Wanted(path))
    limits = {
        key: value
        for part in _metadata(info)
        for key in ("ge", "gt", "le")
        if (value := getattr(part, key, None)) is not None
    }
    low, high = float(limits.get("ge", limits.get("gt", float("-inf")))), float(limits.get("le", float("inf")))
    kind: Any = "whole" if annotation is int else "number"
    usual = plausible(info)
    if usual is not None:
        return DossierField(
            path, "number", Wanted(path, low, high, "money", usually=(usual.low / 1e4, usual.high / 1e4))
        )
    if annotation is float and ((low, high) == (0, 1) or path in _RATIOS):
        kind = "share"
    return DossierField(path, "number", Wanted(path, low, high, kind))


def _holds_days(annotation: Any) -> bool:
    """Is it a day, or a list of them?"""
    return annotation == Day or any(_holds_days(part) for part in get_args(annotation))


def _metadata(info: FieldInfo) -> Iterator[Any]:
    """The limits of a field, also where they stand inside `… | None`."""
    waiting: list[Any] = [*info.metadata, info.annotation]
    while waiting:
        part = waiting.pop()
        if get_origin(part) in (Union, types.UnionType, Annotated):
            waiting += get_args(part)
        elif isinstance(part, FieldInfo):
            waiting += part.metadata
        else:
            yield part


def _bare(annotation: Any) -> Any:
    while get_origin(annotation) in (Union, types.UnionType, Annotated):
        annotation = next(part for part in get_args(annotation) if part is not type(None))
    return annotation


@cache
def _words() -> Mapping[str, Any]:
    """What people call fields and values, for reading only: headers, those of contacts, and words of choices."""
    text = (files("engine.advice") / "dossier_words.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = parse(text, "dossier_words.yaml").plain()
    return found


_KINDS: Mapping[str, type[IntEnum]] = {
    "basics.ownership": Ownership,
    "opportunity.step": BuyerStep,
    "opportunity.purchase_path": PathKind,
    "opportunity.incumbent": Incumbent,
    "opportunity.play": Play,
    "selling.stage": Stage,
}
"""Choices whose values the vocabulary of the field names."""


@cache
def _choices() -> Mapping[str, Mapping[str, str]]:
    """{field: {word: value}}: as said in the data, and as the vocabulary says the values in either language."""
    said = {path: _by_word(words) for path, words in _words()["values"].items()}
    for path, kind in _KINDS.items():
        spoken = {folded(told(TERMS[kind][one], lang)): one.name for one in kind for lang in ("en", "zh")}
        former = {folded(word): one.name for word, one in FORMER_WORDS.items() if isinstance(one, kind)}
        said[path] = spoken | former | said.get(path, {})
    return said


def choice_said(path: str, value: str) -> Said:
    """A value of a choice in words that are read back as it."""
    kind = _KINDS.get(path)
    if kind is not None:
        return TERMS[kind][kind[value]]
    return Both(value.replace("_", " "), _words()["values"].get(path, {}).get(value, [value])[0])


def _by_word(words: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {word: meaning for meaning, said in words.items() for word in said}


def choice_meant(path: str, word: str) -> str:
    """The value of a choice that a word means; the word itself, folded, when it is none."""
    plain = simplified(folded(word))
    return _choices().get(path, {}).get(plain, plain.replace(" ", "_"))


def _family(header: str) -> str | None:
    """Our name for a numbered header, such as `contacts.2.level` or 联系人2级别."""
    if _OWN.fullmatch(folded(header)):
        return folded(header)
    found = _CONTACT_ZH.fullmatch(simplified(folded(header)))
    meant = _by_word(_words()["contacts"]).get(found[2]) if found else None
    if found and meant:
        return f"contacts.{found[1]}.{meant}"
    spelt = _CONTACT_EN.fullmatch(folded(header).replace("_", " "))
    piece = _EQUIPMENT_EN.fullmatch(folded(header).replace("_", " "))
    name = folded(header)
    if spelt:
        name = f"contacts.{spelt[1]}.{spelt[2].replace(' ', '_')}"
    elif piece:
        name = f"equipment.1.{piece[1].replace(' ', '_')}"
    return name if _NUMBERED.fullmatch(name) and field_named(name) is not None else None


def field_label(path: str, number: str = "") -> Both:
    """What a column of this field is called, with the number of the contact: 联系人1关系等级, contact 1 relationship.

    >>> field_label("contacts.relationship").zh, str(field_label("purchases.yearly_revenue"))
    ('联系人关系等级', 'yearly revenue')
    """
    words = _words()
    section, _, name = path.partition(".")
    plain = words["english"].get(path) or path.split(".")[-1].replace("_", " ")
    if section == "contacts":
        numbered = f"contact {number}".strip()
        chinese = words["contacts"].get(name, [""])[0]
        return Both(f"{numbered} {plain}" if name else path, f"{words['contact']}{number}{chinese}")
    if section == "equipment":
        return Both(f"equipment {plain}", words["columns"].get(f"equipment.1.{name}", [path])[0])
    return Both(plain, words["columns"].get(path, [path])[0])


def _takes_days(name: str) -> bool:
    found = field_named(name)
    return found is not None and found.kind in ("day", "days")


@cache
def vocabulary() -> Vocabulary:
    """The columns of a table of dossiers."""
    single = tuple(path for path in fields() if path.split(".")[0] not in MANY)
    last = {path.split(".")[-1]: path for path in single if path.count(".") == 1 and "provenance" not in path}
    english = {word: path for path, word in _words()["english"].items()}
    return Vocabulary(
        single, ("id",), {**last, **english, **_by_word(_words()["columns"])}, _family, takes_days=_takes_days
    )
