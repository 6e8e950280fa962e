"""Values of facts and outputs as people say them, in Chinese and in English."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from engine.engagement import strategy_label
from engine.model.base import Text
from engine.model.rulebook import Declaration, Value
from engine.model.vocabulary import KIND_OF_VALUE, TERMS
from engine.rules.values import is_unknown, show
from engine.wording import told

_CODE = re.compile(r"(?<!`)(`[^`]+`)(?!`)")
_SPECIAL = re.compile(r"[\\`*_\[\]|]")


def said(name: str, value: object, lang: str) -> str:
    """A value of the fact or output `name` in words; a word of the user's own stays as it is.

    >>> said("has_sponsor", True, "zh"), said("buyer_step", "bidding", "zh"), said("urgency", 0.8, "zh")
    ('是', '招标报价', '0.8')
    """
    if is_unknown(value) or isinstance(value, bool):
        return _ANSWERS[show(value)].in_language(lang)
    if not isinstance(value, str):
        return show(value)
    if name == "engagement":
        return told(strategy_label(value), lang)
    kind = KIND_OF_VALUE.get(name)
    if kind is not None and value in kind.__members__:
        return TERMS[kind][kind[value]].in_language(lang)
    known = _OTHERS.get(name, {}).get(value)
    return show(value) if known is None else known.in_language(lang)


def outcome(row: Mapping[str, Sequence[Value]], outputs: Mapping[str, Declaration], lang: str) -> str:
    """What is decided: the value alone where there is one output, else every output with its name."""
    values = {name: " + ".join(said(name, value, lang) for value in several) for name, several in row.items()}
    if len(values) == 1:
        return next(iter(values.values()))
    meanings = {name: outputs[name].meaning for name in values}
    labels = {name: text.in_language(lang) if text else name.replace("_", " ") for name, text in meanings.items()}
    return ("；" if lang == "zh" else "; ").join(f"{labels[name]} {value}" for name, value in values.items())


def markdown_safe(text: str) -> str:
    """Text that Markdown shows as it is, in a table too; what stands between single backticks is code.

    >>> print(markdown_safe("a_b < 3 | `a_b < 3`"))
    a\\_b &lt; 3 \\| `a_b < 3`
    """
    plain_and_code = _CODE.split(" ".join(text.split()))
    return "".join(
        part.replace("|", "\\|")
        if place % 2
        else _SPECIAL.sub(r"\\\g<0>", part).replace("&", "&amp;").replace("<", "&lt;")
        for place, part in enumerate(plain_and_code)
    )


def _t(en: str, zh: str) -> Text:
    return Text(en=en, zh=zh)


_ANSWERS: Mapping[str, Text] = {"unknown": _t("unknown", "未知"), "yes": _t("yes", "是"), "no": _t("no", "否")}
_OTHERS: Mapping[str, Mapping[str, Text]] = {
    "layer": {
        "platinum": _t("platinum", "铂金"),
        "gold": _t("gold", "黄金"),
        "iron": _t("iron", "铁质"),
        "lead": _t("lead", "铅质"),
        "unknown": _t("unknown", "未知"),
    },
    "tier": {"none": _t("none", "无"), "unknown": _t("unknown", "未知")},
    "verdict": {
        "key_account": _t("key account", "大客户"),
        "survey_next": _t("go and survey", "安排实地调查"),
        "not_yet": _t("not yet", "暂不列入"),
        "find_out": _t("find out first", "先补充信息"),
    },
    "step": {
        "both": _t("both", "两步"),
        "desk": _t("desk survey", "案头调查"),
        "field": _t("field survey", "实地调查"),
    },
    "field_survey": {"passed": _t("passed", "通过"), "failed": _t("failed", "未通过")},
    "action": {
        "repair": _t("mend the relationship", "修复关系"),
        "be_introduced": _t("be introduced", "请人引荐"),
        "meet": _t("meet", "安排会见"),
        "win_over": _t("win over", "争取支持"),
        "keep_warm": _t("keep in touch", "保持联系"),
        "none": _t("nothing pressing", "暂无要事"),
    },
}
"""Words of shipped books that no simulation knows, by the output or fact whose values they are."""
