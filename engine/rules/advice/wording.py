"""Advice in words: as text, as Markdown and as plain data, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Iterator

from engine.model.base import Text
from engine.rules.advice.abc import AbcAnalysis
from engine.rules.advice.advice import Advice, AdviceLine, ContactAdvice
from engine.rules.advice.gaps import Gap
from engine.rules.values import show

MOST_GAPS, MOST_REASONS = 12, 12


def advice_text(advice: Advice, lang: str) -> str:
    """Title, then a line per decision with its reasons below it, people, and what to find out."""
    words = _WORDS[lang]
    lines = [advice.dossier.name.in_language(lang)]
    for line in advice.lines:
        lines.append(f"  {line.title.in_language(lang)}{words['colon']}{_outcome(line, lang)}")
        lines += [f"    {rule}{words['colon']}{why}" for rule, why in _reasons(line, lang)]
    lines.append(f"  {words['contacts']}{words['colon']}{'' if advice.contacts else words['nobody']}")
    lines += [f"    {_person(one, lang)}" for one in advice.contacts]
    lines.append(f"  {words['gaps']}{words['colon']}{'' if advice.gaps else words['nothing']}")
    lines += [f"    {_gap(gap, lang)}" for gap in advice.gaps[:MOST_GAPS]]
    if len(advice.gaps) > MOST_GAPS:
        lines.append(f"    {words['more'].format(n=len(advice.gaps) - MOST_GAPS)}")
    return "\n".join(lines)


def advice_markdown(advice: Advice, lang: str) -> str:
    """The same as a table of decisions and two lists."""
    words = _WORDS[lang]
    lines = [
        f"### {_safe(advice.dossier.name.in_language(lang))}",
        "",
        f"| | {words['outcome']} | {words['why']} |",
        "|---|---|---|",
    ]
    for line in advice.lines:
        why = "<br>".join(f"{_safe(text)} (`{rule}`)" for rule, text in _reasons(line, lang))
        lines.append(f"| {line.title.in_language(lang)} | **{_safe(_outcome(line, lang))}** | {why} |")
    lines += ["", f"**{words['contacts']}**", ""]
    lines += [f"{one.rank}. {_safe(_person(one, lang))}" for one in advice.contacts] or [words["nobody"]]
    lines += ["", f"**{words['gaps']}**", ""]
    lines += [f"- {_safe(_gap(gap, lang))}" for gap in advice.gaps[:MOST_GAPS]] or [words["nothing"]]
    return "\n".join(lines) + "\n"


def advice_data(advice: Advice) -> dict[str, object]:
    """Plain data: decisions with rules and reasons, people, gaps."""
    return {
        "account": advice.dossier.id,
        "name": advice.dossier.name.model_dump(),
        "advice": [
            {
                "topic": line.topic,
                "outputs": dict(line.decision.outputs),
                "rules": list(line.decision.rules),
                "because": {rule: why.model_dump() for rule, why in line.reasons},
                "facts": {name: value for name, value in line.decision.facts.items() if value is not None},
            }
            for line in advice.lines
        ],
        "contacts": [
            {
                "contact": one.contact.id,
                "action": one.action,
                "rule": one.decision.rule,
                "because": one.decision.because.model_dump(),
            }
            for one in advice.contacts
        ],
        "gaps": [
            {"book": gap.book, "fact": gap.fact, "fields": gap.fields, "would": [list(pair) for pair in gap.would]}
            for gap in advice.gaps
        ],
    }


def abc_text(analysis: AbcAnalysis, lang: str) -> str:
    """The ABC analysis as text."""
    words = _WORDS[lang]
    lines = [words["abc"]]
    lines += [
        f"  {line.letter}  {line.account}{words['colon']}{line.revenue:g} {words['unit']}, {line.cumulative_share:.0%}"
        for line in analysis.lines
    ]
    if analysis.share_of_top is not None:
        lines.append("  " + words["top"].format(share=f"{analysis.share_of_top:.0%}"))
    if analysis.unknown:
        lines.append("  " + words["revenue_unknown"].format(names=", ".join(analysis.unknown)))
    return "\n".join(lines)


def _outcome(line: AdviceLine, lang: str) -> str:
    declared = line.decision.logic.book.outputs
    (_, first), *others = line.decision.outputs.items()
    labels = {
        name: d.meaning.in_language(lang) if d.meaning else name.replace("_", " ") for name, d in declared.items()
    }
    said = [f"{labels[name]} {_term(show(value), lang)}" for name, value in others]
    return _term(show(first), lang) + (f" ({'; '.join(said)})" if said else "")


def _reasons(line: AdviceLine, lang: str) -> Iterator[tuple[str, str]]:
    for rule, why in line.reasons[:MOST_REASONS]:
        yield rule, why.in_language(lang)


def _person(one: ContactAdvice, lang: str) -> str:
    words = _WORDS[lang]
    name = one.contact.name.in_language(lang) if one.contact.name else one.contact.id
    return f"{name}{words['colon']}{_term(one.action, lang)}. {one.decision.because.in_language(lang)}"


def _gap(gap: Gap, lang: str) -> str:
    words = _WORDS[lang]
    would = words["semicolon"].join(
        words["would"].format(value=value, outcome=outcome) for value, outcome in gap.would[:3]
    )
    fields = f" [{gap.fields}]" if gap.fields else ""
    return f"{gap.meaning.in_language(lang)}{fields}{words['colon']}{would}"


def _term(value: str, lang: str) -> str:
    """A value of a shipped book in the reader's language; values of other books as they are."""
    return _TERMS[value].in_language(lang) if value in _TERMS else value


