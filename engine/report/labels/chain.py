"""Phrases for what the lines of a buying centre tell."""

from __future__ import annotations

from collections.abc import Mapping

from engine.model.base import Text


def _t(en: str, zh: str) -> Text:
    return Text(en=en, zh=zh)


CHAIN: Mapping[str, Text] = {
    "size": _t(
        "{people} people on {levels} levels and in {departments} departments have a say.",
        "共有 {people} 人参与决策，分布在 {levels} 个层级、{departments} 个部门。",
    ),
    "decides": _t("Who decides: {names}.", "谁拍板：{names}。"),
    "vetoes": _t("Who can say no, but never the final yes: {names}.", "谁能否决（但不能拍板）：{names}。"),
    "gatekeepers": _t("Gatekeepers, who can keep us from the top: {names}.", "把关者（可挡住我们见高层）：{names}。"),
    "bridges": _t(
        "Bridges, through whom most ways between others lead: {names}.",
        "牵线的人（他人之间的联系多经由他们）：{names}。",
    ),
    "no_bridges": _t("Nobody is a bridge between the others.", "没有明显的牵线人。"),
    "cut_points": _t(
        "Single points of failure: without {names} the committee's contacts fall apart.",
        "单点风险：少了{names}，内部联系就会断开。",
    ),
    "no_cut_points": _t(
        "No single point of failure: the contacts hold together without any one person.",
        "没有单点风险：缺少任何一人，内部联系都不会断开。",
    ),
    "route_met": _t(
        "The shortest way to {decider} from somebody we know: {path} ({steps}).",
        "从我们认识的人到{decider}的最短路径：{path}（{steps}）。",
    ),
    "introductions": _t("introductions needed: {n}", "需引荐 {n} 次"),
    "lost_route": _t(
        "Without {names}, we would have no way left to the decider.", "一旦失去{names}，我们就没有通往决策者的路径。"
    ),
    "no_route": _t(
        "Nobody we know has a line to the decider yet: the way up has still to be found.",
        "我们认识的人中，还没有人能通到决策者：向上的路径有待寻找。",
    ),
    "decider_known": _t("We know the decider already: {names}.", "我们已认识决策者：{names}。"),
    "unknown": _t(
        "Not identified at the start, together with {share} of the power: {names}.",
        "开始时尚未识别：{names}，合计占 {share} 的权力。",
    ),
    "unknown_decider": _t("Among them is the decider.", "其中包括决策者。"),
    "all_known": _t("Everybody with a say is identified at the start.", "开始时所有参与决策的人均已识别。"),
    "opponents": _t("Against us at the start: {names}.", "开始时反对我方：{names}。"),
    "supporters": _t("For us at the start: {names}.", "开始时支持我方：{names}。"),
    "conflicts": _t(
        "In conflict with each other, so that winning one may lose the other: {pairs}.",
        "彼此有矛盾，争取一方可能失去另一方：{pairs}。",
    ),
    "pair": _t("{one} and {other}", "{one}与{other}"),
    "nobody": _t("nobody", "无"),
}
