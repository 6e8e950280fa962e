"""Playing for a study: a session, and what an earlier attempt of the same study left."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.execution.alternatives import Work
from engine.execution.effort import Effort
from engine.execution.session import P, Session
from engine.execution.unfinished import Unfinished, keeping
from engine.model.scenario import Scenario
from engine.statistics.looks import Looks
from engine.studies.receipts import now


@contextmanager
def studying(
    work: Work[P], effort: Effort, looks: Looks, scenario: Scenario, command: str
) -> Iterator[tuple[Session[P], Unfinished | None]]:
    """A session for this work, and where it is kept while it is unfinished; None where nobody asked for that."""
    with Session(work, effort) as session:
        if effort.keep is None:
            yield session, None
            return
        with keeping(Path(effort.keep), scenario.id, work, effort, looks, now(), command) as unfinished:
            yield session, unfinished
