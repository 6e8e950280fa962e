"""Asks the rulebooks about an account: what each says of its dossier, whom to see next, and what to find out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from engine.advice.account_facts import account_facts, contact_facts, for_book
from engine.advice.advice import Advice, ContactAdvice, ForbiddenContact, how_important
from engine.advice.advice_line import ONLY_WHERE_KNOWN, AdviceLine
from engine.advice.care_facts import CARE_FIELDS, care_facts
from engine.advice.conduct import ACT, MOVE, ruled
from engine.advice.dossier_file import read_dossiers
from engine.advice.gaps import Gap, gaps_of
from engine.advice.points import POINTS, Fed, Range, bounds_said, open_points
from engine.advice.process_facts import Fact
from engine.advice.process_remarks import remarks_on
from engine.advice.question_advice import QUESTION_BOOK, next_questions
from engine.advice.standing import ENGAGEMENT, PLAYS, Grounds, following_grounds, grounds_of
from engine.advice.topics import (
    ADVICE_BOOKS,
    COMPLIANCE_BOOK,
    CONDUCT_BOOK,
    CONTACT_BOOK,
    FOLLOWING,
    OF_A_PROJECT,
    PASSED_ON,
    SERVICE,
    TOPICS,
)
from engine.errors import InputError, Problem
from engine.files.arguments import listed, refused
from engine.model.base import Text
from engine.model.dossier import Dossier
from engine.model.dossier_sections import SECTIONS, Contact, Equipment
from engine.model.facts import FACT_INDEX
from engine.model.rulebook import Rulebook
from engine.model.terms import Ruling
from engine.rules.language.feeding import askable, givable, unfed
from engine.rules.loading import load_book
from engine.rules.tabulation.compiled_book import CompiledBook, compile_book
from engine.rules.tabulation.decision import Decision
from engine.wording import Message, nearest, say

BookSource = str | Path | Rulebook
"""A book, its file, or the id of a shipped one."""
_NO_LEVEL = 99


def advise(dossier: Dossier | str | Path, books: Mapping[str, Rulebook] | Iterable[BookSource] = ()) -> Advice:
    """What the rulebooks say of one real account; nothing is simulated.

    dossier: a dossier, or the file of one.
    books:   your own books in place of the shipped ones with their ids: books or files of them, or books by the id of
             the book they stand for.
    Raises InputError when the dossier or a book is wrong, or a book contradicts itself on these facts.
    """
    if not isinstance(dossier, Dossier):
        dossier = _only(dossier)
    own = books if isinstance(books, Mapping) else own_books(books)
    compiled = {name: _compiled(name, own) for name in ADVICE_BOOKS}
    lines, gaps = _lines(dossier, compiled)
    gaps.sort(key=_urgency)
    forbidden = _forbidden(dossier, compiled[COMPLIANCE_BOOK])
    kept_from = {one.contact.id for one in forbidden}
    open_to_us = [contact for contact in dossier.contacts or () if contact.id not in kept_from]
    engaged = next(line for line in lines if line.topic == ENGAGEMENT)
    engagement = None if engaged.standing == "open" else str(engaged.decision.outputs.get("engagement"))
    served = next((line.decision.outputs for line in lines if line.topic == SERVICE and line.standing == "settled"), {})
    of_account: dict[str, Fact] = {"service_level": served.get("service_level")}
    pressing = _contacts(dossier, open_to_us, compiled[CONTACT_BOOK], engagement, of_account)
    questions = next_questions(dossier, open_to_us, compiled[QUESTION_BOOK])
    rulings = (*ruled(compiled[COMPLIANCE_BOOK], MOVE, dossier), *ruled(compiled[CONDUCT_BOOK], ACT, dossier))
    return Advice(dossier, tuple(lines), pressing, tuple(gaps), forbidden, questions, rulings)


def _urgency(gap: Gap) -> tuple[bool, bool, bool, int]:
    """What changes a verdict comes before what changes the next task, that before what changes a score, and that before
    what lives on with the account."""
    return gap.book in FOLLOWING, gap.book in POINTS, gap.book in OF_A_PROJECT, how_important(gap.book)


def _lines(dossier: Dossier, compiled: Mapping[str, CompiledBook]) -> tuple[list[AdviceLine], list[Gap]]:
    """What is decided of the account, topic by topic, and the unknown facts that would change it. Points count in the
    books that ask for them, and what is settled of one topic in those that follow."""
    facts, fields = {**account_facts(dossier), **care_facts(dossier)}, _fields()
    lines: list[AdviceLine] = []
    gaps: list[Gap] = []
    ranges: dict[str, Range] = {}
    lacks: dict[str, list[Gap]] = {}
    lacking = {**POINTS, "tier_letters": PASSED_ON["tier_letters"]}
    for topic, title in TOPICS.items():
        if topic in OF_A_PROJECT and not dossier.opportunity.live:
            continue
        book = compiled[topic]
        known = for_book(facts, givable(book.book))
        unsettled = open_points(book, known, ranges)
        asked = {**known, **dict.fromkeys(unsettled)}
        decision = book.decide(asked)
        found = [gap for gap in gaps_of(book, asked, fields) if not lacks.get(gap.fact)]
        if topic in FOLLOWING:
            found = _of_its_own(topic, book, asked, found)
            before = [line.grounds for line in lines if PASSED_ON.get(line.topic) in book.book.facts]
            grounds = following_grounds(book, decision, found, before)
        else:
            fed = Fed(lacks, unsettled, bounds_said(book, unsettled, ranges, known))
            grounds = grounds_of(topic, book, decision, found, dossier, fed)
        remarks = remarks_on(topic, book.book, dossier)
        lines.append(AdviceLine(topic, title, decision, _reasons(decision), grounds, remarks))
        gaps += found
        if topic in lacking:
            lacks[lacking[topic]] = found
        if topic in POINTS and "points" in decision.outputs:
            _count(decision, grounds, POINTS[topic], facts, ranges)
        if topic in PASSED_ON and grounds.standing == "settled" and (decision.fired or topic == PLAYS):
            facts[PASSED_ON[topic]] = decision.outputs.get(PASSED_ON[topic])
    return lines, gaps


def _of_its_own(topic: str, book: CompiledBook, asked: Mapping[str, Fact], gaps: Sequence[Gap]) -> list[Gap]:
    """Gaps that change the first output of a book that follows others, but for what these decide."""
    first = next(iter(book.book.outputs))
    if topic in ONLY_WHERE_KNOWN and asked[next(iter(asked))] is None:
        return []
    return [gap for gap in gaps if gap.fact not in PASSED_ON.values() and gap.changes(first)]


def _count(decision: Decision, grounds: Grounds, name: str, facts: dict[str, Fact], ranges: dict[str, Range]) -> None:
    """Points as a fact, where anything is known of them, and between which bounds they lie while something is not."""
    if grounds.standing == "open" or grounds.least is None or grounds.most is None:
        return
    facts[name] = decision.outputs["points"]
    if grounds.least != grounds.most:
        ranges[name] = (grounds.least, grounds.most)


def own_books(books: Iterable[BookSource]) -> dict[str, Rulebook]:
    """Books by id. Raises InputError for one that no advice is asked of."""
    found: dict[str, Rulebook] = {}
    for source in listed("books", books, say("books, files of them, or ids of shipped ones")):
        book = load_book(source)
        if book.id not in ADVICE_BOOKS:
            named = book.id if isinstance(source, Rulebook) else source
            what = say("`{name}` has the id `{id}`, and no advice is asked of a book with it", name=named, id=book.id)
            raise InputError(Problem("books", what, nearest(book.id, ADVICE_BOOKS), "book-unasked"))
        found[book.id] = book
    return found


def unsupplied(books: Mapping[str, Rulebook], dossiers: Iterable[Dossier] = ()) -> tuple[Message, ...]:
    """Facts that books of your own ask for and no dossier can tell, each in a sentence: they stay unknown.

    dossiers: those advised on; facts of the user's own that one of them tells are told.
    """
    piece = Equipment(age_years=1, service_life_years=1)
    person = Contact(id="somebody", roles=())
    anybody = Dossier(id="anybody", name=Text(en="-", zh="-"), equipment=(piece,), contacts=(person,))
    told = (name for dossier in dossiers for name in dossier.facts)
    of_people, of_others = contact_facts(person, anybody), (*POINTS.values(), *PASSED_ON.values(), ACT)
    supplied = {*told, *account_facts(anybody), *care_facts(anybody), *of_people, *of_others}
    return tuple(
        say(
            "rulebook {book}: no dossier tells the fact `{fact}`, so it counts as unknown ({near})",
            book=book.title,
            fact=fact,
            near=nearest(fact, supplied),
        )
        for book in books.values()
        for fact, declared in askable(book).items()
        if declared.formula is None and declared.fed_by is None
        if fact not in supplied and fact not in FACT_INDEX
    )


def _only(path: str | Path) -> Dossier:
    if not isinstance(path, str | Path):
        raise refused("dossier", path, say("a dossier, or the file of one"))
    first, *others = read_dossiers(path)
    if others:
        what = say("there are {count} accounts in the file", count=1 + len(others))
        raise InputError(Problem(str(path), what, say("ask `advise_all` about several accounts"), "accounts-several"))
    return first


def _compiled(name: str, books: Mapping[str, Rulebook]) -> CompiledBook:
    if name not in books:
        return _shipped(name)
    return compile_book(as_advised(load_book(books[name], books.values())))


@cache
def _shipped(name: str) -> CompiledBook:
    return compile_book(as_advised(load_book(name)))


def as_advised(book: Rulebook) -> Rulebook:
    """The book with what advice passes on from one topic to the next given, and not asked for once more."""
    passed_on = {**POINTS, **PASSED_ON}
    return unfed(book, [name for name, feeder in book.feeders.items() if passed_on.get(feeder.id) == name])


def _reasons(decision: Decision) -> tuple[tuple[str, Text], ...]:
    by_id = {rule.id: rule for rule in decision.logic.rules}
    return tuple((name, by_id[name].because) for name in decision.rules) or (("otherwise", decision.because),)


def _forbidden(dossier: Dossier, book: CompiledBook) -> tuple[ForbiddenContact, ...]:
    """Whom nobody may visit now, in the order of the dossier."""
    decided = [
        (contact, book.decide(for_book(contact_facts(contact, dossier), book.book.given_facts)))
        for contact in dossier.contacts or ()
    ]
    return tuple(
        ForbiddenContact(contact, decision)
        for contact, decision in decided
        if decision.outputs.get("ruling") == Ruling.forbidden.name
    )


def _contacts(
    dossier: Dossier,
    contacts: Sequence[Contact],
    book: CompiledBook,
    engagement: str | None,
    of_account: Mapping[str, Fact],
) -> tuple[ContactAdvice, ...]:
    """People about whom there is something to do, the most pressing first, then the weightier, then the higher."""
    actions = book.book.outputs["action"].values
    known = book.book.facts.get("engagement")
    engaged = engagement if known is not None and engagement in known.values else None
    asked = {contact: {**of_account, **contact_facts(contact, dossier, engaged)} for contact in contacts}
    decided = [(contact, book.decide(for_book(asked[contact], givable(book.book)))) for contact in contacts]
    pressing = [
        (contact, decision) for contact, decision in decided if decision.fired and decision.outputs["action"] != "none"
    ]
    ranked = sorted(
        pressing,
        key=lambda pair: (actions.index(str(pair[1].outputs["action"])), -(pair[0].influence or 0), pair[0].level or 9),
    )
    return tuple(
        ContactAdvice(rank, contact, decision, _introducer(contact, contacts, decision))
        for rank, (contact, decision) in enumerate(ranked, start=1)
    )


def _introducer(contact: Contact, contacts: Sequence[Contact], decision: Decision) -> Contact | None:
    """The sponsor who can introduce us to this person: the nearest in level, then the one who knows us best."""
    if decision.outputs["action"] != "be_introduced":
        return None
    sponsors = [other for other in contacts if other.sponsor and other.id != contact.id]
    return min(sponsors, key=lambda one: (one.level or _NO_LEVEL, -(one.relationship or 0)), default=None)


def _fields() -> dict[str, str]:
    """The field of the dossier with the name of a fact, for facts that stand in it as they are."""
    parts = ((part, info.annotation) for part, info in Dossier.model_fields.items())
    named = {name: f"{part}.{name}" for part, kind in parts if kind in SECTIONS for name in kind.model_fields}
    return {**named, **CARE_FIELDS, "live_opportunity": "opportunity.live", "buyer_step": "opportunity.step"}
