"""Who has a say, typed in one after the other: name, title, department, superior, role, and how they stand to us."""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from engine.cli.interview import Interview, Refused, plain_text
from engine.committee import Committee, all_identified, read_committee
from engine.committee.guided_questions import guided_questions
from engine.committee.office_sheet import score_meant
from engine.files import is_nobody_word, is_unknown_word, numeral, role_meant, words_in
from engine.model.buying_centre import BuyingCentre
from engine.model.terms import MAX_PEOPLE
from engine.model.vocabulary import ROLE
from engine.wording import listed, say, told

_COLUMNS = ("name", "title", "department", "reports_to", "stance", "roles")
_PARTS = re.compile(r"[,，;；\t|]")
UNKNOWN = ""


@dataclass(frozen=True)
class Typed:
    """Somebody as typed in; an empty word is not known. reports_to: a name; empty at the top."""

    name: str
    title: str = ""
    department: str = ""
    reports_to: str = ""
    stance: str = ""
    roles: str = ""


def people_typed(first: str, interview: Interview) -> tuple[Typed, ...]:
    """Everybody the user types, from the first line on; Enter ends it.

    Raises Stopped, and Refused for the first line.
    """
    people: list[Typed] = []
    line = first
    while line:
        try:
            people.append(_person(line, people, interview))
        except Refused:
            if not people:
                raise
        interview.say(_noted(people[-1]))
        if len(people) == MAX_PEOPLE:
            interview.say(say("{most} people: more than that cannot have a say in one purchase", most=MAX_PEOPLE))
            break
        prompt = say("Next person, or Enter if that was everybody >")
        line = interview.typed(told(prompt, interview.lang), lambda text: _acceptable(text, people), "")
    return tuple(people)


def committee_of(people: Sequence[Typed], template: BuyingCentre) -> Committee:
    """The buying centre of people typed in, read as a sheet of them would be.

    Roles that are left open follow the chart, as for a sheet; none that somebody was given is given twice.
    """
    guessed = _read([replace(one, roles="") for one in people], template)
    if any(one.roles for one in people):
        taken = {role for one in people for role in one.roles.split("|") if role}
        filled = [
            one if one.roles else replace(one, roles="|".join(role for role in found.roles if role not in taken))
            for one, found in zip(people, guessed.centre.people, strict=True)
        ]
        if not any("decider" in one.roles.split("|") for one in filled):
            filled[0] = replace(filled[0], roles="|".join(filter(None, ("decider", filled[0].roles))))
        filled = [one if one.roles else replace(one, roles="influencer") for one in filled]
        return _read(filled, template)
    return guessed


def _read(people: Sequence[Typed], template: BuyingCentre) -> Committee:
    with tempfile.TemporaryDirectory() as folder:
        sheet = Path(folder) / "people.csv"
        with sheet.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(_COLUMNS)
            for one in people:
                boss = one.reports_to or "none"
                writer.writerow((one.name, one.title, one.department, boss, one.stance, one.roles))
        return all_identified(read_committee(sheet, None, template, "utf-8"))


def _acceptable(text: str, people: Sequence[Typed]) -> str:
    name = _PARTS.split(text)[0].strip()
    _name(name, people)
    return text


def _person(line: str, people: Sequence[Typed], interview: Interview) -> Typed:
    """Somebody from a line; what the line does not say is asked."""
    parts = [part.strip() for part in _PARTS.split(line)]
    one = Typed(_name(parts[0], people))
    readers = {
        "title": lambda text: plain_text(text, 40),
        "department": lambda text: plain_text(text, 40),
        "reports_to": lambda text: _superior(text, people),
        "stance": stance_typed,
        "roles": roles_typed,
    }
    offered = _offered(people)
    for place, (field, read) in enumerate(readers.items(), start=1):
        if field == "reports_to" and not people:
            continue
        given = parts[place] if place < len(parts) else None
        default = offered[field]
        if given is not None:
            try:
                value = read(given) if given else default
            except Refused as refused:
                interview.say(refused.why)
                value = interview.typed(_prompt(field, default, interview), read, default)
        elif len(parts) > 4:
            value = default
        else:
            value = interview.typed(_prompt(field, default, interview), read, default)
        one = replace(one, **{field: value})
    return one


def _offered(people: Sequence[Typed]) -> Mapping[str, str]:
    """What Enter takes: nothing known, the department of whoever came before, and the top as superior."""
    return {
        "title": "",
        "department": people[-1].department if people else "management",
        "reports_to": people[0].name if people else "",
        "stance": UNKNOWN,
        "roles": "",
    }


def _prompt(field: str, default: str, interview: Interview) -> str:
    asked = guided_questions()["stance"]
    words = [told(anchor.words, interview.lang) for anchor in asked.anchors]
    roles = listed(ROLE.values())
    prompts = {
        "title": say("Title (Enter: not known) >"),
        "department": say("Department (Enter: {offered}) >", offered=_shown(default, interview.lang)),
        "reports_to": say("Reports to: name or number (Enter: {offered}; `none`: nobody) >", offered=default),
        "stance": say(
            "{question} {answers} (Enter or ?: not known) >", question=asked.question, answers=" / ".join(words)
        ),
        "roles": say("Role: {roles} (Enter: by title and department) >", roles=roles),
    }
    return told(prompts[field], interview.lang)


def _shown(department: str, lang: str) -> str:
    return told(say("management"), lang) if department == "management" else department


def _noted(one: Typed) -> str:
    known = [one.name, one.title, one.department, *([f"→ {one.reports_to}"] if one.reports_to else []), one.stance]
    return "  ✓ " + " · ".join(part for part in known if part)


def _name(text: str, people: Sequence[Typed]) -> str:
    name = plain_text(text, 40)
    if not name or is_nobody_word(name) or is_unknown_word(name):
        raise Refused(say("a name is needed; a title will do, such as “head of IT”"))
    if any(one.name == name for one in people):
        raise Refused(say("{name} is there already; add what tells the two apart", name=name))
    return name


def _superior(text: str, people: Sequence[Typed]) -> str:
    if text.isdecimal() and 1 <= int(text) <= len(people):
        return people[int(text) - 1].name
    if is_nobody_word(text):
        return ""
    known = [one.name for one in people]
    fitting = [name for name in known if name == text] or [name for name in known if text in name]
    if len(fitting) != 1:
        typed = listed(f"{n} {name}" for n, name in enumerate(known, start=1))
        raise Refused(say("nobody of that name was typed yet; superiors come first: {names}", names=typed))
    return fitting[0]


def stance_typed(text: str) -> str:
    """A stance as a number in a text; empty where it is not known. Raises Refused."""
    if is_unknown_word(text):
        return UNKNOWN
    meant = score_meant("stance", text)
    found = numeral(text)
    values = set(found.values.values()) if found is not None and not found.unit and not found.percent else set()
    if meant is None and len(values) == 1:
        meant = values.pop()
    if meant is None or not -1 <= meant <= 1:
        raise Refused(say("`{text}` says no stance; for example 支持, 中立, 反对, or −1 to 1", text=text[:40]))
    return f"{meant:g}"


def roles_typed(text: str) -> str:
    """Roles by their words, parted by `|`. Raises Refused."""
    if is_unknown_word(text):
        return ""
    held = []
    for word in words_in(text):
        role = role_meant(word)[0]
        if role is None:
            raise Refused(say("no role is called `{role}`", role=word[:40]))
        held.append(role)
    return "|".join(dict.fromkeys(held))
