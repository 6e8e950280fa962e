"""A decision as a page of Markdown for people who do not write rules: facts and values by what they are called."""

from __future__ import annotations

from engine.model.rulebook import OTHERWISE
from engine.rules.decision import Decision, SilentRule
from engine.rules.flip import Flip
from engine.rules.hit_policies import aggregates
from engine.rules.prose import Label, labels_of, prose
from engine.rules.spoken import markdown_safe, outcome, said
from engine.rules.values import is_unknown, read_value, stand_in


def decision_page(decision: Decision, lang: str) -> str:
    """What was decided and why, what was known, and why the other rules did not decide."""
    words, book = _WORDS[lang], decision.logic.book
    title, outcome = markdown_safe(book.title.in_language(lang)), markdown_safe(decided(decision, lang))
    lines = [f"**{title}{words['colon']}{outcome}**", "", *_reasons(decision, lang), ""]
    labels = labels_of(book.facts, lang)
    known = {name: raw for name, raw in decision.facts.items() if not is_unknown(raw)}
    lines += [f"| {words['known']} | |", "|---|---|"] if known else [words["nothing known"]]
    for name, raw in known.items():
        value = said(name, read_value(name, book.facts[name], raw), lang)
        lines.append(f"| {markdown_safe(labels[name].text)} | {markdown_safe(value)} |")
    others = [*_lost(decision, lang), *(_silent(decision, rule, lang) for rule in decision.not_fired)]
    if others:
        lines += ["", f"| {words['others']} | {words['would']} | {words['why not']} |", "|---|---|---|"]
        lines += [f"| `{rule}` | {markdown_safe(would)} | {why} |" for rule, would, why in others]
    return "\n".join(lines)


def decided(decision: Decision, lang: str) -> str:
    """The outputs in words: the value alone where there is one output."""
    book = decision.logic.book
    if not aggregates(book):
        return outcome(decision.collected, book.outputs, lang)
    row = outcome({name: (value,) for name, value in decision.outputs.items()}, book.outputs, lang)
    if not decision.fired:
        return row
    hits = ", ".join(said(name, value, lang) for name, values in decision.collected.items() for value in values)
    return f"{row} ({_WORDS[lang][str(book.aggregate)]} {hits})"


def flip_line(flip: Flip, lang: str) -> str:
    """What would have to change, and what would then be decided, by which rule and why."""
    words, after = _WORDS[lang], flip.after
    labels = labels_of(after.logic.book.facts, lang)
    changes = words["and"].join(
        f"{labels[each.fact].text}{words['colon']}{said(each.fact, each.before, lang)} → "
        f"{said(each.fact, each.after, lang)}"
        for each in flip.changes
    )
    rule = "".join(f" (`{name}`)" for name in after.rules) or words["no rule"]
    return words["flip"].format(
        changes=markdown_safe(changes),
        decided=markdown_safe(decided(after, lang)),
        because=markdown_safe(after.because.in_language(lang)),
        rule=rule,
    )


def _reasons(decision: Decision, lang: str) -> list[str]:
    """The reason of every deciding rule, quoted."""
    by_id = {rule.id: rule.because for rule in decision.logic.rules}
    found = [(f"`{name}`", by_id[name]) for name in decision.rules]
    found = found or [(_WORDS[lang][OTHERWISE], decision.because)]
    return [f"> {markdown_safe(why.in_language(lang))} ({rule})  " for rule, why in found]


def _would(decision: Decision, rule: str, lang: str) -> str:
    place = next(place for place, each in enumerate(decision.logic.rules) if each.id == rule)
    row = {name: (value,) for name, value in decision.logic.rows[place].items()}
    return outcome(row, decision.logic.book.outputs, lang)


def _lost(decision: Decision, lang: str) -> list[tuple[str, str, str]]:
    words = _WORDS[lang]
    return [
        (
            lost.rule,
            _would(decision, lost.rule, lang),
            words["lost"].format(why=markdown_safe(lost.why.in_language(lang))),
        )
        for lost in decision.lost
    ]


def _silent(decision: Decision, silent: SilentRule, lang: str) -> tuple[str, str, str]:
    labels = _quoted(decision, lang)
    lacked = []
    for unmet in silent.unmet:
        now = [_now(decision, name, lang) for name, _ in unmet.seen]
        if len(now) > 1:
            now = [f"{labels[name].text} {each}" for (name, _), each in zip(unmet.seen, now, strict=True)]
        text = _WORDS[lang]["lacked"].format(what=prose(unmet.part, labels, lang), now="; ".join(now))
        lacked.append(markdown_safe(text))
    return silent.rule, _would(decision, silent.rule, lang), "<br>".join(lacked)


def _quoted(decision: Decision, lang: str) -> dict[str, Label]:
    """What facts are called; in English in quotes where a verb follows: `“urgency” is at least 0.8`."""
    facts = decision.logic.book.facts
    labels = labels_of(facts, lang)
    if lang == "zh":
        return labels
    return {
        name: label if facts[name].type == "boolean" else label._replace(text=f"“{label.text}”")
        for name, label in labels.items()
    }


def _now(decision: Decision, name: str, lang: str) -> str:
    declared, raw = decision.logic.book.facts[name], decision.facts.get(name)
    if not is_unknown(raw):
        return said(name, read_value(name, declared, raw), lang)
    instead = stand_in(declared)
    if instead is None:
        return said(name, None, lang)
    return _WORDS[lang]["counts as"].format(value=said(name, read_value(name, declared, instead), lang))


_WORDS = {
    "en": {
        "colon": ": ",
        "and": " and ",
        OTHERWISE: "no rule fired",
        "no rule": " (no rule fires)",
        "known": "What we know",
        "nothing known": "Nothing is known.",
        "others": "Rules that did not decide",
        "would": "would say",
        "why not": "why not",
        "lost": "fired too, but {why}",
        "lacked": "{what} – now {now}",
        "counts as": "unknown, counts as {value}",
        "flip": "Nearest change that flips it: **{changes}**; then **{decided}**: {because}{rule}",
        "count": "count of",
        "sum": "sum of",
        "min": "least of",
        "max": "greatest of",
    },
    "zh": {
        "colon": "：",
        "and": "，",
        OTHERWISE: "没有规则触发",
        "no rule": "（没有规则触发）",
        "known": "已知情况",
        "nothing known": "一切未知。",
        "others": "没有起决定作用的规则",
        "would": "它的结论",
        "why not": "为什么没有由它决定",
        "lost": "也触发了，但{why}",
        "lacked": "还缺：{what}（现为：{now}）",
        "counts as": "未知，视作 {value}",
        "flip": "使结论改变的最小变动：**{changes}**；届时为**{decided}**：{because}{rule}",
        "count": "计数",
        "sum": "合计",
        "min": "最小",
        "max": "最大",
    },
}
