"""Alternatives played on the same luck, here or elsewhere: the only code that knows processes and clusters."""

__all__: list[str] = []
