"""A dossier file to begin with: what is known, and a line for every field that is not, to be filled in later."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.advice.dossier_fields import DossierField, choice_said, field_label, fields
from engine.committee import Committee
from engine.model.base import Text
from engine.model.vocabulary import ROLE
from engine.situation.file_lines import comment, flow, identifier, in_words, one_line, quoted
from engine.wording import Said, either, listed, say, told

SECTIONS = ("basics", "purchases", "potential", "plans", "opportunity", "admission", "care", "payment")
_CONTACT = ("influence", "relationship", "met", "sponsor", "mandate", "passed_over", "days_since_contact")


@dataclass(frozen=True)
class Known:
    """What is known of an account. values: by field, as `basics.kind`; committee: who has a say, or nobody yet."""

    name: str
    values: Mapping[str, Any] = field(default_factory=dict)
    committee: Committee | None = None


def new_dossier_text(path: Path, known: Known, lang: str) -> str:
    """The text of a dossier file at `path`; its comments are in the language `lang`."""
    command = shlex.join(["kam", "advise", path.name])
    reason = told(say("what our own people know; nobody has checked it yet"), lang)
    lines = [
        *comment(say("What stands behind # explains. What stands behind a colon can be changed."), lang),
        *comment(say("Left out is unknown: not zero and not no. Take away a # and write behind the colon."), lang),
        *comment(say("For advice on this account: {command}", command=command), lang),
        f"id: {identifier(path.stem, 'my_account')}",
        f"name: {in_words(one_line(known.name), lang)}",
        f"provenance: {{assumption: {quoted(reason)}}}",
    ]
    for section in SECTIONS:
        lines += ["", f"{section}:", *_section(section, known, lang)]
    lines += ["", *_equipment(lang), "", *_contacts(known, lang)]
    return "\n".join(lines) + "\n"


def _section(section: str, known: Known, lang: str) -> Iterator[str]:
    for name, each in fields().items():
        if not name.startswith(f"{section}.") or name.count(".") > 1 or "provenance" in name:
            continue
        key = name.partition(".")[2]
        value = known.values.get(name)
        yield _known(key, value, each, lang) if value is not None else f"  # {key}:  # {_meaning(each, lang)}"


def _known(key: str, value: Any, each: DossierField, lang: str) -> str:
    shown = in_words(value, lang) if each.kind == "words" else flow(value)
    return f"  {key}: {shown}  # {_meaning(each, lang)}"


def _meaning(each: DossierField, lang: str) -> str:
    """What a field is called, and what may be written."""
    may = _may(each, lang)
    label = field_label(each.path)
    return told(say("{field}: {values}", field=label, values=may) if may is not None else label, lang)


def _may(each: DossierField, lang: str) -> Said | None:
    if each.kind == "choice":
        said = {value: told(choice_said(each.path, value), lang) for value in each.values}
        known = {value: "" if words == value.replace("_", " ") else words for value, words in said.items()}
        return either(f"{value} {words}".strip() for value, words in known.items())
    if each.kind == "answer":
        return say("yes or no")
    if each.kind == "tiers":
        return say("a year and its tier; several with ; between them")
    wanted = each.wanted
    if each.kind != "number":
        return None
    if wanted.kind == "money":
        return say("in 10k CNY")
    if wanted.high == float("inf"):
        return None
    return say("{low} to {high}", low=f"{max(wanted.low, -1e9):g}", high=f"{wanted.high:g}")


def _equipment(lang: str) -> Iterator[str]:
    yield from comment(say("What they own that ages and is replaced; take away the # in front of each line."), lang)
    yield "# equipment:"
    keys = [name.partition(".")[2] for name in fields() if name.startswith("equipment.")]
    shown = [key for key in keys if "." not in key and key != "provenance"]
    for key in shown:
        mark = "-" if key == shown[0] else " "
        yield f"#   {mark} {key}:  # {_meaning(fields()[f'equipment.{key}'], lang)}"


def _contacts(known: Known, lang: str) -> Iterator[str]:
    people = () if known.committee is None else known.committee.centre.people
    yield from comment(say("Who has a say there: level 1 is the top; stance −1 against us to 1 for us."), lang)
    if not people:
        yield "# contacts:"
        yield "#   - id: p1"
        for key in ("name", "title", "level", "department", "roles", "stance", *_CONTACT):
            yield f"#     {key}:  # {_meaning(fields()[f'contacts.{key}'], lang)}"
        return
    assert known.committee is not None
    yield "contacts:"
    for person in people:
        remark = known.committee.remarks.get(person.id)
        if remark:
            yield from comment(one_line(remark), lang, 2)
        department = known.committee.departments.get(person.id, person.department)
        yield f"  - id: {flow(person.id)}"
        title = known.committee.titles.get(person.id, "")
        yield f"    name: {flow(_without_title(person.name, title))}"
        if title:
            yield f"    title: {in_words(title, lang)}"
        yield f"    level: {person.level}"
        yield f"    department: {flow(department[:60])}"
        guessed = say("by the chart; check it: {roles}", roles=listed([ROLE[role] for role in person.roles]))
        yield f"    # roles: {flow(person.roles)}  # {told(guessed, lang)}"
        if person.stance is not None:
            yield f"    stance: {flow(person.stance)}"
        for key in _CONTACT if person.stance is not None else ("stance", *_CONTACT):
            yield f"    # {key}:  # {_meaning(fields()[f'contacts.{key}'], lang)}"


def _without_title(name: Text, title: str) -> Text:
    """A name without the title that stands behind it."""
    ends = (f"（{title}）", f"，{title}", f", {title}")
    found = {
        lang: next((words.removesuffix(end) for end in ends if title and words.endswith(end)), words)
        for lang, words in (("en", name.en), ("zh", name.zh))
    }
    return Text(**found)
