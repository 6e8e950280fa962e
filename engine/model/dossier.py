"""A customer's dossier (客户档案, S05): what we know of an account. Every field is optional.

A field that is left out is unknown: not zero and not "no". Money is in 10k CNY; shares lie between 0 and 1.
"""

from __future__ import annotations

from pydantic import Field, model_validator

from engine.model.base import Frozen, Identifier, Text
from engine.model.dossier_sections import (
    SECTIONS,
    Admission,
    Basics,
    Care,
    Contact,
    Equipment,
    Evidence,
    History,
    Opportunity,
    Payment,
    Plans,
    Potential,
    Purchases,
    Selling,
)
from engine.model.facts import FACT_INDEX, OWN_FACTS
from engine.model.faults import Fault, Unfit, unfit_if
from engine.model.quantity import Provenance
from engine.model.rulebook import Name, Value
from engine.model.working_calendar import Day
from engine.wording import say


class Dossier(Frozen):
    """One record for an account."""

    id: Identifier
    name: Text
    provenance: Provenance | None = None
    as_of: Day | None = Field(
        default=None, description="the day on which this was so, and to which days are counted; today when absent"
    )
    basics: Basics = Basics()
    purchases: Purchases = Purchases()
    potential: Potential = Potential()
    equipment: tuple[Equipment, ...] = Field(default=(), max_length=50)
    plans: Plans = Plans()
    opportunity: Opportunity = Opportunity()
    history: History = History()
    selling: Selling = Selling()
    evidence: Evidence = Evidence()
    contacts: tuple[Contact, ...] | None = Field(default=None, max_length=100)
    admission: Admission = Admission()
    care: Care = Care()
    payment: Payment = Payment()
    facts: dict[Name, Value] = Field(
        default={}, max_length=OWN_FACTS, description="facts of your own that your rulebooks declare and ask for"
    )

    @model_validator(mode="after")
    def _contacts_differ(self) -> Dossier:
        ids = [contact.id for contact in self.contacts or ()]
        if len(set(ids)) < len(ids):
            raise Unfit(Fault("contact-twice", say("two contacts have the same id"), ("contacts",)))
        return self

    @model_validator(mode="after")
    def _own_facts_are_own(self) -> Dossier:
        fields = {name for section in SECTIONS for name in section.model_fields}
        faults = [
            Fault(
                "own-fact-taken",
                say("a dossier tells the fact `{fact}` by fields of its own", fact=name),
                ("facts", name),
                say("give yours another name"),
            )
            for name in self.facts
            if name in fields or name in FACT_INDEX
        ]
        unfit_if(faults)
        return self
