"""Findings about single rules: those that can never fire, and comparisons that change nothing."""

from __future__ import annotations

from collections.abc import Iterator

from engine.model.base import Text
from engine.rules.conditions import Known, Leaf, leaves, sentence
from engine.rules.rewriting import replaced
from engine.rules.values import show
from engine.rules.verification.findings import Finding, Kind
from engine.rules.verification.regions import EVERYWHERE, Region, region_of
from engine.rules.verification.solver import covered
from engine.rules.verification.space import UNKNOWN, Point
from engine.rules.verification.study import Study


def unreachable(study: Study) -> Iterator[Finding]:
    """Rules whose condition holds for no account."""
    for rule, region in enumerate(study.regions):
        if region:
            continue
        point, lacking = _nearly(study, rule)
        name = study.name(rule)
        also = (f"; this account lacks only {lacking}", f"；该例仅缺 {lacking}") if lacking else ("", "")
        message = Text(
            en=f"`{name}` asks for what cannot be together{also[0]}",
            zh=f"`{name}` 的条件相互矛盾，任何客户都不能满足{also[1]}",
        )
        yield Finding("unreachable", "error", (name,), message, None if point is None else study.account(point))


def _nearly(study: Study, rule: int) -> tuple[Point | None, str]:
    """An account that lacks a single comparison of a rule that can never fire, and that comparison."""
    condition = study.logic.conditions[rule]
    for place, leaf in enumerate(leaves(condition)):
        point = study.find(_with(study, rule, place, True), [])
        if point is not None:
            return point, sentence(leaf)
    return None, ""


def idle_conditions(study: Study) -> Iterator[Finding]:
    """Comparisons without which their rule fires for exactly the same accounts, and those that any value passes."""
    for rule, region in enumerate(study.regions):
        if not region:
            continue
        for place, leaf in enumerate(leaves(study.logic.conditions[rule])):
            found = _idle(study, rule, place, leaf)
            if found is not None:
                kind, message = found
                point = study.find(region, [])
                assert point is not None
                name = (study.name(rule),)
                yield Finding(kind, "warning", name, message, study.account(point), fact=leaf.fact)


def _idle(study: Study, rule: int, place: int, leaf: Leaf) -> tuple[Kind, Text] | None:
    name, text = study.name(rule), sentence(leaf)
    fact = study.space.facts[study.space.place[leaf.fact]]
    true, _ = study.space.where(leaf)
    span = f" ({show(fact.declared.low)} – {show(fact.declared.high)})" if fact.declared.range else ""
    if not isinstance(leaf, Known) and not true & fact.known:
        en, zh = (
            f"in `{name}`, no allowed value{span} makes `{text}` true",
            f"`{name}` 中，允许的取值{span}都不满足 `{text}`",
        )
        return "never_true", Text(en=en, zh=zh)
    if not isinstance(leaf, Known) and true & fact.known == fact.known:
        passes = "" if true & UNKNOWN else f"; write `{leaf.fact} is known` if that is meant"
        passes_zh = "" if true & UNKNOWN else f"；若只要求已知，请写 `{leaf.fact} is known`"
        return "always_true", Text(
            en=f"in `{name}`, every allowed value{span} makes `{text}` true{passes}",
            zh=f"`{name}` 中，允许的取值{span}都满足 `{text}`{passes_zh}",
        )
    region = study.regions[rule]
    if covered(study.space, _with(study, rule, place, True), region, study.clock):
        en, zh = f"in `{name}`, `{text}` holds whenever the rest does", f"`{name}` 中，其余条件成立时 `{text}` 必然成立"
        return "always_true", Text(en=f"{en}; it can go", zh=f"{zh}，可删去")
    if covered(study.space, region, _with(study, rule, place, False), study.clock):
        en, zh = (
            f"in `{name}`, `{text}` never lets the rule fire where the rest does not",
            f"`{name}` 中，`{text}` 从不单独使规则触发",
        )
        return "never_true", Text(en=f"{en}; it can go", zh=f"{zh}，可删去")
    return None


def _with(study: Study, rule: int, place: int, holds: bool) -> Region:
    """Where a rule would fire if one of its comparisons always or never held."""
    changed = replaced(study.logic.conditions[rule], place, holds)
    if isinstance(changed, bool):
        return EVERYWHERE if changed else ()
    return region_of(changed, study.space)
