"""Sources and assumptions of what ships with the program: English in its files, their Chinese in `grounds.po`."""

from __future__ import annotations

from engine.wording.catalogue import chinese
from engine.wording.words import Both, Said


def ground_said(ground: str) -> Said:
    """A source or an assumption in both languages; one that a user wrote stays as it is.

    >>> from engine.wording.words import told
    >>> told(ground_said("we know our customer"), "zh")
    'we know our customer'
    """
    if hasattr(ground, "in_language"):
        return ground
    found = chinese(ground)
    return ground if found is None else Both(ground, found)
