"""What a rulebook says: sentences and cells parsed, values read, the book checked, and all of it said back in words."""

__all__: list[str] = []
