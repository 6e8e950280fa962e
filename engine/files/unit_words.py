"""Units in faults of quantities, told in the language of the reader; files keep them as they are written."""

from __future__ import annotations

from dataclasses import replace

from engine.model.faults import Fault
from engine.wording import Both, Joined, Message, amount_said, say, told, unit_said


def units_told(fault: Fault) -> Fault:
    """The same fault, its units in Chinese where it is read in Chinese; English readers see them as in the file."""
    if fault.code in ("value-low", "value-high"):
        stated = str(fault.what.arguments["value"])
        number, _, unit = stated.strip("`").partition(" ")
        value = Both(stated, told(amount_said(number, unit), "zh"))
        return replace(fault, what=Message(fault.what.key, {**fault.what.arguments, "value": value}))
    if fault.code == "unit-unfit" and isinstance(fault.hint, Message):
        units = fault.hint.arguments["units"]
        words = [_with_words(str(unit)) for unit in units] if isinstance(units, list) else []
        return replace(fault, hint=say("use one of: {units}", units=Joined(words, ", ")))
    return fault


def _with_words(unit: str) -> Both:
    words = told(unit_said(unit), "zh")
    return Both(unit, f"`{unit}`（{words}）")
