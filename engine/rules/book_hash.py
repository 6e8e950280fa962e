"""The fingerprint of a rulebook."""

from __future__ import annotations

from hashlib import sha256

from engine.model.rulebook import Rulebook


def book_hash(book: Rulebook) -> str:
    """SHA-256 of the book's content, in hexadecimal. The file's layout does not matter, the order of its parts does."""
    return sha256(book.model_dump_json().encode()).hexdigest()
