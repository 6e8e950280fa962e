"""Names that must exist: who reports to whom, whom ties join, which rivals there are.

Checked on plain data, so that it can be told of a file that is wrong in other ways as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from engine.model.faults import Fault, Place
from engine.wording import Message, nearest, say

Plain = Mapping[str, Any]


def account_faults(accounts: Sequence[Plain]) -> list[Fault]:
    """Accounts that share an id."""
    return [
        Fault("account-twice", say("two accounts have the id `{id}`", id=name), at, first=first)
        for name, at, first in _twice(accounts, "accounts")
    ]


def committee_faults(centre: Plain) -> list[Fault]:
    """People who share an id, bosses and ends of ties that are nobody, circles of bosses."""
    people, ties = _entries(centre, "people"), _entries(centre, "ties")
    found = [
        Fault("person-twice", say("two people have the id `{id}`", id=name), at, first=first)
        for name, at, first in _twice(people, "people")
    ]
    names = [_name(person, "id") for person in people]
    if found or not all(names):
        return found  # what refers to them would only be an echo
    boss_of = {name: boss for name, person in zip(names, people, strict=True) if (boss := _name(person, "reports_to"))}
    for index, (name, person) in enumerate(zip(names, people, strict=True)):
        boss = _name(person, "reports_to")
        if boss and boss not in names:
            what = say("person `{name}` reports to unknown person `{boss}`", name=name, boss=boss)
            found.append(_unknown("boss-person", what, ("people", index, "reports_to"), boss, names))
    found += _circles(names, boss_of)
    for index, tie in enumerate(ties):
        ends = {key: _name(tie, key) for key in ("from", "to")}
        for key, end in ends.items():
            if end and end not in names:
                what = say("a tie names unknown person `{name}`", name=end)
                found.append(_unknown("tie-person", what, ("ties", index, key), end, names))
        if ends["from"] and ends["from"] == ends["to"]:
            what = say("the {kind} tie joins `{person}` with themselves", kind=tie.get("kind"), person=ends["from"])
            found.append(Fault("tie-self", what, ("ties", index)))
    return found


def account_reference_faults(account: Plain) -> list[Fault]:
    """What it says of its rivals, partners and bodies that names somebody who is not there, or two of them alike."""
    return _rival_faults(account) + _partner_faults(account) + _body_faults(account)


def _rival_faults(account: Plain) -> list[Fault]:
    """Rivals who share an id or are called `us`; an incumbent and stances that name a rival who is not there."""
    rivals = _entries(account, "rivals")
    found = [
        Fault("rival-twice", say("two rivals have the id `{id}`", id=name), at, first=first)
        for name, at, first in _twice(rivals, "rivals")
    ]
    known = [name for rival in rivals if (name := _name(rival, "id"))]
    if "us" in known:
        what = say("no rival can be called `us`: that is our own side")
        found.append(Fault("rival-us", what, ("rivals", known.index("us"), "id")))
    incumbent = _name(account, "incumbent")
    if incumbent and incumbent not in ("us", *known):
        what = say("incumbent `{name}` is neither `us` nor a rival's id", name=incumbent)
        found.append(_unknown("incumbent-unknown", what, ("incumbent",), incumbent, ["us", *known]))
    centre = account.get("buying_centre")
    for index, person in enumerate(_entries(centre, "people") if isinstance(centre, Mapping) else ()):
        stances = person.get("rival_stance")
        for rival in stances if isinstance(stances, Mapping) else ():
            if rival not in known:
                who = _name(person, "id") or index
                what = say("person `{name}` has a stance towards unknown rival `{rival}`", name=who, rival=rival)
                place: Place = ("buying_centre", "people", index, "rival_stance", rival)
                found.append(_unknown("stance-rival", what, place, rival, known))
    return found


def _partner_faults(account: Plain) -> list[Fault]:
    """Partners who share an id, or who are said to know people who are not there."""
    partners = _entries(account, "partners")
    found = [
        Fault("partner-twice", say("two partners have the id `{id}`", id=name), at, first=first)
        for name, at, first in _twice(partners, "partners")
    ]
    centre = account.get("buying_centre")
    people = [_name(person, "id") for person in (_entries(centre, "people") if isinstance(centre, Mapping) else ())]
    if not people or not all(people):
        return found  # read elsewhere, or wrong themselves: what refers to them would only be an echo
    for index, partner in enumerate(partners):
        known = partner.get("knows")
        for place, name in enumerate(known if isinstance(known, list | tuple) else ()):
            if isinstance(name, str) and name not in people:
                what = say("partner `{partner}` knows unknown person `{name}`", partner=_name(partner, "id"), name=name)
                found.append(_unknown("partner-person", what, ("partners", index, "knows", place), name, people))
    return found


def _body_faults(account: Plain) -> list[Fault]:
    """Bodies whose members are not there."""
    centre, process = account.get("buying_centre"), account.get("process")
    people = [_name(person, "id") for person in (_entries(centre, "people") if isinstance(centre, Mapping) else ())]
    found: list[Fault] = []
    if not people or not all(people) or not isinstance(process, Mapping):
        return found
    for index, body in enumerate(_entries(process, "bodies")):
        members = body.get("members")
        for place, name in enumerate(members if isinstance(members, list | tuple) else ()):
            if isinstance(name, str) and name not in people:
                what = say("body `{body}` has unknown member `{name}`", body=_name(body, "id"), name=name)
                at: Place = ("process", "bodies", index, "members", place)
                found.append(_unknown("body-person", what, at, name, people))
    return found


def _entries(holder: Plain, key: str) -> list[Plain]:
    listed = holder.get(key)
    return [entry if isinstance(entry, Mapping) else {} for entry in listed] if isinstance(listed, list | tuple) else []


def _name(entry: Plain, key: str) -> str:
    value = entry.get(key)
    return value if isinstance(value, str) else ""


def _twice(entries: Sequence[Plain], key: str) -> Iterator[tuple[str, Place, Place]]:
    """Every id that was there before, where it stands and where it stood first."""
    first: dict[str, int] = {}
    for index, entry in enumerate(entries):
        name = _name(entry, "id")
        if name in first:
            yield name, (key, index, "id"), (key, first[name], "id")
        elif name:
            first[name] = index


def _unknown(code: str, what: Message, at: Place, name: str, known: Iterable[str]) -> Fault:
    return Fault(code, what, at, nearest(name, known))


def _circles(names: Sequence[str], boss_of: Mapping[str, str]) -> Iterator[Fault]:
    """One fault per circle of bosses, at the first person of the file who is in it."""
    settled: set[str] = set()
    for start in names:
        chain: list[str] = []
        name = start
        while name in boss_of and name not in settled and name not in chain:
            chain.append(name)
            name = boss_of[name]
        if name in chain:
            circle = chain[chain.index(name) :]
            what = say("reporting cycle {loop}", loop=" → ".join([*circle, circle[0]]))
            at = ("people", names.index(circle[0]), "reports_to")
            yield Fault("boss-cycle", what, at, say("nobody can report to themselves in the end"))
        settled.update(chain)
