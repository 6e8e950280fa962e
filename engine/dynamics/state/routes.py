"""How we get to somebody; the numbers are written with every request for a meeting."""

from __future__ import annotations

from enum import IntEnum


class Route(IntEnum):
    """The way in that promised most."""

    cold = 0
    acquainted = 1
    familiar = 2
    executive = 3
    introduced = 4
    mandate = 5
    event = 6
    reference = 7
    partner = 8
