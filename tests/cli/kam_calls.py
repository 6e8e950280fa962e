"""The command as a user calls it: in this process where that is enough, as a process of its own where it matters."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SECONDS = 300
LANGUAGE_VARIABLES = ("KAM_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "KAM_DEBUG")


@dataclass(frozen=True)
class Answer:
    """What a command gave back."""

    code: int
    out: str
    err: str

    @property
    def messages(self) -> list[str]:
        return self.err.splitlines()


Kam = Callable[..., Answer]


def command_of(*words: object) -> list[str]:
    """The installed command with these words."""
    return [str(Path(sys.executable).with_name("kam")), *(str(word) for word in words)]


def environment(**changed: str) -> dict[str, str]:
    """This process's environment without anything that chooses a language, and with these changes."""
    plain = {name: value for name, value in os.environ.items() if name not in LANGUAGE_VARIABLES}
    return {**plain, "NO_COLOR": "1", **changed}


def run_kam(*words: object, folder: Path, **variables: str) -> Answer:
    """Calls the installed command as a process of its own."""
    ran = subprocess.run(
        command_of(*words),
        cwd=folder,
        env=environment(**variables),
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )
    return Answer(ran.returncode, ran.stdout.decode(errors="replace"), ran.stderr.decode(errors="replace"))


def fingerprint(folder: Path) -> dict[str, str]:
    """Every file of a folder with the hash of its content; folders too, so that none can appear unseen."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        for path in sorted(folder.rglob("*"))
    }
