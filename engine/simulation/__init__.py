"""Running replications: the only code that knows SimPy. Start reading at `run.py`."""

from __future__ import annotations

from engine.model.decisions import BOOK_OUTPUTS, BOOKS
from engine.simulation.drawn_scores import DrawnScores, draw_scores, draws_scores
from engine.simulation.run import Simulator
from engine.simulation.story import WATCHED

__all__ = ["BOOKS", "BOOK_OUTPUTS", "WATCHED", "DrawnScores", "Simulator", "draw_scores", "draws_scores"]
