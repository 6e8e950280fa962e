"""Pictures. The only code that knows Matplotlib; it uses figures of its own and leaves global settings as they were."""

from __future__ import annotations

from engine.report.plots.style import NoChineseFont, Saved, chinese_font, language_for_pictures

__all__ = ["NoChineseFont", "Saved", "chinese_font", "language_for_pictures"]
