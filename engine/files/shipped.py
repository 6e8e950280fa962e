"""What ships with the program: scenarios, the files they share, and dossiers, each named `kam:NAME` from anywhere."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from engine.errors import InputError, Problem, near_names
from engine.wording import nearest, say

SHIPPED = "kam:"


def shipped_folder() -> Path:
    """Where the shipped files lie: inside the package where it is installed, beside it in the sources."""
    package = Path(__file__).parents[1]
    inside = package / "scenarios"
    return inside if inside.is_dir() else package.parent / "scenarios"


def shipped_names() -> tuple[str, ...]:
    """`kam:NAME` of every shipped file."""
    return tuple(_files())


def shipped_scenarios() -> tuple[str, ...]:
    """`kam:NAME` of every shipped situation."""
    return tuple(f"{SHIPPED}{path.stem}" for path in sorted(shipped_folder().glob("*.yaml")))


def located(path: str | Path) -> Path:
    """The file that a path means. Raises InputError for a `kam:NAME` that nothing shipped has, naming the nearest."""
    name = str(path)
    if not name.startswith(SHIPPED):
        return Path(path)
    if name not in _files():
        what = say("nothing that ships with the program has this name")
        near = shipped_near(name.removeprefix(SHIPPED))
        hint = nearest(name, near) if near else nearest("", _files())
        raise InputError(Problem(name, what, hint, "shipped-unknown"))
    return _files()[name]


def shipped_near(word: str) -> list[str]:
    """The names of shipped files that are close to a word, the nearest first."""
    return [f"{SHIPPED}{name}" for name in near_names(word, [path.stem for path in _files().values()])]


@cache
def _files() -> dict[str, Path]:
    folder = shipped_folder()
    found = [*folder.glob("*.yaml"), *folder.glob("shared/*.yaml"), *folder.glob("dossiers/*.*")]
    return {f"{SHIPPED}{path.stem}": path for path in sorted(found)}
