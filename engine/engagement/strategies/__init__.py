"""One file per shipped strategy: `STRATEGY`."""

__all__: list[str] = []
