"""No sentence is built outside the catalogue: every text of the engine that reads like prose stands in `say`.

There is no list of exceptions. What a text is for is told by where it stands: a docstring, an annotation, a pattern, a
key, something to compare with, the description of a field in a model or a schema, what a mechanism declares of its
records and where it comes from, a place in a picture, a fault that only programmers meet; or by what it is: a unit of
quantities, markup, paths of fields, words of the rule language, a proper name, a line of Python that is compiled later.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from engine.model.quantity import ALL_UNITS

ENGINE = Path(__file__).resolve().parents[2] / "engine"
CJK = "\u3400-\u9fff"
PROSE = re.compile(f"[A-Za-z]{{2,}}[,;:.?!]? +[A-Za-z]{{2,}}|[{CJK}]{{2,}}|[{CJK}][，。；：、！？（）]")
MARKUP = re.compile(r"<[^<>]*>|<\w[^<>]*$|^[^<>]*>")
PATHS = re.compile(r"\b\w+(\.\w+)+\b")
DECLARED = {"Field", "Constant", "Draw", "Event", "Column", "Given", "Moment", "PoissonClock", "DayClock"}
COMPOSED = {"ClockWork", "RowWriter", "Vacate"}
"""Functions that are made of the mechanisms; what they do is their docstring."""
RULE_LANGUAGE = {"and", "between", "in", "is", "known", "not", "or", "unknown"}
PROGRAMMING = {"AssertionError", "AttributeError", "IndexError", "KeyError", "RuntimeError", "TypeError"}


class Texts(ast.NodeVisitor):
    """Collects the texts of a module that read like prose and stand where people meet them, with their lines."""

    def __init__(self) -> None:
        self.found: list[tuple[int, str]] = []

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # a docstring
            self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = called(node)
        taken = {"say": 1, "counted": 2}.get(name, 0)
        if name == "cast" or is_pattern(node):
            taken = 1
        for argument in node.args[taken:]:
            if not (name in DECLARED | COMPOSED and isinstance(argument, ast.Constant)):
                self.visit(argument)
        for keyword in node.keywords:
            if not is_documentation(name, keyword) and not (taken and keyword.arg == "context"):
                self.visit(keyword.value)
        self.visit(node.func)

    def visit_Raise(self, node: ast.Raise) -> None:
        if not (isinstance(node.exc, ast.Call) and called(node.exc) in PROGRAMMING):
            self.generic_visit(node)

    def visit_Assert(self, node: ast.Assert) -> None:
        self.visit(node.test)

    def visit_Compare(self, node: ast.Compare) -> None:
        for each in (node.left, *node.comparators):
            if not isinstance(each, ast.Constant):
                self.visit(each)

    def visit_match_case(self, node: ast.match_case) -> None:
        for each in node.body:
            self.visit(each)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self.visit(node.value)
        if not isinstance(node.slice, ast.Constant | ast.Tuple):  # a key, or what a type is made of
            self.visit(node.slice)

    def visit_Dict(self, node: ast.Dict) -> None:
        for key, value in zip(node.keys, node.values, strict=True):
            if not (isinstance(key, ast.Constant) and key.value == "description"):
                self.visit(value)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_arg(self, node: ast.arg) -> None:
        return

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        pieces = [each.value if isinstance(each, ast.Constant) else "{}" for each in node.values]
        self.judge(node.lineno, "".join(map(str, pieces)))
        for each in node.values:
            if isinstance(each, ast.FormattedValue):
                self.visit(each.value)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self.judge(node.lineno, node.value)

    def judge(self, line: int, text: str) -> None:
        plain = PATHS.sub("", MARKUP.sub(" ", text))
        if PROSE.search(plain) and not (is_unit(text) or is_name(plain) or is_of_rules(plain) or is_python(text)):
            self.found.append((line, text))


def called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def is_pattern(node: ast.Call) -> bool:
    """Is this a call of the module `re`, whose first argument is a pattern?"""
    return isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name) and node.func.value.id == "re"


def is_documentation(call: str, keyword: ast.keyword) -> bool:
    """Describes a field, says where a mechanism comes from, or is a place in Matplotlib's words?"""
    if keyword.arg in ("description", "loc", "xycoords", "textcoords"):
        return True
    return isinstance(keyword.value, ast.Constant) and (
        call in DECLARED or (call, keyword.arg) == ("Mechanism", "source")
    )


def is_unit(text: str) -> bool:
    """Is this a unit of quantities, or the end of one?"""
    unit = text.replace("currency", "CNY").replace("{}", "CNY")
    return any(known.endswith(unit) or f"{known} per day" == unit for known in ALL_UNITS)


def is_name(text: str) -> bool:
    """Is this a proper name: Latin words that all begin with a capital?"""
    words = re.findall(r"[A-Za-z]+", text)
    return len(words) > 1 and all(word[0].isupper() for word in words) and not re.search(f"[{CJK}]", text)


def is_of_rules(text: str) -> bool:
    """Is this written in the words of conditions?"""
    return set(re.findall(r"[A-Za-z]+", text)) <= RULE_LANGUAGE and not re.search(f"[{CJK}]", text)


def is_python(text: str) -> bool:
    """Is this a line of Python with more in it than names and words?"""
    if not re.search(r"[=()\[\]:]", text):
        return False
    line = text.replace("{}", "x").strip()
    for source in (line, f"{line} pass"):
        try:
            ast.parse(source)
        except SyntaxError:
            continue
        return True
    return False


def outside() -> Iterator[tuple[str, int, str]]:
    """Every such text of the engine: its file, its line, and the text."""
    for path in sorted(ENGINE.rglob("*.py")):
        texts = Texts()
        texts.visit(ast.parse(path.read_text(encoding="utf-8")))
        for line, text in texts.found:
            yield path.relative_to(ENGINE).as_posix(), line, text


def of(source: str) -> list[str]:
    texts = Texts()
    texts.visit(ast.parse(source))
    return [text for _, text in texts.found]


def test_what_counts_as_a_sentence() -> None:
    assert of("x = f'{n} people agree'") == ["{} people agree"]
    assert of("x = ('no such ' 'file', '没有文件')") == ["no such file", "没有文件"]
    assert of("x = {'a key': 'a value of it'}") == ["a value of it"]
    assert of("raise ValueError('wrong way round')") == ["wrong way round"]
    assert of("say('{n} people', n='two people')") == ["two people"]
    assert of("x = '<td class=number>some words</td>'") == ["<td class=number>some words</td>"]


def test_what_does_not_count() -> None:
    for source in (
        "'''A docstring of words.'''",
        "x: Literal['output order'] = y",
        "re.compile('two words')",
        "raise TypeError('only for programmers')",
        "x['two words']; {'two words': 1}",
        "if 'mapping values' in text: pass",
        "x = f'    if {a} == {b}:'",
        "x = ['10k CNY per hour', '<td class=number>', 'top_down', 'kam', '…']",
        "say('two words', context='a thing'); counted('one thing', 'many things', n)",
        "x: int = Field(ge=0, description='number of the thing')",
    ):
        assert of(source) == [], source


def test_no_sentence_stands_outside_the_catalogue() -> None:
    found = list(outside())
    counts = Counter(file.split("/")[0] for file, _, _ in found)
    told = [f"engine/{file}:{line}: {text[:90]!r}" for file, line, text in found]
    assert not found, "\n".join([*told, f"{len(found)} in all: {dict(counts.most_common())}"])
