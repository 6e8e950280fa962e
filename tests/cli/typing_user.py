"""A user at a terminal who types answers: the command runs in a pseudo-terminal of its own."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import time
from pathlib import Path

from kam_calls import SECONDS, command_of, environment


def shown_on(ours: int) -> str:
    """All that the terminal shows until its last writer closes it."""
    shown = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # the last writer has closed the terminal
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    return shown.decode(errors="replace")


def typed(answer: str, *words: object, folder: Path, **variables: str) -> tuple[int, str, str]:
    """Exit code, stdout and what the terminal shows of a command, for a user who types this."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command_of(*words),
        cwd=folder,
        env=environment(TERM="xterm", **variables),
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
    )
    os.close(theirs)
    os.write(ours, answer.encode())
    assert process.stdout is not None
    out = process.stdout.read().decode()
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown_on(ours))
    return process.wait(SECONDS), out, " ".join(plain.split())


def interrupted(answer: str, after: str, *words: object, folder: Path, **variables: str) -> tuple[int, str]:
    """Exit code and what the terminal shows, for a user who types this and presses Ctrl-C once `after` is shown."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command_of(*words),
        cwd=folder,
        env=environment(TERM="xterm", **variables),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    os.write(ours, answer.encode())
    shown, until = "", time.monotonic() + SECONDS
    pressed = False
    while time.monotonic() < until:
        try:
            piece = os.read(ours, 4096)
        except OSError:
            break
        if not piece:
            break
        shown += piece.decode(errors="replace")
        if after in shown and not pressed:
            pressed = True
            time.sleep(0.2)
            process.send_signal(signal.SIGINT)
    os.close(ours)
    return process.wait(SECONDS), " ".join(shown.split())
