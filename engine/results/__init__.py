"""What one replication wrote down, measures of it, and the folder it is kept in."""

from engine.results.deal_trace import Event, Trace
from engine.results.formulas import pipeline_velocity
from engine.results.measure import Measure
from engine.results.measures import HEADLINE, MEASURES
from engine.results.receipt import Receipt
from engine.results.records import OUTCOME, TEAM, Records
from engine.results.stored_run import StoredRun, read_run
from engine.results.trace_file import TRACES, read_traces

__all__ = [
    "HEADLINE",
    "MEASURES",
    "OUTCOME",
    "TEAM",
    "TRACES",
    "Event",
    "Measure",
    "Receipt",
    "Records",
    "StoredRun",
    "Trace",
    "pipeline_velocity",
    "read_run",
    "read_traces",
]
