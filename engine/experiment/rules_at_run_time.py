"""What the rules of a run did over time: which never decided, which undid one another, and when each decided."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import Field

from engine.experiment.comparison import Comparison, Contradiction, Firings
from engine.experiment.replay import load_comparison
from engine.model.base import Frozen, Text
from engine.results.contradictions import LABELS
from engine.results.stored_run import StoredRun
from engine.wording.language import reader_language


class NeverDecided(Frozen):
    """A rule that decided nothing in at least one of the strategies under which its book was asked."""

    book: str
    rule: str
    silent: tuple[str, ...] = Field(description="strategies under which it never decided")
    asked: tuple[str, ...] = Field(description="strategies under which its book was asked at all")

    @property
    def everywhere(self) -> bool:
        """Did it decide nothing under any strategy?"""
        return self.silent == self.asked


class RulesAtRunTime(Frozen):
    """Rules at run time.

    at_most:   a rule that decided in none of the N replications decides in at most this share of all replications; the
               exact upper end of Clopper and Pearson, 1 − (1 − confidence)^(1 ÷ N), one-sided, for each rule by itself.
               The unit is the replication (a whole team with its accounts over the horizon): it is what is drawn
               independently, while decisions and deals within one share their luck.
    unasked:   books that were never asked under any strategy; nothing can be said about their rules.
    firings:   when each rule decided and which undid which, by strategy.
    """

    scenario_id: str
    replications: int
    confidence: float
    at_most: float
    never: tuple[NeverDecided, ...]
    unasked: tuple[str, ...]
    firings: dict[str, Firings]

    def contradictions(self) -> Iterator[tuple[str, Contradiction]]:
        """Every contradiction with its strategy."""
        for strategy, found in self.firings.items():
            for each in found.contradictions:
                yield strategy, each

    def to_markdown(self, lang: str = "en") -> str:
        """Rules that never decided, and pairs that undid one another, as Markdown in "en" or "zh"."""
        words = {key: text.in_language(lang) for key, text in _WORDS.items()}
        n, most = f"{self.replications:,}", f"{100 * self.at_most:.2g}%"
        lines = [f"**{words['never'].format(n=n)}**", ""]
        silent = [each for each in self.never if each.everywhere]
        lines += [f"- `{each.book}` / `{each.rule}`" for each in silent] or [words["none"]]
        if silent:
            lines += ["", words["at_most"].format(most=most, level=f"{100 * self.confidence:.3g}%", n=n)]
        rows = list(self.contradictions())
        watched = next((f"{each.replications:,}" for each in self.firings.values()), "0")
        lines += ["", f"**{words['pairs'].format(n=watched)}**", ""]
        if not rows:
            return "\n".join([*lines, words["none"]])
        lines += [words["head"], "|---|---|---|---|---:|---:|---|"]
        lines += [_row(strategy, each, lang) for strategy, each in rows]
        return "\n".join(lines)

    def _repr_markdown_(self) -> str:
        return self.to_markdown(reader_language())

    def __str__(self) -> str:
        return self.to_markdown(reader_language())


def rules_at_run_time(run: Comparison | StoredRun | str | Path) -> RulesAtRunTime:
    """What the rules did in a run, given as a comparison or a run folder. Raises InputError when it cannot be read."""
    found = run if isinstance(run, Comparison) else load_comparison(run)
    counts: dict[tuple[str, str | None], dict[str, int]] = {}
    for strategy, result in found.results.items():
        for use in result.rules:
            counts.setdefault((use.book, use.rule), {})[strategy] = use.count
    asked: dict[str, dict[str, int]] = {}
    for (book, _), by_strategy in counts.items():
        totals = asked.setdefault(book, dict.fromkeys(found.strategies, 0))
        for strategy, count in by_strategy.items():
            totals[strategy] += count
    never = []
    for (book, rule), by_strategy in counts.items():
        there = tuple(strategy for strategy in found.strategies if asked[book][strategy])
        silent = tuple(strategy for strategy in there if not by_strategy.get(strategy, 0))
        if rule is not None and silent:
            never.append(NeverDecided(book=book, rule=rule, silent=silent, asked=there))
    confidence = found.precision.confidence
    return RulesAtRunTime(
        scenario_id=found.scenario_id,
        replications=found.replications,
        confidence=confidence,
        at_most=1 - (1 - confidence) ** (1 / found.replications),
        never=tuple(never),
        unasked=tuple(book for book, totals in asked.items() if not any(totals.values())),
        firings={name: result.firings for name, result in found.results.items() if result.firings is not None},
    )


def _row(strategy: str, each: Contradiction, lang: str) -> str:
    share = "–" if each.share.value is None else f"{100 * each.share.value:.1f}%"
    if each.share.low is not None and each.share.high is not None:
        share += f" ({100 * each.share.low:.1f}–{100 * each.share.high:.1f}%)"
    cells = (
        strategy,
        LABELS[each.kind].in_language(lang),
        f"`{each.undone_book}` / {_rule(each.undone_rule, lang)}",
        f"`{each.by_book}` / {_rule(each.by_rule, lang)}",
        share,
        f"{each.days:.0f}",
        f"`--replication {each.example.replication} --deal {each.example.deal}`",
    )
    return f"| {' | '.join(cells)} |"


def _rule(rule: str | None, lang: str) -> str:
    return f"`{rule}`" if rule else _WORDS["no_rule"].in_language(lang)


_WORDS = {
    "never": Text(
        en="Rules that decided nothing under any strategy in {n} replications",
        zh="在 {n} 次重复中、任何策略下都从未起作用的规则",
    ),
    "at_most": Text(
        en="Each of them decides in at most {most} of all replications ({level}, one-sided; not one in {n}).",
        zh="其中每一条在全部重复中起作用的比例至多为 {most}（单侧 {level}；{n} 次中一次未见）。",
    ),
    "pairs": Text(
        en="Decisions that undid earlier ones of the same deal, in the first {n} replications",
        zh="同一项目中推翻先前判断的判断（前 {n} 次重复）",
    ),
    "head": Text(
        en="| strategy | what | decided by | undone by | share of deals | median days between | for `kam trace` |",
        zh="| 策略 | 情形 | 原判断 | 被推翻于 | 占立项比例 | 相隔天数中位数 | `kam trace` 参数 |",
    ),
    "no_rule": Text(en="no rule", zh="无规则触发"),
    "none": Text(en="None.", zh="没有。"),
}
