"""A decision and its reasons: the rule that decided, the facts, the rules that lost, what the others still lacked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from engine.model.base import Text
from engine.model.facts import FACT_INDEX, FACTS
from engine.model.rulebook import OTHERWISE, FactDeclaration, Rule, Rulebook, Value
from engine.rules.conditions import All, Condition, leaves, sentence, truth
from engine.rules.hit_policies import aggregated, aggregates
from engine.rules.logic import BookLogic
from engine.rules.values import BadValue, is_unknown, read_value, show, stand_in
from engine.wording.language import reader_language


@dataclass(frozen=True, slots=True)
class Unmet:
    """One condition that did not hold. `state` is "false" or "unknown"; `seen` are the facts it looked at."""

    condition: str
    condition_zh: str
    state: str
    seen: tuple[tuple[str, str], ...]
    part: Condition = field(repr=False)

    def __str__(self) -> str:
        return f"{self.condition} [{', '.join(f'{name} is {value}' for name, value in self.seen)}]"


@dataclass(frozen=True, slots=True)
class LostRule:
    """A rule that fired too but did not decide, and why not."""

    rule: str
    why: Text
    because: Text


@dataclass(frozen=True, slots=True)
class SilentRule:
    """A rule that did not fire and the conditions it still lacked."""

    rule: str
    unmet: tuple[Unmet, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a book said about some facts. Reasons are worked out when they are asked for.

    fired: positions, in winning order, of all rules that fired.
    facts: the facts given, unknown ones included as None.
    """

    logic: BookLogic = field(repr=False, compare=False)
    fired: tuple[int, ...]
    facts: Mapping[str, object]

    @property
    def book(self) -> str:
        """The book's id."""
        return self.logic.book.id

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that decided: one, none when the book's `otherwise` holds, several under `collect` and its like."""
        deciding = self.fired[:1] if self.logic.book.single_hit else self.fired
        return tuple(self.logic.rules[index].id for index in deciding)

    @property
    def rule(self) -> str | None:
        """The rule that decided, the first of them under `collect`; None when no rule fired."""
        return self.logic.rules[self.fired[0]].id if self.fired else None

    @property
    def outputs(self) -> Mapping[str, Value]:
        """What was decided, by the rule in `rule` or by `otherwise`; of an `aggregate`, the one value of all hits."""
        row = self.logic.rows[self.fired[0] if self.fired else -1]
        if aggregates(self.logic.book):
            book = self.logic.book
            row = {name: aggregated(book, values, len(self.fired)) for name, values in self.collected.items()}
        return MappingProxyType(row)

    @property
    def collected(self) -> Mapping[str, tuple[Value, ...]]:
        """Every deciding rule's outputs, in winning order."""
        rows = [self.logic.rows[index] for index in self.fired[: len(self.rules)]] or [self.logic.rows[-1]]
        return MappingProxyType({name: tuple(row[name] for row in rows) for name in rows[0]})

    @property
    def because(self) -> Text:
        """Why, in English and Chinese."""
        return self.logic.rules[self.fired[0]].because if self.fired else self.logic.book.otherwise.because

    @property
    def lost(self) -> tuple[LostRule, ...]:
        """Rules that fired but did not decide."""
        if not self.logic.book.single_hit:
            return ()
        winner, *others = (self.logic.rules[index] for index in self.fired) if self.fired else (None,)
        book = self.logic.book
        return tuple(LostRule(r.id, _why_lost(book, r, winner), r.because) for r in others if r and winner)

    @property
    def not_fired(self) -> tuple[SilentRule, ...]:
        """Rules that did not fire, each with the conditions that were false or unknown."""
        values, unknown = _readings(self.logic, self.facts)
        return tuple(
            SilentRule(rule.id, tuple(_unmet(condition, values, unknown, self.logic)))
            for index, (rule, condition) in enumerate(zip(self.logic.rules, self.logic.conditions, strict=True))
            if index not in self.fired
        )

    def explain(self, lang: str = "en") -> str:
        """The decision and its reasons as a few lines of text, in "en" or "zh"."""
        words = _WORDS[lang]
        title = self.logic.book.title.in_language(lang)
        lines = [
            f"{title}: {', '.join(self.rules) or words[OTHERWISE]}",
            f"  {words['decided']}: {_outputs(self, lang)}",
            f"  {words['because']}: {self.because.in_language(lang)}",
            f"  {words['facts']}: {_facts(self.facts) or words['none']}",
        ]
        lines += [f"  {words['lost']}: {lost.rule}: {lost.why.in_language(lang)}" for lost in self.lost]
        lines += [f"  {words['silent']}: {rule}: {lacked}" for rule, lacked in self._silent(lang)]
        return "\n".join(lines)

    def _silent(self, lang: str) -> Iterator[tuple[str, str]]:
        joint = f" {_WORDS[lang]['and']} "
        for silent in self.not_fired:
            said = (str(u) if lang == "en" else f"{u.condition_zh}（{_seen_zh(u)}）" for u in silent.unmet)
            yield silent.rule, joint.join(said)

    def __str__(self) -> str:
        return self.explain()

    def to_markdown(self, lang: str = "en") -> str:
        """The decision, its reasons and what the other rules lacked as Markdown, in "en" or "zh"."""
        from engine.rules.decision_page import decision_page

        return decision_page(self, lang)

    def _repr_markdown_(self) -> str:
        return self.to_markdown(reader_language())

    def in_words(self, lang: str = "en") -> str:
        """The same as `explain`, as every result has it."""
        return self.explain(lang)

    def outline(self) -> dict[str, object]:
        """Facts, deciding rules and outputs as plain data."""
        declared = self.logic.book.facts
        return {
            "book": self.book,
            "facts": {
                name: None if is_unknown(raw) else read_value(name, declared[name], raw)
                for name, raw in self.facts.items()
            },
            "rules": list(self.rules) or [OTHERWISE],
            "outputs": dict(self.outputs),
        }

    def as_data(self) -> dict[str, object]:
        """The outline and every reason as plain data."""
        return {
            **self.outline(),
            "because": self.because.model_dump(),
            "lost": [{"rule": one.rule, "why": one.why.model_dump()} for one in self.lost],
            "not_fired": [
                {
                    "rule": one.rule,
                    "lacking": [
                        {"condition": unmet.condition, "state": unmet.state, "seen": dict(unmet.seen)}
                        for unmet in one.unmet
                    ],
                }
                for one in self.not_fired
            ],
        }


