"""The two records, of an account and of one of its deals, the desk that kernels work at, and what they say together."""

__all__: list[str] = []
