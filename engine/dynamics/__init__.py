"""The rules of motion: compiled pure functions over one flat record per deal and keyed uniforms.

Import the modules by name; `entry` holds the doors that a driver uses, `record` the layout of a deal.
"""

__all__: list[str] = []
