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
}