def _safe(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|").replace("_", "\\_")


def _t(en: str, zh: str) -> Text:
    return Text(en=en, zh=zh)


_TERMS = {
    "platinum": _t("platinum", "铂金"),
    "gold": _t("gold", "黄金"),
    "iron": _t("iron", "铁质"),
    "lead": _t("lead", "铅质"),
    "none": _t("none", "无"),
    "unknown": _t("unknown", "未知"),
    "yes": _t("yes", "是"),
    "no": _t("no", "否"),
    "key_account": _t("key account", "大客户"),
    "survey_next": _t("go and survey", "安排实地调查"),
    "not_yet": _t("not yet", "暂不列入"),
    "find_out": _t("find out first", "先补充信息"),
    "both": _t("both", "两步"),
    "desk": _t("desk survey", "案头调查"),
    "field": _t("field survey", "实地调查"),
    "scheduled_renewal": _t("scheduled renewal", "定期更新"),
    "unexpected_replacement": _t("unexpected replacement", "意外替换"),
    "keeping_up": _t("keeping up", "跟上潮流"),
    "staying_ahead": _t("staying ahead", "保持优势"),
    "frontal": _t("frontal", "正面出击"),
    "flanking": _t("flanking", "出其不意"),
    "divide": _t("divide and conquer", "分而治之"),
    "develop": _t("develop for the future", "立足长远"),
    "fortify": _t("fortify", "加强防御"),
    "top_down": _t("top-down", "从上至下"),
    "bottom_up_field": _t("bottom-up by the field force", "依靠一线人员"),
    "bottom_up_leapfrog": _t("straight to the boss", "直接找老板"),
    "bottom_up_sponsored": _t("bottom-up through a sponsor", "借助引荐逐级而上"),
    "repair": _t("mend the relationship", "修复关系"),
    "be_introduced": _t("be introduced", "请人引荐"),
    "meet": _t("meet", "安排会见"),
    "win_over": _t("win over", "争取支持"),
    "keep_warm": _t("keep in touch", "保持联系"),
}
_WORDS = {
    "en": {
        "colon": ": ",
        "semicolon": "; ",
        "outcome": "advice",
        "why": "why",
        "contacts": "Whom to see next",
        "nobody": "nobody presses, or no contacts are listed",
        "gaps": "Find out first",
        "nothing": "no single unknown fact would change the advice",
        "would": "if {value}, then {outcome}",
        "more": "… and {n} more",
        "abc": "ABC analysis by yearly revenue",
        "unit": "10k CNY",
        "top": "the top fifth of the accounts holds {share} of the revenue",
        "revenue_unknown": "revenue unknown, left out: {names}",
    },
    "zh": {
        "colon": "：",
        "semicolon": "；",
        "outcome": "建议",
        "why": "理由",
        "contacts": "下一步联系",
        "nobody": "暂无紧迫对象，或未列出联系人",
        "gaps": "先弄清",
        "nothing": "没有哪一项未知事实会单独改变建议",
        "would": "若为 {value}，则 {outcome}",
        "more": "……另有 {n} 项",
        "abc": "按年收入的 ABC 分析",
        "unit": "万元",
        "top": "收入最高的五分之一客户占总收入 {share}",
        "revenue_unknown": "收入未知、未计入：{names}",
    },
}
