"""The help pages of `kam rules` in Chinese."""

from __future__ import annotations

RULES_HELP = {
    "Check, test, explain and mutate rulebooks, and try them in a scenario.": (
        "检查、测试、解释规则书，用变异检验其案例，并在情境中试用。"
    ),
    "Prove what can be wrong with rulebooks, each finding with an account that shows it. Exit code 3 on errors.": (
        "证明规则书中可能存在的问题，每项发现都附一个例证；有错误时退出码为 3。"
    ),
    "Run the cases written in rulebooks and measure what they cover. Exit code 1 when a case fails.": (
        "运行规则书中的案例并统计其覆盖；有案例未通过时退出码为 1。"
    ),
    "Put small faults into rulebooks and tell which ones no case catches. Exit code 1 when one that matters is left. "
    "Those that are proved to change no decision are set apart.": (
        "在规则书中植入小错，找出没有案例能发现的错误；有漏网的退出码为 1；经证明不影响任何结论的另行列出。"
    ),
    "Explain a decision: the rule, its reasons, what the others lacked, and the nearest change that flips it.": (
        "解释一次决策：由哪条规则决定、理由何在、其他规则还缺什么，以及使结论改变的最小变动。"
    ),
    "Rulebook files (YAML, .xlsx, .csv), or ids of shipped books.": (
        "一个或多个规则书文件（YAML、.xlsx、.csv），或自带规则书的名称。"
    ),
    "Rulebook file (YAML, .xlsx, .csv), or the id of a shipped book.": (
        "规则书文件（YAML、.xlsx、.csv），或自带规则书的名称。"
    ),
    "Most seconds to spend on the proofs of one book.": "每本规则书用于证明的最长秒数。",
    "Nudge thresholds to the very next number as well.": "阈值还要微调到相邻的下一个数。",
    "A YAML or JSON file of facts, or facts as NAME=VALUE; none: all unknown.": (
        "事实文件（YAML 或 JSON），或写成 名称=取值；不写则全部未知。"
    ),
    "Which decision to look for; any other one when absent.": "希望得到的结论；不写则任何不同的结论均可。",
    "Take every rule away in turn and tell what it adds to wins, weeks and cost, in this scenario.": (
        "逐条移除规则，说明它在本情境中对赢单、周期和成本的贡献。"
    ),
    "What the rulebook decides (such as engagement_choice), its id, or a YAML file that takes its place.": (
        "规则书的用途（如 engagement_choice）、名称，或取而代之的 YAML 文件。"
    ),
    "Share what rules that stand in for one another are worth among them.": (
        "另算 Shapley 份额，把相互替补的规则的共同贡献分摊到各条规则。"
    ),
    "Let a rulebook challenge another on the same luck: measures, decisions that differ, deals where they part.": (
        "让一本规则书在同样的运气下挑战另一本：指标对比、不同的决定、分道的项目。"
    ),
    "Rulebook that challenges: a YAML file, or an id.": "挑战的规则书：YAML 文件或名称。",
    "Rulebook to beat; the scenario's own one when absent.": "被挑战的规则书；不写则为情境自己的规则书。",
}
