"""Rows of a table as stakeholders; roles that a row leaves out follow the rules of `roles`, scores stay unknown."""

from __future__ import annotations

import re
from collections.abc import Mapping

from engine.committee import roles as assumed
from engine.committee.departments import function_of
from engine.committee.identities import Identities
from engine.files import (
    VETO,
    Findings,
    Row,
    Table,
    Wanted,
    answer,
    folded,
    is_date,
    is_unknown_word,
    role_guessed,
    role_meant,
    shown,
    words_in,
)
from engine.model.base import Text
from engine.model.buying_centre import CriteriaWeights, Stakeholder
from engine.model.terms import CRITERIA, ROLES, Role
from engine.model.vocabulary import ROLE
from engine.wording import nearest, say, told

_SCORES = {"power": 0.0, "susceptibility": 0.0, "stance": -1.0, "need": 0.0, "worry": 0.0}


def departments(who: Identities, findings: Findings) -> dict[str, str]:
    """Ids of the departments: known Chinese words are translated, other words made into ids."""
    found: dict[str, str] = {}
    for row in who.rows.values():
        stated = row.get("department")
        if not stated:
            findings.wrong(
                "department-missing", row.at("department"), say("no department"), say("every person needs one")
            )
            continue
        known = None if stated.isascii() else function_of(stated)
        plain = re.sub(r"[^a-z0-9]+", "-", stated.lower()).strip("-")[:40] if stated.isascii() else ""
        name = (known or plain) or f"department-{len(found) + 1}"
        if stated not in found:
            found[stated] = name if name not in found.values() else f"{name[:36]}-{len(found) + 1}"
    return {one: found.get(row.get("department"), "") for one, row in who.rows.items()}


def roles_of(people: Table, who: Identities, chart: assumed.Chart, findings: Findings) -> dict[str, tuple[Role, ...]]:
    """Roles as stated, or by the rule when no row states any. A blank among stated ones is an influencer."""
    if not any(not is_unknown_word(row.get("roles")) for row in who.rows.values()):
        assigned = assumed.assign_roles(chart)
        for role, one in assigned.guessed.items():
            guess = say(
                "no department does the work of a {role}: guessed is `{person}`",
                role=ROLE[role],
                person=who.called(one),
            )
            if role in VETO:
                guess = say(
                    "no department does the work of a {role}, who can veto: guessed is `{person}`",
                    role=ROLE[role],
                    person=who.called(one),
                )
            findings.say(guess)
        return assigned.roles
    found: dict[str, tuple[Role, ...]] = {}
    blank: list[str] = []
    for one, row in who.rows.items():
        held: list[Role] = []
        for word in words_in(row.get("roles")):
            meant, guessed = role_meant(word)
            if meant is None:
                what = say("no role is called `{role}`", role=shown(word.strip()))
                findings.wrong("role-unknown", row.at("roles"), what, nearest(folded(word).replace(" ", "_"), ROLES))
            elif meant not in held:
                held.append(meant)
            if meant is not None and guessed:
                findings.say(role_guessed(word, meant))
        blank += [] if held else [one]
        found[one] = tuple(held) or ("influencer",)
    if not findings.found and not any("decider" in held for held in found.values()):
        what = say("nobody has the role `decider`")
        findings.wrong("role-decider", people.where, what, say("give it to the person who can say yes"))
    if blank:
        findings.say(say("without a stated role, taken as influencers: {people}", people=list(map(who.called, blank))))
    return found


def stakeholders(
    people: Table,
    who: Identities,
    chart: assumed.Chart,
    boss: Mapping[str, str],
    held: Mapping[str, tuple[Role, ...]],
    findings: Findings,
) -> list[Stakeholder]:
    """Everybody with scores as stated, the others unknown; empty when a cell is wrong, which is noted."""
    numbers: dict[str, dict[str, float]] = {one: {} for one in who.rows}
    wanted = [Wanted(column, low, 1, "share") for column, low in _SCORES.items()]
    wanted += [Wanted(column, 0, kind="share") for column in CRITERIA]
    wanted.append(Wanted("relationship", 1, 5, "whole"))
    ids = [who.written.get(row.raw("id").strip(" \t\n"), "") for row in people.rows]
    for each in (each for each in wanted if each.name in people.columns):
        for one, number in zip(ids, people.numbers(each, findings), strict=True):
            if number is not None and one:
                numbers[one][each.name] = number
    known = {one: _identified(row, assumed.known_from_outside(held[one]), findings) for one, row in who.rows.items()}
    for one, row in who.rows.items():
        stated = [numbers[one][column] for column in CRITERIA if column in numbers[one]]
        if stated and not any(stated):
            hint = say("one of {criteria} must weigh more", criteria=list(CRITERIA))
            findings.wrong("criteria-zero", row.where, say("all criteria stated weigh 0"), hint)
        if is_date(row.get("name")):
            findings.say(say("{where}: the name `{name}` looks like a date", where=row.where, name=row.get("name")))
    if findings.found:
        return []
    made = []
    for one, row in who.rows.items():
        given = numbers[one]
        criteria = {column: given.get(column, 0.0) for column in CRITERIA}
        stated_criteria = any(column in given for column in CRITERIA)
        data = {
            **{name: given.get(name) for name in _SCORES},
            "id": one,
            "name": _name(one, row),
            "level": chart.level[one],
            "department": chart.department[one],
            "roles": held[one],
            "reports_to": boss.get(one),
            "criteria": CriteriaWeights(**criteria) if stated_criteria else None,
            "relationship": int(given.get("relationship", 1)),
            "identified": known[one],
        }
        made.append(Stakeholder.model_validate(data))
    return made


def _identified(row: Row, default: bool, findings: Findings) -> bool:
    """Yes or no as stated; the default where the cell is blank or says that nobody knows."""
    word = row.get("identified")
    said = answer(word)
    if said is None and folded(word) == "x":
        readings = {say("a mark for yes"): True, say("a cross for no"): False}
        what = say("identified: what does `{word}` mean?", word=word)
        said = findings.ask("answer-open", row.at("identified"), what, readings, say("write yes or no"))
    elif said is None and not is_unknown_word(word):
        what = say("identified is `{word}`, which is neither yes nor no", word=shown(word))
        findings.wrong("answer-none", row.at("identified"), what, say("yes or no"))
    return default if said is None else said


def _name(identifier: str, row: Row) -> Text:
    either = row.get("name") or row.get("name_en") or row.get("name_zh")
    made = say("person {id}", id=row.get("id"))
    names = {lang: row.get(f"name_{lang}") or either or told(made, lang) for lang in ("en", "zh")}
    return Text(**{lang: named_with_title(name, row.get("title")) for lang, name in names.items()})


def named_with_title(name: str, title: str) -> str:
    """A name and what the person is: 尚建国（院长）, or Shang, director. A title that the name holds is not said twice.

    >>> named_with_title("尚建国", "院长"), named_with_title("Shang", "director"), named_with_title("尚院长", "院长")
    ('尚建国（院长）', 'Shang, director', '尚院长')
    >>> named_with_title("廉素芬", "副院长（医疗）")
    '廉素芬，副院长（医疗）'
    """
    if not title or title in name:
        return name
    if "（" in title or "(" in title:
        return f"{name}, {title}" if f"{name}{title}".isascii() else f"{name}，{title}"
    return f"{name}, {title}" if f"{name}{title}".isascii() else f"{name}（{title}）"
