"""Getting at a file's bytes, or saying plainly why it cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engine.errors import InputError, Problem
from engine.wording import Message, nearest, say, system_reason

MAX_BYTES = 5_000_000


def bytes_of(path: str | Path, label: str | None = None, most: int = MAX_BYTES, endings: Sequence[str] = ()) -> bytes:
    """The content of an ordinary file.

    label:   what messages call the file; the path when absent.
    most:    greatest size in bytes; a larger file is refused without being read.
    endings: endings of the names that are suggested where the file is missing, such as ".csv"; all when empty.
    Raises InputError for a missing file (naming the nearest), a folder, a device, a file too large or unreadable.
    """
    path, label = Path(path), label or str(path)
    try:
        if path.is_dir():
            hint = _held(path, endings)
            raise _refused(label, "file-folder", say("this is a folder, not a file"), hint)
        if not path.exists():
            raise _refused(label, "file-missing", say("no such file"), _near(path, endings))
        if not path.is_file():
            raise _refused(label, "file-special", say("this is not an ordinary file"))
        size = path.stat().st_size
        if size > most:
            what = say("{size} MB is too large", size=f"{size / 1e6:.1f}")
            raise _refused(label, "file-large", what, say("at most {most} MB", most=f"{most / 1e6:g}"))
        return path.read_bytes()
    except (OSError, ValueError) as error:
        what = say("cannot be read: {reason}", reason=system_reason(error))
        raise _refused(label, "file-unreadable", what) from None


def _refused(label: str, code: str, what: Message, hint: str = "") -> InputError:
    return InputError(Problem(label, what, hint, code))


def _names(folder: Path, endings: Sequence[str]) -> list[str]:
    names = sorted(file.name for file in folder.iterdir() if not file.name.startswith("."))
    return [name for name in names if not endings or name.lower().endswith(tuple(endings))]


def _held(folder: Path, endings: Sequence[str]) -> str:
    names = _names(folder, endings)
    return say("it holds {names}", names=[*names[:12], *(["…"] if len(names) > 12 else [])]) if names else ""


def _near(path: Path, endings: Sequence[str]) -> str:
    folder = path.parent
    if not folder.is_dir():
        return say("there is no folder {folder}", folder=folder)
    names = _names(folder, endings)
    return nearest(path.name, names) if names else ""