def _why_lost(book: Rulebook, rule: Rule, winner: Rule) -> Text:
    if book.hit == "any":
        return Text(en=f"it says the same as {winner.id}", zh=f"与 {winner.id} 结论相同")
    if book.ranked_by_outputs and book.rank(rule) != book.rank(winner):
        return Text(en=f"its outputs rank below those of {winner.id}", zh=f"其结论的次序在 {winner.id} 之后")
    if rule.priority != winner.priority and rule.priority is not None:
        return Text(
            en=f"priority {rule.priority} comes after {winner.id} with {winner.priority}",
            zh=f"优先级 {rule.priority} 在 {winner.id}（{winner.priority}）之后",
        )
    return Text(en=f"it stands after {winner.id} in the book", zh=f"在规则书中排在 {winner.id} 之后")


def _readings(logic: BookLogic, facts: Mapping[str, object]) -> tuple[dict[str, Value], frozenset[str]]:
    """Values with stand-ins applied, and the facts nobody knows."""
    values: dict[str, Value] = {}
    unknown: set[str] = set()
    for name, declared in logic.book.facts.items():
        raw = facts.get(name)
        if is_unknown(raw):
            unknown.add(name)
            raw = stand_in(declared)
        if raw is not None:
            try:
                values[name] = read_value(name, declared, raw)
            except BadValue:
                values[name] = raw if isinstance(raw, bool | int | float | str) else str(raw)
    return values, frozenset(unknown)


def _unmet(
    condition: Condition, values: Mapping[str, Value], unknown: frozenset[str], logic: BookLogic
) -> Iterator[Unmet]:
    labels = {name: label_zh(name, declared) for name, declared in logic.book.facts.items()}
    for part in condition.parts if isinstance(condition, All) else (condition,):
        holds = truth(part, values, unknown)
        if holds:
            continue
        asked = dict.fromkeys(leaf.fact for leaf in leaves(part))
        seen = tuple((name, _seen(values.get(name), name in unknown)) for name in asked)
        yield Unmet(sentence(part), sentence(part, labels, "zh"), "false" if holds is False else "unknown", seen, part)


def _seen(value: Value | None, unknown: bool) -> str:
    if unknown:
        return "unknown" if value is None else f"unknown, counts as {show(value)}"
    return show(value)


def label_zh(name: str, declared: FactDeclaration) -> str:
    """What a fact is called in Chinese: its declared meaning, the simulation's, or its name."""
    if declared.meaning is not None:
        return declared.meaning.zh
    return FACTS[FACT_INDEX[name]].meaning.in_language("zh") if name in FACT_INDEX else name


def _outputs(decision: Decision, lang: str) -> str:
    book = decision.logic.book
    said = {name: " + ".join(map(show, values)) for name, values in decision.collected.items()}
    if aggregates(book):
        made = _WORDS[lang][str(book.aggregate)]
        hits = ", ".join(map(show, next(iter(decision.collected.values())))) if decision.fired else ""
        said = {
            name: f"{show(value)} ({made} {hits})" if hits else show(value) for name, value in decision.outputs.items()
        }
    return ", ".join(f"{name} {value}" for name, value in said.items())


def _facts(facts: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {show(value)}" for name, value in facts.items() if not is_unknown(value))


def _seen_zh(unmet: Unmet) -> str:
    return "，".join(_value_zh(value) for _, value in unmet.seen)


def _value_zh(value: str) -> str:
    if value == "unknown":
        return "未知"
    counts_as = value.removeprefix("unknown, counts as ")
    word = {"yes": "是", "no": "否"}.get(counts_as, counts_as)
    return f"现为 {word}" if counts_as == value else f"未知，视作 {word}"


_WORDS = {
    "en": {
        OTHERWISE: "no rule fired",
        "decided": "decided",
        "because": "because",
        "facts": "facts",
        "none": "none known",
        "lost": "fired but lost",
        "silent": "did not fire",
        "and": "and",
        "count": "count of",
        "sum": "sum of",
        "min": "least of",
        "max": "greatest of",
    },
    "zh": {
        OTHERWISE: "没有规则触发",
        "decided": "结论",
        "because": "理由",
        "facts": "事实",
        "none": "均未知",
        "lost": "触发但落选",
        "silent": "未触发，尚缺",
        "and": "且",
        "count": "计数",
        "sum": "合计",
        "min": "最小",
        "max": "最大",
    },
}
