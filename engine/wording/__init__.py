"""Everything the program says to people: marked where it stands, looked up here in the language of the reader."""

from engine.wording.document import Document, Shown
from engine.wording.grounds import ground_said
from engine.wording.message import Message, counted, nearest, say
from engine.wording.os_errors import system_reason
from engine.wording.parts import (
    Cell,
    Column,
    Folded,
    Group,
    Item,
    Items,
    Paragraph,
    Part,
    Picture,
    Table,
    Title,
)
from engine.wording.units import amount_said, unit_said
from engine.wording.words import Both, Joined, Said, either, in_both, listed, quoted, sentences, told

__all__ = [
    "Both",
    "Cell",
    "Column",
    "Document",
    "Folded",
    "Group",
    "Item",
    "Items",
    "Joined",
    "Message",
    "Paragraph",
    "Part",
    "Picture",
    "Said",
    "Shown",
    "Table",
    "Title",
    "amount_said",
    "counted",
    "either",
    "ground_said",
    "in_both",
    "listed",
    "nearest",
    "quoted",
    "say",
    "sentences",
    "system_reason",
    "told",
    "unit_said",
]
