"""Champion and challenger in words: shared by notebooks and terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from engine.experiment.effect_words import cell, level, notes, percent, scale, scale_of, where
from engine.model.base import Text
from engine.model.facts import FACT_INDEX, FACTS
from engine.model.rulebook import Value
from engine.model.terms import Outcome
from engine.results.measures import HEADLINE, MEASURES
from engine.rules.spoken import said
from engine.wording.as_markdown import markdown_safe
from engine.wording.words import told as told_in

if TYPE_CHECKING:
    from engine.experiment.challenge import Challenge
    from engine.experiment.parting import Example, Said

WORDS = {
    "title": Text(
        en="Challenger “{challenger}” against champion “{champion}”", zh="挑战者“{challenger}”对卫冕者“{champion}”"
    ),
    "measure": Text(en="Measure", zh="指标"),
    "champion": Text(en="champion", zh="卫冕者"),
    "challenger": Text(en="challenger", zh="挑战者"),
    "difference": Text(en="difference", zh="差异"),
    "unit": Text(en="in", zh="单位"),
    "key": Text(
        en="difference: challenger − champion; !! clear, ! likely, ? cannot tell; below each value its {level} "
        "interval; `clear` is adjusted for {k} measures",
        zh="差异：挑战者 − 卫冕者；!! 明确，! 大概率，? 尚不能区分；数值下方为 {level} 区间；“明确”已按 {k} 个指标校正",
    ),
    "parted": Text(en="{share} of the replications go differently.", zh="{share} 的重复走向不同。"),
    "never_asked": Text(
        en="The strategy {strategy} never asked these rulebooks here, so they cannot differ.",
        zh="策略{strategy}在此从未用到这两本规则书，因此不会有差异。",
    ),
    "followed": Text(
        en="In the first {n} replications ({deals} projects) every decision was followed: {parted} deals part at a "
        "decision of these books, {knocked} more go differently because other deals of the same team parted; {apart} "
        "of them end with another outcome.",
        zh="前 {n} 次重复（{deals} 个立项）逐一跟踪了每个决定：{parted} 个项目因两本规则书决定不同而分道，"
        "另有 {knocked} 个因同一团队的其他项目分道而受到牵连；其中 {apart} 个结局不同。",
    ),
    "pairs": Text(
        en="Where they part: the first decision answered differently on the same facts",
        zh="在哪里分道：在同样的事实面前第一个不同的决定",
    ),
    "pair": Text(en="champion {champion}; challenger {challenger}", zh="卫冕者 {champion}；挑战者 {challenger}"),
    "deals": Text(en="deals", zh="项目数"),
    "more_pairs": Text(en="and {n} rarer pairs", zh="另有 {n} 组较少见"),
    "examples": Text(en="Deals at which they part", zh="分道的项目示例"),
    "example": Text(
        en="Replication {replication}, deal {deal} ({account}), day {day}, {since} days after the project opened",
        zh="第 {replication} 次重复，项目 {deal}（{account}），第 {day} 天，立项后 {since} 天",
    ),
    "facts": Text(en="facts: {facts}", zh="事实：{facts}"),
    "no_facts": Text(en="no rule fired on either side", zh="双方均无规则触发"),
    "said": Text(
        en="{side}: {decided}, by {rule}: {because} Ended: {outcome}, day {day}.",
        zh="{side}：{decided}，依据 {rule}：{because}结局：{outcome}（第 {day} 天）。",
    ),
    "still_open": Text(
        en="{side}: {decided}, by {rule}: {because} Still open at the end.",
        zh="{side}：{decided}，依据 {rule}：{because}期末未结束。",
    ),
    "no_rule": Text(en="otherwise", zh="otherwise（无规则触发）"),
}
OUTCOMES = {
    Outcome.no_project.name: Text(en="no project opened", zh="未立项"),
    Outcome.won.name: Text(en="won", zh="赢单"),
    Outcome.lost.name: Text(en="lost to a rival", zh="输给对手"),
    Outcome.no_decision.name: Text(en="no decision", zh="客户未决策"),
    Outcome.withdrawn.name: Text(en="we withdrew", zh="我方退出"),
}
MOST_PAIRS = 10


def say(name: str, lang: str, **values: object) -> str:
    """A phrase with its blanks filled in."""
    return WORDS[name].in_language(lang).format(**values)


def spoken(name: str, value: Value | None, lang: str) -> str:
    """A value of a fact or an output as people say it; three digits are enough."""
    return told_in(said(name, float(f"{value:.3g}") if isinstance(value, float) else value), lang)


def title(found: Challenge, lang: str) -> str:
    """Who challenges whom; ids where the titles are the same."""
    names = {"champion": found.champion, "challenger": found.challenger}
    titles = {side: each.title.in_language(lang) for side, each in names.items()}
    if titles["champion"] == titles["challenger"]:
        ids = {side: each.book for side, each in names.items()}
        same = ids["champion"] == ids["challenger"]
        titles = {side: f"{ids[side]} ({each.sha256[:8]})" if same else ids[side] for side, each in names.items()}
    return say("title", lang, **titles)


def basis(found: Challenge, lang: str, strategy: str) -> list[str]:
    """Where this holds."""
    lines = [where(found.title, strategy, found.replications, found.seed, lang)]
    if not found.champion.decisions + found.challenger.decisions:
        lines.append(say("never_asked", lang, strategy=strategy))
    return lines


def measure_rows(found: Challenge, lang: str) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Per headline measure its label and unit, then value and interval of champion, challenger and difference."""
    rows = []
    for name in HEADLINE:
        sides = [found.champion.estimates[name], found.challenger.estimates[name]]
        numbers = [number for each in sides for number in (each.value, each.low, each.high)]
        plain = scale(MEASURES[name], numbers, lang, found.currency, difference=False)
        difference = scale_of([found.differences[name]], MEASURES[name], lang, found.currency)
        unit = plain.unit if plain.unit == difference.unit else f"{plain.unit}, {difference.unit}"
        cells = [(plain.plain(each.value), plain.plain_span(each.low, each.high)) for each in sides]
        label = MEASURES[name].label.in_language(lang)
        rows.append((label, unit, [*cells, cell(found.differences[name], difference)]))
    return rows


