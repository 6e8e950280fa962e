"""The help pages in Chinese: each English text of the commands with its translation."""

from __future__ import annotations

from inspect import cleandoc
from typing import Any

from engine.cli.book_help_zh import BOOK_HELP
from engine.cli.rules_help_zh import RULES_HELP

HELP = {
    "Try a key-account playbook ten thousand times before you try it once.": "大客户打法，先演练一万次，再实战一次。",
    "Show the version and exit.": "显示版本并退出。",
    "Show this message and exit.": "显示本说明并退出。",
    "Check scenario files. Everything wrong is named with file, line and the nearest valid name.": (
        "检查情境文件：每处错误都指明文件、行号和最接近的正确写法。"
    ),
    "Run a single strategy in a scenario.": "在一个情境中运行单个策略。",
    "Compare strategies in a scenario. All share the same luck, and doing nothing is always among them.": (
        "在同样的运气下比较一个情境中的各种策略；“不作为”始终参与比较。"
    ),
    "Tell the story of one deal. Every trigger, decision with its reason, touch, sign-off and gate is in it.": (
        "讲述一个项目的全过程：采购契机、每个决定及其理由、接触、审批和阶段关口。"
    ),
    "Prove that a run can be repeated. Runs again what the folder holds; exit code 1 when a record differs.": (
        "根据运行目录重做一次运行，证明记录完全一致；不一致时退出码为 1。"
    ),
    "Scenario file in YAML, or a shipped one such as kam:keeping_up.": (
        "情境文件（YAML），或自带情境，如 kam:keeping_up。"
    ),
    "Scenario files in YAML, or shipped ones such as kam:keeping_up.": (
        "一个或多个情境文件（YAML），或自带情境，如 kam:keeping_up。"
    ),
    "Run folder, as compare and run make it.": "运行目录，由 compare 或 run 生成。",
    "Strategy to follow, for example top_down.": "采用的策略，例如 top_down。",
    "Strategies, separated by commas; all of them when absent.": "要比较的策略，用逗号隔开；不写则比较全部。",
    "Number of replications, from 1.": "重复次数，至少 1 次。",
    "Stop when the difference of win rates is known to ±H; 0.02 is two points.": (
        "赢单率之差精确到 ±H 时停止；0.02 即两个百分点。"
    ),
    "Change one value of the scenario; may be given several times.": "修改情境中的一个值；可多次使用。",
    "People of the committee; needs --ties.": "采购委员会人员表（CSV 或 Excel）；需同时给出 --ties。",
    "Ties between them; needs --people.": "人员关系表（CSV 或 Excel）；需同时给出 --people。",
    "Encoding of CSV files: utf-8, utf-16, gb18030, big5 or cp1252; by evidence when absent.": (
        "CSV 文件的编码：utf-8、utf-16、gb18030、big5 或 cp1252；不写则自动判断。"
    ),
    "Processes, from 1; as many as are worth it when absent.": "进程数，至少 1；不写则自动选择。",
    "Root of all chance, from 0; 1 when absent.": "随机种子，0 或以上；不写则为 1。",
    "Which replication, counted from 0.": "第几次重复，从 0 数起。",
    "Which deal of the replication, counted from 0.": "该次重复中的第几个项目，从 0 数起。",
    "Folder of runs in which to store this one.": "存放各次运行的目录。",
    "Tell everything; routine is folded when absent.": "讲述全部细节；不写则合并例行事项。",
    "Print one JSON document and nothing else.": "只输出一个 JSON 文档。",
    "Language of the answer; KAM_LANG or the locale's when absent.": "输出语言；不写则按 KAM_LANG 或系统语言。",
}


def translate(command: Any, parent: Any = None) -> None:
    """Put the help of a command, of its options and of the commands under it into Chinese."""
    command.help = _chinese(command.help)
    context = command.make_context("kam", [], parent=parent, resilient_parsing=True)
    for parameter in [*command.params, command.get_help_option(context)]:
        parameter.help = _chinese(getattr(parameter, "help", None))
    for inner in getattr(command, "commands", {}).values():
        translate(inner, context)


def _chinese(text: str | None) -> str | None:
    words = " ".join(cleandoc(text or "").split())
    return {**HELP, **RULES_HELP, **BOOK_HELP}.get(words, text)
