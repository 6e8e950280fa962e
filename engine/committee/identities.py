"""Who is who in the tables: ids, names, and the words by which one person's cell means another person."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from engine.files import Findings, Row, Table, shown
from engine.wording import nearest, say

_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_\-]{0,39}")
_NAMES = ("name", "name_zh", "name_en")


@dataclass
class Identities:
    """The row of each person by id, in order.

    written: id by what stands in the column `id`. named: ids by name. by_name: do names stand for ids in the table?
    """

    rows: dict[str, Row] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    named: dict[str, list[str]] = field(default_factory=dict)
    by_name: bool = False

    def called(self, one: str) -> str:
        """What the reader of the table knows a person by: the id, or the name where the table has no ids."""
        row = self.rows[one]
        return next(filter(None, map(row.get, _NAMES)), one) if self.by_name else one

    def find(self, word: str, where: str, findings: Findings, code: str) -> str | None:
        """The person that a cell of another row means: by id or by name; None when it is nobody, which is noted."""
        plain = word.strip(" \t")
        if plain in self.written:
            return self.written[plain]
        near = [known for known in self.written if _fold(known) == _fold(plain)]
        if near:
            return self.written[near[0]] if _are_one(plain, near[0], where, findings) else None
        by_name = self.named.get(plain.strip(), [])
        if len(by_name) == 1:
            return by_name[0]
        if len(by_name) > 1:
            readings = {say("it is `{id}`", id=self._told_apart(one)): one for one in by_name}
            settle = say("add a column `id` with a different entry for each") if self.by_name else say("write the id")
            return findings.ask(code, where, say("who is `{name}`?", name=plain), readings, settle)
        known = [*self.named] if self.by_name else [*self.written, *self.named]
        what = say("unknown person `{name}`", name=shown(plain))
        findings.wrong(code, where, what, nearest(plain, known))
        return None

    def _told_apart(self, one: str) -> str:
        """What tells somebody from another of the same name."""
        row = self.rows[one]
        return " ".join(filter(None, (self.called(one), row.get("department"), row.get("title"))))


def identities(people: Table, findings: Findings) -> Identities:
    """The people of a table. Chinese ids get ids of letters, which is said; what is twice or doubtful is noted."""
    found = Identities(by_name="id" not in people.columns)
    folds: dict[str, str] = {}
    given = {row.get("id") for row in people.rows}
    made: list[str] = []
    for number, row in enumerate(people.rows, start=1):
        text = written = row.raw("id").strip(" \t\n")
        plain = unicodedata.normalize("NFKC", text).strip()
        if plain != text and _IDENTIFIER.fullmatch(plain):
            if not _are_one(text, plain, row.at("id"), findings):
                continue
            text = plain
        identifier: str | None = text if _IDENTIFIER.fullmatch(text) else None
        if identifier is None and text and len(text) <= 40 and re.fullmatch(r"\w[\w\-·.@+ ]*", text):
            identifier = next(f"p{n}" for n in range(number, 100_000) if f"p{n}" not in given)
            made.append(f"{text} = {identifier}")
        if identifier is None:
            hint = say("letters, digits, `_` and `-`, at most 40; names go into the column `name`")
            findings.wrong("person-id", row.at("id"), say("`{id}` cannot be an id", id=shown(text)), hint)
        elif text in found.written:
            first = found.rows[found.written[text]].where
            what = say("two people have the id `{id}`", id=identifier)
            findings.wrong("person-twice", row.at("id"), what, say("the first is {where}", where=first))
        elif _fold(text) not in folds or _are_two(text, folds[_fold(text)], row.at("id"), findings):
            folds[_fold(text)] = text
            found.rows[identifier] = row
            found.written[text] = found.written[written] = identifier
            for name in dict.fromkeys(row.get(column) for column in _NAMES if row.get(column) not in ("", text)):
                found.named.setdefault(name, []).append(identifier)
    if made:
        findings.say(say("ids that are no letters were replaced: {ids}", ids=made[:12]))
    return found


def _fold(word: str) -> str:
    return "".join(unicodedata.normalize("NFKC", word).split()).casefold()


def _are_one(one: str, other: str, where: str, findings: Findings) -> bool:
    """May a word that is nearly an id stand for it? Two people need two ids in the file."""
    return bool(_same(one, other, where, findings, one_person=True))


def _are_two(one: str, other: str, where: str, findings: Findings) -> bool:
    """May two rows with nearly the same id stand side by side? One person needs a single row in the file."""
    return bool(_same(one, other, where, findings, two_people=True))


def _same(
    one: str, other: str, where: str, findings: Findings, one_person: bool | None = None, two_people: bool | None = None
) -> bool | None:
    what = say("is `{one}` the same person as `{other}`?", one=one.replace("\xa0", "␣"), other=other)
    readings = {
        say("they differ only in spaces, case or width and are one person"): one_person,
        say("they are two people"): two_people,
    }
    settle = say("write `{other}` in both places, or ids that differ in a letter", other=other)
    return findings.ask("person-same", where, what, readings, settle)
