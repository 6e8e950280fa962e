"""The shape of the source: small modules, small functions, docstrings, an explicit public face, nothing left undone."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ENGINE = Path(__file__).resolve().parents[2] / "engine"
MODULES = sorted(path.relative_to(ENGINE.parent).as_posix() for path in ENGINE.rglob("*.py"))
PACKAGES = [name for name in MODULES if name.endswith("/__init__.py")]
LONGEST_MODULE = 300
LONGEST_FUNCTION = 60
UNDONE = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b|NotImplemented" + r"Error")

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def parse(repository: Path, module: str) -> ast.Module:
    return ast.parse((repository / module).read_text(encoding="utf-8"), filename=module)


def length_without_docstring(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function; a long explanation does not make it a long function."""
    first = function.body[1] if ast.get_docstring(function) and len(function.body) > 1 else function.body[0]
    return (function.end_lineno or 0) - first.lineno + 1


@pytest.mark.parametrize("module", MODULES)
def test_a_module_is_short(repository: Path, module: str) -> None:
    lines = len((repository / module).read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST_MODULE, f"{module} has {lines} lines"


@pytest.mark.parametrize("module", MODULES)
def test_a_function_fits_a_screen(repository: Path, module: str) -> None:
    long = [
        f"{module}:{node.lineno} {node.name} has {length_without_docstring(node)} lines"
        for node in ast.walk(parse(repository, module))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and length_without_docstring(node) > LONGEST_FUNCTION
    ]
    assert not long


@pytest.mark.parametrize("module", MODULES)
def test_what_is_public_says_what_it_is(repository: Path, module: str) -> None:
    tree = parse(repository, module)
    silent = [] if ast.get_docstring(tree) else [f"{module}: the module itself"]
    silent += [
        f"{module}:{node.lineno} {node.name}"
        for node in tree.body
        if isinstance(node, Definition) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert not silent


def _compares_words_as_objects(node: ast.AST) -> bool:
    """`is` between words: true or false by chance, and false for whatever comes from a file or another process."""
    if not isinstance(node, ast.Compare) or not any(isinstance(op, ast.Is | ast.IsNot) for op in node.ops):
        return False
    compared = [node.left, *node.comparators]
    if any(isinstance(each, ast.Constant) and each.value is None for each in compared):
        return False
    return any(
        (isinstance(each, ast.Constant) and isinstance(each.value, str))
        or (isinstance(each, ast.Attribute) and each.attr == "kind")
        for each in compared
    )


@pytest.mark.parametrize("module", MODULES)
def test_words_are_compared_by_what_they_say(repository: Path, module: str) -> None:
    tree = parse(repository, module)
    assert not [f"{module}:{node.lineno}" for node in ast.walk(tree) if _compares_words_as_objects(node)]


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_names_its_public_face(package: str) -> None:
    name = package.removesuffix("/__init__.py").replace("/", ".")
    module = importlib.import_module(name)
    assert "__all__" in vars(module), f"{name} has no __all__"
    assert len(set(module.__all__)) == len(module.__all__)
    assert not [public for public in module.__all__ if not hasattr(module, public)]


def test_nothing_is_left_undone(repository: Path, project_texts: dict[Path, str]) -> None:
    undone = [
        f"{path.relative_to(repository)}:{number}: {line.strip()[:100]}"
        for path, text in project_texts.items()
        if path.suffix in {".py", ".yaml", ".toml", ".md", ".html", ".css", ".js", ".j2", ""}
        for number, line in enumerate(text.splitlines(), 1)
        if UNDONE.search(line)
    ]
    assert not undone


def test_importing_the_package_does_no_work(repository: Path) -> None:
    """No heavy library may load before somebody asks for what needs it: `import engine` stays quick."""
    heavy = ("matplotlib", "numba", "simpy", "networkx", "durable", "pyarrow", "scipy")
    asked = f"import engine, sys; print([name for name in {heavy} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", asked], cwd=repository, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_a_file_name_says_which_file_is_meant() -> None:
    names = Counter(Path(module).name for module in MODULES)
    assert {name for name, times in names.items() if times > 1} - {"__init__.py"} == set()
