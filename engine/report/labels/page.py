"""Headings and running text of the page."""

from __future__ import annotations

from collections.abc import Mapping

from engine.model.base import Text


def _t(en: str, zh: str) -> Text:
    return Text(en=en, zh=zh)


PAGE: Mapping[str, Text] = {
    "title": _t("{title} – comparison of strategies", "{title}——策略对比报告"),
    "made": _t(
        "{strategies} strategies · {n} replications each · seed {seed} · {when}",
        "{strategies} 个策略 · 各重复 {n} 次 · 随机种子 {seed} · {when}",
    ),
    "contents": _t("Contents", "目录"),
    "situation": _t("The situation", "情境"),
    # sections
    "s_result": _t("The result in words", "结论"),
    "s_measures": _t("Measures side by side", "指标对比"),
    "s_differences": _t("How the strategies differ", "策略之间的差异"),
    "s_incidence": _t("How deals end over time", "项目结局随时间的变化"),
    "s_chain": _t("The decision chain", "决策链"),
    "s_deal": _t("A typical deal, told", "一个典型项目的经过"),
    "s_rules": _t("What the rules decided, and why", "规则做了什么判断，为什么"),
    "s_team": _t("Our team", "我方团队"),
    "s_next": _t("What to try next", "下一步可以做什么"),
    "s_assumptions": _t("Assumptions and their sources", "假设与来源"),
    "s_method": _t("How this was computed", "计算方法"),
    "s_receipt": _t("Receipt", "凭据"),
    # result
    "basis": _t("What it rests on", "成立的前提"),
    # measures
    "measure": _t("Measure", "指标"),
    "strategy": _t("Strategy", "策略"),
    "best": _t("ahead", "领先"),
    "front": _t("front group", "第一梯队"),
    "likely_behind": _t("likely behind", "大概率落后"),
    "undecided": _t("cannot tell anybody apart", "各策略尚不能区分"),
    "measures_note": _t(
        "Values with their {level} intervals, from {n} replications. “ahead”: better than every other strategy that "
        "acts. "
        "“front group”: cannot be told apart from the best. Unmarked: clearly behind.",
        "数值下方为 {level} 区间，均来自 {n} 次重复。“领先”指优于其他有作为的策略；“第一梯队”指与最好者尚不能区分；"
        "未标注者明显落后。",
    ),
    "all_measures": _t("All {n} measures", "全部 {n} 项指标"),
    # differences
    "differences_note": _t(
        "Each point is a strategy minus “{reference}”, computed replication by replication on the same luck. The "
        "line is the "
        "{level} interval. Filled: clear – the interval widened for all headline comparisons still excludes zero. "
        "Half-filled: "
        "likely – only the plain interval does. Hollow: cannot tell.",
        "每个点表示该策略与“{reference}”之差，逐次重复、在同样的运气下计算；横线为 {level} 区间。实心："
        "明确——按全部主要比较放宽后的区间"
        "仍不含零；半实心：大概率——仅普通区间不含零；空心：尚不能区分。",
    ),
    "every_pair": _t("Win rate: every pair of strategies", "赢单率：两两比较"),
    "pair_note": _t(
        "Row minus column, in percentage points; below it the interval.", "行减列，单位为百分点；下方为区间。"
    ),
    "clear": _t("clear", "明确"),
    "likely": _t("likely", "大概率"),
    "cannot_tell": _t("cannot tell", "尚不能区分"),
    # incidence
    "incidence_note": _t(
        "Share of projects that have ended in each way by a given day, with {level} bands (Aalen–Johansen). The four "
        "ways "
        "compete; projects still open at the horizon count as followed up to then and are never counted as lost. "
        "Curves stop "
        "where fewer than one project in twenty is still followed.",
        "截至某一天以各种方式结束的项目比例及 {level} 置信带（Aalen–Johansen 估计）。四种结局互相竞争；"
        "期末仍未结束的项目只计到期末，"
        "从不算作输单。当仍在跟踪的项目不足二十分之一时，曲线到此为止。",
    ),
    "outcomes": _t("Deals by outcome", "各种结局的项目数"),
    # chain
    "chain_note": _t(
        "The committee as the scenario states it at the start, including people whom we do not know yet. What the "
        "seller "
        "believes may differ.",
        "图为情境设定的起始状态，包括我方尚不认识的人；销售方当时的认识可能与此不同。",
    ),
    "more_accounts": _t("{n} more accounts are not drawn: {names}.", "另有 {n} 个客户未画出：{names}。"),
    "copies": _t("stands for {n} alike", "代表 {n} 个同类客户"),
    # deal
    "deal_note": _t(
        "The deal of the commonest outcome whose length is the most ordinary. One deal is an illustration, not "
        "evidence.",
        "取最常见结局中时长最居中的一单。单个项目只作说明，不作证据。",
    ),
    "day_by_day": _t("Day by day", "逐日经过"),
    "other_stories": _t("With “{strategy}”: {outcome} after {days} days", "“{strategy}”：{days} 天后{outcome}"),
    # rules
    "rules_note": _t(
        "Every decision names its rule and its reason. Counts are over all replications.",
        "每次判断都记录所用规则与理由。次数为全部重复合计。",
    ),
    "rule": _t("Rule", "规则"),
    "because": _t("Because", "理由"),
    "source_of_rule": _t("Source", "出处"),
    "never_fired": _t(
        "{n} rules decided nothing under any strategy in {replications} replications",
        "在 {replications} 次重复中、任何策略下都从未起作用的规则：{n} 条",
    ),
    "never_fired_note": _t(
        "Each of them decides in at most {most} of all replications ({level}, one-sided, each rule by itself; not one "
        "in {replications}). A replication is the whole team with its accounts over the horizon. The situation may not "
        "arise in this scenario, or a rule before them always answers first.",
        "其中每一条在全部重复中起作用的比例至多为 {most}（单侧 {level}，逐条而言；{replications} 次中一次未见）。"
        "一次重复指整个团队及其客户走完整个观察期。可能是本情境中没有出现这种情况，也可能总被排在前面的规则抢先。",
    ),
    "unasked": _t("Never asked under any strategy: {books}.", "任何策略下都未用到的规则书：{books}。"),
    "silent_under": _t("Rules that decided nothing under some strategies", "在部分策略下从未起作用的规则"),
    "silent_strategies": _t("Never decided under", "从未起作用的策略"),
    "rulebook": _t("Rulebook", "规则书"),
    "firings_title": _t("When the rules decide", "规则在何时起作用"),
    "firings_note": _t(
        "From the first {watched} replications ({deals} projects under all strategies together), in which every "
        "decision is kept with its day. Left out: the trigger rules, which decide on the day a project opens; and "
        "decisions in which no rule fired. The file firings.parquet in the run folder has them all.",
        "取自前 {watched} 次重复（各策略合计 {deals} 个项目），其中每次判断都留有日期。图中未画：触发规则"
        "（立项当天判断）以及没有规则触发的判断；运行文件夹中的 firings.parquet 含全部判断。",
    ),
    "firings_table": _t("Median days since opening, with the middle half", "立项后天数：中位数与居中一半"),
    "undone_title": _t("Decisions that undid earlier ones of the same deal", "同一项目中推翻先前判断的判断"),
    "undone_note": _t(
        "Share of all projects opened in the first {watched} replications, with {level} intervals (the unit is the "
        "replication). Days and example are of the strategy with the most such deals. A change of mind may be right: "
        "the deal has moved on. Pairs that come often or soon are worth a look. A stage gate that was passed stays "
        "passed in this model, so gates cannot contradict themselves.",
        "占前 {watched} 次重复中全部立项的比例及 {level} 区间（以一次重复为单位）。相隔天数与示例取此类项目最多的策略。"
        "改变判断未必是错：情况可能已经变化。频繁或很快出现的组合值得细看。本模型中通过的阶段关卡不会退回，"
        "因此关卡不会自相矛盾。",
    ),
    "undone_none": _t("None in {watched} replications.", "{watched} 次重复中没有。"),
    "undone_more": _t("{n} rarer pairs", "另有 {n} 种较少见的组合"),
    "undone_rule": _t("Decided by", "原判断"),
    "undone_by": _t("Undone by", "推翻它的判断"),
    "undone_days": _t("Days between", "相隔天数"),
    "undone_example": _t("Example", "示例"),
    "no_rule": _t("(no rule fired)", "（没有规则触发）"),
    # team
    "team_note": _t(
        "Whiskers are {level} intervals. Waiting is the average over requests for that role.",
        "细线为 {level} 区间。等待时间为该岗位每次请求的平均值。",
    ),
    "team_table": _t("Load, waiting and queue in numbers", "负荷、等待与排队明细"),
    "role": _t("Role", "岗位"),
    "people": _t("People", "人数"),
    "load": _t("Load", "负荷"),
    "wait": _t("Wait, days", "等待（天）"),
    "queue": _t("Queue", "排队"),
    # assumptions
    "assumptions_note": _t(
        "{assumed} of {total} numbers and sets of scores are assumptions; {cited} have a source. Change any of them "
        "with --set path=value and see whether the result holds.",
        "共 {total} 项数字和成组评分，其中 {assumed} 项为假设，{cited} 项有来源。可用 --set 路径=数值 修改任意一项，"
        "看结论是否依然成立。",
    ),
    "cited": _t("cited", "有来源"),
    "assumed": _t("assumed", "假设"),
    "what": _t("What", "项目"),
    "number": _t("Value", "数值"),
    "plausible": _t("could be {low} to {high}", "可能在 {low} 至 {high} 之间"),
    "why": _t("Source or reason", "来源或理由"),
    "judged": _t("judged scores", "主观评分"),
    "cited_of": _t("{cited} of {total} cited", "{total} 项中 {cited} 项有来源"),
    "group_horizon": _t("Observation", "观察期"),
    "group_team": _t("Our team", "我方团队"),
    "group_behaviour_access": _t("Access: who receives us", "约见：谁愿意见我们"),
    "group_behaviour_touch": _t("Touches: what a meeting does", "会面：一次沟通的作用"),
    "group_behaviour_chain": _t("Sponsors, mandates, resentment", "支持者、授权与不满"),
    "group_behaviour_influence": _t("Influence inside the committee", "委员会内部影响"),
    "group_behaviour_decision": _t("The decision", "决策"),
    "group_behaviour_shaping": _t("Shaping the need and competing", "影响需求与竞争"),
    "group_behaviour_pursuit": _t("How a seller works", "销售工作方式"),
    "group_behaviour_after": _t("After the decision", "决策之后"),
    "group_behaviour_market": _t("What is put aside and comes up again", "搁置后重新提起"),
    "group_behaviour_rivals": _t("How rivals spread their visits", "对手怎样分配走访"),
    "group_behaviour_turnover": _t("People leave and are replaced", "人员离职与接任"),
    # method
    "m_luck": _t(
        "Common random numbers. All strategies meet the same people, rivals, triggers and luck in each replication; "
        "every draw "
        "belongs to a person, a purpose and an occurrence. Differences are taken replication by replication.",
        "公共随机数。每次重复中，各策略面对同样的人、同样的对手、同样的契机和同样的运气；每个随机数都对应某个人、"
        "某个用途和第几次。差异逐次重复计算。",
    ),
    "m_variance": _t(
        "Variance reduction achieved for the difference in win rate from “{reference}”: {body}. A factor of 2 means "
        "that separate luck would have "
        "needed twice "
        "the replications.",
        "与“{reference}”的赢单率之差，方差缩减倍数：{body}。倍数 2 表示若运气各不相同，就要两倍的重复次数。",
    ),
    "m_interval": _t(
        "Intervals. The unit is the replication (a whole team with its accounts), since deals share a team. {method}",
        "区间。以一次重复（整个团队及其客户）为统计单位，因为同一团队的项目互相牵连。{method}",
    ),
    "m_verdict": _t(
        "“clear” asks for an interval widened to {level} so that all headline comparisons together hold with 95%; "
        "“likely” asks "
        "for the plain interval only.",
        "“明确”要求区间放宽到 {level}，使全部主要比较合起来的置信度为 95%；“大概率”只要求普通区间不含零。",
    ),
    "m_censoring": _t(
        "Deals open at the horizon are censored: they leave win rates out and enter the curves up to their last day.",
        "期末仍未结束的项目按删失处理：不计入赢单率，在曲线中只计到最后一天。",
    ),
    "m_little": _t(
        "Check by Little's law (L = λW), measured on both sides separately:",
        "用利特尔法则（L = λW）核对，两边分别计量：",
    ),
    "m_little_row": _t(
        "{strategy}: {deals} deals open on average, {arrivals} opened a day, {days} days each; largest gap {gap}",
        "{strategy}：平均在谈 {deals} 个，每天立项 {arrivals} 个，各持续 {days} 天；最大偏差 {gap}",
    ),
    "m_rules": _t(
        "Rules are run by durable_rules through truth tables; a sampled share of decisions was asked again of the "
        "live engine "
        "and agreed.",
        "规则由 durable_rules 执行，并预先制成真值表；抽样的判断已向规则引擎重新求证，结果一致。",
    ),
    # receipt
    "r_program": _t("Program", "程序"),
    "r_command": _t("Command", "命令"),
    "r_scenario": _t("Scenario", "情境"),
    "r_books": _t("Rulebooks", "规则书"),
    "r_code": _t("Code", "代码"),
    "r_versions": _t("Versions", "版本"),
    "r_seed": _t("Seed", "随机种子"),
    "r_replications": _t("Replications", "重复次数"),
    "r_looks": _t("Looks taken", "查看次数"),
    "r_rows": _t("Records", "记录"),
    "r_created": _t("Made", "生成时间"),
    "r_rows_line": _t("{outcomes} deals, {team} team rows", "{outcomes} 个项目，{team} 行团队记录"),
    "r_note": _t(
        "The same scenario, rules, code, seed and versions give the same records, byte for byte; kam replay proves it.",
        "情境、规则、代码、种子与版本相同，记录逐字节相同：可用 kam replay 命令验证。",
    ),
    "no_value": _t("–", "–"),
}
