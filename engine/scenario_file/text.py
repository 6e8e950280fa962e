"""Reading a small text file, or saying plainly why it cannot be read."""

from __future__ import annotations

import re
from pathlib import Path

from engine.errors import InputError, suggest

MAX_BYTES = 2_000_000
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read_text(path: Path, label: str | None = None) -> str:
    """The text of a UTF-8 file of at most 2 MB, without byte-order mark, lines ending in a line feed.

    label: what messages call the file; the path when absent.
    Raises InputError for a missing file (naming the nearest one), a directory or device, a file too large, unreadable,
    binary, empty, or in another encoding.
    """
    label = label or str(path)
    data = _bytes_of(path, label)
    if data.startswith(_UTF16_MARKS):
        raise InputError.at(label, "the file is in UTF-16", "save it as UTF-8")
    if b"\x00" in data:
        raise InputError.at(label, "this is not a text file", "a scenario is a text file in YAML")
    text = _decoded(data, label).replace("\r\n", "\n").replace("\r", "\n")
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        raise InputError.at(
            f"{label}:{line}",
            f"a control character (code {ord(control.group())}) stands here",
            "delete it; text files have none",
        )
    if not text.strip():
        raise InputError.at(label, "the file is empty")
    return text


def _bytes_of(path: Path, label: str) -> bytes:
    try:
        if path.is_dir():
            raise InputError.at(label, "this is a folder, not a file", _files_in(path))
        if not path.exists():
            raise InputError.at(label, "no such file", _nearest(path))
        if not path.is_file():
            raise InputError.at(label, "this is not an ordinary file")
        size = path.stat().st_size
        if size > MAX_BYTES:
            hint = f"at most {MAX_BYTES / 1e6:.0f} MB; a scenario has about 30 kB"
            raise InputError.at(label, f"{size / 1e6:.1f} MB is too large", hint)
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError.at(label, f"cannot be read: {reason.lower()}") from None


def _files_in(folder: Path) -> str:
    names = sorted(file.name for file in folder.glob("*.yaml"))
    return f"it holds {', '.join(names[:12])}" if names else ""


def _nearest(path: Path) -> str:
    folder = path.parent
    if not folder.is_dir():
        return f"there is no folder {folder}"
    return suggest(path.name, (file.name for pattern in ("*.yaml", "*.yml") for file in folder.glob(pattern)))


def _decoded(data: bytes, label: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError.at(f"{label}:{line}", "the file is not UTF-8", _encoding_hint(data)) from None


def _encoding_hint(data: bytes) -> str:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return "save it as UTF-8"
    return "it looks like GBK; save it as UTF-8"
