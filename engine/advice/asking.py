"""Asks the rulebooks about an account: what each says of its dossier, whom to see next, and what to find out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from engine.advice.account_facts import account_facts, contact_facts, for_book
from engine.advice.advice import Advice, AdviceLine, ContactAdvice, ForbiddenContact
from engine.advice.dossier_file import read_dossiers
from engine.advice.gaps import Gap, gaps_of
from engine.advice.standing import ENGAGEMENT, TRIGGERS, Grounds, Range, grounds_of
from engine.errors import InputError, Problem
from engine.files.arguments import listed, refused
from engine.model.base import Text
from engine.model.dossier import Contact, Dossier, Equipment
from engine.model.facts import FACT_INDEX
from engine.model.rulebook import Rulebook
from engine.model.terms import Ruling
from engine.rules.language.feeding import askable
from engine.rules.loading import load_book
from engine.rules.tabulation.compiled_book import CompiledBook, compile_book
from engine.rules.tabulation.decision import Decision
from engine.wording import Message, Said, nearest, say

TOPICS: dict[str, Said] = {
    "account_rating": say("Rating"),
    "potential": say("Potential"),
    "admission": say("Admission"),
    "tier_letters": say("Tier"),
    "tier_pyramid": say("Pyramid"),
    "service_level": say("Service level"),
    "purchase_triggers": say("Trigger"),
    "competitive_strategy": say("Competitive strategy"),
    "engagement_choice": say("Engagement"),
}
"""What is decided of an account, in this order; each by the book of this id."""
ADMISSION = "admission"
CONTACT_BOOK = "next_contact"
COMPLIANCE_BOOK = "compliance"
ADVICE_BOOKS = (*TOPICS, CONTACT_BOOK, COMPLIANCE_BOOK)
BookSource = str | Path | Rulebook
"""A book, its file, or the id of a shipped one."""
_NO_LEVEL = 99
_POINTS = {"account_rating": "rating_points", "potential": "potential_points"}


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
    gaps.sort(key=lambda gap: gap.book in _POINTS)  # what changes a verdict comes before what changes a score
    forbidden = _forbidden(dossier, compiled[COMPLIANCE_BOOK])
    kept_from = {one.contact.id for one in forbidden}
    open_to_us = [contact for contact in dossier.contacts or () if contact.id not in kept_from]
    engaged = next(line for line in lines if line.topic == ENGAGEMENT)
    engagement = None if engaged.standing == "open" else str(engaged.decision.outputs.get("engagement"))
    pressing = _contacts(dossier, open_to_us, compiled[CONTACT_BOOK], engagement)
    return Advice(dossier, tuple(lines), pressing, tuple(gaps), forbidden)


def _lines(dossier: Dossier, compiled: Mapping[str, CompiledBook]) -> tuple[list[AdviceLine], list[Gap]]:
    """What is decided of the account, topic by topic, and the unknown facts that would change it. A trigger that is
    settled counts in how the decision chain is engaged."""
    facts, fields = account_facts(dossier), _fields(dossier)
    lines: list[AdviceLine] = []
    gaps: list[Gap] = []
    ranges: dict[str, Range] = {}
    points: list[Gap] = []
    for topic, title in TOPICS.items():
        book = compiled[topic]
        asked = for_book(facts, book.askable)
        decision = book.decide(asked)
        found = list(gaps_of(book, asked, fields))
        if topic == ADMISSION and points:
            found = [gap for gap in found if gap.fact not in _POINTS.values()]
        telling = [*found, *points] if topic == ADMISSION else found
        grounds = grounds_of(topic, book, decision, telling, dossier, ranges)
        lines.append(AdviceLine(topic, title, decision, _reasons(decision), grounds))
        gaps += found
        if topic in _POINTS and "points" in decision.outputs:
            points += found
            _count(decision, grounds, _POINTS[topic], ranges)
        if topic == TRIGGERS and decision.fired and grounds.standing == "settled":
            facts["trigger"] = decision.outputs.get("trigger")
    return lines, gaps


def _count(decision: Decision, grounds: Grounds, name: str, ranges: dict[str, Range]) -> None:
    """Between which bounds points lie while something is unknown."""
    found = decision.outputs["points"]
    if grounds.most is not None and grounds.most != found:
        ranges[name] = (found, grounds.most)  # type: ignore[assignment]


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


def unsupplied(books: Mapping[str, Rulebook]) -> tuple[Message, ...]:
    """Facts that books of your own ask for and no dossier can tell, each in a sentence: they stay unknown."""
    piece = Equipment(age_years=1, service_life_years=1)
    person = Contact(id="somebody", roles=())
    anybody = Dossier(id="anybody", name=Text(en="-", zh="-"), equipment=(piece,), contacts=(person,))
    supplied = {*account_facts(anybody), *contact_facts(person, anybody), *_POINTS.values(), "trigger"}
    return tuple(
        say(
            "rulebook {book}: no dossier tells the fact `{fact}`, so it counts as unknown ({near})",
            book=book.title,
            fact=fact,
            near=nearest(fact, supplied),
        )
        for book in books.values()
        for fact, declared in askable(book).items()
        if fact not in supplied and fact not in FACT_INDEX and declared.fed_by is None
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
    return compile_book(load_book(books.get(name, name), books.values()))


def _reasons(decision: Decision) -> tuple[tuple[str, Text], ...]:
    by_id = {rule.id: rule for rule in decision.logic.rules}
    return tuple((name, by_id[name].because) for name in decision.rules) or (("otherwise", decision.because),)


def _forbidden(dossier: Dossier, book: CompiledBook) -> tuple[ForbiddenContact, ...]:
    """Whom nobody may visit now, in the order of the dossier."""
    decided = [
        (contact, book.decide(for_book(contact_facts(contact, dossier), book.book.facts)))
        for contact in dossier.contacts or ()
    ]
    return tuple(
        ForbiddenContact(contact, decision)
        for contact, decision in decided
        if decision.outputs.get("ruling") == Ruling.forbidden.name
    )


def _contacts(
    dossier: Dossier, contacts: Sequence[Contact], book: CompiledBook, engagement: str | None
) -> tuple[ContactAdvice, ...]:
    """People about whom there is something to do, the most pressing first, then the weightier, then the higher."""
    actions = book.book.outputs["action"].values
    known = book.book.facts.get("engagement")
    engaged = engagement if known is not None and engagement in known.values else None
    decided = [
        (contact, book.decide(for_book(contact_facts(contact, dossier, engaged), book.book.facts)))
        for contact in contacts
    ]
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


def _fields(dossier: Dossier) -> dict[str, str]:
    """The field of the dossier with the name of a fact, for facts that stand in it as they are."""
    sections: Sequence[str] = ("basics", "purchases", "potential", "plans", "opportunity", "admission")
    named = {name: f"{section}.{name}" for section in sections for name in type(getattr(dossier, section)).model_fields}
    return {**named, "live_opportunity": "opportunity.live", "buyer_step": "opportunity.step"}
