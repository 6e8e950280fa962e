"""What the server of worker processes loads (see `engine.execution.processes`): all that a worker needs."""

from __future__ import annotations

import sys
from types import TracebackType

from engine.dynamics.state.person_values import bounded
from engine.execution import session as _session  # noqa: F401  forked workers find it loaded

TOO_LATE = (FileNotFoundError, EOFError, ConnectionError)
"""What a worker meets whose main process has just gone."""


def _quiet_when_too_late(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not isinstance(error, TOO_LATE):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _quiet_when_too_late
bounded(0.0, 0.0, 1.0)  # the compiler learns all its types before the first piece of machine code can be loaded
