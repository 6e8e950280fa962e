"""Holding a folder, so that two processes do not write in it at once."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


def folder_lock(folder: Path) -> int | None:
    """Hold a folder for this process until it ends, in whatever way, or the handle that is returned is closed.

    None when another process holds the folder, or it is gone.
    """
    try:
        handle = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    if folder.exists():  # a clean-up may have been faster
        return handle
    os.close(handle)
    return None
