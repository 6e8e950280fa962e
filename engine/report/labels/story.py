"""Phrases in which the story of one deal is told: one for every kind of event, and those of its end."""

from __future__ import annotations

from collections.abc import Mapping

from engine.model.base import Text


def _t(en: str, zh: str) -> Text:
    return Text(en=en, zh=zh)


EVENTS: Mapping[str, Text] = {
    "trigger": _t("A project opens: {trigger}. {circumstances}.", "立项：{trigger}。{circumstances}。"),
    "origin": _t("We learn of it: {origin}, {first}.", "我方得知该项目：{origin}，{first}。"),
    "decision": _t("{book}: {decided}", "{book}：{decided}"),
    "request_refused": _t(
        "{name} refuses to see us ({nth}; asked {route}, chance {chance})",
        "{name}拒见（{nth}，{route}，机会 {chance}）",
    ),
    "request_granted": _t(
        "{name} agrees to a meeting in {days} days (asked {route}, chance {chance})",
        "{name}同意 {days} 天后见面（{route}，机会 {chance}）",
    ),
    "touch": _t(
        "{opening}{kind}{how}: stance {before} → {after}{after_words}",
        "{opening}{kind}{how}：立场 {before} → {after}{after_words}",
    ),
    "team_wait": _t("our {role} was free only after {days} days", "{role}排期等了 {days} 天"),
    "met": _t("First meeting with {name}", "首次见到{name}"),
    "sponsor_won": _t(
        "{name} becomes our sponsor and will speak for us inside.", "{name}成为我方支持者，愿意在内部替我们说话。"
    ),
    "sponsor_lost": _t("{name} cools down and no longer sponsors us.", "{name}态度转冷，不再支持我方。"),
    "person_left": _t(
        "{name} leaves the company; what was agreed goes with them.", "{name}离职，之前谈好的事也随之落空。"
    ),
    "successor": _t("A successor of {name} begins and knows nothing of us.", "{name}的继任者到岗，对我方一无所知。"),
    "mandate": _t(
        "{name} tells the people below to work with us (strength {strength}, reaching {reached}).",
        "{name}交代下属与我方配合（力度 {strength}，传达到 {reached} 人）。",
    ),
    "ordered_about": _t(
        "{name} resents being told from above by a half-hearted word (−{amount}).",
        "{name}对高层不痛不痒的一句交代心生抵触（−{amount}）。",
    ),
    "passed_over": _t("{name} feels passed over (−{amount}).", "{name}感到被越级绕过（−{amount}）。"),
    "stage": _t("We enter the stage “{stage}”.", "我方进入“{stage}”阶段。"),
    "engagement": _t("From here we engage the chain {engagement}.", "由此改为{engagement}。"),
    "play": _t("Competitive strategy: {play}.", "竞争策略：{play}。"),
    "meeting": _t(
        "{n} internal meeting{s}; mean stance towards us {before} → {after}",
        "内部开会 {n} 次，对我方平均立场 {before} → {after}",
    ),
    "rival_touch": _t("rivals called {n} time{s} ({who}), most on {whom}", "对手拜访 {n} 次（{who}），主要找{whom}"),
    "surprise": _t("surprises worried {names}", "意外情况加重了{names}的顾虑"),
    "step": _t("The customer: {step}", "客户：{step}"),
    "sign_off": _t("{name} {signed} {after}.", "{name}{signed}（{after}）。"),
    "need_frozen": _t(
        "The requirement is fixed; from now on it can no longer be shaped.", "需求已冻结，此后无法再影响需求。"
    ),
    "offer_submitted": _t(
        "Our offer is in; {shaped} of what was missing in its fit has been made up.",
        "我方方案已提交，原有匹配缺口弥补了 {shaped}。",
    ),
    "vote": _t("{name}: {option}", "{name}：{option}"),
    "veto": _t("{name} vetoes {option}.", "{name}否决{option}。"),
    "round_without_decision": _t(
        "Round {n} ends without a decision; the file goes back one step.", "第 {n} 轮没有结论，退回上一步。"
    ),
    "outcome": _t("The end: {outcome}.", "结局：{outcome}。"),
    "delivered": _t("Delivery {how}; satisfaction {satisfaction}.", "交付{how}，满意度 {satisfaction}。"),
    "paid": _t("Paid {days} days after signature.", "签约后 {days} 天回款。"),
}

