"""Words inside pictures, and what each picture shows for those who cannot see it."""

from __future__ import annotations

from collections.abc import Mapping

from engine.model.base import Text


def _t(en: str, zh: str) -> Text:
    return Text(en=en, zh=zh)


PICTURES: Mapping[str, Text] = {
    # paired differences
    "paired_title": _t("Difference from “{reference}” on the same luck", "与“{reference}”的差异（同样的运气）"),
    "worse": _t("worse", "较差"),
    "better": _t("better", "较好"),
    "clear": _t("clear", "明确"),
    "likely": _t("likely", "大概率"),
    "cannot_tell": _t("cannot tell", "尚不能区分"),
    "no_value": _t("nothing to compare", "无从比较"),
    "paired_alt": _t(
        "Differences of each strategy from {reference}, with {level} intervals. {body}",
        "各策略与“{reference}”的差异及 {level} 区间。{body}",
    ),
    # incidence
    "incidence_title": _t("How deals end over time", "项目结局随时间的累计发生率"),
    "days_since_opening": _t("days since the project opened", "立项后天数"),
    "share_of_projects": _t("share of projects", "占立项的比例"),
    "incidence_alt": _t(
        "Cumulative incidence of each outcome by strategy, with {level} bands; open deals are censored. After {day} "
        "days: "
        "{body}",
        "各策略下各种结局的累计发生率及 {level} 置信带；未结束的项目按删失处理。{day} 天时：{body}",
    ),
    # decision chain
    "chain_title": _t("Decision chain of {account}", "{account}的决策链"),
    "level": _t("Level {n}", "第 {n} 层"),
    "key_for": _t("for us (+)", "支持我方（＋）"),
    "key_neutral": _t("neutral (0)", "中立（0）"),
    "key_against": _t("against us (−)", "反对我方（−）"),
    "key_unknown": _t("not identified at the start", "开始时尚未识别"),
    "key_decider": _t("decider (double ring)", "决策者（双圈）"),
    "key_veto": _t("V  can veto", "V  可否决"),
    "key_gatekeeper": _t("G  gatekeeper", "G  把关者"),
    "key_power": _t("size: power", "大小：权力"),
    "key_formal": _t("reports to", "汇报"),
    "chain_alt": _t(
        "Decision chain of {account} by level. {people} Formal lines, advice, friendship and conflict are drawn "
        "differently.",
        "{account}的决策链，按层级排列。{people}汇报、请教、私交与矛盾以不同线型表示。",
    ),
    "chain_alt_person": _t(
        "{name}: level {level}, power {power}, {stance}{marks}.",
        "{name}：第 {level} 层，权力 {power}，{stance}{marks}。",
    ),
    "mark_decides": _t("decides", "拍板"),
    "mark_veto": _t("can veto", "可否决"),
    "mark_gatekeeper": _t("gatekeeper", "把关者"),
    "mark_unknown": _t("not identified at the start", "开始时尚未识别"),
    # timeline
    "timeline_title": _t("One typical deal with “{strategy}”", "“{strategy}”下的一个典型项目"),
    "buyer_lane": _t("Customer", "客户流程"),
    "seller_lane": _t("Our stage", "我方阶段"),
    "rival_lane": _t("Rivals", "对手拜访"),
    "timeline_for": _t("met, then for us", "会面后支持"),
    "timeline_neutral": _t("met, neutral", "会面后中立"),
    "timeline_against": _t("met, against us", "会面后反对"),
    "timeline_evidence": _t("evidence", "实证"),
    "timeline_proposal": _t("offer presented", "讲解方案"),
    "timeline_refused": _t("refused", "拒见"),
    "timeline_sponsor": _t("sponsor won", "赢得支持者"),
    "timeline_resentment": _t("resentment", "心生不满"),
    "timeline_mandate": _t("mandate", "高层授权"),
    "timeline_signed": _t("signed", "签批"),
    "timeline_sent_back": _t("sent back", "退回"),
    "timeline_veto": _t("veto", "否决"),
    "timeline_alt": _t(
        "Timeline of one deal with {strategy}: {touches} meetings and {refused} refusals over {days} days, ending in: "
        "{outcome}.",
        "“{strategy}”下一个项目的时间线：{days} 天内会面 {touches} 次、被拒 {refused} 次，结局：{outcome}。",
    ),
    # rules
    "rules_title": _t(
        "Which rules decided, share of each book's decisions", "哪些规则在起作用（占该规则书决策的比例）"
    ),
    "no_rule": _t("(no rule fired)", "（没有规则触发）"),
    "rules_alt": _t("How often each rule decided, by rulebook. {body}", "各规则书中各规则起作用的次数。{body}"),
    # when rules decide
    "firings_title": _t("When each rule decides", "各规则在何时起作用"),
    "firings_key": _t(
        "Area: decisions per project over time, heights comparable along a row. Tall tick: median day. Line: middle "
        "half of the decisions.",
        "面积：每个项目的判断次数随时间的分布，同一行内高度可比。竖线：中位天数；横线：居中一半的判断。",
    ),
    "firings_alt": _t(
        "When each rule decides, in days since the project opened, by strategy; median over its decisions. {body}",
        "各策略下各规则起作用的时间（立项后天数，取中位数）。{body}",
    ),
    # team
    "team_title": _t("Our team", "我方团队"),
    "team_load": _t("hours booked ÷ hours there are", "占用工时 ÷ 可用工时"),
    "team_wait": _t("days a request waits", "每次请求等待天数"),
    "team_alt": _t(
        "Load and waiting of each role of our team, by strategy. {body}", "我方各岗位的负荷与等待，按策略。{body}"
    ),
    "worth_alt": Text(
        en="What each rule adds, with it − without it. {measure}, {unit}: {body}.",
        zh="各条规则的贡献（有该规则 − 无该规则）。{measure}，{unit}：{body}。",
    ),
}
