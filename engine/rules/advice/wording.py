"""Advice in words: as text, as Markdown and as plain data, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Iterator

from engine.rules.advice.abc import AbcAnalysis
from engine.rules.advice.advice import Advice, AdviceLine, ContactAdvice
from engine.rules.advice.gaps import Gap
from engine.rules.spoken import said
from engine.wording import told
from engine.wording.as_markdown import markdown_safe

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
        f"### {markdown_safe(advice.dossier.name.in_language(lang))}",
        "",
        f"| | {words['outcome']} | {words['why']} |",
        "|---|---|---|",
    ]
    for line in advice.lines:
        why = "<br>".join(f"{markdown_safe(text)} (`{rule}`)" for rule, text in _reasons(line, lang))
        lines.append(f"| {line.title.in_language(lang)} | **{markdown_safe(_outcome(line, lang))}** | {why} |")
    lines += ["", f"**{words['contacts']}**", ""]
    lines += [f"{one.rank}. {markdown_safe(_person(one, lang))}" for one in advice.contacts] or [words["nobody"]]
    lines += ["", f"**{words['gaps']}**", ""]
    lines += [f"- {markdown_safe(_gap(gap, lang))}" for gap in advice.gaps[:MOST_GAPS]] or [words["nothing"]]
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
    (topic, first), *others = line.decision.outputs.items()
    labels = {
        name: d.meaning.in_language(lang) if d.meaning else name.replace("_", " ") for name, d in declared.items()
    }
    more = [f"{labels[name]} {told(said(name, value), lang)}" for name, value in others]
    return told(said(topic, first), lang) + (f" ({'; '.join(more)})" if more else "")


def _reasons(line: AdviceLine, lang: str) -> Iterator[tuple[str, str]]:
    for rule, why in line.reasons[:MOST_REASONS]:
        yield rule, why.in_language(lang)


def _person(one: ContactAdvice, lang: str) -> str:
    words = _WORDS[lang]
    name = one.contact.name.in_language(lang) if one.contact.name else one.contact.id
    action, because = told(said("action", one.action), lang), one.decision.because.in_language(lang)
    return f"{name}{words['colon']}{action}{words['stop']}{because}"


def _gap(gap: Gap, lang: str) -> str:
    words = _WORDS[lang]
    would = words["semicolon"].join(
        words["would"].format(value=told(value, lang), outcome=told(outcome, lang)) for value, outcome in gap.told[:3]
    )
    fields = f" [{gap.fields}]" if gap.fields else ""
    return f"{told(gap.meaning, lang)}{fields}{words['colon']}{would}"


_WORDS = {
    "en": {
        "colon": ": ",
        "semicolon": "; ",
        "stop": ". ",
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
        "stop": "。",
        "outcome": "建议",
        "why": "理由",
        "contacts": "下一步联系",
        "nobody": "暂无紧迫对象，或未列出联系人",
        "gaps": "先弄清",
        "nothing": "没有哪一项未知事实会单独改变建议",
        "would": "若为 {value}，则{outcome}",
        "more": "……另有 {n} 项",
        "abc": "按年收入的 ABC 分析",
        "unit": "万元",
        "top": "收入最高的五分之一客户占总收入 {share}",
        "revenue_unknown": "收入未知、未计入：{names}",
    },
}
