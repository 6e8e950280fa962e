"""Units of quantities and amounts as people write them, in both languages; files keep the words of `model.quantity`."""

from __future__ import annotations

from collections.abc import Mapping

from engine.wording.message import Message, say
from engine.wording.words import Said

_MONEY: Mapping[str, Message] = {
    "CNY": say("CNY"),
    "EUR": say("EUR"),
    "USD": say("USD"),
    "10k CNY": say("10k CNY"),
    "10k EUR": say("10k EUR"),
    "10k USD": say("10k USD"),
}
_TIMES: Mapping[str, tuple[Message, Message]] = {
    "days": (say("day"), say("days")),
    "weeks": (say("week"), say("weeks")),
    "months": (say("month"), say("months")),
    "years": (say("year"), say("years")),
    "hours": (say("hour"), say("hours")),
}
_PLAIN: Mapping[str, Message] = {
    "probability": say("probability"),
    "percent": say("percent"),
    "share": say("share"),
    "score": say("score"),
    "stance": say("stance"),
    "coefficient": say("coefficient"),
    "count": say("count"),
    "level": say("level"),
    "points": say("points", context="marks"),
    "people": say("people"),
    "orders": say("orders"),
    "10k currency": say("10k of the currency"),
    "share of revenue": say("share of revenue"),
    "share of list price": say("share of list price"),
    "share of peers": say("share of peers"),
    "share of service life": say("share of service life"),
    "per day": say("per day"),
    "per week": say("per week"),
    "per month": say("per month"),
    "per year": say("per year"),
}


def unit_said(unit: str) -> Said:
    """A unit in words; one that is not ours stays as it is.

    >>> from engine.wording.words import told
    >>> told(unit_said("10k CNY per hour"), "zh"), told(unit_said("stance"), "zh")
    ('万元/小时', '立场')
    """
    if unit == "share":
        return say("parts of 1")
    money = unit.removesuffix(" per hour")
    if money != unit and money in _MONEY:
        return say("{money} per hour", money=_MONEY[money])
    known = {**_MONEY, **_PLAIN, **{name: many for name, (_, many) in _TIMES.items()}}
    return known.get(unit, unit)


def amount_said(value: str, unit: str) -> Said:
    """A number with its unit, as people say it. value: the number as it is to be shown.

    >>> from engine.wording.words import told
    >>> amount_said("0.2", "probability"), amount_said("1", "days"), amount_said("3", "count")
    ('0.2 (probability)', '1 day', '3')
    >>> told(amount_said("0.2", "probability"), "zh"), told(amount_said("2", "per year"), "zh")
    ('0.2（概率）', '2 次/年')
    """
    if unit == "count":
        return value
    if unit == "percent":
        return f"{value}%"
    if unit in _TIMES:
        one, many = _TIMES[unit]
        return say("{value} {unit}", value=value, unit=one if value == "1" else many)
    if unit.startswith("10k "):
        return say("{value} × {unit}", value=value, unit=unit_said(unit))
    if unit in _PLAIN and not unit.startswith("per "):
        return say("{value} ({unit})", value=value, unit=_PLAIN[unit])
    return say("{value} {unit}", value=value, unit=unit_said(unit))
