"""The help pages of `kam rules` in Chinese."""

from __future__ import annotations

RULES_HELP = {
    "Check, test, explain and mutate rulebooks.": "检查、测试、解释规则书，并用变异检验其案例。",
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
    "Rulebook files in YAML, or ids of shipped books.": "一个或多个规则书文件（YAML），或自带规则书的名称。",
    "Rulebook file in YAML, or the id of a shipped book.": "规则书文件（YAML），或自带规则书的名称。",
    "Most seconds to spend on the proofs of one book.": "每本规则书用于证明的最长秒数。",
    "Nudge thresholds to the very next number as well.": "阈值还要微调到相邻的下一个数。",
    "A YAML or JSON file of facts, or facts as NAME=VALUE; none: all unknown.": (
        "事实文件（YAML 或 JSON），或写成 名称=取值；不写则全部未知。"
    ),
    "Which decision to look for; any other one when absent.": "希望得到的结论；不写则任何不同的结论均可。",
}