STORY: Mapping[str, Text] = {
    "title": _t("The story of one deal", "一个项目的经过"),
    "about": _t(
        "{account} · {strategy} · replication {replication}, deal {deal} · project opened on day {opened} of the "
        "observation; "
        "days are counted from there",
        "{account} · {strategy} · 第 {replication} 次重复，第 {deal} 单 · 观察期第 {opened} 天立项，以下按立项后天数计",
    ),
    "no_project": _t("No project opened in this deal.", "这一单没有立项。"),
    "urgency": _t("urgency {urgency}", "紧迫程度 {urgency}"),
    "voter_unmet": _t(
        "{name} (power {power}, chance for us {chance}, not met)",
        "{name}（权力 {power}，选我方的机会 {chance}，未见过）",
    ),
    "marks": _t("§ a rule decided    + good for us    ! bad for us", "§ 规则作出判断    + 对我方有利    ! 对我方不利"),
    "cast": _t(
        "{name}: {title}{roles}, level {level}, power {power}", "{name}：{title}{roles}，第 {level} 层，权力 {power}"
    ),
    "before": _t("Before the project", "立项之前"),
    "after": _t("After the decision", "决策之后"),
    "chapter": _t("The customer: {step} (day {start} to {stop})", "客户：{step}（第 {start}–{stop} 天）"),
    "again": _t("{step} again", "再次{step}"),
    "background": _t("Meanwhile: {body}.", "同时：{body}。"),
    "day": _t("day {day}", "第 {day} 天"),
    "days": _t("day {start}–{stop}", "第 {start}–{stop} 天"),
    "meeting_with": _t("Meeting with {name}", "与{name}会面"),
    "proposal_to": _t("Offer presented to {name}", "向{name}讲解方案"),
    "route_how": _t("({route}, asked {days} days before)", "（{route}，{days} 天前约定）"),
    "harm": _t("it did harm, the message missed what matters to them", "起了反作用，所讲并非对方关心的"),
    "little": _t("hardly any effect", "几乎没有作用"),
    "refused_by": _t("Refused by {names}.", "被拒见：{names}。"),
    "refusal": _t("{name} ({nth}, {route}, chance {chance})", "{name}（{nth}，{route}，机会 {chance}）"),
    "nth": _t("refusal {n}", "第 {n} 次"),
    "routine": _t(
        "{n} more meeting{s}: {names}; stances moved by {change}", "又会面 {n} 次：{names}；每次立场变化 {change}"
    ),
    "span": _t("{low} to {high}", "{low} 至 {high}"),
    "gate_hold": _t("stay in the stage “{stage}”", "留在“{stage}”阶段"),
    "gate_advance": _t("go on from “{stage}” to “{next}”", "从“{stage}”进入“{next}”阶段"),
    "routine_refused": _t("{n} refusal{s}: {names}", "被拒见 {n} 次：{names}"),
    "others": _t("{n} other{s}", "其他 {n} 人"),
    "times": _t("{name} {n}×", "{name} {n} 次"),
    "deadline": _t("deadline in {days} days", "硬性期限还有 {days} 天"),
    "budget": _t("budget {share} of the usual", "预算为平时的 {share}"),
    "rival_first": _t("a rival was there first", "对手已先到一步"),
    "we_first": _t("before any rival, as far as we are told", "据我方所知早于所有对手"),
    "first_unknown": _t("nobody there can tell us whether a rival was first", "尚无人告知对手是否先到"),
    "with_us": _t("{n} of them were kept out by people close to us", "其中 {n} 次被与我方亲近的人挡下"),
    "same_day": _t("the same day", "当天"),
    "after_days": _t("after {days} days", "用时 {days} 天"),
    "signed": _t("signs", "签批"),
    "sent_back": _t("sends the file back", "把文件退回"),
    "accepted": _t("accepted", "验收通过"),
    "failed": _t("failed", "失败"),
    "us": _t("us", "我方"),
    "nothing": _t("buying nothing", "不采购"),
    "yes": _t("yes", "是"),
    "no": _t("no", "否"),
    # decisions
    "because": _t("Because: {because}", "理由：{because}"),
    "facts": _t("Facts: {facts}", "依据：{facts}"),
    "lost": _t("Also fired, but came later: {rules}", "同时满足但排在后面：{rules}"),
    "lacked": _t("Nearest rule {rule} lacked: {what}", "最接近的规则 {rule} 尚缺：{what}"),
    "no_rule": _t("no rule fired", "没有规则触发"),
    "rule_named": _t("rule {rule}", "规则 {rule}"),
    "by_rule": _t("{decided} ({rule})", "{decided}（{rule}）"),
    "repeated": _t(
        "the rulebooks gave the same answers as before another {n} time{s}", "规则书又有 {n} 次给出与之前相同的判断"
    ),
    # the vote
    "vote_round": _t("The committee votes: {tally}.", "委员会表决：{tally}。"),
    "tally": _t("{option} {n}", "{option} {n} 票"),
    # why it ended so
    "why": _t("Why it ended so", "为什么会有这样的结局"),
    "ended_won": _t("After {days} days the committee chose us.", "历时 {days} 天，客户选择了我方。"),
    "ended_lost": _t("After {days} days the committee chose {winner}.", "历时 {days} 天，客户选择了{winner}。"),
    "ended_no_decision": _t(
        "After {days} days, in round {rounds} of the decision, the committee shelved the project.",
        "历时 {days} 天，第 {rounds} 轮决策后，客户搁置了项目。",
    ),
    "ended_dropped": _t(
        "After {days} days the customer dropped the project in the step “{step}”, before any decision.",
        "历时 {days} 天，客户在“{step}”这一步就放弃了项目，没有走到决策。",
    ),
    "ended_withdrawn": _t("After {days} days we withdrew.", "{days} 天后我方退出。"),
    "ended_open": _t(
        "At the horizon, {days} days after it opened, the deal was still open: it counts as neither won nor lost.",
        "到观察期末（立项后 {days} 天）仍未结束：既不算赢也不算输。",
    ),
    "votes": _t(
        "How they voted, with the power of each and the chance with which they would have chosen us:",
        "表决情况（附各人权力及其选择我方的机会）：",
    ),
    "votes_line": _t("{option}: {names}", "{option}：{names}"),
    "voter": _t("{name} (power {power}, chance for us {chance})", "{name}（权力 {power}，选我方的机会 {chance}）"),
    "chance_weighted": _t(
        "With these preferences the group rule ({rule}) would have chosen us about {chance} of the time; one draw "
        "decided.",
        "按这些偏好和群体决策规则（{rule}），我方被选中的机会约为 {chance}；结果由一次抽取决定。",
    ),
    "silent_chief": _t(
        "{name}, who decides, wanted to buy nothing; without that voice the group does not close.",
        "决策者{name}倾向不采购；没有其点头，群体无法定案。",
    ),
    "unmet_power": _t(
        "{share} of the power was held by people whom we did not meet in this deal: {names}.",
        "本项目中我方没有见过的人占 {share} 的权力：{names}。",
    ),
    "turning_for": _t(
        "What seems to have helped most (power × change of stance, a rough measure):",
        "看来帮助最大的（按权力 × 立场变化粗略衡量）：",
    ),
    "turning_against": _t(
        "What seems to have hurt most (power × change of stance, a rough measure):",
        "看来损害最大的（按权力 × 立场变化粗略衡量）：",
    ),
    "hedge": _t(
        "One deal shows what happened, not what would have happened otherwise: for that, compare strategies over many "
        "replications.",
        "一单只能说明发生了什么，不能说明换种做法会怎样；那要靠多次重复的对比。",
    ),
    # turning points
    "t_veto": _t("Day {day}: {name} vetoed us.", "第 {day} 天：{name}否决了我方。"),
    "t_touch_up": _t(
        "Meetings with {name} raised the stance by {change} in all ({n} meetings).",
        "与{name}的会面共使其立场上升 {change}（{n} 次）。",
    ),
    "t_touch_down": _t(
        "Day {day}: the meeting with {name} went wrong ({change}).", "第 {day} 天：与{name}的会面适得其反（{change}）。"
    ),
    "t_ordered_about": _t(
        "Day {day}: {name} resents being told from above by a half-hearted word ({change}).",
        "第 {day} 天：{name}对高层不痛不痒的一句交代心生抵触（{change}）。",
    ),
    "t_passed_over": _t(
        "Day {day}: {name} feels passed over ({change}).", "第 {day} 天：{name}感到被越级绕过（{change}）。"
    ),
    "t_rival": _t(
        "{rival} won over {name} step by step ({change} towards them in {n} visits).",
        "{rival}逐步拉拢{name}（{n} 次拜访，对其立场 {change}）。",
    ),
    "t_meetings_up": _t(
        "Internal meetings moved the mean stance towards us by {change} in all ({n} meetings).",
        "内部讨论使对我方的平均立场共变化 {change}（{n} 次）。",
    ),
    "t_meetings_down": _t(
        "Internal meetings moved the mean stance away from us by {change} in all ({n} meetings).",
        "内部讨论使对我方的平均立场共变化 {change}（{n} 次）。",
    ),
    "t_never_met": _t(
        "{name}, who decides, refused to see us {n} times and was not met in this deal.",
        "决策者{name}先后 {n} 次拒见，本项目中始终没有见到。",
    ),
    "t_not_asked": _t("{name}, who decides, was not met in this deal.", "本项目中没有见过决策者{name}。"),
    "t_too_late": _t(
        "Day {day}: we came into the deal only after the requirement was fixed.",
        "第 {day} 天：我方介入时需求已经冻结。",
    ),
    "t_not_noticed": _t("We never came into the deal.", "我方始终没有介入。"),
    "t_no_offer": _t("The committee decided before our offer was in.", "委员会决策时我方方案尚未提交。"),
    "t_sponsor_won": _t("Day {day}: {name} became our sponsor.", "第 {day} 天：{name}成为我方支持者。"),
    "t_sponsor_lost": _t("Day {day}: {name} stopped sponsoring us.", "第 {day} 天：{name}不再支持我方。"),
    "t_mandate": _t(
        "Day {day}: {name} told the people below to work with us (strength {strength}).",
        "第 {day} 天：{name}交代下属与我方配合（力度 {strength}）。",
    ),
    "t_sign_off": _t(
        "Signatures were refused {n} times, and the step began anew each time.", "签批被退回 {n} 次，相应步骤每次重来。"
    ),
    "t_rounds": _t("{n} rounds of decision ended without a result.", "决策进行了 {n} 轮仍无结果。"),
    "t_doubt": _t(
        "At the last vote the chance of buying nothing was {chance} on average, weighted by power.",
        "最后一次表决时，选择不采购的机会按权力加权平均为 {chance}。",
    ),
    "t_withdraw": _t("Our own rule “{rule}” ended it: {because}", "我方规则“{rule}”决定退出：{because}"),
}
