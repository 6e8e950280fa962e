"""Facts, values and outputs as people say them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from engine.engagement import strategy_label
from engine.model.facts import FACT_INDEX, FACTS
from engine.model.rulebook import Declaration, Rulebook, Value
from engine.model.vocabulary import KIND_OF_VALUE, in_words
from engine.rules.language.account_words import ACCOUNT_WORDS
from engine.rules.language.care_words import CARE_WORDS
from engine.rules.language.process_words import PROCESS_WORDS
from engine.rules.language.values import is_unknown, show
from engine.wording import Joined, Said, listed, say


def meaning_of(name: str, declared: Declaration) -> Said | None:
    """What a fact or output means: by the book, else by the simulation's own list; None where neither says."""
    if declared.meaning is not None:
        return declared.meaning
    return FACTS[FACT_INDEX[name]].meaning if name in FACT_INDEX else None


def label_of(name: str, declared: Declaration) -> Said:
    """What a fact or output is called: its meaning, or its name."""
    return meaning_of(name, declared) or name.replace("_", " ")


def said(name: str, value: object) -> Said:
    """A value of the fact or output `name` in words; a word of the user's own stays as it is.

    >>> from engine.wording import told
    >>> told(said("has_sponsor", True), "zh"), told(said("buyer_step", "bidding"), "zh"), said("urgency", 0.8)
    ('是', '招投标', '0.8')
    """
    if is_unknown(value):
        return say("unknown")
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if not isinstance(value, str):
        return show(value)
    if name in ("engagement", "present_engagement"):
        return strategy_label(value)
    kind = KIND_OF_VALUE.get(name)
    if kind is not None and value in kind.__members__:
        return in_words(kind[value])
    return _OTHERS.get(name, {}).get(value, show(value))


def rule_said(rule: str, book: Rulebook) -> Said:
    """A rule as people read of it: its title, or its id as the file has it.

    >>> from engine.rules import load_book
    >>> print(rule_said("our_own_account", load_book("withdraw_continue")))
    “Our own account: stay”
    """
    title = book.titles.get(rule)
    return f"`{rule}`" if title is None else say("“{name}”", name=title)


def rule_called(rule: str, book: Rulebook) -> Said:
    """A rule in a sentence of a story or a page: its title, or its id with blanks, in quotes."""
    return say("“{name}”", name=book.title_of(rule))


def rule_with_id(rule: str, book: Rulebook) -> Said:
    """A rule as somebody who edits its book or writes its cases needs it: its title, and the id to look for or type."""
    title = book.titles.get(rule)
    return f"`{rule}`" if title is None else say("“{title}” (`{rule}`)", title=title, rule=rule)


def rules_with_ids(rules: Iterable[str], book: Rulebook) -> Said:
    """Several rules, each as in `rule_with_id`."""
    return listed(rule_with_id(rule, book) for rule in rules)


def row_said(row: Mapping[str, Value], outputs: Mapping[str, Declaration]) -> Said:
    """What a single rule says, as `outcome` says it."""
    return outcome({name: (value,) for name, value in row.items()}, outputs)


def outcome(row: Mapping[str, Sequence[Value]], outputs: Mapping[str, Declaration]) -> Said:
    """What is decided: the value alone where there is one output, else every output with its name."""
    values = {name: Joined([said(name, value) for value in several], " + ") for name, several in row.items()}
    if len(values) == 1:
        return next(iter(values.values()))
    named = (say("{fact}: {value}", fact=label_of(name, outputs[name]), value=value) for name, value in values.items())
    return Joined(named, "; ")


_OTHERS: Mapping[str, Mapping[str, Said]] = {
    **PROCESS_WORDS,
    **ACCOUNT_WORDS,
    "layer": {
        "platinum": say("platinum"),
        "gold": say("gold"),
        "iron": say("iron"),
        "lead": say("lead"),
        "unknown": say("unknown"),
    },
    "tier": {"none": say("none", context="tier"), "unknown": say("unknown")},
    "verdict": {
        "key_account": say("key account"),
        "candidate": say("candidate"),
        "survey_next": say("go and survey"),
        "not_yet": say("not yet"),
        "find_out": say("find out first"),
    },
    "step": {"both": say("both", context="surveys"), "desk": say("desk survey"), "field": say("field survey")},
    "service_level": {
        "dedicated_team": say("a team of its own"),
        "named_contact": say("a contact by name"),
        "standard": say("standard service"),
        "self_service": say("self-service"),
        "find_out": say("find out first"),
    },
    "field_survey": {"passed": say("passed"), "failed": say("failed")},
    "action": {
        "repair": say("mend the relationship"),
        "see_first": say("see first, well prepared"),
        "be_introduced": say("be introduced"),
        "make_sponsor": say("win as a sponsor"),
        "meet": say("meet"),
        "win_over": say("win over"),
        "keep_warm": say("keep in touch"),
        "hold_back": say("do not call on yet"),
        "none": say("nothing pressing"),
    },
    **CARE_WORDS,
}
"""Words of shipped books that no simulation knows, by the output or fact whose values they are."""
