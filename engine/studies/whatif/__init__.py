"""What-if studies: what is varied, how it is played, and what comes of it."""

__all__: list[str] = []
