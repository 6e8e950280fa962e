"""Text of CSV files as spreadsheet programs write it."""

from __future__ import annotations

from engine.errors import InputError


def decoded(data: bytes, name: str) -> str:
    """UTF-8, with or without a byte-order mark, or GBK. Raises InputError for anything else."""
    if b"\x00" in data:
        raise InputError.at(name, "this is not a CSV file", "save it as CSV UTF-8")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError.at(name, "the file is neither UTF-8 nor GBK", "save it as CSV UTF-8")
