"""What becomes of a promise of ours; the numbers are written with it."""

from __future__ import annotations

MADE, KEPT, BROKEN = 0, 1, 2
