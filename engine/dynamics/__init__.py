"""The rules of motion: compiled pure functions over one flat record per deal and keyed uniforms."""
