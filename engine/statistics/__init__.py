"""Estimators, intervals, sequential looks and verdicts: pure, they know nothing of strategies or scenarios."""

__all__: list[str] = []
