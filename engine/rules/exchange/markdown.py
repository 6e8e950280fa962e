"""A rulebook as Markdown that reads as sentences, in Chinese or in English."""

from __future__ import annotations

import re
from collections.abc import Mapping

from engine.model.quantity import Provenance
from engine.model.rulebook import Declaration, FactDeclaration, Rulebook, UnknownAs, Value
from engine.rules.hit_policies import aggregates
from engine.rules.logic import understand
from engine.rules.prose import Label, labels_of, prose
from engine.rules.spoken import said
from engine.rules.values import show

_SPECIAL = re.compile(r"[*_`\[\]|\\]|<(?=[A-Za-z/!?])|&(?=[#\w]+;)|^[#>+-](?=\s)|~(?=~)")


def markdown_text(book: Rulebook, lang: str = "en") -> str:
    """The book in words: what it is for, how several rules are settled, every rule, what holds otherwise, its facts.

    lang: "en" or "zh". Raises InputError when the book is wrong.
    """
    logic = understand(book)
    book = logic.book
    words = _WORDS[lang]
    labels = labels_of(book.facts, lang)
    lines = [f"# {_safe(book.title.in_language(lang))}", ""]
    if book.purpose is not None:
        lines += [_safe(book.purpose.in_language(lang)), ""]
    lines += [_POLICIES[lang][book.hit] + (_AGGREGATES[lang][str(book.aggregate)] if aggregates(book) else ""), ""]
    lines += [f"## {words['rules']}", ""]
    conditions = dict(zip((rule.id for rule in logic.rules), logic.conditions, strict=True))
    rows = dict(zip((rule.id for rule in logic.rules), logic.rows, strict=False))
    for number, rule in enumerate(logic.rules if book.single_hit else book.rules, start=1):
        said = words["rule"].format(
            when=_safe(prose(conditions[rule.id], labels, lang)), then=_outcome(book, rows[rule.id], lang)
        )
        why = words["why"].format(because=_safe(rule.because.in_language(lang)).rstrip(".。"))
        lines += [f"{number}. **{rule.id}** {said} {why} {_grounds(rule, lang)}"]
    otherwise = words["otherwise"].format(then=_outcome(book, logic.rows[-1], lang))
    why = words["why"].format(because=_safe(book.otherwise.because.in_language(lang)).rstrip(".。"))
    lines += ["", f"{otherwise} {why} {_grounds(book.otherwise, lang)}", "", f"## {words['facts']}", ""]
    lines += [f"- {_fact(name, declared, labels[name], lang)}" for name, declared in book.facts.items()]
    return "\n".join(lines) + "\n"


def _outcome(book: Rulebook, row: Mapping[str, Value], lang: str) -> str:
    words = _WORDS[lang]
    outcomes = []
    for name, value in row.items():
        declared = book.outputs[name]
        label = declared.meaning.in_language(lang) if declared.meaning else name.replace("_", " ")
        shown = f"**{_safe(said(name, value, lang))}**"
        outcomes.append(words["output"].format(label=_safe(label), value=shown))
    return words["comma"].join(outcomes)


def _grounds(rule: Provenance, lang: str) -> str:
    words = _WORDS[lang]
    return f"*({words['source'] if rule.is_cited else words['assumption']}: {_safe(rule.reason).rstrip('.')})*"


def _fact(name: str, declared: FactDeclaration, label: Label, lang: str) -> str:
    words = _WORDS[lang]
    known_as = declared.unknown.value if isinstance(declared.unknown, UnknownAs) else None
    meant = words["no_match"] if known_as is None else words["stand_in"].format(value=said(name, known_as, lang))
    return f"`{name}`{words['colon']}{_safe(label.text)} ({_kind(name, declared, lang)}); {meant}"


def _kind(name: str, declared: Declaration, lang: str) -> str:
    words = _WORDS[lang]
    if declared.type == "boolean":
        return words["boolean"]
    if declared.type == "choice":
        return _safe(", ".join(said(name, value, lang) for value in declared.values))
    ends = f" {show(declared.low)}–{show(declared.high)}" if declared.range else ""
    return f"{_safe(str(declared.unit))}{ends}"


def _safe(text: str) -> str:
    """Text that Markdown shows as it is: no tags, no line of its own."""
    return _SPECIAL.sub(r"\\\g<0>", " ".join(text.split()))


_WORDS = {
    "en": {
        "rules": "Rules",
        "facts": "Facts",
        "rule": "If {when}, then {then}.",
        "otherwise": "**Otherwise** {then}.",
        "why": "Because: {because}.",
        "output": "{label} is {value}",
        "comma": ", ",
        "colon": ": ",
        "source": "source",
        "assumption": "assumption",
        "boolean": "yes or no",
        "stand_in": "when unknown it counts as {value}",
        "no_match": "when unknown no comparison with it holds",
    },
    "zh": {
        "rules": "规则",
        "facts": "事实",
        "rule": "如果{when}，则{then}。",
        "otherwise": "**否则**{then}。",
        "why": "理由：{because}。",
        "output": "{label}为{value}",
        "comma": "，",
        "colon": "：",
        "source": "来源",
        "assumption": "假设",
        "boolean": "是或否",
        "stand_in": "未知时视作 {value}",
        "no_match": "未知时与它有关的比较一律不成立",
    },
}
_POLICIES = {
    "en": {
        "first": "When several rules fire, the one written first decides.",
        "unique": "At most one rule may fire.",
        "any": "Several rules may fire, and then they must say the same.",
        "priority": "When several rules fire, the most important one decides; they stand in that order.",
        "collect": "All rules that fire count.",
        "rule order": "All rules that fire count, in the order in which they are written.",
        "output order": "All rules that fire count, the most important answers first.",
    },
    "zh": {
        "first": "多条规则触发时，以写在最前的为准。",
        "unique": "最多只能有一条规则触发。",
        "any": "可以有多条规则触发，但结论必须一致。",
        "priority": "多条规则触发时，以最重要的为准；以下按此顺序排列。",
        "collect": "所有触发的规则都计入。",
        "rule order": "所有触发的规则都计入，按书写顺序排列。",
        "output order": "所有触发的规则都计入，最重要的结论在前。",
    },
}
_AGGREGATES = {
    "en": {
        "count": " The result is how many fire.",
        "sum": " The result is their sum.",
        "min": " The result is the least.",
        "max": " The result is the greatest.",
    },
    "zh": {"count": "结果为触发的条数。", "sum": "结果为合计。", "min": "结果为最小值。", "max": "结果为最大值。"},
}
