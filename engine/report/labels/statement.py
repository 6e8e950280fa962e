"""Phrases of the comparison in words, and of what to try next."""

from __future__ import annotations

from collections.abc import Mapping

from engine.model.base import Text


def _t(en: str, zh: str) -> Text:
    return Text(en=en, zh=zh)


PHRASES: Mapping[str, Text] = {
    # who is ahead on the win rate
    "head_clear": _t(
        "In this situation {leader} clearly won more often than the other strategies: {value} of finished deals",
        "在这一情境下，{leader}的赢单率明显高于其他策略，为 {value}",
    ),
    "head_likely": _t(
        "In this situation {leader} probably wins most often: {value} of finished deals",
        "在这一情境下，{leader}的赢单率大概率最高，为 {value}",
    ),
    "head_tied": _t(
        "Nobody is clearly ahead: {leader} won most often here, {value} of finished deals, but {tied} cannot be told "
        "apart "
        "from it",
        "尚分不出高下：本次赢单率最高的是{leader}，为 {value}，但与{tied}尚不能区分",
    ),
    "head_single": _t("{leader} won {value} of finished deals", "{leader}的赢单率为 {value}"),
    "head_none": _t(
        "No strategy finished a deal in these replications, so nothing can be said about win rates",
        "本次重复中没有任何策略走到结束，无从比较赢单率",
    ),
    "ahead_of": _t("It is {sure} ahead of {others}.", "{sure}领先于{others}。"),
    "behind": _t("{name} ({difference}, {interval})", "{name}（{difference}，区间 {interval}）"),
    "the_others": _t("the others", "其余各策略"),
    "value": _t("{value} ({level} interval {interval})", "{value}（{level} 区间 {interval}）"),
    "value_only": _t("{value} ({why})", "{value}（{why}）"),
    "sure_clear": _t("clearly", "明显"),
    "sure_likely": _t("probably", "大概率"),
    # the other headline measures
    "point_clear": _t("{measure}: {leader} is clearly best with {value}.", "{measure}：{leader}明显最好，为 {value}。"),
    "point_likely": _t(
        "{measure}: {leader} is probably best with {value}.", "{measure}：{leader}大概率最好，为 {value}。"
    ),
    "point_tied": _t(
        "{measure}: cannot tell who is best. {leader} has {value}; {tied} cannot be told apart from it.",
        "{measure}：尚分不出最好者。{leader}为 {value}，与{tied}尚不能区分。",
    ),
    "point_single": _t("{measure}: {leader} has {value}.", "{measure}：{leader}为 {value}。"),
    "point_none": _t("{measure}: nothing to measure in these replications.", "{measure}：本次重复中无从度量。"),
    "point_behind": _t("Clearly worse: {others}.", "明显较差：{others}。"),
    # against doing nothing
    "baseline_clear": _t(
        "Compared with doing nothing, the win rate of {leader} differs by {difference} ({interval}): in this model "
        "selling "
        "clearly matters.",
        "与不作为相比，{leader}的赢单率相差 {difference}（区间 {interval}）：在本模型中，销售投入明显有用。",
    ),
    "baseline_likely": _t(
        "Compared with doing nothing, the win rate of {leader} differs by {difference} ({interval}): in this model "
        "selling "
        "probably matters.",
        "与不作为相比，{leader}的赢单率相差 {difference}（区间 {interval}）：在本模型中，销售投入大概率有用。",
    ),
    "baseline_cannot_tell": _t(
        "Compared with doing nothing, the win rate of {leader} differs by {difference} ({interval}): whether selling "
        "helps "
        "cannot be told.",
        "与不作为相比，{leader}的赢单率相差 {difference}（区间 {interval}）：销售投入是否有用，尚不能断定。",
    ),
    "baseline_worse": _t(
        "Compared with doing nothing, the win rate of {leader} differs by {difference} ({interval}): in this model "
        "it does "
        "{sure} worse than doing nothing.",
        "与不作为相比，{leader}的赢单率相差 {difference}（区间 {interval}）：按本模型，{sure}不如不作为。",
    ),
    # what it rests on
    "no_decision": _t(
        "No decision with {leader}: {of_all} of all finished deals, {of_not_won} of those not won"
        "; with {other}: {other_of_all} and {other_of_not_won}.",
        "{leader}下客户未决策的比例：占全部已结束 {of_all}，占未赢单 {of_not_won}；{other}：{other_of_all} 和 "
        "{other_of_not_won}。",
    ),
    "no_decision_single": _t(
        "No decision with {leader}: {of_all} of all finished deals, {of_not_won} of those not won.",
        "{leader}下客户未决策的比例：占全部已结束 {of_all}，占未赢单 {of_not_won}。",
    ),
    "open": _t(
        "Deals still open at the horizon ({low} to {high} of projects, by strategy) are censored: they count as "
        "neither "
        "won nor lost.",
        "观察期末仍未结束的项目（各策略占 {low} 至 {high}）按删失处理，既不算赢也不算输。",
    ),
    "influence": _t(
        "At {account}, opinions spread by the {influence}, and the group decides by {group}. Who is ahead can turn "
        "on these "
        "two rules.",
        "{account}：影响规则为 {influence}；群体决策为{group}。换一种规则，领先者可能改变。",
    ),
    "influence_all": _t(
        "At all {n} accounts, opinions spread by the {influence}, and the group decides by {group}. Who is ahead can "
        "turn on "
        "these two rules.",
        "全部 {n} 个客户：影响规则为 {influence}；群体决策为{group}。换一种规则，领先者可能改变。",
    ),
    "assumptions": _t(
        "{assumed} of the scenario's {total} numbers and sets of scores are assumptions, {cited} have a source. Scores "
        "of people and offers are judgements.",
        "情境中共有 {total} 项数字和成组评分：{assumed} 项为假设，{cited} 项有来源。人员与方案的评分属主观判断。",
    ),
    "basis": _t(
        "{replications} replications per strategy on the same luck, seed {seed}. {looks}",
        "每个策略重复 {replications} 次，使用同样的运气，随机种子 {seed}。{looks}",
    ),
    "caveat": _t(
        "This says what this model does in this scenario. It does not say which way of selling is better in general, "
        "nor that one of them would cause these results at a real customer.",
        "以上是本模型在这一情境下的结果，不说明哪种打法普遍更好，也不表示在真实客户处照做就会得到这样的结果。",
    ),
    # section heads in plain text
    "heading_rests": _t("What it rests on", "成立的前提"),
    "heading_next": _t("What to try next", "下一步可以做什么"),
}

