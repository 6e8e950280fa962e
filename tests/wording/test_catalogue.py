"""Every marked sentence has its Chinese, no Chinese is left over, and both sides name the same values."""

from __future__ import annotations

import ast
import pickle
import re
import string
from pathlib import Path

import pytest

from engine.errors import Problem, Question
from engine.wording import Message, counted, either, listed, nearest, say
from engine.wording.catalogue import Key, chinese, read_catalogue

ENGINE = Path(__file__).resolve().parents[2] / "engine"
CATALOGUE = {
    key: words
    for file in sorted((ENGINE / "wording").glob("zh*.po"))
    for key, words in read_catalogue(file.read_text(encoding="utf-8")).items()
}


def marked() -> dict[Key, str]:
    """Every sentence that stands in a call of `say` or `counted`, and its context, with the place of its call."""
    found: dict[Key, str] = {}
    for path in sorted(ENGINE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if not re.search(
            r"^from engine\.wording(\.\w+)? import (\([^)]*|.*)\b(say|counted)\b|^def say\(sentence", text, re.MULTILINE
        ):
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("say", "counted"):
                place = f"{path.relative_to(ENGINE)}:{node.lineno}"
                sentences = node.args[: 1 if node.func.id == "say" else 2]
                for each in sentences:
                    assert isinstance(each, ast.Constant) and isinstance(each.value, str), place
                context = [word.value for word in node.keywords if word.arg == "context"]
                assert all(isinstance(each, ast.Constant) for each in context), place
                first = sentences[0]
                assert isinstance(first, ast.Constant)
                key = (str(first.value), "".join(str(each.value) for each in context if isinstance(each, ast.Constant)))
                found.setdefault(key, place)
    return found


MARKED = marked()


def test_every_sentence_has_its_chinese() -> None:
    missing = [f"{place}: {key[0]}" for key, place in MARKED.items() if key not in CATALOGUE]
    assert not missing, "\n".join(missing)


def test_no_chinese_is_left_over() -> None:
    assert sorted(set(CATALOGUE) - set(MARKED)) == []


def names(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize(("key", "context"), sorted(CATALOGUE))
def test_both_sides_name_the_same_values(key: str, context: str) -> None:
    words = CATALOGUE[(key, context)]
    assert names(words) == names(key)
    assert re.search("[\u4e00-\u9fff]", re.sub(r"\{\w+\}|`[^`]*`", "", words)) or not re.search(
        "[a-zA-Z]{3}", re.sub(r"\{\w+\}|`[^`]*`|CNY|10k", "", key)
    )


def test_a_message_is_its_english_sentence_and_knows_its_chinese() -> None:
    told = say("column `{name}` is missing", name="id")
    assert (told, told.in_language("en")) == ("column `id` is missing", "column `id` is missing")
    assert told.in_language("zh") == "缺少 `id` 列"
    assert chinese("no such sentence") is None and Message("no such {x}", {"x": 1}).in_language("zh") == "no such 1"
    again = pickle.loads(pickle.dumps(told))
    assert (again, again.in_language("zh")) == (told, told.in_language("zh"))


def test_plurals_contexts_and_numbers() -> None:
    assert read_catalogue(
        'msgid ""\nmsgstr "x"\n\nmsgctxt "deal"\nmsgid "open"\nmsgstr "未结束"\n\nmsgid "{n} day"\n'
        'msgid_plural "{n} days"\nmsgstr[0] ""\n"{n} 天"\n'
    ) == {("open", "deal"): "未结束", ("{n} day", ""): "{n} 天"}
    assert (counted("{n} day", "{n} days", 1), counted("{n} day", "{n} days", 12_000)) == ("1 day", "12,000 days")
    assert Message("{x}", {"x": 0.1 + 0.2}) == "0.3" and Message("{x}", {"x": 12345}) == "12345"
    assert pickle.loads(pickle.dumps(listed(["a", say("a formula stands here")]))).in_language("zh") == "a、此处是公式"
    assert either(["a", "b"]).in_language("zh") == "a 或 b"


def test_values_are_told_in_the_language_of_the_whole() -> None:
    near = nearest("depart", ["department", "level"])
    assert (near, near.in_language("zh")) == ("did you mean department?", "是否想写 department？")
    problem = Problem("a.csv:2", say("unknown column `{header}`", header="depart"), near, "column-unknown")
    assert str(problem) == "a.csv:2: unknown column `depart` (did you mean department?)"
    assert problem.in_language("zh") == "a.csv:2：无法识别的列 `depart`（是否想写 department？）"
    nested = say("{column}: {what}", column="x", what=say("a formula stands here"))
    assert nested.in_language("zh") == "x：此处是公式"


def test_no_blank_stands_between_chinese_signs() -> None:
    for role, told in (("buyer", "`x` 按 buyer 处理"), ("采购", "`x` 按采购处理")):
        assert say("`{word}` was taken as {role}", word="x", role=role).in_language("zh") == told
    assert either(["水电", "A", "能源"]).in_language("zh") == "水电、A 或能源"


def test_a_question_tells_its_readings() -> None:
    question = Question(
        "a", say("who is `{name}`?", name="王"), say("write the id"), "x", (say("it is `{id}`", id="b"),)
    )
    assert str(question) == "a: who is `王`? 1) it is `b` (write the id)"
    assert question.in_language("zh").startswith("a：`王` 是谁？")
