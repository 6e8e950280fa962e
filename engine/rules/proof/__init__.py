"""Books questioned, exactly over the declared facts and ranges: faults, cases, coverage, mutants, the nearest flip."""

__all__: list[str] = []
