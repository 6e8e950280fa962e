"""Pictures. The only code that knows Matplotlib; it uses figures of its own and leaves global settings as they were."""

from __future__ import annotations

from engine.report.plots.style import Saved

__all__ = ["Saved"]
