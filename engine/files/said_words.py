"""Words as people say them: yes and no, and that something is not known."""

from __future__ import annotations

import unicodedata

YES = frozenset({"1", "yes", "y", "true", "t", "是", "是的", "真", "1.0", "√", "✓", "✔", "☑", "对", "有"})
NO = frozenset(
    {"0", "no", "n", "false", "f", "否", "假", "0.0", "×", "✗", "✘", "☒", "不是", "没有", "无", "non", "nein"}
)
UNKNOWN = frozenset(
    {"", "-", "--", "—", "——", "–", "/", "n/a", "na", "n.a.", "#n/a", "unknown", "unclear", "tbd", "tbc", "?", "null"}
    | {
        "不详",
        "未知",
        "不清楚",
        "不知道",
        "不明",
        "待定",
        "待确认",
        "待查",
        "未定",
        "暂无",
        "暂缺",
        "无数据",
        "未填",
        "待补充",
        "不确定",
        "不了解",
        "尚不清楚",
    }
)
NOBODY = frozenset({"-", "--", "—", "——", "–", "/", "无", "没有", "none", "nobody", "n/a", "na", "nil"})


def folded(text: str) -> str:
    """A word with its width, case and outer spaces taken away."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def is_unknown_word(text: str) -> bool:
    """Does the cell say that nobody knows? A blank cell says so too."""
    return folded(text) in UNKNOWN


def answer(text: str) -> bool | None:
    """Yes or no; None for any other word."""
    word = folded(text)
    return True if word in YES else False if word in NO else None
