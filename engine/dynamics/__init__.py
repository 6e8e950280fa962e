"""The rules of motion: mechanisms, one file each, compiled over two flat records per account and keyed uniforms.

`entry` holds the doors that a driver uses, `moments` the order of events, `mechanisms/` what happens, `state/` what it
happens to, `machine/` what runs it.
"""

__all__: list[str] = []
