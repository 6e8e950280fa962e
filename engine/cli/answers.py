"""What people type for sums of money and shares, read as numbers, or refused with the reason."""

from __future__ import annotations

from engine.cli.interview import Refused
from engine.files import money_worth, numeral
from engine.wording import say

LEAST, MOST = 0.01, 1e7
"""Amounts taken, in 10k CNY: from a hundred yuan to a hundred billion."""
IN_TEN_THOUSANDS = 1e-4


def amount_in_10k(text: str) -> float:
    """A sum in 10k CNY: 680, 680万, 1.2亿, 6800000元. A bare number from a million on is refused: which unit?"""
    found = numeral(text)
    values = set(found.values.values()) if found is not None else set()
    if found is None or found.percent or found.currency in ("$", "€", "£"):
        raise Refused(say("`{text}` is no sum of money; for example 680, or 680万 (10k CNY)", text=text[:40]))
    if len(values) > 1:
        raise Refused(say("`{text}` can be read in two ways; write it without a comma", text=text[:40]))
    value = values.pop()
    unit = found.unit or ("元" if found.currency else "")
    if not unit and value >= 1e6:
        raise Refused(say("is `{text}` in yuan or in 10k CNY? Write 元 or 万 behind it", text=text[:40]))
    worth = value * (money_worth(unit or "万") or 1.0)
    if not LEAST <= worth <= MOST:
        raise Refused(say("an amount lies between 100 yuan and 100 billion yuan"))
    return float(f"{worth:.12g}")


def share(text: str) -> float:
    """A part of 1: 30%, 0.3, 三成. A bare number of 1 or more is refused: percent or not?"""
    plain = text.strip()
    found = numeral(plain.removesuffix("成"))
    values = set(found.values.values()) if found is not None else set()
    if found is None or found.unit or found.currency or len(values) != 1:
        raise Refused(say("`{text}` is no share; for example 30%, or 0.3", text=text[:40]))
    value = values.pop() / (100 if found.percent else 10 if plain.endswith("成") else 1)
    if value >= 1 and not found.percent:
        raise Refused(say("is `{text}` meant in percent? Write {text}%", text=text[:40]))
    if not 0 <= value < 1:
        raise Refused(say("a margin lies between 0% and 100%"))
    return float(f"{value:.12g}")
