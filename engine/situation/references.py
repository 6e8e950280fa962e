"""Names that must exist: who reports to whom, whom ties join, which rivals there are. All slips, each with its line.

The models check the same on any source of people; here the file is known, so that every slip is named with its line
and the nearest valid name, and not only the first.
"""

from __future__ import annotations

from collections.abc import Iterable

from engine.errors import Problem, suggest
from engine.files import Node


def reference_problems(root: Node) -> dict[tuple[str | int, ...], list[Problem]]:
    """Wrong references by the path of the model that they make invalid."""
    found: dict[tuple[str | int, ...], list[Problem]] = {}
    accounts = root.mapping.get("accounts")
    if accounts is None:
        return found
    found[()] = _twice(accounts.items, "accounts")
    for index, account in enumerate(accounts.items):
        place = ("accounts", index)
        centre = account.mapping.get("buying_centre")
        if centre is not None:
            found[(*place, "buying_centre")] = _people_problems(centre)
        found[place] = _rival_problems(account, centre)
    return {place: problems for place, problems in found.items() if problems}


def _ids(items: Iterable[Node]) -> dict[str, Node]:
    named = ((item.mapping.get("id"), item) for item in items)
    return {name.text: item for name, item in named if name is not None and name.text}


def _twice(items: Iterable[Node], what: str) -> list[Problem]:
    first: dict[str, Node] = {}
    problems = []
    for item in items:
        name = item.mapping.get("id")
        if name is None or not name.text:
            continue
        if name.text in first:
            before = first[name.text]
            problems.append(Problem(name.where, f"two {what} have the id `{name.text}`", f"first at {before.where}"))
        first.setdefault(name.text, name)
    return problems


def _people_problems(centre: Node) -> list[Problem]:
    people = centre.mapping.get("people")
    ties = centre.mapping.get("ties")
    by_id = _ids(people.items) if people else {}
    problems = _twice(people.items, "people") if people else []
    if people is None or len(by_id) < len(people.items):
        return problems  # with ids missing or twice, what refers to them is only an echo
    for name, person in by_id.items():
        boss = person.mapping.get("reports_to")
        if boss is not None and boss.text and boss.text not in by_id:
            problems.append(_unknown(boss, f"person `{name}` reports to unknown person `{boss.text}`", by_id))
    problems += _cycles(by_id)
    for tie in ties.items if ties else []:
        for key in ("from", "to"):
            end = tie.mapping.get(key)
            if end is not None and end.text and end.text not in by_id:
                problems.append(_unknown(end, f"a tie names unknown person `{end.text}`", by_id))
    return problems


def _unknown(node: Node, what: str, known: Iterable[str]) -> Problem:
    return Problem(node.where, what, suggest(node.text or "", known))


def _cycles(by_id: dict[str, Node]) -> list[Problem]:
    """One problem per reporting cycle, at the line of the first person of the file who is in it."""
    bosses = {name: person.mapping.get("reports_to") for name, person in by_id.items()}
    boss_of = {name: boss.text for name, boss in bosses.items() if boss is not None}
    problems = []
    settled: set[str] = set()
    for start in by_id:
        chain: list[str] = []
        name: str | None = start
        while name in boss_of and name not in settled and name not in chain:
            chain.append(name)
            name = boss_of[name]
        if name in chain:
            circle = chain[chain.index(name) :]
            shown = " → ".join([*circle, circle[0]])
            where = by_id[circle[0]].mapping["reports_to"].where
            problems.append(Problem(where, f"reporting cycle: {shown}", "somebody in it must report to nobody"))
        settled.update(chain)
    return problems


def _rival_problems(account: Node, centre: Node | None) -> list[Problem]:
    rivals = account.mapping.get("rivals")
    known = _ids(rivals.items) if rivals else {}
    problems = _twice(rivals.items, "rivals") if rivals else []
    incumbent = account.mapping.get("incumbent")
    if incumbent is not None and incumbent.text and incumbent.text not in {"us", *known}:
        what = f"incumbent `{incumbent.text}` is neither `us` nor a rival's id"
        problems.append(_unknown(incumbent, what, ["us", *known]))
    people = centre.mapping.get("people") if centre else None
    for name, person in (_ids(people.items) if people else {}).items():
        stances = person.mapping.get("rival_stance")
        for rival, stance in (stances.mapping if stances else {}).items():
            if rival not in known:
                what = f"person `{name}` has a stance towards unknown rival `{rival}`"
                problems.append(Problem(stance.key_where, what, suggest(rival, known)))
    return problems
