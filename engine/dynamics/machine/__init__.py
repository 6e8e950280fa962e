"""What runs kernels: the compiler, keyed chance, tapes, decision tables, clocks, and what is composed of mechanisms."""

__all__: list[str] = []
