"""Who stands above whom, from a column of bosses, reporting ties and a column of levels, which must agree.

Levels are ranks: only their order counts. A boss may stand on the same level, never below. What is missing or runs the
other way round is asked about.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.committee.identities import Identities
from engine.files import Findings, Table, Wanted, is_nobody_word, is_unknown_word
from engine.model.chart import MAX_LEVELS
from engine.model.terms import MAX_PEOPLE
from engine.wording import say


@dataclass
class Lines:
    """Reporting lines.

    boss:    {subordinate: superior}. where: the place that says so.
    nobody:  people of whom the table says that they report to nobody. unknown: of whom it says that nobody knows.
    """

    boss: dict[str, str] = field(default_factory=dict)
    where: dict[str, str] = field(default_factory=dict)
    nobody: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)


def reporting_lines(who: Identities, formal: dict[str, tuple[str, str]], findings: Findings) -> Lines:
    """The lines from both tables, which must agree and hold no cycle."""
    lines = Lines({one: superior for one, (superior, _) in formal.items()})
    lines.where.update({one: where for one, (_, where) in formal.items()})
    for one, row in who.rows.items():
        word = row.raw("reports_to")
        if not word.strip():
            continue
        if is_nobody_word(word) and word.strip() not in who.written:
            lines.nobody.add(one)
        elif is_unknown_word(word):
            lines.unknown.add(one)
        else:
            superior = who.find(word, row.at("reports_to"), findings, "boss-person")
            if superior is not None and lines.boss.setdefault(one, superior) != superior:
                what = say("`{person}` reports to two people", person=who.called(one))
                hint = say("{where} says {person}", where=formal[one][1], person=formal[one][0])
                findings.wrong("boss-two", row.at("reports_to"), what, hint)
            lines.where.setdefault(one, row.at("reports_to"))
    _refuse_cycles(who, lines, formal, findings)
    return lines


def _refuse_cycles(who: Identities, lines: Lines, formal: dict[str, tuple[str, str]], findings: Findings) -> None:
    checked: set[str] = set()
    for one in who.rows:
        chain = [one]
        while chain[-1] in lines.boss and chain[-1] not in checked:
            above = lines.boss[chain[-1]]
            if above in chain:
                members = chain[chain.index(above) :]
                at = next((formal[member][1] for member in members if member in formal), lines.where[above])
                others = [lines.where[member] for member in members if lines.where[member] != at]
                what = say("reporting cycle {loop}", loop=" → ".join(map(who.called, [*members, above])))
                hint = say("nobody can report to themselves in the end")
                if others:
                    hint = say("nobody can report to themselves in the end; see {places}", places=others[:5])
                findings.wrong("boss-cycle", at, what, hint)
                break
            chain.append(above)
        checked.update(chain)


def levels(people: Table, who: Identities, lines: Lines, findings: Findings) -> dict[str, int]:
    """The rank of each person from 1 at the top: as stated, or counted down the reporting lines."""
    stated = _stated_levels(people, who, findings)
    findings.raise_if_any()
    has_lines = len(who.rows) == 1 or bool(lines.boss or lines.unknown)
    if not has_lines and not _lines_unknown(people, bool(stated), findings):
        return dict.fromkeys(who.rows, 1)
    ranks = _ranked(people, who, stated, lines, findings) if stated else _counted(who, lines, findings)
    if has_lines and not findings.found:
        tops = _without_boss(who, lines, ranks, bool(stated), findings)
        ranks = _dense({**ranks, **dict.fromkeys(tops, 1)})
    return ranks


def _stated_levels(people: Table, who: Identities, findings: Findings) -> dict[str, int]:
    if "level" not in people.columns or not any(row.get("level") for row in people.rows):
        return {}
    numbers = people.numbers(Wanted("level", 0, 99, "whole"), findings)
    stated = {}
    for row, number in zip(people.rows, numbers, strict=True):
        one = who.written.get(row.raw("id").strip(" \t\n"))
        if number is not None and one is not None:
            stated[one] = int(number)
        elif is_unknown_word(row.get("level")):
            findings.wrong("level-missing", row.at("level"), say("no level"), say("a whole number, 1 at the top"))
    return stated


def _ranked(people: Table, who: Identities, stated: dict[str, int], lines: Lines, findings: Findings) -> dict[str, int]:
    below = [(one, boss) for one, boss in lines.boss.items() if stated[boss] > stated[one]]
    above = [(one, boss) for one, boss in lines.boss.items() if stated[boss] < stated[one]]
    if below and not above:
        low, high = str(min(stated.values())), str(max(stated.values()))
        what = say(
            "the numbers of `level` run against the reporting lines; is {low} the top, or {high}?", low=low, high=high
        )
        readings = {
            say("{high} is the top, as the reporting lines have it", high=high): True,
            say("{low} is the top, and the reporting lines are the wrong way round", low=low): None,
        }
        settle = say("number the levels from 1 at the top, or delete the column: they are then counted down the lines")
        if findings.ask("level-reversed", people.where, what, readings, settle):
            stated = {one: -level for one, level in stated.items()}
    else:
        for one, boss in below:
            what = say(
                "`{person}` (level {level}) reports to `{boss}`, who stands lower (level {lower}, {where})",
                person=who.called(one), level=stated[one], boss=who.called(boss), lower=stated[boss],
                where=who.rows[boss].where,
            )  # fmt: skip
            hint = say("a boss stands on the same level or above: correct one of the two lines")
            findings.wrong("level-boss", lines.where[one], what, hint)
    order = sorted(set(stated.values()))
    if order[0] >= 0 and order != list(range(1, len(order) + 1)):
        ranks = [str(level) for level in order]
        findings.say(say("levels {stated} were taken as ranks, the least at the top", stated=ranks))
    if len(order) > MAX_LEVELS:
        what = say("{count} levels", count=len(order))
        findings.wrong("level-many", people.where, what, say("at most {most} levels", most=MAX_LEVELS))
    return _dense(stated)


def _dense(levels: dict[str, int]) -> dict[str, int]:
    """Ranks from 1 without gaps, in the order of these levels."""
    order = sorted(set(levels.values()))
    return {one: order.index(level) + 1 for one, level in levels.items()}


def _counted(who: Identities, lines: Lines, findings: Findings) -> dict[str, int]:
    level: dict[str, int] = {}
    for one, row in who.rows.items():
        depth, above = 1, one
        while above in lines.boss and depth <= len(who.rows):
            depth, above = depth + 1, lines.boss[above]
        level[one] = depth
        if depth > MAX_LEVELS:
            what = say("`{person}` stands {depth} levels down", person=who.called(one), depth=depth)
            findings.wrong("level-many", row.where, what, say("at most {most} levels", most=MAX_LEVELS))
    return level


def _lines_unknown(people: Table, has_levels: bool, findings: Findings) -> bool:
    """Is it said that nobody knows who reports to whom, and are there levels instead?"""
    if not has_levels:
        what = say("nothing says who stands above whom")
        findings.wrong("chart-empty", people.where, what, say("add a column `reports_to`, or `level` (1 = top)"))
        return False
    what = say("there is no reporting line at all")
    readings = {say("the lines are missing from the file"): None, say("they are not known"): True}
    settle = say("fill the column `reports_to`, and write `unknown` in it where nobody knows")
    return bool(findings.ask("chart-no-lines", people.where, what, readings, settle))


def _without_boss(
    who: Identities, lines: Lines, ranks: dict[str, int], has_levels: bool, findings: Findings
) -> list[str]:
    """Those of whom it is said, when asked, that they stand at the top.

    Asked about are people without a boss below the top; without levels, several of whom any may be the top.
    """
    bossless = [one for one in who.rows if one not in lines.boss and one not in lines.unknown]
    if has_levels:
        open_ones = [one for one in bossless if ranks[one] > 1]
    else:
        blank = [one for one in bossless if one not in lines.nobody]
        open_ones = blank if len(bossless) > 1 else []
    if open_ones:
        first = who.rows[open_ones[-1] if not has_levels else open_ones[0]]
        what = say("without a boss: {people}", people=list(map(who.called, open_ones)))
        readings = {say("their boss is missing from the table"): None, say("they stand at the top"): open_ones}
        settle = say("fill in `reports_to`; write level 1 for who stands at the top, or `unknown` where nobody knows")
        if not has_levels:
            settle = say(
                "fill in `reports_to`; write `none` for who stands at the top, or `unknown` where nobody knows"
            )
        return findings.ask("boss-blank", first.at("reports_to"), what, readings, settle) or []
    if len(bossless) > 1:
        findings.say(say("several people stand at the top: {people}", people=list(map(who.called, bossless))))
    if lines.unknown:
        findings.say(say("whose boss is not known: {people}", people=list(map(who.called, sorted(lines.unknown)))))
    return []


def refuse_too_many(people: Table, who: Identities, findings: Findings) -> None:
    """Beyond the limit, proposes whom to keep: those nearest to the top."""
    if len(who.rows) <= MAX_PEOPLE:
        return
    formal = {one: row.raw("reports_to").strip() for one, row in who.rows.items()}
    known = {name: ids[0] for name, ids in who.named.items()} | who.written
    boss = {one: known[word] for one, word in formal.items() if word in known}

    def depth(one: str) -> int:
        steps = 0
        while one in boss and steps < MAX_LEVELS:
            one, steps = boss[one], steps + 1
        return steps

    keep = sorted(who.rows, key=depth)[:MAX_PEOPLE]
    what = say("{count} people; a buying centre has at most {most}", count=len(who.rows), most=MAX_PEOPLE)
    hint = say(
        "keep those who have a say in this purchase; nearest to the top stand {people}",
        people=list(map(who.called, keep)),
    )
    findings.wrong("people-many", list(who.rows.values())[MAX_PEOPLE].where, what, hint)
