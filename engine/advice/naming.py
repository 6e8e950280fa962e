"""What people, rules and fields of a dossier are called in advice: names and titles, never an id."""

from __future__ import annotations

from engine.advice.dossier_fields import field_label
from engine.model.dossier_sections import Contact
from engine.model.rulebook import Rulebook
from engine.model.vocabulary import ROLE
from engine.wording import Joined, Said, say


def called(contact: Contact) -> Said:
    """A person by name and title; by what they do there where one of these is not known."""
    roles = Joined([ROLE[role] for role in contact.roles or ()], ", ")
    work = contact.title or roles or contact.department or ""
    if contact.name is None:
        return work or say("somebody without a name")
    return say("{name} ({work})", name=contact.name, work=work) if work else contact.name


def rule_called(book: Rulebook, rule: str) -> Said:
    """A rule by its title; by its id where its book knows no titles."""
    titled = getattr(book, "title_of", None)
    found: Said = titled(rule) if titled else f"`{rule}`"
    return found


def fields_called(fields: str) -> Said:
    """Fields of a dossier, parted by commas, by the heads of their columns."""
    return Joined(dict.fromkeys(field_label(path) for path in fields.split(", ")), ", ")
