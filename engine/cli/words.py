"""The command line's own words in both languages."""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """The same words in English and in Chinese. Without pydantic, so that `kam --help` is quick."""

    en: str
    zh: str

    def in_language(self, lang: str) -> str:
        """The words in `lang` ("zh" or "en")."""
        return self.zh if lang == "zh" else self.en


WORDS = {
    "compiling": Words(
        "compiling the model for this machine: once, about a minute", "正在为本机编译模型：仅首次需要，约一分钟"
    ),
    "compiling_more": Words(
        "compiling a part of the model that was not needed before: once, some seconds",
        "正在编译此前未用到的模型部分：仅需一次，约数秒",
    ),
    "starting": Words("starting", "正在启动"),
    "running": Words("running replications", "正在模拟"),
    "writing": Words("writing the report", "正在撰写报告"),
    "valid": Words(
        "{path}: valid: {title}; accounts: {n}, people on their committees: {people}",
        "{path}：有效：{title}；客户 {n} 个，采购委员会共 {people} 人",
    ),
    "report": Words("Report: {path}", "报告：{path}"),
    "run": Words("Run folder: {path}", "运行目录：{path}"),
    "no_report": Words("the run is stored in {run}, but not its report", "运行已保存在 {run}，但报告未能写出"),
    "rows": Words("{strategy}: records {rows}", "{strategy}：记录 {rows}"),
    "identical": Words(
        "Identical: all {n} replications came out as they were, bit for bit.", "完全一致：{n} 次重复逐位相同。"
    ),
    "different": Words(
        "NOT identical: this is not the run that the folder describes ({n} replications).",
        "不一致：与该目录所记录的运行不同（{n} 次重复）。",
    ),
    "differs": Words("came out differently: {what}", "结果不同：{what}"),
    "environment": Words("not as it was: {change}", "环境已变：{change}"),
}
