"""The cache of compiled code must be keyed by every source that shapes it."""

from __future__ import annotations

import ast
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.dynamics.machine import compiled_cache, settings
from engine.dynamics.machine.chance import mix
from engine.dynamics.machine.settings import SHAPING

ENGINE = Path(settings.__file__).parents[2]
KERNELS = sorted((ENGINE / "dynamics").rglob("*.py"))
KEPT_OUT = {
    "wording/__init__.py": "titles, sentences and reasons",
    "model/faults.py": "what models refuse",
    "model/base.py": "titles, sentences and the base of models",
    "model/account.py": "what a scenario says, put into fresh records",
    "model/scenario.py": "what a scenario says, put into fresh records",
    "model/buying_centre.py": "the type of a rival's numbers",
    "model/working_calendar.py": "calendars, put into fresh records day by day",
    "model/purchase_path.py": "what a scenario says of the path, put into fresh records",
    "model/role_criteria.py": "what is usual, put into fresh records",
}
"""Sources of which no kernel takes anything, and what they are read for."""


def imported_modules(source: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Modules of this project that a file imports, as paths below `engine/`, and the names it takes from each."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("engine."):
            module = str(node.module).removeprefix("engine.").replace(".", "/")
            path = f"{module}.py" if (ENGINE / f"{module}.py").is_file() else f"{module}/__init__.py"
            yield path, tuple(name.asname or name.name for name in node.names)


OUTSIDE = sorted(
    {path for kernel in KERNELS for path, _ in imported_modules(kernel) if not path.startswith("dynamics/")}
)


@pytest.mark.parametrize("source", OUTSIDE)
def test_every_source_that_kernels_import_is_in_the_digest(source: str) -> None:
    assert source in SHAPING or source in KEPT_OUT


@pytest.mark.parametrize("source", SHAPING)
def test_what_such_a_source_imports_is_in_the_digest(source: str) -> None:
    assert {path for path, _ in imported_modules(ENGINE / source)} <= {*SHAPING, *KEPT_OUT}


def test_the_digest_names_only_files_that_exist() -> None:
    assert [name for name in SHAPING if not (ENGINE / name).is_file()] == []
    assert [name for name in KEPT_OUT if not (ENGINE / name).is_file()] == []


def is_kernel(node: ast.AST) -> bool:
    """Is this a function that will be compiled: marked `kernel`, or joining in at a moment?"""
    if not isinstance(node, ast.FunctionDef):
        return False
    marks = [ast.unparse(mark) for mark in node.decorator_list]
    return any(mark == "kernel" or mark.startswith("moments.") for mark in marks)


class WithoutSentences(ast.NodeTransformer):
    """Values of a module without what they say to people: no kernel can take that."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if isinstance(node.func, ast.Name) and node.func.id == "say":
            return ast.Constant("")
        return self.generic_visit(node)


def compiled_parts(tree: ast.Module) -> Iterator[ast.AST]:
    """Kernels, and values of the module without the sentences in them."""
    for node in tree.body:
        if is_kernel(node):
            yield node
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            yield WithoutSentences().visit(node.value)


def test_kernels_take_nothing_from_a_source_that_is_kept_out_of_the_digest() -> None:
    taken = {}
    for source in KERNELS:
        kept_out = {name for path, names in imported_modules(source) if path in KEPT_OUT for name in names}
        parts = compiled_parts(ast.parse(source.read_text(encoding="utf-8")))
        used = {node.id for part in parts for node in ast.walk(part) if isinstance(node, ast.Name)}
        if used & kept_out:
            taken[source.name] = used & kept_out
    assert taken == {}


def test_whatever_changes_in_a_source_changes_the_digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when a mechanism is added, taken away or given another name."""
    copy = tmp_path / "engine"
    shutil.copytree(ENGINE / "dynamics", copy / "dynamics")
    shutil.copytree(ENGINE / "model", copy / "model")
    monkeypatch.setattr(settings, "ENGINE", copy)
    digest = settings._digest
    seen = [digest()]
    assert digest() == seen[0]
    for source in [*copy.joinpath("dynamics").rglob("*.py"), *(copy / name for name in SHAPING)]:
        source.write_text(source.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        seen.append(digest())
    surprises = copy / "dynamics" / "mechanisms" / "surprises.py"
    surprises = surprises.rename(surprises.with_name("bad_news.py"))
    seen.append(digest())
    surprises.unlink()
    seen.append(digest())
    assert len(set(seen)) == len(seen) > 60


def test_another_installation_of_the_same_sources_finds_what_was_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever its path, and whenever its files were written."""
    found = []
    for name in ("here", "there"):
        copy = tmp_path / name / "engine"
        for folder in ("dynamics", "model"):
            shutil.copytree(ENGINE / folder, copy / folder, copy_function=shutil.copy)
        source = copy / "dynamics" / "machine" / "chance.py"
        os.utime(source, (len(found), len(found)))
        monkeypatch.setattr(settings, "ENGINE", copy)
        monkeypatch.setattr(compiled_cache, "ENGINE", copy)
        locator = compiled_cache.BySources.from_function(mix.function, str(source))
        assert locator is not None
        where = (locator.get_cache_path(), locator.get_source_stamp(), locator.get_disambiguator())
        found.append((settings._digest(), *where))
    assert found[0] == found[1]


def test_files_of_one_name_in_two_folders_do_not_share_a_place() -> None:
    places = [
        compiled_cache.BySources.from_function(mix.function, str(ENGINE / "dynamics" / folder / "people.py"))
        for folder in ("mechanisms", "state")
    ]
    assert len({place.get_cache_path() for place in places if place is not None}) == 2


def test_functions_from_elsewhere_are_left_to_numba(tmp_path: Path) -> None:
    assert compiled_cache.BySources.from_function(mix.function, str(tmp_path / "chance.py")) is None
