"""A condition as people say it, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from engine.model.facts import FACT_INDEX, FACTS
from engine.model.rulebook import FactDeclaration, Value
from engine.rules.conditions import All, Among, Any, Between, Compare, Condition, Known
from engine.rules.spoken import said
from engine.rules.values import show


class Label(NamedTuple):
    """What a fact is called. `is_said`: the words are a meaning, not merely the fact's name."""

    text: str
    is_said: bool


def labels_of(facts: Mapping[str, FactDeclaration], lang: str) -> dict[str, Label]:
    """What the facts are called: by the book, else by the simulation's own list, else by their names."""
    found = {}
    for name, declared in facts.items():
        meaning = declared.meaning or (FACTS[FACT_INDEX[name]].meaning if name in FACT_INDEX else None)
        found[name] = Label(meaning.in_language(lang), True) if meaning else Label(name.replace("_", " "), False)
    return found


def account_said(facts: Mapping[str, Value], declared: Mapping[str, FactDeclaration], lang: str) -> str:
    """An account in words: `who holds the account today: us; people met: 3`; all other facts are unknown."""
    labels = labels_of(declared, lang)
    joint, between = _WORDS[lang]["is"], _WORDS[lang]["between facts"]
    told = (f"{labels[name].text}{joint}{said(name, value, lang)}" for name, value in facts.items())
    return between.join(told) or _WORDS[lang]["nothing known"]


def prose(condition: Condition, labels: Mapping[str, Label], lang: str, inner: bool = False) -> str:
    """The condition in words: `selling cost is at least 1.5 and …`."""
    words = _WORDS[lang]
    if isinstance(condition, All | Any):
        joint = words["and" if isinstance(condition, All) else "or"]
        whole = joint.join(prose(part, labels, lang, True) for part in condition.parts)
        return words["brackets"].format(whole) if inner else whole
    label = labels[condition.fact]
    match condition:
        case Known(_, known):
            return label.text + words["known" if known else "unknown"]
        case Among(_, values, inside):
            listed = words["or_list" if inside else "nor_list"].join(
                said(condition.fact, value, lang) for value in values
            )
            return label.text + words["among" if inside else "not among"].format(listed)
        case Between(_, low, high, inside):
            return label.text + words["between" if inside else "not between"].format(show(low), show(high))
        case Compare(_, _, bool(value)):
            if not label.is_said:
                return label.text + words["=="].format(said(condition.fact, value, lang))
            return label.text if value else words["not so"].format(label.text)
        case Compare(_, operator, value):
            return label.text + words[operator].format(said(condition.fact, value, lang))


_WORDS = {
    "en": {
        "is": ": ",
        "between facts": "; ",
        "nothing known": "nothing known",
        "and": " and ",
        "or": " or ",
        "or_list": " or ",
        "nor_list": " nor ",
        "brackets": "({})",
        "known": " is known",
        "unknown": " is unknown",
        "not so": "it is not so that {}",
        "<": " is below {}",
        "<=": " is at most {}",
        ">": " is above {}",
        ">=": " is at least {}",
        "==": " is {}",
        "!=": " is not {}",
        "among": " is {}",
        "not among": " is neither {}",
        "between": " is between {} and {}",
        "not between": " is not between {} and {}",
    },
    "zh": {
        "is": "：",
        "between facts": "；",
        "nothing known": "一切未知",
        "and": "，且",
        "or": "，或",
        "or_list": "、",
        "nor_list": "、",
        "brackets": "（{}）",
        "known": "已知",
        "unknown": "未知",
        "not so": "并非{}",
        "<": "低于 {}",
        "<=": "不高于 {}",
        ">": "高于 {}",
        ">=": "不低于 {}",
        "==": "为 {}",
        "!=": "不为 {}",
        "among": "为 {} 之一",
        "not among": "不是 {} 之一",
        "between": "介于 {} 与 {} 之间（含）",
        "not between": "不在 {} 与 {} 之间",
    },
}
