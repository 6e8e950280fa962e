"""Advice on real accounts from their dossiers, by rulebooks and without simulation."""

from engine.rules.advice.abc import AbcAnalysis, abc_analysis
from engine.rules.advice.account_facts import account_facts, contact_facts
from engine.rules.advice.accounts import AccountsAdvice, advise_all
from engine.rules.advice.advice import Advice, AdviceLine, ContactAdvice
from engine.rules.advice.asking import ADVICE_BOOKS, advise
from engine.rules.advice.dossier_file import read_dossiers
from engine.rules.advice.gaps import Gap, gaps_of

__all__ = [
    "ADVICE_BOOKS",
    "AbcAnalysis",
    "AccountsAdvice",
    "Advice",
    "AdviceLine",
    "ContactAdvice",
    "Gap",
    "abc_analysis",
    "account_facts",
    "advise",
    "advise_all",
    "contact_facts",
    "gaps_of",
    "read_dossiers",
]
