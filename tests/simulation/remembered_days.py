"""What a simulation remembers of a given history, for comparison with dossiers."""

from __future__ import annotations

from collections.abc import Iterable

from laboratory import office

from engine.dynamics.machine.fact_vector import deal_facts
from engine.dynamics.mechanisms.memory import note_contact, note_loss, note_refusal, note_rival
from engine.model.facts import TIME_FACTS
from engine.model.terms import ROLES

OF_A_PROJECT = ("present_engagement", "days_in_engagement", "days_in_phase", "days_in_play")


def remembered(
    events: Iterable[tuple[int, str, int]], now: float
) -> tuple[dict[str, float], list[tuple[int, list[str]]]]:
    """Facts of memory on a day after these (day, kind, place of the person), and level and roles of everybody."""
    bench = office()
    bench.identified[:] = 1
    bench.met[:] = 1
    bench.asks_about_memory = bench.asks_about_account = 1
    for day, kind, person in sorted(events, key=lambda event: event[0]):
        if kind == "contact":
            note_contact(*bench.records, float(day), person)
        elif kind == "refusal":
            note_refusal(*bench.records, float(day), person)
        elif kind == "lost":
            note_loss(*bench.records, float(day), person)
        else:
            note_rival(*bench.records, float(day), 0, person, 0.5)
    deal_facts(*bench.records, now)
    facts = {fact.name: float(bench[f"fact_{fact.name}"]) for fact in TIME_FACTS if fact.name not in OF_A_PROJECT}
    people = [
        (int(bench.level[i]), [role for place, role in enumerate(ROLES) if int(bench.roles[i]) >> place & 1])
        for i in range(6)
    ]
    return facts, people
