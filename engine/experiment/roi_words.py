"""What rules are worth, in words and numbers for people: shared by notebooks, terminal and pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.experiment.contrast import Effect
from engine.experiment.effect_words import cell, level, notes, percent, scale_of, where
from engine.model.base import Text
from engine.results.effects import EFFECTS
from engine.wording.as_markdown import markdown_safe

if TYPE_CHECKING:
    from engine.experiment.roi import RuleRoi, RuleWorth

WORDS = {
    "title": Text(en="What each rule of “{book}” adds", zh="“{book}”各条规则的贡献"),
    "adds": Text(
        en="With the rule − without it (the next rule that fires decides, or `otherwise`)",
        zh="有该规则 − 无该规则（改由下一条触发的规则或 otherwise 决定）",
    ),
    "share": Text(
        en="Shapley shares: what each rule adds, averaged over the orders in which rules could be taken away",
        zh="Shapley 份额：按各种移除顺序平均的贡献",
    ),
    "rule": Text(en="Rule", zh="规则"),
    "because": Text(en="because", zh="理由"),
    "decided": Text(en="decided", zh="起决定作用"),
    "changed": Text(en="changed", zh="结果有变"),
    "together": Text(en="all rules together", zh="全部规则合计"),
    "key": Text(
        en="decided: its share of the book's decisions; changed: share of replications that go differently without it; "
        "!! clear, ! likely, ? cannot tell; below each value its {level} interval; `clear` is adjusted for {k} "
        "comparisons (rules × measures)",
        zh="起决定作用：占该规则书决策的比例；结果有变：去掉后走向不同的重复所占比例；!! 明确，! 大概率，? 尚不能区分；"
        "数值下方为 {level} 区间；“明确”已按 {k} 次比较（规则数 × 指标数）校正",
    ),
    "shares_key": Text(
        en="From {batches} batches of {size} replications, each with an order of its own and its reverse; the "
        "intervals cover orders and luck. The shares of a column add up to its last line.",
        zh="共 {batches} 批，每批 {size} 次重复，各有一种移除顺序及其逆序；"
        "区间包含顺序与运气两种不确定。每列份额之和等于末行。",
    ),
    "never": Text(
        en="Never decided here, so exactly 0 (without them not a byte of the records changes): {rules}",
        zh="此处从未起决定作用，贡献恰为 0（去掉后记录一个字节都不变）：{rules}",
    ),
    "never_asked": Text(
        en="The strategy {strategy} never asked this rulebook here, so none of its rules can add anything.",
        zh="策略{strategy}在此从未用到这本规则书，因此各条规则都谈不上贡献。",
    ),
    "otherwise": Text(
        en="No rule fired in {share} of the book's {n} decisions.", zh="全部 {n} 次决策中，{share} 没有规则触发。"
    ),
    "say": Text(en="The rules in words", zh="规则的内容"),
    "measured": Text(en="What is measured", zh="指标含义"),
}


def deciding(roi: RuleRoi) -> list[RuleWorth]:
    """Rules with something to tell: they decided, or would with others silent."""
    return [rule for rule in roi.rules if not idle(rule)]


def idle(rule: RuleWorth) -> bool:
    """Is the rule's worth exactly 0 whichever way it is taken?"""
    return rule.decided == 0 and all(each.value == 0 == each.changed for each in (rule.share or {}).values())


def basis(roi: RuleRoi, lang: str, strategy: str) -> list[str]:
    """Where this holds, and what is told beside the tables."""
    lines = [where(roi.title, strategy, roi.replications, roi.seed, lang)]
    if not roi.decisions:
        lines.append(WORDS["never_asked"].in_language(lang).format(strategy=strategy))
    return lines


def remarks(roi: RuleRoi, lang: str) -> list[str]:
    """Rules that never decided, effects without interval or verdict, and how often no rule fired."""
    joint = "、" if lang == "zh" else ", "
    lines = []
    never = [rule.rule for rule in roi.rules if idle(rule)]
    if roi.decisions and never:
        lines.append(WORDS["never"].in_language(lang).format(rules=joint.join(never)))
    found = [
        (rule.rule, each) for rule in deciding(roi) for each in [*rule.adds.values(), *(rule.share or {}).values()]
    ]
    lines += notes(found, {name: measure.label for name, measure in EFFECTS.items()}, lang)
    if roi.otherwise:
        share = percent(roi.otherwise, roi.decisions)
        lines.append(WORDS["otherwise"].in_language(lang).format(share=share, n=f"{roi.decisions:,}"))
    return lines


def key(roi: RuleRoi, lang: str) -> str:
    """What the marks mean."""
    return WORDS["key"].in_language(lang).format(level=level(roi.confidence), k=roi.comparisons)


def shares_key(roi: RuleRoi, lang: str) -> str:
    """Where the shares come from."""
    assert roi.together is not None
    batches, size = roi.together.batches, roi.together.replications // roi.together.batches
    return WORDS["shares_key"].in_language(lang).format(batches=batches, size=size)


def markdown(roi: RuleRoi, lang: str) -> str:
    """The result as Markdown."""
    lines = [f"**{WORDS['title'].in_language(lang).format(book=roi.book_title.in_language(lang))}**", ""]
    lines += [*basis(roi, lang, f"`{roi.strategy}`"), ""]
    shown = deciding(roi)
    for kind in ("adds", "share"):
        if not shown or (kind == "share" and roi.together is None):
            continue
        columns = [[(rule.adds if kind == "adds" else rule.share or {})[name] for rule in shown] for name in EFFECTS]
        if kind == "share" and roi.together is not None:
            for column, name in zip(columns, EFFECTS, strict=True):
                column.append(roi.together.adds[name])
        lines += [f"{WORDS[kind].in_language(lang)}", "", *_table(roi, shown, columns, lang, kind), ""]
    lines += [line + "  " for line in [key(roi, lang), *([shares_key(roi, lang)] if roi.together else [])]]
    return "\n".join([*lines, *(line + "  " for line in remarks(roi, lang))]).rstrip()


def _table(
    roi: RuleRoi, rules: Sequence[RuleWorth], columns: Sequence[Sequence[Effect]], lang: str, kind: str
) -> list[str]:
    scales = [scale_of(c, m, lang, roi.currency) for c, m in zip(columns, EFFECTS.values(), strict=True)]
    units = [f"{m.label.in_language(lang)} ({s.unit})" for m, s in zip(EFFECTS.values(), scales, strict=True)]
    heads = [WORDS["rule"], WORDS["because"], WORDS["decided"]]
    lines = [
        f"| {' | '.join([*(head.in_language(lang) for head in heads), *units])} |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]
    for row in range(len(columns[0])):
        rule = rules[row] if row < len(rules) else None
        first = (
            [f"`{rule.rule}`", markdown_safe(rule.because.in_language(lang)), percent(rule.decided, roi.decisions)]
            if rule
            else [f"**{WORDS['together'].in_language(lang)}**", "", ""]
        )
        cells = []
        for column, found in zip(columns, scales, strict=True):
            value, span = cell(column[row], found)
            cells.append(f"{value.strip()}<br>{span}" if span else value.strip())
        lines.append(f"| {' | '.join([*first, *cells])} |")
    return lines