HINTS: Mapping[str, Text] = {
    "more": _t(
        "Tell {first} from {second} on the win rate: the difference is {difference} and known to ±{half} points. If "
        "it is really "
        "that large, about {n} replications would show it.",
        "分清{first}与{second}的赢单率：目前相差 {difference}，精度 ±{half} 个百分点。若真有这么大，约需重复 {n} "
        "次才能看出。",
    ),
    "narrow": _t(
        "{first} and {second} differ by {difference} in the win rate, but that is known to ±{half} points only. "
        "About {n} "
        "replications would narrow it to ±1 point.",
        "{first}与{second}的赢单率相差 {difference}，但精度只有 ±{half} 个百分点。约重复 {n} 次可缩小到 ±1 个百分点。",
    ),
    "equal": _t(
        "{first} and {second} differ by {difference} in the win rate, known to ±{half} points. To tell them apart "
        "would take "
        "{n} replications or more: treat them as equal on this measure and look at cost and margin instead.",
        "{first}与{second}的赢单率相差 {difference}（精度 ±{half} 个百分点），要分清需重复 {n} 次以上：可视为相当，"
        "改看成本与毛利。",
    ),
    "influence": _t(
        "See whether the order holds when opinions spread by another influence rule, the {rule}.",
        "换一种影响规则，看排序是否依然成立：{rule}。",
    ),
    "bottleneck": _t(
        "The tightest role of our team is the {role}: with {strategy}, {load} of the hours are booked and a request "
        "waits "
        "{wait} on average. See what one more would change.",
        "我方最紧的岗位是{role}：{strategy}下工时占用 {load}，每次请求平均等待 {wait}。看看增加一人会怎样。",
    ),
    "silent_rules": _t(
        "{n} of {total} rules never decided anything, for example {example}. Read in one deal which conditions they "
        "lacked.",
        "{total} 条规则中有 {n} 条从未起作用，例如 {example}。可从一单的经过里看它们还缺什么条件。",
    ),
    "horizon": _t(
        "Up to {open} of the projects were still open at the end. Watch longer.",
        "最多有 {open} 的项目到期末仍未结束。可延长观察期。",
    ),
    "story": _t(
        "Read how a typical deal went with {strategy}, and why it ended as it did.",
        "看看{strategy}下一个典型项目的经过，以及为什么会有这样的结局。",
    ),
}
