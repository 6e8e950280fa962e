"""What exists: frozen values with units and sources. No chance, no input or output."""