def footnotes(found: Challenge, lang: str) -> list[str]:
    """What the marks mean, and why some differences have no interval or no verdict."""
    labels = {name: MEASURES[name].label for name in HEADLINE}
    differences = [("", each) for each in found.differences.values()]
    return [say("key", lang, level=level(found.confidence), k=len(HEADLINE)), *notes(differences, labels, lang)]


def parted_words(found: Challenge, lang: str) -> list[str]:
    """How many deals part."""
    seen = found.partings
    numbers = {"n": seen.replications, "deals": seen.deals, "parted": seen.parted}
    return [
        say("parted", lang, share=percent(found.parted_in, found.replications)),
        say("followed", lang, **numbers, knocked=seen.knocked_on, apart=seen.ended_apart),
    ]


def pair_rows(found: Challenge, lang: str) -> list[tuple[str, str, int]]:
    """Per pair of rules: champion's rule and answer, challenger's, deals; the commonest first."""
    return [
        (
            f"{pair.champion or say('no_rule', lang)} → {values(pair.champion_says, lang)}",
            f"{pair.challenger or say('no_rule', lang)} → {values(pair.challenger_says, lang)}",
            pair.deals,
        )
        for pair in found.partings.pairs[:MOST_PAIRS]
    ]


def values(found: Mapping[str, Value], lang: str) -> str:
    """The answers of a book: the value alone where there is one output."""
    shown = [spoken(name, value, lang) for name, value in found.items()]
    if len(shown) == 1:
        return shown[0]
    return ", ".join(f"{name} {value}" for name, value in zip(found, shown, strict=True))


def example_words(example: Example, lang: str) -> tuple[str, list[str]]:
    """Which deal and when; then the facts, and what each book decided, why, and how it ended."""
    head = say(
        "example",
        lang,
        replication=example.replication,
        deal=example.deal,
        account=example.account,
        day=f"{example.day:.0f}",
        since=f"{example.since_opening:.0f}",
    )
    joint, between = ("：", "；") if lang == "zh" else (": ", "; ")
    told = (f"{_fact(name, lang)}{joint}{spoken(name, value, lang)}" for name, value in example.facts.items())
    facts = between.join(told)
    lines = [say("facts", lang, facts=facts) if facts else say("no_facts", lang)]
    return head, [*lines, *(_side(side, getattr(example, side), lang) for side in ("champion", "challenger"))]


def _fact(name: str, lang: str) -> str:
    return FACTS[FACT_INDEX[name]].meaning.in_language(lang) if name in FACT_INDEX else name


def _side(side: str, answer: Said, lang: str) -> str:
    blanks = {
        "side": say(side, lang),
        "decided": values(answer.outputs, lang),
        "rule": answer.rule or say("no_rule", lang),
        "because": answer.because.in_language(lang),
    }
    if answer.outcome not in OUTCOMES:
        return say("still_open", lang, **blanks)
    return say("said", lang, **blanks, outcome=OUTCOMES[answer.outcome].in_language(lang), day=f"{answer.ended_on:.0f}")


def markdown(found: Challenge, lang: str) -> str:
    """The result as Markdown."""
    lines = [f"**{title(found, lang)}**", "", *basis(found, lang, f" `{found.strategy}` "), ""]
    heads = [say(name, lang) for name in ("measure", "champion", "challenger", "difference")]
    lines += [f"| {' | '.join(heads)} |", "|---|---:|---:|---:|"]
    for label, unit, cells in measure_rows(found, lang):
        shown = [f"{value.strip()}<br>{span}" if span else value.strip() for value, span in cells]
        lines.append(f"| {label} ({unit}) | {' | '.join(shown)} |")
    lines += ["", *(f"{line}  " for line in footnotes(found, lang)), "", " ".join(parted_words(found, lang)), ""]
    rows = pair_rows(found, lang)
    if rows:
        heads = [say(name, lang) for name in ("champion", "challenger", "deals")]
        lines += [say("pairs", lang), "", f"| {' | '.join(heads)} |", "|---|---|---:|"]
        lines += [f"| {markdown_safe(first)} | {markdown_safe(second)} | {deals} |" for first, second, deals in rows]
        more = len(found.partings.pairs) - len(rows)
        lines += ["", say("more_pairs", lang, n=more)] if more else []
        lines += ["", say("examples", lang), ""]
    for example in found.partings.examples:
        head, told = example_words(example, lang)
        lines += [f"- {head}", *(f"  - {markdown_safe(line)}" for line in told)]
    return "\n".join(lines).rstrip()
