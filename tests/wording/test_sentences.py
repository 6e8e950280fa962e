"""No sentence is built outside the catalogue: every text of the engine that reads like prose stands in `say`.

There is no list of exceptions. What a text is for is told by where it stands and what it is made of: a docstring, an
annotation, a pattern, a key, something to compare with, the description of a field in a schema, a declaration of the
dynamics (which becomes a docstring or a schema), a word of Matplotlib's, a fault that only programmers meet, a unit of
quantities, a proper name, markup, a word of the rule language, a line of Python that is compiled later.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from engine.model.quantity import ALL_UNITS
from engine.rules.language.parser import KEYWORDS

ENGINE = Path(__file__).resolve().parents[2] / "engine"
CJK = "\u3400-\u9fff"
WORD = r"(?<!\S)[\"'(“]*[A-Za-z][A-Za-z'’-]+[,;:.?!)\"'”]*(?!\S)"
PROSE = re.compile(f"{WORD} +{WORD}|[{CJK}]{{2,}}|[{CJK}][，。；：、！？（）]")
MARKUP = re.compile(r"<[^<>]*>|<\w[^<>]*$|^[^<>]*>")
PROGRAMMING = {"AssertionError", "AttributeError", "IndexError", "KeyError", "RuntimeError", "TypeError"}


DRAWING = {"loc", "textcoords", "xycoords"}


class Texts(ast.NodeVisitor):
    """Collects the texts of a module that read like prose and stand where people meet them, with their lines."""

    def __init__(self, declaring: frozenset[str] = frozenset()) -> None:
        self.declaring = declaring
        self.found: list[tuple[int, str]] = []

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # a docstring
            self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = called(node)
        taken = {"say": 1, "counted": 2, "cast": 1}.get(name, int(is_pattern(node)))
        known = {"context", "description", *DRAWING}
        arguments = [*node.args[taken:], *(word.value for word in node.keywords if word.arg not in known)]
        for each in arguments:
            if not (name in self.declaring and isinstance(each, ast.Constant)):
                self.visit(each)
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
        if PROSE.search(MARKUP.sub(" ", text)) and not any(test(text) for test in PLAIN):
            self.found.append((line, text))


def called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def is_pattern(node: ast.Call) -> bool:
    """Is this a call of the module `re`, whose first argument is a pattern?"""
    return isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name) and node.func.value.id == "re"


def is_unit(text: str) -> bool:
    """Is this a unit, or what stands behind another one in a unit?"""
    part = text.replace("{}", "").replace("currency ", "").strip()
    return part in ALL_UNITS or any(unit.endswith(f" {part}") for unit in ALL_UNITS)


def is_name(text: str) -> bool:
    """Is this a name, all of whose words begin with a capital letter?"""
    return all(word[0].isupper() for word in text.split())


def is_condition(text: str) -> bool:
    """Is this a piece of the language in which rules are written, nothing but its own words?"""
    return set(re.findall(r"\w+", text)) <= KEYWORDS | {"known", "unknown"}


def is_python(text: str) -> bool:
    """Is this a line of Python with more in it than names and words?"""
    line = text.replace("{}", "x").strip()
    if not re.search(r"[=\[\]:]|\w\(", line):
        return False
    for source in (line, f"{line} pass"):
        try:
            ast.parse(source)
        except SyntaxError:
            continue
        return True
    return False


PLAIN = (is_unit, is_name, is_condition, is_python)


def outside() -> Iterator[tuple[str, int, str]]:
    """Every such text of the engine: its file, its line, and the text."""
    for path in sorted(ENGINE.rglob("*.py")):
        file = path.relative_to(ENGINE).as_posix()
        texts = Texts(declarations() if file.startswith("dynamics/") else frozenset())
        texts.visit(ast.parse(path.read_text(encoding="utf-8")))
        for line, text in texts.found:
            yield file, line, text


@cache
def declarations() -> frozenset[str]:
    """The classes of the dynamics; what a mechanism is called and says comes in sentences all the same."""
    modules = [ast.parse(path.read_text(encoding="utf-8")) for path in (ENGINE / "dynamics").rglob("*.py")]
    classes = {node.name for module in modules for node in ast.walk(module) if isinstance(node, ast.ClassDef)}
    return frozenset(classes - {"Mechanism"})


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
        "x = ['10k CNY per hour', f'{m} per hour', '<td class=number>', 'top_down', 'kam', '…', 'Noto Sans CJK SC']",
        "x = ['a.first, a.second', '{x}, {y}', 'one, 2']",
        "x = [f'{fact} is not {value}', '    ring_{n}(account, deal)']",
        "axes.legend(loc='upper left')",
        "say('two words', context='a thing'); counted('one thing', 'many things', n)",
        "x: int = Field(ge=0, description='number of the thing')",
    ):
        assert of(source) == [], source


def test_no_sentence_stands_outside_the_catalogue() -> None:
    found = list(outside())
    counts = Counter(file.split("/")[0] for file, _, _ in found)
    told = [f"engine/{file}:{line}: {text[:90]!r}" for file, line, text in found]
    assert not found, "\n".join([*told, f"{len(found)} in all: {dict(counts.most_common())}"])
