"""Advice on real accounts from their dossiers, by rulebooks and without simulation."""

from engine.advice.abc_analysis import AbcAnalysis, abc_analysis
from engine.advice.account_facts import account_facts, contact_facts
from engine.advice.advice import Advice, ContactAdvice, ForbiddenContact
from engine.advice.advice_line import AdviceLine
from engine.advice.asking import advise
from engine.advice.dossier_file import read_dossiers
from engine.advice.gaps import Gap, gaps_of
from engine.advice.several_accounts import AccountsAdvice, advise_all
from engine.advice.topics import ADVICE_BOOKS

__all__ = [
    "ADVICE_BOOKS",
    "AbcAnalysis",
    "AccountsAdvice",
    "Advice",
    "AdviceLine",
    "ContactAdvice",
    "ForbiddenContact",
    "Gap",
    "abc_analysis",
    "account_facts",
    "advise",
    "advise_all",
    "contact_facts",
    "gaps_of",
    "read_dossiers",
]
