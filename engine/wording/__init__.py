"""Sentences as people read them: marked where they stand, looked up here in the language of the reader."""

from engine.wording.catalogue import chinese
from engine.wording.message import Message, nearest, say

__all__ = ["Message", "chinese", "nearest", "say"]
