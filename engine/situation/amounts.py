"""Amounts of money whose unit is in doubt: ten thousand times what such a field usually holds, or a ten-thousandth."""

from __future__ import annotations

from engine.files import Findings, TreeSource
from engine.model.quantity import Placed, canonical, placed_quantities
from engine.model.scenario import Scenario
from engine.wording import Message, amount_said, say, unit_said

TEN_THOUSAND = "10k "


def settle_amounts(scenario: Scenario, source: TreeSource, findings: Findings) -> bool:
    """Asks about every amount that lies outside what its field declares to be usual. Was a unit changed by an answer?

    Written in the unit in which nobody mistakes it (large ones in the plain currency, small ones in ten thousands), an
    unusual amount is taken as it is, and this is said.
    """
    changed = False
    for each in placed_quantities(scenario):
        amount, usually = canonical(each.quantity), each.usually
        if usually is None or amount == 0 or usually.low <= abs(amount) <= usually.high:
            continue
        if (abs(amount) > usually.high) == each.quantity.unit.startswith(TEN_THOUSAND):
            changed |= _asked(each, source, findings)
        else:
            stated = amount_said(f"{each.quantity.value:.15g}", each.quantity.unit)
            findings.say(say("{path}: {amount} is unusual and was taken as written", path=each.path, amount=stated))
    return changed


def _asked(each: Placed, source: TreeSource, findings: Findings) -> bool:
    value, unit = each.quantity.value, each.quantity.unit
    plain = unit.removeprefix(TEN_THOUSAND)
    thousands = f"{TEN_THOUSAND}{plain}"
    shown = f"{value:.15g}"
    readings: dict[Message, str] = {
        say("{value} {unit}", value=shown, unit=unit_said(plain)): plain,
        say("{value} times 10k {unit}", value=shown, unit=unit_said(plain)): thousands,
    }
    lines = [(value / 1e4, thousands), (value, thousands)] if unit == plain else [(value, plain), (value * 1e4, plain)]
    node = source.placed(each.at)[0]
    written = "value: {:.15g}, unit: {}" if node.line else "={:.15g} {}"
    one, other = (written.format(*line) for line in lines)
    what = say("{path}: in which unit is `{value}`?", path=each.path, value=shown)
    settle = say("write `{one}` for the first, `{other}` for the second", one=one, other=other)
    meant = findings.ask("money-unit", node.where, what, readings, settle)
    if meant is None or meant == unit:
        return False
    node.mapping["unit"].content = meant
    return True
