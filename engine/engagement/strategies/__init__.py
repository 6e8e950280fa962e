"""One file per shipped strategy: `STRATEGY`."""
